"""Whether the service is set up, and how much waits."""

from dataclasses import dataclass

from django.conf import settings

from whatsapp.models import Update

COUNTED = 10_000
"""At most so many are counted."""

NEEDED = (
    "WHATSAPP_PHONE_NUMBER_ID",
    "WHATSAPP_ACCESS_TOKEN",
    "WHATSAPP_APP_SECRET",
    "WHATSAPP_VERIFY_TOKEN",
)


def missing() -> list[str]:
    """The settings without which nothing comes in or goes out."""
    return [name for name in NEEDED if not getattr(settings, name)]


def is_on() -> bool:
    """Whether all of them are there."""
    return not missing()


@dataclass(frozen=True)
class Updates:
    """How many wait for their turn, and how many are set aside until somebody looks."""

    waiting: int
    aside: int


def updates() -> Updates:
    """Two statements, each along an index of nothing else."""
    of = Update.objects.order_by().values("pk")
    states = Update.State.WAITING, Update.State.ASIDE
    return Updates(*(of.filter(state=state)[:COUNTED].count() for state in states))
