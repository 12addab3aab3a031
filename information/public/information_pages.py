"""Pages about services, the driving licence, FIRs and helplines, and the notices on privacy and accessibility."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from information.queries import helplines as helpline_queries
from information.queries import police_services as service_queries
from information.queries.legal_aid_places import all_legal_aid
from information.queries.legal_forms import load_form_offers
from information.queries.links_and_guides import guide_steps, guide_steps_by_code
from information.rules.legal_forms import LegalForm


@require_safe
def services_page(request: HttpRequest) -> HttpResponse:
    """Show the overview of public information."""
    return render(request, "information/services.html")


@require_safe
def service_requirements_page(request: HttpRequest) -> HttpResponse:
    """Show each service with its documents, fee and time, and how certain they are."""
    return render(request, "information/documents.html", {"kinds": service_queries.applicable_services_by_kind()})


@require_safe
def driving_licence_page(request: HttpRequest) -> HttpResponse:
    """Show how to get a driving licence, as far as it is known."""
    return render(
        request,
        "information/driving_licence.html",
        service_queries.driving_licence_services() | {"steps": guide_steps("licence")},
    )


@require_safe
def fir_page(request: HttpRequest) -> HttpResponse:
    """Show how an FIR is registered, and what to do when a station refuses."""
    context = {
        "guides": guide_steps_by_code("fir", "fir_more", "fir_refused"),
        "form": load_form_offers().get(LegalForm.FIR_APPLICATION),
    }
    return render(request, "information/fir.html", context)


@require_safe
def detention_page(request: HttpRequest) -> HttpResponse:
    """Show what to do for a person whom the police hold. It exists only while its form is offered."""
    form = load_form_offers().get(LegalForm.DETENTION_PETITION)
    if form is None:
        raise Http404
    return render(request, "information/detention.html", {"steps": guide_steps("detention"), "form": form})


@require_safe
def legal_aid_page(request: HttpRequest) -> HttpResponse:
    """Show where people who cannot afford a lawyer get help."""
    return render(request, "information/legal_aid.html", {"places": all_legal_aid()})


@require_safe
def helplines_page(request: HttpRequest) -> HttpResponse:
    """Show the numbers to call."""
    return render(request, "information/helplines.html", {"groups": helpline_queries.helplines_by_group()})


@require_safe
def privacy_page(request: HttpRequest) -> HttpResponse:
    """Show what is stored, who sees it, and for how long."""
    return render(request, "information/privacy.html")


@require_safe
def accessibility_page(request: HttpRequest) -> HttpResponse:
    """Show what has been tested for accessibility, and what has not."""
    return render(request, "information/accessibility.html")
