"""Tables in, tables out: many applicants at once, with the same answers as one by one.

``evaluate`` is the one function: an Arrow record batch of applicants in, an Arrow record batch of
results and one of rejected rows out. The command ``canbao batch`` and the Spark engine call it for
one part of their input after the other.
"""

from calc.batch.engine import BatchOptions, evaluate
from calc.batch.rejects import REJECTS
from calc.batch.results import FORMS, Form

__all__ = ["FORMS", "REJECTS", "BatchOptions", "Form", "evaluate"]
