"""Store the answers of an unfinished complaint, form by form. A draft is deleted after a day."""

import json
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction

from complaints.models import Complaint, Draft
from complaints.rules.statuses import Channel
from ledger import field_encryption

DRAFT_LIFETIME = timedelta(hours=24)
LOCK_DRAFT_SQL = """
    SELECT draft.*, EXISTS (SELECT FROM complaints_evidence WHERE draft_id = draft.id) AS has_files
    FROM complaints_draft AS draft WHERE draft.id = %s FOR UPDATE OF draft"""
REJECTED_INPUT = "_typed"
"""Entry of the answers: what was typed into each form and not accepted."""
SENT_FORM_DIGEST = "_sent"
"""Entry of a finished draft: a digest of the form that finished it, so that a repeated form is recognised."""


PROPOSAL_KEY = "_proposal"
"""Entry of the answers: what was proposed from the statement (`complaints.services.statement_proposals`)."""

REGISTERED_AS = "_complaint"
"""Entry of a finished draft: the id of its complaint. It is encrypted, so nobody can point the row to another one."""


class DraftFinished(Exception):
    """The draft has become a complaint and accepts no more answers."""


def get_or_create_draft(
    *, key: UUID | None, answers: dict, channel: Channel, at: datetime, operator: int | None = None
) -> tuple[Draft, bool]:
    """Return the draft with this id, created if necessary, and whether it is new. Concurrent calls create one draft.

    key: the id of the draft, which the client chose; None for a new draft with a random id.
    operator: the id of the posting that enters the draft for a complainant; no other posting can open it.
    """
    fields = {
        "channel": channel,
        "answers": answers,
        "created_at": at,
        "expires_at": at + DRAFT_LIFETIME,
        "operator_id": operator,
    }
    if key is None:
        return Draft.objects.create(id=uuid4(), **fields), True
    return Draft.objects.get_or_create(id=key, defaults=fields)


@transaction.atomic
def add_answers(draft_id: UUID, *, step: str, answers: dict) -> Draft:
    """Add the answers of a form, and delete what was typed into it before. Raises DraftFinished or Draft.DoesNotExist.

    `step`: the name of the form.
    """
    draft = _lock_unfinished_draft(draft_id)
    typed = {name: fields for name, fields in draft.answers.get(REJECTED_INPUT, {}).items() if name != step}
    return _save_answers(draft, draft.answers | answers | {REJECTED_INPUT: typed})


@transaction.atomic
def store_rejected_input(draft_id: UUID, *, step: str, typed: dict) -> Draft:
    """Store what was typed into a form and not accepted, so that the form still shows it in the other language.

    Raises DraftFinished or Draft.DoesNotExist.
    """
    draft = _lock_unfinished_draft(draft_id)
    return _save_answers(draft, draft.answers | {REJECTED_INPUT: draft.answers.get(REJECTED_INPUT, {}) | {step: typed}})


def answers_without_page_state(answers: dict) -> dict:
    """Return the answers without the entries that the pages store with them."""
    return {name: answer for name, answer in answers.items() if not name.startswith("_")}


def finish_draft(draft: Draft, complaint: Complaint, answers: dict) -> None:
    """Link the draft to its complaint, and erase the answers, which the complaint has now."""
    kept = {SENT_FORM_DIGEST: answers[SENT_FORM_DIGEST]} if SENT_FORM_DIGEST in answers else {}
    draft.complaint, draft.answers = complaint, kept | {REGISTERED_AS: complaint.pk}
    draft.save(update_fields=["complaint", "sealed_answers"])


def form_digest(sent: dict) -> str:
    """Return a keyed digest of a form, so that nobody can guess its content without the key."""
    return field_encryption.blind_index("draft", json.dumps(sent, sort_keys=True)).hex()


@transaction.atomic
def delete_expired_drafts(*, at: datetime) -> int:
    """Delete drafts that were not finished within a day; return their number.

    A draft with files is kept until the files are deleted (`complaints.evidence.file_removal`), so that no sealed file
    loses its owner. A draft that is being finished now is skipped.
    """
    expired = Draft.objects.filter(complaint=None, expires_at__lte=at, evidence=None)
    ids = list(expired.select_for_update(of=("self",), skip_locked=True).values_list("pk", flat=True))
    Draft.objects.filter(pk__in=ids).delete()
    return len(ids)


def lock_draft(draft_id: UUID) -> Draft:
    """Lock a draft and return it, with `has_files`. Raises Draft.DoesNotExist."""
    if drafts := list(Draft.objects.raw(LOCK_DRAFT_SQL, [draft_id])):
        return drafts[0]
    raise Draft.DoesNotExist(draft_id)


def _lock_unfinished_draft(draft_id: UUID) -> Draft:
    draft = Draft.objects.select_for_update().get(pk=draft_id)
    if draft.complaint_id:
        raise DraftFinished
    return draft


def _save_answers(draft: Draft, answers: dict) -> Draft:
    draft.answers = answers
    draft.save(update_fields=["sealed_answers"])
    return draft
