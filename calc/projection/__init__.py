"""What an option may buy: estimates from today to retirement and beyond.

Pure functions on whole numbers, for one life or arrays of lives, sets of assumptions and choices
that broadcast together. What is owed elsewhere is exact; what stands here is an estimate: rates of
growth are assumptions, and each result belongs to one set of them.
"""

from calc.projection.accumulation import Accumulated, accumulate, index_months
from calc.projection.growth import deflated, grown, span_growth
from calc.projection.payback import break_even_month, internal_rate, received_until

__all__ = [
    "Accumulated",
    "accumulate",
    "break_even_month",
    "deflated",
    "grown",
    "index_months",
    "internal_rate",
    "received_until",
    "span_growth",
]
