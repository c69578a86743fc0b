"""The screens. They ask ``calc`` and show what it answers: no arithmetic and no law in here."""
