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

from complaints.models.labels import REFUSALS
from desk.access import signed_out
from desk.moves.move_form import TypedWords
from desk.queries import complaint_filters
from desk.wording import day, moment, post_of
from ledger.exceptions import NotPermitted, Refused
from monitoring.access import watching_required
from monitoring.desk.figures import link
from monitoring.models import Question
from monitoring.models.question import FIGURES
from monitoring.queries.figures import Figure, Narrowing
from monitoring.queries.questions import may_answer, visible_to
from monitoring.rules.questions import LEAST_SCORE, MOST, WEEKS_BEFORE, QuestionFigure
from monitoring.services.questions import answering
from monitoring.wording import number, percent, so_many_of
from reviews.rules.patterns import Share

SIZE = 20
LAST_PAGE = 10_000
OPEN, LATE, ANSWERED = "open", "late", "answered"
FIGURE_WORDS = dict(FIGURES)


class AnswerForm(forms.Form):
    """The reason for a change, in the words of the head of the office."""

    words = TypedWords(
        label=gettext_lazy("Reason for the change"),
        rows=4,
        help_text=gettext_lazy(
            "You cannot change your answer after you send it. The Central Police Office reads it with your name."
        ),
    )

    def __init__(self, data=None, *, question_id: int):
        super().__init__(data, auto_id=f"question_{question_id}_%s")


@require_safe
@watching_required
def questions(request: HttpRequest) -> HttpResponse:
    """Show the questions, the newest first. `?state=`: open, late or answered. `?page=`."""
    return _page(request)


def answer(request: HttpRequest, question: int) -> HttpResponse:
    """Record an answer. After the session has ended, the officer gets the typed text back."""
    if request.method == "POST" and not request.user.is_authenticated:
        return signed_out(request, back=reverse("questions"), typed=[request.POST.get("words", "").strip()])
    return _answer_signed_in(request, question)


@require_http_methods(["POST"])
@watching_required
def _answer_signed_in(request: HttpRequest, question_id: int) -> HttpResponse:
    """Record an answer. 422 with the filled form if it is not valid; 404 if the actor may not answer the question."""
    question = visible_to(request.actor).filter(pk=question_id).first()
    if question is None or not may_answer(request.actor, question):
        raise Http404
    form = AnswerForm(request.POST, question_id=question.pk)
    if form.is_valid() and _record(request, question, form):
        messages.success(request, _("Answer recorded."))
        return redirect("questions")
    return _page(request, failed=(question, form))


def _record(request: HttpRequest, question: Question, form: AnswerForm) -> bool:
    """Record the answer. Return False, with an error in the form, if that was refused."""
    words = form.cleaned_data["words"]
    try:
        answering.answer(question_id=question.pk, words=words, by=request.actor, at=timezone.now())
    except NotPermitted:
        form.add_error(None, _("This has already been answered. Nothing was recorded."))
    except Refused as refused:
        form.add_error("words", REFUSALS[refused.reason])
    return form.is_valid()


def _page(request: HttpRequest, *, failed: tuple[Question, AnswerForm] | None = None) -> HttpResponse:
    """Render the page. `failed`: a question and its form with errors."""
    at, state = timezone.now(), request.GET.get("state", "")
    typed = request.GET.get("page", "1")
    page = min(int(typed), LAST_PAGE) if typed.isascii() and typed.isdigit() and int(typed) else 1
    selected = _in_state(visible_to(request.actor), state, at=at).order_by("-asked_on", "rank")
    questions = list(selected[(page - 1) * SIZE : page * SIZE + 1])
    failed_forms = {failed[0].pk: failed[1]} if failed else {}
    context = {
        "at": at,
        "state": state if state in {OPEN, LATE, ANSWERED} else "",
        "states": [("", _("All")), (OPEN, _("Open")), (LATE, _("Late")), (ANSWERED, _("Answered"))],
        "rows": [_row(request, question, failed_forms, at=at) for question in questions[:SIZE]],
        "stray": failed[1] if failed and failed[0].pk not in {question.pk for question in questions} else None,
        "most": MOST,
        "weeks": WEEKS_BEFORE,
        "least": LEAST_SCORE,
        "previous_url": f"?state={state}&page={page - 1}" if page > 1 else "",
        "next_url": f"?state={state}&page={page + 1}" if len(questions) > SIZE else "",
    }
    return render(request, "monitoring/questions.html", context, status=422 if failed else 200)


def _in_state(questions: QuerySet[Question], state: str, *, at) -> QuerySet[Question]:
    match state:
        case "open":
            return questions.filter(answer=None, due_at__gt=at)
        case "late":
            return questions.filter(answer=None, due_at__lte=at)
        case "answered":
            return questions.exclude(answer=None)
    return questions


def _row(request: HttpRequest, question: Question, failed_forms: dict[int, AnswerForm], *, at) -> dict:
    answer = getattr(question, "answer", None)
    can_answer = answer is None and may_answer(request.actor, question)
    days = {"first": question.first, "last": question.last}
    received = Narrowing(complaint_filters.ALL, question.office.code, **days)
    row = {
        "id": question.pk,
        "office": question.office.name,
        "figure": FIGURE_WORDS[question.figure],
        "is_more": question.score > 0,
        "asked_on": day(question.asked_on),
        "first": day(question.first),
        "last": day(question.last),
        "due": moment(question.due_at),
        "is_late": answer is None and question.due_at <= at,
        "score": f"{abs(question.score):.1f}",
        "url": link(Figure(0, received)),
        "answer": answer
        and {
            "who": answer.posting.officer.title,
            "post": post_of(answer.posting),
            "when": moment(answer.at),
            "words": answer.words,
            "was_late": answer.at >= question.due_at,
        },
        "form": (failed_forms.get(question.pk) or AnswerForm(question_id=question.pk)) if can_answer else None,
    }
    return row | _numbers(question)


def _numbers(question: Question) -> dict:
    """Return the figure of the week, and of the weeks before."""
    if question.figure == QuestionFigure.RECEIVED:
        average = {"number": f"{question.before_number / WEEKS_BEFORE:.1f}"}
        return {"now": number(question.number), "before": _("%(number)s a week") % average}
    now, before = Share(question.number, question.of), Share(question.before_number, question.before_of)
    return {"now": f"{percent(now)} ({so_many_of(now)})", "before": f"{percent(before)} ({so_many_of(before)})"}
