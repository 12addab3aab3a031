"""Whether the service is set up."""

from django.conf import settings

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
