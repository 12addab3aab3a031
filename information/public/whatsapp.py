"""The page on WhatsApp: this portal's number, where it has one, and whose the police's is."""

from io import BytesIO

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from information.queries import helplines, services
from information.rules import numbers

GREETING = "Salam"
"""What opens the conversation (services' launch coverage, 2022: "Hello", "Salam" or "1")."""

PAGES = {
    "crime_report": ("complain", "?group=crime"),
    "complaint": ("complain", "?group=conduct"),
    "pkm": ("centres", ""),
    "helplines": ("helplines", ""),
    "harassment": ("complain", "?group=harassment"),
    "offices": ("offices", ""),
    "overseas": ("overseas", ""),
    "social": ("social", ""),
    "zainab": ("alerts", ""),
    "wanted": ("wanted", ""),
    "website": ("website", ""),
    "citizen_portal": ("citizen_portal", ""),
    "domestic": ("verification", ""),
    "feedback": ("feedback", ""),
    "licence_fir": ("driving_licence", ""),
}
"""The page of each of the menu's services, and with what it is opened there."""


@require_safe
def whatsapp(request: HttpRequest) -> HttpResponse:
    """The portal's own number as link and QR code; where none is set, that the service isn't connected here."""
    link = numbers.on_whatsapp(settings.WHATSAPP_NUMBER, GREETING)
    shown = {
        "link": link,
        "number": numbers.spaced(settings.WHATSAPP_NUMBER),
        "qr": qr(link) if link else "",
        "police": helplines.police_on_whatsapp(),
        "demo_phone": reverse("demo_phones") if settings.DEMO and not link else "",
        "menu": [(service, address_of(service.code)) for service in services.whatsapp_menu()],
    }
    return render(request, "information/whatsapp.html", shown)


def address_of(code: str) -> str:
    """Where a service of the menu is had on these pages; empty where it is not."""
    name, query = PAGES.get(code, ("", ""))
    return f"{reverse(name)}{query}" if name else ""


def qr(text: str) -> SafeString:
    """A QR code as inline SVG, dark on white in either theme, because scanners want it so."""
    drawn = BytesIO()
    segno.make(text, error="m", micro=False).save(
        drawn, kind="svg", xmldecl=False, svgns=False, omitsize=True, svgclass="qr", lineclass=None, border=3,
        dark="#12233a", light="#ffffff", nl=False,
    )  # fmt: skip
    return mark_safe(drawn.getvalue().decode())  # noqa: S308 (segno's own drawing: no text of anybody stands in it)
