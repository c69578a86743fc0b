"""The sheet as a page: escaped, from nowhere else, nothing that runs, one A4 page on paper."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import html
import io
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pypdf
import pytest

from calc import compare, load_parameters
from calc.comparison import Comparison, Option
from calc.comparison.marks import MOST_COVER, marks_of
from calc.i18n import LANGS, Lang
from calc.parameters.lookup import Parameters
from calc.report.html import sheet_html
from calc.report.sheet import sheet
from calc.report.sheet_length import LINES_ON_A_PAGE, lines_on_paper
from calc.report.sheet_shapes import TIGHT

LINK = "https://canbao.example.org/counter?lang=zh&on=2026-11-22&s=1." + "aB3_" * 60
PERSON: dict[str, object] = {
    "workplace": "weihai",
    "household_registration": "weihai",
    "born": "1993-04",
    "sex": "male",
    "relation": "managed",
    "occupation": "food_delivery",
    "platform": "美团",
    "pension_base": "5000",
}
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "&lt;b&gt;&#60;script&#62;",
    "</style><script>alert(1)</script>",
    "{{ 7 * 7 }}{% raw %}",
    "javascript:alert(1)",
)
ALLOWED_TAGS = {
    *("html", "head", "meta", "title", "style", "body", "main", "header", "div", "h1", "h2", "p"),
    *("span", "figure", "img", "figcaption", "section", "table", "thead", "tbody", "tr", "th"),
    *("td", "footer"),
}
ALLOWED_ATTRIBUTES = {
    *("lang", "charset", "http-equiv", "content", "name", "class", "scope", "colspan"),
    *("src", "alt"),
}
A4_POINTS = (595, 842)


@pytest.fixture(scope="module")
def law() -> Parameters:
    return load_parameters()


def asked(law: Parameters, **changes: object) -> Comparison:
    return compare({**PERSON, **changes}, law, on=dt.date(2026, 11, 22))


class Page(HTMLParser):
    """A page taken apart: tags, attributes, texts."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.texts: list[str] = []
        self.feed(content.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def one(pattern: str, text: str) -> str:
    found = re.findall(pattern, text, re.DOTALL)
    assert len(found) == 1
    return str(found[0])


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("link", [None, LINK])
def test_nothing_runs_and_nothing_comes_from_elsewhere(
    lang: Lang, link: str | None, law: Parameters
) -> None:
    content = sheet_html(asked(law), None, lang, link)
    page = Page(content)
    assert set(page.tags) <= ALLOWED_TAGS
    assert {name for name, _ in page.attributes} <= ALLOWED_ATTRIBUTES
    sources = [value for name, value in page.attributes if name == "src"]
    assert len(sources) == (link is not None)
    assert all(source.startswith("data:image/svg+xml") for source in sources)
    # an address stands only beside the QR code, as text
    style = one("<style>(.*?)</style>", content.decode())
    assert "url(" not in style
    assert "@import" not in style
    assert content.decode().count("://") == (link is not None) + sum(
        s.count("://") for s in sources
    )


def test_the_policy_allows_only_what_is_there(law: Parameters) -> None:
    text = sheet_html(asked(law), None, "zh", LINK).decode()
    policy = html.unescape(one('http-equiv="Content-Security-Policy" content="([^"]*)"', text))
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["img-src"] == "data:"
    assert rules["base-uri"] == rules["form-action"] == "'none'"
    style = one("<style>(.*?)</style>", text)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert rules["style-src"] == f"'sha256-{digest}'"
    # the policy has to stand before what it is about
    assert text.index("Content-Security-Policy") < text.index("<title>") < text.index("<style>")


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("key", ["platform", "id"])
def test_free_text_is_escaped(key: str, text: str, law: Parameters) -> None:
    content = sheet_html(asked(law, **{key: text}))
    page = Page(content)
    assert set(page.tags) <= ALLOWED_TAGS
    assert {name for name, _ in page.attributes} <= ALLOWED_ATTRIBUTES
    assert text in "".join(page.texts), "it reads as it was written"
    for sign in "<>\"'":
        if sign in text:
            assert html.escape(text) in content.decode() or text not in content.decode()


@pytest.mark.parametrize("lang", LANGS)
def test_it_reads_well(lang: Lang, law: Parameters) -> None:
    content = sheet_html(asked(law), None, lang, LINK)
    page = Page(content)
    assert content.startswith(b"<!DOCTYPE html>\n<html lang=")
    assert ("lang", {"zh": "zh-CN", "en": "en"}[lang]) in page.attributes
    assert page.tags.count("h1") == 1
    assert page.tags.count("table") >= 3
    assert page.attributes.count(("scope", "col")) == page.tags.count("th")
    assert ("alt", LINK) in page.attributes
    headings = {
        "zh": "参保方案（本人缴费，单位：元）",
        "en": "Ways to enrol (what you pay, in yuan)",
    }
    assert headings[lang] in page.texts


def test_the_same_bytes_every_time(law: Parameters) -> None:
    first = sheet_html(asked(law), None, "zh", LINK)
    assert first == sheet_html(asked(load_parameters()), None, "zh", LINK)


# -- on paper ----------------------------------------------------------------------------------


def widest(result: Comparison) -> Option:
    """Both employee schemes as a flexible worker: the most lines that one usually pays."""
    marks = marks_of(result.options)
    return next(option for option in result.options if MOST_COVER in marks.get(option.id, ()))


def printed(page: bytes, folder: Path) -> pypdf.PdfReader:
    """What a browser makes of a page on paper."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    browser = next(found for name in names if (found := shutil.which(name)))
    source, target = folder / "sheet.html", folder / "sheet.pdf"
    source.write_bytes(page)
    subprocess.run(
        [
            *(browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"),
            *(f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={target}"),
            source.as_uri(),
        ],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=180,
        check=True,
    )
    return pypdf.PdfReader(io.BytesIO(target.read_bytes()))


@pytest.mark.parametrize("lang", LANGS)
def test_a_browser_prints_one_page(
    lang: Lang, law: Parameters, tmp_path: Path, system_package: Callable[[str], None]
) -> None:
    system_package("chromium")
    system_package("cjk-font")
    pages = printed(sheet_html(asked(law), None, lang, LINK), tmp_path).pages
    assert len(pages) == 1
    size = (float(pages[0].mediabox.width), float(pages[0].mediabox.height))
    assert size == pytest.approx(A4_POINTS, abs=2)
    # the style was taken: without it the type is large and one page does not hold the sheet
    # (the browser writes some characters as their radicals)
    text = unicodedata.normalize("NFKC", "".join(pages[0].extract_text().split()))
    assert {"zh": "本人合计", "en": "youpay"}[lang] in text
    assert "1,000.00" in text, "20 % of 5000"


@pytest.mark.parametrize("lang", LANGS)
def test_the_longest_usual_sheet_prints_on_one_page(
    lang: Lang,
    law: Parameters,
    tmp_path: Path,
    system_package: Callable[[str], None],
    thorough: bool,
) -> None:
    system_package("chromium")
    system_package("cjk-font")
    for registration in ("jining", "weihai", "elsewhere") if thorough else ("jining",):
        person = {**PERSON, "household_registration": registration}
        result = compare(person, law, on=dt.date(2026, 2, 10))
        page = sheet_html(result, widest(result), lang, LINK)
        assert len(printed(page, tmp_path).pages) == 1


def test_a_sheet_too_long_for_a_page_says_less(law: Parameters) -> None:
    person = {**PERSON, "household_registration": "jining"}
    result = compare(person, law, on=dt.date(2026, 2, 10))
    whole = sheet(result, widest(result), "en", LINK)
    tight = sheet(result, widest(result), "en", LINK, room=TIGHT)
    assert lines_on_paper(tight) < lines_on_paper(whole)
    assert lines_on_paper(whole) > LINES_ON_A_PAGE
    page = Page(sheet_html(result, widest(result), "en", LINK))
    shown = [section.heading for section in tight.sections]
    assert [text for text in page.texts if text in shown] == shown
    assert tight.sections[0].lines[-1] in page.texts
