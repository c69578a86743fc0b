"""What a part, and an option of two parts, says apart from amounts: decided once, not per person.

A part's whole numbers that are no amounts are packed into one; equal ones share a *state*. Two
states make what an option says. A batch has some hundred of them, however long it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from calc.batch.arrays import indices
from calc.batch.monthly import INCOMPLETE, NOT_OFFERED, UNPRICED
from calc.batch.terms import Coded
from calc.codes import FINDINGS
from calc.records import frozen

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]
    Flags = NDArray[np.bool_]

OPEN, CLOSED, TO_BE_TOLD = 1, 0, -1
_LOW = 0xFFFF_FFFF
Missing = tuple[str, str, bool]
"""Place, parameter, and whether there is no price without it."""


@frozen(slots=False)
class State:
    """What a part says.

    Attributes:
        part_id: Its half of the option's id.
        rules: Outcomes of eligibility, in their order.
        pricing: What there is to say about prices, in order.
        missing: What is not on file.
        flags: ``UNPRICED`` and the like.
        track: What there is to say about the retirement track; with the pension part.
    """

    part_id: str
    rules: tuple[Coded, ...] = ()
    pricing: tuple[Coded, ...] = ()
    missing: tuple[Missing, ...] = ()
    flags: int = 0
    track: tuple[Coded, ...] = ()


class Says(IntEnum):
    """What an option says apart from amounts, as columns of whole numbers."""

    OPTION = 0
    """Number of its id among the ids."""
    FINDINGS = 1
    """Number of its findings among the texts."""
    MISSING = 2
    """Number of its missing values among the texts."""
    OPEN = 3
    """``OPEN``, ``CLOSED`` or ``TO_BE_TOLD``."""
    PRICED = 4
    """1 where it has a price, else 0."""
    COMPLETE = 5
    """1 where the price holds everything, else 0."""


@dataclass
class Texts:
    """Texts by number, each once."""

    texts: list[str] = field(default_factory=list)
    _numbers: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self._numbers = {text: number for number, text in enumerate(self.texts)}

    def number(self, text: str) -> int:
        """The number of a text."""
        number = self._numbers.setdefault(text, len(self.texts))
        if number == len(self.texts):
            self.texts.append(text)
        return number

    def encoded(self, numbers: Whole, null: Flags) -> pa.DictionaryArray:
        """A column of texts by number, with a dictionary of just those that occur.

        They stand in their own order, not in that of their numbers: those depend on what was
        evaluated before.
        """
        used = np.zeros(len(self.texts), dtype=bool)
        used[numbers[~null]] = True
        kept = sorted(np.flatnonzero(used).tolist(), key=self.texts.__getitem__)
        position = np.zeros(len(self.texts), np.int32)
        position[kept] = np.arange(len(kept))
        words = pa.array([self.texts[number] for number in kept], pa.string())
        places = indices(position.take(numbers), null)
        return pa.DictionaryArray.from_arrays(places, words, safe=False)


@dataclass
class States:
    """The states of parts and what pairs of them say, each worked out once."""

    ids: Texts = field(default_factory=Texts)
    findings: Texts = field(default_factory=Texts)
    missing: Texts = field(default_factory=Texts)
    states: list[State] = field(default_factory=list)
    said: Whole = field(default_factory=lambda: np.empty((len(Says), 0), np.int64))
    _numbers: dict[tuple[str, int], int] = field(default_factory=dict)
    _pairs: Whole = field(default_factory=lambda: np.empty(0, np.int64))
    _said_of: Whole = field(default_factory=lambda: np.empty(0, np.int64))

    def of(self, kind: str, packed: Whole, decode: Callable[[int], State]) -> Whole:
        """The state of each person's part.

        Args:
            kind: What is packed; equal numbers of one kind mean the same state.
            packed: One whole number for each person.
            decode: Makes a state of such a number.
        """
        encoded = pa.array(packed).dictionary_encode()
        numbers = []
        for key in encoded.dictionary.to_pylist():
            number = self._numbers.get((kind, key))
            if number is None:
                number = self._numbers[kind, key] = len(self.states)
                self.states.append(decode(key))
            numbers.append(number)
        return np.array(numbers, np.int64).take(np.asarray(encoded.indices))

    def option(self, pension: Whole, medical: Whole) -> Whole:
        """The number of what each pair of states says."""
        encoded = pa.array(pension << 32 | medical).dictionary_encode()
        pairs = np.asarray(encoded.dictionary)
        at = np.minimum(np.searchsorted(self._pairs, pairs), max(self._pairs.size - 1, 0))
        new = pairs[self._pairs[at] != pairs] if self._pairs.size else pairs
        if new.size:
            self._add(np.sort(new))
            at = np.searchsorted(self._pairs, pairs)
        return self._said_of[at].take(np.asarray(encoded.indices))

    def _add(self, pairs: Whole) -> None:
        """Work out what new pairs say; they are in ascending order."""
        numbers = np.arange(self.said.shape[1], self.said.shape[1] + pairs.size)
        more = [
            self._option(self.states[pair >> 32], self.states[pair & _LOW])
            for pair in pairs.tolist()
        ]
        self.said = np.concatenate([self.said, np.array(more, np.int64).T], axis=1)
        at = np.searchsorted(self._pairs, pairs)
        self._pairs = np.insert(self._pairs, at, pairs)
        self._said_of = np.insert(self._said_of, at, numbers)

    @property
    def size(self) -> int:
        """How many states and pairs of them are remembered."""
        return len(self.states) + int(self.said.shape[1])

    def _option(self, pension: State, medical: State) -> tuple[int, ...]:
        """What a pair says, in the order of ``Says``."""
        missing = (*pension.missing, *medical.missing)
        findings = dict.fromkeys(
            (
                *pension.rules,
                *medical.rules,
                *pension.pricing,
                *medical.pricing,
                *(
                    ("price.missing" if required else "price.incomplete", "pass")
                    for _, _, required in missing
                ),
                *pension.track,
            )
        )
        flags = pension.flags | medical.flags
        priced = not flags & (UNPRICED | NOT_OFFERED)
        return (
            self.ids.number(f"{pension.part_id};{medical.part_id}"),
            self.findings.number(text_of_findings(findings)),
            self.missing.number(text_of_missing(missing)),
            is_open(findings),
            int(priced),
            int(priced and not flags & INCOMPLETE),
        )


def is_open(findings: Iterable[Coded]) -> int:
    """Closed if a condition fails, to be told if one is unknown, else open."""
    outcomes = {outcome for rule, outcome in findings if FINDINGS[rule].condition}
    return CLOSED if "fail" in outcomes else TO_BE_TOLD if "unknown" in outcomes else OPEN


def text_of_findings(findings: Iterable[Coded]) -> str:
    """Findings as text: ``rule:outcome`` with spaces between.

    >>> text_of_findings([("base.held", "pass"), ("age.minimum", "unknown")])
    'base.held:pass age.minimum:unknown'
    """
    return " ".join(f"{rule}:{outcome}" for rule, outcome in findings)


def text_of_missing(missing: Sequence[Missing]) -> str:
    """Missing values as text: ``place.parameter`` with spaces between, ``?`` where not required.

    >>> text_of_missing([("jining", "resident_medical.fiscal_subsidy", False)])
    'jining.resident_medical.fiscal_subsidy?'
    """
    return " ".join(f"{place}.{name}{'' if required else '?'}" for place, name, required in missing)
