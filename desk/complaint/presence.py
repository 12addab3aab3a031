"""Who else has a file open at this moment: kept for a minute in the broker, never in the database.

The Central Police Office is shown to itself alone: that it looks could tell a district of a report of pressure. An
auditor is shown to nobody. Without the broker nobody is shown, and the file is as usable as ever.
"""

import json
from datetime import datetime, timedelta

import redis
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from accounts.models import Posting
from accounts.rules.offices import OfficeKind
from accounts.rules.roles import Role
from complaints.models import Complaint
from desk.access import reading_required
from desk.complaint.audited_read import shows_no_complaint
from desk.wording import joined, post_of
from ledger.crypto import blind_index
from web.redis_client import broker

LASTS = timedelta(seconds=60)


@shows_no_complaint
@require_safe
@reading_required
def others_here(request: HttpRequest, etag: str) -> HttpResponse:
    """The line "… is looking at this", asked for again and again by the open page. 404 as the file itself.

    It says nothing of the complaint and is no reading: the page that asks for it has been one.
    """
    seen = get_object_or_404(Complaint.objects.visible_to(request.actor).only("pk"), etag=etag)
    names = others_at(seen.pk, request.posting, at=timezone.now())
    return render(request, "desk/presence.html", {"here": names})


def others_at(complaint_id: int, me: Posting, *, at: datetime) -> list[str]:
    """Note that this posting has the file open, and name the others who have had it within a minute."""
    said = None if me.role == Role.AUDITOR else json.dumps({"at": at.timestamp(), **_named(me)})
    try:
        found = broker(settings.CACHE_URL).ask(lambda asked: _noted(asked, _key(complaint_id), me, said))
    except redis.RedisError:
        return []
    return _names(found, me, at=at)


def _key(complaint_id: int) -> str:
    """Redis is not told at whose file the officers are."""
    return f"here:{blind_index('presence', str(complaint_id)).hex()}"


def _noted(asked: redis.Redis, key: str, me: Posting, said: str | None) -> dict[bytes, bytes]:
    """Whoever stands there, this posting with what is said of it."""
    with asked.pipeline() as pipe:
        if said is not None:
            pipe.hset(key, str(me.pk), said)
        pipe.expire(key, LASTS)
        pipe.hgetall(key)
        return pipe.execute()[-1]


def _named(me: Posting) -> dict:
    """Rank, name and post in both languages; whether they sit at the Central Police Office."""
    said = {"central": me.office.kind == OfficeKind.CENTRAL}
    for language in ("en", "ur"):
        with translation.override(language):
            said[language] = joined(me.officer.title, post_of(me))
    return said


def _names(found: dict[bytes, bytes], me: Posting, *, at: datetime) -> list[str]:
    language = "ur" if translation.get_language() == "ur" else "en"
    others = [json.loads(said) for who, said in found.items() if who.decode() != str(me.pk)]
    fresh = [one for one in others if at.timestamp() - one["at"] < LASTS.total_seconds()]
    return sorted(one[language] for one in fresh if not one["central"] or me.office.kind == OfficeKind.CENTRAL)
