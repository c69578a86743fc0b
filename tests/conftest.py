"""Sizes of tests: small by default, full with CANBAO_THOROUGH=1."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, settings

THOROUGH = os.environ.get("CANBAO_THOROUGH", "") not in ("", "0")
ROOT = Path(__file__).resolve().parents[1]

# no deadline: machines differ; in CI the same examples in every run, so that a failure can be
# repeated by name
_common = {
    "deadline": None,
    "derandomize": bool(os.environ.get("CI")),
    "suppress_health_check": [HealthCheck.too_slow],
    "print_blob": True,
}
settings.register_profile("small", max_examples=60, **_common)
settings.register_profile("thorough", max_examples=1500, **_common)
settings.load_profile("thorough" if THOROUGH else "small")

_T = TypeVar("_T")


@pytest.fixture(scope="session")
def root() -> Path:
    """The source tree."""
    return ROOT


@pytest.fixture(scope="session")
def thorough() -> bool:
    """Whether this run is the full-size one."""
    return THOROUGH


@pytest.fixture(scope="session")
def by_size() -> Callable[[_T, _T], _T]:
    """Picks ``by_size(small, full)``."""
    return lambda small, full: full if THOROUGH else small
