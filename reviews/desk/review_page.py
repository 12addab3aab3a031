"""The page of one review: the evidence, the history, and the moves that the reader may make."""

from collections.abc import Mapping
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from complaints.models.evidence import REFUSED_BECAUSE
from complaints.rules import accepted_files
from desk.formatting import joined, moment, post_of
from desk.page_access import session_expired_page
from ledger.service_exceptions import NotPermitted, Refused
from reviews.desk import flag_evidence
from reviews.desk.clearance_pdf import is_cleared
from reviews.desk.review_access import review_actor, visible_review_required
from reviews.desk.review_forms import FORMS_BY_MOVE, ReviewDecisionForm, ReviewMoveForm, ReviewOrderForm
from reviews.desk.review_summary import deadline_badge, deciding_office_name, rule_set_label
from reviews.models import Review, ReviewEvent
from reviews.models.labels import DECISIONS, GROUNDS, ORDER_OUTCOMES
from reviews.queries import review_details
from reviews.queries.review_decision_facts import load_review_case, supported_grounds_by_flag
from reviews.rules import Stage
from reviews.rules.decision_kinds import Decision, Ground
from reviews.rules.review_capacities import capacities_in_review
from reviews.rules.review_guards import MoveInput, ReviewFacts, is_order_outcome_required, refusal_of_move
from reviews.rules.review_moves import REVIEW_MOVES, ReviewMove, permitted_moves
from reviews.rules.review_refusals import ReviewRefusal
from reviews.services import officer_statements, review_decisions
from reviews.services.review_history import load_review_facts

DECISION_LABELS, GROUND_LABELS, ORDER_LABELS = dict(DECISIONS), dict(GROUNDS), dict(ORDER_OUTCOMES)
STATEMENTS = frozenset({"explain", "appeal"})
"""The events with the officer's own words. The page shows them beside the evidence."""

GroundsByFlag = Mapping[int, frozenset[Ground]]
UNAVOIDABLE_REFUSALS = frozenset(
    {
        ReviewRefusal.EXONERATED,
        ReviewRefusal.TOO_LATE,
        ReviewRefusal.OUTSIDE,
        ReviewRefusal.NOT_REFERRED,
        ReviewRefusal.TOO_EARLY,
    }
)
"""Refusals that no input can avoid: the form is then not offered."""


@require_safe
@visible_review_required
def show_review(request: HttpRequest, review: Review) -> HttpResponse:
    """Show a review. `after` in the query string: the id after which the flags begin."""
    return _render_page(request, review)


def submit_review_move(request: HttpRequest, review: int, move: str) -> HttpResponse:
    """Make a move. After the end of the session, show the typed text, so that it can be copied."""
    if request.method == "POST" and not request.user.is_authenticated and move in FORMS_BY_MOVE:
        return session_expired_page(
            request, back=reverse("review", kwargs={"review": review}), typed=_typed_texts(request)
        )
    return _make_move(request, review=review, move=move)


def _typed_texts(request: HttpRequest) -> list[str]:
    """Return the typed text of a move that cannot be made, to show it again."""
    return [text for name in ("words", "number") if (text := request.POST.get(name, "").strip())]


@require_POST
@visible_review_required
def _make_move(request: HttpRequest, review: Review, move: str) -> HttpResponse:
    """Make a move for a signed-in officer.

    Answer 422 with the page if it is refused, 409 if the case has advanced meanwhile, 404 if it is not permitted.
    """
    at = timezone.now()
    if move not in FORMS_BY_MOVE:
        raise Http404
    facts = load_review_facts(review)
    if REVIEW_MOVES[move] not in _offered_moves(request, review, facts, at=at):
        if review.status in REVIEW_MOVES[move].sources:
            raise Http404
        return _render_page(request, review, overtaken=_typed_texts(request))
    form = _build_form(move, review, facts, supported_grounds_by_flag(review), request.POST, request.FILES)
    if form.is_valid():
        try:
            _call_service(move, review, form, request, at=at)
        except NotPermitted as not_permitted:
            raise Http404 from not_permitted
        except Refused as refused:
            form.add_refusal(refused.reason)
        except accepted_files.FileRefused as refused:
            form.add_error("files", REFUSED_BECAUSE[refused.reason])
        else:
            messages.success(request, SUCCESS_MESSAGES[move]())
            return redirect("review", review.pk)
    return _render_page(request, review, submitted=form)


def _call_service(move: str, review: Review, form: ReviewMoveForm, request: HttpRequest, *, at: datetime) -> None:
    data = form.cleaned_data
    arguments = {"review_id": review.pk, "by": review_actor(request), "at": at, "seen": data["seen"]}
    match move:
        case "explain":
            officer_statements.submit_explanation(words=data["words"], files=form.submitted_files, **arguments)
        case "appeal":
            officer_statements.submit_appeal(words=data["words"], files=form.submitted_files, **arguments)
        case "record_order":
            review_decisions.record_order(**form.service_arguments, **arguments)
        case _:
            review_decisions.decide_review(**form.service_arguments, **arguments)


SUCCESS_MESSAGES = {
    "explain": lambda: _("Your explanation is recorded. The deciding officer has been notified."),
    "appeal": lambda: _("Your appeal is recorded. The next authority has been notified."),
    "decide": lambda: _("The decision is recorded. The officer has been notified."),
    "decide_finally": lambda: _("The final decision is recorded. The officer has been notified."),
    "record_order": lambda: _("The order is recorded. The officer has been notified."),
}


def _offered_moves(request: HttpRequest, review: Review, facts: ReviewFacts, *, at: datetime) -> list[ReviewMove]:
    """Return the moves with a form that the reader may make now."""
    own_capacities = capacities_in_review(review_actor(request), load_review_case(review))
    moves = [move for move in permitted_moves(facts.stage, own_capacities) if move.has_page]
    today = timezone.localdate(at)
    return [
        move
        for move in moves
        if refusal_of_move(move, facts, MoveInput(words="."), at=at, today=today) not in UNAVOIDABLE_REFUSALS
    ]


def _build_form(
    name: str, review: Review, facts: ReviewFacts, grounds_by_flag: GroundsByFlag, data=None, uploads=None
) -> ReviewMoveForm:
    options = {}
    if FORMS_BY_MOVE[name] is ReviewDecisionForm:
        options = {"by_flag": grounds_by_flag, "gravest": facts.gravest}
    if FORMS_BY_MOVE[name] is ReviewOrderForm and is_order_outcome_required(facts):
        options["appealed"] = facts.decision
    return FORMS_BY_MOVE[name](data, uploads, name=name, seen=review.seq, **options)


def _render_page(
    request: HttpRequest,
    review: Review,
    *,
    submitted: ReviewMoveForm | None = None,
    overtaken: list[str] | None = None,
) -> HttpResponse:
    """Render the page. `submitted`: a refused form. `overtaken`: the typed text of a move that came too late."""
    at, facts, actor = timezone.now(), load_review_facts(review), review_actor(request)
    after = request.GET.get("after", "")
    page = review_details.load_flags_page(
        review, actor, at=at, after=int(after) if after.isascii() and after.isdigit() and len(after) < 18 else 0
    )
    grounds_by_flag = supported_grounds_by_flag(review)
    offered = _offered_moves(request, review, facts, at=at)
    forms = {move.name: _build_form(move.name, review, facts, grounds_by_flag) for move in offered}
    if submitted is not None:
        forms[submitted.name] = submitted
    history = review_details.load_history(review)
    entries = [_event_row(event, review) for event in history]
    context = {
        "review": review,
        "is_own": review.officer_id == request.user.pk,
        "stage": review.get_status_display(),
        "clock": deadline_badge(review, at=at),
        "with": deciding_office_name(review),
        "rules": rule_set_label(review),
        "decision": DECISION_LABELS.get(review.decision, ""),
        "is_heard": review.status not in {Stage.FLAGGED, Stage.CALLED},
        "findings": review_details.earlier_findings(review, actor, at=at),
        "is_cleared": is_cleared(review),
        "statements": [entry for entry in entries if entry["is_statement"]],
        "flags": flag_evidence.flag_rows(
            page.rows, decided_on=_last_decision_grounds_by_flag(history), on_record=grounds_by_flag
        ),
        "next_url": f"?after={page.after}" if page.after else "",
        "history": entries,
        "forms": forms,
        "form": submitted,
        "is_overtaken": overtaken is not None,
        "typed": overtaken,
    }
    status = 409 if overtaken is not None else 422 if submitted is not None else 200
    return render(request, "reviews/one.html", context, status=status)


def _last_decision_grounds_by_flag(history: list[ReviewEvent]) -> dict[str, list[str]]:
    """Return the grounds of the last decision, by flag; empty if it records none by flag."""
    facts = [event.facts() for event in history if event.facts().get("decision") or event.kind == "remand"]
    return facts[-1].get("grounds_by_flag", {}) if facts else {}


def _event_row(event: ReviewEvent, review: Review) -> dict:
    facts = event.facts()
    words = getattr(event, "words", None)
    who = joined(event.officer.title, post_of(event.posting) if event.posting else "") if event.officer else ""
    decision = facts.get("decision")
    return {
        "what": event.get_kind_display(),
        "kind": event.kind,
        "is_statement": event.kind in STATEMENTS,
        "when": moment(event.at),
        "at": event.at,
        "who": who,
        "words": words.text if words else "",
        "decision": DECISION_LABELS[Decision(decision).value] if decision else "",
        "grounds": [GROUND_LABELS[ground] for ground in facts.get("grounds", ())],
        "order": facts.get("order_number", ""),
        "outcome": ORDER_LABELS.get(facts.get("outcome"), ""),
        "files": [_file_row(row, review) for row in event.attachments.all()],
    }


def _file_row(row, review: Review) -> dict:
    url = reverse("review_file", kwargs={"review": review.pk, "file": row.pk}) if row.is_open else ""
    refused = str(REFUSED_BECAUSE[accepted_files.FileRefusal(row.refused_because)]) if row.refused_because else ""
    return {
        "name": row.name or str(row.get_kind_display()),
        "kind": row.get_kind_display(),
        "url": url,
        "refused": refused,
    }
