"""One question: asked, answered, skipped, or answered anew."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from citizen import rate_limits, visitor_session
from citizen.access.key_required import by_key
from citizen.followup import question_list, question_texts
from citizen.followup.base_forms import TellForm
from citizen.followup.question_forms import FORMS, GIVEN_BACK, form_for, put_beside
from complaints.models import Event
from complaints.models.followup_labels import WHY
from complaints.queries.followup import FollowupContext, asked_of, contact_moved_to
from complaints.rules.followup import Question
from complaints.rules.opened_by import OpenedBy
from complaints.rules.parties import Citizen
from complaints.services import followup as service
from complaints.services.draft_answers import BadAnswer
from complaints.services.followup import CannotTell, ToldMeanwhile, WrongWord
from web.times import by as by_when

WORDS = frozenset({Question.WORD, Question.SECOND_WORD})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@by_key(gives_back=GIVEN_BACK)
def tell(request: HttpRequest, complaint_id: int, etag: str, question: str) -> HttpResponse:
    """The question's page. Saving leads to the next open one; a correction leads back to the list."""
    if question not in FORMS:
        raise Http404
    asked, at = Question(question), now()
    found = asked_of(complaint_id, opened_by=visitor_session.opened_by(request))
    if why := found.refusal(asked):
        return _refused(request, found, asked, WHY[why])
    if request.method != "POST":
        return _page(request, found, asked, form_for(asked, found, at=at))
    form = form_for(asked, found, at=at, data=request.POST)
    if not form.is_valid():
        return _page(request, found, asked, form, status=422)
    return _answered(request, found, asked, form, at=at)


def _answered(
    request: HttpRequest, found: FollowupContext, asked: Question, form: TellForm, *, at: datetime
) -> HttpResponse:
    """Hand it to the service; what it refuses stands beside the form, and nothing typed is lost."""
    etag = found.complaint.etag
    if form.cleaned_data.get("present") and rate_limits.take(rate_limits.PRESENT_WORDS_OF_ONE, etag, at=at):
        form.add_error("present", gettext("Too many wrong words were tried. Wait ten minutes, then try again."))
        return _page(request, found, asked, form, status=429)
    try:
        event = _told(found, form, by=visitor_session.citizen(request, found.person.pk), at=at)
    except BadAnswer as bad:
        put_beside(form, bad)
        return _page(request, found, asked, form, status=422)
    except WrongWord:
        form.add_error("present", gettext("This is not your current secret word."))
        return _page(request, found, asked, form, status=422)
    except CannotTell as cannot:
        form.add_error(None, WHY[cannot.why])
        return _page(request, found, asked, form, status=409)
    except ToldMeanwhile:
        return _meanwhile(request, found, asked, form, at=at)
    if form.cleaned_data.get("present"):
        rate_limits.give_back(rate_limits.PRESENT_WORDS_OF_ONE, etag, at=at)
    if event and asked is Question.WORD:
        visitor_session.remember(
            request, etag=found.complaint.etag, complaint_id=found.complaint.pk, opened_by=OpenedBy.WORD, at=at
        )
    messages.success(request, _done(event, asked, at=at))
    return redirect(_after(found, asked))


def _told(found: FollowupContext, form: TellForm, *, by: Citizen, at: datetime) -> Event | None:
    return service.tell(
        complaint_id=found.complaint.pk,
        told=form.told(),
        by=by,
        at=at,
        seen=form.seen_until,
    )


def _after(found: FollowupContext, asked: Question) -> str:
    is_first = asked in question_list.OPEN_AT_FIRST and not found.is_told(asked)
    return (
        question_list.next_after(asked, found) if is_first else reverse("more", kwargs={"etag": found.complaint.etag})
    )


def _done(event: Event | None, asked: Question, *, at: datetime) -> str:
    """What came of it, where more came of it than that it is noted."""
    if asked is Question.SECOND_WORD:
        return gettext("Saved.")
    if event is None:
        return gettext("You did not add anything new. Nothing has changed.")
    if asked is Question.WORD:
        return gettext("Your secret word is set. From now on, only this word opens this complaint. Memorise it.")
    if due := contact_moved_to(event):
        return gettext("Saved. An officer will contact you %(by)s, at the times you chose.") % {
            "by": by_when(due, now=at)
        }
    return gettext("Saved. The officer will see it in your complaint.")


def _meanwhile(
    request: HttpRequest, found: FollowupContext, asked: Question, form: TellForm, *, at: datetime
) -> HttpResponse:
    """Somebody else was first: what they told stands above the form, which can be sent over it now, knowingly."""
    if asked in WORDS:
        messages.warning(request, gettext("A word was set a moment ago. You may have tapped twice."))
        return redirect("more", etag=found.complaint.etag)
    stands = asked_of(found.complaint.pk, opened_by=found.opened_by)
    data = request.POST.copy()
    data["seen"] = stands.seen
    again = form_for(asked, stands, at=at, data=data)
    again.add_error(
        None,
        gettext(
            "This was saved a moment ago from another page, perhaps because you tapped twice. Nothing was "
            "overwritten. Compare the two answers. If yours is right, save it again."
        ),
    )
    return _page(request, stands, asked, again, status=409)


def _refused(request: HttpRequest, found: FollowupContext, asked: Question, said: str) -> HttpResponse:
    """Not asked, or not any more: back to the list, which says why; what was typed past that comes back."""
    messages.warning(request, said)
    if request.method != "POST":
        return redirect("more", etag=found.complaint.etag)
    typed = [request.POST.get(name, "") for name in GIVEN_BACK]
    context = question_list.frame(found) | {
        "title": question_texts.title(asked, found),
        "said": said,
        "typed": "\n\n".join(text for text in typed if text.strip()),
    }
    return render(request, "citizen/followup/refused.html", context, status=409)


def _page(
    request: HttpRequest, found: FollowupContext, asked: Question, form: TellForm, *, status: int = 200
) -> HttpResponse:
    context = question_list.asking(asked, found) | {
        "form": form,
        "parts": [f"citizen/followup/{asked}.html", "citizen/followup/fields.html"],
    }
    return render(request, "citizen/followup/tell.html", context, status=status)
