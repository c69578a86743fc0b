"""What a person stands for in the rules: age, retirement, occupation, relation, as numbers."""

from __future__ import annotations

from typing import get_args

from calc.applicant import ELSEWHERE, Occupation
from calc.comparison.question import TRACKS, Question
from calc.findings import Citation
from calc.messages import N_, Label, Message
from calc.parameters.lookup import Answer
from calc.records import frozen
from calc.retirement import statutory_month
from calc.statutory import NATION, REFORM, retirement_track
from calc.verdicts import NOT_TOLD

MONTHS_A_YEAR = 12
OCCUPATIONS: tuple[str, ...] = get_args(Occupation)
SIMILAR = "similar"
"""The word for further platforms in a list of occupations."""
PUBLIC_EMPLOYMENT = Label("公共就业服务机构（12333）", "the public employment service (12333)")
KEYS = {
    "born": N_("the month of birth (born)"),
    "sex": N_("the sex or the retirement track"),
    "both": N_("the month of birth (born) and the sex or the retirement track"),
}


def occupation_bit(occupation: str | None) -> int:
    """The bit number of an occupation, -1 if it was not told."""
    return NOT_TOLD if occupation is None else OCCUPATIONS.index(occupation)


def occupation_bits(answer: Answer | None) -> int:
    """A set of occupations on file as bits; -1 where none is on file."""
    if answer is None:
        return NOT_TOLD
    return sum(1 << OCCUPATIONS.index(word) for word in answer.words if word in OCCUPATIONS)


def adds_similar(answer: Answer | None) -> int:
    """Whether a set of occupations goes on with "and similar"."""
    return int(answer is not None and SIMILAR in answer.words)


@frozen
class Retirement:
    """The statutory month, or the months between which it lies.

    Attributes:
        earliest: -1 where the month of birth was not told.
        latest: The same as ``earliest`` where sex or track were told.
        needs: The applicant's keys that would settle it.
        sources: The law behind it.
    """

    earliest: int
    latest: int
    needs: tuple[str, ...]
    sources: tuple[Citation, ...]

    @property
    def asks_for(self) -> Message:
        """The keys in words."""
        return Message(KEYS["both" if len(self.needs) > 1 else (self.needs or ("born",))[0]])

    def months_left(self, month: int) -> int:
        """Months to the statutory month, 0 from it on; -1 where it is not known."""
        if self.earliest != self.latest or self.earliest < 0:
            return NOT_TOLD
        return max(self.latest - month, 0)


def retirement_of(question: Question) -> Retirement:
    """When the person retires by law, as far as birth month, sex and track tell."""
    born, track = question.applicant.born, question.track
    rule = question.parameters.ask(NATION, "retirement.original_age.male60", REFORM)
    sources = (Citation(rule.record.source),) if isinstance(rule, Answer) else ()
    needs = tuple(key for key, known in (("born", born), ("sex", track)) if known is None)
    if born is None:
        return Retirement(NOT_TOLD, NOT_TOLD, needs, sources)
    months = [
        int(statutory_month(born, retirement_track(question.parameters, name)))
        for name in ((track,) if track is not None else TRACKS)
    ]
    return Retirement(min(months), max(months), needs, sources)


def registered_platform(question: Question) -> str | None:
    """Where the person's platform is registered: a city on file, ``elsewhere``, or None."""
    told = question.applicant.accident_insurance.platform_registered_in
    place = None if told is None else question.parameters.place(told)
    return told if place is None else place.slug


def subsidy_place(question: Question) -> str:
    """Where the subsidy to an accident policy is claimed.

    That is the city in which the platform is registered, if it is on file, else the workplace.
    """
    registered = registered_platform(question)
    return question.workplace if registered in (None, ELSEWHERE) else str(registered)
