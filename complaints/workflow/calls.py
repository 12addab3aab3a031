"""Calls by the complaint cell: to connect officer and complainant, to read updates, to ask about the outcome."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from complaints.rules.calls.cell_calls import Purpose
from complaints.rules.calls.connected_call_rules import is_telephone_number
from complaints.rules.capacities import Capacity
from complaints.rules.clock import Clock
from complaints.rules.complainant.one_tap_links import OneTapQuestionKind
from complaints.rules.guard_facts import Facts
from complaints.rules.refusals import Refusal
from complaints.rules.statuses import Status
from complaints.workflow.contact import guard_record_contact, is_reserved_for_cpo
from complaints.workflow.declaration import (
    CitizensEvent,
    Effect,
    Kind,
    Move,
    MovePage,
    NoMessage,
    OptionalFact,
    Sentences,
    TextReaders,
    Visibility,
)


def guard_ask_call(facts: Facts) -> Refusal | None:
    """Refuse if the officer may call directly, without a phone number, or while another request is waiting."""
    if not facts.is_shielded:
        return Refusal.CALL_DIRECTLY
    if not facts.has_phone:
        return Refusal.NO_NUMBER
    return Refusal.CALL_WAITS if facts.has_waiting_call else None


def check_ask_call(details: Mapping) -> Refusal | None:
    """Require the telephone number on which the cell reaches the officer."""
    return None if is_telephone_number(str(details.get("telephone", "")).strip()) else Refusal.TELEPHONE_MISSING


ASK_CALL = Move(
    "ask_call",
    sources={Status.MARKED, Status.IN_INQUIRY},
    target=None,
    by={Capacity.HOLDER},
    guard=guard_ask_call,
    optional_facts={OptionalFact.WAITING_CALL},
    check=check_ask_call,
    sentences=Sentences(
        officer=_("{who} asked the complaint cell to put a call through to the complainant."),
        citizen=_(
            "The officer would like to speak to you by phone. The complaint cell will call you at the times "
            "you chose and connect you. The officer does not see your number, and you do not have to speak "
            "to them."
        ),
    ),
    to_citizen=NoMessage("a person who has their telephone could learn of the call; it is on their page"),
    call_purposes={Purpose.CONNECT},
    text_readers=TextReaders.OFFICERS,
    page=MovePage(
        title=_("Speak through the complaint cell"),
        button=_("Request the call"),
        done=_("The complaint cell will make the call at the times the complainant chose."),
        is_secondary=True,
    ),
)


def guard_put_through(facts: Facts) -> Refusal | None:
    """Refuse as for a contact. Only the CPO's cell connects calls about conduct and confidential complaints."""
    return Refusal.CPO_CELL_ONLY if is_reserved_for_cpo(facts) else guard_record_contact(facts)


def describe_call_to_citizen(event: CitizensEvent) -> str:
    text = _("The complaint cell connected a call. The officer says that they spoke to you: %(who)s.")
    return text % {"who": event.speaker or event.by}


PUT_THROUGH = Move(
    "put_through",
    sources={Status.MARKED, Status.IN_INQUIRY},
    target=Status.IN_INQUIRY,
    by={Capacity.CELL},
    guard=guard_put_through,
    contact=Effect.SUSPENDS,
    records=("how", "spoke", "minutes"),
    sentences=Sentences(
        officer=_("{who} put a call through: the officer and the complainant spoke for {minutes} min."),
        citizen=describe_call_to_citizen,
        petition=_("The complaint cell recorded a call between the officer and the applicant."),
    ),
    to_citizen="contact_claimed",
    one_tap_question=OneTapQuestionKind.ANSWER_CONTACT,
    call_purposes={Purpose.CONTACT, Purpose.SAMPLE, Purpose.NEWS},
    is_claim=True,
    fulfils=Clock.CONTACT,
    begins={Clock.CALL},
    ends={Clock.EXCUSE},
)

CALL_CONNECTED = Kind(
    "call_connected",
    sentences=Sentences(
        officer=_("{who} put a call through: the officer and the complainant spoke for {minutes} min."),
        citizen=_("The complaint cell connected you with the officer by phone."),
    ),
    to_citizen=NoMessage("they have just spoken to the officer"),
)

CONNECT_CALL_FAILED = Kind(
    "connect_call_failed",
    sentences=Sentences(
        officer=_("{who} called to connect the officer but did not reach the complainant."),
        citizen=_("The complaint cell called you but could not reach you."),
    ),
    to_citizen=NoMessage("a person who has their telephone could learn of each call; it is on their page"),
)

CALL_GIVEN_UP = Kind(
    "call_given_up",
    sentences=Sentences(
        officer=_("{who} did not reach the complainant after several calls. The call request is closed."),
        citizen=_("The complaint cell called you but could not reach you."),
    ),
    to_citizen=NoMessage("a person who has their telephone could learn of each call; it is on their page"),
    to_holder="call_not_made",
)

CALL_DECLINED = Kind(
    "call_declined",
    sentences=Sentences(
        officer=_("{who} called. The complainant does not want to speak by phone."),
        citizen=_("You chose not to speak to the officer by phone. This does not affect your complaint."),
    ),
    to_citizen=NoMessage("they have just said so themselves"),
    to_holder="call_not_made",
)

CALL_MISSED = Kind(
    "call_missed",
    sentences=Sentences(
        officer=_("{who} reached the complainant but not the officer. The call is still to be connected."),
        citizen=_("The complaint cell called you to connect you with the officer, but the officer did not answer."),
    ),
    to_citizen=NoMessage("the operator has just told them on the telephone"),
    to_holder="call_not_made",
)

CONTACT_CALL_FAILED = Kind(
    "contact_call_failed",
    sentences=Sentences(
        officer=_("{who} called about the contact but did not reach the complainant."),
        citizen=_("The complaint cell called you but could not reach you."),
        review=_("The complaint cell called but did not reach the complainant"),
    ),
    to_citizen=NoMessage("a person who has their telephone could learn of each call; it is on their page"),
    is_counted_in_cycle=True,
)

VERIFY_CALL_FAILED = Kind(
    "verify_call_failed",
    sentences=Sentences(
        officer=_("{who} called about the report but did not reach the complainant."),
        citizen=_("The complaint cell called you but could not reach you."),
    ),
    to_citizen=NoMessage("a person who has their telephone could learn of each call; it is on their page"),
    is_counted_in_cycle=True,
)

EXCUSE_CALL_REACHED = Kind(
    "excuse_call_reached",
    sentences=Sentences(
        officer=_("{who} called and reached the complainant. The officer can reach them too."),
        review=_("The complaint cell reached the complainant"),
    ),
    to_citizen=NoMessage("the operator has just spoken to them"),
    to_holder="complainant_reached",
    is_counted_in_cycle=True,
)

EXCUSE_CALL_LATER = Kind(
    "excuse_call_later",
    sentences=Sentences(
        officer=_("{who} called. The complainant asks for a call at another time."),
        review=_("The complainant asked the complaint cell for a call at another time"),
    ),
    to_citizen=NoMessage("the operator has just spoken to them"),
)

NEWS_READ = Kind(
    "news_read",
    sentences=Sentences(
        officer=_("{who} called and read the update to the complainant."),
        citizen=_("The complaint cell called you and read you the update."),
    ),
    to_citizen=NoMessage("the operator has just read it to them"),
)

SAMPLE_ANSWERED = Kind(
    "sample_answered",
    sentences=Sentences(
        officer=_("{who} called for a spot check."),
    ),
    to_citizen=NoMessage("they have just said so themselves"),
    visibility=Visibility.CPO_ALONE,
)

KINDS = (
    ASK_CALL,
    PUT_THROUGH,
    CALL_CONNECTED,
    CONNECT_CALL_FAILED,
    CALL_GIVEN_UP,
    CALL_DECLINED,
    CALL_MISSED,
    CONTACT_CALL_FAILED,
    VERIFY_CALL_FAILED,
    EXCUSE_CALL_REACHED,
    EXCUSE_CALL_LATER,
    NEWS_READ,
    SAMPLE_ANSWERED,
)
