"""Pages about services outside this portal: social media, websites, the Citizen Portal, help abroad, Khidmat Markaz."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from information.queries import helplines, police_services
from information.queries import links_and_guides as link_queries
from information.queries.nearest_places import centres_by_district

LINK_PAGES = {
    "social": (_("Social media"), _("Police accounts that we know of.")),
    "website": (
        _("Websites"),
        _("Websites of the police and other organisations. This portal does not run any of them."),
    ),
    "citizen_portal": (_("Citizen Portal"), _("A separate service, not connected with this portal.")),
}
"""Title and introduction of the page for each kind of link."""


@require_safe
def links_page(request: HttpRequest, kind: str) -> HttpResponse:
    """Show the links of one kind. Unknown addresses are marked as unknown."""
    title, lede = LINK_PAGES[kind]
    context = {
        "title": title,
        "lede": lede,
        "links": link_queries.links_of_kind(kind),
        "steps": link_queries.guide_steps(kind),
    }
    return render(request, "information/links.html", context)


@require_safe
def overseas_page(request: HttpRequest) -> HttpResponse:
    """Show how Pakistanis abroad can complain, what embassies accept, and which number to call."""
    context = {
        "steps": link_queries.guide_steps("overseas"),
        "services": police_services.services_at_embassies(),
        "line": helplines.overseas_helpline(),
    }
    return render(request, "information/overseas.html", context)


@require_safe
def centres_page(request: HttpRequest) -> HttpResponse:
    """Show the known Khidmat Markaz centres by district, and their services."""
    context = {"centres": centres_by_district(), "services": police_services.services_at_centres()}
    return render(request, "information/centres.html", context)
