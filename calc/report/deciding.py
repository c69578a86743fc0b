"""What decides about each of many options, every reason said once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from calc.comparison import Option
from calc.findings import Finding
from calc.records import frozen


@frozen
class Deciding:
    """What decides whether an option is open.

    Attributes:
        findings: Conditions that are not met or not known, and were not told before.
        as_for: Numbers of the options at which the others were told.
    """

    findings: tuple[Finding, ...]
    as_for: tuple[int, ...]


def deciding(options: Sequence[Option], numbers: Mapping[str, int]) -> dict[str, Deciding]:
    """What decides about options, by id.

    Args:
        options: The options in the order in which they are shown.
        numbers: The number of each option by id.
    """
    told: list[tuple[Finding, int]] = []
    found: dict[str, Deciding] = {}
    for option in options:
        new, as_for = [], []
        for finding in option.findings:
            if not finding.is_condition or finding.outcome == "pass":
                continue
            before = next((number for each, number in told if each == finding), None)
            if before is None:
                new.append(finding)
            else:
                as_for.append(before)
        told += [(finding, numbers[option.id]) for finding in new]
        found[option.id] = Deciding(tuple(new), tuple(dict.fromkeys(as_for)))
    return found
