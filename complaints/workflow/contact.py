"""The personal contact that an officer must make, and its confirmation by the complainant."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from accounts.rules.office_tree import OfficeKind
from complaints.rules.calls.cell_calls import Purpose, have_enough_calls_failed, is_reached_since_try
from complaints.rules.calls.contact_ways import ContactWay, WhoSpoke
from complaints.rules.capacities import Capacity
from complaints.rules.clock import Clock
from complaints.rules.complainant.one_tap_links import OneTapQuestionKind
from complaints.rules.guard_facts import ContactState, Facts
from complaints.rules.refusals import Refusal
from complaints.rules.statuses import OPEN, Status
from complaints.rules.thresholds import (
    ANSWER_EXPECTED_WITHIN,
    ANSWER_WITHOUT_PHONE_WITHIN,
    TRIES_APART,
    TRIES_BEFORE_EXCUSE,
)
from complaints.workflow.declaration import (
    VOICE_NOTE,
    CitizenMovePage,
    CitizensEvent,
    Effect,
    Move,
    MovePage,
    NoMessage,
    OfficersEvent,
    PetitionEvent,
    PrecedingCall,
    SentenceByActor,
    Sentences,
    Text,
    TextReaders,
)


def is_reserved_for_cpo(facts: Facts) -> bool:
    """Return whether the acting cell may not call, because only the CPO's cell may call about this complaint.

    A district's cell serves its DPO. So the CPO's cell makes the calls for conduct and confidential complaints.
    """
    return Capacity.CELL in facts.capacities and facts.is_sensitive and facts.officer_at is not OfficeKind.CENTRAL


def guard_record_contact(facts: Facts) -> Refusal | None:
    return None if facts.contact is ContactState.OPEN else Refusal.CONTACT_NOT_OPEN


_CONTACT_BY = {
    ContactWay.IN_PERSON: _("{who} recorded that they spoke to the complainant in person."),
    ContactWay.TELEPHONE: _("{who} recorded that they spoke to the complainant by telephone."),
    ContactWay.WHATSAPP: _("{who} recorded that they spoke to the complainant by WhatsApp call."),
    ContactWay.EMAIL: _("{who} recorded that they wrote to the complainant by e-mail and got a reply."),
    ContactWay.PORTAL: _("{who} wrote to the complainant on their page. Their reply there counts as the contact."),
}


def describe_contact(event: OfficersEvent) -> Text:
    return _CONTACT_BY.get(event.facts.get("how"), _("{who} recorded that they spoke to the complainant."))


def describe_contact_to_citizen(event: CitizensEvent) -> str:
    if event.is_written_message:
        return _("The officer wrote to you on this page: %(who)s.") % {"who": event.by}
    return _("The officer says that they spoke to you: %(who)s.") % {"who": event.speaker or event.by}


RECORD_CONTACT = Move(
    "record_contact",
    sources={Status.MARKED, Status.IN_INQUIRY},
    target=Status.IN_INQUIRY,
    by={Capacity.HOLDER},
    guard=guard_record_contact,
    contact=Effect.SUSPENDS,
    needs_words=True,
    records=("how", "spoke"),
    sentences=Sentences(
        officer=describe_contact,
        citizen=describe_contact_to_citizen,
        petition=_("The officer recorded contact with the applicant."),
        review=_("Contact claimed by the officer"),
    ),
    to_citizen="contact_claimed",
    one_tap_question=OneTapQuestionKind.ANSWER_CONTACT,
    call_purposes={Purpose.CONTACT, Purpose.SAMPLE, Purpose.NEWS},
    is_claim=True,
    fulfils=Clock.CONTACT,
    begins={Clock.CALL},
    ends={Clock.EXCUSE},
    page=MovePage(
        title=_("Record the contact"),
        button=_("Record the contact"),
        done=_("Recorded. The complainant will be asked to confirm it."),
    ),
    has_replies=True,
)


def guard_answer_contact(facts: Facts) -> Refusal | None:
    """Refuse an answer without a claimed contact, and calls by a cell that may not make them."""
    if facts.contact is not ContactState.CLAIMED:
        return Refusal.NO_CLAIM
    return Refusal.CPO_CELL_ONLY if is_reserved_for_cpo(facts) else None


def guard_confirm_contact(facts: Facts) -> Refusal | None:
    """Allow the citizen at any time, and the cell after a day without an answer (docs/rules.md, *Contact*)."""
    if reason := guard_answer_contact(facts):
        return reason
    is_too_early = Capacity.CELL in facts.capacities and facts.at < facts.claimed_at + ANSWER_EXPECTED_WITHIN
    return Refusal.CITIZEN_FIRST if is_too_early else None


def describe_confirmation_to_citizen(event: CitizensEvent) -> Text:
    if event.actor_kind == "officer":
        return _("The complaint cell recorded what you said by phone: the officer spoke to you personally.")
    if event.answers_written_message:
        return _("You answered the officer. That counts as their contact with you.")
    return _("You confirmed that the officer spoke to you.")


CONFIRM_CONTACT = Move(
    "confirm_contact",
    sources=OPEN - {Status.RECEIVED},
    target=None,
    by={Capacity.CITIZEN, Capacity.CELL},
    guard=guard_confirm_contact,
    contact=Effect.CONFIRMS,
    records=("answer", VOICE_NOTE),
    sentences=Sentences(
        officer=SentenceByActor(
            officer=_("{who} called: the complainant says the officer personally spoke to them."),
            citizen=_("The complainant says the officer personally spoke to them."),
        ),
        citizen=describe_confirmation_to_citizen,
        petition=_("The applicant answered that the officer spoke to them personally."),
        review=_("Contact confirmed by the complainant"),
    ),
    to_citizen=NoMessage("they have just said so themselves, on their page or to the cell"),
    call_purposes={Purpose.SAMPLE},
    text_readers=TextReaders.CELLS,
    conversation_actors={"citizen"},
    tone="good",
    ends={Clock.CALL},
    needs_proof=True,
    page=MovePage(
        title=_("Complainant says: the officer spoke personally"),
        button=_("Record this answer"),
        done=_("The answer is recorded."),
    ),
    citizens_page=CitizenMovePage(
        done=_("Thank you. We recorded that the officer spoke to you."),
        answers={WhoSpoke.IN_PERSON},
    ),
    call=PrecedingCall(Purpose.CONTACT, answer="in_person"),
)

DENYING_ANSWERS = frozenset({WhoSpoke.NOBODY, WhoSpoke.SOMEONE_ELSE})


def check_deny_contact(details: Mapping) -> Refusal | None:
    return None if details.get("answer", WhoSpoke.NOBODY) in DENYING_ANSWERS else Refusal.ANSWER_MISSING


def describe_denial(event: OfficersEvent) -> Text:
    someone_else = event.facts.get("answer") == WhoSpoke.SOMEONE_ELSE
    if event.actor_kind == "officer" and someone_else:
        return _("{who} called: the complainant says somebody else spoke to them.")
    if event.actor_kind == "officer":
        return _("{who} called: the complainant says nobody spoke to them.")
    if someone_else:
        return _("The complainant says somebody else spoke to them.")
    return _("The complainant says nobody spoke to them.")


def describe_denial_to_citizen(event: CitizensEvent) -> Text:
    someone_else = event.facts.get("answer") == WhoSpoke.SOMEONE_ELSE
    if event.actor_kind == "officer" and someone_else:
        return _("The complaint cell recorded what you said by phone: someone else spoke to you.")
    if event.actor_kind == "officer":
        return _("The complaint cell recorded what you said by phone: nobody spoke to you.")
    if someone_else:
        return _("You said that somebody else spoke to you, not the officer.")
    return _("You said that nobody spoke to you.")


def describe_denial_in_petition(event: PetitionEvent) -> Text:
    if event.facts.get("answer") == WhoSpoke.SOMEONE_ELSE:
        return _("The applicant answered that someone else, not the officer, spoke to them.")
    return _("The applicant answered that nobody spoke to them.")


DENY_CONTACT = Move(
    "deny_contact",
    sources=OPEN - {Status.RECEIVED},
    target=None,
    by={Capacity.CITIZEN, Capacity.CELL},
    guard=guard_answer_contact,
    contact=Effect.DENIES,
    records=("answer",),
    check=check_deny_contact,
    sentences=Sentences(
        officer=describe_denial,
        citizen=describe_denial_to_citizen,
        petition=describe_denial_in_petition,
        review=_("Contact denied by the complainant"),
    ),
    to_citizen=NoMessage("they have just said so themselves, on their page or to the cell"),
    to_holder="contact_denied",
    text_readers=TextReaders.CELLS,
    tone="late",
    ends={Clock.CALL},
    page=MovePage(
        title=_("Complainant says: the officer did not speak personally"),
        button=_("Record this answer"),
        done=_("The answer is recorded. The contact deadline applies again."),
    ),
    citizens_page=CitizenMovePage(
        done=_("Thank you. We recorded that the officer did not speak to you. The officer's deadline still applies."),
        answers=DENYING_ANSWERS,
    ),
    call=PrecedingCall(Purpose.CONTACT, may_precede_due_call=True),
)


def guard_leave_unconfirmed(facts: Facts) -> Refusal | None:
    """Allow it a day after the claim if enough calls failed; without a telephone, three days after the claim."""
    if reason := guard_answer_contact(facts):
        return reason
    if not facts.has_phone:
        return None if facts.at >= facts.claimed_at + ANSWER_WITHOUT_PHONE_WITHIN else Refusal.ANSWER_ON_THEIR_PAGE
    is_given_up = facts.at >= facts.claimed_at + ANSWER_EXPECTED_WITHIN and have_enough_calls_failed(
        facts.contact_calls
    )
    return None if is_given_up else Refusal.ANSWER_STILL_POSSIBLE


LEAVE_UNCONFIRMED = Move(
    "leave_unconfirmed",
    sources=OPEN - {Status.RECEIVED},
    target=None,
    by={Capacity.CELL, Capacity.SYSTEM},
    guard=guard_leave_unconfirmed,
    contact=Effect.CONFIRMS,
    sentences=Sentences(
        officer=SentenceByActor(
            officer=_("{who} got no answer from the complainant, so the contact stays unconfirmed."),
            system=_("The complainant did not answer, so the contact stays unconfirmed."),
        ),
        citizen=_("Nobody confirmed that the officer spoke to you, so the contact is recorded as unconfirmed."),
        petition=_("Nobody confirmed the contact."),
        review=_("Contact not confirmed"),
    ),
    to_citizen="contact_unconfirmed",
    text_readers=TextReaders.CELLS,
    ends={Clock.CALL},
    page=MovePage(
        title=_("No answer: leave the contact unconfirmed"),
        button=_("Leave unconfirmed"),
        done=_("The contact stays unconfirmed."),
    ),
)


def guard_try_contact(facts: Facts) -> Refusal | None:
    """Refuse another attempt that follows the last one too soon to count."""
    if facts.contact is not ContactState.OPEN:
        return Refusal.CONTACT_NOT_OPEN
    return Refusal.TRIED_RECENTLY if facts.last_try_at and facts.at < facts.last_try_at + TRIES_APART else None


TRY_CONTACT = Move(
    "try_contact",
    sources={Status.MARKED},
    target=None,
    by={Capacity.HOLDER},
    guard=guard_try_contact,
    needs_words=True,
    sentences=Sentences(
        officer=_("{who} tried to reach the complainant, without success."),
        citizen=_("An officer tried to reach you and could not: %(who)s."),
        petition=_("The officer recorded that they could not reach the applicant."),
        review=_("Attempt to contact the complainant"),
    ),
    to_citizen="contact_tried",
    call_purposes={Purpose.EXCUSE},
    is_claim=True,
    begins={Clock.EXCUSE},
    is_counted_in_cycle=True,
    page=MovePage(
        title=_("Not reached"),
        button=_("Record the attempt"),
        done=_("The attempt is recorded. The next attempt counts only after 2 hours."),
    ),
    has_replies=True,
)


def guard_excuse_contact(facts: Facts) -> Refusal | None:
    """Allow the cell to waive the contact after enough attempts of the officer, unless it reached the complainant."""
    if facts.contact is not ContactState.OPEN:
        return Refusal.CONTACT_NOT_OPEN
    if is_reserved_for_cpo(facts):
        return Refusal.CPO_CELL_ONLY
    if is_reached_since_try(last_try_at=facts.last_try_at, reached_at=facts.excuse_call_reached_at):
        return Refusal.REACHED_BY_CELL
    return None if facts.tries >= TRIES_BEFORE_EXCUSE else Refusal.TOO_FEW_TRIES


EXCUSE_CONTACT = Move(
    "excuse_contact",
    sources={Status.MARKED},
    target=None,
    by={Capacity.CELL},
    guard=guard_excuse_contact,
    contact=Effect.STOPS,
    needs_words=True,
    sentences=Sentences(
        officer=_("{who} could not reach the complainant either, so contact is no longer required."),
        citizen=_("We tried several times but could not reach you."),
        petition=_("The office recorded that the applicant could not be reached."),
        review=_("Contact no longer required"),
    ),
    to_citizen="contact_excused",
    is_claim=True,
    ends={Clock.EXCUSE},
    page=MovePage(
        title=_("The complaint cell could not reach them either"),
        button=_("Waive the contact"),
        done=_("Recorded: contact is no longer required."),
    ),
    call=PrecedingCall(Purpose.EXCUSE, may_fail=True),
)

KINDS = (
    RECORD_CONTACT,
    CONFIRM_CONTACT,
    DENY_CONTACT,
    LEAVE_UNCONFIRMED,
    TRY_CONTACT,
    EXCUSE_CONTACT,
)
