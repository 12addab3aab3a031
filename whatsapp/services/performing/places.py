"""Which station is near a position, as far as positions of stations are known."""

from collections.abc import Mapping
from datetime import datetime

from whatsapp.models import Chat
from whatsapp.queries.known import now_known
from whatsapp.rules.nearness import nearest_of
from whatsapp.rules.state import State


def nearest(chat: Chat, facts: Mapping, *, state: State, at: datetime) -> Mapping:
    """Codes of the nearest station and its district; {} where no position is known."""
    known = now_known(at=at)
    found = nearest_of(known.of_kind("station"), facts["latitude"], facts["longitude"], most=1)
    if not found:
        return {}
    station = found[0][1]
    district = next((one.code for one in known.of_kind("district") if station.path.startswith(one.path)), "")
    return {"station": station.code, "district": district}
