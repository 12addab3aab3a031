"""Orders by superiors, their answers, and explanations of delays."""

from django.utils.translation import gettext_lazy as _

from complaints.rules.clock import Clock
from complaints.workflow.declaration import Kind, NoMessage, Sentences

ORDER = Kind(
    "order",
    sentences=Sentences(
        officer=_("{who} gave an order, due by {due}:"),
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
        officer=_("{who} explained the delay. To be done by {due}:"),
    ),
    to_citizen=NoMessage("it is internal to the officers"),
)

KINDS = (
    ORDER,
    ORDER_DONE,
    ESCALATION_ANSWERED,
)
