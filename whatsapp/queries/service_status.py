"""Status of the WhatsApp service: whether it is configured, and its backlog."""

from dataclasses import dataclass

from django.conf import settings

from whatsapp.models import Update

MOST_COUNTED = 10_000
"""The backlog is counted up to this number."""

REQUIRED_SETTINGS = (
    "WHATSAPP_PHONE_NUMBER_ID",
    "WHATSAPP_ACCESS_TOKEN",
    "WHATSAPP_APP_SECRET",
    "WHATSAPP_VERIFY_TOKEN",
)


def missing_settings() -> list[str]:
    """Return the names of required settings that are empty."""
    return [name for name in REQUIRED_SETTINGS if not getattr(settings, name)]


def is_configured() -> bool:
    """Return whether all required settings are there."""
    return not missing_settings()


@dataclass(frozen=True)
class UpdateBacklog:
    """The numbers of updates that wait and that were set aside."""

    waiting: int
    aside: int


def count_backlog() -> UpdateBacklog:
    """Return the backlog. Two statements, each along its own index."""
    of = Update.objects.order_by().values("pk")
    states = Update.State.WAITING, Update.State.ASIDE
    return UpdateBacklog(*(of.filter(state=state)[:MOST_COUNTED].count() for state in states))
