"""The message catalogs: extract, update, compile, check.

    python scripts/catalogs.py extract   # sources -> calc/locale/canbao.pot
    python scripts/catalogs.py update    # canbao.pot -> zh_CN and en canbao.po
    python scripts/catalogs.py compile   # canbao.po -> canbao.mo (not in git)
    python scripts/catalogs.py all       # the three above
    python scripts/catalogs.py check     # exit 1 and one line per fault

Messages are the English templates marked with N_("…") or _("…"). The English catalog repeats them
(change the template, not the catalog); the Chinese one is written by hand. The files carry no
dates, no line numbers and no paths, so that they only change when a message does.
"""

from __future__ import annotations

import argparse
import io
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
LOCALES = ("zh_CN", "en")
KEYWORDS = {"N_": None, "_": None}
PYTHON = ("calc/**/*.py", "app/**/*.py", "streamlit_app.py")
TEMPLATES = ("calc/report/templates/**/*.j2", "calc/report/templates/**/*.html")
SAME_IN_BOTH = "same in both languages"
"""A translator's comment that lets a Chinese entry repeat its English template."""
NOISE = re.compile(
    rb'^"(POT-Creation-Date|PO-Revision-Date|Generated-By|Last-Translator|Language-Team|'
    rb"Report-Msgid-Bugs-To|Project-Id-Version)[^\n]*\n",
    re.MULTILINE,
)
HEADER = "# Canbao: messages. Written by scripts/catalogs.py from the sources."


@dataclass(frozen=True)
class Tree:
    """A source tree and where its catalogs are."""

    root: Path

    @property
    def pot(self) -> Path:
        return self.root / "calc" / "locale" / "canbao.pot"

    def po(self, locale: str) -> Path:
        return self.root / "calc" / "locale" / locale / "LC_MESSAGES" / "canbao.po"

    def relative(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()

    @cached_property
    def template(self) -> Catalog:
        """The messages in the sources."""
        catalog = _empty()
        for method, pattern in [
            *(("python", pattern) for pattern in PYTHON),
            *(("jinja2", pattern) for pattern in TEMPLATES),
        ]:
            for path in sorted(self.root.glob(pattern)):
                for _, text, _, _ in extract_from_file(
                    method, path, keywords=KEYWORDS, options={"silent": "false"}
                ):
                    if not isinstance(text, str):
                        raise SystemExit(f"{self.relative(path)}: plural forms are not used here")
                    catalog.add(text)
        return catalog


def _empty(locale: str | None = None) -> Catalog:
    return Catalog(locale, project="canbao", header_comment=HEADER, charset="utf-8", fuzzy=False)


def _written(catalog: Catalog) -> bytes:
    buffer = io.BytesIO()
    write_po(
        buffer,
        catalog,
        width=100,
        no_location=True,
        sort_output=True,
        ignore_obsolete=True,
        include_previous=True,
    )
    return NOISE.sub(b"", buffer.getvalue())


def _read(path: Path, locale: str | None = None) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=locale, abort_invalid=True)


def _entries(catalog: Catalog) -> Iterator[Message]:
    return (message for message in catalog if message.id)


def extract(tree: Tree) -> None:
    """Write the template catalog."""
    tree.pot.parent.mkdir(parents=True, exist_ok=True)
    tree.pot.write_bytes(_written(tree.template))


def update(tree: Tree) -> None:
    """Bring both languages up to the template catalog; changed Chinese entries become fuzzy."""
    template = _read(tree.pot)
    for locale in LOCALES:
        path = tree.po(locale)
        path.parent.mkdir(parents=True, exist_ok=True)
        catalog = _read(path, locale) if path.exists() else _empty(locale)
        catalog.update(template, no_fuzzy_matching=locale == "en", update_header_comment=True)
        catalog.fuzzy = False
        if locale == "en":
            for message in _entries(catalog):
                message.string = message.id
                message.flags.discard("fuzzy")
        path.write_bytes(_written(catalog))


def compile_catalogs(tree: Tree) -> list[Path]:
    """Write the binary catalogs and return their paths."""
    written = []
    for locale in LOCALES:
        path = tree.po(locale).with_suffix(".mo")
        buffer = io.BytesIO()
        write_mo(buffer, _read(tree.po(locale), locale))
        # moved into place whole: a test may be reading the old one
        temporary = path.with_suffix(".mo.new")
        temporary.write_bytes(buffer.getvalue())
        temporary.replace(path)
        written.append(path)
    return written


def faults(tree: Tree) -> Iterator[str]:
    """Everything that keeps the catalogs from being shipped, one line each."""
    if not tree.pot.exists():
        yield f"{tree.relative(tree.pot)}: missing file; run `make catalogs`"
        return
    pot = tree.relative(tree.pot)
    wanted = {message.id for message in _entries(tree.template)}
    on_file = {message.id for message in _entries(_read(tree.pot))}
    yield from (f"{pot}: stale: not extracted yet: {text!r}" for text in sorted(wanted - on_file))
    yield from (f"{pot}: stale: no source has it: {text!r}" for text in sorted(on_file - wanted))
    if wanted == on_file and tree.pot.read_bytes() != _written(tree.template):
        yield f"{pot}: stale: not as `make catalogs` writes it"
    for text in sorted(wanted):
        yield from (f"{pot}: {fault}: {text!r}" for fault in _template_faults(text))
    for locale in LOCALES:
        path = tree.po(locale)
        name = tree.relative(path)
        if not path.exists():
            yield f"{name}: missing file; run `make catalogs`"
            continue
        catalog = _read(path, locale)
        entries = {message.id: message for message in _entries(catalog)}
        yield from (f"{name}: missing: {text!r}" for text in sorted(wanted - entries.keys()))
        unused = (entries.keys() - wanted) | {message.id for message in catalog.obsolete.values()}
        yield from (f"{name}: unused: {text!r}" for text in sorted(unused))
        for text in sorted(entries.keys() & wanted):
            yield from (f"{name}: {fault}: {text!r}" for fault in _faults(entries[text], locale))


def _placeholders(text: str) -> frozenset[str]:
    # here, not above: the build compiles the catalogs before calc can be imported
    from calc.messages import placeholders

    return placeholders(text)


def _template_faults(text: str) -> Iterator[str]:
    try:
        _placeholders(text)
    except ValueError as error:
        yield f"bad placeholder ({error})"
    if text != text.strip():
        yield "blanks at an end"


def _faults(message: Message, locale: str) -> Iterator[str]:
    text, translation = message.id, message.string
    if message.fuzzy:
        yield "fuzzy"
    if not isinstance(translation, str) or not translation.strip():
        yield "missing"
        return
    try:
        # a translation may use a value twice, but must not lose or invent one
        lost = _placeholders(text) ^ _placeholders(translation)
    except ValueError as error:
        yield f"bad placeholder ({error})"
    else:
        if lost:
            yield f"placeholders differ ({', '.join(sorted(lost))})"
    if locale == "en" and translation != text:
        yield "not the template's own words (change the template instead)"
    if locale != "en" and translation == text and SAME_IN_BOTH not in message.user_comments:
        words = re.sub(r"\{[^}]*\}", "", text)
        if re.search(r"[A-Za-z]{2}", words):
            yield f'missing: not translated (else comment "# {SAME_IN_BOTH}")'


def main(arguments: Iterable[str] | None = None) -> int:
    """Run one command; the exit code is 1 if ``check`` finds a fault."""
    parser = argparse.ArgumentParser(description="Message catalogs of Canbao.")
    parser.add_argument("command", choices=["extract", "update", "compile", "all", "check"])
    parser.add_argument("--root", type=Path, default=ROOT, help="source tree")
    options = parser.parse_args(None if arguments is None else list(arguments))
    tree = Tree(options.root.resolve())
    if options.command == "check":
        found = list(faults(tree))
        for fault in found:
            print(fault, file=sys.stderr)
        print(f"catalogs: {len(list(_entries(tree.template)))} messages, {len(found)} faults")
        return 1 if found else 0
    if options.command in ("extract", "all"):
        extract(tree)
    if options.command in ("update", "all"):
        update(tree)
    if options.command in ("compile", "all"):
        compile_catalogs(tree)
    return 0


if __name__ == "__main__":
    sys.exit(main())
