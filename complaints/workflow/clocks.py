"""Events that the sweep records for a clock: reminders, breaches, escalations."""

from django.utils.translation import gettext_lazy as _

from complaints.rules.clock_obligations import DUTY_STEP_KINDS, PRESSURE_STEP_KINDS
from complaints.workflow.declaration import CitizensEvent, Kind, NoMessage, PetitionEvent, Sentences, Text, Visibility

REMINDER = Kind(
    "reminder",
    sentences=Sentences(
        officer=_("Reminder: most of the time has passed ({clock})."),
        review=_("Reminder at three quarters of the time limit"),
    ),
    to_citizen=NoMessage("it is for the officer"),
)

BREACH = Kind(
    "breach",
    sentences=Sentences(
        officer=_("Deadline passed ({clock})."),
        citizen=_("A deadline was missed. The delay is recorded against the officer who held the complaint."),
        petition=_("A deadline passed."),
        review=_("Deadline passed"),
    ),
    to_citizen="late",
    tone="late",
)


def describe_escalation_to_citizen(event: CitizensEvent) -> Text:
    if not event.notified_office:
        return _("The delay was reported to a higher office.")
    return _("The delay was reported to a higher office: %(who)s.") % {"who": event.notified_office}


def describe_escalation_in_petition(event: PetitionEvent) -> Text:
    if not event.notified_office:
        return _("The delay was reported to a higher office.")
    return _("The delay was reported to a higher office: %(office)s.") % {"office": event.notified_office}


ESCALATION = Kind(
    "escalation",
    sentences=Sentences(
        officer=_("Still overdue ({clock})."),
        citizen=describe_escalation_to_citizen,
        petition=describe_escalation_in_petition,
        review=_("Still late: next higher office notified"),
    ),
    to_citizen="still_late",
    tone="late",
)

SET_ASIDE = Kind(
    "set_aside",
    sentences=Sentences(
        officer=_(
            "Deadline passed ({clock}), but far more deadlines than usual passed too, so this is not counted "
            "against anyone."
        ),
    ),
    to_citizen=NoMessage("it concerns the portal, not their matter"),
)

PROMISED_STEPS = (REMINDER, BREACH, ESCALATION, SET_ASIDE)

OBLIGATION_STEPS = tuple(
    Kind(
        DUTY_STEP_KINDS[step.name],
        sentences=Sentences(officer=step.sentences.officer, review=step.sentences.review),
        to_citizen=NoMessage("it is internal to the officers"),
        tone=step.tone,
    )
    for step in PROMISED_STEPS
)
"""The same steps for the clocks that are not promised to the complainant (complaints.rules.clock_obligations)."""

PRESSURE_STEPS = tuple(
    Kind(
        PRESSURE_STEP_KINDS[step.name],
        sentences=Sentences(officer=step.sentences.officer),
        to_citizen=NoMessage("the person who puts pressure on them may have their telephone"),
        visibility=Visibility.CPO_ALONE,
        tone=step.tone,
    )
    for step in PROMISED_STEPS
)
"""The same steps for a report of pressure, which only the Central Police Office may see."""

UNOPENED = Kind(
    "unopened",
    sentences=Sentences(
        officer=_("Not opened within 15 minutes."),
        review=_("Not opened: higher office notified"),
    ),
    to_citizen=NoMessage("it is internal to the officers, and the matter itself has not moved"),
    tone="late",
)

CALENDAR_CHANGED = Kind(
    "calendar_changed",
    sentences=Sentences(
        officer=_("The working-day calendar changed, so the deadline ({clock}) is later: {due}."),
    ),
    to_citizen=NoMessage("their page shows the new deadline; their matter has not moved"),
)

KINDS = (*PROMISED_STEPS, *OBLIGATION_STEPS, *PRESSURE_STEPS, UNOPENED, CALENDAR_CHANGED)
