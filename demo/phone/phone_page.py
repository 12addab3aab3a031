"""DEMO: a page with simulated WhatsApp phones, on which visitors try the chat without Meta."""

import re

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from demo.phone.phone_screens import MOST_BESIDE, PEOPLE, SAMPLE_PLACES, contacts, load_phone, page_address
from whatsapp.standin.phone_client import SimulatedPhone, SimulatorUnavailable

PHONE_NUMBERS = tuple(PEOPLE)
LARGEST_FILE = 26 * 1024 * 1024
MESSAGE_TYPES = {"image": "image", "video": "video", "audio": "audio"}
NUMBER = re.compile(r"[1-9][0-9]{7,14}")
POSITION = re.compile(r"\s*(-?\d{1,3}(?:\.\d+)?)\s*,\s*(-?\d{1,3}(?:\.\d+)?)\s*")
LONGEST_TEXT = 4096
SHOWN_TYPES = re.compile(r"(image/(jpeg|png|gif|webp)|(audio|video)/[a-z0-9.+-]+|application/pdf)")
"""Media types that the browser may open in the page. Others are saved as a file."""


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def show_phone(request: HttpRequest, number: int = int(PHONE_NUMBERS[0])) -> HttpResponse:
    """Show the phone, and those of `?with=` beside it. POST: `text`, `tap`, `file` or `place` sends a message.

    `?number=`: a number that the visitor typed. The page's script gets the chat alone after a message.
    """
    if "number" in request.GET:
        return _open_typed_number(request)
    numbers = _requested_numbers(request, str(number))
    if request.method == "POST":
        try:
            _send_posted_message(request, SimulatedPhone(settings.WHATSAPP_GRAPH_URL, numbers[0]))
        except SimulatorUnavailable:
            if request.htmx:  # the script keeps what was typed
                return HttpResponse(status=503)
            messages.error(request, gettext("The WhatsApp simulator is not running."))
        if request.htmx:
            return _render_screen(request, numbers[0])
        return redirect(page_address(numbers))
    context = {
        "phones": [load_phone(one) for one in numbers],
        "contacts": contacts(numbers),
        "shown": numbers,
        "address": page_address(numbers),
        "places": SAMPLE_PLACES.items(),
    }
    return render(request, "demo/phone.html", context)


@require_safe
@never_cache
def show_phone_messages(request: HttpRequest, number: int) -> HttpResponse:
    """Return the chat only: the page requests it each second. 204 if it is as in `?version=`."""
    return _render_screen(request, str(number), known=request.GET.get("version", ""))


@require_safe
@never_cache
def send_phone_file(request: HttpRequest, number: int, media: str) -> HttpResponse:
    """Return a file of the chat: a picture, a voice note, a document."""
    try:
        content, media_type = SimulatedPhone(settings.WHATSAPP_GRAPH_URL, str(number)).file(media)
    except SimulatorUnavailable:
        raise Http404 from None
    shown = SHOWN_TYPES.fullmatch(media_type)
    response = HttpResponse(content, content_type=media_type if shown else "application/octet-stream")
    response["Content-Disposition"] = "inline" if shown else "attachment"
    return response


def _render_screen(request: HttpRequest, number: str, *, known: str = "") -> HttpResponse:
    phone = load_phone(number)
    if known == phone.version:
        return HttpResponse(status=204)
    return render(request, "demo/phone_chat.html", {"phone": phone, "places": SAMPLE_PLACES.items()})


def _requested_numbers(request: HttpRequest, *first: str) -> list[str]:
    """Return the numbers of the address: the first phone, and those beside it."""
    beside = [other for other in request.GET.getlist("with") if NUMBER.fullmatch(other)]
    return list(dict.fromkeys([*first, *beside]))[:MOST_BESIDE]


def _open_typed_number(request: HttpRequest) -> HttpResponse:
    """Open the phone with a typed number, beside those that are open; a number that is none gets a message."""
    typed = "".join(str(int(sign)) if sign.isdecimal() else sign for sign in request.GET["number"][:40])
    typed = re.sub(r"[\s()+-]", "", typed)
    typed = re.sub(r"^(00|0(?=3))", lambda zeros: "" if zeros[0] == "00" else "92", typed)
    if NUMBER.fullmatch(typed):
        return redirect(page_address(_requested_numbers(request, typed)))
    messages.error(request, gettext("Enter a phone number with 8 to 15 digits, for example +92 300 1234567."))
    return redirect(page_address(_requested_numbers(request) or [PHONE_NUMBERS[0]]))


def _send_posted_message(request: HttpRequest, telephone: SimulatedPhone) -> None:
    """Send what was posted: a tap (message and id); or files, whose caption is the text, a position, and the text."""
    post = request.POST
    if "tap" in post:
        _tap_choice(telephone, post["tap"])
        return
    text, files = post.get("text", "").replace("\0", "").strip()[:LONGEST_TEXT], request.FILES.getlist("file")
    for place, file in enumerate(files):
        _send_file(telephone, file, caption=text if place == 0 else "")
    for place in filter(None, map(POSITION.fullmatch, post.getlist("place"))):
        latitude, longitude = map(float, place.groups())
        telephone.write({"type": "location", "location": {"latitude": latitude, "longitude": longitude}})
    if text and not files:
        telephone.write({"type": "text", "text": {"body": text}})


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
