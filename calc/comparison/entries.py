"""What stands beside the options: subsidies with the way to claim them, and protections."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from calc.findings import Finding, is_open
from calc.messages import Label, Message
from calc.parameters.lookup import Answer
from calc.records import frozen

Kind = Literal["receipt", "ceiling", "entitlement"]


@frozen
class Claim:
    """How a subsidy is claimed; never decides whether it is open.

    Attributes:
        who: Who may apply; empty where that is not on file.
        where: The office.
        when: The window.
        papers: What to hand in.
        payee: The account it is paid to.
        notes: What else to know.
        month: The month in which it is claimed, where the file fixes one.
    """

    who: tuple[Label, ...] = ()
    where: Label | None = None
    when: Message | None = None
    papers: tuple[Label, ...] = ()
    payee: Label | None = None
    notes: tuple[Message, ...] = ()
    month: int | None = None


@frozen(slots=False)
class Subsidy:
    """A subsidy at one place.

    Attributes:
        name: The subsidy, as its parameters are called.
        kind: ``receipt`` (an amount that is paid), ``ceiling`` (at most, no promise) or
            ``entitlement`` (no amount on file).
        amount_fen: The amount; of a ceiling the highest of ``by_option``; None where it cannot
            be computed.
        cap_fen: The most that is paid, where that is on file.
        premium_at_cap_fen: For a share of a premium, the premium that reaches the cap.
        items: The worker's items that it refunds; empty where it is for another cost.
        by_option: Amounts by option, where they differ.
        formula: How the amount came about.
        formulas: The same by option, where the amounts differ.
    """

    name: str
    place: str
    kind: Kind
    findings: tuple[Finding, ...]
    amount_fen: int | None = None
    cap_fen: int | None = None
    premium_at_cap_fen: int | None = None
    claim: Claim | None = None
    items: frozenset[str] = frozenset()
    by_option: Mapping[str, int] = field(default_factory=dict)
    formula: str = ""
    answers: tuple[Answer, ...] = ()
    formulas: Mapping[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Stable id: ``accident_insurance_subsidy@weihai``."""
        return f"{self.name}@{self.place}"

    @property
    def open(self) -> bool | None:
        """False if a condition fails, None if one is unknown, else True."""
        return is_open(self.findings)

    def receipt_fen(self, option: str, items: frozenset[str]) -> int:
        """What is received for an option's own costs: open, sure, and a refund of one of them.

        Args:
            option: Id of the option.
            items: The items that the worker pays in it.
        """
        if self.kind != "receipt" or self.open is not True or not self.items & items:
            return 0
        return self.by_option.get(option, self.amount_fen or 0)

    def ceiling_fen(self, option: str) -> int:
        """What may be received for an option at most, as long as nothing closes it."""
        if self.kind != "ceiling" or self.open is False:
            return 0
        return self.by_option.get(option, 0)


@frozen(slots=False)
class Protection:
    """A protection at the place of work.

    Attributes:
        name: The protection.
        payer: Who pays for it, where that is on file.
        fee_per_order_fen: What the platform pays for an order.
        fee_month_fen: What it pays in a month of the person's orders.
    """

    name: str
    place: str
    findings: tuple[Finding, ...]
    payer: str | None = None
    fee_per_order_fen: int | None = None
    fee_month_fen: int | None = None
    answers: tuple[Answer, ...] = ()

    @property
    def id(self) -> str:
        """Stable id: ``occupational_injury@weihai``."""
        return f"{self.name}@{self.place}"

    @property
    def open(self) -> bool | None:
        """Whether the protection is for this person."""
        return is_open(self.findings)
