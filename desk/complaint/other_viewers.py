"""Shows which other officers have a complaint open now. Stored in Redis for a minute, encrypted; never in the database.

Officers of the Central Police Office are shown only to one another: that they look at a complaint could reveal a report
of pressure to the district. Auditors are not shown to anybody. If Redis fails, nobody is shown, and the page works all
the same.
"""

import json
from contextlib import suppress
from datetime import datetime, timedelta

import redis
from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from accounts.models import Posting
from accounts.rules.office_tree import OfficeKind
from accounts.rules.roles import Role
from complaints.models import Complaint
from desk.complaint.audited_views import mark_as_showing_no_complaint
from desk.formatting import joined, post_of
from desk.page_access import reading_role_required
from ledger.field_encryption import blind_index, decrypt_text, encrypt_text, purpose_in_row
from web.redis_client import redis_client_for

PRESENCE_LASTS = timedelta(seconds=60)


@mark_as_showing_no_complaint
@require_safe
@reading_role_required
def show_other_viewers(request: HttpRequest, etag: str) -> HttpResponse:
    """Return the line "… is looking at this", which the open page polls. 404 like the complaint page.

    It shows nothing of the complaint and is not recorded as a reading; the page itself was.
    """
    complaint = get_object_or_404(Complaint.objects.visible_to(request.actor).only("pk"), etag=etag)
    names = register_and_list_viewers(complaint.pk, request.posting, at=timezone.now())
    return render(request, "desk/presence.html", {"here": names})


def register_and_list_viewers(subject: int | str, own_posting: Posting, *, at: datetime) -> list[str]:
    """Store that this posting has something open, and return who else has had it open within the last minute.

    subject: the id of a complaint, or the name of another thing with its id ("handover:12").
    """
    key, own_field = _redis_key(subject), blind_index("presence", f"{subject}:{own_posting.pk}").hex()
    entry = (
        None
        if own_posting.role == Role.AUDITOR
        else encrypt_text(
            json.dumps({"at": at.timestamp(), **_describe_viewer(own_posting)}), _entry_purpose(key, own_field)
        )
    )
    try:  # key, field and entry are unreadable without a key: Redis shows neither the complaint nor who has it open
        entries = redis_client_for(settings.CACHE_URL).run(
            lambda client: _store_and_load_viewers(client, key, own_field, entry)
        )
    except redis.RedisError:
        return []
    language = "ur" if translation.get_language() == "ur" else "en"
    other_entries = _open_other_entries(entries, key, own_field)
    fresh = [one for one in other_entries if at.timestamp() - one["at"] < PRESENCE_LASTS.total_seconds()]
    return sorted(one[language] for one in fresh if not one["central"] or own_posting.office.kind == OfficeKind.CENTRAL)


def _redis_key(subject: int | str) -> str:
    """Return the key in Redis: a keyed digest, so that Redis does not show what is open."""
    return f"here:{blind_index('presence', str(subject)).hex()}"


def _entry_purpose(key: str, field: str) -> str:
    return purpose_in_row("presence", f"{key}:{field}")


def _open_other_entries(entries: dict[bytes, bytes], key: str, own_field: str) -> list[dict]:
    """Return the entries of other postings, without those that the portal did not write for this field."""
    opened = []
    for field, sealed in entries.items():
        if field.decode() != own_field:
            with suppress(InvalidTag, KeyError, ValueError):
                opened.append(json.loads(decrypt_text(sealed.decode(), _entry_purpose(key, field.decode()))))
    return opened


def _store_and_load_viewers(client: redis.Redis, key: str, own_field: str, entry: str | None) -> dict[bytes, bytes]:
    """Store the entry of this posting, if any, and return all entries by field. One round trip."""
    with client.pipeline() as pipe:
        if entry is not None:
            pipe.hset(key, own_field, entry)
        pipe.expire(key, PRESENCE_LASTS)
        pipe.hgetall(key)
        return pipe.execute()[-1]


def _describe_viewer(own_posting: Posting) -> dict:
    """Return rank, name and post in both languages, and whether the posting is at the Central Police Office."""
    description = {"central": own_posting.office.kind == OfficeKind.CENTRAL}
    for language in ("en", "ur"):
        with translation.override(language):
            description[language] = joined(own_posting.officer.title, post_of(own_posting))
    return description
