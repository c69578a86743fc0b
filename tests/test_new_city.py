"""A new city is a new file: no code."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

from calc import compare, load_parameters

NEW_CITY = """\
place: rizhao
code: "371100"
name: {zh: 日照市, en: Rizhao}
within: shandong

parameters:
  employee_medical:
    - from: 2026-01-01
      source: unknown
      evidence: reported
      values:
        large_amount_supplement: {value: 36, unit: CNY/year}
        long_term_care: {value: none, unit: CNY/year}
"""


def test_a_file_adds_a_city(tmp_path: Path, root: Path) -> None:
    shutil.copytree(root / "parameters", tmp_path / "parameters")
    (tmp_path / "parameters" / "shandong" / "rizhao.yaml").write_text(NEW_CITY, encoding="utf-8")
    parameters = load_parameters(directory=tmp_path / "parameters")
    person = {"workplace": "371100", "household_registration": "rizhao", "pension_base": "5000"}
    result = compare(person, parameters, on=dt.date(2026, 11, 22))
    options = {option.id: option for option in result.options}
    option = options["pension=flexible@rizhao;medical=flexible.without_account@rizhao"]
    # 5000 × 20 % and 5000 × 7 % by the province's bounds and rates; 36 yuan once a year; no
    # long-term care there
    assert [(line.item, line.month_fen, line.year_fen) for line in option.lines] == [
        ("employee_pension", 100_000, 1_200_000),
        ("employee_medical", 35_000, 420_000),
        ("employee_medical.large_amount_supplement", None, 3_600),
    ]
    assert option.complete
    assert "pension=resident@rizhao;medical=resident@rizhao" in options
