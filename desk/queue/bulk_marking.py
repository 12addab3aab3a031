"""Marking the ticked rows of a queue: to whom, what would change, and then all of them at once.

Three answers of one address. With ticked rows alone it asks to whom; with an officer it shows what would change, with
each row's reason where it would not; with `make` it does what was shown, or nothing. A queue that asks by script gets
the first two as a strip beside its rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from crispy_forms.helper import FormHelper
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.actors import Actor
from accounts.middleware import act_as, posting_over
from accounts.rules.form_input import is_row_number
from accounts.rules.roles import Role
from complaints.models.labels import REFUSALS
from complaints.rules.refusals import Refusal
from desk.access import reading_required, signed_out
from desk.moves.move_form import PLEASE, TypedWords
from desk.officer_choices import officers
from desk.queries.bulk_marking import postings_within, ticked
from desk.queue.queue_rows import STATUS_WORDS, Row, holder_of, shown
from desk.services.bulk_marking import BulkResult, NotAll, Ticked, mark_all, preview

TEMPLATE, BESIDE = "desk/bulk.html", "desk/marking.html"
MOST = 100
"""Rows at once: four pages of a queue; the preview takes about fifteen statements for each."""


class BulkForm(forms.Form):
    """To whom, and what is said with it; the words go into every one of the complaints."""

    to = forms.ChoiceField(label=_("Officer"), error_messages=PLEASE)
    words = TypedWords(
        label=_("Reason, and a note for the officer"),
        required=False,
        rows=3,
        help_text=_("Required if an officer already has the complaint."),
    )

    def __init__(self, data=None, *, candidates=()):
        super().__init__(data, auto_id="bulk_%s")
        self.fields["to"].choices = officers(candidates)
        self.helper = FormHelper()
        self.helper.form_tag, self.helper.disable_csrf = False, True


@dataclass(frozen=True)
class Line:
    """A ticked row on the page: as in the queue, with how it stood (`token`) and, in a preview, what comes of it."""

    row: Row
    token: str
    will_change: bool = False
    reason: str = ""


def may_tick(actor: Actor) -> bool:
    """Whether the table gives this posting marking or re-marking of anything: complaint cells, and heads of offices."""
    return actor.role is Role.COMPLAINT_OPERATOR or actor.is_head


def mark(request: HttpRequest) -> HttpResponse:
    """Who comes after the session's end is given back the words that they typed."""
    if request.method == "POST" and not request.user.is_authenticated:
        words = request.POST.get("words", "").strip()
        return signed_out(request, back=reverse("desk:queue"), typed=[words] if words else [])
    return _mark(request)


@require_http_methods(["GET", "HEAD", "POST"])
@reading_required
def _mark(request: HttpRequest) -> HttpResponse:
    """Who only looks at the address (the other language, the way back from the sign-in) is led to the queue."""
    back = _back(request)
    if request.method != "POST":
        return redirect(back)
    under = _ticked_under(request)
    if len(under) > 1:
        return _apart(request, back)
    for number in under:
        held = next((one for one in request.postings if one.choice == number), None)
        if held is None:
            return posting_over(request, number)
        act_as(request, held)
    if not may_tick(request.actor):
        return redirect(back)
    rows = ticked(dict(_seen(request)), actor=request.actor)[:MOST]
    if not rows:
        messages.info(request, gettext("Select the complaints you want to mark."))
        return redirect(back)
    at, is_asked = timezone.now(), "to" in request.POST
    form = BulkForm(request.POST if is_asked else None, candidates=postings_within(request.actor, at=at))
    if not is_asked or not form.is_valid():
        return _page(request, form, [_line(row, at=at, under=_under(request)) for row in rows], back)
    if "make" in request.POST:
        return _made(request, form, rows, back, at=at)
    return _preview(request, form, rows, back, at=at)


def _ticked_under(request: HttpRequest) -> set[int]:
    """The postings under which the ticked rows wait, as far as they name any."""
    tokens = (token.split(":") for token in request.POST.getlist("row")[:MOST])
    return {int(parts[3]) for parts in tokens if len(parts) == 4 and is_row_number(parts[3])}


def _under(request: HttpRequest) -> str:
    """What a row's token says of the posting that it is marked under, where the ticked rows named it."""
    return f":{request.posting.choice}" if _ticked_under(request) else ""


def _apart(request: HttpRequest, back: str) -> HttpResponse:
    """Rows of two postings are not marked together: each posting may choose among officers of its own."""
    if request.htmx:
        return render(request, "desk/marking_apart.html")
    messages.info(request, gettext("Select complaints that wait under one of your postings at a time."))
    return redirect(back)


def _preview(request, form: BulkForm, rows: list[dict], back: str, *, at, status: int = 200) -> HttpResponse:
    """What would change now. Words that some of them need are asked for beside their field."""
    answers = preview([_as_it_stands(row) for row in rows], by=request.actor, at=at, **_asked(form))
    if any(answer.refusal is Refusal.WORDS_MISSING for answer in answers.values()):
        form.add_error("words", gettext("Some of these are already with an officer. Say why you are reassigning them."))
        return _page(request, form, [_line(row, at=at, under=_under(request)) for row in rows], back)
    lines = [_line(row, at=at, answer=answers[row["id"]], under=_under(request)) for row in rows]
    return _page(request, form, lines, back, is_preview=True, status=status)


def _made(request, form: BulkForm, rows: list[dict], back: str, *, at) -> HttpResponse:
    """All of them, or none: 409 with what has changed meanwhile."""
    seen = _seen(request)
    try:
        mark_all([_as_seen(row, seen[row["etag"]]) for row in rows], by=request.actor, at=at, **_asked(form))
    except NotAll as refused:
        number = sum(not answer.is_yes for answer in refused.answers.values())
        messages.warning(request, _overtaken(number))
        return _preview(request, form, ticked(seen, actor=request.actor), back, at=at, status=409)
    messages.success(request, _done(len(rows)))
    return redirect(back)


def _overtaken(number: int) -> str:
    words = gettext(
        "No complaints were marked: someone else had already acted on %(n)d of them. Their current status is below."
    )
    return words % {"n": number}


def _done(number: int) -> str:
    return ngettext("%(n)d complaint is marked.", "%(n)d complaints are marked.", number) % {"n": number}


def _asked(form: BulkForm) -> dict:
    return {"to": int(form.cleaned_data["to"]), "words": form.cleaned_data["words"]}


def _page(request, form, lines: Sequence[Line], back: str, *, is_preview=False, status: int | None = None):
    changing = [line for line in lines if line.will_change]
    context = {
        "form": form,
        "lines": lines,
        "is_preview": is_preview,
        "changing": changing,
        "staying": len(lines) - len(changing),
        "to_words": _words_of_choice(form) if is_preview else "",
        "back": back,
    }
    if request.htmx:
        return render(request, BESIDE, context)
    return render(request, TEMPLATE, context, status=status or (422 if form.errors else 200))


def _words_of_choice(form: BulkForm) -> str:
    """The officer, as the list of choices names them."""
    chosen = form.cleaned_data["to"]
    groups = form.fields["to"].choices[1:]
    return next(words for _office, people in groups for key, words in people if key == chosen)


def _line(row: dict, *, at, answer: BulkResult | None = None, under: str) -> Line:
    token = f"{row['etag']}:{row['status']}:{row['holder_id'] or ''}{under}"
    if answer is None:
        return Line(shown(row, at=at), token)
    return Line(shown(row, at=at), token, answer.is_yes, _reason(answer, row))


def _reason(answer: BulkResult, row: dict) -> str:
    if answer.not_theirs:
        return gettext("You cannot mark this complaint.")
    if answer.has_it:
        return gettext("Is with that officer already.")
    if answer.overtaken:
        return gettext("Someone else has already acted on it: %(status)s, %(holder)s.") % {
            "status": STATUS_WORDS[row["status"]],
            "holder": holder_of(row),
        }
    return str(REFUSALS[answer.refusal]) if answer.refusal else ""


def _seen(request: HttpRequest) -> dict[str, tuple[str, int | None]]:
    """By E-tag: how each ticked row stood on the page it was sent from, as far as the page said so."""
    tokens = (token.split(":") for token in request.POST.getlist("row")[:MOST])
    return {etag: _stood(rest) for etag, *rest in tokens if etag.isascii() and etag.isdigit()}


def _stood(rest: list[str]) -> tuple[str, int | None]:
    status, holder = (*rest, "", "")[:2]
    return status, int(holder) if holder.isascii() and holder.isdigit() and len(holder) < 19 else None


def _as_it_stands(row: dict) -> Ticked:
    return Ticked(row["id"], row["status"], row["holder_id"])


def _as_seen(row: dict, stood: tuple[str, int | None]) -> Ticked:
    return Ticked(row["id"], *stood)


def _back(request: HttpRequest) -> str:
    """The queue from which the rows came, with its filters; the own one where that is no address of the portal."""
    back = request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith(reverse("desk:queue"))
    return back if is_ours else reverse("desk:queue")
