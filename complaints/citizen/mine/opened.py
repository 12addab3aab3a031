"""One's own complaint, opened by a code: its story, and what the complainant may do."""

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from complaints.citizen import promise, visit
from complaints.citizen.keys.by_number import by_number
from complaints.citizen.mine import acts, story
from complaints.citizen.moments import moment
from complaints.models.contact_claim import Answer
from complaints.models.words import REFUSALS, STATUSES
from complaints.queries import for_citizen
from complaints.rules.parties import Citizen
from complaints.services.moves import make_move
from complaints.services.refusals import NotPermitted, Overtaken, Refused

ANSWERS = {
    "confirm_contact": {Answer.IN_PERSON},
    "deny_contact": {Answer.SOMEONE_ELSE, Answer.NOBODY},
}


@never_cache
@require_safe
@by_number
def my_complaint(request: HttpRequest, etag: str) -> HttpResponse:
    """The story so far and the acts. What this browser has not opened, or no longer, is asked for by its number."""
    complaint_id = visit.opened(request, etag=etag, at=now())
    if complaint_id is None:
        messages.warning(request, gettext("It is not open in this browser, or the visit has ended. Ask for a code."))
        return redirect("status", etag=etag)
    return _page(request, complaint_id)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@by_number
def my_move(request: HttpRequest, etag: str, move: str) -> HttpResponse:
    """Take a move as the complainant; a refusal is said beside the form, and what was typed stays.

    A GET comes from a page that answered a mistake, say by its link to the other language: back to the complaint.
    """
    if move not in acts.FORMS:
        raise Http404
    if request.method != "POST":
        return redirect("my_complaint", etag=etag)
    form = acts.form(move, request.POST)
    complaint_id = visit.opened(request, etag=etag, at=now())
    if complaint_id is None:
        return _ended(request, etag, form)
    if not form.is_valid():
        return _page(request, complaint_id, answered=(move, form), status=422)
    try:
        _take(request, complaint_id, move, form.cleaned_data.get("words", ""))
    except Refused as refused:
        return _refused(request, complaint_id, move, form, REFUSALS[refused.reason])
    except Overtaken as overtaken:
        stands = dict(STATUSES)[overtaken.status]
        said = gettext("Meanwhile the complaint has moved on: it stands at “%(status)s” now. Nothing was sent.")
        return _refused(request, complaint_id, move, form, said % {"status": stands})
    except NotPermitted:
        said = gettext("This can't be done as the complaint stands now. Nothing was sent.")
        return _refused(request, complaint_id, move, form, said)
    messages.success(request, DONE[move]())
    return redirect("my_complaint", etag=etag)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@by_number
def end_visit(request: HttpRequest, etag: str) -> HttpResponse:
    """Forget the key, for whoever uses this phone or computer next."""
    if request.method != "POST":
        return redirect("my_complaint", etag=etag)
    visit.forget(request, etag=etag)
    messages.success(request, gettext("This visit has ended. Your complaint can't be opened here without a new code."))
    return redirect("status", etag=etag)


def _ended(request: HttpRequest, etag: str, form: Form) -> HttpResponse:
    """Nothing was sent, because the visit is over; what was typed can be copied. The same for any number."""
    typed = form["words"].value() if "words" in form.fields else ""
    return render(request, "complaints/citizen/ended.html", {"etag": etag, "typed": typed or ""}, status=403)


def _take(request: HttpRequest, complaint_id: int, move: str, words: str) -> None:
    """Hand the move to the one door. `seen` and `answer` come from the page; what is no answer counts as none."""
    complaint = for_citizen.whose(complaint_id)
    seen, answer = request.POST.get("seen", ""), request.POST.get("answer", "")
    make_move(
        complaint_id=complaint_id,
        name=move,
        by=Citizen(complaint.complainant_id),
        at=now(),
        words=words,
        details={"answer": answer} if answer in ANSWERS.get(move, ()) else {},
        seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else 0,
    )


def _refused(request: HttpRequest, complaint_id: int, move: str, form, said: str) -> HttpResponse:
    form.add_error(None, said)
    return _page(request, complaint_id, answered=(move, form), status=409)


def _page(request: HttpRequest, complaint_id: int, *, answered: tuple | None = None, status: int = 200) -> HttpResponse:
    """The page; `answered`: the move just tried and its form, which stays on the page whatever became of the rest."""
    at = now()
    found = for_citizen.opened(complaint_id)
    offered = acts.offered(found.complaint, at=at)
    if answered:
        offered.forms.pop(answered[0], None)
    context = {
        "complaint": found.complaint,
        "seen": found.seen,
        "entries": story.timeline(found, now=at),
        "next": promise.next_step(found.complaint, found.clocks, now=at, hidden=found.complaint.identity_is_protected),
        "received": moment(found.complaint.received_at, now=at),
        "has_it": story.rank_and_office(found.complaint.holder) if found.complaint.holder else "",
        "claimed_by": story.rank_and_name(found.claim.posting) if found.claim else "",
        "claimed_at": moment(found.claim.claimed_at, now=at) if found.claim else "",
        "question": _question(found),
        "acts": offered,
        "tried": {"move": answered[0], "form": answered[1]} if answered else None,
        "form": answered[1] if answered else None,
    }
    return render(request, "complaints/citizen/mine.html", context, status=status)


def _question(found: for_citizen.Opened) -> str:
    """The last question of an officer, in their words."""
    asked = [event for event in found.events if event.kind == "ask_citizen"]
    return story.words_of(asked[-1]) if asked else ""


DONE = {
    "confirm_contact": lambda: gettext("Thank you. It is noted that the officer spoke to you."),
    "deny_contact": lambda: gettext("Thank you. It is noted: the officer's time runs on as if nothing had been said."),
    "resume": lambda: gettext("Your answer has gone to the officer."),
    "close": lambda: gettext("Thank you. The complaint is closed as solved."),
    "object": lambda: gettext("Your complaint has gone to a higher officer, who starts again."),
}
