"""What somebody has told so far, before there is a complaint: kept for a day, a part at a time, then erased."""

import json
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from complaints.models import Complaint, Draft
from complaints.rules.statuses import Channel
from ledger import crypto

LIVES = timedelta(hours=24)
LOCKED = """
    SELECT draft.*, EXISTS (SELECT FROM complaints_evidence WHERE draft_id = draft.id) AS has_files
    FROM complaints_draft AS draft WHERE draft.id = %s FOR UPDATE OF draft"""
TYPED = "_typed"
SENT = "_sent"
"""In a finished draft: a digest of the form that finished it, so that a repeat is known as one."""


class Finished(Exception):
    """The draft has become a complaint: nothing can be told to it any more."""


def begin(
    *, key: UUID, answers: dict, channel: Channel, at: datetime, operator: int | None = None
) -> tuple[Draft, bool]:
    """A draft under the client's own key, and whether it is new. Begun twice, even at once, it is one draft.

    `operator`: the posting that takes it down for somebody; nobody else opens it.
    """
    told = {"channel": channel, "answers": answers, "created_at": at, "expires_at": at + LIVES, "operator_id": operator}
    return Draft.objects.get_or_create(id=key, defaults=told)


@transaction.atomic
def tell(draft_id: UUID, *, step: str, answers: dict) -> Draft:
    """Add answers to what was told, and forget what was mistyped at that step. Raises Finished, Draft.DoesNotExist."""
    draft = _open(draft_id)
    typed = {name: told for name, told in draft.answers.get(TYPED, {}).items() if name != step}
    return _keep(draft, draft.answers | answers | {TYPED: typed})


@transaction.atomic
def note(draft_id: UUID, *, step: str, typed: dict) -> Draft:
    """Keep what was typed at a step and could not be taken, so that it is there again in the other language.

    Raises Finished, Draft.DoesNotExist.
    """
    draft = _open(draft_id)
    return _keep(draft, draft.answers | {TYPED: draft.answers.get(TYPED, {}) | {step: typed}})


def told(answers: dict) -> dict:
    """What was told, without what the pages keep beside it."""
    return {name: value for name, value in answers.items() if not name.startswith("_")}


def finish(draft: Draft, complaint: Complaint, answers: dict) -> None:
    """The draft has become that complaint, in which its answers stand now: here they are erased."""
    draft.complaint, draft.answers = complaint, {SENT: answers[SENT]} if SENT in answers else {}
    draft.save(update_fields=["complaint", "sealed_answers"])


def digest(sent: dict) -> str:
    """A keyed digest of a form: nobody without the key can try which words fit it."""
    return crypto.blind_index("draft", json.dumps(sent, sort_keys=True)).hex()


@transaction.atomic
def erase_expired(*, at: datetime) -> int:
    """Delete what nobody has finished within its day. Returns how many.

    A draft with files waits until they are gone (services.evidence.sweep): no sealed file is left without an owner. One
    that is being finished this very moment is passed over.
    """
    over = Draft.objects.filter(complaint=None, expires_at__lte=at, evidence=None)
    ids = list(over.select_for_update(of=("self",), skip_locked=True).values_list("pk", flat=True))
    Draft.objects.filter(pk__in=ids).delete()
    return len(ids)


def locked(draft_id: UUID) -> Draft:
    """The draft, which nobody else changes until the transaction ends; `has_files` says whether it has any.

    Raises Draft.DoesNotExist.
    """
    if found := list(Draft.objects.raw(LOCKED, [draft_id])):
        return found[0]
    raise Draft.DoesNotExist(draft_id)


def _open(draft_id: UUID) -> Draft:
    draft = Draft.objects.select_for_update().get(pk=draft_id)
    if draft.complaint_id:
        raise Finished
    return draft


def _keep(draft: Draft, answers: dict) -> Draft:
    draft.answers = answers
    draft.save(update_fields=["sealed_answers"])
    return draft
