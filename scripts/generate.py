"""Files that are generated from the code and the law on file, and committed.

python scripts/generate.py          # write them
python scripts/generate.py check    # exit 1 if one of them is out of date
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from calc.parameters.loading import load_parameters
from calc.report.glossary import glossary_markdown
from calc.report.schemas import SCHEMAS, schema

ROOT = Path(__file__).resolve().parents[1]


def generated() -> Iterator[tuple[Path, str]]:
    """Every generated file with the content it should have."""
    for name in SCHEMAS:
        text = json.dumps(schema(name), ensure_ascii=False, indent=1) + "\n"
        yield ROOT / "docs" / "schemas" / f"{name}.schema.json", text
    yield ROOT / "docs" / "glossary.md", glossary_markdown(load_parameters())


def main() -> int:
    stale = [
        (path, text)
        for path, text in generated()
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]
    if sys.argv[1:] == ["check"]:
        for path, _ in stale:
            print(f"{path.relative_to(ROOT)} is out of date: run python scripts/generate.py")
        return 1 if stale else 0
    for path, text in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(f"wrote {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
