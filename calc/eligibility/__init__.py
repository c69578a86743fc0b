"""Who may enrol, where, and from when: rules as pure functions, for one person or an array.

Conditions decide whether a way to enrol is open; notes only tell. What was not told, or is not on
file, gives unknown, never a no. What a city can set differently is an argument (``Terms``); where
a law fixes it for the whole nation the function names the article.
"""

from calc.eligibility.ages import (
    Paid,
    below_age,
    employed_in,
    old_enough,
    paid_months,
    paying_on,
    pays_alone_in,
    too_young_for,
)
from calc.eligibility.enrolment import (
    DRAWINGS,
    PlaceRule,
    covers,
    enrolled_by_employer,
    enrols_alone,
    not_drawing,
    taken_in,
    without_retiree_benefits,
)
from calc.eligibility.judged import ABSENT, NONE, Judged
from calc.eligibility.notes import (
    moves_with_registration,
    reaches,
    wait_after_missed_years,
)
from calc.eligibility.schemes import (
    FEMALE,
    MALE,
    Person,
    Rules,
    Terms,
    There,
    flexible_medical,
    flexible_pension,
    resident_medical,
    resident_pension,
    through_employer,
)

__all__ = [
    "ABSENT",
    "DRAWINGS",
    "FEMALE",
    "MALE",
    "NONE",
    "Judged",
    "Paid",
    "Person",
    "PlaceRule",
    "Rules",
    "Terms",
    "There",
    "below_age",
    "covers",
    "employed_in",
    "enrolled_by_employer",
    "enrols_alone",
    "flexible_medical",
    "flexible_pension",
    "moves_with_registration",
    "not_drawing",
    "old_enough",
    "paid_months",
    "paying_on",
    "pays_alone_in",
    "reaches",
    "resident_medical",
    "resident_pension",
    "taken_in",
    "through_employer",
    "too_young_for",
    "wait_after_missed_years",
    "without_retiree_benefits",
]
