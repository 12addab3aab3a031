"""Records what auditors do: their searches of the access log, and their findings."""

from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from accounts.models import Officer
from accounts.rules.office_tree import OfficeKind
from accounts.rules.roles import Role
from complaints.models import AccessSearch, Complaint, Finding
from complaints.services import required_text
from ledger.service_exceptions import NotPermitted


def is_auditor(actor: Actor) -> bool:
    """Return whether somebody is an auditor of the Central Police Office (docs/rules.md, *Roles*)."""
    return actor.role is Role.AUDITOR and actor.office_kind is OfficeKind.CENTRAL


def record_search(filters: dict, *, kind: AccessSearch.Kind, by: Actor, at: datetime) -> AccessSearch:
    """Record an auditor's search of the access log, in the transaction of the page or export that answers it."""
    return AccessSearch.objects.create(by_id=by.posting_id, at=at, kind=kind, asked=filters)


@transaction.atomic
def record_finding(
    *, words: str, by: Actor, at: datetime, complaint: Complaint | None = None, officer: Officer | None = None
) -> Finding:
    """Record a finding about a complaint or an officer. It changes nothing else and cannot be withdrawn.

    Raises NotPermitted if the actor is no auditor, Refused if the text is empty or too long, and
    text_cleaning.UnreadableText.
    """
    if not is_auditor(by):
        raise NotPermitted("record a finding")
    words = required_text.require_text(words)
    return Finding.objects.create(by_id=by.posting_id, at=at, complaint=complaint, officer=officer, text=words)
