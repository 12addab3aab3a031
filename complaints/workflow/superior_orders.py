"""Orders by superiors, their answers, and explanations of delays."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from complaints.rules.calls.cell_calls import Purpose
from complaints.rules.clock import Clock
from complaints.workflow.declaration import (
    CitizensEvent,
    Kind,
    NoMessage,
    OfficersEvent,
    SentenceByActor,
    Sentences,
    Text,
)

ORDER = Kind(
    "order",
    sentences=Sentences(
        officer=_("{who} gave an order, due by {until}:"),
        review=_("Order issued"),
    ),
    to_citizen=NoMessage("it is internal to the officers"),
    begins={Clock.ORDER},
)

ORDER_DONE = Kind(
    "order_done",
    sentences=Sentences(
        officer=_("{who} answered the order:"),
        review=_("Order answered"),
    ),
    to_citizen=NoMessage("it is internal to the officers"),
    ends={Clock.ORDER},
)

ESCALATION_ANSWERED = Kind(
    "escalation_answered",
    sentences=Sentences(
        officer=_("{who} explained the delay. To be done by {until}:"),
    ),
    to_citizen=NoMessage("it is internal to the officers"),
)

STATION_CONSENT_ASKED = Kind(
    "station_consent_asked",
    sentences=Sentences(
        officer=_(
            "{who} prepared an order to a station that is excluded from the complaint: register an FIR. The "
            "complainant was asked to agree."
        ),
        citizen=_("A senior officer asked whether a police station may be ordered to register an FIR."),
    ),
    to_citizen="station_consent",
    call_purposes={Purpose.NEWS},
)

STATION_CONSENT_GIVEN = Kind(
    "station_consent_given",
    sentences=Sentences(
        officer=SentenceByActor(
            officer=_("{who} recorded that the complainant agreed by telephone. The station got the order."),
            citizen=_("The complainant agreed. The station got the order."),
        ),
        citizen=_("You agreed. The police station was ordered to register an FIR. It cannot read your complaint."),
    ),
    to_citizen=NoMessage("they have just agreed themselves"),
    needs_proof=True,
)

STATION_CONSENT_REFUSED = Kind(
    "station_consent_refused",
    sentences=Sentences(
        officer=SentenceByActor(
            officer=_("{who} recorded that the complainant did not agree by telephone. The station gets no order."),
            citizen=_("The complainant did not agree. The station gets no order."),
        ),
        citizen=_("You did not agree. The police station gets no order."),
    ),
    to_citizen=NoMessage("they have just refused themselves"),
)

STATION_ORDERED = Kind(
    "station_ordered",
    sentences=Sentences(
        officer=_(
            "{who} ordered a station that is excluded from the complaint to register an FIR. Somebody is detained."
        ),
        citizen=_("A senior officer ordered a police station to register an FIR. It cannot read your complaint."),
    ),
    to_citizen=NoMessage("it is on their page; somebody may be detained and read a message"),
)


def describe_fir_to_officers(event: OfficersEvent) -> Text:
    """Return the number and date. The number has no braces (`complaints.rules.station_orders`)."""
    return gettext("The station registered FIR %(number)s of %(date)s.") % _fir_of(event)


def describe_fir_to_citizen(event: CitizensEvent) -> str:
    return gettext("The police station registered FIR %(number)s of %(date)s.") % _fir_of(event)


def _fir_of(event) -> dict[str, str]:
    return {"number": event.facts["fir_number"], "date": event.facts["fir_on"]}


STATION_ORDER_DONE = Kind(
    "station_order_done",
    sentences=Sentences(officer=describe_fir_to_officers, citizen=describe_fir_to_citizen),
    to_citizen=NoMessage("it is on their page; the accused officer could read a message"),
    tone="good",
)

KINDS = (
    ORDER,
    ORDER_DONE,
    ESCALATION_ANSWERED,
    STATION_CONSENT_ASKED,
    STATION_CONSENT_GIVEN,
    STATION_CONSENT_REFUSED,
    STATION_ORDERED,
    STATION_ORDER_DONE,
)
