"""DEMO: the first page with one-click accounts, and the page of sign-in codes."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Officer, Posting
from demo import officer_accounts, progress, tour
from demo.authenticator_codes import PERIOD, current_authenticator_codes
from demo.quick_sign_in import demo_email_of, sign_in_as


@require_safe
@never_cache
def show_demo_page(request: HttpRequest) -> HttpResponse:
    """Show the accounts to try, and what to try as each."""
    people = _posting_by_tour_address()
    me = request.user.email if request.user.is_authenticated else ""
    groups = [(group, [_card_context(card, people, me) for card in group.cards]) for group in tour.GROUPS]
    partner = {"id": officer_accounts.PARTNER_ID, "secret": officer_accounts.PARTNER_SECRET}
    return render(request, "demo/page.html", {"groups": groups, "partner": partner} | _progress_context(people))


@require_safe
@never_cache
def show_demo_progress(request: HttpRequest) -> HttpResponse:
    """Show the progress of the data.

    GET `people`: the number of officers that the page knows. It is reloaded when there are more, and when all is ready.
    """
    state = _progress_context(_posting_by_tour_address())
    answer = render(request, "demo/page.html#making", state)
    if not state["is_making"] or request.GET.get("people") != str(state["number"]):
        answer.headers["HX-Refresh"] = "true"
    return answer


@require_POST
@never_cache
def sign_in_from_card(request: HttpRequest, slug: str) -> HttpResponse:
    """Sign in as the officer of a card and open the page of a step. POST `step`: its number, or none."""
    card = tour.CARDS.get(slug)
    if card is None or not card.officer:
        raise Http404
    step = _step_of_card(card, request.POST.get("step", ""))
    officer = Officer.objects.filter(email=demo_email_of(step.officer or card.officer), is_active=True).first()
    if officer is None:
        messages.info(request, gettext("This officer’s account is not ready yet. Try again in a moment."))
        return redirect("demo_page")
    sign_in_as(request, officer)
    return redirect(step.route or card.start)


@require_safe
@never_cache
def show_demo_codes(request: HttpRequest) -> HttpResponse:
    """Show every officer's current code."""
    now = timezone.now()
    left = PERIOD - int(now.timestamp()) % PERIOD
    return render(
        request,
        "demo/codes.html",
        {"rows": current_authenticator_codes(at=now), "left": left, "password": officer_accounts.PASSWORD},
    )


def _step_of_card(card: tour.TourCard, number: str) -> tour.TourStep:
    """Return the step with that number, counted from 1; the first one for an unknown number."""
    numbered = {str(place): step for place, step in enumerate(card.steps, start=1)}
    return numbered.get(number, card.steps[0])


def _posting_by_tour_address() -> dict[str, Posting]:
    """Return the first posting of each officer of the tour, by the address before the @."""
    emails = {demo_email_of(address): address for address in tour.OFFICERS}
    found = Posting.objects.current(timezone.now()).with_people().filter(officer__email__in=emails)
    return {emails[posting.officer.email]: posting for posting in found.order_by("-pk")}


def _card_context(card: tour.TourCard, people: dict[str, Posting], me: str) -> dict:
    """Return a card for the page, with its officer and the steps that are available."""
    steps = [(step, not card.officer or (step.officer or card.officer) in people) for step in card.steps]
    is_me = bool(card.officer) and demo_email_of(card.officer) == me
    return {"card": card, "person": people.get(card.officer), "steps": steps, "is_me": is_me}


def _progress_context(people: dict[str, Posting]) -> dict:
    """Return the template context for the progress of the data."""
    now = progress.read()
    return {"is_making": not now["ready"] or len(people) < len(tour.OFFICERS), "progress": now, "number": len(people)}
