"""Schemes through an employer: the worker's and the employer's shares of each insurance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calc.money import apply_rate
from calc.records import frozen

if TYPE_CHECKING:
    from calc.money import Fen, Ppm


@frozen
class Shares:
    """A month of one insurance, in fen.

    Attributes:
        worker_fen: Withheld from the wage (个人缴费).
        employer_fen: Paid by the employer on top (单位缴费).
        total_fen: Both.
    """

    worker_fen: Fen
    employer_fen: Fen
    total_fen: Fen


def shares(base_fen: Fen, worker_rate_ppm: Ppm, employer_rate_ppm: Ppm) -> Shares:
    """Worker's and employer's share, each rounded half up to the fen.

    Serves pension, medical, maternity and work injury (worker's rate 0) and unemployment alike.

    Args:
        base_fen: The wage held within the bounds of this insurance.
        worker_rate_ppm: The worker's rate.
        employer_rate_ppm: The employer's rate.

    Raises:
        MoneyError: An argument is negative or too large.

    Source:
        Social Insurance Law arts 12, 23, 35, 44, 53; rates by place and, for work injury, by class.

    >>> shares(746_000, 80_000, 160_000)
    Shares(worker_fen=59680, employer_fen=119360, total_fen=179040)
    """
    worker = apply_rate(base_fen, worker_rate_ppm)
    employer = apply_rate(base_fen, employer_rate_ppm)
    return Shares(worker, employer, worker + employer)
