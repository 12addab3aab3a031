"""The content of the file about one complaint for an authority outside the police, as JSON."""

import json
from datetime import datetime

from django.core.serializers.json import DjangoJSONEncoder

from accounts.models import Posting
from complaints.models import ActorKind, Complainant, Complaint, Event, Evidence, Exclusion, Statement, Words
from complaints.queries.uploaded_files import FileOwner

NOT_GIVEN = Evidence.HIDDEN | {Evidence.State.COMING, Evidence.State.REFUSED}
FORMAT = "complaint sealed from the police, version 1"


def outside_file_content(complaint: Complaint, *, with_identity: bool, at: datetime) -> bytes:
    """Return everything that the authority needs, in UTF-8. Field names are explained in docs/outside-authority.md."""
    texts = Words.objects.filter(event__complaint=complaint, event__actor_kind=ActorKind.CITIZEN).exclude(text="")
    texts = texts.order_by("event__seq").values_list("event__at", "event__kind", "text")
    content = {
        "format": FORMAT,
        "written_at": at,
        "etag": complaint.etag,
        "registered_at": complaint.received_at,
        "channel": complaint.channel,
        "category": {"code": complaint.category.code, "name": complaint.category.name_en},
        "statement": _statement(complaint),
        "excluded": [_excluded(one, at=at) for one in _exclusions(complaint)],
        "complainant": _complainant(complaint.complainant) if with_identity else None,
        "language": complaint.complainant.language,
        "messages": [{"at": said_at, "kind": kind, "text": text} for said_at, kind, text in texts],
        "files": [
            {"number": number, "kind": file.kind, "name": file.name, "bytes": file.size, "sha256": file.sha256.hex()}
            for number, file in enumerate(files_for_authority(complaint.pk), 1)
        ],
        "events": list(Event.objects.filter(complaint=complaint).order_by("seq").values("seq", "at", "kind")),
    }
    return json.dumps(content, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1).encode()


def files_for_authority(complaint_id: int) -> list[Evidence]:
    """Return the files of a complaint that arrived completely and were not refused or taken back, in order."""
    files = FileOwner(complaint_id=complaint_id).files.exclude(state__in=NOT_GIVEN).exclude(sha256=b"")
    return [file for file in files if not file.is_moved]


def _statement(complaint: Complaint) -> dict:
    statement = Statement.objects.get(pk=complaint.pk)
    return {
        "text": statement.text,
        "against": statement.concerns,
        "officer_as_stated": statement.concerned,
        "place": [office.name_en for office in type(complaint.place).objects.line_of(complaint.place)],
        "landmark": statement.landmark,
        "happened_on": statement.happened_on,
        "happened_about": statement.happened_about,
    }


def _complainant(person: Complainant) -> dict:
    return {
        "name": person.name,
        "phone": person.phone,
        "email": person.email,
        "address": person.address,
        "safe_from": person.safe_from,
        "safe_until": person.safe_until,
        "time_zone": person.time_zone,
        "under_18": person.under_18,
        "behalf": person.behalf,
        "behalf_name": person.behalf_name,
    }


def _exclusions(complaint: Complaint):
    return Exclusion.objects.current().filter(complaint=complaint).select_related("office", "officer").order_by("pk")


def _excluded(exclusion: Exclusion, *, at: datetime) -> dict:
    """Return an excluded office with all below it, or an excluded officer with their present posts."""
    if exclusion.office_id:
        return {"office": exclusion.office.name_en, "why": exclusion.ground}
    posts = Posting.objects.held_by(exclusion.officer).current(at).select_related("office")
    return {
        "officer": exclusion.officer.name_en,
        "rank": exclusion.officer.rank,
        "belt_number": exclusion.officer.belt_number,
        "posts": [post.office.name_en for post in posts],
        "why": exclusion.ground,
    }
