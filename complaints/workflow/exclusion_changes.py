"""Confirming whom a complaint is against, and ending an exclusion (docs/decisions/0015)."""

from django.utils.translation import gettext_lazy as _

from complaints.rules.calls.cell_calls import Purpose
from complaints.rules.capacities import Capacity
from complaints.rules.clock import Clock
from complaints.rules.statuses import OPEN, Status
from complaints.workflow.declaration import (
    CitizensEvent,
    Custody,
    Kind,
    Move,
    NoMessage,
    SentenceByActor,
    Sentences,
    Text,
    TextReaders,
)

ON_THEIR_PAGE = NoMessage("it is on their page; the officer concerned could read a message")

SETTLED = Kind(
    "settled",
    sentences=Sentences(
        officer=_("{who} confirmed whom the complaint is against."),
        citizen=_("The complaint cell confirmed whom your complaint is against."),
    ),
    to_citizen=ON_THEIR_PAGE,
    text_readers=TextReaders.OFFICERS,
    ends={Clock.SETTLING},
)

PASS_UP_UNSETTLED = Move(
    "pass_up_unsettled",
    sources={Status.RECEIVED},
    target=Status.MARKED,
    by={Capacity.SYSTEM},
    custody=Custody.TO_POSTING,
    sentences=Sentences(
        officer=_(
            "Nobody confirmed in time whom the complaint is against, so the system marked it to {to}. The officers and "
            "offices that were excluded still cannot see it."
        ),
        citizen=_(
            "The complaint cell did not confirm in time whom your complaint is against, so it went to a higher "
            "officer: %(who)s. The officers and offices that cannot open it still cannot."
        ),
        names_holder=True,
        petition=_("The complaint was marked to an officer."),
        review=_("Marked by the system: not confirmed in time"),
    ),
    to_citizen="marked",
    to_holder="marked_to_you",
    call_purposes={Purpose.NEWS},
    ends={Clock.SETTLING},
)

LEAVE_UNSETTLED = Move(
    "leave_unsettled",
    sources=OPEN - {Status.RECEIVED},
    target=None,
    by={Capacity.SYSTEM},
    sentences=Sentences(
        officer=_(
            "Nobody confirmed in time whom the complaint is against. An officer outside the excluded offices already "
            "has it. The officers and offices that were excluded still cannot see it."
        ),
    ),
    to_citizen=NoMessage("nothing changes for them: the exclusion stays, and the same officer has the complaint"),
    ends={Clock.SETTLING},
)

NAME_CONFIRMED = Kind(
    "name_confirmed",
    sentences=Sentences(
        officer=_("{who} confirmed the name of an officer complained against."),
        citizen=_("The Central Police Office confirmed the name of an officer you complained about."),
    ),
    to_citizen=ON_THEIR_PAGE,
)

NAME_LAPSED = Kind(
    "name_lapsed",
    sentences=Sentences(
        officer=_(
            "An exclusion that an officer had added lapsed: the Central Police Office did not confirm it within 72 "
            "hours. It no longer keeps anybody from the complaint."
        ),
        citizen=_(
            "An officer had added somebody who could not open your complaint. The Central Police Office did not "
            "confirm this within 72 hours, so it has ended. If your complaint is against them, tell us so yourself."
        ),
    ),
    to_citizen=ON_THEIR_PAGE,
)

NARROWING_ASKED = Kind(
    "narrowing_asked",
    sentences=Sentences(
        officer=_(
            "{who} asked to open the complaint to an officer or office that is excluded from it. Two operators of the "
            "Central Police Office must approve this."
        ),
        citizen=_(
            "An officer asked that an officer or office that is kept out may open your complaint. Two operators "
            "of the Central Police Office must approve this first. Reason:"
        ),
    ),
    to_citizen=NoMessage("nothing is decided yet; they get a message when they can object"),
)

NARROWING_APPROVED = Kind(
    "narrowing_approved",
    sentences=Sentences(
        officer=_("{who} approved, as the first of two operators, opening the complaint to more officers."),
    ),
    to_citizen=NoMessage("a second operator must approve it before they can object"),
)

NARROWING_ANNOUNCED = Kind(
    "narrowing_announced",
    sentences=Sentences(
        officer=_(
            "{who} approved, as the second operator, opening the complaint to more officers. The complainant has 24 "
            "hours to object."
        ),
        citizen=_("Two operators approved that more officers may open your complaint. You have 24 hours to object."),
    ),
    to_citizen="narrowing_announced",
    call_purposes={Purpose.NEWS},
)


def describe_objection_to_citizen(event: CitizensEvent) -> Text:
    if event.actor_kind == "officer":
        return _(
            "You objected by phone. Your complaint is not opened to anyone else until the Central Police Office "
            "decides."
        )
    return _("You objected. Your complaint is not opened to anyone else until the Central Police Office decides.")


NARROWING_OBJECTED = Kind(
    "narrowing_objected",
    sentences=Sentences(
        officer=SentenceByActor(
            citizen=_(
                "The complainant objected. Nobody else can open the complaint until the Central Police Office decides."
            ),
            officer=_(
                "The complainant objected by telephone, as recorded by {who}. Nobody else can open the complaint until "
                "the Central Police Office decides."
            ),
        ),
        citizen=describe_objection_to_citizen,
    ),
    to_citizen=NoMessage("they have just objected themselves"),
    text_for_cpo_only=True,
)

NARROWING_REFUSED = Kind(
    "narrowing_refused",
    sentences=Sentences(
        officer=_("{who} decided that these officers and offices still cannot see the complaint."),
        citizen=_("It was decided that these officers and offices still cannot see your complaint."),
    ),
    to_citizen="narrowing_decided",
    call_purposes={Purpose.NEWS},
)

EXCLUSION_ENDED = Kind(
    "exclusion_ended",
    sentences=Sentences(
        officer=_("The complaint was opened to an officer or office that was excluded from it."),
        citizen=_("An officer or office that was kept out can now open your complaint."),
    ),
    to_citizen="narrowing_decided",
    call_purposes={Purpose.NEWS},
)

KINDS = (
    SETTLED,
    PASS_UP_UNSETTLED,
    LEAVE_UNSETTLED,
    NAME_CONFIRMED,
    NAME_LAPSED,
    NARROWING_ASKED,
    NARROWING_APPROVED,
    NARROWING_ANNOUNCED,
    NARROWING_OBJECTED,
    NARROWING_REFUSED,
    EXCLUSION_ENDED,
)
