"""Whether the service is set up, and how much waits."""

from dataclasses import dataclass

from django.conf import settings

from whatsapp.models import Update

MOST_COUNTED = 10_000
"""At most so many are counted."""

REQUIRED_SETTINGS = (
    "WHATSAPP_PHONE_NUMBER_ID",
    "WHATSAPP_ACCESS_TOKEN",
    "WHATSAPP_APP_SECRET",
    "WHATSAPP_VERIFY_TOKEN",
)


def missing_settings() -> list[str]:
    """The settings without which nothing comes in or goes out."""
    return [name for name in REQUIRED_SETTINGS if not getattr(settings, name)]


def is_configured() -> bool:
    """Whether all of them are there."""
    return not missing_settings()


@dataclass(frozen=True)
class UpdateBacklog:
    """How many wait for their turn, and how many are set aside until somebody looks."""

    waiting: int
    aside: int


def count_backlog() -> UpdateBacklog:
    """Two statements, each along an index of nothing else."""
    of = Update.objects.order_by().values("pk")
    states = Update.State.WAITING, Update.State.ASIDE
    return UpdateBacklog(*(of.filter(state=state)[:MOST_COUNTED].count() for state in states))
