"""Services, licence, FIR, helplines; the notices on privacy and accessibility."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from information.queries import helplines as numbers
from information.queries import services as known
from information.queries.links import guide, guides


@require_safe
def services(request: HttpRequest) -> HttpResponse:
    """Where everything public is found."""
    return render(request, "information/services.html")


@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    """Each service with what is needed, its fee and its time, and how far that is known."""
    return render(request, "information/documents.html", {"kinds": known.with_documents()})


@require_safe
def driving_licence(request: HttpRequest) -> HttpResponse:
    """How to get a licence, as far as it is known."""
    return render(request, "information/driving_licence.html", known.of_the_licence() | {"steps": guide("licence")})


@require_safe
def fir(request: HttpRequest) -> HttpResponse:
    """How an FIR is registered, and what to do when a station refuses."""
    return render(request, "information/fir.html", {"guides": guides("fir", "fir_more", "fir_refused")})


@require_safe
def helplines(request: HttpRequest) -> HttpResponse:
    """Numbers to call."""
    return render(request, "information/helplines.html", {"groups": numbers.by_group()})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept, who sees it, for how long."""
    return render(request, "information/privacy.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """What has been tested for everybody's use, and what has not."""
    return render(request, "information/accessibility.html")
