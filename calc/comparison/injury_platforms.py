"""The platforms that take part in occupational-injury protection, as they call themselves."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from calc.comparison.question import Asker, cite
from calc.errors import nearest
from calc.findings import Citation, Distance, Finding
from calc.messages import N_, Message
from calc.months import month_of_day
from calc.parameters.lookup import Answer
from calc.parameters.model import Record
from calc.protections import platform_covered
from calc.records import frozen
from calc.verdicts import NO, NOT_TOLD, PASS, UNKNOWN, YES

NAME = "occupational_injury"
LISTED = N_("Platforms on file that take part: {platforms}.")
LISTS_MISSING = N_("The platforms that take part are not on file.")
ASK_PLATFORM = N_("Tell us the platform.")
ASK_SPELLING = N_("Is «{platform}» the same as «{nearest}»?")
ASK_WHOLE_TRADE = N_(
    "«{platform}» is not among them; the platforms of these trades are to be taken in as a whole: "
    "ask the platform."
)


@frozen(slots=False)
class Platforms:
    """The lists in force, and where the person's platform stands in them.

    Attributes:
        told: The platform as the person calls it.
        name: The same as it stands on file, if it does.
        near: A name on file that resembles it, if it does not.
        answers: The lists in force.
        whole_trades: The record by which platforms come in by whole trades, if it is in force.
        later: The record of a list, known already, on which it stands from a later day.
    """

    told: str | None
    name: str
    near: str
    answers: tuple[Answer, ...]
    whole_trades: Answer | None
    later: Record | None

    @classmethod
    def on_file(cls, asker: Asker) -> Platforms:
        """The lists of the place on the day: the pilot's, and all that were added since."""
        question = asker.question
        answers = tuple(
            answer
            for name in ("platforms", "platforms_added")
            for answer in question.parameters.ask_all(
                asker.place, f"{NAME}.{name}", question.on, question.known_on
            )
        )
        told = question.applicant.platform
        names = [word for answer in answers for word in answer.words]
        name = _named(asker, told, names)
        return cls(
            told,
            name,
            "" if name or told is None else _near(asker, told, names),
            answers,
            asker.look(f"{NAME}.whole_trades", question.on),
            None if name else _added_later(asker, told),
        )

    def finding(self, asker: Asker) -> Finding:
        """Whether the platform takes part."""
        rule, on = f"{NAME}.platform", asker.question.on
        listed = YES if self.name else NO
        if self.told is None or self.near or not self.answers:
            listed = NOT_TOLD
        outcome = int(platform_covered(listed, int(self.whole_trades is not None)))
        sources = cite(*self.answers, self.whole_trades)
        if outcome == PASS:
            label = asker.question.parameters.definitions.token(self.name)
            of_list = [a for a in self.answers if self.name in a.words]
            return Finding(rule, "pass", {"platform": label}, sources=cite(*of_list))
        if outcome == UNKNOWN:
            asked: dict[str, object] = {"listed": self._listed(asker), "ask": self._ask()}
            return Finding(rule, "unknown", asked, ("platform",), sources=sources)
        params: dict[str, object] = {"platform": self.told, "on": on}
        if self.later is None:
            return Finding(rule, "fail", params, ("platform",), sources=sources)
        first = month_of_day(self.later.first)
        distance = Distance(first - asker.question.month, "months")
        return Finding(
            rule, "fail", params, (), distance, first, (*sources, Citation(self.later.source))
        )

    def _listed(self, asker: Asker) -> Message:
        token = asker.question.parameters.definitions.token
        names = [token(word) for answer in self.answers for word in answer.words]
        return Message(LISTED, {"platforms": names}) if names else Message(LISTS_MISSING)

    def _ask(self) -> Message:
        if self.told is None or not self.answers:
            return Message(ASK_PLATFORM)
        if self.near:
            return Message(ASK_SPELLING, {"platform": self.told, "nearest": self.near})
        return Message(ASK_WHOLE_TRADE, {"platform": self.told})


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _spellings(asker: Asker, name: str) -> set[str]:
    """The name on file and its names in both languages."""
    label = asker.question.parameters.definitions.token(name)
    return {_folded(text) for text in (name, label.zh, label.en)}


def _named(asker: Asker, told: str | None, names: Iterable[str]) -> str:
    """The name on file that the person means, or nothing."""
    if told is None:
        return ""
    return next((name for name in names if _folded(told) in _spellings(asker, name)), "")


def _near(asker: Asker, told: str, names: Sequence[str]) -> str:
    """A name on file that the person may mean: it is contained in what was told, or nearly it."""
    typed = _folded(told)
    contained = [n for n in names if any(text in typed for text in _spellings(asker, n))]
    return max(contained, key=len, default="") or nearest(told, names)


def _added_later(asker: Asker, told: str | None) -> Record | None:
    question = asker.question
    for level in question.parameters.chain(asker.place):
        for record in question.parameters.series(level, f"{NAME}.platforms_added"):
            words = record.parsed if isinstance(record.parsed, tuple) else ()
            names = [word for word in words if isinstance(word, str)]
            later = record.first > question.on and record.known_from <= question.known_on
            if later and _named(asker, told, names):
                return record
    return None
