"""Messages read right in both languages, and no fault of a catalog goes unseen."""

from __future__ import annotations

import datetime as dt
import importlib.util
import sys
from enum import StrEnum
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from calc import i18n
from calc.messages import N_, Label, Message, Yuan
from calc.money import format_yuan

SOURCE = """
def N_(text):
    return text

FLOOR = N_("the base {base} is below the floor {floor}")
PLACES = N_("open in {places}")
"""
ZH = {
    "the base {base} is below the floor {floor}": "基数{base}低于下限{floor}",
    "open in {places}": "{places}可以参保",
}


@pytest.fixture(scope="session")
def catalogs(root: Path) -> ModuleType:
    specification = importlib.util.spec_from_file_location(
        "catalogs_under_test", root / "scripts" / "catalogs.py"
    )
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    sys.modules[specification.name] = module
    specification.loader.exec_module(module)
    return module


class Project:
    """A small source tree with catalogs of its own."""

    def __init__(self, folder: Path, catalogs: ModuleType) -> None:
        self.catalogs = catalogs
        self.tree = catalogs.Tree(folder)
        self.source = folder / "calc" / "rules.py"
        self.source.parent.mkdir(parents=True)
        self.source.write_text(SOURCE, encoding="utf-8")
        self.zh: Path = self.tree.po("zh_CN")
        self.en: Path = self.tree.po("en")
        self.run("all")
        for template, translation in ZH.items():
            self.translate(template, translation)
        self.run("compile")

    def run(self, command: str) -> int:
        return int(self.catalogs.main([command, "--root", str(self.tree.root)]))

    def translate(self, template: str, translation: str) -> None:
        before = f'msgid "{template}"\nmsgstr ""'
        text = self.zh.read_text(encoding="utf-8")
        assert before in text
        self.zh.write_text(
            text.replace(before, f'msgid "{template}"\nmsgstr "{translation}"'), encoding="utf-8"
        )

    def edit(self, path: Path, old: str, new: str) -> None:
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def faults(self) -> list[str]:
        return list(self.catalogs.faults(self.catalogs.Tree(self.tree.root)))


@pytest.fixture
def project(tmp_path: Path, catalogs: ModuleType) -> Project:
    return Project(tmp_path, catalogs)


@pytest.fixture
def translated(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "LOCALE_FOLDER", project.tree.root / "calc" / "locale")


class TestRendering:
    @pytest.mark.usefixtures("translated")
    def test_a_message_reads_in_both_languages(self) -> None:
        message = Message(
            N_("the base {base} is below the floor {floor}"),
            {"base": Yuan(300_000), "floor": Yuan(457_300)},
        )
        assert i18n.render(message, "zh") == "基数3,000.00低于下限4,573.00"
        assert i18n.render(message, "en") == "the base 3,000.00 is below the floor 4,573.00"

    @pytest.mark.usefixtures("translated")
    def test_messages_nest_and_lists_are_joined_as_the_language_does(self) -> None:
        places = [Label("威海", "Weihai"), Label("济宁", "Jining")]
        inner = Message(N_("open in {places}"), {"places": places})
        outer = Message(N_("open in {places}"), {"places": (inner, "X")})
        assert i18n.render(inner, "zh") == "威海、济宁可以参保"
        assert i18n.render(inner, "en") == "open in Weihai, Jining"
        assert i18n.render(outer, "zh") == "威海、济宁可以参保、X可以参保"

    @pytest.mark.parametrize(
        ("value", "text"),
        [
            ("威海", "威海"),
            ("{braces}", "{braces}"),
            (12_345, "12345"),
            (np.int64(-7), "-7"),
            (StrEnum("Kind", {"A": "a"}).A, "a"),
            (dt.date(2026, 11, 1), "2026-11-01"),
            (Yuan(-5), "-0.05"),
            (Yuan(0), "0.00"),
            ([], ""),
        ],
    )
    def test_values(self, value: object, text: str) -> None:
        assert [i18n.text_of(value, lang) for lang in i18n.LANGS] == [text, text]

    @pytest.mark.parametrize(
        "value", [0.1, True, None, {"a"}, dt.datetime(2026, 1, 1, tzinfo=dt.UTC), np.float64(1)]
    )
    def test_values_without_a_text_are_refused(self, value: object) -> None:
        with pytest.raises(TypeError, match="a message cannot show"):
            i18n.text_of(value, "zh")

    @given(st.integers(min_value=-(10**12), max_value=10**12))
    def test_yuan_read_as_babel_writes_them(self, fen: int) -> None:
        for lang, locale in i18n.LOCALES.items():
            assert i18n.text_of(Yuan(fen), lang) == format_yuan(fen, locale)

    def test_the_pattern_is_the_locales_own(self) -> None:
        for locale in i18n.LOCALES.values():
            assert format_decimal(1234567, locale=locale) == "1,234,567"

    def test_types_register_once(self) -> None:
        with pytest.raises(ValueError, match="already"):
            i18n.register(int, lambda value, lang: "")

    def test_an_empty_template_is_empty(self) -> None:
        assert i18n.render(Message(""), "zh") == ""

    def test_a_missing_catalog_says_what_to_do(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(i18n, "LOCALE_FOLDER", tmp_path)
        with pytest.raises(i18n.CatalogMissingError, match="make setup"):
            i18n.translate("open", "zh")


class TestMessages:
    @pytest.mark.parametrize(
        ("template", "params"),
        [
            ("no placeholder", {"extra": 1}),
            ("{place} is closed", {}),
            ("{place} is closed", {"plase": "weihai"}),
        ],
    )
    def test_names_must_fit(self, template: str, params: dict[str, object]) -> None:
        with pytest.raises(ValueError, match=r"missing .*; unused"):
            Message(template, params)

    @pytest.mark.parametrize(
        "template", ["{}", "{0}", "{a.b}", "{a[0]}", "{a!r}", "{a:>9}", "{a", "a}", "{a b}"]
    )
    def test_only_plain_placeholders(self, template: str) -> None:
        with pytest.raises(ValueError, match=r"placeholder|expected|encountered"):
            Message(template, {})


class TestCheck:
    """Each fault is put into a sound tree and has to be seen."""

    def test_a_sound_tree_passes(self, project: Project) -> None:
        assert project.faults() == []
        assert project.run("check") == 0

    def test_nothing_changes_when_nothing_changed(self, project: Project) -> None:
        files = [project.tree.pot, project.zh, project.en]
        before = [file.read_bytes() for file in files]
        project.run("all")
        assert [file.read_bytes() for file in files] == before
        assert str(project.tree.root).encode() not in b"".join(before)

    def test_missing_translation(self, project: Project) -> None:
        project.edit(project.zh, '"{places}可以参保"', '""')
        assert project.faults() == [
            "calc/locale/zh_CN/LC_MESSAGES/canbao.po: missing: 'open in {places}'"
        ]
        assert project.run("check") == 1

    def test_missing_entry(self, project: Project) -> None:
        project.edit(project.zh, 'msgid "open in {places}"\nmsgstr "{places}可以参保"\n', "")
        assert project.faults() == [
            "calc/locale/zh_CN/LC_MESSAGES/canbao.po: missing: 'open in {places}'"
        ]

    def test_copied_instead_of_translated(self, project: Project) -> None:
        project.edit(project.zh, '"{places}可以参保"', '"open in {places}"')
        (fault,) = project.faults()
        assert "not translated" in fault
        project.edit(project.zh, 'msgid "open in', '# same in both languages\nmsgid "open in')
        assert project.faults() == []
        project.run("update")
        assert project.faults() == []

    def test_missing_catalog(self, project: Project) -> None:
        project.en.unlink()
        (fault,) = project.faults()
        assert fault.startswith("calc/locale/en/LC_MESSAGES/canbao.po: missing file")

    def test_fuzzy(self, project: Project) -> None:
        project.edit(project.zh, 'msgid "open in', '#, fuzzy\nmsgid "open in')
        assert project.faults() == [
            "calc/locale/zh_CN/LC_MESSAGES/canbao.po: fuzzy: 'open in {places}'"
        ]

    def test_a_reworded_message_is_stale_then_fuzzy_then_sound(self, project: Project) -> None:
        project.edit(project.source, "open in {places}", "open today in {places}")
        faults = project.faults()
        pot = "calc/locale/canbao.pot"
        assert f"{pot}: stale: not extracted yet: 'open today in {{places}}'" in faults
        assert f"{pot}: stale: no source has it: 'open in {{places}}'" in faults
        project.run("all")
        assert project.faults() == [
            "calc/locale/zh_CN/LC_MESSAGES/canbao.po: fuzzy: 'open today in {places}'"
        ]
        text = project.zh.read_text(encoding="utf-8")
        assert '#| msgid "open in {places}"' in text
        project.zh.write_text(
            text.replace("#, fuzzy, ", "#, ").replace('#| msgid "open in {places}"\n', ""),
            encoding="utf-8",
        )
        assert project.faults() == []

    def test_unused_message(self, project: Project) -> None:
        entry = '\nmsgid "gone"\nmsgstr "没有了"\n'
        project.zh.write_text(project.zh.read_text(encoding="utf-8") + entry, encoding="utf-8")
        assert project.faults() == ["calc/locale/zh_CN/LC_MESSAGES/canbao.po: unused: 'gone'"]
        project.run("update")
        assert project.faults() == []

    def test_obsolete_message(self, project: Project) -> None:
        entry = '\n#~ msgid "gone"\n#~ msgstr "没有了"\n'
        project.zh.write_text(project.zh.read_text(encoding="utf-8") + entry, encoding="utf-8")
        assert project.faults() == ["calc/locale/zh_CN/LC_MESSAGES/canbao.po: unused: 'gone'"]

    @pytest.mark.parametrize(
        "translation", ["可以参保", "{place}可以参保", "{places}{extra}可以参保"]
    )
    def test_placeholders_differ(self, project: Project, translation: str) -> None:
        project.edit(project.zh, '"{places}可以参保"', f'"{translation}"')
        (fault,) = project.faults()
        assert "placeholders differ" in fault

    @pytest.mark.parametrize("translation", ["{places", "{places:d}可以参保", "{}可以参保"])
    def test_broken_placeholder(self, project: Project, translation: str) -> None:
        project.edit(project.zh, '"{places}可以参保"', f'"{translation}"')
        (fault,) = project.faults()
        assert "bad placeholder" in fault

    def test_a_placeholder_may_be_said_twice(self, project: Project) -> None:
        project.edit(project.zh, '"{places}可以参保"', '"{places}可以参保：{places}"')
        assert project.faults() == []

    def test_bad_placeholder_in_a_source(self, project: Project) -> None:
        project.edit(project.source, "open in {places}", "open in {0.places}")
        project.run("all")
        assert any("canbao.pot: bad placeholder" in fault for fault in project.faults())

    def test_english_words_live_in_the_source(self, project: Project) -> None:
        project.edit(project.en, 'msgstr "open in {places}"', 'msgstr "Open in {places}"')
        (fault,) = project.faults()
        assert "change the template" in fault

    def test_edited_template_catalog(self, project: Project) -> None:
        project.edit(project.tree.pot, "# Canbao", "# Somebody")
        assert project.faults() == [
            "calc/locale/canbao.pot: stale: not as `make catalogs` writes it"
        ]

    def test_messages_of_screens_and_templates_are_found(self, project: Project) -> None:
        root = project.tree.root
        (root / "app").mkdir()
        (root / "app" / "start.py").write_text('title = _("Start")\n', encoding="utf-8")
        (root / "streamlit_app.py").write_text('N_("Canbao")\n', encoding="utf-8")
        templates = root / "calc" / "report" / "templates"
        templates.mkdir(parents=True)
        (templates / "sheet.html.j2").write_text("<h1>{{ _('Sheet') }}</h1>", encoding="utf-8")
        assert [fault.rpartition(": ")[2] for fault in project.faults()[:3]] == [
            "'Canbao'",
            "'Sheet'",
            "'Start'",
        ]


class TestShippedCatalogs:
    def test_no_faults(self, catalogs: ModuleType, root: Path) -> None:
        assert list(catalogs.faults(catalogs.Tree(root))) == []

    def test_every_template_reads_in_both_languages(self, catalogs: ModuleType, root: Path) -> None:
        for message in catalogs.Tree(root).template:
            for lang in i18n.LANGS:
                assert i18n.translate(message.id, lang) or not message.id
