"""Sign-ins begin, are used, and end: one's own, or all of an officer's at once."""

from datetime import UTC, datetime

from allauth.core.internal.httpkit import get_client_ip
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.contrib.sessions.models import Session
from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone

from accounts.models import DeskSession, Officer, Posting
from accounts.models.desk_session import Ending
from accounts.queries.postings import current_postings
from accounts.signals import posting_ended

POSTING = "posting"
"""In a session: the posting, or seat, that its officer acts under."""
BEGAN, USED = "signed_in_at", "last_used_at"
LONGEST_BROWSER = 200
BATCH = 1000


def erase_run_out(*, at: datetime) -> int:
    """Sessions that have run out open nothing, and hold what was kept for their visitor. Returns how many went."""
    done = 0
    while found := list(Session.objects.filter(expire_date__lte=at).values_list("pk", flat=True)[:BATCH]):
        done += Session.objects.filter(pk__in=found, expire_date__lte=at).delete()[0]
    return done


def times_of(session) -> tuple[datetime | None, datetime | None]:
    """When a session was signed in, and when its last use was noted; None where it does not know."""
    began, last = session.get(BEGAN), session.get(USED)
    return tuple(datetime.fromtimestamp(at, UTC) if at else None for at in (began, last))


def used(session, *, at: datetime) -> None:
    """Note that the session is in use; saved with the session at the end of the request."""
    session[USED] = at.timestamp()


@receiver(user_logged_in)
def begin(sender, request, user: Officer, **kwargs) -> None:
    """A sign-in has succeeded: write down from where, and start its times."""
    at = timezone.now()
    request.session[BEGAN] = request.session[USED] = at.timestamp()
    for posting in current_postings(user, at=at)[:1]:
        request.session[POSTING] = posting.choice  # so that its end while a page lies open is noticed
    if not request.session.session_key:
        request.session.save()
    DeskSession.objects.update_or_create(
        key=request.session.session_key,
        defaults={
            "officer": user,
            "began_at": at,
            "address": get_client_ip(request),
            "browser": request.META.get("HTTP_USER_AGENT", "")[:LONGEST_BROWSER],
        },
    )


def run_out(session, *, at: datetime) -> None:
    """Its limits are reached: write that down. Whoever calls signs the session out."""
    _note_end(session, Ending.TIME, at=at)


@receiver(user_logged_out)
def sign_out(sender, request, user: Officer | None, **kwargs) -> None:
    """Somebody leaves: write that down, unless the session's end has been noted already."""
    if user:
        _note_end(request.session, Ending.SIGNED_OUT, at=timezone.now())


def _note_end(session, ending: Ending, *, at: datetime) -> None:
    DeskSession.objects.filter(key=session.session_key, ended_at=None).update(ended_at=at, ending=ending)


@transaction.atomic
def end_sessions(*, officer: Officer, ending: Ending, at: datetime, only: int | None = None, but: str = "") -> int:
    """End the sessions of an officer: all, `only` the one of that id, or all `but` the one of that key. How many."""
    rows = DeskSession.objects.filter(officer=officer, ended_at=None).exclude(key=but)
    if only is not None:
        rows = rows.filter(pk=only)
    keys = list(rows.values_list("key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    return rows.update(ended_at=at, ending=ending)


@receiver(posting_ended)
def end_with_the_posting(sender, posting: Posting, at: datetime, **kwargs) -> None:
    """Who is transferred signs in anew: nothing that stands open shows the old office's work."""
    end_sessions(officer=posting.officer, ending=Ending.POSTING, at=at)
