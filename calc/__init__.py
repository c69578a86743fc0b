"""Canbao (参保): what flexible workers in China can enrol in, what it costs, which article says so.

>>> import datetime
>>> from calc import compare, load_parameters
>>> person = {"workplace": "weihai", "pension_base": "5000"}
>>> result = compare(person, load_parameters(), on=datetime.date(2026, 11, 22))
>>> option = next(o for o in result.options if o.id == "pension=flexible@weihai;medical=none")
>>> option.worker_month_fen
100000
"""

from calc._version import __version__
from calc.applicant import Applicant
from calc.comparison import Comparison, compare
from calc.errors import CanbaoError
from calc.parameters.loading import load_parameters

__all__ = ["Applicant", "CanbaoError", "Comparison", "__version__", "compare", "load_parameters"]
