"""Sizes of tests: small by default, full with CANBAO_THOROUGH=1."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

THOROUGH = os.environ.get("CANBAO_THOROUGH", "") not in ("", "0")
ROOT = Path(__file__).resolve().parents[1]

# no deadline: machines differ; the same examples in every run, so that a failure can be repeated by
# name; CANBAO_RANDOM=1 looks for new ones
_common = {
    "deadline": None,
    "derandomize": not os.environ.get("CANBAO_RANDOM"),
    "suppress_health_check": [HealthCheck.too_slow],
    "print_blob": True,
}
settings.register_profile("small", max_examples=60, **_common)
settings.register_profile("thorough", max_examples=400, **_common)
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


@pytest.fixture(scope="session")
def system_package() -> Callable[[str], None]:
    """``system_package("chromium")``: finds or installs what the tests need beside Python.

    Takes ``cjk-font``, ``chromium`` and ``java``. Where neither works, the test fails with the
    sentence that names the package.
    """

    def ensure(name: str) -> None:
        script = ROOT / "scripts" / "system_packages.sh"
        ran = subprocess.run(
            [script, name], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
        if ran.returncode:
            pytest.fail(ran.stderr.strip())

    return ensure


@pytest.fixture(scope="module")
def spark(
    system_package: Callable[[str], None], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SparkSession]:
    """A real Spark of two tasks at a time, in which a file of some kilobytes has several parts."""
    system_package("java")
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["PYTHONPATH"] = f"{ROOT}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.files.maxPartitionBytes", "8k")
        .config("spark.sql.warehouse.dir", str(tmp_path_factory.mktemp("warehouse")))
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()
