"""Exact money: whole fen, exact rates, named rounding.

Money is a number of fen (an ``int`` or a NumPy ``int64`` array), a rate a number of parts per
million (ppm). Nothing here ever passes through a binary float. Every function takes Python
integers and arrays alike; NumPy is only imported when an array comes in, so that pricing one
applicant does not pay for it.
"""

from __future__ import annotations

import re
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeVar, cast

from calc.records import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from numpy.typing import NDArray

    Fen = int | NDArray[np.int64]
    """Money in fen: one amount, or an array of amounts."""
    Ppm = int | NDArray[np.int64]
    """A rate in parts per million: 20 % is 200 000."""
    Flag = bool | NDArray[np.bool_]

PPM = 1_000_000
MAXIMUM_FEN = 10**12
"""Ten thousand million yuan: far above any contribution, far below what int64 overflows at."""
MAXIMUM_PPM = 9 * PPM
"""900 %; the product with ``MAXIMUM_FEN`` and the rounding half still fits in int64."""


class Direction(StrEnum):
    """Which way a rounding rule goes."""

    HALF_UP = "half_up"
    DOWN = "down"
    UP = "up"


class MoneyError(ValueError):
    """An amount or a rate that cannot be taken; ``code`` is stable, ``found`` is what was given."""

    def __init__(self, code: str, found: object) -> None:
        super().__init__(f"{code}: {found!r}")
        self.code = code
        self.found = found


@frozen
class RoundingRule:
    """A rounding rule with the text it rests on.

    Attributes:
        name: Stable name, shown in explanations.
        unit_fen: The unit rounded to: 1 (fen), 10 (jiao) or 100 (yuan).
        direction: Half up, down or up.
        citation: Where the rule comes from.
    """

    name: str
    unit_fen: int
    direction: Direction
    citation: str

    def __post_init__(self) -> None:
        if self.unit_fen not in (1, 10, 100):
            raise MoneyError("money.rounding_unit", self.unit_fen)
        if not self.name or not self.citation:
            raise MoneyError("money.rounding_citation", self.name)

    def divide(self, numerator: Fen, denominator: int) -> Fen:
        """Round ``numerator / denominator`` fen by this rule.

        Args:
            numerator: Non-negative amount times whatever it was multiplied by.
            denominator: Positive divisor.

        Returns:
            The quotient as a multiple of ``unit_fen``.
        """
        if isinstance(numerator, int):
            divisor = denominator * self.unit_fen
            return (numerator + self._added(divisor)) // divisor * self.unit_fen
        if not numerator.ndim:
            return self.divide(int(numerator), denominator)
        return self.divide_in_place(numerator.copy(), denominator)

    def divide_in_place(self, numerators: NDArray[np.int64], denominator: int) -> Fen:
        """As ``divide``, of a column that nobody else needs: it is overwritten and returned."""
        import numpy as np

        divisor = denominator * self.unit_fen
        numerators += self._added(divisor)
        # without signs to look at, a division takes two thirds of the time
        unsigned = numerators.view(np.uint64)
        np.floor_divide(unsigned, np.uint64(divisor), out=unsigned)
        if self.unit_fen != 1:
            numerators *= self.unit_fen
        return numerators

    def _added(self, divisor: int) -> int:
        """What makes the cut quotient the rounded one."""
        if self.direction is Direction.HALF_UP:
            # for an odd divisor no quotient lies exactly half way, so the cut half is exact
            return divisor // 2
        return 0 if self.direction is Direction.DOWN else divisor - 1


TO_THE_FEN = RoundingRule(
    "to_the_fen",
    1,
    Direction.HALF_UP,
    "contributions and subsidies to the fen, half up: 7162 × 20 % = 1432.40 and 584.92 × 2/3 = "
    "389.95 in published examples",
)
TO_THE_YUAN = RoundingRule(
    "to_the_yuan",
    100,
    Direction.HALF_UP,
    "bases taken from an average wage to whole yuan, half up: 5681 × 80 % = 4545 in Xuchang's "
    "notices",
)


def apply_rate(amount_fen: Fen, rate_ppm: Ppm, rule: RoundingRule = TO_THE_FEN) -> Fen:
    """Amount times rate, rounded by a named rule.

    Args:
        amount_fen: Amount in fen, 0 to ``MAXIMUM_FEN``.
        rate_ppm: Rate in parts per million, 0 to ``MAXIMUM_PPM``.
        rule: The rounding rule.

    Returns:
        Rounded amount in fen, with the shape the arguments broadcast to.

    Raises:
        MoneyError: An argument is outside its bounds, so that int64 could overflow.

    >>> apply_rate(457_300, 70_000)  # 4573.00 yuan at 7 %
    32011
    """
    check_within(amount_fen, MAXIMUM_FEN, "money.out_of_bounds")
    return _at_rate(amount_fen, rate_ppm, rule)


def apply_rates(
    amount_fen: Fen, rates_ppm: Iterable[Ppm], rule: RoundingRule = TO_THE_FEN
) -> tuple[Fen, ...]:
    """As ``apply_rate``, at several rates; the amount is looked at once.

    >>> apply_rates(457_300, (200_000, 80_000))
    (91460, 36584)
    """
    check_within(amount_fen, MAXIMUM_FEN, "money.out_of_bounds")
    return tuple(_at_rate(amount_fen, rate_ppm, rule) for rate_ppm in rates_ppm)


def _at_rate(amount_fen: Fen, rate_ppm: Ppm, rule: RoundingRule) -> Fen:
    check_within(rate_ppm, MAXIMUM_PPM, "money.rate_out_of_bounds")
    if isinstance(rate_ppm, int) and rate_ppm == 0:
        return _nothing_of(amount_fen)
    return _divided(amount_fen * rate_ppm, PPM, rule)


def apply_ratio(
    amount_fen: Fen, numerator: int, denominator: int, rule: RoundingRule = TO_THE_FEN
) -> Fen:
    """Amount times a whole-number ratio, rounded by a named rule.

    Raises:
        MoneyError: The amount or a part of the ratio is outside its bounds.

    >>> apply_ratio(58_492, 2, 3)  # two thirds of 584.92 yuan
    38995
    """
    check_within(amount_fen, MAXIMUM_FEN, "money.out_of_bounds")
    check_within(numerator, MAXIMUM_PPM, "money.rate_out_of_bounds")
    if not 0 < denominator <= MAXIMUM_PPM:
        raise MoneyError("money.rate_out_of_bounds", denominator)
    return _divided(amount_fen * numerator, denominator, rule)


_NOUGHT = bytes(8)


def _nothing_of(amount_fen: Fen) -> Fen:
    if isinstance(amount_fen, int) or not amount_fen.ndim:
        return 0
    import numpy as np

    # one nought that stands for all of them; it cannot be written to
    return np.ndarray(amount_fen.shape, np.int64, _NOUGHT, strides=(0,) * amount_fen.ndim)


def _divided(product: Fen, denominator: int, rule: RoundingRule) -> Fen:
    """A product just made, divided."""
    if isinstance(product, int) or not product.ndim:
        return rule.divide(product, denominator)
    return rule.divide_in_place(product, denominator)


def check_within(value: Fen, maximum: int, code: str) -> None:
    """Refuse a value below 0 or above ``maximum``, and an array that is not of whole numbers.

    Raises:
        MoneyError: With ``code`` and the offending value.
    """
    if type(value) is int:  # bool is a kind of int
        if 0 <= value <= maximum:
            return
        raise MoneyError(code, value)
    kind = getattr(getattr(value, "dtype", None), "kind", None)
    if kind != "i":
        raise MoneyError("money.not_whole", value)
    array = cast("NDArray[np.int64]", value)
    if array.dtype.itemsize != 8:
        raise MoneyError("money.not_whole", array.dtype)
    import numpy as np

    # read without a sign, a negative number is larger than any other: one pass finds both
    if array.size and int(np.maximum.reduce(array.view(np.uint64), axis=None)) > maximum:
        raise MoneyError(code, int(array.min()) if int(array.min()) < 0 else int(array.max()))


def clamp(value: Fen, low: Fen, high: Fen) -> Fen:
    """Hold a value within bounds; where they cross, the upper bound wins.

    >>> clamp(300_000, 457_300, 2_286_300)
    457300
    """
    return no_more_than(maximum(value, low), high)


def no_more_than(made: Fen, high: Fen) -> Fen:
    """As ``minimum``, of a column just made, that nobody else holds: it is overwritten."""
    if isinstance(made, int) or (not isinstance(high, int) and high.shape != made.shape):
        return minimum(made, high)
    import numpy as np

    return cast("NDArray[np.int64]", np.minimum(made, high, out=made))


def maximum(left: Fen, right: Fen) -> Fen:
    """The larger of two amounts, element by element."""
    if isinstance(left, int) and isinstance(right, int):
        return max(left, right)
    import numpy as np

    return _amount(np.maximum(left, right))


def minimum(left: Fen, right: Fen) -> Fen:
    """The smaller of two amounts, element by element."""
    if isinstance(left, int) and isinstance(right, int):
        return min(left, right)
    import numpy as np

    return _amount(np.minimum(left, right))


_T = TypeVar("_T")


def choose(condition: Flag, when_true: Fen, when_false: Fen) -> Fen:
    """``when_true`` where the condition holds, else ``when_false``, element by element."""
    if isinstance(condition, bool):
        return when_true if condition else when_false
    import numpy as np

    return _amount(np.where(condition, when_true, when_false))


def _amount(found: Any) -> Fen:
    """What NumPy made: a column, or the Python number where it has no dimension."""
    return cast("Fen", found if found.ndim else int(found))


def plain(value: object) -> object:
    """A NumPy scalar, or an array without dimensions, as the Python value it is.

    Floats are read through their digits, so that a narrow one is the number that was meant.
    Everything else comes back unchanged; NumPy is not imported.
    """
    if getattr(value, "ndim", None) != 0 or not hasattr(value, "item"):
        return value
    found: object = value.item()
    return float(str(value)) if isinstance(found, float) else found


_WRITTEN_OUT_MAXIMUM = 1000
_HALF_WIDTH = {0xFF01 + step: 0x21 + step for step in range(94)} | {0x3000: 0x20}
_PLAIN = re.compile(r"([0-9]{1,12})(?:\.([0-9]+))?")
_GROUPED = re.compile(r"[0-9]{1,3}([,' ][0-9]{3})+(\.[0-9]+)?")


def half_width(text: str) -> str:
    """Full-width letters, digits and signs as their usual forms, and nothing else.

    Wider foldings (Unicode's NFKC) would read ``5²`` as 52.

    >>> half_width("１２．５％"), half_width("5²")
    ('12.5%', '5²')
    """
    return text.translate(_HALF_WIDTH)


def parse_decimal(text: str, decimals: int) -> Decimal:
    """Read a plain non-negative decimal from text.

    Full-width digits and points are taken as their usual forms. Signs, exponents, thousands
    separators, NaN, infinities and units are refused.

    Args:
        text: What was typed or stored.
        decimals: The most decimals allowed; trailing zeros beyond it are no problem.

    Raises:
        MoneyError: ``money.negative``, ``money.thousands_separator``, ``money.not_finite``,
            ``money.too_large``, ``money.too_many_decimals`` or ``money.not_a_number``.
    """
    plain = half_width(text).strip()
    match = _PLAIN.fullmatch(plain)
    if match is None:
        raise MoneyError(_why_not(plain), text)
    fraction = (match.group(2) or "").rstrip("0")
    if len(fraction) > decimals:
        raise MoneyError("money.too_many_decimals", text)
    return Decimal(f"{match.group(1)}.{fraction}" if fraction else match.group(1))


def _why_not(plain: str) -> str:
    if plain.startswith(("-", "−")):
        return "money.negative"
    if plain.casefold().lstrip("+") in {"nan", "snan", "inf", "infinity", "∞"}:
        return "money.not_finite"
    if _GROUPED.fullmatch(plain):
        return "money.thousands_separator"
    if re.fullmatch(r"[0-9]{13,}(\.[0-9]+)?", plain):
        return "money.too_large"
    return "money.not_a_number"


def parse_yuan(value: str | int | Decimal | float) -> int:
    """Fen from yuan given as text, a whole number, a decimal or (through its repr) a float.

    Raises:
        MoneyError: Negative, not finite, more than two decimals, too large, or no number.

    >>> parse_yuan("1234.5"), parse_yuan("１２．３４"), parse_yuan(0.1)
    (123450, 1234, 10)
    """
    fen = int(parse_decimal(_as_text(value), 2) * 100)
    if fen > MAXIMUM_FEN:
        raise MoneyError("money.too_large", value)
    return fen


def parse_percent(value: str | int | Decimal | float) -> int:
    """Parts per million from a percentage, with or without its sign.

    Raises:
        MoneyError: As ``parse_yuan``; at most four decimals, at most 900 %.

    >>> parse_percent("4.2"), parse_percent("60%"), parse_percent("0.15")
    (42000, 600000, 1500)
    """
    text = half_width(_as_text(value)).strip()
    ppm = int(parse_decimal(text.removesuffix("%").rstrip(), 4) * 10_000)
    if ppm > MAXIMUM_PPM:
        raise MoneyError("money.rate_out_of_bounds", value)
    return ppm


def parse_ratio(text: str) -> tuple[int, int]:
    """Numerator and denominator from ``2/3``.

    Raises:
        MoneyError: Not two whole numbers, or a zero denominator.

    >>> parse_ratio("2/3")
    (2, 3)
    """
    match = re.fullmatch(r"([0-9]{1,6})/([0-9]{1,6})", text.strip())
    if match is None or int(match.group(2)) == 0:
        raise MoneyError("money.not_a_ratio", text)
    return int(match.group(1)), int(match.group(2))


def round_fraction(value: Fraction, rule: RoundingRule = TO_THE_FEN) -> int:
    """Round an exact non-negative fraction of fen by a named rule.

    >>> round_fraction(Fraction(1, 2))
    1
    """
    return int(cast(int, rule.divide(value.numerator, value.denominator)))


def _as_text(value: Any) -> str:
    """What may stand for an amount or a rate, as text."""
    value = plain(value)
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise MoneyError("money.not_a_number", value)
    return written_out(value)


def written_out(value: int | float | Decimal) -> str:
    """A number as its digits, without a power of ten; floats through their repr.

    Raises:
        MoneyError: It would have thousands of digits.

    >>> written_out(Decimal("0E-10")), written_out(1e-07), written_out(Decimal("1.2E+3"))
    ('0.0000000000', '0.0000001', '1200')
    """
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not number.is_finite():
        return str(number)
    if number and number.adjusted() > _WRITTEN_OUT_MAXIMUM:
        raise MoneyError("money.negative" if number < 0 else "money.too_large", number)
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -_WRITTEN_OUT_MAXIMUM:
        raise MoneyError("money.too_many_decimals", number)
    return f"{number:f}"


def yuan_text(fen: int) -> str:
    """Fen as plain yuan text, for formulas and files: no separators, always two decimals.

    >>> yuan_text(457_300), yuan_text(-5)
    ('4573.00', '-0.05')
    """
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def percent_text(ppm: int) -> str:
    """A rate as percentage text without trailing zeros.

    >>> percent_text(42_000), percent_text(200_000), percent_text(1_500)
    ('4.2 %', '20 %', '0.15 %')
    """
    whole, rest = divmod(ppm, 10_000)
    fraction = f".{rest:04d}".rstrip("0").rstrip(".")
    return f"{whole}{fraction} %"


def format_yuan(fen: int, locale: str) -> str:
    """Fen as yuan for people, grouped by the locale's habits (Babel).

    >>> format_yuan(123_456_789, "zh_CN")
    '1,234,567.89'
    """
    from babel.numbers import format_decimal

    return str(format_decimal(Decimal(fen) / 100, format="#,##0.00", locale=locale))
