"""The sign-ins of an officer that stand open."""

from datetime import datetime

from django.contrib.sessions.models import Session

from accounts.models import DeskSession, Officer


def open_sessions(officer: Officer, *, at: datetime):
    """The newest first. One query."""
    alive = Session.objects.filter(expire_date__gt=at).values("session_key")
    return DeskSession.objects.filter(officer=officer, ended_at=None, key__in=alive).order_by("-began_at")
