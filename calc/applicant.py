"""The applicant: what a person tells about themselves, checked and typed.

Everything but the workplace may be left out and is then unknown (``None``), never assumed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeVar, get_args

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from calc.errors import CanbaoError, Problem, shortened
from calc.money import (
    MAXIMUM_FEN,
    MoneyError,
    half_width,
    parse_decimal,
    parse_yuan,
    plain,
    written_out,
    yuan_text,
)
from calc.months import month_of, month_of_day, month_text, parse_day, parse_month
from calc.parameters.validation import Where, path_of, problems_of
from calc.records import frozen

RetirementTrackName = Literal["male60", "female55", "female50"]
RelationClass = Literal["employee", "managed", "independent"]
Occupation = Literal[
    "food_delivery",
    "instant_delivery",
    "express_courier",
    "ride_hailing",
    "freight_driver",
    "livestreamer",
    "ecommerce",
    "domestic_service",
    "other",
]
Frequency = Literal["monthly", "quarterly", "half_yearly", "yearly"]
Timing = Literal["advance", "arrears"]
MedicalPlan = Literal["with_account", "without_account", "outpatient_pooling", "pooled_only"]
MEDICAL_PLANS: tuple[MedicalPlan, ...] = get_args(MedicalPlan)
Drawing = Literal["none", "employee_pension", "resident_pension"]
ELSEWHERE = "elsewhere"
INDEX_DECIMALS = 8
FIRST_MONTH, LAST_MONTH = month_of(1900, 1), month_of(2100, 12)
"""Nobody who asks was born before or enrols after."""
_Read = TypeVar("_Read")
_YES = frozenset({"true", "1", "yes", "是"})
_NO = frozenset({"false", "0", "no", "否"})


def _refuse(code: str, found: object, allowed: str) -> PydanticCustomError:
    context = {"code": code, "found": shortened(found), "allowed": allowed}
    return PydanticCustomError(code, "{code}", context)


def _plain(value: object) -> str:
    return half_width(_written(value)).strip()


def _written(value: object) -> str:
    value = plain(value)
    if isinstance(value, bool | list | dict) or value is None:
        raise _refuse("value.wrong_type", value, "text or number")
    try:
        text = written_out(value) if isinstance(value, float | Decimal) else str(value)
    except MoneyError as error:
        raise _refuse(error.code, value, "text or number") from None
    except ValueError:  # Python refuses to write whole numbers of thousands of digits
        raise _refuse("value.wrong_type", value, "text or number") from None
    if _has_half(text):
        raise _refuse("value.wrong_form", ascii(text), "Unicode text")
    return text


def _has_half(text: str) -> bool:
    """Whether half of a character (a lone surrogate) stands in a text."""
    return any("\ud800" <= character <= "\udfff" for character in text)


def _yuan(value: object) -> object:
    value = plain(value)
    try:
        if isinstance(value, str | int | float | Decimal) and not isinstance(value, bool):
            return parse_yuan(value)
    except MoneyError as error:
        raise _refuse(error.code, value, f"0 .. {yuan_text(MAXIMUM_FEN)}") from None
    raise _refuse("value.wrong_type", value, "1234.56")


def _month(value: object) -> object:
    return _plausible(_read(value, parse_month, "month.not_a_month", "YYYY-MM"), value)


def _day_or_month(value: object) -> object:
    if _plain(value).count("-") < 2:
        return _month(value)
    day = _read(value, parse_day, "date.not_a_day", "YYYY-MM, YYYY-MM-DD")
    return _plausible(month_of_day(day), value)


def _read(value: object, parse: Callable[[str], _Read], code: str, allowed: str) -> _Read:
    text = _plain(value)
    try:
        return parse(text)
    except ValueError:
        raise _refuse(code, value, allowed) from None


def _plausible(month: int, value: object) -> int:
    if FIRST_MONTH <= month <= LAST_MONTH:
        return month
    span = f"{month_text(FIRST_MONTH)} .. {month_text(LAST_MONTH)}"
    raise _refuse("value.out_of_range", value, span)


def _boolean(value: object) -> object:
    value = plain(value)
    if isinstance(value, bool):
        return value
    text = _plain(value).casefold()
    if text in _YES or text in _NO:
        return text in _YES
    raise _refuse("boolean.unclear", value, "true false 1 0 yes no 是 否")


def _number(decimals: int, maximum: int, minimum: int = 0) -> Any:
    """A validator for a plain number with so many decimals, between bounds."""

    def check(value: object) -> object:
        try:
            number = parse_decimal(_plain(value), decimals)
        except MoneyError as error:
            code = error.code
            if code == "money.too_many_decimals" and decimals == 0:
                code = "number.not_whole"
            raise _refuse(code, value, f"{minimum} .. {maximum}") from None
        if not minimum <= number <= maximum:
            raise _refuse("value.out_of_range", value, f"{minimum} .. {maximum}")
        return int(number) if decimals == 0 else number

    return BeforeValidator(check)


def _text(value: object) -> object:
    return _plain(value)


def _as_written(value: object) -> object:
    return _written(value)


_NUMBER: dict[str, object] = {"type": ["number", "string"]}
_WHOLE: dict[str, object] = {"type": ["integer", "string"]}
Yuan = Annotated[int, BeforeValidator(_yuan), WithJsonSchema({**_NUMBER, "minimum": 0})]
Month = Annotated[
    int,
    BeforeValidator(_month),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$"}),
]
StartMonth = Annotated[
    int,
    BeforeValidator(_day_or_month),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])(-[0-9]{2})?$"}),
]
Boolean = Annotated[
    bool,
    BeforeValidator(_boolean),
    WithJsonSchema(
        {"enum": [True, False, 1, 0, "true", "false", "1", "0", "yes", "no", "是", "否"]}
    ),
]
_WORD: dict[str, object] = {"type": ["string", "integer"]}
"""Text may be a whole number: 371000 is a place, and many an id is one."""
Text = Annotated[
    str,
    BeforeValidator(_text),
    Field(max_length=200),
    WithJsonSchema({**_WORD, "maxLength": 200}),
]
Reference = Annotated[
    str,
    BeforeValidator(_as_written),
    Field(max_length=200),
    WithJsonSchema({**_WORD, "maxLength": 200}),
]
"""Text that is passed through as it is: whoever gave it looks for it in the results."""
Word = Annotated[
    str,
    BeforeValidator(_text),
    Field(max_length=60),
    WithJsonSchema({**_WORD, "maxLength": 60}),
]
Months = Annotated[int, _number(0, 1200), WithJsonSchema({**_WHOLE, "minimum": 0, "maximum": 1200})]
Years = Annotated[int, _number(0, 100), WithJsonSchema({**_WHOLE, "minimum": 0, "maximum": 100})]


class _Group(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=False, defer_build=True)

    @model_validator(mode="before")
    @classmethod
    def _leave_out_empty(cls, data: object) -> object:
        """An empty cell or key is one that was left out."""
        if isinstance(data, Mapping):
            return {
                key: value
                for key, value in data.items()
                if value is not None and not (isinstance(value, str) and not value.strip())
            }
        raise _refuse("value.wrong_type", data, "key: value")


class RelationFacts(_Group):
    """Facts from which the relation follows; they win over the label ``relation``."""

    lawful_parties: Boolean | None = None
    rules_apply: Boolean | None = None
    paid_under_management: Boolean | None = None
    part_of_business: Boolean | None = None
    platform_manages_work: Boolean | None = None
    written_agreement: Boolean | None = None
    registered_self_employed: Boolean | None = None
    hours_per_day: Annotated[Decimal, _number(2, 24), WithJsonSchema(_NUMBER)] | None = None
    hours_per_week: Annotated[Decimal, _number(2, 168), WithJsonSchema(_NUMBER)] | None = None


class History(_Group):
    """What the person has paid so far."""

    employee_pension_months: Months | None = None
    deemed_months: Months | None = None
    average_contribution_index: (
        Annotated[Decimal, _number(INDEX_DECIMALS, 10), WithJsonSchema(_NUMBER)] | None
    ) = None
    individual_account_fen: Yuan | None = Field(None, alias="individual_account")
    resident_pension_months: Months | None = None
    resident_account_fen: Yuan | None = Field(None, alias="resident_account")
    employee_medical_months: Months | None = None
    resident_medical_missed_years: Years | None = None
    resident_medical_repaid_years: Years | None = None


class Groups(_Group):
    """Groups that a subsidy is for."""

    hard_to_employ: Word | None = None
    graduated_on: Month | None = None
    subsidy_months_used: Months | None = None


class AccidentInsurance(_Group):
    """A commercial accident policy for which a subsidy may be claimed."""

    premium_fen: Yuan | None = Field(None, alias="premium")
    starts_on: StartMonth | None = None
    months: Months | None = None
    platform_registered_in: Word | None = None
    employment_registered: Boolean | None = None
    claimed_this_year: Boolean | None = None
    other_injury_subsidy: Boolean | None = None
    is_manager: Boolean | None = None


class Work(_Group):
    """The work itself."""

    orders_per_month: (
        Annotated[int, _number(0, 100_000), WithJsonSchema({**_WHOLE, "minimum": 0})] | None
    ) = None
    monthly_pay_fen: Yuan | None = Field(None, alias="monthly_pay")
    hourly_pay_fen: Yuan | None = Field(None, alias="hourly_pay")
    continuous_hours: Annotated[Decimal, _number(2, 24), WithJsonSchema(_NUMBER)] | None = None
    rest_minutes: (
        Annotated[int, _number(0, 1440), WithJsonSchema({**_WHOLE, "minimum": 0})] | None
    ) = None
    holiday_pay_factor: Annotated[Decimal, _number(4, 10), WithJsonSchema(_NUMBER)] | None = None
    county: Text | None = None


class Applicant(_Group):
    """One person, as far as they are known. Money in fen, months as whole numbers.

    Keys in files are those of INTERFACE (``pension_base``, in yuan); attributes that hold money
    end in ``_fen``. Places, tiers and groups are checked against the law on file when the
    applicant is compared, not here.
    """

    id: Reference | None = None
    workplace: Word
    household_registration: Word | None = None
    born: Month | None = None
    sex: Literal["male", "female"] | None = None
    retirement_track: RetirementTrackName | None = None
    relation: RelationClass | None = None
    relation_facts: RelationFacts = RelationFacts.model_construct()
    occupation: Occupation | None = None
    platform: Text | None = None
    monthly_income_fen: Yuan | None = Field(None, alias="monthly_income")
    pension_base_fen: Yuan | None = Field(None, alias="pension_base")
    medical_base_fen: Yuan | None = Field(None, alias="medical_base")
    payment_frequency: Frequency | None = None
    payment_timing: Timing | None = None
    enrolled_from: Month | None = None
    medical_plan: MedicalPlan | None = None
    resident_medical_tier: Word | None = None
    resident_pension_tier_fen: Yuan | None = Field(None, alias="resident_pension_tier")
    drawing: Drawing | None = None
    retiree_medical_benefits: Boolean | None = None
    hardship: Boolean | None = None
    work_injury_class: (
        Annotated[int, _number(0, 8, 1), WithJsonSchema({**_WHOLE, "minimum": 1, "maximum": 8})]
        | None
    ) = None
    history: History = History.model_construct()
    groups: Groups = Groups.model_construct()
    accident_insurance: AccidentInsurance = AccidentInsurance.model_construct()
    work: Work = Work.model_construct()

    def to_dict(self) -> dict[str, object]:
        """What was given, with the keys of INTERFACE; money as yuan text, months as YYYY-MM."""
        return _given(self)


_MONTH_FIELDS = frozenset({"born", "enrolled_from", "graduated_on", "starts_on"})


def _given(group: _Group) -> dict[str, object]:
    given: dict[str, object] = {}
    for name, field in type(group).model_fields.items():
        value = getattr(group, name)
        key = field.alias or name
        if isinstance(value, _Group):
            inner = _given(value)
            if inner:
                given[key] = inner
        elif value is not None:
            given[key] = _shown(name, value)
    return given


def _shown(name: str, value: object) -> object:
    if name.endswith("_fen") and isinstance(value, int):
        return yuan_text(value)
    if name in _MONTH_FIELDS and isinstance(value, int):
        return month_text(value)
    return written_out(value) if isinstance(value, Decimal) else value


def read_applicant(data: Mapping[str, object], where: Where | None = None) -> Applicant:
    """Check a mapping and make an applicant of it.

    Args:
        data: Keys as in INTERFACE; values as text or as Python numbers and booleans. Floats are
            taken through their repr.
        where: Says where a path of keys stands, such as file and line.

    Raises:
        CanbaoError: Every unknown key, wrong type and impossible value, all at once.
    """
    return applicant_of(Given(data, where or _key_of))


def _key_of(path: Sequence[str | int]) -> str:
    """A place in an applicant that came from no file."""
    return " ".join(["applicant", ".".join(str(step) for step in path)]).strip()


@frozen
class Given:
    """An applicant as given, not checked yet.

    Attributes:
        data: Keys as in INTERFACE.
        where: Says where a path of keys stands, such as file and line.
        problems: What is wrong with the text, and left its keys and values readable.
    """

    data: Mapping[str, object]
    where: Where = _key_of
    problems: tuple[Problem, ...] = ()


def given_by(applicant: Applicant | Given | Mapping[str, object]) -> Given:
    """An applicant in any of its forms as it was given."""
    if isinstance(applicant, Given):
        return applicant
    return Given(applicant.to_dict() if isinstance(applicant, Applicant) else applicant)


@frozen
class Reading:
    """An applicant as far as it could be read.

    Attributes:
        person: The applicant without the keys that are wrong; None where nothing can be read.
        wrong: The names of those keys at the top, the workplace among them where it is missing.
        problems: What is wrong with them.
    """

    person: Applicant | None
    wrong: frozenset[str]
    problems: tuple[Problem, ...]


_NOBODY = "-"
"""Stands for a workplace that is missing, so that the other keys can be read."""


def reading_of(given: Given) -> Reading:
    """Read as much of an applicant as can be, so that what is wrong in one key hides no other."""
    data = _with_whole_keys(given.data)
    try:
        return Reading(Applicant.model_validate(data), frozenset(), given.problems)
    except ValidationError as error:
        problems = (*given.problems, *problems_of(error, given.where, Applicant))
        paths = [path_of(detail) for detail in error.errors(include_url=False)]
    wrong = frozenset(str(path[0]) for path in paths if path)
    try:
        rest = _without(data, paths)
        if "workplace" in wrong:
            rest["workplace"] = _NOBODY
        return Reading(Applicant.model_validate(rest), wrong, problems)
    except ValidationError:
        return Reading(None, wrong, problems)


def _with_whole_keys(data: Any, *, groups: bool = True) -> Any:
    """The same keys, of which none has half of a character in it: pydantic could not name it."""
    if not isinstance(data, Mapping):
        return data
    return {
        ascii(key)[1:-1] if isinstance(key, str) and _has_half(key) else key: (
            _with_whole_keys(value, groups=False) if groups else value
        )
        for key, value in data.items()
    }


def _without(data: object, paths: Sequence[Sequence[str | int]]) -> dict[str, object]:
    """A mapping without what stands at some paths; without everything where it is none."""
    if not isinstance(data, Mapping):
        return {}
    inner: dict[str, list[Sequence[str | int]]] = {}
    for path in paths:
        if path:
            inner.setdefault(str(path[0]), []).append(path[1:])
    return {
        key: _without(value, inner[str(key)]) if str(key) in inner else value
        for key, value in data.items()
        if () not in map(tuple, inner.get(str(key), ()))
    }


def applicant_of(given: Given) -> Applicant:
    """Check what was given and make an applicant of it.

    Raises:
        CanbaoError: As ``read_applicant``.
    """
    reading = reading_of(given)
    if reading.problems or reading.person is None:
        raise CanbaoError(reading.problems)
    return reading.person
