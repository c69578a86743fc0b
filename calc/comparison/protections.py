"""Every protection at the place of work: against injury, and conditions of the work itself."""

from __future__ import annotations

from calc.comparison.entries import Protection
from calc.comparison.injury_protection import EMPLOYER_PAYS, occupational_injury
from calc.comparison.question import Asker, Question, cite
from calc.comparison.work_conditions import work_conditions
from calc.findings import Finding
from calc.messages import N_, Message
from calc.parameters.lookup import Answer

COURIER, TRUCK_DRIVER = "express_courier", "freight_driver"
ASK_OCCUPATION = N_("Tell us your occupation.")
ASK_STARTED = N_("Ask whether it has begun.")


def protections(question: Question, possible: int) -> tuple[Protection, ...]:
    """The protections in fixed order; those that the place's documents do not name are left out.

    Args:
        question: What is compared.
        possible: The relations that the person may be in, as bits.
    """
    asker = question.asker(question.workplace)
    found = (
        occupational_injury(asker, possible),
        _courier_outlets(asker),
        _truck_drivers(asker),
        _commercial_cover(asker),
        work_conditions(asker, possible),
    )
    return tuple(each for each in found if each is not None)


def _courier_outlets(asker: Asker) -> Protection | None:
    """Work-injury insurance that courier outlets join before other insurances."""
    name = "work_injury.courier_outlets"
    record = asker.look(f"{name}_first", asker.question.on)
    if record is None or record.word != "yes":
        return None
    place, occupation = _place(asker, record), asker.question.applicant.occupation
    sources = (*cite(record), EMPLOYER_PAYS)
    if occupation is None:
        finding = Finding(name, "unknown", {}, ("occupation",), sources=sources)
    elif occupation != COURIER:
        finding = Finding(name, "fail", sources=sources)
    else:
        finding = Finding(name, "pass", place, sources=sources)
    return Protection(name, asker.place, (finding,), payer="employer", answers=(record,))


def _truck_drivers(asker: Asker) -> Protection | None:
    """Work-injury insurance of truck drivers, begun step by step: unknown until it is on file."""
    name = "work_injury.truck_drivers"
    record = asker.look(name, asker.question.on)
    if record is None:
        return None
    occupation = asker.question.applicant.occupation
    if occupation is not None and occupation != TRUCK_DRIVER:
        finding = Finding(name, "fail", sources=cite(record))
    else:
        ask = Message(ASK_OCCUPATION if occupation is None else ASK_STARTED)
        needs = ("occupation",) if occupation is None else ()
        params = {**_place(asker, record), "ask": ask}
        finding = Finding(name, "unknown", params, needs, sources=cite(record))
    return Protection(name, asker.place, (finding,), answers=(record,))


def _commercial_cover(asker: Asker) -> Protection | None:
    """Commercial cover that the documents encourage platforms to buy."""
    name, on = "commercial_cover", asker.question.on
    record, kinds = asker.look(f"{name}.encouraged", on), asker.look(f"{name}.kinds", on)
    if record is None or record.word != "yes" or kinds is None:
        return None
    token = asker.question.parameters.definitions.token
    params = {**_place(asker, record), "kinds": [token(word) for word in kinds.words]}
    finding = Finding(f"{name}.encouraged", "pass", params, sources=cite(record, kinds))
    return Protection(name, asker.place, (finding,), payer="platform", answers=(record,))


def _place(asker: Asker, record: Answer) -> dict[str, object]:
    """The place whose document it is: the city, or the province above it."""
    return {"place": asker.question.parameters.label(record.record.place)}
