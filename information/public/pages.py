"""Pages about services, the driving licence, FIRs and helplines, and the notices on privacy and accessibility."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from information.queries import helplines as helpline_queries
from information.queries import services as service_queries
from information.queries.links import guide, guides


@require_safe
def services(request: HttpRequest) -> HttpResponse:
    """Show the overview of public information."""
    return render(request, "information/services.html")


@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    """Show each service with its documents, fee and time, and how certain they are."""
    return render(request, "information/documents.html", {"kinds": service_queries.with_documents()})


@require_safe
def driving_licence(request: HttpRequest) -> HttpResponse:
    """Show how to get a driving licence, as far as it is known."""
    return render(
        request, "information/driving_licence.html", service_queries.of_the_licence() | {"steps": guide("licence")}
    )


@require_safe
def fir(request: HttpRequest) -> HttpResponse:
    """Show how an FIR is registered, and what to do when a station refuses."""
    return render(request, "information/fir.html", {"guides": guides("fir", "fir_more", "fir_refused")})


@require_safe
def helplines(request: HttpRequest) -> HttpResponse:
    """Show the numbers to call."""
    return render(request, "information/helplines.html", {"groups": helpline_queries.by_group()})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Show what is stored, who sees it, and for how long."""
    return render(request, "information/privacy.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Show what has been tested for accessibility, and what has not."""
    return render(request, "information/accessibility.html")
