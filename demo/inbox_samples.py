"""SAMPLE chats that wait for an operator of Lahore's complaint cell. Numbers and texts are invented."""

from datetime import datetime, timedelta

from accounts.actors import Actor
from accounts.models import Posting
from accounts.rules.office_tree import OfficeKind
from whatsapp.models import Handover
from whatsapp.rules.cloud_api.webhook_payload import ParsedUpdate, Sender
from whatsapp.services.inbox_hours_setting import set_inbox_hours
from whatsapp.services.update_processing import process_updates
from whatsapp.services.update_storage import store_updates

ALWAYS_OPEN = ("00:00-24:00",) * 7
"""So that the inbox of the demo's operator has chats at any hour of the day."""

CHATS = (
    ("923000000301", 14, ("Salam", "2", "2", "2", "Lahore", "I want to talk to an operator")),
    ("923000000302", 6, ("Salam", "3", "2", "2", "Lahore", "kisi afsar se baat karni hai")),
    ("923000000303", 2, ("Salam", "1", "2", "2", "لاہور", "مجھے آپریٹر سے بات کرنی ہے")),
)
"""Number, minutes ago, and what was written: the language, a crime, its place, and the wish for a person."""


def create_waiting_chats(*, at: datetime) -> None:
    """Create the chats by the service itself, unless there are any."""
    if Handover.objects.exists():
        return
    head = Posting.objects.heads().current(at).get(office__code="lahore", office__kind=OfficeKind.DISTRICT.value)
    set_inbox_hours(ALWAYS_OPEN, None, by=Actor.of(head), at=at)
    for number, ago, texts in CHATS:
        for place, text in enumerate(texts):
            moment = at - timedelta(minutes=ago, seconds=10 * (len(texts) - place))
            store_updates([_text_update(number, place, text, at=moment)], at=moment)
            process_updates(at=moment)


def _text_update(number: str, place: int, text: str, *, at: datetime) -> ParsedUpdate:
    id = f"wamid.SAMPLE{number}.{place}"
    message = {"id": id, "from": number, "from_user_id": f"SAMPLE.{number}", "timestamp": str(int(at.timestamp()))}
    message |= {"type": "text", "text": {"body": text}}
    return ParsedUpdate(id, False, Sender(f"SAMPLE.{number}", number), int(at.timestamp()), message)
