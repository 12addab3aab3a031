"""Registration of complaints that were filed by chat, by the same service as all others."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import Office
from citizen.services.web_links import make_web_link
from complaints.models import Category, Complainant, Complaint
from complaints.queries.access_key_facts import complaint_id_of_draft
from complaints.queries.understanding.chosen_model import built_in_version
from complaints.rules.access_proofs import OpenedBy
from complaints.rules.actors import Citizen
from complaints.rules.statuses import Channel
from complaints.services import drafts
from complaints.services.access_keys.contact_proofs import record_phone_proof
from complaints.services.draft_answers import BadAnswer
from complaints.services.registration import register_complaint
from complaints.services.statement_proposals import StatementProposal
from whatsapp.models import Chat, OwnComplaint
from whatsapp.rules.chat_state import State
from whatsapp.services.effects import sent_file_recording
from whatsapp.services.effects.chat_drafts import begin_draft

DRAFT_STEP = "chat"


def register_from_chat(chat: Chat, facts: Mapping, *, state: State, at: datetime) -> Mapping:
    """Register the dialog's draft as a complaint, once. Return the receipt, or the refused field.

    Without text, a file must state the complaint: one that was inspected and can be opened.
    """
    draft_id = UUID(facts["dialog_key"])
    begin_draft(draft_id, at=at)
    if not facts["answers"]["text"].strip() and complaint_id_of_draft(draft_id) is None:
        usable = sent_file_recording.has_openable_file(draft_id)
        if not usable:
            return {"checking": True} if usable is None else {"refused": "text", "reason": "missing"}
        facts = {**facts, "answers": {**facts["answers"], "spoken": True}}
    answers = dict(facts["answers"]) | _proposal_answers(state)
    try:
        with transaction.atomic():
            drafts.add_answers(draft_id, step=DRAFT_STEP, answers=answers)
            complaint = register_complaint(draft_id=draft_id, channel=Channel.WHATSAPP, by=Citizen(), at=at)
    except drafts.DraftFinished:
        complaint = Complaint.objects.unscoped("the chat filed it").get(draft=draft_id)
    except BadAnswer as bad:
        return {"refused": bad.field}
    except Category.DoesNotExist:
        return {"refused": "category"}
    except Office.DoesNotExist:
        return {"refused": "district"}
    _link_to_chat(chat, complaint, wants_news=bool(state.answers.get("messages")), at=at)
    return _make_receipt(complaint, at=at)


def _proposal_answers(state: State) -> dict:
    """Return what was proposed for the first sentence, so that the registration records it beside what was chosen."""
    if not (kinds := state.answers.get("_proposed")):
        return {}
    place = state.answers.get("_proposed_place", "")
    proposal = StatementProposal(version=built_in_version(), categories=tuple(kinds), district=place)
    return {drafts.PROPOSAL_KEY: proposal.as_answers()}


def _link_to_chat(chat: Chat, complaint: Complaint, *, wants_news: bool, at: datetime) -> None:
    """Let the chat open the complaint that it filed. The number that wrote counts as verified.

    News comes here if it was requested, for this complaint only.
    """
    OwnComplaint.objects.get_or_create(complaint=complaint, defaults={"chat": chat, "wants_news": wants_news})
    person = Complainant.objects.get(pk=complaint.complainant_id)
    if person.phone and person.phone == chat.phone:
        record_phone_proof(person, at=at)
    if wants_news:
        chat.welcome = True
        Complainant.objects.filter(pk=person.pk).update(messages_wanted=True)


def _make_receipt(complaint: Complaint, *, at: datetime) -> dict:
    """Return the facts of the receipt. A confidential complaint has a link: a secret word is set on the web only."""
    person = Complainant.objects.get(pk=complaint.complainant_id)
    return {
        "etag": complaint.etag,
        "spaced": complaint.spaced_etag,
        "contact_due": _isoformat(complaint.contact_due_at),
        "report_due": _isoformat(complaint.report_due_at),
        "zone": person.time_zone,
        "hidden": complaint.identity_is_protected,
        "has_phone": bool(person.phone_index),
        "link": make_web_link(complaint.etag, opened_by=OpenedBy.CHAT, at=at) if complaint.is_quiet else "",
    }


def _isoformat(at: datetime | None) -> str:
    return at.isoformat() if at else ""
