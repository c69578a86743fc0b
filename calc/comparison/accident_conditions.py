"""The conditions of the accident-insurance subsidy, as a place has them on file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from calc.comparison.question import Asker, cite
from calc.comparison.standing import (
    MONTHS_A_YEAR,
    Retirement,
    adds_similar,
    occupation_bit,
    occupation_bits,
    registered_platform,
    retirement_of,
)
from calc.findings import Distance, Finding
from calc.messages import N_, Message
from calc.months import first_day, month_text
from calc.parameters.lookup import Answer
from calc.records import frozen
from calc.subsidies.accident_insurance import (
    AccidentSubsidyFacts,
    AccidentSubsidyRules,
    accident_subsidy_outcomes,
)
from calc.verdicts import FAIL, NOT_TOLD, OUTCOMES, PASS, fact_of, number_of

NAME = "accident_insurance_subsidy"
BRANCH = "registered in the city or local branch"
"""The rule of places where a local branch of the platform is enough."""
ASK_OCCUPATION = N_("Tell us your occupation.")
ASK_SIMILAR = N_("Ask whether «{occupation}» counts among them.")
ASK_PLATFORM = N_("Tell us where yours is registered (accident_insurance.platform_registered_in).")
ASK_BRANCH = N_("Yours is registered elsewhere: ask whether it has a branch there.")
POLICY = "accident_insurance"


@frozen(slots=False)
class _OnFile:
    """The records of a place that make a condition; None where it has none."""

    age_minimum: Answer | None
    occupations: Answer | None
    employment_registration: Answer | None
    platform_registration: Answer | None
    policy_months: Answer | None
    managers: Answer | None
    beside: Answer | None
    once: Answer | None


def conditions(asker: Asker) -> list[Finding]:
    """Every condition that the place has on file, in fixed order, and no other."""
    file, retirement = _on_file(asker), retirement_of(asker.question)
    rules = _rules(file)
    outcomes = accident_subsidy_outcomes(rules, _facts(asker, retirement))
    sayings = {
        "age_minimum": (file.age_minimum, _age_minimum),
        "before_retirement": (file.age_minimum, _before_retirement),
        "occupation": (file.occupations, _occupation),
        "employment_registration": (file.employment_registration, _plain("employment_registered")),
        "platform_registration": (file.platform_registration, _platform),
        "policy_months": (file.policy_months, _policy_months),
        "managers": (file.managers, _plain("is_manager")),
        "other_injury_subsidy": (file.beside, _plain("other_injury_subsidy")),
        "once_per_policy_year": (file.once, _plain("claimed_this_year")),
    }
    found = []
    for name, (record, say) in sayings.items():
        if record is not None:
            case = _Case(asker, f"{NAME}.{name}", record, int(outcomes[name]), retirement)
            found.append(say(case))
    return found


def rules_at(asker: Asker) -> AccidentSubsidyRules:
    """What a place asks for, of the policy of the person asked about."""
    return _rules(_on_file(asker))


def _on_file(asker: Asker) -> _OnFile:
    on = asker.question.on
    starts = asker.question.applicant.accident_insurance.starts_on

    def look(name: str) -> Answer | None:
        return asker.look(f"{NAME}.{name}", on)

    def look_where(name: str, word: str) -> Answer | None:
        """A record that makes a condition only with one of its words."""
        answer = look(name)
        return answer if answer is not None and answer.word == word else None

    bought = None if starts is None else first_day(starts)
    months = None if bought is None else asker.look(f"{NAME}.policy_months_minimum", bought)
    return _OnFile(
        age_minimum=asker.look("flexible_enrolment.age_minimum", on),
        occupations=look("occupations"),
        employment_registration=look_where("employment_registration", "required"),
        platform_registration=look("platform_registration"),
        # about the policy: the rule of the day it began, where one was on file then
        policy_months=months or look("policy_months_minimum"),
        managers=look_where("managers", "excluded"),
        beside=look_where("beside_other_injury_subsidy", "no"),
        once=look_where("once_per_policy_year", "yes"),
    )


def _rules(file: _OnFile) -> AccidentSubsidyRules:
    platform = file.platform_registration
    return AccidentSubsidyRules(
        occupations=occupation_bits(file.occupations),
        and_similar=adds_similar(file.occupations),
        employment_registration=int(file.employment_registration is not None),
        platform_registration=int(platform is not None),
        branch_counts=int(platform is not None and platform.word == BRANCH),
        policy_months_minimum=_whole(file.policy_months),
        managers_excluded=int(file.managers is not None),
        alone=int(file.beside is not None),
        once_per_policy_year=int(file.once is not None),
        age_minimum=_whole(file.age_minimum),
    )


def _whole(answer: Answer | None) -> int:
    return NOT_TOLD if answer is None else answer.whole


def _facts(asker: Asker, retirement: Retirement) -> AccidentSubsidyFacts:
    person = asker.question.applicant
    policy = person.accident_insurance
    registered = registered_platform(asker.question)
    return AccidentSubsidyFacts(
        month=asker.question.month,
        birth_month=number_of(person.born),
        earliest_retirement=retirement.earliest,
        latest_retirement=retirement.latest,
        occupation=occupation_bit(person.occupation),
        employment_registered=fact_of(policy.employment_registered),
        platform_registered_here=fact_of(None if registered is None else registered == asker.place),
        policy_months=number_of(policy.months),
        is_manager=fact_of(policy.is_manager),
        other_injury_subsidy=fact_of(policy.other_injury_subsidy),
        claimed_this_year=fact_of(policy.claimed_this_year),
    )


# -- each condition in words --------------------------------------------------------------------


@frozen(slots=False)
class _Case:
    """One condition of one person, decided."""

    asker: Asker
    rule: str
    record: Answer
    outcome: int
    retirement: Retirement

    def finding(
        self,
        params: dict[str, object],
        needs: tuple[str, ...],
        distance: Distance | None = None,
        first_month: int | None = None,
    ) -> Finding:
        """The finding; what would change it is only said where something can."""
        return Finding(
            self.rule,
            OUTCOMES[self.outcome],
            params,
            () if self.outcome == PASS else needs,
            distance if self.outcome == FAIL else None,
            first_month if self.outcome == FAIL else None,
            cite(self.record),
        )

    def by_outcome(self, *params: dict[str, object]) -> dict[str, object]:
        """The values for the text of this outcome: pass, fail, unknown."""
        return params[self.outcome]


_Saying = Callable[[_Case], Finding]


def _plain(key: str) -> _Saying:
    """A condition whose text holds no values."""
    return lambda case: case.finding({}, (f"{POLICY}.{key}",))


def _age_minimum(case: _Case) -> Finding:
    years, born = case.record.whole, case.asker.question.applicant.born
    told: dict[str, object] = {"years": years}
    if case.outcome != FAIL or born is None:
        return case.finding(told, ("born",))
    reached = born + years * MONTHS_A_YEAR
    return case.finding(
        {**told, "month": month_text(reached)},
        (),
        Distance(reached - case.asker.question.month, "months"),
        reached,
    )


def _before_retirement(case: _Case) -> Finding:
    reached = month_text(max(case.retirement.latest, 0))
    params = case.by_outcome({}, {"month": reached}, {"keys": case.retirement.asks_for})
    since = Distance(case.asker.question.month - case.retirement.latest + 1, "months")
    needs = case.retirement.needs if case.outcome != FAIL else ()
    return replace(case.finding(params, needs, since), sources=case.retirement.sources)


def _occupation(case: _Case) -> Finding:
    token = case.asker.question.parameters.definitions.token
    occupation = case.asker.question.applicant.occupation
    listed = {"place": case.asker.label, "listed": [token(word) for word in case.record.words]}
    if occupation is None:
        return case.finding({**listed, "ask": Message(ASK_OCCUPATION)}, ("occupation",))
    named = {"occupation": token(occupation)}
    asked = {**listed, "ask": Message(ASK_SIMILAR, named)}
    told = {**listed, **named}
    return case.finding(case.by_outcome(told, told, asked), ("occupation",))


def _platform(case: _Case) -> Finding:
    place: dict[str, object] = {"place": case.asker.label}
    told = registered_platform(case.asker.question) is not None
    ask = Message(ASK_BRANCH if told else ASK_PLATFORM)
    rule = case.asker.question.parameters.definitions.token(case.record.word)
    params = case.by_outcome(place, place, {**place, "rule": rule, "ask": ask})
    return case.finding(params, (f"{POLICY}.platform_registered_in",))


def _policy_months(case: _Case) -> Finding:
    minimum: dict[str, object] = {"minimum": case.record.whole}
    months = case.asker.question.applicant.accident_insurance.months
    if months is None:
        return case.finding(minimum, (f"{POLICY}.months",))
    missing = Distance(case.record.whole - months, "months")
    return case.finding({**minimum, "months": months}, (f"{POLICY}.months",), missing)
