"""The page of the morning questions. The head of the office answers; every office above reads."""

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from complaints.models.display.complaint_labels import REFUSALS
from desk.formatting import day, end_of_period, moment, post_of
from desk.moves.move_form import TypedTextField
from desk.page_access import session_expired_page
from desk.queries import complaint_filters
from ledger.service_exceptions import NotPermitted, Refused
from monitoring.board_access import board_access_required
from monitoring.desk.figure_links import url_of_figure
from monitoring.models import Question
from monitoring.models.question import FIGURES
from monitoring.queries.figures_with_filters import Figure, FigureFilter
from monitoring.queries.morning_questions import may_answer_question, visible_questions
from monitoring.rules.question_scores import LEAST_SCORE, MOST_QUESTIONS, WEEKS_BEFORE, QuestionFigure
from monitoring.services.questions import answer_recording
from monitoring.share_wording import format_fraction, format_number, format_percent
from reviews.rules.delay_patterns import PatternShare

PAGE_SIZE = 20
LAST_PAGE = 10_000
OPEN, LATE, ANSWERED = "open", "late", "answered"
FIGURE_WORDS = dict(FIGURES)


class QuestionAnswerForm(forms.Form):
    """The reason for a change, in the words of the head of the office."""

    words = TypedTextField(
        label=gettext_lazy("Reason for the change"),
        rows=4,
        help_text=gettext_lazy(
            "You cannot change your answer after you send it. The Central Police Office reads it with your name."
        ),
    )

    def __init__(self, data=None, *, question_id: int):
        super().__init__(data, auto_id=f"question_{question_id}_%s")


@require_safe
@board_access_required
def list_questions(request: HttpRequest) -> HttpResponse:
    """Show the questions, the newest first. `?state=`: open, late or answered. `?page=`."""
    return _render_page(request)


def answer_question(request: HttpRequest, question: int) -> HttpResponse:
    """Record an answer. After the session has ended, the officer gets the typed text back."""
    if request.method == "POST" and not request.user.is_authenticated:
        return session_expired_page(request, back=reverse("questions"), typed=[request.POST.get("words", "").strip()])
    return _answer_signed_in(request, question)


@require_http_methods(["POST"])
@board_access_required
def _answer_signed_in(request: HttpRequest, question_id: int) -> HttpResponse:
    """Record an answer. 422 with the filled form if it is not valid; 404 if the actor may not answer the question."""
    question = visible_questions(request.actor).filter(pk=question_id).first()
    if question is None or not may_answer_question(request.actor, question):
        raise Http404
    form = QuestionAnswerForm(request.POST, question_id=question.pk)
    if form.is_valid() and _record_answer_or_add_error(request, question, form):
        messages.success(request, _("Answer recorded."))
        return redirect("questions")
    return _render_page(request, failed=(question, form))


def _record_answer_or_add_error(request: HttpRequest, question: Question, form: QuestionAnswerForm) -> bool:
    """Record the answer. Return False, with an error in the form, if that was refused."""
    words = form.cleaned_data["words"]
    try:
        answer_recording.record_answer(question_id=question.pk, words=words, by=request.actor, at=timezone.now())
    except NotPermitted:
        form.add_error(None, _("This has already been answered. Nothing was recorded."))
    except Refused as refused:
        form.add_error("words", REFUSALS[refused.reason])
    return form.is_valid()


def _render_page(request: HttpRequest, *, failed: tuple[Question, QuestionAnswerForm] | None = None) -> HttpResponse:
    """Render the page. `failed`: a question and its form with errors."""
    at, state = timezone.now(), request.GET.get("state", "")
    typed = request.GET.get("page", "1")
    page = min(int(typed), LAST_PAGE) if typed.isascii() and typed.isdigit() and int(typed) else 1
    selected = _filter_by_state(visible_questions(request.actor), state, at=at).order_by("-asked_on", "rank")
    questions = list(selected[(page - 1) * PAGE_SIZE : page * PAGE_SIZE + 1])
    failed_forms = {failed[0].pk: failed[1]} if failed else {}
    context = {
        "at": at,
        "state": state if state in {OPEN, LATE, ANSWERED} else "",
        "states": [("", _("All")), (OPEN, _("Open")), (LATE, _("Late")), (ANSWERED, _("Answered"))],
        "rows": [_question_row(request, question, failed_forms, at=at) for question in questions[:PAGE_SIZE]],
        "stray": failed[1] if failed and failed[0].pk not in {question.pk for question in questions} else None,
        "most": MOST_QUESTIONS,
        "weeks": WEEKS_BEFORE,
        "least": LEAST_SCORE,
        "previous_url": f"?state={state}&page={page - 1}" if page > 1 else "",
        "next_url": f"?state={state}&page={page + 1}" if len(questions) > PAGE_SIZE else "",
    }
    return render(request, "monitoring/questions.html", context, status=422 if failed else 200)


def _filter_by_state(questions: QuerySet[Question], state: str, *, at) -> QuerySet[Question]:
    match state:
        case "open":
            return questions.filter(answer=None, due_at__gt=at)
        case "late":
            return questions.filter(answer=None, due_at__lte=at)
        case "answered":
            return questions.exclude(answer=None)
    return questions


def _question_row(request: HttpRequest, question: Question, failed_forms: dict[int, QuestionAnswerForm], *, at) -> dict:
    answer = getattr(question, "answer", None)
    can_answer = answer is None and may_answer_question(request.actor, question)
    days = {"first": question.first, "last": question.last}
    received = FigureFilter(complaint_filters.ALL, question.office.code, **days)
    row = {
        "id": question.pk,
        "office": question.office.name,
        "figure": FIGURE_WORDS[question.figure],
        "is_more": question.score > 0,
        "is_rate": question.figure != QuestionFigure.RECEIVED,
        "asked_on": day(question.asked_on),
        "first": day(question.first),
        "last": day(question.last),
        "due": end_of_period(question.due_at),
        "is_late": answer is None and question.due_at <= at,
        "score": f"{abs(question.score):.1f}",
        "url": url_of_figure(Figure(0, received)),
        "answer": answer
        and {
            "who": answer.posting.officer.title,
            "post": post_of(answer.posting),
            "when": moment(answer.at),
            "words": answer.words,
            "was_late": answer.at >= question.due_at,
        },
        "form": (failed_forms.get(question.pk) or QuestionAnswerForm(question_id=question.pk)) if can_answer else None,
    }
    return row | _compared_figure_texts(question)


def _compared_figure_texts(question: Question) -> dict:
    """Return the figure of the week, and of the weeks before."""
    if question.figure == QuestionFigure.RECEIVED:
        average = {"number": f"{question.before_number / WEEKS_BEFORE:.1f}"}
        return {"now": format_number(question.number), "before": _("%(number)s a week") % average}
    now, before = PatternShare(question.number, question.of), PatternShare(question.before_number, question.before_of)
    return {
        "now": f"{format_percent(now)} ({format_fraction(now)})",
        "before": f"{format_percent(before)} ({format_fraction(before)})",
    }
