"""The page that marks the selected rows of a queue to an officer.

One URL has three steps. With rows only, it asks for the officer. With an officer, it previews what would change, with a
reason for each row that would not. With `make`, it marks all of the rows or none. For htmx the first two steps are a
strip beside the rows of the queue, which begins with the preview of the proposed officers.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

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
from accounts.middleware import render_posting_ended, switch_posting
from accounts.models import Posting
from accounts.rules.form_input import is_row_id
from accounts.rules.roles import Role
from complaints.models.display.complaint_labels import REFUSALS
from complaints.rules.refusals import Refusal
from complaints.services.marking.marking_proposals import MarkingChoices, propose_for_complaints
from desk.formatting import joined
from desk.moves.move_form import FIELD_ERRORS, TypedTextField
from desk.moves.proposal_text import candidate_label, explain_proposal
from desk.moves.undo_marking_page import show_done_with_undo
from desk.officer_choices import officer_choices_by_office
from desk.page_access import reading_role_required, session_expired_page
from desk.queries.marking_candidates import load_visible_selected_rows, working_postings_below
from desk.queue.row_display import STATUS_WORDS, QueueRow, make_queue_row, row_holder_text
from desk.services.bulk_marking import (
    MarkingResult,
    NotAllMarkable,
    SelectedComplaint,
    mark_all_or_none,
    preview_marking,
)

TEMPLATE, STRIP_TEMPLATE = "desk/bulk.html", "desk/marking.html"
PROPOSED = "proposed"
"""The choice of the officer that is proposed for each complaint."""
MOST_ROWS = 100
"""The most rows in one request: four pages of a queue. The preview takes about fifteen statements for each row."""


class BulkMarkingForm(forms.Form):
    """The officer to mark the complaints to, or the one proposed for each, and a note that is added to each of them."""

    to = forms.ChoiceField(
        label=_("Officer"), error_messages=FIELD_ERRORS, widget=forms.Select(attrs={"data-enter-submits": ""})
    )
    words = TypedTextField(
        label=_("Reason, and a note for the officer"),
        required=False,
        rows=3,
        help_text=_("Required if an officer already has the complaint."),
    )

    def __init__(self, data=None, *, candidates: Sequence[Posting], choices: MarkingChoices, words=""):
        super().__init__(data, auto_id="bulk_%s", initial={"words": words})
        nobody, *groups = officer_choices_by_office(
            candidates, extra_label=lambda posting: candidate_label(posting, choices)
        )
        proposed = proposed_officers(choices)
        as_proposed = [(PROPOSED, gettext("As proposed: %(officers)s") % {"officers": count_officers(proposed)})]
        self.fields["to"].choices = [nobody, *(as_proposed if proposed else []), *groups]
        if proposed:
            self.initial["to"] = PROPOSED
        self.helper = FormHelper()
        self.helper.form_tag, self.helper.disable_csrf = False, True


@dataclass(frozen=True)
class SelectedRow:
    """A selected row. `token`: its E-tag, status and holder on the page. `will_change`, `reason`: from the preview.

    `to`: the posting that the preview proposes for it, `officer`: its officer.
    """

    row: QueueRow
    token: str
    to: int | None = None
    officer: str = ""
    will_change: bool = False
    reason: str = ""


def proposed_officers(choices: MarkingChoices) -> list[Posting]:
    """Return the proposed posting of each complaint that has one."""
    postings = {posting.pk: posting for posting in choices.postings}
    proposals = (proposal.option for proposal in choices.proposals.values() if proposal.option)
    return [postings[option.posting_id] for option in proposals]


def count_officers(postings: Sequence[Posting]) -> str:
    """Return the officers as text, each with the number of complaints if there are several officers."""
    counts = Counter(posting.officer.title for posting in postings)
    return joined(*(title if len(counts) == 1 else f"{title} ({number})" for title, number in counts.items()))


def count_reasons(choices: MarkingChoices) -> list[tuple[str, int]]:
    """Return each reason of the proposals once, with the number of complaints, by officer.

    An officer can be proposed for several reasons, such as two routing rules, or a rule that was skipped.
    """
    proposals = sorted(choices.proposals.values(), key=lambda one: one.option.posting_id if one.option else 0)
    return list(Counter(explain_proposal(one, choices) for one in proposals).items())


def may_select_rows(actor: Actor) -> bool:
    """Return whether this posting may mark any complaints: operators of complaint cells, and heads of offices."""
    return actor.role is Role.COMPLAINT_OPERATOR or actor.is_head


def mark_selected_rows(request: HttpRequest) -> HttpResponse:
    """Mark the selected rows. If the session has expired, return the typed text to the officer."""
    if request.method == "POST" and not request.user.is_authenticated:
        note = request.POST.get("words", "").strip()
        return session_expired_page(request, back=reverse("desk:queue"), typed=[note] if note else [])
    return _process_marking(request)


@require_http_methods(["GET", "HEAD", "POST"])
@reading_role_required
def _process_marking(request: HttpRequest) -> HttpResponse:
    """Run the steps. A GET is redirected to the queue: it comes from the language switch or the sign-in."""
    back = _url_of_left_queue(request)
    if request.method != "POST":
        return redirect(back)
    choices = _postings_of_selected_rows(request)
    if len(choices) > 1:  # each posting can choose among other officers
        if request.htmx:
            return render(request, "desk/marking_apart.html")
        messages.info(request, gettext("Select complaints that wait under one of your postings at a time."))
        return redirect(back)
    for choice in choices:
        posting = next((one for one in request.postings if one.choice == choice), None)
        if posting is None:
            return render_posting_ended(request, choice)
        switch_posting(request, posting)
    if not may_select_rows(request.actor):
        return redirect(back)
    rows = load_visible_selected_rows(_states_of_selected_rows(request), actor=request.actor)
    if not rows and "make" not in request.POST:
        messages.info(request, gettext("Select the complaints you want to assign."))
        return redirect(back)
    return _answer_step(request, rows, back, at=timezone.now())


def _answer_step(request: HttpRequest, rows: list[dict], back: str, *, at: datetime) -> HttpResponse:
    """Ask for the officer, preview, or mark. The strip beside the queue begins with the preview of the proposals.

    If this officer may no longer see some of the complaints of the preview, nothing is marked: a new preview shows the
    others. It does not say why, because an exclusion must look like a transfer.
    """
    candidates = working_postings_below(request.actor, at=at)
    choices = propose_for_complaints([row["id"] for row in rows], candidates, by=request.actor, at=at)
    data = request.POST if "to" in request.POST else None
    if data is None and request.htmx and proposed_officers(choices):
        data = request.POST.copy()
        data["to"] = PROPOSED
    form = BulkMarkingForm(data, candidates=candidates, choices=choices, words=request.POST.get("words", ""))
    lost = len(_states_of_selected_rows(request)) - len(rows) if "make" in request.POST else 0
    if lost:
        messages.warning(
            request, gettext("No complaints were assigned: you can no longer see %(n)d of them.") % {"n": lost}
        )
    if not rows:
        return _render_marking_page(request, form, [], back, preview={}, status=409)
    if not form.is_bound or not form.is_valid():
        return _render_marking_page(request, form, _plain_rows(request, rows, at=at), back)
    if lost:
        return _render_preview(request, form, rows, choices, back, at=at, status=409)
    if "make" in request.POST:
        return _mark_all_or_show_preview(request, form, rows, choices, back, at=at)
    return _render_preview(request, form, rows, choices, back, at=at)


def _plain_rows(request: HttpRequest, rows: list[dict], *, at: datetime) -> list[SelectedRow]:
    return [_make_selected_row(row, at=at, suffix=_token_suffix(request)) for row in rows]


def _postings_of_selected_rows(request: HttpRequest) -> set[int]:
    """Return the postings that the tokens of the selected rows name."""
    tokens = (token.split(":") for token in request.POST.getlist("row")[:MOST_ROWS])
    return {int(parts[3]) for parts in tokens if len(parts) == 4 and is_row_id(parts[3])}


def _token_suffix(request: HttpRequest) -> str:
    """Return the posting for the tokens of rows; empty if the selected rows do not name one."""
    return f":{request.posting.choice}" if _postings_of_selected_rows(request) else ""


def _render_preview(
    request, form: BulkMarkingForm, rows: list[dict], choices: MarkingChoices, back: str, *, at, status: int = 200
) -> HttpResponse:
    """Show what would change. If some complaints need a reason, show that at the field for it."""
    to = form.cleaned_data["to"]
    proposed = {key: one.option.posting_id for key, one in choices.proposals.items() if one.option}
    targets = {row["id"]: proposed.get(row["id"]) if to == PROPOSED else int(to) for row in rows}
    current = [SelectedComplaint(row["id"], row["status"], row["holder_id"], targets[row["id"]]) for row in rows]
    results = preview_marking(current, words=form.cleaned_data["words"], by=request.actor, at=at)
    if any(result.refusal is Refusal.WORDS_MISSING for result in results.values()):
        form.add_error("words", gettext("Some of these are already with an officer. Say why you are reassigning them."))
        return _render_marking_page(request, form, _plain_rows(request, rows, at=at), back)
    officers = {posting.pk: posting for posting in choices.postings}
    lines = [
        _make_selected_row(
            row, at=at, result=results[row["id"]], suffix=_token_suffix(request), to=officers.get(targets[row["id"]])
        )
        for row in rows
    ]
    context = {
        "to_words": count_officers([officers[line.to] for line in lines if line.will_change]),
        "is_proposed": to == PROPOSED,
        "reasons": count_reasons(choices) if to == PROPOSED else [],
    }
    return _render_marking_page(request, form, lines, back, preview=context, status=status)


def _mark_all_or_show_preview(
    request, form: BulkMarkingForm, rows: list[dict], choices: MarkingChoices, back: str, *, at
) -> HttpResponse:
    """Mark all rows or none. 409 with a new preview if something has changed since the page."""
    states, to, words = _states_of_selected_rows(request), form.cleaned_data["to"], form.cleaned_data["words"]
    pairs = (text.partition(":") for text in request.POST.getlist("proposed")[:MOST_ROWS])
    proposed = {etag: int(to) for etag, _, to in pairs if is_row_id(to)}  # as the preview showed them
    marked = [
        SelectedComplaint(row["id"], *states[row["etag"]], proposed.get(row["etag"]) if to == PROPOSED else int(to))
        for row in rows
    ]
    try:
        event_ids = mark_all_or_none(marked, words=words, by=request.actor, at=at)
    except NotAllMarkable as refusal:
        number = sum(not result.is_marked for result in refusal.results.values())
        text = gettext(
            "No complaints were assigned: someone else had already acted on %(n)d of them. "
            "Their current status is below."
        )
        messages.warning(request, text % {"n": number})
        current = load_visible_selected_rows(states, actor=request.actor)
        return _render_preview(request, form, current, choices, back, at=at, status=409)
    text = ngettext("%(n)d complaint is assigned.", "%(n)d complaints are assigned.", len(rows)) % {"n": len(rows)}
    show_done_with_undo(request, text, event_ids, back=back)
    return redirect(back)


def _render_marking_page(
    request, form, lines: Sequence[SelectedRow], back: str, *, preview: dict | None = None, status: int | None = None
):
    """Render the page, or the strip for htmx. `preview`: the additional context of a preview."""
    changing = [line for line in lines if line.will_change]
    note = request.POST.get("words", "").strip()
    context = {
        "form": form,
        "lines": lines,
        "is_preview": preview is not None,
        "changing": changing,
        "staying": len(lines) - len(changing),
        # A preview in which nothing changes has no form that keeps the note.
        "typed": [note] if note and preview is not None and not changing else [],
        **(preview or {}),
        "back": back,
    }
    if request.htmx:
        return render(request, STRIP_TEMPLATE, context)
    return render(request, TEMPLATE, context, status=status or (422 if form.errors else 200))


def _make_selected_row(
    row: dict, *, at, result: MarkingResult | None = None, suffix: str, to: Posting | None = None
) -> SelectedRow:
    token = f"{row['etag']}:{row['status']}:{row['holder_id'] or ''}{suffix}"
    if result is None:
        return SelectedRow(make_queue_row(row, at=at), token)
    return SelectedRow(
        make_queue_row(row, at=at),
        token,
        to=to.pk if to else None,
        officer=to.officer.title if to else "",
        will_change=result.is_marked,
        reason=_reason_not_marked(result, row),
    )


def _reason_not_marked(result: MarkingResult, row: dict) -> str:
    if result.not_permitted:
        return gettext("You cannot assign this complaint.")
    if result.no_officer:
        return gettext("No officer is proposed for it. Choose one.")
    if result.already_holder:
        return gettext("Already with that officer.")
    if result.overtaken:
        return gettext("Someone else has already acted on it: %(status)s, %(holder)s.") % {
            "status": STATUS_WORDS[row["status"]],
            "holder": row_holder_text(row),
        }
    return str(REFUSALS[result.refusal]) if result.refusal else ""


def _states_of_selected_rows(request: HttpRequest) -> dict[str, tuple[str, int | None]]:
    """Return status and holder of each selected row on the page from which it was sent, by E-tag."""
    tokens = (token.split(":") for token in request.POST.getlist("row")[:MOST_ROWS])
    return {etag: _parse_status_and_holder(state) for etag, *state in tokens if etag.isascii() and etag.isdigit()}


def _parse_status_and_holder(parts: list[str]) -> tuple[str, int | None]:
    status, holder = (*parts, "", "")[:2]
    return status, int(holder) if holder.isascii() and holder.isdigit() and len(holder) < 19 else None


def _url_of_left_queue(request: HttpRequest) -> str:
    """Return the queue from which the rows came, with its filters; the own queue if that URL is not one of the desk."""
    back = request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith(reverse("desk:queue"))
    return back if is_ours else reverse("desk:queue")
