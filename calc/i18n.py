"""Templates and messages in the reader's language.

``translate`` looks a template up in a compiled gettext catalog, ``render`` also fills it. Both are
fast enough for one comparison in a fresh process: standard library only, catalogs read once.
"""

from __future__ import annotations

import datetime as dt
import gettext
from collections.abc import Callable
from functools import lru_cache
from operator import index
from pathlib import Path
from typing import Any, Literal, SupportsIndex, TypeVar, cast

from calc.messages import Label, Message, Yuan

Lang = Literal["zh", "en"]
LANGS: tuple[Lang, ...] = ("zh", "en")
LOCALES: dict[Lang, str] = {"zh": "zh_CN", "en": "en"}
LIST_SEPARATORS: dict[Lang, str] = {"zh": "、", "en": ", "}
LOCALE_FOLDER = Path(__file__).parent / "locale"


class CatalogMissingError(FileNotFoundError):
    """A compiled catalog is not where it should be."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"the compiled messages {path} are missing: run `make setup` in the source tree, "
            "or install canbao again"
        )


@lru_cache(maxsize=8)
def _catalog(lang: Lang, folder: Path) -> gettext.GNUTranslations:
    path = folder / LOCALES[lang] / "LC_MESSAGES" / "canbao.mo"
    try:
        with path.open("rb") as file:
            return gettext.GNUTranslations(file)
    except FileNotFoundError:
        raise CatalogMissingError(path) from None


def translate(template: str, lang: Lang) -> str:
    """A template in a language, its placeholders still in it.

    Args:
        template: English text as marked with ``N_``.
        lang: ``zh`` or ``en``.

    Raises:
        CatalogMissingError: The compiled catalogs are not installed.
    """
    # the catalog's entry for "" is its header
    return _catalog(lang, LOCALE_FOLDER).gettext(template) if template else ""


def render(message: Message, lang: Lang) -> str:
    """A message as text for a reader.

    Raises:
        CatalogMissingError: The compiled catalogs are not installed.
        TypeError: A value has a type that nobody registered a text for; binary floats have none.
    """
    texts = {name: text_of(value, lang) for name, value in message.params.items()}
    return translate(message.template, lang).format_map(texts)


def yuan_with_separators(fen: int) -> str:
    """Yuan with a thousands separator, the same in both languages (and the same as Babel's).

    >>> yuan_with_separators(457_300)
    '4,573.00'
    """
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"


Formatter = Callable[[Any, Lang], str]
_FORMATTERS: dict[type, Formatter] = {}
_T = TypeVar("_T")


def register(kind: type[_T], formatter: Callable[[_T, Lang], str]) -> None:
    """Say how values of a type, and of its subclasses, read in messages.

    Raises:
        ValueError: The type has a formatter already.
    """
    if kind in _FORMATTERS:
        raise ValueError(f"{kind.__name__} has a formatter already")
    _FORMATTERS[kind] = cast(Formatter, formatter)


def text_of(value: object, lang: Lang) -> str:
    """One value of a message as text.

    Raises:
        TypeError: As ``render``.

    >>> text_of([Label("威海", "Weihai"), Yuan(100)], "zh")
    '威海、1.00'
    """
    for kind in type(value).__mro__:
        formatter = _FORMATTERS.get(kind)
        if formatter is not None:
            return formatter(value, lang)
    if hasattr(value, "__index__"):  # NumPy's whole numbers
        return str(index(cast(SupportsIndex, value)))
    raise TypeError(f"a message cannot show {value!r} of type {type(value).__name__}")


def _listed(values: list[object] | tuple[object, ...], lang: Lang) -> str:
    return LIST_SEPARATORS[lang].join(text_of(value, lang) for value in values)


def _refused(value: object, lang: Lang) -> str:
    raise TypeError(f"a message cannot show {value!r} of type {type(value).__name__}")


register(str, lambda value, lang: str(value))
register(int, lambda value, lang: str(value))
register(bool, _refused)
register(dt.datetime, _refused)
register(dt.date, lambda value, lang: value.isoformat())
register(Yuan, lambda value, lang: yuan_with_separators(value.fen))
register(Label, lambda value, lang: value.zh if lang == "zh" else value.en)
register(Message, render)
register(list, _listed)
register(tuple, _listed)
