"""Loads the law on file, with what was entered over it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from calc.errors import CanbaoError, problem
from calc.parameters.compiled import compiled_law
from calc.parameters.entered import check_entered
from calc.parameters.law import DEFINITIONS
from calc.parameters.lookup import Parameters

if TYPE_CHECKING:
    from calc.parameters.overlays import OverlaySource


def parameters_directory() -> Path:
    """Where the law on file stands: inside an installed package, or beside it in a checkout.

    Raises:
        CanbaoError: It is in neither place.
    """
    package = Path(__file__).resolve().parent.parent
    for candidate in (package / "_data" / "parameters", package.parent / "parameters"):
        if (candidate / DEFINITIONS).is_file():
            return candidate
    raise CanbaoError([problem("parameters.not_found", str(package.parent / "parameters"))])


def load_parameters(
    overlays: Iterable[OverlaySource] = (),
    *,
    entries: Iterable[str] = (),
    directory: Path | None = None,
) -> Parameters:
    """Load and check the whole law on file, with what was entered over it.

    Args:
        overlays: Overlay files (paths) or their contents as mappings, the last one wins.
        entries: Single values as ``PLACE.PARAMETER=VALUE`` that hold on every day.
        directory: Another folder of the same form as ``parameters/``.

    Returns:
        The parameters, ready to be asked.

    Raises:
        CanbaoError: Anything is wrong with any file or entry; every problem is listed.
    """
    if directory is None:
        law = compiled_law(parameters_directory())
    else:
        from calc.parameters.reader import read_law

        law = read_law(directory)
    overlays, entries = list(overlays), list(entries)
    if not overlays and not entries:
        return Parameters(law.places, law.definitions, law.documents, law.records)
    from calc.parameters.overlays import read_overlays

    layers = read_overlays(overlays, entries, law.places, law.definitions, law.documents)
    parameters = Parameters(law.places, law.definitions, law.documents, law.records, layers)
    wrong = check_entered(parameters)
    if wrong:
        raise CanbaoError(wrong)
    return parameters
