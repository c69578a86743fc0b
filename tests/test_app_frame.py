"""The frame of the screens: days, wrong answers, and what stands in the address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest
from streamlit.testing.v1 import AppTest

from app.link import Shared, open_query, query_of
from app.parts.page import CRASHED
from app.questions import BY_KEY
from calc import compare, load_parameters
from calc.comparison.headline import headline_fen, headline_option
from calc.comparison.projection import band_of
from calc.i18n import LANGS, Lang, translate, yuan_with_separators
from calc.report.projected import span_text
from tests.test_app_flows import DAY, PAGES, PROPORTION, RIDER, SCRIPT, Screen, scenario

pytestmark = pytest.mark.xdist_group("app")


def opened(page: str, query: Mapping[str, str]) -> Screen:
    """A page opened at an address that nobody's screens wrote."""
    screen = Screen.__new__(Screen)
    lang: Lang = "en" if query.get("lang") == "en" else "zh"
    screen.say, screen.page = Screen("", lang).say, page
    screen.test = AppTest.from_file(SCRIPT, default_timeout=30)
    for name, value in query.items():
        screen.test.query_params[name] = value
    screen.test.run()
    assert screen.say(CRASHED) not in screen.text
    said = screen.text
    if page:
        screen.test.switch_page(f"app/pages/{PAGES[page]}.py").run()
    screen.fine()
    screen.first = said  # type: ignore[attr-defined]
    return screen


# -- days -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", ["1800-01-01", "1996-12-31", "2101-01-01", "9999-12-31", "x", "0"])
@pytest.mark.parametrize("page", PAGES)
def test_a_day_that_cannot_be_asked_about_falls_back_to_today(page: str, day: str) -> None:
    screen = opened(page, {**query_of(Shared((scenario(RIDER),), "en")), "on": day})
    assert f"«{day}»" in screen.first  # type: ignore[attr-defined]
    assert f"«{day}»" not in screen.fine().text or not page
    assert dt.date.fromisoformat(screen.test.query_params["on"]).year < 2100
    if page in ("", "counter"):
        assert "notice bad" not in screen.markup


@pytest.mark.parametrize("day", ["1800-01-01", "2101-06-01", "soon"])
def test_the_other_day_falls_back_too(day: str) -> None:
    query = {"lang": "en", "on": DAY.isoformat(), "view": "differences", "other_day": day}
    screen = opened("parameters", query)
    assert screen.test.date_input(key=screen.key("other_day")).value == DAY


# -- wrong answers --------------------------------------------------------------------------------

INDEX = "history.average_contribution_index"
WRONG = {
    INDEX: "abc",
    "monthly_income": "-5.00",
    "history.employee_pension_months": "1e400",
    "history.individual_account": "nan",
    "history.deemed_months": "99999999999999999999",
    "born": "1988-13",
    "sex": "both",
    "relation": "boss",
    "hardship": "perhaps",
    "household_registration": "atlantis",
    "enrolled_from": "soon",
    "groups.hard_to_employ": "poets",
    "pension_base": "10.00",
}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("page", ["", "counter"])
@pytest.mark.parametrize("key", WRONG)
def test_a_wrong_answer_is_told_and_left_out_and_the_result_stays(
    key: str, page: str, lang: Lang
) -> None:
    screen = Screen(page, lang, scenario({**RIDER, key: WRONG[key]})).unfold()
    assert screen.link().scenarios[0].answers[key] == WRONG[key]
    question = translate(BY_KEY[key].text, lang)
    notices = [part for part in screen.markup.split("<div") if 'class="notice bad"' in part]
    assert len(notices) == 2, "at the field and at the top of the result"
    assert all(question in notice for notice in notices)
    left = {name: text for name, text in RIDER.items() if name != key}
    result = compare(left, load_parameters(), on=DAY)
    amount = headline_fen(headline_option(result))
    assert amount is not None
    assert yuan_with_separators(amount) in screen.text


def test_no_code_and_no_command_line_on_a_screen() -> None:
    for key, value in WRONG.items():
        text = Screen("", "zh", scenario({**RIDER, key: value})).text
        for machine in ("[", "--set", "applicant", "weihai:", "none"):
            assert machine not in text, key


def test_a_negative_income_typed_in_is_told() -> None:
    screen = Screen("", "en", scenario(RIDER))
    screen.answer("monthly_income", -5.0, kind="number_input")
    assert "a negative amount is not taken" in screen.text
    assert "The result leaves out: What do you earn in a month? (yuan)" in screen.text
    screen.answer("monthly_income", 5200.0, kind="number_input")
    assert "notice bad" not in screen.markup


def test_a_text_is_mended_where_it_stands() -> None:
    screen = Screen("", "en", scenario({**RIDER, "monthly_income": "five"}))
    screen.answer("monthly_income:text", "4800", kind="text_input")
    assert screen.link().scenarios[0].answers["monthly_income"] == "4800"
    screen.test.run()  # the next click shows the number's own box again
    assert screen.test.number_input(key=screen.key("s1:monthly_income")).value == 4800.0
    assert "notice bad" not in screen.markup


@pytest.mark.parametrize("page", ["", "counter"])
def test_a_wrong_answer_before_the_place_of_work_is_told_at_its_field(page: str) -> None:
    screen = Screen(page, "en", scenario({"monthly_income": "-5.00"}))
    assert screen.markup.count('class="notice bad"') == 2
    assert "a required key is missing" not in screen.text


def test_a_workplace_that_is_not_on_file_is_told_once_with_what_to_do() -> None:
    screen = Screen("counter", "zh", scenario({**RIDER, "workplace": "atlantis"}))
    assert "请从列表中选择" in screen.text
    assert "[place.unknown]" not in screen.text


# -- values of one's own --------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
def test_a_wrong_value_names_its_field_and_not_the_command_line(lang: Lang) -> None:
    screen = Screen("parameters", lang)
    screen.group("view").set_value("own").run()
    for typed in ("weihai.foo=3", f"{PROPORTION}=sixty", "nothing"):
        screen.test.text_input(key=screen.key("typed")).set_value(typed).run()
        text = screen.fine().text
        assert 'class="notice bad"' in screen.markup
        for machine in ("--set", "[parameter", "[value", "[set"):
            assert machine not in text
    name = load_parameters().definitions.label(PROPORTION.partition(".")[2])
    screen.test.text_input(key=screen.key("typed")).set_value(f"{PROPORTION}=sixty").run()
    assert (name.zh if lang == "zh" else name.en) in screen.fine().text


def test_a_value_typed_in_stands_in_the_address_without_any_answer() -> None:
    screen = Screen("parameters", "en")
    screen.group("view").set_value("own").run()
    screen.test.text_input(key=screen.key("typed")).set_value(f"{PROPORTION}=60%").run()
    query = address(screen)
    assert open_query(query).entries == (f"{PROPORTION}=60%",)
    again = opened("parameters", query)
    assert "60 %" in again.text


# -- what is looked at ----------------------------------------------------------------------------


def address(screen: Screen) -> dict[str, str]:
    return dict(screen.fine().test.query_params)


def test_what_is_looked_at_stands_in_the_address() -> None:
    screen = Screen("parameters", "en")
    screen.test.selectbox(key=screen.key("section")).set_value("").run()
    screen.group("view").set_value("differences").run()
    screen.test.selectbox(key=screen.key("place")).set_value("jining").run()
    screen.test.selectbox(key=screen.key("other_place")).set_value("xuchang").run()
    screen.test.date_input(key=screen.key("other_day")).set_value(dt.date(2024, 7, 1)).run()
    query = address(screen)
    assert query["section"] == "all"
    again = opened("parameters", query)
    assert again.group("view").value == "differences"
    assert again.test.selectbox(key=again.key("section")).value == ""
    assert again.test.selectbox(key=again.key("place")).value == "jining"
    assert again.test.selectbox(key=again.key("other_place")).value == "xuchang"
    assert again.test.date_input(key=again.key("other_day")).value == dt.date(2024, 7, 1)
    assert "July 1, 2024" in again.text
    assert "2024-07-01" not in again.text


@pytest.mark.parametrize("view", ["coverage", "own"])
def test_every_view_reopens(view: str) -> None:
    screen = Screen("parameters", "en")
    screen.group("view").set_value(view).run()
    assert opened("parameters", address(screen)).group("view").value == view


def test_an_older_address_of_the_parameters_opens() -> None:
    query = {"lang": "en", "on": "2026-11-22", "place": "jining", "section": "employee_medical"}
    screen = opened("parameters", query)
    assert screen.group("view").value == "browse"
    assert screen.test.selectbox(key=screen.key("place")).value == "jining"
    assert screen.test.selectbox(key=screen.key("section")).value == "employee_medical"


def test_an_address_that_makes_no_sense_opens() -> None:
    names = ("place", "section", "parameter", "view", "other_place", "other_day")
    opened("parameters", {"lang": "en", **dict.fromkeys(names, "天" * 200)})


def test_other_pages_do_not_carry_what_was_looked_at() -> None:
    screen = Screen("parameters", "en")
    screen.test.switch_page("app/pages/compare.py").run()
    assert set(address(screen)) == {"lang", "on"}


# -- the form -------------------------------------------------------------------------------------


def years(screen: Screen, key: str) -> list[str]:
    return list(screen.test.selectbox(key=screen.key(f"s1:{key}:year")).options)


def test_years_begin_with_the_asked_one() -> None:
    screen = Screen("", "en", scenario(RIDER)).unfold()
    assert years(screen, "born")[0] == "2026"
    assert years(screen, "groups.graduated_on")[0] == "2026"
    assert years(screen, "enrolled_from")[0] == "2026"
    assert years(screen, "enrolled_from")[-3:] == ["2027", "2028", "2029"]
    assert "2027" not in years(screen, "born") + years(screen, "groups.graduated_on")


def test_a_group_is_asked_for_in_words() -> None:
    said = Screen("", "zh", scenario(RIDER)).text
    assert "都不属于的也请说明" in said
    assert "填 none" not in said


# -- the counter ----------------------------------------------------------------------------------


def test_the_counter_names_the_article_to_point_at() -> None:
    markup = Screen("counter", "zh", scenario(RIDER)).markup
    option = next(row for row in markup.split("<tr>") if ">3</th>" in row)
    assert "威人社字〔2022〕15号 第 6 条" in option


def test_the_counter_tells_each_reason_once() -> None:
    screen = Screen("counter", "en", scenario(RIDER))
    table = screen.markup.partition("<table")[2].partition("</table>")[0]
    reason = "no document on file says whether you can enrol in Weihai"
    assert table.count("As for no.") >= 3
    assert table.count(reason) <= 1


def test_the_counter_shows_the_best_net_year_and_the_estimate() -> None:
    answers = {**RIDER, "household_registration": "weihai"}
    screen = Screen("counter", "en", scenario(answers))
    result = compare(answers, load_parameters(), on=DAY)
    best = [o for o in result.options if o.net_year_with_ceiling_fen != o.worker_year_fen]
    assert best
    for option in best:
        assert yuan_with_separators(option.net_year_with_ceiling_fen or 0) in screen.text
    found = next(f for o in result.options if (f := result.projection(o).at("statutory")))
    assert span_text(band_of(found, "real_fen"), "en") in screen.text


def test_the_counter_leaves_out_columns_in_which_nothing_stands() -> None:
    head = Screen("counter", "en", scenario({"workplace": "xuchang"})).markup
    head = head.partition("<thead>")[2].partition("</thead>")[0]
    assert "Pension estimated" not in head


def test_the_place_of_work_is_the_first_field_of_the_counter() -> None:
    screen = Screen("counter", "en")
    assert screen.test.selectbox[0].key == screen.key("s1:workplace")
    scripts = [element.proto.body for element in screen.test.get("html")]
    assert any(".st-key-counter-en-s1-workplace input" in body for body in scripts)
    screen.answer("workplace", "weihai")
    scripts = [element.proto.body for element in screen.test.get("html")]
    assert not any(".st-key-counter-en-s1-workplace" in body for body in scripts)
