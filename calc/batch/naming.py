"""Which of the applicant's keys a column is probably meant for, by what somebody called it."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from calc.batch.columns import columns

Likeness = Literal["named", "similar", "weak", "none"]
CUSTOMARY: Mapping[str, tuple[str, ...]] = {
    "id": ("编号", "序号", "人员编号", "业务编号", "number", "reference"),
    "workplace": ("工作地", "工作地点", "工作城市", "就业城市", "参保地"),
    "household_registration": ("户籍", "户口", "户籍所在地", "户口所在地", "户籍城市", "hukou"),
    "born": ("出生", "出生月份", "出生日期", "生日", "birth", "birthday", "date_of_birth"),
    "sex": ("男女", "gender"),
    "occupation": ("工种", "岗位", "从事职业", "job"),
    "relation": ("劳动关系", "用工类型", "用工形式"),
    "platform": ("平台", "平台名称", "平台企业", "单位", "单位名称", "company"),
    "monthly_income": ("月薪", "月工资", "每月收入", "月均收入"),
    "pension_base": ("养老基数", "养老缴费基数", "养老保险缴费基数"),
    "medical_base": ("医保基数", "医疗基数", "医保缴费基数", "医疗保险缴费基数"),
    "history.employee_pension_months": ("职工养老缴费月数", "养老已缴月数", "养老缴费月数"),
    "history.deemed_months": ("视同缴费年限（月）",),
    "history.average_contribution_index": ("缴费指数", "平均缴费工资指数"),
    "history.employee_medical_months": ("医保已缴月数", "职工医保缴费月数"),
    "groups.hard_to_employ": ("就业困难人员", "就业困难类别", "困难类别"),
    "groups.graduated_on": ("毕业时间", "毕业日期"),
}
"""What people call a column, beside its own name and what it is called on screen and paper."""
_SIMILAR, _WEAK = 0.8, 0.7


@dataclass(frozen=True)
class Suggestion:
    """What a column is probably meant for.

    Attributes:
        key: The applicant's key; empty where nothing is near.
        likeness: Whether the column is called so (``named``), its name is nearly that
            (``similar``), is only somewhat like it (``weak``: to be said, not to be taken), or
            like none.
    """

    key: str = ""
    likeness: Likeness = "none"

    @property
    def taken(self) -> str:
        """The key that a column is taken for as long as nobody says otherwise."""
        return "" if self.likeness == "weak" else self.key


def suggestions(names: Sequence[str], words: Mapping[str, Iterable[str]]) -> tuple[Suggestion, ...]:
    """A suggestion for each column of a file; no two have the same key.

    Args:
        names: The columns.
        words: What screens and papers call each key.
    """
    known = _known(words)
    found = [Suggestion()] * len(names)
    free = set(columns())
    passes: tuple[tuple[Likeness, Callable[[str], str]], ...] = (
        ("named", lambda name: name),
        ("named", lambda name: known.get(folded(name), "")),
        ("similar", lambda name: _near(name, known, _SIMILAR)),
        ("weak", lambda name: _near(name, known, _WEAK)),
    )
    for likeness, key_of in passes:
        for index, name in enumerate(names):
            key = "" if found[index].key else key_of(name)
            if key in free:
                free.discard(key)
                found[index] = Suggestion(key, likeness)
    return tuple(found)


def _known(words: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Every name of every key, folded; of a name that two keys have, the first counts."""
    known: dict[str, str] = {}
    ways: tuple[Callable[[str], Iterable[str]], ...] = (
        lambda key: (key,),
        lambda key: words.get(key, ()),
        lambda key: CUSTOMARY.get(key, ()),
    )
    for names_of in ways:
        for key in columns():
            for name in names_of(key):
                known.setdefault(folded(name), key)
    return known


def folded(name: str) -> str:
    """A name without what people write in one way or another: case, width, spaces, units.

    >>> folded(" Monthly Income（元）")
    'monthlyincome'
    """
    text = unicodedata.normalize("NFKC", name).casefold()
    return "".join(letter for letter in re.sub(r"\([^)]*\)", "", text) if letter.isalnum())


def _near(name: str, known: Mapping[str, str], cutoff: float) -> str:
    near = difflib.get_close_matches(folded(name), list(known), 1, cutoff)
    return known[near[0]] if near else ""
