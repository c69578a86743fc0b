"""Why a rule of eligibility says what it says: the sentences that findings carry as ``{why}``."""

from __future__ import annotations

from calc.messages import N_, Label, Message
from calc.months import month_text


def _plain(template: str) -> Message:
    return Message(template)


# -- enrolling oneself ----------------------------------------------------------------------
NO_LABOUR_RELATION = _plain(N_("there is no labour relation."))
WORKS_PART_TIME = _plain(N_("in part-time work no employer has to enrol you."))
RELATION_OPEN = _plain(N_("it depends on the relation; tell us the relation or the facts."))
HOURS_OPEN = _plain(N_("in a labour relation only part-time workers do; tell us the hours."))

# -- places ---------------------------------------------------------------------------------


def works_and_is_registered(place: Label) -> Message:
    """Both bind the person to the place."""
    return Message(N_("you work and are registered in {place}."), {"place": place})


def takes_workers(place: Label) -> Message:
    """The place takes people who work there."""
    return Message(N_("{place} takes people who work there."), {"place": place})


def takes_registered(place: Label) -> Message:
    """The place takes people who are registered there."""
    return Message(N_("{place} takes people who are registered there."), {"place": place})


def takes_only(place: Label, named: list[Label]) -> Message:
    """The place takes people by another tie."""
    template = N_("{place} takes people by: {named}. That is not how you belong there.")
    return Message(template, {"place": place, "named": named})


def takes_nobody(place: Label) -> Message:
    """On file that the place takes nobody."""
    return Message(N_("{place} does not take anybody into it."), {"place": place})


def registration_open(place: Label) -> Message:
    """Whether the person is registered there decides."""
    template = N_("whether {place} takes you depends on your registration; tell us where it is.")
    return Message(template, {"place": place})


def choice_depends_on_relation(place: Label, classes: list[Label]) -> Message:
    """The choice of place is for some relations only, and the relation is open."""
    template = N_("in {place} the choice of place is for: {classes}. Tell us the relation.")
    return Message(template, {"place": place, "classes": classes})


def choice_is_for_others(place: Label, classes: list[Label]) -> Message:
    """The choice of place is for other relations."""
    template = N_(
        "in {place} the choice of place is for: {classes}. For you the document says nothing; ask "
        "there."
    )
    return Message(template, {"place": place, "classes": classes})


def no_document(place: Label, office: Label) -> Message:
    """No document says whom the place takes."""
    template = N_("no document on file says whether {place} takes you; ask {office}.")
    return Message(template, {"place": place, "office": office})


# -- ages -----------------------------------------------------------------------------------
BIRTH_OPEN = _plain(N_("tell us the month of birth."))


def not_on_file(place: Label, parameter: Label, office: Label) -> Message:
    """A number that the rule needs is not on file."""
    template = N_("{place}, {parameter} is not on file; ask {office}.")
    return Message(template, {"place": place, "parameter": parameter, "office": office})


def retires_in(month: int) -> Message:
    """Before the statutory month."""
    template = N_("the statutory retirement month is only {month}.")
    return Message(template, {"month": month_text(month)})


def retires_not_before(month: int) -> Message:
    """Before any statutory month, whatever the track."""
    template = N_("the statutory retirement month is not before {month}, whatever the track.")
    return Message(template, {"month": month_text(month)})


def retirement_open(first: int, last: int) -> Message:
    """The track decides."""
    template = N_("the statutory retirement month is {first} to {last}, by the track; tell us it.")
    return Message(template, {"first": month_text(first), "last": month_text(last)})


SHORT_PAYS_ON = _plain(
    N_("whoever has paid before and is short of the minimum may pay on, also after retirement age.")
)


def _between(first: int, last: int) -> str:
    """A month, or the span in which it lies where the track is open."""
    return month_text(first) if first == last else f"{month_text(first)} – {month_text(last)}"


def pays_on_after(first: int, last: int, short: int) -> Message:
    """After the statutory month, short of the minimum."""
    template = N_(
        "the statutory retirement month was {month}, but {short} months are missing to the "
        "minimum: whoever is short may pay on."
    )
    return Message(template, {"month": _between(first, last), "short": short})


def has_enough_after(first: int, last: int) -> Message:
    """After the statutory month, the minimum met."""
    template = N_(
        "the statutory retirement month was {month}, and the minimum is met: the benefit is due. "
        "Retiring later needs an agreement with an employer."
    )
    return Message(template, {"month": _between(first, last)})


def never_paid_before(first: int, last: int) -> Message:
    """After the statutory month, never paid."""
    template = N_(
        "the statutory retirement month was {month}, and nothing had been paid before: nobody "
        "joins anew after it."
    )
    return Message(template, {"month": _between(first, last)})


def months_paid_open(first: int, last: int) -> Message:
    """After the statutory month, the months paid are open."""
    template = N_(
        "the statutory retirement month was {month}; whoever is short of the minimum may pay on. "
        "Tell us how many months were paid."
    )
    return Message(template, {"month": _between(first, last)})


def minimum_by_track_after(first: int, last: int) -> Message:
    """After the statutory month; what is needed depends on sex or track."""
    template = N_(
        "the statutory retirement month was {month}; whoever is short of the minimum may pay on. "
        "The minimum depends on sex and track; tell us them."
    )
    return Message(template, {"month": _between(first, last)})


def minimum_open_after(month: int) -> Message:
    """After the statutory month; what is needed is not on file."""
    template = N_(
        "the statutory retirement month was {month}; whoever is short of the minimum may pay on, "
        "but the minimum is not on file here."
    )
    return Message(template, {"month": month_text(month)})


def by_agreement_until(first: int, last: int, latest: int) -> Message:
    """After the statutory month, an employer may agree to a later retirement."""
    template = N_(
        "the statutory retirement month was {month}; until {latest} only by agreement to retire "
        "later. Ask the employer."
    )
    return Message(template, {"month": _between(first, last), "latest": month_text(latest)})


def after_the_latest(latest: int) -> Message:
    """After the latest month that may be agreed."""
    template = N_("retirement can be put off to {latest} at the latest.")
    return Message(template, {"latest": month_text(latest)})


# -- years to reach -------------------------------------------------------------------------


def paid_so_far(months: int, *, deemed_open: bool) -> Message:
    """Months paid, and whether deemed ones were left out."""
    if deemed_open:
        return Message(N_("{months} months paid, deemed ones not told"), {"months": months})
    return Message(N_("{months} months paid"), {"months": months})


def reached(paid: Message, needed: int) -> Message:
    """Complete already."""
    return Message(
        N_("{paid}; the {needed} months needed are complete."), {"paid": paid, "needed": needed}
    )


def reached_in_time(paid: Message, needed: int, month: int, due: int) -> Message:
    """Complete before the benefit is due, if every month is paid."""
    template = N_(
        "{paid}; if every month is paid the {needed} needed are complete with the contribution of "
        "{month}, before {due}."
    )
    params = {"paid": paid, "needed": needed, "month": month_text(month), "due": month_text(due)}
    return Message(template, params)


def short_when_due(paid: Message, needed: int, short: int, month: int, due: int) -> Message:
    """Still short when the benefit is due."""
    template = N_(
        "{paid}; if every month is paid, {short} of the {needed} needed are still missing in "
        "{due}. Paying on, they are complete with the contribution of {month}."
    )
    params = {
        "paid": paid,
        "needed": needed,
        "short": short,
        "month": month_text(month),
        "due": month_text(due),
    }
    return Message(template, params)


PAID_OPEN = _plain(N_("tell us how many months were paid."))
DUE_OPEN = _plain(N_("when it is due is open; tell us the month of birth."))
NEEDED_OPEN = _plain(N_("how many months are needed is not on file for that time; ask."))
TRACK_OPEN = _plain(N_("when it is due depends on sex and track; tell us them."))
SEX_OPEN = _plain(N_("it differs between men and women; tell us the sex."))

# -- waiting, moving ------------------------------------------------------------------------
MISSED_OPEN = _plain(N_("tell us how many coverage years were missed (0 for none)."))


def no_wait(fixed: int) -> Message:
    """Nothing missed."""
    template = N_("none for who enrols in the window; {fixed} months for who comes late.")
    return Message(template, {"fixed": fixed})


def wait_of(missed: int, most: int) -> Message:
    """Waiting months, certain."""
    return Message(
        N_("{most} months after {missed} missed years."), {"missed": missed, "most": most}
    )


def wait_between(missed: int, least: int, most: int, *, repaid_open: bool) -> Message:
    """Waiting months, as far as they are certain."""
    params = {"missed": missed, "least": least, "most": most}
    if repaid_open:
        return Message(
            N_(
                "{least} to {most} months after {missed} missed years, one less for each year that "
                "is repaid; how the first missed year counts is settled locally."
            ),
            params,
        )
    return Message(
        N_(
            "{least} to {most} months after {missed} missed years, repaid ones taken off; how the "
            "first missed year counts is settled locally."
        ),
        params,
    )


def wait_not_on_file(place: Label, office: Label) -> Message:
    """No document says how long one waits."""
    template = N_(
        "what coming late or missing years brings in {place} is not on file; ask {office}."
    )
    return Message(template, {"place": place, "office": office})


MOVES = _plain(N_("the medical relation can move with the registration."))
MOVES_UNTIL_BENEFITS = _plain(
    N_(
        "until retiree medical benefits are drawn, the medical relation can move with the "
        "registration; afterwards no more."
    )
)
STAYS = _plain(N_("the medical relation can no longer move with the registration."))
MOVING_OPEN = _plain(
    N_(
        "whether the medical relation can move with the registration depends on whether retiree "
        "medical benefits are drawn; tell us."
    )
)
