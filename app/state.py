"""What the screens remember during a session, and how it stands in the address.

Nothing is kept longer than the session and nothing is sent anywhere: what has to outlive it stands
in the link.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import cast

import streamlit as st

from app.law import Answers, Overlay, comparison_of, law, today
from app.link import (
    LinkError,
    Shared,
    SharedScenario,
    link_of,
    open_query,
    query_of,
    refused_day,
)
from app.markup import Html
from app.questions import BY_KEY
from app.words import Words
from calc.comparison import Comparison, Option
from calc.comparison.headline import headline_fen, headline_option
from calc.errors import CanbaoError
from calc.i18n import Lang
from calc.messages import N_, Message
from calc.parameters.lookup import Mode, Parameters
from calc.report.problems import entry_name, screen_problem

SESSION = "canbao"
COMPARISONS_KEPT = 32
DEFAULT_NAME = N_("my situation")
NUMBERED_NAME = N_("situation {number}")
LEFT_OUT = N_("The result leaves out: {questions}. All other answers count.")
APPLICANT = "applicant "
"""What an answer's problem begins its place with."""


@dataclass
class Scenario:
    """One named situation that is being looked at.

    Attributes:
        uid: Names its widgets; new for every scenario of a session.
        option: Id of the option picked; empty lets the screens pick.
        seen_fen: What the sender of the link saw; None if it came from no link.
        opened: What it was when the link was opened, to tell whether it was changed since.
    """

    uid: str
    name: str
    answers: dict[str, str] = field(default_factory=dict)
    option: str = ""
    seen_fen: int | None = None
    opened: Answers | None = None

    @property
    def key(self) -> Answers:
        """Its answers as a value that can be a key."""
        return tuple(sorted((key, value) for key, value in self.answers.items() if value))

    @property
    def unchanged(self) -> bool:
        """Whether it is still what the link held."""
        return self.opened is not None and self.opened == self.key


@dataclass
class Session:
    """Everything that one visitor is doing."""

    lang: Lang = "zh"
    day: dt.date | None = None
    mode: Mode = "provisional"
    scenarios: list[Scenario] = field(default_factory=list)
    active: str = ""
    reference: str = ""
    entries: dict[str, str] = field(default_factory=dict)
    overlay: Overlay | None = None
    seen_version: str = ""
    link_problem: Message | None = None
    link_note: Message | None = None
    """What there is to say about an opened link that is no fault."""
    extra: dict[str, str] = field(default_factory=dict)
    page: str = ""
    written: set[str] = field(default_factory=set)
    drawn: dict[int, tuple[object, Html]] = field(default_factory=dict)
    """What was drawn in this run, by the identity of what it shows: options share most of it."""
    _law: tuple[tuple[tuple[str, ...], Overlay | None], Parameters] | None = None
    _comparisons: dict[tuple[Answers, dt.date, Mode], Comparison] = field(default_factory=dict)
    counter: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def on(self) -> dt.date:
        """The day asked about."""
        return self.day or today()

    def key(self, name: str) -> str:
        """The key of a widget on the page being shown, in the language being shown.

        Streamlit forgets a widget with its page, but only after the next page has run: a key that
        two pages share would come back empty there. And a select box that keeps its key keeps the
        texts it was made with.
        """
        return f"{self._widgets(self.lang)}{name}"

    def _widgets(self, lang: Lang) -> str:
        return f"{self.page or 'compare'}/{lang}/"

    def switch(self, lang: Lang) -> None:
        """Go on in another language: what stands in the page's widgets goes over into its own."""
        if lang == self.lang:
            return
        old, new = self._widgets(self.lang), self._widgets(lang)
        for key, value in st.session_state.to_dict().items():
            # False is also a button that is not being pressed, which takes no value from us
            if key.startswith(old) and value is not False:
                st.session_state[f"{new}{key.removeprefix(old)}"] = value
        self.lang = lang

    def once(self, shown: object, draw: Callable[[], Html]) -> Html:
        """Draw something once a run, however many options show it."""
        found = self.drawn.get(id(shown))
        if found is None or found[0] is not shown:
            found = self.drawn[id(shown)] = (shown, draw())
        return found[1]

    @property
    def say(self) -> Words:
        """The language chosen."""
        return Words(self.lang)

    @property
    def entered(self) -> tuple[str, ...]:
        """The values typed in, as ``PLACE.PARAMETER=VALUE``."""
        return tuple(f"{key}={value}" for key, value in self.entries.items())

    @property
    def parameters(self) -> Parameters:
        """The law on file with what was entered."""
        entered = (self.entered, self.overlay)
        if self._law is None or self._law[0] != entered:
            self._law = (entered, law(*entered))
            self._comparisons.clear()
        return self._law[1]

    def comparison(self, answers: Answers) -> Comparison:
        """The comparison of some answers; the last ones are kept.

        Raises:
            CanbaoError: An answer cannot be used; every problem is listed.
        """
        parameters = self.parameters
        key = (answers, self.on, self.mode)
        found = self._comparisons.pop(key, None)
        if found is None:
            found = comparison_of(answers, parameters, self.on, self.mode)
        self._comparisons[key] = found  # the last one asked for stands last
        while len(self._comparisons) > COMPARISONS_KEPT:
            self._comparisons.pop(next(iter(self._comparisons)))
        return found

    @property
    def scenario(self) -> Scenario:
        """The scenario that is being edited."""
        return next((s for s in self.scenarios if s.uid == self.active), self.scenarios[0])

    @property
    def reference_scenario(self) -> Scenario:
        """The scenario that the others are compared with."""
        return next((s for s in self.scenarios if s.uid == self.reference), self.scenarios[0])

    def add(self, name: str, answers: dict[str, str], option: str = "") -> Scenario:
        """A new scenario, which becomes the one being edited."""
        scenario = Scenario(f"s{next(self.counter)}", name, dict(answers), option)
        self.scenarios.append(scenario)
        self.active = scenario.uid
        return scenario

    def new_name(self) -> str:
        """A name that no scenario has yet."""
        taken = {scenario.name for scenario in self.scenarios}
        names = (self.say(NUMBERED_NAME, number=n) for n in itertools.count(1))
        return next(name for name in names if name not in taken)

    def remove(self, uid: str) -> None:
        """Take a scenario away; the last one is emptied instead."""
        self.scenarios = [s for s in self.scenarios if s.uid != uid]
        if not self.scenarios:
            self.add("", {})
        if self.active == uid:
            self.active = self.scenarios[0].uid

    def name_of(self, scenario: Scenario) -> str:
        """Its name, or the default one."""
        return scenario.name or self.say(DEFAULT_NAME)


@dataclass(frozen=True)
class Case:
    """A scenario with its result, and what is wrong with its answers.

    Attributes:
        comparison: The result of the answers that can be used; None without a workplace.
        wrong: Sentences about answers that cannot be used, by the question's key.
        others: What else is wrong.
    """

    scenario: Scenario
    comparison: Comparison | None
    wrong: Mapping[str, str] = field(default_factory=dict)
    others: tuple[str, ...] = ()
    left_out: str = ""

    @property
    def problems(self) -> tuple[str, ...]:
        """Everything that is wrong, and what was left out of the result for it."""
        said = (*self.wrong.values(), *self.others)
        return (*said, self.left_out) if self.left_out else said

    @cached_property
    def headline(self) -> Option | None:
        """The option that stands for the scenario."""
        if self.comparison is None:
            return None
        return headline_option(self.comparison, self.scenario.option)


def session() -> Session:
    """This visitor's session; made from the address when it is new or when a link was opened."""
    found = st.session_state.get(SESSION)
    if found is None:
        found = st.session_state[SESSION] = Session()
        _open(found, start=True)
    elif "s" in st.query_params and st.query_params["s"] not in found.written:
        _open(found, start=False)
    return cast(Session, found)


def _open(state: Session, *, start: bool) -> None:
    try:
        shared = open_query(st.query_params.to_dict())
    except LinkError as error:
        state.link_problem = error.message
        shared = Shared((), lang="en" if st.query_params.get("lang") == "en" else "zh")
    state.written.add(st.query_params.get("s", ""))
    state.lang, state.day, state.mode = shared.lang, shared.day, shared.mode
    state.extra = dict(shared.extra)
    state.link_note = refused_day(shared.refused_day) if shared.refused_day else None
    if not shared.scenarios:
        if start:
            state.add("", {})
        return
    state.scenarios = []
    for sent in shared.scenarios:
        scenario = state.add(sent.name, dict(sent.answers), sent.option)
        scenario.seen_fen, scenario.opened = sent.headline_fen, scenario.key
    state.reference = state.scenarios[shared.reference].uid
    state.active = state.scenarios[0].uid
    state.seen_version = shared.data_version
    entries = (entry.partition("=") for entry in shared.entries)
    state.entries = {key: value for key, _, value in entries}
    check_entries(state)


def check_entries(state: Session) -> list[str]:
    """Drop entered values that cannot be used, and say why, a sentence each."""
    try:
        law(state.entered, state.overlay)
    except CanbaoError as error:
        found = error
    else:
        return []
    on_file, said, usable = law(), [], {}
    for key, value in state.entries.items():
        try:
            law((f"{key}={value}",))
        except CanbaoError as error:
            name = entry_name(key, on_file, state.lang)
            said += [screen_problem(each, name, on_file, state.lang) for each in error.problems]
        else:
            usable[key] = value
    state.entries = usable
    return said or state.say.problems(found)


def case_of(state: Session, scenario: Scenario) -> Case:
    """The result of a scenario: of all its answers, or without those that cannot be used."""
    answers, wrong = dict(scenario.key), dict[str, str]()
    while True:
        try:
            comparison = state.comparison(tuple(answers.items()))
        except CanbaoError as error:
            problems = error
        else:
            return Case(scenario, comparison, wrong, left_out=_left_out(state, wrong))
        found = _by_answer(state, problems)
        if "workplace" not in answers:
            found.pop("workplace")  # the page asks for it anyway
            return Case(scenario, None, {**wrong, **found})
        wrong = {**wrong, **found}
        if "workplace" in found:
            return Case(scenario, None, wrong)
        if not found:
            return Case(scenario, None, wrong, tuple(state.say.problems(problems)))
        answers = {key: value for key, value in answers.items() if key not in found}


def _by_answer(state: Session, error: CanbaoError) -> dict[str, str]:
    """Problems of answers by the key of the question, each beginning with the question."""
    found: dict[str, str] = {}
    for problem in error.problems:
        key = problem.where.removeprefix(APPLICANT)
        if key in BY_KEY:
            name = state.say(BY_KEY[key].text)
            sentence = screen_problem(problem, name, state.parameters, state.lang)
            found[key] = " ".join(filter(None, (found.get(key), sentence)))
    return found


def _left_out(state: Session, wrong: Mapping[str, str]) -> str:
    questions = [state.say(BY_KEY[key].text) for key in wrong]
    return state.say(LEFT_OUT, questions=questions) if questions else ""


def shared_state(state: Session) -> Shared:
    """What a link to the page being shown would carry."""
    answered = [scenario for scenario in state.scenarios if scenario.key]
    if not answered and (state.entries or state.mode != Session.mode):
        # what is said beside the answers stands in links even where there is none
        answered = state.scenarios[:1]
    reference = state.reference_scenario
    scenarios = tuple(
        SharedScenario(
            scenario.name,
            dict(scenario.key),
            scenario.option,
            headline_fen(case_of(state, scenario).headline),
        )
        for scenario in answered
    )
    return Shared(
        scenarios,
        state.lang,
        state.on,
        state.page,
        state.mode,
        state.entered,
        state.parameters.data_version,
        answered.index(reference) if reference in answered else 0,
        state.extra if state.page == "parameters" else {},
    )


def write_address(state: Session) -> str | None:
    """Put the state into the address; the link, or None where it does not fit into one."""
    shared = shared_state(state)
    try:
        query = query_of(shared)
    except LinkError as error:
        state.link_problem = error.message
        query = query_of(Shared((), state.lang, state.on, state.page))
        link = None
    else:
        link = link_of(shared)
    state.written.add(query.get("s", ""))
    if st.query_params.to_dict() != query:
        st.query_params.from_dict(query)
    return link
