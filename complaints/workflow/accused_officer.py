"""The officer complained against: naming, exclusion and hearing."""

from django.utils.translation import gettext_lazy as _

from complaints.rules.capacities import Capacity
from complaints.rules.guard_facts import Facts
from complaints.rules.refusals import Refusal
from complaints.rules.statuses import Status
from complaints.workflow.declaration import (
    AnnouncementContext,
    Kind,
    MessageChoice,
    Move,
    NoMessage,
    Sentences,
    TextReaders,
)


def guard_hear(facts: Facts) -> Refusal | None:
    """Refuse unless it is a conduct complaint."""
    return None if facts.about_police else Refusal.NOT_CONDUCT


def message_template_on_hear(after: AnnouncementContext) -> str | None:
    """Return no message for a confidential complaint: the CPO approves the hearing and warns them before it."""
    return None if after.complaint.confidential else "heard"


HEAR = Move(
    "hear",
    sources={Status.IN_INQUIRY},
    target=None,
    by={Capacity.HOLDER},
    guard=guard_hear,
    needs_words=True,
    sentences=Sentences(
        officer=_("{who} recorded what the officer complained against is asked to answer."),
        petition=_("The officer recorded that the officer complained against was heard."),
    ),
    to_citizen=MessageChoice(("heard",), message_template_on_hear),
    text_readers=TextReaders.OFFICERS,
    is_claim=True,
)

HEARING_AGREED = Kind(
    "hearing_agreed",
    sentences=Sentences(
        officer=_("{who} approved hearing the officer complained against. The complainant was warned first."),
    ),
    to_citizen=NoMessage("they were warned in person before the hearing"),
)

HEARING_ANSWERED = Kind(
    "hearing_answered",
    sentences=Sentences(
        officer=_("The officer complained against has answered in writing."),
    ),
    to_citizen=NoMessage("the report states the result"),
    to_holder="hearing_answered",
)

OFFICER_NAMED = Kind(
    "officer_named",
    sentences=Sentences(
        officer=_("{who} named an officer complained against. That officer can no longer see the complaint."),
        citizen=_(
            "We recorded the name of the officer you complained about. From then on, that officer cannot see "
            "this complaint."
        ),
    ),
    to_citizen=NoMessage("it is on their page; the named officer could read a message"),
)

KINDS = (
    HEAR,
    HEARING_AGREED,
    HEARING_ANSWERED,
    OFFICER_NAMED,
)
