"""Messages as values: an English template, marked for the catalogs, and what fills it.

Nothing here translates. A pure function returns a ``Message``; a screen, a command or a table
asks ``calc.i18n.render`` for its text in a language. Placeholders are plain names in braces.

    Message(N_("the base {base} is below the floor {floor}"), {"base": Yuan(1), "floor": Yuan(2)})
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from functools import lru_cache
from string import Formatter

from calc.records import frozen


def N_(text: str) -> str:
    """Mark a template for the catalogs and return it unchanged."""
    return text


@lru_cache(maxsize=4096)
def placeholders(template: str) -> frozenset[str]:
    """The names of a template's placeholders.

    Raises:
        ValueError: A brace without its partner, or a placeholder that is no plain name
            (no positions, attributes, conversions or format specifications).

    >>> sorted(placeholders("{base} is below {floor}"))
    ['base', 'floor']
    """
    names = set()
    for _, name, specification, conversion in Formatter().parse(template):
        if name is None:
            continue
        if not name.isidentifier() or specification or conversion:
            raise ValueError(f"not a plain placeholder: {{{name}}} in {template!r}")
        names.add(name)
    return frozenset(names)


@frozen
class Message:
    """A template and the values of its placeholders, in no language yet.

    Attributes:
        template: English text, marked with ``N_`` where it is written.
        params: One value per placeholder: text, whole numbers, dates, ``Yuan``, ``Label``, other
            messages, or lists and tuples of these.

    Raises:
        ValueError: The names of the values are not those of the placeholders.
    """

    template: str
    params: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        wanted = placeholders(self.template)
        if self.params.keys() != wanted:
            missing = ", ".join(sorted(wanted - self.params.keys())) or "none"
            unused = ", ".join(sorted(self.params.keys() - wanted)) or "none"
            raise ValueError(f"{self.template!r}: missing {missing}; unused {unused}")


@frozen
class Yuan:
    """An amount that reads as yuan in a message.

    Attributes:
        fen: The amount in fen.
    """

    fen: int


@frozen
class Label:
    """A name that is on file in both languages, such as a place.

    Attributes:
        zh: Chinese.
        en: English.
    """

    zh: str
    en: str
