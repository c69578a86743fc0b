"""The pages without a browser, question by question: what is shown, checked, and comes next."""

from __future__ import annotations

import datetime as dt
import html
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from app.link import Shared, SharedScenario, open_query, query_of
from app.parts.page import CRASHED
from app.questions import BASIC, BY_KEY, GROUPS_OF_QUESTIONS, answers_of, applicant_of
from app.words import Words
from calc import compare, load_parameters
from calc.applicant import read_applicant
from calc.comparison import Comparison
from calc.comparison.headline import headline_fen, headline_option
from calc.comparison.projection import band_of
from calc.i18n import LANGS, Lang, translate, yuan_with_separators
from calc.report.amounts import best_formula, shares_of
from calc.report.payment_lines import DUE_BY_CONVENTION
from calc.report.projected import span_text
from calc.report.values import formula_text

ROOT = Path(__file__).parents[1]
SCRIPT = str(ROOT / "streamlit_app.py")
DAY = dt.date(2026, 11, 22)
RIDER = {
    "workplace": "weihai",
    "household_registration": "jining",
    "born": "1988-03",
    "sex": "female",
    "relation": "independent",
    "occupation": "food_delivery",
    "monthly_income": "5200.00",
}
LINCANG = {"workplace": "lincang", "household_registration": "lincang", "born": "1990-01"}
PAGES = {"": "compare", "counter": "counter", "batch": "batch", "parameters": "parameters"}
TITLES = {
    "": "Compare ways to enrol",
    "counter": "At the counter",
    "batch": "Many applicants at once",
    "parameters": "Parameters and documents",
}

pytestmark = pytest.mark.xdist_group("app")


class Screen:
    """A page, opened and clicked through."""

    def __init__(self, page: str = "", lang: Lang = "zh", *scenarios: SharedScenario) -> None:
        self.say, self.page = Words(lang), page
        self.test = AppTest.from_file(SCRIPT, default_timeout=30)
        shared = Shared(scenarios, lang, DAY, page)
        for name, value in query_of(shared).items():
            self.test.query_params[name] = value
        self.test.run()
        if page:
            self.test.switch_page(f"app/pages/{PAGES[page]}.py").run()
        self.fine()

    def fine(self) -> Screen:
        assert [error.value for error in self.test.exception] == []
        assert self.say(CRASHED) not in self.text
        return self

    @property
    def text(self) -> str:
        """Everything that we wrote on the page, without markup."""
        return html.unescape(re.sub(r"<[^>]+>", " ", self.markup))

    @property
    def markup(self) -> str:
        bodies = [element.proto.body for element in self.test.get("html")]
        return "\n".join(body for body in bodies if not body.startswith(("<style", "<script")))

    @property
    def labels(self) -> list[str]:
        kinds = ("selectbox", "number_input", "text_input", "radio", "button_group", "toggle")
        return [element.label for kind in kinds for element in self.test.get(kind)]

    def key(self, name: str) -> str:
        return f"{self.page or 'compare'}/{self.say.lang}/{name}"

    def group(self, name: str) -> Any:
        groups = self.test.get("button_group")
        return next(group for group in groups if group.key == self.key(name))

    def switch(self, lang: Lang) -> Screen:
        key = f"{self.page or 'compare'}/language"
        groups = self.test.get("button_group")
        next(group for group in groups if group.key == key).set_value(lang).run()
        self.say = Words(lang)
        return self.fine()

    def answer(self, key: str, value: object, kind: str = "selectbox", uid: str = "s1") -> Screen:
        getattr(self.test, kind)(key=self.key(f"{uid}:{key}")).set_value(value).run()
        return self.fine()

    def unfold(self, uid: str = "s1") -> Screen:
        self.test.session_state[self.key(f"{uid}:more")] = True
        self.test.run()
        return self.fine()

    def click(self, key: str) -> Screen:
        self.test.button(key=key).click().run()
        return self.fine()

    def link(self) -> Shared:
        return open_query(dict(self.test.query_params), self.page)


def scenario(answers: Mapping[str, str], **others: object) -> SharedScenario:
    return SharedScenario("", answers, **others)  # type: ignore[arg-type]


# -- what is shown --------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_blank_in_both_languages(page: str, lang: Lang) -> None:
    screen = Screen(page, lang)
    assert [title.value for title in screen.test.title] == [translate(TITLES[page], lang)]
    if page in ("", "counter"):
        assert translate(BY_KEY["workplace"].text, lang) in screen.labels


@pytest.mark.parametrize("lang", LANGS)
def test_every_question_is_asked_in_plain_words_with_a_label(lang: Lang) -> None:
    screen = Screen("", lang, scenario(RIDER)).unfold()
    for question in (*BASIC, *(q for group in GROUPS_OF_QUESTIONS for q in group.questions)):
        text = translate(question.text, lang)
        assert any(label.startswith(text) for label in screen.labels), question.key


def test_streamlits_own_words_are_covered_by_ours() -> None:
    bodies = [element.proto.body for element in Screen("batch", "zh").test.get("html")]
    assert any('content: "选择文件"' in body for body in bodies)


def test_no_chinese_is_left_on_the_english_page() -> None:
    screen = Screen("", "en", scenario(RIDER))
    shown = " ".join(re.findall(r"<(?:h3|h4|dt|summary)[^>]*>([^<]*)", screen.markup))
    assert not re.search(r"[\u4e00-\u9fff]", shown)


# -- question by question -------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
def test_workplace_alone_brings_a_result(lang: Lang) -> None:
    screen = Screen("", lang)
    assert "card" not in screen.markup
    screen.answer("workplace", "weihai")
    assert '<article class="card' in screen.markup
    assert screen.link().scenarios[0].answers == {"workplace": "weihai"}


def test_registration_brings_the_options_there() -> None:
    screen = Screen("", "en", scenario({"workplace": "weihai"}))
    assert "Jining" not in screen.text
    screen.answer("household_registration", "jining")
    assert "Jining" in screen.text


def test_registration_elsewhere_is_an_answer() -> None:
    screen = Screen("", "en", scenario({"workplace": "weihai"}))
    screen.answer("household_registration", "elsewhere")
    assert screen.link().scenarios[0].answers["household_registration"] == "elsewhere"


def test_birth_needs_year_and_month() -> None:
    screen = Screen("", "en", scenario({"workplace": "weihai"}))
    screen.answer("born:year", "1988")
    assert "born" not in screen.link().scenarios[0].answers
    screen.answer("born:month", "03")
    assert screen.link().scenarios[0].answers["born"] == "1988-03"


def test_birth_in_the_future_is_refused_with_the_question_named() -> None:
    screen = Screen("", "en", scenario({**RIDER, "born": "2026-12"}))
    assert "When were you born?" in screen.text
    assert "2026-11" in screen.text


def test_sex_can_be_taken_back() -> None:
    screen = Screen("", "en", scenario(RIDER))
    screen.group("s1:sex").set_value(None).run()
    assert "sex" not in screen.fine().link().scenarios[0].answers


def test_who_manages_the_work_decides_about_the_employer() -> None:
    screen = Screen("", "en", scenario({**RIDER, "relation": "employee"}))
    assert "through the employer" in screen.text
    screen.answer("relation", "", kind="radio")
    assert "relation" not in screen.link().scenarios[0].answers


def test_income_sets_the_base() -> None:
    screen = Screen("", "en", scenario({k: v for k, v in RIDER.items() if k != "monthly_income"}))
    assert "5,200.00 ×" not in screen.text
    screen.answer("monthly_income", 5200.0, kind="number_input")
    assert "5,200.00 × 20 % = 1,040.00" in screen.text


def test_a_base_outside_the_bounds_of_every_place_is_refused() -> None:
    screen = Screen("", "en", scenario({**RIDER, "pension_base": "10.00"}))
    assert "Chosen pension base" in screen.text
    assert 'class="notice bad"' in screen.markup


# -- situations side by side ----------------------------------------------------------------------


def test_situations_are_added_duplicated_renamed_compared_and_removed() -> None:
    screen = Screen("", "en", scenario(RIDER))
    screen.click("duplicate")
    assert [s.answers for s in screen.link().scenarios] == [RIDER, RIDER]
    screen.answer("workplace", "jining", uid="s2")
    first, second = screen.link().scenarios
    assert (first.answers["workplace"], second.answers["workplace"]) == ("weihai", "jining")
    assert "Against «my situation», in the year" in screen.text
    assert "Situations side by side, each by the option that stands for it" in screen.text
    screen.test.text_input(key=screen.key("s2:name")).set_value("If I move").run()
    assert screen.fine().link().scenarios[1].name == "If I move"
    screen.click("reference")
    assert screen.link().reference == 1
    assert "Against «If I move», in the year" in screen.text
    screen.click("remove")
    assert [s.answers for s in screen.link().scenarios] == [RIDER]


def test_a_new_situation_begins_empty_and_eight_are_the_most() -> None:
    screen = Screen("", "en", *(scenario(RIDER) for _ in range(7)))
    screen.click("add")
    assert len(screen.link().scenarios) == 7  # an empty one does not go into the link
    assert screen.test.button(key="add").disabled
    assert screen.test.button(key="duplicate").disabled


def test_removing_the_last_situation_empties_it() -> None:
    screen = Screen("", "en", scenario(RIDER))
    screen.click("remove")
    assert screen.link().scenarios == ()
    assert "card" not in screen.markup


def test_the_picked_option_stands_for_the_situation() -> None:
    screen = Screen("", "en", scenario(RIDER))
    wanted = "pension=flexible@weihai;medical=flexible.without_account@weihai"
    screen.answer("pick", wanted)
    sent = screen.link().scenarios[0]
    assert sent.option == wanted
    result = compare(RIDER, load_parameters(), on=DAY)
    assert sent.headline_fen == headline_fen(headline_option(result, wanted))


# -- what is missing ------------------------------------------------------------------------------

PROPORTION = "lincang.employee_medical.flexible_base_proportion"


@pytest.mark.parametrize("page", ["", "counter"])
def test_a_missing_value_is_typed_in_marked_and_taken_back(page: str) -> None:
    screen = Screen(page, "en", scenario(LINCANG))
    screen.test.text_input(key=screen.key(f"enter:{PROPORTION}")).set_value("60%").run()
    assert screen.fine().link().entries == (f"{PROPORTION}=60%",)
    marked = re.compile('class="(tag|sign) entered"')
    assert marked.search(screen.markup)
    screen.click(f"forget:{PROPORTION}")
    assert screen.link().entries == ()
    assert not marked.search(screen.markup)


def test_a_wrong_missing_value_is_refused_with_its_reason() -> None:
    screen = Screen("", "en", scenario(LINCANG))
    screen.test.text_input(key=screen.key(f"enter:{PROPORTION}")).set_value("sixty").run()
    assert screen.fine().link().entries == ()
    assert "notice bad" in screen.markup
    assert "sixty" in screen.text


@pytest.mark.parametrize(("lang", "at_least"), [("zh", "至少"), ("en", "at least")])
def test_at_least_and_entered_by_you_stand_at_every_amount(lang: Lang, at_least: str) -> None:
    flexible = "pension=flexible@lincang;medical=flexible.without_account@lincang"
    screen = Screen("", lang, scenario(LINCANG, option=flexible), scenario(RIDER))
    screen.test.text_input(key=screen.key(f"enter:{PROPORTION}")).set_value("60%").run()
    screen.fine().test.session_state["as_table"] = True
    screen.test.session_state["as_text"] = True
    screen.test.run()
    result = compare(applicant_of(LINCANG), load_parameters(entries=[f"{PROPORTION}=60%"]), on=DAY)
    option = next(option for option in result.options if option.id == flexible)
    assert not option.complete
    amounts = (
        option.worker_month_fen,
        option.worker_year_fen,
        option.net_year_fen,
        option.net_year_with_ceiling_fen,
    )
    # figures of cards and cells of tables; formulas and lines hold their numbers bare
    shown = " ".join(
        re.findall(r'<(?:span class="much"|td[^>]*|div class="quiet")>([^<]*)', screen.markup)
    )
    entered = translate("entered by you", lang)
    for fen in amounts:
        assert fen is not None
        text = yuan_with_separators(fen)
        found = re.findall(rf"(\S+ *\S*) {re.escape(text)}(?![\d,])", shown)
        assert found
        assert all(each.endswith(at_least) for each in found)
    [copied] = [e.value for e in screen.test.get("code") if entered in str(e.value)]
    assert copied.count(at_least) == 2
    assert copied.count(entered) == 2


# -- what it may give back -------------------------------------------------------------------------

PAYS_FOR_YEARS = {
    **RIDER,
    "born": "1975-03",
    "sex": "male",
    "household_registration": "weihai",
    "history.employee_pension_months": "120",
    "history.average_contribution_index": "0.7",
    "history.individual_account": "30000.00",
}
FLEXIBLE = "pension=flexible@weihai;medical=flexible.without_account@weihai"


@pytest.mark.parametrize("lang", LANGS)
def test_the_pension_is_a_band_and_never_a_promise(lang: Lang) -> None:
    screen = Screen("", lang, scenario(PAYS_FOR_YEARS, option=FLEXIBLE))
    assert translate("An estimate, no promise.", lang) in screen.text
    result = compare(applicant_of(PAYS_FOR_YEARS), load_parameters(), on=DAY)
    option = next(option for option in result.options if option.id == FLEXIBLE)
    for found in result.projection(option).retirement:
        for estimate in found.estimates.values():
            assert yuan_with_separators(estimate.pension_fen) in screen.text


def test_another_option_is_weighed_against_it() -> None:
    screen = Screen("", "en", scenario(PAYS_FOR_YEARS, option=FLEXIBLE))
    other = "pension=resident@weihai;medical=resident.tier_1@weihai"
    before = screen.text
    screen.test.selectbox(key=screen.key("against")).set_value(other).run()
    screen.fine()
    assert len(screen.text) > len(before)


@pytest.mark.parametrize("lang", LANGS)
def test_a_finished_estimate_asks_only_for_what_makes_it_sharper(lang: Lang) -> None:
    screen = Screen("", lang, scenario({**RIDER, "born": "1975-03"}, option=FLEXIBLE))
    asks = translate("For an estimate, tell us: {questions}", lang).partition("{")[0]
    sharper = translate(
        "Answer these too, and the estimate becomes sharper: {questions}", lang
    ).partition("{")[0]
    assert sharper in screen.text
    assert asks not in screen.text


@pytest.mark.parametrize("lang", LANGS)
def test_the_span_of_the_pension_is_the_same_on_card_and_in_the_tables(lang: Lang) -> None:
    resident = "pension=resident@jining;medical=resident@jining"
    screen = Screen("", lang, scenario({**RIDER, "born": "1990-03"}, option=resident))
    screen.test.session_state["as_table"] = True
    screen.test.run()
    screen.fine()
    result = compare({**RIDER, "born": "1990-03"}, load_parameters(), on=DAY)
    option = next(option for option in result.options if option.id == resident)
    found = result.projection(option).at("statutory")
    assert found is not None
    span = span_text(band_of(found, "real_fen"), lang)
    for element in ("span", "td", "h4"):
        texts = re.findall(rf"<{element}[^>]*>([^<]*)", screen.markup)
        if element == "h4":
            measured = translate("Estimated pension a month, in today's wages (yuan)", lang)
            assert measured in html.unescape(" ".join(texts))
        else:
            assert any(text.startswith(span) for text in texts)


@pytest.mark.parametrize("lang", LANGS)
def test_every_figure_of_a_card_opens_to_its_formula(lang: Lang) -> None:
    screen = Screen("", lang, scenario(PAYS_FOR_YEARS, option=FLEXIBLE))
    result = compare(applicant_of(PAYS_FOR_YEARS), load_parameters(), on=DAY)
    option = next(option for option in result.options if option.id == FLEXIBLE)
    found = result.projection(option).at("statutory")
    assert found is not None
    assert formula_text(best_formula(option), lang) in screen.text
    [share] = shares_of(result, option)
    assert formula_text(share.formula, lang) in screen.text
    for step in found.estimates["middle"].steps:
        assert formula_text(step.formula, lang) in screen.text


def test_a_row_of_the_table_unfolds_a_closed_option_too() -> None:
    screen = Screen("", "en", scenario({**RIDER, "relation": "employee"}))
    screen.test.session_state["as_table"] = True
    screen.test.run()
    result = compare({**RIDER, "relation": "employee"}, load_parameters(), on=DAY)
    closed = [n for n, option in enumerate(result.options, 1) if option.open is False]
    option = result.options[closed[0] - 1]
    before = len(screen.markup)
    screen.test.selectbox(key=screen.key("unfold")).set_value(str(closed[0])).run()
    screen.fine()
    assert len(screen.markup) > before
    for line in option.worker_lines:
        assert formula_text(line.year_formula or line.formula, "en") in screen.text


@pytest.mark.parametrize("lang", LANGS)
def test_the_calendar_says_that_its_due_days_are_a_convention(lang: Lang) -> None:
    screen = Screen("", lang, scenario(PAYS_FOR_YEARS, option=FLEXIBLE))
    assert translate(DUE_BY_CONVENTION, lang) in screen.text


# -- files ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["", "counter"])
def test_every_document_can_be_saved(page: str) -> None:
    screen = Screen(page, "en", scenario(RIDER))
    keys = {element.key for element in screen.test.get("download_button")}
    assert {f"download:{kind}" for kind in ("pdf", "html", "xlsx", "csv", "ics", "json")} <= keys


def test_the_text_says_whether_the_option_is_open() -> None:
    screen = Screen("", "zh", scenario({"workplace": "weihai"}))
    screen.test.session_state["as_text"] = True
    screen.test.run()
    [copied] = [e.value for e in screen.fine().test.get("code") if "工作地" in str(e.value)]
    assert translate("to be clarified", "zh") in copied
    assert "就业地" not in copied


# -- then and now ---------------------------------------------------------------------------------


def sent(amount: int, version: str) -> Screen:
    screen = Screen.__new__(Screen)
    screen.say, screen.page = Words("en"), ""
    screen.test = AppTest.from_file(SCRIPT, default_timeout=30)
    shared = Shared((scenario(RIDER, headline_fen=amount),), "en", DAY, data_version=version)
    for name, value in query_of(shared).items():
        screen.test.query_params[name] = value
    screen.test.run()
    return screen.fine()


def test_a_link_whose_amounts_changed_shows_then_and_now() -> None:
    now = headline_fen(headline_option(compare(RIDER, load_parameters(), on=DAY)))
    assert now is not None
    screen = sent(now - 100, "0123456789ab")
    assert "Then and now" in screen.text
    assert "+1.00 yuan" in screen.text
    screen.answer("household_registration", "weihai")
    assert "Then and now" not in screen.text  # it is another question now


def test_a_link_whose_law_changed_but_not_the_amount_says_so() -> None:
    now = headline_fen(headline_option(compare(RIDER, load_parameters(), on=DAY)))
    assert now is not None
    assert "The amounts are the same as then." in sent(now, "0123456789ab").text


def test_a_fresh_link_says_nothing() -> None:
    parameters = load_parameters()
    now = headline_fen(headline_option(compare(RIDER, parameters, on=DAY)))
    assert now is not None
    assert "Then and now" not in sent(now, parameters.data_version).text


def test_a_damaged_link_says_so_and_the_page_works() -> None:
    test = AppTest.from_file(SCRIPT, default_timeout=30)
    test.query_params["s"] = "1.damaged"
    test.query_params["lang"] = "en"
    test.run()
    assert not test.exception
    assert any("cannot be read" in element.proto.body for element in test.get("html"))


# -- language -------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["", "counter"])
def test_the_language_switch_keeps_the_answers(page: str) -> None:
    screen = Screen(page, "zh", scenario(RIDER, option=FLEXIBLE))
    screen.answer("born:month", None)  # half an answer stands in no link, only in its boxes
    screen.switch("en")
    assert screen.test.title[0].value == TITLES[page]
    assert screen.test.selectbox(key=screen.key("s1:born:year")).value == "1988"
    screen.answer("born:month", "03")
    assert screen.link().scenarios[0].answers == RIDER
    assert screen.link().scenarios[0].option == FLEXIBLE
    assert screen.link().lang == "en"


@pytest.mark.parametrize("page", PAGES)
def test_after_the_language_switch_every_box_is_another_one(page: str) -> None:
    """A box that keeps its key keeps the texts that it was made with, in the browser."""
    screen = Screen(page, "zh", scenario(RIDER))
    kinds = ("selectbox", "radio", "number_input", "text_input", "date_input")

    def boxes() -> set[str]:
        return {str(box.key) for kind in kinds for box in screen.test.get(kind)}

    before = boxes()
    screen.switch("en")
    assert len(boxes()) == len(before)
    assert not boxes() & before


def test_the_language_switch_keeps_what_is_looked_at() -> None:
    screen = Screen("parameters", "zh")
    screen.group("view").set_value("differences").run()
    screen.test.selectbox(key=screen.key("other_place")).set_value("jining").run()
    screen.test.selectbox(key=screen.key("section")).set_value("").run()
    screen.fine().switch("en")
    assert screen.test.selectbox(key=screen.key("other_place")).value == "jining"
    assert screen.test.selectbox(key=screen.key("section")).value == ""


# -- counter --------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
def test_the_counter_lists_every_option_with_reasons(lang: Lang) -> None:
    screen = Screen("counter", lang, scenario(RIDER))
    options = compare(RIDER, load_parameters(), on=DAY).options
    rows = re.findall(r'<th scope="row"[^>]*>(\d+)</th>', screen.markup)
    assert sorted(map(int, rows)) == list(range(1, len(options) + 1))


def test_a_new_applicant_leaves_nothing_of_the_last_one() -> None:
    screen = Screen("counter", "en", scenario(RIDER))
    screen.click("new")
    assert screen.link().scenarios == ()
    assert "5200" not in screen.markup


# -- parameters -----------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("view", ["browse", "coverage", "differences", "own"])
def test_every_view_of_the_law(view: str, lang: Lang) -> None:
    screen = Screen("parameters", lang)
    screen.group("view").set_value(view).run()
    screen.fine()
    if view in ("browse", "coverage"):
        assert "<table" in screen.markup


def test_a_value_is_shown_with_its_document_and_history() -> None:
    screen = Screen("parameters", "en")
    screen.test.selectbox(key=screen.key("place")).set_value("weihai").run()
    screen.test.selectbox(key=screen.key("parameter")).set_value(
        "employee_pension.base_floor"
    ).run()
    screen.fine()
    assert "4,573" in screen.text
    assert "鲁人社字〔2026〕75号" in screen.text
    assert screen.test.query_params["parameter"] == "employee_pension.base_floor"


def test_a_value_of_ones_own_is_typed_saved_and_forgotten() -> None:
    screen = Screen("parameters", "en")
    screen.group("view").set_value("own").run()
    screen.test.text_input(key=screen.key("typed")).set_value(f"{PROPORTION}=60%").run()
    assert "60 %" in screen.fine().text
    screen.test.text_input(key=screen.key("typed")).set_value("nowhere.nothing=1").run()
    assert "notice bad" in screen.fine().markup
    screen.click("forget_all")
    assert "60 %" not in screen.text


# -- every number comes from the result -----------------------------------------------------------

AMOUNT = re.compile(r"(?<![\d.])\d[\d,]*\.\d\d(?!\d)")


def numbers_in(value: object, key: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from numbers_in(inner, str(name))
    elif isinstance(value, list):
        for inner in value:
            yield from numbers_in(inner, key)
    elif isinstance(value, bool) or value is None:
        return
    elif isinstance(value, int):
        yield yuan_with_separators(abs(value))
    elif isinstance(value, str):
        for amount in AMOUNT.findall(value):
            yield yuan_with_separators(int(amount.replace(".", "").replace(",", "")))


def payer_sums(document: dict[str, Any]) -> Iterator[str]:
    """What each payer pays for an option in the year: the bars of the picture."""
    for option in document["options"]:
        by_payer: dict[str, int] = {}
        for line in option["lines"]:
            if line["year_fen"] is not None:
                by_payer[line["payer"]] = by_payer.get(line["payer"], 0) + line["year_fen"]
        yield from map(yuan_with_separators, by_payer.values())


def steps_of_estimates(result: Comparison) -> Iterator[str]:
    """The formulas behind the estimated pensions, which the document leaves out."""
    for option in result.options:
        for found in result.projection(option).retirement:
            for estimate in found.estimates.values():
                yield from numbers_in([step.formula for step in estimate.steps])


@pytest.mark.parametrize("page", ["", "counter"])
@pytest.mark.parametrize(
    "answers",
    [
        RIDER,
        LINCANG,
        {"workplace": "xuchang", "household_registration": "xuchang", "sex": "male"},
        {**RIDER, "relation": "employee", "born": "1975-06"},
        {"workplace": "zaozhuang", "household_registration": "elsewhere", "hardship": "true"},
    ],
    ids=["weihai", "lincang", "xuchang", "employee", "zaozhuang"],
)
def test_each_amount_on_screen_stands_in_the_result(page: str, answers: dict[str, str]) -> None:
    screen = Screen(page, "en", scenario(answers))
    result = compare(applicant_of(answers), load_parameters(), on=DAY)
    document = json.loads(json.dumps(result.to_dict("en")))
    allowed = set(numbers_in(document)) | set(payer_sums(document))
    allowed |= set(steps_of_estimates(result))
    shown = set(AMOUNT.findall(screen.text))
    assert shown
    assert shown - allowed == set()


# -- answers and applicants -----------------------------------------------------------------------


def test_flat_answers_and_applicants_are_two_sides_of_one_thing() -> None:
    answers = {**RIDER, "history.individual_account": "60000.00", "work.county": "环翠区"}
    answers |= {"hardship": "true", "relation_facts.rules_apply": "false"}
    assert answers_of(read_applicant(applicant_of(answers)).to_dict()) == answers
