"""Two options weighed, in plain sentences."""

from __future__ import annotations

from collections.abc import Mapping

from calc.comparison.weighing import Weighing, sentences
from calc.i18n import Lang, render

BETWEEN_CLAUSES: Mapping[Lang, str] = {"zh": "；", "en": "; "}
FULL_STOP: Mapping[Lang, str] = {"zh": "。", "en": "."}
BETWEEN_SENTENCES: Mapping[Lang, str] = {"zh": "", "en": " "}


def weighed_text(weighing: Weighing, names: Mapping[str, str], lang: Lang) -> str:
    """What one option costs more in one sentence, what its pension pays back in another.

    Args:
        weighing: What to put into words.
        names: How each of the two ids is called.
        lang: zh or en.
    """
    cost, *rest = (render(message, lang) for message in sentences(weighing, names))
    said = [cost, BETWEEN_CLAUSES[lang].join(rest)]
    written = [f"{text[:1].upper()}{text[1:]}{FULL_STOP[lang]}" for text in said if text]
    return BETWEEN_SENTENCES[lang].join(written)
