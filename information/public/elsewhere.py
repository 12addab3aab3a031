"""Where else people turn: social media, websites, the Citizen Portal; what can be had from abroad; Khidmat Markaz."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from information.queries import helplines, services
from information.queries import links as known
from information.queries.nearest import centres_by_district

LINK_PAGES = {
    "social": (_("Social media"), _("Police accounts that we know of.")),
    "website": (
        _("Websites"),
        _("Websites of the police and other organisations. This portal does not run any of them."),
    ),
    "citizen_portal": (_("Citizen Portal"), _("A separate service, not connected with this portal.")),
}
"""The title of the page of each kind of links, and what it says first."""


@require_safe
def links(request: HttpRequest, kind: str) -> HttpResponse:
    """The links of one kind; what is unknown says so."""
    title, lede = LINK_PAGES[kind]
    shown = {"title": title, "lede": lede, "links": known.links(kind), "steps": known.guide(kind)}
    return render(request, "information/links.html", shown)


@require_safe
def overseas(request: HttpRequest) -> HttpResponse:
    """For Pakistanis abroad: how to complain, what embassies take, which number can be called."""
    shown = {
        "steps": known.guide("overseas"),
        "services": services.from_abroad(),
        "line": helplines.for_overseas(),
    }
    return render(request, "information/overseas.html", shown)


@require_safe
def centres(request: HttpRequest) -> HttpResponse:
    """The Khidmat Markaz centres that are known, by district, and what is done there."""
    shown = {"centres": centres_by_district(), "services": services.at_centres()}
    return render(request, "information/centres.html", shown)
