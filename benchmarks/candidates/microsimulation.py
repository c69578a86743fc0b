"""The workload as a tax-benefit system, for OpenFisca-Core and its fork PolicyEngine-Core alike.

As documented: entities, an enum of cities, variables by month with formulas, parameters in a tree
by city that a formula picks from with the enum, a scale for the tiers, and yearly variables that
add up twelve months. *situations* builds the people from a dict of persons, as the documents do
first; *documented* sets whole arrays, as they do for surveys. *best* keeps a variable for each
step, but takes one month for the year, places as numbers and the law from plain arrays. *shell*
has nothing of a model left: each total is one formula of plain NumPy, worked in place.

Both cores hold money in 32-bit floating point.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any

import numpy as np
from workload import MONTHS, MONTHS_A_YEAR, NOW, PLACES, PPM, People, Totals, World, fen_of

Formula = Callable[..., Any]
YEAR = "2026"
BEGIN = "2026-01-01"


def parameters_of(world: World) -> dict[str, object]:
    """The law of the year as a tree of parameters, in yuan and shares."""

    def at(column: tuple[int, ...], place: int, unit: int) -> dict[str, object]:
        return {"values": {BEGIN: {"value": column[place * MONTHS + NOW] / unit}}}

    cities = {
        name: {
            "floor": at(world.floor_fen, place, 100),
            "ceiling": at(world.ceiling_fen, place, 100),
            "medical_rate": at(world.medical_ppm, place, PPM),
            "accident_share": at(world.share_ppm, place, PPM),
            "accident_cap": at(world.cap_fen, place, 100),
        }
        for place, name in enumerate(PLACES)
    }
    brackets = [
        {
            "threshold": {BEGIN: {"value": tier / 100}},
            "amount": {BEGIN: {"value": fen / 100}},
        }
        for tier, fen in world.tier_subsidy_fen
    ]
    return {
        "pension_rate": {"values": {BEGIN: {"value": world.pension_ppm[0] / PPM}}},
        "cities": cities,
        "tier_subsidy": {"metadata": {"type": "single_amount"}, "brackets": brackets},
    }


class Variables:
    """Makes variables of people; the cores want every attribute on the class itself."""

    def __init__(self, api: SimpleNamespace, person: object, period: str) -> None:
        self._api, self._person, self._period = api, person, period
        self.all: list[type] = []

    def add(self, name: str, formula: Formula | None = None, **attributes: object) -> None:
        """A variable: an input without a formula, money unless told otherwise."""
        given = {
            "value_type": float,
            "entity": self._person,
            "definition_period": self._period,
            "label": name,
            **({"formula": formula} if formula else {}),
            **attributes,
        }
        self.all.append(type(name, (self._api.Variable,), given))


def documented_variables(api: SimpleNamespace, person: object) -> list[type]:
    """Variables as the documents write them."""
    cities = api.Enum("City", {name: name for name in PLACES})
    variables = Variables(api, person, api.MONTH)

    def law(parameters: Any, person: Any, period: Any) -> Any:
        return parameters(period).cities[person("city", period)]

    def contribution_base(person: Any, period: Any, parameters: Any) -> Any:
        bounds = law(parameters, person, period)
        return api.min_(api.max_(person("income", period), bounds.floor), bounds.ceiling)

    def pension_contribution(person: Any, period: Any, parameters: Any) -> Any:
        rate = parameters(period).pension_rate
        return api.round_(person("contribution_base", period) * rate, 2)

    def medical_contribution(person: Any, period: Any, parameters: Any) -> Any:
        rate = law(parameters, person, period).medical_rate
        return api.round_(person("contribution_base", period) * rate, 2)

    def accident_subsidy(person: Any, period: Any, parameters: Any) -> Any:
        terms = law(parameters, person, period.first_month)
        share = api.round_(person("accident_premium", period) * terms.accident_share, 2)
        return api.min_(share, terms.accident_cap)

    def net_year(person: Any, period: Any) -> Any:
        pension = person("pension_contribution", period, options=[api.ADD])
        medical = person("medical_contribution", period, options=[api.ADD])
        return pension + medical - person("accident_subsidy", period)

    def resident_account(person: Any, period: Any, parameters: Any) -> Any:
        tier = person("resident_tier", period)
        return tier + parameters(period).tier_subsidy.calc(tier)

    dispatched = {"set_input": api.set_input_dispatch_by_period}
    choice = {"value_type": api.Enum, "possible_values": cities}
    variables.add("city", **choice, default_value=cities[PLACES[0]], **dispatched)
    variables.add("income", **dispatched)
    for formula in (contribution_base, pension_contribution, medical_contribution):
        variables.add(formula.__name__, formula)
    for name in ("accident_premium", "resident_tier"):
        variables.add(name, definition_period=api.YEAR)
    for formula in (accident_subsidy, net_year, resident_account):
        variables.add(formula.__name__, formula, definition_period=api.YEAR)
    return variables.all


def best_variables(api: SimpleNamespace, person: object, world: World) -> list[type]:
    """One month for the year, places as numbers, the law in plain arrays."""
    law = Law(world)
    variables = _inputs(api, person)

    def to_the_fen(amount: Any) -> Any:
        return np.rint(amount * law.hundred) / law.hundred

    def contribution_base(person: Any, period: Any) -> Any:
        place = person("place", period)
        base = np.maximum(person("income", period), law.floor.take(place))
        return np.minimum(base, law.ceiling.take(place))

    def pension_contribution(person: Any, period: Any) -> Any:
        return to_the_fen(person("contribution_base", period) * law.pension)

    def medical_contribution(person: Any, period: Any) -> Any:
        rate = law.medical.take(person("place", period))
        return to_the_fen(person("contribution_base", period) * rate)

    def accident_subsidy(person: Any, period: Any) -> Any:
        share = law.share.take(person("place", period))
        return np.minimum(to_the_fen(person("accident_premium", period) * share), law.cap)

    def net_year(person: Any, period: Any) -> Any:
        paid = person("pension_contribution", period) + person("medical_contribution", period)
        return paid * law.months - person("accident_subsidy", period)

    def resident_account(person: Any, period: Any) -> Any:
        return law.account(person("resident_tier", period))

    for formula in (
        contribution_base,
        pension_contribution,
        medical_contribution,
        accident_subsidy,
        net_year,
        resident_account,
    ):
        variables.add(formula.__name__, formula)
    return variables.all


def shell_variables(api: SimpleNamespace, person: object, world: World) -> list[type]:
    """No steps in between: each total one formula of plain NumPy, worked in place."""
    law = Law(world)
    variables = _inputs(api, person)

    def to_the_fen(amount: Any) -> Any:
        amount *= law.hundred
        np.rint(amount, out=amount)
        amount /= law.hundred
        return amount

    def net_year(person: Any, period: Any) -> Any:
        place = person("place", period)
        base = np.maximum(person("income", period), law.floor.take(place))
        np.minimum(base, law.ceiling.take(place), out=base)
        paid = to_the_fen(base * law.pension)
        base *= law.medical.take(place)
        paid += to_the_fen(base)
        paid *= law.months
        share = to_the_fen(person("accident_premium", period) * law.share.take(place))
        paid -= np.minimum(share, law.cap, out=share)
        return paid

    def resident_account(person: Any, period: Any) -> Any:
        return law.account(person("resident_tier", period))

    for formula in (net_year, resident_account):
        variables.add(formula.__name__, formula)
    return variables.all


def _inputs(api: SimpleNamespace, person: object) -> Variables:
    variables = Variables(api, person, api.YEAR)
    variables.add("place", value_type=int)
    for name in ("income", "accident_premium", "resident_tier"):
        variables.add(name)
    return variables


class Law:
    """The law of the month by place, in yuan and shares, in the cores' own precision."""

    hundred, months = np.float32(100), np.float32(MONTHS_A_YEAR)

    def __init__(self, world: World) -> None:
        now = [place * MONTHS + NOW for place in range(len(PLACES))]

        def column(values: tuple[int, ...], unit: int) -> Any:
            return np.array([values[at] / unit for at in now], np.float32)

        self.floor, self.ceiling = column(world.floor_fen, 100), column(world.ceiling_fen, 100)
        self.medical, self.share = column(world.medical_ppm, PPM), column(world.share_ppm, PPM)
        self.pension = np.float32(world.pension_ppm[0] / PPM)
        self.cap = np.float32(world.cap_fen[0] / 100)
        highest = max(tier for tier, _ in world.tier_subsidy_fen)
        self._steps = np.zeros(highest // 5_000 + 1, np.float32)
        for tier, fen in world.tier_subsidy_fen:
            self._steps[tier // 5_000] = fen / 100

    def account(self, tier: Any) -> Any:
        """A tier with its subsidy; every tier is a multiple of 50 yuan."""
        return tier + self._steps.take((tier * np.float32(0.02)).astype(np.intp))


def system_of(
    api: SimpleNamespace, variables: Callable[[object], list[type]], tree: Mapping[str, object]
) -> object:
    person = api.build_entity(key="person", plural="persons", label="person", is_person=True)
    system = api.TaxBenefitSystem([person])
    system.parameters = api.ParameterNode("", data=dict(tree))
    system.add_variables(*variables(person))
    return system


def yuan(fen: np.ndarray) -> np.ndarray:
    return (fen / 100).astype(np.float32)


def calculated(simulation: object) -> Callable[[], Totals]:
    """Both totals, as they come; turned into fen only where they are compared."""
    found = [
        simulation.calculate(name, YEAR)  # type: ignore[attr-defined]
        for name in ("net_year", "resident_account")
    ]
    return lambda: Totals(*(fen_of(each) for each in found))


def candidates(api: SimpleNamespace, name: str) -> dict[str, object]:
    """The four forms of a core, by name."""

    def documented(world: World, people: People) -> Callable[[], object]:
        system = system_of(
            api, lambda person: documented_variables(api, person), parameters_of(world)
        )
        return _with_arrays(api, system, ("city", people.place.astype(np.uint8)), people)

    def situations(world: World, people: People) -> Callable[[], object]:
        system = system_of(
            api, lambda person: documented_variables(api, person), parameters_of(world)
        )
        columns = zip(
            [PLACES[place] for place in people.place.tolist()],
            *(yuan(fen).tolist() for fen in (people.income_fen, people.premium_fen)),
            yuan(people.tier_fen).tolist(),
            strict=True,
        )
        names = ("city", "income", "accident_premium", "resident_tier")
        persons = {
            f"p{number}": {name: {YEAR: value} for name, value in zip(names, values, strict=True)}
            for number, values in enumerate(columns)
        }

        def run() -> object:
            builder = api.SimulationBuilder()
            return calculated(builder.build_from_entities(system, {"persons": persons}))

        return run

    def best(world: World, people: People) -> Callable[[], object]:
        system = system_of(api, lambda person: best_variables(api, person, world), {})
        return _with_arrays(api, system, ("place", people.place.astype(np.int32)), people)

    def shell(world: World, people: People) -> Callable[[], object]:
        system = system_of(api, lambda person: shell_variables(api, person, world), {})
        return _with_arrays(api, system, ("place", people.place.astype(np.int32)), people)

    forms = (situations, documented, best, shell)
    return {f"{name} {form.__name__}": form for form in forms}


def _with_arrays(
    api: SimpleNamespace, system: object, place: tuple[str, Any], people: People
) -> Callable[[], object]:
    """A simulation whose inputs are set as whole arrays."""
    inputs = (
        place,
        ("income", yuan(people.income_fen)),
        ("accident_premium", yuan(people.premium_fen)),
        ("resident_tier", yuan(people.tier_fen)),
    )

    def run() -> object:
        simulation = api.SimulationBuilder().build_default_simulation(system, len(people))
        for variable, values in inputs:
            simulation.set_input(variable, YEAR, values)
        return calculated(simulation)

    return run
