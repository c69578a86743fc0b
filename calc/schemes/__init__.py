"""The schemes as pure functions: fen in, fen out, every intermediate by name."""
