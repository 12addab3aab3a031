"""The one-tap link of a message: a page with one question. A look at it changes nothing, because previews look too."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from complaints.citizen import limits
from complaints.citizen.mine import acts
from complaints.citizen.mine.story import rank_and_name
from complaints.citizen.moments import moment
from complaints.rules.one_tap import NoToken
from complaints.services import one_tap
from complaints.services.one_tap import Question, Stands
from complaints.services.refusals import Refused


@csrf_exempt  # the address is the key, and nobody else can know it; so no cookie is needed, nor one left behind
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tap(request: HttpRequest, token: str) -> HttpResponse:
    """The question and its buttons, or how it stands; a POST answers it. Opens nothing, and leaves no cookie."""
    at = now()
    if full := limits.refuse(request, limits.TAPS, at=at):
        return full
    try:
        if request.method != "POST":
            return _page(request, token, one_tap.question(token, at=at), at=at)
        return _answered(request, token, at=at)
    except NoToken:
        return _show(request, {"state": "none"}, status=404)


def _answered(request: HttpRequest, token: str, *, at) -> HttpResponse:
    question, said = one_tap.question(token, at=at), request.POST.get("answer", "")
    if said not in question.answers:
        return _page(request, token, question, at=at, status=422)
    try:
        before = one_tap.answer(token, said, at=at)
    except Refused as refused:
        reason = acts.said(question.answers[said], refused.reason)
        return _show(request, {"state": "refused", "reason": reason}, status=409)
    if before.stands is not Stands.OPEN:
        return _page(request, token, before, at=at)
    return _show(request, {"state": "thanks", "said": said})


def _page(request: HttpRequest, token: str, question: Question, *, at, status: int = 200) -> HttpResponse:
    context = {"state": question.stands.value, "act": question.act.value, "token": token, "has_errors": status != 200}
    context["by_portal"] = question.is_of_a_message
    if question.event.posting:
        context |= {"who": rank_and_name(question.event.posting), "when": moment(question.event.at, now=at)}
    return _show(request, context, status=410 if question.stands is Stands.EXPIRED else status)


def _show(request: HttpRequest, context: dict, *, status: int = 200) -> HttpResponse:
    context |= {"neutral_title": True}
    answer = render(request, "complaints/citizen/keys/one_tap.html", context, status=status)
    answer["X-Robots-Tag"] = "noindex"
    return answer
