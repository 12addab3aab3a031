"""Records that an officer has read a chat."""

from datetime import datetime, timedelta

from accounts.actors import Actor
from desk.services.reading_log import record_partial_readings
from whatsapp.models import Handover
from whatsapp.queries.protected_chats import load_complaints_of_chat
from whatsapp.services.handover_log import record_reading_of_chat


def record_chat_reading(handover: Handover, *, by: Actor, at: datetime, within: timedelta) -> None:
    """Record a partial reading of every complaint of the chat; of a chat about none, a reading in its own log.

    `within`: for how long a reading counts as the same one.
    """
    if complaints := load_complaints_of_chat(handover):
        record_partial_readings(complaints, by=by, at=at, within=within)
    else:
        record_reading_of_chat(handover, by=by, at=at, within=within)
