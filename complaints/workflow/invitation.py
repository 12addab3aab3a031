"""The invitation to an office, which the complainant may decline."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from complaints.rules.calls.cell_calls import Purpose
from complaints.rules.calls.invitation_rules import STANDING_REPLIES, InvitationReply
from complaints.rules.capacities import Capacity
from complaints.rules.guard_facts import Facts
from complaints.rules.refusals import Refusal
from complaints.rules.statuses import Status
from complaints.workflow.declaration import (
    VOICE_NOTE,
    AnnouncementContext,
    CitizenMovePage,
    CitizensEvent,
    MessageChoice,
    Move,
    MovePage,
    NoMessage,
    OfficersEvent,
    OptionalFact,
    Sentences,
    Text,
)


def guard_invite(facts: Facts) -> Refusal | None:
    """Refuse if the complainant is under 18, anonymous or has withdrawn, has declined before, or is already invited."""
    if not facts.may_be_invited:
        return Refusal.NOBODY_TO_INVITE
    if facts.invitation_answer == InvitationReply.REFUSES:
        return Refusal.INVITATION_REFUSED
    is_invited = facts.invited_for and facts.invited_for > facts.at and facts.invitation_answer in STANDING_REPLIES
    return Refusal.ALREADY_INVITED if is_invited else None


def describe_invitation_to_citizen(event: CitizensEvent) -> str:
    text = _("The officer invited you: %(office)s, %(when)s. You don't have to come.")
    return text % {"office": event.office, "when": event.moment("due")}


def message_template_on_invite(after: AnnouncementContext) -> str | None:
    """Return no message if the identity is protected: the invitation is then only on the complainant's page."""
    return None if after.complaint.identity_is_protected else "invited"


INVITE = Move(
    "invite",
    sources={Status.MARKED, Status.IN_INQUIRY},
    target=None,
    by={Capacity.HOLDER},
    guard=guard_invite,
    optional_facts={OptionalFact.INVITATION},
    needs_words=True,
    records=("due", "office_en", "office_ur"),
    sentences=Sentences(
        officer=_("{who} invited the complainant: {office}, {due}. They do not have to come."),
        citizen=describe_invitation_to_citizen,
    ),
    to_citizen=MessageChoice(("invited",), message_template_on_invite),
    call_purposes={Purpose.NEWS},
    page=MovePage(
        title=_("Invite the complainant to an office"),
        button=_("Send invitation"),
        done=_("The invitation is sent. The complainant does not have to come."),
        is_secondary=True,
    ),
)


def guard_answer_invitation(facts: Facts) -> Refusal | None:
    """Allow the complainant to answer, and to change the answer, until the time of the appointment."""
    if facts.invited_for is None or facts.invited_for <= facts.at:
        return Refusal.NOT_ASKED
    is_same_answer = facts.details.get("answer") and facts.details["answer"] == facts.invitation_answer
    return Refusal.ALREADY_DONE if is_same_answer else None


def check_answer_invitation(details: Mapping) -> Refusal | None:
    return None if details.get("answer") in set(InvitationReply) else Refusal.NOT_ASKED


_REPLIES = {
    InvitationReply.COMES: _("The complainant says that they will come."),
    InvitationReply.REFUSES: _("The complainant will not come to the office. This has no consequences."),
    InvitationReply.ANOTHER_TIME: _("The complainant asks for another time."),
}
_REPLIES_TO_CITIZEN = {
    InvitationReply.COMES: _("You said that you will come to the office."),
    InvitationReply.ANOTHER_TIME: _("You said that another time would suit you."),
    InvitationReply.REFUSES: _("You declined the invitation. This does not affect your complaint."),
}


def describe_invitation_answer(event: OfficersEvent) -> Text:
    return _REPLIES.get(event.facts.get("answer"), _REPLIES[InvitationReply.REFUSES])


def describe_invitation_answer_to_citizen(event: CitizensEvent) -> str:
    return str(_REPLIES_TO_CITIZEN.get(event.facts.get("answer"), _REPLIES_TO_CITIZEN[InvitationReply.REFUSES]))


ANSWER_INVITATION = Move(
    "answer_invitation",
    sources={Status.MARKED, Status.IN_INQUIRY, Status.AWAITING_CITIZEN},
    target=None,
    by={Capacity.CITIZEN},
    guard=guard_answer_invitation,
    optional_facts={OptionalFact.INVITATION},
    check=check_answer_invitation,
    records=("answer", VOICE_NOTE),
    sentences=Sentences(
        officer=describe_invitation_answer,
        citizen=describe_invitation_answer_to_citizen,
    ),
    to_citizen=NoMessage("they have just answered it themselves"),
    to_holder="invitation_answered",
    citizens_page=CitizenMovePage(
        done=_("We recorded your answer. You don't have to come, whatever you answered."),
        answers=set(InvitationReply),
    ),
)

KINDS = (
    INVITE,
    ANSWER_INVITATION,
)
