"""The questions of a morning: whose they are answers, everybody above reads."""

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
    """What is behind the change."""

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
    """The newest first. `?state=` open, late or answered; `?page=`."""
    return _page(request)


def answer(request: HttpRequest, question: int) -> HttpResponse:
    """Take an answer; who comes after the session's end is given back what they typed."""
    if request.method == "POST" and not request.user.is_authenticated:
        return signed_out(request, back=reverse("questions"), typed=[request.POST.get("words", "").strip()])
    return _answer(request, question)


@require_http_methods(["POST"])
@watching_required
def _answer(request: HttpRequest, question: int) -> HttpResponse:
    """422 with the form where it can't be taken; the words stay. 404 for what is not theirs to answer."""
    one = visible_to(request.actor).filter(pk=question).first()
    if one is None or not may_answer(request.actor, one):
        raise Http404
    form = AnswerForm(request.POST, question_id=one.pk)
    if form.is_valid() and _taken(request, one, form):
        messages.success(request, _("Answer recorded."))
        return redirect("questions")
    return _page(request, tried=(one, form))


def _taken(request: HttpRequest, one: Question, form: AnswerForm) -> bool:
    try:
        answering.answer(question_id=one.pk, words=form.cleaned_data["words"], by=request.actor, at=timezone.now())
    except NotPermitted:
        form.add_error(None, _("This has already been answered. Nothing was recorded."))
    except Refused as refused:
        form.add_error("words", REFUSALS[refused.reason])
    return form.is_valid()


def _page(request: HttpRequest, *, tried: tuple[Question, AnswerForm] | None = None) -> HttpResponse:
    at, state = timezone.now(), request.GET.get("state", "")
    typed = request.GET.get("page", "1")
    page = min(int(typed), LAST_PAGE) if typed.isascii() and typed.isdigit() and int(typed) else 1
    wanted = _in_state(visible_to(request.actor), state, at=at).order_by("-asked_on", "rank")
    found = list(wanted[(page - 1) * SIZE : page * SIZE + 1])
    forms_by_question = {tried[0].pk: tried[1]} if tried else {}
    context = {
        "at": at,
        "state": state if state in {OPEN, LATE, ANSWERED} else "",
        "states": [("", _("All")), (OPEN, _("Open")), (LATE, _("Late")), (ANSWERED, _("Answered"))],
        "rows": [_row(request, one, forms_by_question, at=at) for one in found[:SIZE]],
        "stray": tried[1] if tried and tried[0].pk not in {one.pk for one in found} else None,
        "most": MOST,
        "weeks": WEEKS_BEFORE,
        "least": LEAST_SCORE,
        "previous_url": f"?state={state}&page={page - 1}" if page > 1 else "",
        "next_url": f"?state={state}&page={page + 1}" if len(found) > SIZE else "",
    }
    return render(request, "monitoring/questions.html", context, status=422 if tried else 200)


def _in_state(wanted: QuerySet[Question], state: str, *, at) -> QuerySet[Question]:
    match state:
        case "open":
            return wanted.filter(answer=None, due_at__gt=at)
        case "late":
            return wanted.filter(answer=None, due_at__lte=at)
        case "answered":
            return wanted.exclude(answer=None)
    return wanted


def _row(request: HttpRequest, one: Question, tried: dict[int, AnswerForm], *, at) -> dict:
    given = getattr(one, "answer", None)
    may = given is None and may_answer(request.actor, one)
    shown = {
        "id": one.pk,
        "office": one.office.name,
        "figure": FIGURE_WORDS[one.figure],
        "is_more": one.score > 0,
        "asked_on": day(one.asked_on),
        "first": day(one.first),
        "last": day(one.last),
        "due": moment(one.due_at),
        "is_late": given is None and one.due_at <= at,
        "score": f"{abs(one.score):.1f}",
        "url": link(Figure(0, Narrowing(complaint_filters.ALL, one.office.code, first=one.first, last=one.last))),
        "answer": given
        and {
            "who": given.posting.officer.title,
            "post": post_of(given.posting),
            "when": moment(given.at),
            "words": given.words,
            "was_late": given.at >= one.due_at,
        },
        "form": (tried.get(one.pk) or AnswerForm(question_id=one.pk)) if may else None,
    }
    return shown | _numbers(one)


def _numbers(one: Question) -> dict:
    """This week, and what was usual."""
    if one.figure == QuestionFigure.RECEIVED:
        usual = {"number": f"{one.before_number / WEEKS_BEFORE:.1f}"}
        return {"now": number(one.number), "before": _("%(number)s a week") % usual}
    now, before = Share(one.number, one.of), Share(one.before_number, one.before_of)
    return {"now": f"{percent(now)} ({so_many_of(now)})", "before": f"{percent(before)} ({so_many_of(before)})"}
