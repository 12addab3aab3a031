"""One review: the evidence, what happened, and the steps that its reader may take now."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from complaints.models.evidence import REFUSED_BECAUSE
from complaints.rules import files
from desk.access import signed_out
from desk.wording import joined, moment, post_of
from ledger.exceptions import NotPermitted, Refused
from reviews.desk import evidence_shown
from reviews.desk.access import doer, one_review
from reviews.desk.forms import FORMS, DecideForm, OrderForm, StepForm
from reviews.desk.review_shown import clock_of, decided_by, rules_for
from reviews.models import Review, ReviewEvent
from reviews.models.labels import DECISIONS, GROUNDS, ORDER_OUTCOMES
from reviews.queries import review_page
from reviews.queries.cases import case_of, grounds_by_flag
from reviews.rules import Stage
from reviews.rules.capacities import capacities
from reviews.rules.decisions import Decision
from reviews.rules.guards import Given, ReviewFacts, refusal, takes_outcome
from reviews.rules.moves import MOVES, Move, permitted
from reviews.rules.refusals import Refusal
from reviews.services import decisions, explanations
from reviews.services.history import standing

DECISION_WORDS, GROUND_WORDS, ORDER_WORDS = dict(DECISIONS), dict(GROUNDS), dict(ORDER_OUTCOMES)
NEVER_OFFERED = frozenset(
    {Refusal.EXONERATED, Refusal.TOO_LATE, Refusal.OUTSIDE, Refusal.NOT_REFERRED, Refusal.TOO_EARLY}
)
"""What no form can mend: then it is not shown."""


@require_safe
@one_review
def review(request: HttpRequest, found: Review) -> HttpResponse:
    """The page. `?after=` goes on among its flags."""
    return _page(request, found)


def act(request: HttpRequest, review: int, move: str) -> HttpResponse:
    """Take a step; who comes after the session's end is given back what they typed."""
    if request.method == "POST" and not request.user.is_authenticated and move in FORMS:
        typed = [words for name in ("words", "number") if (words := request.POST.get(name, "").strip())]
        return signed_out(request, back=reverse("review", kwargs={"review": review}), typed=typed)
    return _act(request, review=review, move=move)


@require_POST
@one_review
def _act(request: HttpRequest, found: Review, move: str) -> HttpResponse:
    """422 with the page where it can't be taken so; 404 for what is not theirs."""
    at = timezone.now()
    if move not in FORMS:
        raise Http404
    now = standing(found)
    if MOVES[move] not in _offered(request, found, now, at=at):
        if found.status in MOVES[move].sources:
            raise Http404
        messages.warning(request, _("Someone else acted first and the review has changed. Read it again."))
        return redirect("review", found.pk)
    form = _form(move, found, now, request.POST, request.FILES)
    if form.is_valid():
        try:
            _take(move, found, form, request, at=at)
        except NotPermitted as not_theirs:
            raise Http404 from not_theirs
        except Refused as refused:
            form.refuse(refused.reason)
        except files.FileRefused as refused:
            form.add_error("files", REFUSED_BECAUSE[refused.reason])
        else:
            messages.success(request, DONE[move]())
            return redirect("review", found.pk)
    return _page(request, found, tried=form)


def _take(move: str, found: Review, form: StepForm, request: HttpRequest, *, at: datetime) -> None:
    given = form.cleaned_data
    step = {"review_id": found.pk, "by": doer(request), "at": at, "seen": given["seen"]}
    match move:
        case "explain":
            explanations.explain(words=given["words"], files=form.handed, **step)
        case "appeal":
            explanations.appeal(words=given["words"], files=form.handed, **step)
        case "record_order":
            decisions.record_order(**form.given, **step)
        case _:
            decisions.decide(**form.given, **step)


DONE = {
    "explain": lambda: _("Your explanation is recorded. The deciding officer has been notified."),
    "appeal": lambda: _("Your appeal is recorded. The next authority has been notified."),
    "decide": lambda: _("The decision is recorded. The officer has been notified."),
    "decide_finally": lambda: _("The final decision is recorded. The officer has been notified."),
    "record_order": lambda: _("The order is recorded. The review is closed."),
}


def _offered(request: HttpRequest, found: Review, now: ReviewFacts, *, at: datetime) -> list[Move]:
    """The steps with a form that this reader may take now."""
    held = capacities(doer(request), case_of(found))
    mine = [move for move in permitted(now.stage, held) if move.has_page]
    today = timezone.localdate(at)
    return [move for move in mine if refusal(move, now, Given(words="."), at=at, today=today) not in NEVER_OFFERED]


def _form(name: str, found: Review, now: ReviewFacts, data=None, uploads=None) -> StepForm:
    more = {"by_flag": grounds_by_flag(found), "before": now.decision} if FORMS[name] is DecideForm else {}
    if FORMS[name] is OrderForm and takes_outcome(now):
        more["appealed"] = now.decision
    return FORMS[name](data, uploads, name=name, seen=found.seq, **more)


def _page(request: HttpRequest, found: Review, *, tried: StepForm | None = None) -> HttpResponse:
    at, now, who = timezone.now(), standing(found), doer(request)
    after = request.GET.get("after", "")
    page = review_page.flags_page(
        found, who, at=at, after=int(after) if after.isascii() and after.isdigit() and len(after) < 18 else 0
    )
    forms = {move.name: _form(move.name, found, now) for move in _offered(request, found, now, at=at)}
    if tried is not None:
        forms[tried.name] = tried
    history = review_page.history_of(found)
    context = {
        "review": found,
        "is_own": found.officer_id == request.user.pk,
        "stage": found.get_status_display(),
        "clock": clock_of(found, at=at),
        "with": decided_by(found),
        "rules": rules_for(found),
        "decision": DECISION_WORDS.get(found.decision, ""),
        "is_heard": found.status not in {Stage.FLAGGED, Stage.CALLED},
        "flags": evidence_shown.shown(page.rows, decided_on=_decided_on(history)),
        "next_url": f"?after={page.after}" if page.after else "",
        "history": [_event(event, found) for event in history],
        "forms": forms,
        "form": tried,
    }
    return render(request, "reviews/one.html", context, status=422 if tried is not None else 200)


def _decided_on(history: list[ReviewEvent]) -> dict[str, list[str]]:
    """Return the grounds of the last decision by flag; nothing where it has none, or says of no flag."""
    decisions = [event.facts() for event in history if event.facts().get("decision")]
    return decisions[-1].get("grounds_by_flag", {}) if decisions else {}


def _event(event: ReviewEvent, found: Review) -> dict:
    facts = event.facts()
    words = getattr(event, "words", None)
    who = joined(event.officer.title, post_of(event.posting) if event.posting else "") if event.officer else ""
    decision = facts.get("decision")
    return {
        "what": event.get_kind_display(),
        "when": moment(event.at),
        "at": event.at,
        "who": who,
        "words": words.text if words else "",
        "decision": DECISION_WORDS[Decision(decision).value] if decision else "",
        "grounds": [GROUND_WORDS[one] for one in facts.get("grounds", ())],
        "order": facts.get("order_number", ""),
        "outcome": ORDER_WORDS.get(facts.get("outcome"), ""),
        "files": [_file(row, found) for row in event.attachments.all()],
    }


def _file(row, found: Review) -> dict:
    url = reverse("review_file", kwargs={"review": found.pk, "file": row.pk}) if row.is_open else ""
    refused = str(REFUSED_BECAUSE[files.Reason(row.refused_because)]) if row.refused_because else ""
    return {
        "name": row.name or str(row.get_kind_display()),
        "kind": row.get_kind_display(),
        "url": url,
        "refused": refused,
    }
