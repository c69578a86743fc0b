"""What a part cost as things were known on an earlier day: the same pricers, asked again."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Mapping

from calc.comparison.pricing import ItemPrice, PricedPart
from calc.comparison.question import Question

WORKER = "worker"


class Replay:
    """Re-prices the months of one part on what was known on earlier days.

    Prices can only change on a day on which a value of the part's sections became known at its
    place or above; between two such days they are computed once, and where no such day lies
    between a payment and the day asked about, not at all.
    """

    def __init__(self, question: Question, priced: PricedPart) -> None:
        self._question = question
        self._part = priced.part
        self._prices: dict[tuple[dt.date, int], Mapping[str, ItemPrice]] = {}
        answers = [answer for line in priced.lines for answer in line.answers]
        sections = {answer.asked.partition(".")[0] for answer in answers}
        places = question.parameters.chain(priced.part.place)
        self._days = sorted(
            {
                record.known_from
                for record in (*question.parameters.records, *question.parameters.entered)
                if record.place in places
                and record.parameter.partition(".")[0] in sections
                and record.known_from <= question.known_on
            }
        )

    def notices_after(self, day: dt.date) -> list[dt.date]:
        """The days after a day, up to the one asked about, on which something became known."""
        return self._days[bisect_right(self._days, day) :]

    def worker_prices(self, month: int, known_on: dt.date) -> Mapping[str, ItemPrice]:
        """The worker's items of a month with their prices, as known on a day."""
        place = bisect_right(self._days, known_on)
        day = self._days[place - 1] if place else known_on
        key = (day, month)
        if key not in self._prices:
            asker = self._question.known(day).asker(self._part.place)
            items = self._part.monthly(asker, month).items
            self._prices[key] = {item.item: item for item in items if item.payer == WORKER}
        return self._prices[key]
