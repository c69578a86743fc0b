"""Asking for a value: parameter X at place P on day D, as known on day K.

The rule, in the order in which it is tried:

1. the record in force on D at the nearest level (city, province, nation);
2. in provisional mode, the value carried forward (the record with the latest last day, the
   nearest level on a tie) or the declared stand-in in force on D, whichever is higher;
3. else the value is missing. It is never 0.

Strict mode stops after 1 and does not take unverified values.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from calc.messages import Label
from calc.parameters.checks import ends
from calc.parameters.definitions import Definitions
from calc.parameters.layers import by_key, merged
from calc.parameters.model import Document, Place, Record, chain_of
from calc.parameters.values import NONE, Kind, Parsed
from calc.records import frozen

Mode = Literal["strict", "provisional"]
MODES: tuple[Mode, ...] = ("strict", "provisional")
Status = Literal["in_force", "carried_forward", "stand_in", "entered"]
ALWAYS = dt.date.min


class WrongKindError(TypeError):
    """A value was read as something it is not; a fault of the program, not of the input."""


@frozen
class Answer:
    """A value found, with how it was found.

    Attributes:
        asked: The parameter asked for (``record.parameter`` differs for a stand-in).
        record: The record used.
        status: in_force, carried_forward, stand_in ("at least") or entered.
        since: For a carried value, the first day on which it was carried.
    """

    asked: str
    record: Record
    status: Status
    since: dt.date | None = None

    @property
    def is_none(self) -> bool:
        """Whether the file says that this does not exist here."""
        return self.record.value == NONE

    @property
    def parsed(self) -> Parsed:
        """The exact value."""
        return self.record.parsed

    @property
    def whole(self) -> int:
        """A scalar amount in fen, rate in ppm, number or month."""
        if isinstance(self.record.parsed, int):
            return self.record.parsed
        raise WrongKindError(f"{self.asked} is no single number: {self.record.value!r}")

    @property
    def word(self) -> str:
        """A single word or sentence."""
        if isinstance(self.record.parsed, str):
            return self.record.parsed
        raise WrongKindError(f"{self.asked} is no single word: {self.record.value!r}")

    @property
    def wholes(self) -> tuple[int, ...]:
        """A list of numbers; a single number counts as a list of one."""
        parsed = self.record.parsed
        values = parsed if isinstance(parsed, tuple) else (parsed,)
        return tuple(value for value in values if isinstance(value, int))

    @property
    def words(self) -> tuple[str, ...]:
        """A set of words; empty where the file says that there is none."""
        if self.is_none:
            return ()
        parsed = self.record.parsed
        values = parsed if isinstance(parsed, tuple) else (parsed,)
        return tuple(value for value in values if isinstance(value, str))

    @property
    def ratio(self) -> tuple[int, int]:
        """Numerator and denominator."""
        if self.record.kind is Kind.RATIO:
            numerator, denominator = self.wholes
            return numerator, denominator
        raise WrongKindError(f"{self.asked} is no ratio: {self.record.value!r}")

    @property
    def table(self) -> Mapping[str, int]:
        """A table of numbers by key."""
        if isinstance(self.record.parsed, dict):
            return {k: v for k, v in self.record.parsed.items() if isinstance(v, int)}
        raise WrongKindError(f"{self.asked} is no table: {self.record.value!r}")


@frozen
class Missing:
    """Nothing on file answers; ``unverified`` tells that strict mode refused what is there."""

    parameter: str
    place: str
    on: dt.date
    unverified: bool = False


class Parameters:
    """The law on file, with what was entered over it. Immutable; ask it with every date given."""

    def __init__(
        self,
        places: Mapping[str, Place],
        definitions: Definitions,
        documents: Mapping[str, Document],
        records: Sequence[Record],
        layers: Sequence[Sequence[Record]] = (),
    ) -> None:
        self.places = places
        self.definitions = definitions
        self.documents = documents
        self.records = tuple(records)
        self.entered = tuple(merged(layers))
        self.data_version = _data_version([*self.records, *self.entered])
        # what was entered last is looked at first, the file last
        self._layers = (*(by_key(layer) for layer in reversed(layers)), by_key(records))
        self._codes = {place.code: place.slug for place in places.values()}
        self._chains = {slug: chain_of(places, slug) for slug in places}
        self._answers: dict[tuple[str, str, dt.date, dt.date | None, Mode], Answer | Missing] = {}
        self._known: dict[tuple[int, str, str, dt.date | None], list[_Span]] = {}

    def __reduce__(self) -> tuple[type[Parameters], tuple[object, ...]]:
        """For another process: what is on file, without the answers given so far."""
        on_file = (self.places, self.definitions, self.documents, self.records, self.entered)
        return Parameters, on_file

    # -- places ---------------------------------------------------------------------------

    def place(self, name: str) -> Place | None:
        """The place of a slug or GB/T 2260 code."""
        return self.places.get(self._codes.get(name, name))

    def chain(self, place: str) -> tuple[str, ...]:
        """The place and those it lies within, nearest first."""
        return self._chains[place]

    def cities(self) -> tuple[str, ...]:
        """The places in which nothing else lies: those a person works or is registered in."""
        above = {place.within for place in self.places.values()}
        return tuple(slug for slug in self.places if slug not in above)

    def label(self, place: str) -> Label:
        """The name of a place in both languages."""
        return self.places[place].label

    # -- values ---------------------------------------------------------------------------

    def ask(
        self,
        place: str,
        parameter: str,
        on: dt.date,
        known_on: dt.date | None = None,
        mode: Mode = "provisional",
    ) -> Answer | Missing:
        """The value of a parameter at a place on a day.

        Args:
            place: Slug of a place on file.
            parameter: Full parameter name.
            on: The day on which the value must hold.
            known_on: Only records known by this day are seen; None sees all on file.
            mode: ``strict`` or ``provisional``.

        Returns:
            The answer with its status, or what is missing.

        Raises:
            KeyError: The place is not on file.
        """
        key = (place, parameter, on, known_on, mode)
        answer = self._answers.get(key)
        if answer is None:
            answer = self._answers[key] = self._ask(*key)
        return answer

    def _ask(
        self, place: str, parameter: str, on: dt.date, known_on: dt.date | None, mode: Mode
    ) -> Answer | Missing:
        levels = self._levels(place, parameter)
        found = self._in_force(levels, parameter, parameter, on, known_on)
        if found is not None:
            if mode == "strict" and found.record.evidence == "unverified":
                return Missing(parameter, place, on, unverified=True)
            return found
        if mode == "strict":
            return Missing(parameter, place, on)
        carried = self._carried(levels, parameter, on, known_on)
        stand_in = self._stand_in(place, levels, parameter, on, known_on)
        if carried is None or stand_in is None:
            return carried or stand_in or Missing(parameter, place, on)
        # a value that ended as "none" is lower than any amount
        if carried.is_none or stand_in.is_none:
            return stand_in if carried.is_none else carried
        return stand_in if stand_in.whole > carried.whole else carried

    def _levels(self, place: str, parameter: str) -> tuple[str, ...]:
        """The places to look in; one with tiers of its own takes no untiered value from above."""
        chain = self._chains[place]
        if self.definitions.variants_of(parameter):
            for depth, level in enumerate(chain):
                if self.variants(level, parameter):
                    return chain[: depth + 1]
        return chain

    def _in_force(
        self,
        levels: Sequence[str],
        asked: str,
        parameter: str,
        on: dt.date,
        known_on: dt.date | None,
    ) -> Answer | None:
        for span in self._spans(levels, parameter, known_on):
            if span.record.first <= on and (span.end is None or on <= span.end):
                return Answer(asked, span.record, "entered" if span.record.entered else "in_force")
        return None

    def _carried(
        self, levels: Sequence[str], parameter: str, on: dt.date, known_on: dt.date | None
    ) -> Answer | None:
        best: _Span | None = None
        for span in self._spans(levels, parameter, known_on):
            if span.end is None or span.end >= on:
                continue
            if best is None or best.end is None or span.end > best.end:
                best = span
        if best is None or best.end is None:
            return None
        return Answer(parameter, best.record, "carried_forward", best.end + dt.timedelta(days=1))

    def _stand_in(
        self,
        place: str,
        levels: Sequence[str],
        parameter: str,
        on: dt.date,
        known_on: dt.date | None,
    ) -> Answer | None:
        definition = self.definitions.find(parameter)
        if definition is None or definition.stand_in is None:
            return None
        if levels != self._chains[place]:
            return None  # tiers of its own: an untiered minimum says nothing about them
        found = self._in_force(levels, parameter, definition.stand_in, on, known_on)
        return None if found is None else Answer(parameter, found.record, "stand_in")

    def _spans(
        self, levels: Sequence[str], parameter: str, known_on: dt.date | None
    ) -> Iterator[_Span]:
        """What is known of a parameter: nearest level first, at each what was entered first."""
        for level in levels:
            for depth, layer in enumerate(self._layers):
                series = layer.get((level, parameter))
                if series is None:
                    continue
                key = (depth, level, parameter, known_on)
                spans = self._known.get(key)
                if spans is None:
                    spans = self._known[key] = _known_spans(series, known_on)
                yield from spans

    def ask_all(
        self, place: str, parameter: str, on: dt.date, known_on: dt.date | None = None
    ) -> tuple[Answer, ...]:
        """Every record in force, of the place and of those above it: for sets named ``*_added``.

        Such a record adds to the set and does not end the one before it.

        Args:
            place: Slug of a place on file.
            parameter: Full parameter name.
            on: The day on which the records must hold.
            known_on: Only records known by this day are seen; None sees all on file.

        Returns:
            The answers, nearest place first, at each what was entered first.
        """
        return tuple(
            Answer(parameter, record, "entered" if record.entered else "in_force")
            for level in self._chains[place]
            for layer in self._layers
            for record in layer.get((level, parameter), ())
            if record.not_for_use is None
            and (known_on is None or record.known_from <= known_on)
            and record.first <= on
            and (record.last is None or on <= record.last)
        )

    # -- what is on file ------------------------------------------------------------------

    def series(self, place: str, parameter: str) -> tuple[Record, ...]:
        """The records on file of one parameter at one place itself, by first day."""
        return tuple(self._layers[-1].get((place, parameter), ()))

    def variants(self, level: str, parameter: str) -> tuple[str, ...]:
        """The variants of a parameter on file at one level itself (tiers, plans), sorted."""
        prefix = f"{parameter}."
        return tuple(
            sorted(
                {
                    name.removeprefix(prefix)
                    for layer in self._layers
                    for place, name in layer
                    if place == level and name.startswith(prefix)
                }
            )
        )


@frozen
class _Span:
    record: Record
    end: dt.date | None


def _known_spans(series: Sequence[Record], known_on: dt.date | None) -> list[_Span]:
    known = [
        record
        for record in series
        if record.not_for_use is None and (known_on is None or record.known_from <= known_on)
    ]
    return [_Span(record, end) for record, end in zip(known, ends(known), strict=True)]


def _data_version(records: Iterable[Record]) -> str:
    lines = sorted(
        "\t".join(
            (
                record.place,
                record.parameter,
                str(record.first),
                str(record.last or ""),
                record.value,
                record.unit,
                record.source,
                record.article,
                record.evidence,
                str(record.published or ""),
                str(record.confirmed_on or ""),
                "not_for_use" if record.not_for_use else "",
                "entered" if record.entered else "",
            )
        )
        for record in records
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]
