"""DEMO: a page with a simulated WhatsApp phone, on which visitors try the chat without Meta."""

import re

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from whatsapp.standin.phone_client import SimulatedPhone, SimulatorUnavailable

PHONE_NUMBERS = ("923001112233", "923214445566", "447400123456")
"""Invented numbers: two in Punjab, one in Britain."""

MOST_SHOWN = 60
LARGEST_FILE = 26 * 1024 * 1024
MESSAGE_TYPES = {"image": "image", "video": "video", "audio": "audio"}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def show_phone(request: HttpRequest, number: int = int(PHONE_NUMBERS[0])) -> HttpResponse:
    """Show the phone. POST: `text`, `tap`, `file` or `place` sends a message."""
    telephone = SimulatedPhone(settings.WHATSAPP_GRAPH_URL, str(number))
    if request.method == "POST":
        try:
            _send_posted_message(request, telephone)
        except SimulatorUnavailable:
            messages.error(request, gettext("The WhatsApp simulator is not running."))
        return redirect("demo_phone", number=number)
    return render(request, "demo/phone.html", _screen_context(telephone) | {"numbers": PHONE_NUMBERS})


@require_safe
@never_cache
def show_phone_messages(request: HttpRequest, number: int) -> HttpResponse:
    """Return the messages only: the page requests them every two seconds."""
    return render(
        request, "demo/phone.html#screen", _screen_context(SimulatedPhone(settings.WHATSAPP_GRAPH_URL, str(number)))
    )


def _screen_context(telephone: SimulatedPhone) -> dict:
    try:
        bubbles = telephone.shown()
    except SimulatorUnavailable:
        return {"bubbles": [], "is_off": True, "number": telephone.number}
    return {"bubbles": bubbles[-MOST_SHOWN:], "is_off": False, "number": telephone.number}


def _send_posted_message(request: HttpRequest, telephone: SimulatedPhone) -> None:
    """Send one message: a tap (message and id), a file, a position, or text."""
    post = request.POST
    if "tap" in post:
        _tap_choice(telephone, post["tap"])
    elif file := request.FILES.get("file"):
        _send_file(telephone, file, caption=post.get("text", "").strip())
    elif place := re.fullmatch(r"\s*(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)\s*", post.get("place", "")):
        latitude, longitude = map(float, place.groups())
        telephone.write({"type": "location", "location": {"latitude": latitude, "longitude": longitude}})
    elif text := post.get("text", "").replace("\0", "").strip():
        telephone.write({"type": "text", "text": {"body": text[:4096]}})


def _tap_choice(telephone: SimulatedPhone, tapped: str) -> None:
    bubble_id, _, choice_id = tapped.partition("|")
    for bubble in telephone.shown():
        for choice in bubble.choices if bubble.id == bubble_id else ():
            if choice.id == choice_id:
                telephone.write(choice.part)
                return


def _send_file(telephone: SimulatedPhone, file: UploadedFile, *, caption: str) -> None:
    kind = MESSAGE_TYPES.get((file.content_type or "").partition("/")[0], "document")
    content = file.read(LARGEST_FILE)
    telephone.hand_in(kind, content, file.content_type or "application/octet-stream", name=file.name, caption=caption)
