"""The sheet as PDF: one A4 page, fonts embedded, text to search for, nothing taken for source."""

from __future__ import annotations

import datetime as dt
import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pypdf
import pytest
import typst

from calc import compare, load_parameters
from calc.codes import ERRORS
from calc.comparison import Comparison
from calc.comparison.marks import MOST_COVER, marks_of
from calc.errors import CanbaoError
from calc.i18n import LANGS, Lang, translate
from calc.parameters.lookup import Parameters
from calc.reading import read_applicant_file
from calc.report import pdf
from calc.report.pdf import FAMILIES, sheet_pdf

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))
LINK = "https://canbao.example.org/counter?lang=zh&on=2026-11-22&s=1." + "aB3_" * 100
PERSON: dict[str, object] = {
    "workplace": "weihai",
    "household_registration": "jining",
    "born": "1990-05",
    "sex": "male",
    "relation": "managed",
    "occupation": "food_delivery",
    "platform": "美团",
    "pension_base": "5000",
}
HOSTILE = (
    '#read("/etc/passwd")',
    "#let x = 1; #panic()",
    "$ x^2 $ *bold* _it_ @ref <label> `raw` // comment /* */ \\ #",
    "]#[ } { ] ) (",
    '"; "title": "x',
    "🍜 𠮷 e\u0301 ﷽",
)
A4_POINTS = (595.28, 841.89)


@pytest.fixture(scope="module")
def law() -> Parameters:
    return load_parameters()


@pytest.fixture(scope="module", autouse=True)
def _font(system_package: Callable[[str], None]) -> None:
    system_package("cjk-font")


def asked(law: Parameters, on: str = "2026-11-22", **changes: object) -> Comparison:
    return compare({**PERSON, **changes}, law, on=dt.date.fromisoformat(on))


def read(content: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(content))


def text_of(reader: pypdf.PdfReader) -> str:
    """The text without the breaks and gaps of the layout."""
    return "".join("".join(page.extract_text().split()) for page in reader.pages)


def fonts_of(reader: pypdf.PdfReader) -> Iterator[dict[str, Any]]:
    for page in reader.pages:
        fonts: Any = page["/Resources"]["/Font"]  # type: ignore[index]  # of a page it is a mapping
        for font in fonts.values():
            for descendant in font.get_object()["/DescendantFonts"]:
                yield descendant.get_object()


@pytest.mark.parametrize("lang", LANGS)
def test_one_page_with_embedded_fonts_and_text(lang: Lang, law: Parameters) -> None:
    reader = read(sheet_pdf(asked(law), None, lang, LINK))
    assert len(reader.pages) == 1
    box = reader.pages[0].mediabox
    assert (float(box.width), float(box.height)) == pytest.approx(A4_POINTS, abs=0.01)
    fonts = list(fonts_of(reader))
    assert fonts
    for font in fonts:
        descriptor = font["/FontDescriptor"].get_object()
        assert "/FontFile3" in descriptor or "/FontFile2" in descriptor
        assert str(font["/BaseFont"])[7] == "+", "a subset, not megabytes of a whole font"
    text = text_of(reader)
    # Chinese can be searched for and copied, document numbers without gaps, in both languages
    assert "美团" in text
    assert "国发〔2014〕8号" in text
    assert "鲁医保发〔2023〕45号" in text
    wanted = {
        "zh": ("社会保险参保方案告知单", "工作地威海市", "本人合计", "姓名", "窗口"),
        "en": ("Socialinsurance:yourwaystoenrol", "placeofworkWeihai", "youpay", "yourname"),
    }
    for each in wanted[lang]:
        assert each in text


@pytest.mark.parametrize("lang", LANGS)
def test_its_own_dates_are_the_day_asked_about(lang: Lang, law: Parameters) -> None:
    found = read(sheet_pdf(asked(law), None, lang)).metadata
    assert found is not None
    assert (
        found.creation_date == found.modification_date == dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
    )
    assert (
        found.title
        == {
            "zh": "社会保险参保方案告知单 · 威海市，2026-11-22",
            "en": "Social insurance: your ways to enrol · Weihai, 2026-11-22",
        }[lang]
    )
    assert found.author is None


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_usual_cases_fit_one_page(
    example: Path, lang: Lang, law: Parameters, thorough: bool
) -> None:
    for on in ("2026-02-10", "2026-11-22") if thorough else ("2026-02-10",):
        day = dt.date.fromisoformat(on)
        result = compare(read_applicant_file(example), law, on=day)
        marks = marks_of(result.options)
        widest = next((o for o in result.options if MOST_COVER in marks.get(o.id, ())), None)
        for option in (None, widest):
            for link in (None, LINK) if thorough else (LINK,):
                assert len(read(sheet_pdf(result, option, lang, link)).pages) == 1


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("workplace", ["weihai", "jining", "zaozhuang", "xuchang", "lincang"])
def test_two_places_and_hardly_an_answer_fit_one_page(
    workplace: str, lang: Lang, law: Parameters, thorough: bool
) -> None:
    registrations = ("weihai", "lincang", "elsewhere", None)
    for registration in registrations if thorough else registrations[::2]:
        person = {"workplace": workplace, "household_registration": registration}
        result = compare(person, law, on=dt.date(2026, 11, 22))
        assert len(read(sheet_pdf(result, None, lang, LINK)).pages) == 1


def test_what_does_not_fit_goes_on(law: Parameters) -> None:
    """Nothing is cut off: the lines to fill in by pen come last, on whichever page."""
    long = {"id": "长" * 200, "platform": "x" * 200, "work": {"county": "字" * 200}}
    result = asked(law, **long)
    reader = read(sheet_pdf(result, None, "en", LINK))
    assert "signature" in text_of(reader)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("key", ["platform", "id"])
def test_free_text_is_never_source(key: str, text: str, law: Parameters) -> None:
    reader = read(sheet_pdf(asked(law, **{key: text})))
    assert len(reader.pages) == 1
    if text.isascii():
        assert "".join(text.split()) in text_of(reader)


@pytest.mark.parametrize("lang", LANGS)
def test_the_same_bytes_every_time(lang: Lang, law: Parameters) -> None:
    first = sheet_pdf(asked(law), None, lang, LINK)
    assert first == sheet_pdf(asked(load_parameters()), None, lang, LINK)


def test_the_same_bytes_in_another_process_zone_and_locale(law: Parameters) -> None:
    program = """
import sys, datetime as dt
from calc import compare, load_parameters
from calc.report.pdf import sheet_pdf
result = compare({}, load_parameters(), on=dt.date(2026, 11, 22))
sys.stdout.buffer.write(sheet_pdf(result, None, "zh"))
""".replace("{}", repr(PERSON))
    environment = {**os.environ, "TZ": "America/St_Johns", "LC_ALL": "C", "PYTHONHASHSEED": "7"}
    ran = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=180,
        check=True,
    )
    assert ran.stdout == sheet_pdf(asked(law), None, "zh")


def test_without_a_chinese_font_one_sentence_names_the_package(
    law: Parameters, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = typst.Fonts(include_system_fonts=False)
    monkeypatch.setattr(pdf, "_fonts", lambda folders: bare)
    for lang in LANGS:
        with pytest.raises(CanbaoError) as error:
            sheet_pdf(asked(law), None, lang)
        (problem,) = error.value.problems
        assert problem.code == "font.no_chinese"
        assert "fonts-noto-cjk" in translate(ERRORS[problem.code].advice, lang)
        assert FAMILIES[0] in problem.allowed


def test_a_folder_with_fonts_is_enough() -> None:
    """Fonts need not be installed: a folder that holds one will do."""
    folders = [Path("/usr/share/fonts/opentype/noto"), Path("/System/Library/Fonts")]
    there = tuple(folder for folder in folders if folder.is_dir())
    if there:
        assert pdf.chinese_font(there) in FAMILIES
