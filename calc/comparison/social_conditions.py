"""Who receives the social-insurance subsidy at a place, and for how many months more."""

from __future__ import annotations

import re
from dataclasses import replace

from calc.comparison.question import Asker, cite
from calc.comparison.standing import (
    MONTHS_A_YEAR,
    PUBLIC_EMPLOYMENT,
    Retirement,
    retirement_of,
)
from calc.findings import Distance, Finding
from calc.messages import N_, Label, Message
from calc.months import month_text
from calc.parameters.lookup import Answer, Parameters
from calc.records import frozen
from calc.relation import EMPLOYEE_BIT
from calc.subsidies.social_insurance import (
    NO_GROUP,
    SocialSubsidyFacts,
    SocialSubsidyRules,
    SubsidyMonths,
    fits_group,
    recent_graduate,
    social_subsidy_outcomes,
    subsidy_months,
)
from calc.verdicts import FAIL, NOT_TOLD, OUTCOMES, PASS, UNKNOWN, fact_of, number_of

NAME = "social_insurance_subsidy"
NO_GROUPS = "none"
GRADUATE = "graduate"
SEXES = ("male", "female")
WORDS_FOR_SEXES = {"men": "male", "women": "female"}
GROUP_KEY = "groups.hard_to_employ"

GROUPS_ARE = N_("{place} pays it to these groups: {groups}.")
GROUPS_MISSING = N_("The groups that {place} pays it to are not on file.")
ASK_GROUP = N_("Tell us which one you are in, or none.")
ASK_OFFICE = N_("Ask {office}.")
ASK_GRADUATION = N_("Graduates receive it within {years} years: tell us when you graduated.")
WHY_NONE = N_("You say that you are in none.")
WHY_OTHER = N_("«{group}» is not among them.")
WHY_GRADUATION = N_("Graduates receive it within {years} years; you graduated in {month}.")
WHY_DOES_NOT_FIT = N_("«{group}» does not fit the age or sex you gave.")
ASK_USED = N_("Tell us how many are used.")
ASK_BORN = N_(
    "Whoever was close to retirement when first approved may draw it until then: tell us {keys}."
)
RECENT_GRADUATE = N_("college graduate within {years} years")


@frozen(slots=False)
class Standing:
    """How a person stands with the subsidy of one place.

    Attributes:
        left: Months left at most.
    """

    asker: Asker
    findings: tuple[Finding, ...]
    left: int


def group_names(parameters: Parameters) -> tuple[str, ...]:
    """Every group name that may stand on file, in the order of the register."""
    definition = parameters.definitions.find(f"{NAME}.groups")
    return tuple(definition.allowed or ()) if definition is not None else ()


def standing_at(asker: Asker, possible: int) -> Standing:
    """The conditions of a place, decided for the person.

    Args:
        asker: A way of asking about the place.
        possible: The relations that the person may be in, as bits.
    """
    file = _on_file(asker)
    if file.months_maximum is None and file.groups is None:
        params = {
            "place": asker.label,
            "day": asker.question.on,
            "office": PUBLIC_EMPLOYMENT,
        }
        return Standing(asker, (Finding(f"{NAME}.on_file", "unknown", params),), MONTHS_A_YEAR)
    retirement = retirement_of(asker.question)
    rules, facts = _rules(file, asker), _facts(asker, retirement)
    case = _Case(asker, file, retirement, rules, facts)
    outcomes = {name: int(out) for name, out in social_subsidy_outcomes(rules, facts).items()}
    findings = [case.group(outcomes["group"])]
    if file.employment_registration is not None:
        findings.append(case.registration(outcomes["employment_registration"]))
    findings.append(case.before_retirement(outcomes["before_retirement"]))
    if possible == EMPLOYEE_BIT:
        findings.append(
            Finding(
                f"{NAME}.flexible_employment",
                "fail",
                {},
                ("relation",),
                sources=cite(file.months_maximum),
            )
        )
    if file.months_maximum is None:
        return Standing(asker, tuple(findings), MONTHS_A_YEAR)
    months = subsidy_months(rules, facts)
    findings.append(case.months_left(months))
    return Standing(asker, tuple(findings), int(months.left))


@frozen(slots=False)
class _OnFile:
    """The records of a place; None where there is none."""

    groups: Answer | None
    months_maximum: Answer | None
    months_maximum_graduates: Answer | None
    graduates_within_years: Answer | None
    until_retirement_within_years: Answer | None
    employment_registration: Answer | None


def _on_file(asker: Asker) -> _OnFile:
    names = (
        "groups",
        "months_maximum",
        "months_maximum_graduates",
        "graduates_within_years",
        "until_retirement_within_years",
        "employment_registration",
    )
    return _OnFile(*(asker.look(f"{NAME}.{name}", asker.question.on) for name in names))


def rules_at(asker: Asker) -> SocialSubsidyRules:
    """What a place asks for."""
    return _rules(_on_file(asker), asker)


def _whole(answer: Answer | None) -> int:
    return NOT_TOLD if answer is None else answer.whole


def _rules(file: _OnFile, asker: Asker) -> SocialSubsidyRules:
    names = group_names(asker.question.parameters)
    groups = NOT_TOLD
    if file.groups is not None:
        groups = sum(1 << _number(word, names) for word in file.groups.words)
    return SocialSubsidyRules(
        groups=groups,
        months_maximum=_whole(file.months_maximum),
        months_maximum_graduates=_whole(file.months_maximum_graduates),
        graduates_within_years=_whole(file.graduates_within_years),
        to_retirement_within_years=_whole(file.until_retirement_within_years),
        employment_registration=int(file.employment_registration is not None),
    )


def _number(group: str | None, names: tuple[str, ...]) -> int:
    """The bit number of a group: 0 for none, -1 where it was not told."""
    if group is None:
        return NOT_TOLD
    return NO_GROUP if group == NO_GROUPS else names.index(group) + 1


def _facts(asker: Asker, retirement: Retirement) -> SocialSubsidyFacts:
    question, person = asker.question, asker.question.applicant
    group = person.groups.hard_to_employ
    sex, age = wanted(group)
    return SocialSubsidyFacts(
        month=question.month,
        group=_number(group, group_names(question.parameters)),
        is_graduate=int(group == GRADUATE),
        fits_group=fits_group(
            NOT_TOLD if person.sex is None else SEXES.index(person.sex),
            NOT_TOLD if person.born is None else question.month - person.born,
            sex,
            age,
        ),
        graduated=number_of(person.groups.graduated_on),
        used=number_of(person.groups.subsidy_months_used),
        earliest_retirement=retirement.earliest,
        latest_retirement=retirement.latest,
        employment_registered=fact_of(person.accident_insurance.employment_registered),
    )


def wanted(group: str | None) -> tuple[int, int]:
    """Sex and lowest age in months that a group's name holds, as in ``women_40``; else -1."""
    match = re.fullmatch(r"(men|women)_([0-9]+)", group or "")
    if match is None:
        return NOT_TOLD, NOT_TOLD
    return SEXES.index(WORDS_FOR_SEXES[match[1]]), int(match[2]) * MONTHS_A_YEAR


# -- each condition in words --------------------------------------------------------------------


@frozen(slots=False)
class _Case:
    """The subsidy of one place and one person."""

    asker: Asker
    file: _OnFile
    retirement: Retirement
    rules: SocialSubsidyRules
    facts: SocialSubsidyFacts

    def group(self, outcome: int) -> Finding:
        """Whether the person is in one of the groups."""
        rule, person = f"{NAME}.group", self.asker.question.applicant
        by_graduation = recent_graduate(self.rules, self.facts) == PASS
        sources = cite(self.file.graduates_within_years if by_graduation else self.file.groups)
        if outcome == PASS:
            group = self._recent_graduate if by_graduation else self._group_label
            return Finding(rule, "pass", {"group": group}, sources=sources)
        if outcome == UNKNOWN:
            ask, needs = self._ask_group()
            return Finding(
                rule, "unknown", {"groups": self._groups, "ask": ask}, needs, sources=sources
            )
        finding = Finding(
            rule,
            "fail",
            {"groups": self._groups, "why": self._why_not()},
            (GROUP_KEY,),
            sources=sources,
        )
        sex, age = wanted(person.groups.hard_to_employ)
        fits = person.sex is None or sex == SEXES.index(person.sex)
        if person.born is None or age < 0 or not fits or self.facts.fits_group == PASS:
            return finding
        reached = person.born + age
        months = Distance(reached - self.asker.question.month, "months")
        return replace(finding, distance=months, first_month=reached)

    @property
    def _groups(self) -> Message:
        if self.file.groups is None:
            return Message(GROUPS_MISSING, {"place": self.asker.label})
        token = self.asker.question.parameters.definitions.token
        groups = [token(word) for word in self.file.groups.words]
        return Message(GROUPS_ARE, {"place": self.asker.label, "groups": groups})

    @property
    def _group_label(self) -> Label:
        group = self.asker.question.applicant.groups.hard_to_employ
        return self.asker.question.parameters.definitions.token(group or NO_GROUPS)

    @property
    def _years(self) -> dict[str, object]:
        return {"years": _whole(self.file.graduates_within_years)}

    @property
    def _recent_graduate(self) -> Message:
        return Message(RECENT_GRADUATE, self._years)

    def _ask_group(self) -> tuple[Message, tuple[str, ...]]:
        group = self.asker.question.applicant.groups.hard_to_employ
        if group == GRADUATE and self.file.graduates_within_years is not None:
            return Message(ASK_GRADUATION, self._years), ("groups.graduated_on",)
        if self.file.groups is None:
            place = self.asker.question.parameters.chain(self.asker.place)[0]
            key = f"--set {place}.{NAME}.groups"
            return Message(ASK_OFFICE, {"office": PUBLIC_EMPLOYMENT}), (GROUP_KEY, key)
        return Message(ASK_GROUP), (GROUP_KEY,)

    def _why_not(self) -> Message:
        groups = self.asker.question.applicant.groups
        if groups.hard_to_employ == NO_GROUPS:
            return Message(WHY_NONE)
        if groups.hard_to_employ == GRADUATE and groups.graduated_on is not None:
            month = month_text(groups.graduated_on)
            return Message(WHY_GRADUATION, {**self._years, "month": month})
        text = WHY_DOES_NOT_FIT if self.facts.fits_group == FAIL else WHY_OTHER
        return Message(text, {"group": self._group_label})

    def registration(self, outcome: int) -> Finding:
        """Whether employment is registered, where that is asked for."""
        needs = () if outcome == PASS else ("accident_insurance.employment_registered",)
        return Finding(
            f"{NAME}.employment_registration",
            OUTCOMES[outcome],
            {},
            needs,
            sources=cite(self.file.employment_registration),
        )

    def before_retirement(self, outcome: int) -> Finding:
        """Whether the retirement age still lies ahead."""
        params: dict[str, object] = {}
        if outcome == FAIL:
            params = {"month": month_text(self.retirement.latest)}
        if outcome == UNKNOWN:
            params = {"keys": self.retirement.asks_for}
        since = Distance(self.asker.question.month - self.retirement.latest + 1, "months")
        return Finding(
            f"{NAME}.before_retirement",
            OUTCOMES[outcome],
            params,
            self.retirement.needs if outcome == UNKNOWN else (),
            since if outcome == FAIL else None,
            sources=self.retirement.sources,
        )

    def months_left(self, months: SubsidyMonths) -> Finding:
        """How many months are left, or that it runs until retirement."""
        used = self.asker.question.applicant.groups.subsidy_months_used
        longest, left = int(months.longest), int(months.left)
        file = self.file
        record = file.months_maximum_graduates if months.as_graduate else file.months_maximum
        sources = cite(record)
        if months.to_retirement == 1:
            limit = file.until_retirement_within_years
            params: dict[str, object] = {"years": _whole(limit), "left": left}
            return Finding(f"{NAME}.until_retirement", "pass", params, sources=cite(limit))
        rule, counted = f"{NAME}.months_left", {"maximum": longest, "used": used}
        if months.outcome == PASS:
            return Finding(rule, "pass", {**counted, "left": left}, sources=sources)
        if months.outcome == FAIL:
            over = Distance((used or 0) - longest + 1, "months")
            return Finding(rule, "fail", counted, (), over, sources=sources)
        ask, needs = Message(ASK_BORN, {"keys": self.retirement.asks_for}), self.retirement.needs
        if used is None:
            ask, needs = Message(ASK_USED), ("groups.subsidy_months_used",)
        return Finding(rule, "unknown", {"maximum": longest, "ask": ask}, needs, sources=sources)
