"""Canbao (参保): what flexible workers in China can enrol in, what it costs, which article says so.

>>> import datetime
>>> from calc import compare, load_parameters
>>> person = {"workplace": "weihai", "pension_base": "5000"}
>>> result = compare(person, load_parameters(), on=datetime.date(2026, 11, 22))
>>> option = next(o for o in result.options if o.id == "pension=flexible@weihai;medical=none")
>>> option.worker_month_fen
100000
"""

from importlib import import_module
from typing import TYPE_CHECKING

from calc._version import __version__

if TYPE_CHECKING:
    from calc.applicant import Applicant
    from calc.comparison import Comparison, compare
    from calc.errors import CanbaoError
    from calc.parameters.loading import load_parameters

__all__ = ["Applicant", "CanbaoError", "Comparison", "__version__", "compare", "load_parameters"]

# imported when asked for, so that `canbao --help` need not wait for the whole calculator
_HOMES = {
    "Applicant": "calc.applicant",
    "CanbaoError": "calc.errors",
    "Comparison": "calc.comparison",
    "compare": "calc.comparison",
    "load_parameters": "calc.parameters.loading",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
