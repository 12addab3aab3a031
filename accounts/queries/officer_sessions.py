"""Find an officer's open sessions."""

from datetime import datetime

from django.contrib.sessions.models import Session

from accounts.models import DeskSession, Officer


def open_sessions(officer: Officer, *, at: datetime):
    """Return the officer's sessions that are still signed in, the newest first. One query."""
    unexpired = Session.objects.filter(expire_date__gt=at).values("session_key")
    return DeskSession.objects.filter(officer=officer, ended_at=None, key__in=unexpired).order_by("-began_at")
