"""Every stable code with its texts, for ``canbao codes``."""

from __future__ import annotations

from collections.abc import Iterator

from calc.codes import CODES
from calc.codes.model import Code, ErrorCode, FindingCode
from calc.i18n import Lang, translate


def texts_of(code: Code, lang: Lang) -> dict[str, str]:
    """The texts of a code in one language, by what they are for."""
    if isinstance(code, ErrorCode):
        texts = {"text": code.text, "advice": code.advice}
    elif isinstance(code, FindingCode):
        texts = {"pass": code.passes, "fail": code.fails, "unknown": code.unknown}
    else:
        texts = {"text": code.text}
    return {name: translate(text, lang) for name, text in texts.items() if text}


def codes_document() -> list[dict[str, object]]:
    """All codes: kind, code, texts in both languages, and whether a finding is a condition."""
    return [
        {
            "kind": kind,
            "code": code.code,
            **({"condition": code.condition} if isinstance(code, FindingCode) else {}),
            "zh": texts_of(code, "zh"),
            "en": texts_of(code, "en"),
        }
        for kind, codes in CODES.items()
        for code in codes.values()
    ]


def code_rows() -> Iterator[tuple[str, str, str, str]]:
    """All codes as rows of a table."""
    for kind, codes in CODES.items():
        for code in codes.values():
            zh, en = texts_of(code, "zh"), texts_of(code, "en")
            for name, text in zh.items():
                label = kind if name == "text" else f"{kind} {name}"
                yield label, code.code, text, en[name]
