"""What of a subsidy lowers an option's cost, and what never does."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from dataclasses import replace

import pytest

from calc import compare, load_parameters
from calc.comparison.entries import Subsidy
from calc.comparison.subsidies import ceiling_fen, received_fen
from calc.findings import Finding

ITEMS = frozenset({"employee_pension"})
FLEXIBLE = "pension=flexible@jining;medical=none"
OPEN = Subsidy("subsidy", "jining", "receipt", (), amount_fen=500, items=ITEMS)
CLOSED = (Finding("social_insurance_subsidy.flexible_employment", "fail"),)
DOUBTFUL = (Finding("accident_insurance_subsidy.managers", "unknown"),)


def test_an_open_receipt_for_a_cost_of_the_option_counts() -> None:
    assert OPEN.receipt_fen(FLEXIBLE, ITEMS) == 500
    by_option = replace(OPEN, by_option={FLEXIBLE: 300})
    assert by_option.receipt_fen(FLEXIBLE, ITEMS) == 300
    assert by_option.receipt_fen("another", ITEMS) == 500


@pytest.mark.parametrize(
    "entry",
    [
        replace(OPEN, findings=CLOSED),
        replace(OPEN, findings=DOUBTFUL),
        replace(OPEN, items=frozenset()),
        replace(OPEN, items=frozenset({"resident_medical"})),
        replace(OPEN, kind="ceiling"),
        replace(OPEN, kind="entitlement"),
        replace(OPEN, amount_fen=None),
    ],
)
def test_nothing_else_does(entry: Subsidy) -> None:
    assert entry.receipt_fen(FLEXIBLE, ITEMS) == 0
    assert received_fen([entry], FLEXIBLE, ()) == 0


def test_ceilings_stand_as_long_as_nothing_closes_them() -> None:
    most = replace(OPEN, kind="ceiling", by_option={FLEXIBLE: 300})
    assert ceiling_fen([most, OPEN], FLEXIBLE) == 300
    assert ceiling_fen([replace(most, findings=DOUBTFUL)], FLEXIBLE) == 300
    assert ceiling_fen([replace(most, findings=CLOSED)], FLEXIBLE) == 0
    assert ceiling_fen([most], "another") == 0


def test_the_accident_premium_is_no_cost_of_an_option() -> None:
    """Its subsidy stands beside; government money to residents is in the lines already."""
    person = {
        "workplace": "jining",
        "household_registration": "jining",
        "accident_insurance": {"premium": "200"},
    }
    result = compare(person, load_parameters(), on=dt.date(2026, 11, 22))
    accident = result.subsidies[0]
    assert accident.amount_fen == 10_000
    assert not accident.items
    for option in result.options:
        assert option.subsidy_year_fen == 0
        assert option.net_year_fen == option.worker_year_fen
        if option.net_year_fen is None:
            assert option.net_year_with_ceiling_fen is None
        elif "flexible" not in option.id:
            assert option.net_year_with_ceiling_fen == option.net_year_fen
        else:
            assert 0 <= option.net_year_with_ceiling_fen < option.net_year_fen
    assert [entry.id for entry in result.subsidies] == [
        "accident_insurance_subsidy@jining",
        "social_insurance_subsidy@jining",
        "training_subsidy@jining",
    ]


def test_one_comparison_needs_no_numpy() -> None:
    code = (
        "import datetime, sys; from calc import compare, load_parameters; "
        "person = {'workplace': 'weihai', 'work': {'orders_per_month': 9, 'monthly_pay': 3000}, "
        "'occupation': 'food_delivery', 'groups': {'subsidy_months_used': 1}}; "
        "result = compare(person, load_parameters(), on=datetime.date(2026, 11, 22)); "
        "assert result.subsidies and result.protections; sys.exit('numpy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False)
    assert done.returncode == 0
