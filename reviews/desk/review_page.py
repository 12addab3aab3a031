"""The page of one review: the evidence, the history, and the moves that the reader may make."""

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
"""Refusals that no input can avoid: the form is then not offered."""


@require_safe
@one_review
def review(request: HttpRequest, review: Review) -> HttpResponse:
    """Show a review. `after` in the query string: the id after which the flags begin."""
    return _render_page(request, review)


def act(request: HttpRequest, review: int, move: str) -> HttpResponse:
    """Make a move. After the end of the session, show the typed text, so that it can be copied."""
    if request.method == "POST" and not request.user.is_authenticated and move in FORMS:
        typed = [words for name in ("words", "number") if (words := request.POST.get(name, "").strip())]
        return signed_out(request, back=reverse("review", kwargs={"review": review}), typed=typed)
    return _make_move(request, review=review, move=move)


@require_POST
@one_review
def _make_move(request: HttpRequest, review: Review, move: str) -> HttpResponse:
    """Make a move for a signed-in officer. Answer 422 with the page if it is refused, 404 if it is not permitted."""
    at = timezone.now()
    if move not in FORMS:
        raise Http404
    facts = standing(review)
    if MOVES[move] not in _offered_moves(request, review, facts, at=at):
        if review.status in MOVES[move].sources:
            raise Http404
        messages.warning(request, _("Someone else acted first and the review has changed. Read it again."))
        return redirect("review", review.pk)
    form = _build_form(move, review, facts, request.POST, request.FILES)
    if form.is_valid():
        try:
            _call_service(move, review, form, request, at=at)
        except NotPermitted as not_permitted:
            raise Http404 from not_permitted
        except Refused as refused:
            form.refuse(refused.reason)
        except files.FileRefused as refused:
            form.add_error("files", REFUSED_BECAUSE[refused.reason])
        else:
            messages.success(request, DONE[move]())
            return redirect("review", review.pk)
    return _render_page(request, review, submitted=form)


def _call_service(move: str, review: Review, form: StepForm, request: HttpRequest, *, at: datetime) -> None:
    data = form.cleaned_data
    arguments = {"review_id": review.pk, "by": doer(request), "at": at, "seen": data["seen"]}
    match move:
        case "explain":
            explanations.explain(words=data["words"], files=form.handed, **arguments)
        case "appeal":
            explanations.appeal(words=data["words"], files=form.handed, **arguments)
        case "record_order":
            decisions.record_order(**form.given, **arguments)
        case _:
            decisions.decide(**form.given, **arguments)


DONE = {
    "explain": lambda: _("Your explanation is recorded. The deciding officer has been notified."),
    "appeal": lambda: _("Your appeal is recorded. The next authority has been notified."),
    "decide": lambda: _("The decision is recorded. The officer has been notified."),
    "decide_finally": lambda: _("The final decision is recorded. The officer has been notified."),
    "record_order": lambda: _("The order is recorded. The review is closed."),
}


def _offered_moves(request: HttpRequest, review: Review, facts: ReviewFacts, *, at: datetime) -> list[Move]:
    """Return the moves with a form that the reader may make now."""
    own_capacities = capacities(doer(request), case_of(review))
    moves = [move for move in permitted(facts.stage, own_capacities) if move.has_page]
    today = timezone.localdate(at)
    return [move for move in moves if refusal(move, facts, Given(words="."), at=at, today=today) not in NEVER_OFFERED]


def _build_form(name: str, review: Review, facts: ReviewFacts, data=None, uploads=None) -> StepForm:
    options = {"by_flag": grounds_by_flag(review), "before": facts.decision} if FORMS[name] is DecideForm else {}
    if FORMS[name] is OrderForm and takes_outcome(facts):
        options["appealed"] = facts.decision
    return FORMS[name](data, uploads, name=name, seen=review.seq, **options)


def _render_page(request: HttpRequest, review: Review, *, submitted: StepForm | None = None) -> HttpResponse:
    at, facts, who = timezone.now(), standing(review), doer(request)
    after = request.GET.get("after", "")
    page = review_page.flags_page(
        review, who, at=at, after=int(after) if after.isascii() and after.isdigit() and len(after) < 18 else 0
    )
    forms = {move.name: _build_form(move.name, review, facts) for move in _offered_moves(request, review, facts, at=at)}
    if submitted is not None:
        forms[submitted.name] = submitted
    history = review_page.history_of(review)
    context = {
        "review": review,
        "is_own": review.officer_id == request.user.pk,
        "stage": review.get_status_display(),
        "clock": clock_of(review, at=at),
        "with": decided_by(review),
        "rules": rules_for(review),
        "decision": DECISION_WORDS.get(review.decision, ""),
        "is_heard": review.status not in {Stage.FLAGGED, Stage.CALLED},
        "flags": evidence_shown.shown(page.rows, decided_on=_grounds_by_flag(history)),
        "next_url": f"?after={page.after}" if page.after else "",
        "history": [_event_row(event, review) for event in history],
        "forms": forms,
        "form": submitted,
    }
    return render(request, "reviews/one.html", context, status=422 if submitted is not None else 200)


def _grounds_by_flag(history: list[ReviewEvent]) -> dict[str, list[str]]:
    """Return the grounds of the last decision, by flag; empty if it records none by flag."""
    decisions = [event.facts() for event in history if event.facts().get("decision")]
    return decisions[-1].get("grounds_by_flag", {}) if decisions else {}


def _event_row(event: ReviewEvent, review: Review) -> dict:
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
        "grounds": [GROUND_WORDS[ground] for ground in facts.get("grounds", ())],
        "order": facts.get("order_number", ""),
        "outcome": ORDER_WORDS.get(facts.get("outcome"), ""),
        "files": [_file_row(row, review) for row in event.attachments.all()],
    }


def _file_row(row, review: Review) -> dict:
    url = reverse("review_file", kwargs={"review": review.pk, "file": row.pk}) if row.is_open else ""
    refused = str(REFUSED_BECAUSE[files.Reason(row.refused_because)]) if row.refused_because else ""
    return {
        "name": row.name or str(row.get_kind_display()),
        "kind": row.get_kind_display(),
        "url": url,
        "refused": refused,
    }
