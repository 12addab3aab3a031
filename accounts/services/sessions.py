"""Start, record the use of, and end officers' sessions, and delete expired ones."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.dispatch import receiver
from django.utils import timezone

from accounts.models import DeskSession, Officer, Posting
from accounts.models.desk_session import SessionEnding
from accounts.queries.officer_postings import DEFAULT_POSTING_FIRST
from accounts.rules import session_limits
from accounts.rules.roles import Role
from accounts.signals import posting_ended
from ledger.session_keys import hash_session_key

POSTING_VARIABLE = "posting"
"""Session variable: the `choice` of the posting, or head's post, that the officer acts under."""
BEGAN, USED = "signed_in_at", "last_used_at"
WALL_DISPLAY = "wall_display_only"
"""Session variable: the session opens only the wall display (accounts.middleware)."""
LONGEST_BROWSER = 200
BATCH = 1000


def delete_expired_sessions(*, at: datetime) -> int:
    """Delete expired sessions, which may still contain a visitor's data, and return how many there were."""
    count = 0
    while pks := list(Session.objects.filter(expire_date__lte=at).values_list("pk", flat=True)[:BATCH]):
        count += Session.objects.filter(pk__in=pks, expire_date__lte=at).delete()[0]
    return count


def session_times(session) -> tuple[datetime | None, datetime | None]:
    """Return when a session was signed in and when its last use was recorded. Missing times are None."""
    began, last_used = session.get(BEGAN), session.get(USED)
    return tuple(datetime.fromtimestamp(at, UTC) if at else None for at in (began, last_used))


def record_session_use(session, *, at: datetime) -> None:
    """Record in the session that it was used. It is saved at the end of the request."""
    session[USED] = at.timestamp()


def session_end(session, roles: Iterable[Role]) -> datetime:
    """Return when the session of an officer with these roles ends in any case."""
    began, _ = session_times(session)
    return began + session_limits.strictest_limit(roles).absolute


@transaction.atomic
def restrict_to_wall_display(session) -> None:
    """Let a session open only the wall display from now on, without an idle limit.

    The session gets a new key. Otherwise a request that began before could save its copy without the restriction.
    """
    key = hash_session_key(session.session_key)
    session[WALL_DISPLAY] = True
    session.cycle_key()
    DeskSession.objects.filter(key=key).update(key=hash_session_key(session.session_key))


def is_restricted_to_wall_display(session) -> bool:
    """Return whether a session opens only the wall display. Only the end of the session ends the restriction."""
    return WALL_DISPLAY in session


@receiver(user_logged_in)
def record_sign_in(sender, request, user: Officer, **kwargs) -> None:
    """Record a successful sign-in with address and browser, and start the session's time limits."""
    at = timezone.now()
    request.session[BEGAN] = request.session[USED] = at.timestamp()
    if posting := Posting.objects.held_by(user).current(at).order_by(*DEFAULT_POSTING_FIRST).first():
        request.session[POSTING_VARIABLE] = posting.choice  # so that an open page notices when the posting ends
    if not request.session.session_key:
        request.session.save()
    DeskSession.objects.update_or_create(
        key=hash_session_key(request.session.session_key),
        defaults={
            "officer": user,
            "began_at": at,
            "address": get_client_ip(request),
            "browser": request.META.get("HTTP_USER_AGENT", "")[:LONGEST_BROWSER],
        },
    )


def record_session_expiry(session, *, at: datetime) -> None:
    """Record that a session ended because it reached a time limit. The caller signs it out."""
    _record_session_end(session, SessionEnding.TIME, at=at)


@receiver(user_logged_out)
def record_sign_out(sender, request, user: Officer | None, **kwargs) -> None:
    """Record a sign-out, unless the end of the session has been recorded already."""
    if user:
        _record_session_end(request.session, SessionEnding.SIGNED_OUT, at=timezone.now())


def _record_session_end(session, ending: SessionEnding, *, at: datetime) -> None:
    key = hash_session_key(session.session_key)
    DeskSession.objects.filter(key=key, ended_at=None).update(ended_at=at, ending=ending)


@transaction.atomic
def end_sessions(
    *, officer: Officer, ending: SessionEnding, at: datetime, session_id: int | None = None, except_key: str = ""
) -> int:
    """End an officer's sessions and return how many: all, only `session_id`, or all except `except_key`.

    `except_key`: the key of a session as the browser has it.
    """
    rows = DeskSession.objects.filter(officer=officer, ended_at=None).exclude(key=hash_session_key(except_key))
    if session_id is not None:
        rows = rows.filter(pk=session_id)
    return end_session_rows(rows, ending=ending, at=at)


def end_session_rows(rows: QuerySet[DeskSession], *, ending: SessionEnding, at: datetime) -> int:
    """End these open sessions in the caller's transaction, and return how many there were."""
    keys = list(rows.values_list("key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    return rows.update(ended_at=at, ending=ending)


@receiver(posting_ended)
def end_sessions_of_posting(sender, posting: Posting, at: datetime, **kwargs) -> None:
    """End the officer's sessions when a posting ends, so that no open page shows the former office's complaints."""
    end_sessions(officer=posting.officer, ending=SessionEnding.POSTING, at=at)


@transaction.atomic
def end_sessions_of_expired_postings(*, at: datetime) -> int:
    """End the sessions of officers who lost a posting after signing in, and return how many there were.

    It is for an end that was set beforehand: no signal is sent when it comes. Safe to run again or late.
    """
    earliest_sign_in = at - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    ended = Posting.objects.filter(ends_at__gt=earliest_sign_in, ends_at__lte=at)
    ended = ended.exclude(ends_at=F("starts_at"))  # cancelled before it began
    # First the few officers, whose sessions an index finds: the table keeps every sign-in, and most have no end.
    officers = set(ended.values_list("officer", flat=True))
    if not officers:
        return 0
    open_sessions = DeskSession.objects.filter(officer__in=officers, ended_at=None, began_at__gt=earliest_sign_in)
    ended_since = ended.filter(officer=OuterRef("officer"), ends_at__gt=OuterRef("began_at"))
    return end_session_rows(open_sessions.filter(Exists(ended_since)), ending=SessionEnding.POSTING, at=at)
