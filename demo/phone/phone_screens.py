"""DEMO: what the phone page shows: the people with phones, and the chat of each as the template needs it."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import get_current_timezone, localdate
from django.utils.translation import gettext_lazy as _

from information.rules.phone_numbers import format_number
from whatsapp.standin.phone_bubbles import Bubble
from whatsapp.standin.phone_client import PhoneScreen, SimulatedPhone, SimulatorUnavailable

PEOPLE = {
    "923001112233": _("Ayesha, Lahore"),
    "923214445566": _("Bashir, Multan"),
    "447400123456": _("Kamran, London"),
}
"""Invented numbers: two in Punjab, one in Britain."""

MOST_BESIDE = 3
MOST_SHOWN = 60
SAMPLE_PLACES = {
    "31.5497,74.3436": _("Mall Road, Lahore"),
    "33.5974,73.0533": _("Saddar, Rawalpindi"),
    "30.1978,71.4697": _("Ghanta Ghar, Multan"),
}
"""Places that can be sent with one tap (latitude,longitude in degrees)."""


@dataclass(frozen=True)
class ShownBubble:
    """A bubble with its time, and the day above it if it is the first of that day."""

    bubble: Bubble
    at: datetime
    new_day: bool


@dataclass(frozen=True)
class PhoneView:
    """One phone on the page. `version`: changes with everything that its screen shows. `is_off`: no simulator runs."""

    number: str
    name: object
    bubbles: list[ShownBubble]
    is_typing: bool
    is_off: bool
    version: str

    @property
    def digits(self) -> str:
        """The number as people read it."""
        return format_number(f"+{self.number}")


def load_phone(number: str) -> PhoneView:
    """Return a phone with its open chat."""
    try:
        screen, is_off = SimulatedPhone(settings.WHATSAPP_GRAPH_URL, number).look(), False
    except SimulatorUnavailable:
        screen, is_off = PhoneScreen([]), True
    shown, day = [], None
    for bubble in screen.bubbles[-MOST_SHOWN:]:
        at = datetime.fromtimestamp(bubble.at, get_current_timezone())
        shown.append(ShownBubble(bubble, at, at.date() != day))
        day = at.date()
    parts = [(one.bubble.id, one.bubble.state) for one in shown]
    content = f"{parts} {screen.is_typing} {is_off} {localdate()}"
    version = hashlib.sha256(content.encode()).hexdigest()[:16]
    return PhoneView(number, PEOPLE.get(number, ""), shown, screen.is_typing, is_off, version)


def page_address(numbers: list[str]) -> str:
    """Return the address of the page with these phones side by side."""
    beside = f"?{urlencode([('with', number) for number in numbers[1:]])}" if numbers[1:] else ""
    return reverse("demo_phone", kwargs={"number": numbers[0]}) + beside


def contacts(numbers: list[str]) -> list[dict]:
    """Return the phones to choose from: the invented people, and other numbers that are on the page."""
    return [
        {
            "number": number,
            "digits": format_number(f"+{number}"),
            "name": PEOPLE.get(number, ""),
            "is_shown": number in numbers,
            "alone": page_address([number]),
            "beside": page_address([*numbers, number]) if number not in numbers and len(numbers) < MOST_BESIDE else "",
            "away": page_address([one for one in numbers if one != number])
            if number in numbers and len(numbers) > 1
            else "",
        }
        for number in dict.fromkeys([*PEOPLE, *numbers])
    ]
