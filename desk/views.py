"""Views of the two queues, a complaint, and its moves. They only translate HTTP; the rules are in the layers below."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actors import Actor
from complaints.models import Complaint, Event
from complaints.models.display.complaint_labels import REFUSALS
from complaints.services.facts import capacities_of
from complaints.services.moves import check_move, make_move
from complaints.workflow.assignment import UNDO_MARK
from complaints.workflow.table import MOVES
from desk import drafting_help
from desk.complaint import complaint_page as file_page
from desk.complaint.returned_up_page import returned_up_response
from desk.formatting import complaint_cell_name
from desk.moves import move_preview
from desk.moves.available_moves import build_move_form
from desk.moves.form_table import FORMS
from desk.moves.move_form import MoveForm
from desk.moves.undo_marking_page import show_done_with_undo
from desk.page_access import (
    get_complaint_or_404,
    keep_text_of_expired_session,
    postings_with_queue,
    queue_workers_only,
    reading_role_required,
)
from desk.queries import complaint_details
from desk.queries.complaint_list_pages import MergedList
from desk.queries.queue import build_my_queue_list, build_office_queue_list
from desk.queue import queue_list
from desk.queue.page_links import load_requested_page
from desk.queue.queue_filters import QueueFilter
from ledger.service_exceptions import NotPermitted, Overtaken, Refused


@require_safe
@queue_workers_only
@reading_role_required
def show_my_queue(request: HttpRequest) -> HttpResponse:
    """Show what the officer has to do, under all of their postings."""
    at, working = timezone.now(), postings_with_queue(request)
    lists = tuple((actor, build_my_queue_list(actor, at=at)) for actor in map(Actor.of, working))
    complaints = MergedList(lists) if len(lists) > 1 else lists[0][1]
    page = load_requested_page(request, complaints)
    total = page.total or complaints.total()
    return queue_list.render_queue(request, "desk/queue.html", page, at=at, postings=working, total=total)


@require_safe
@reading_role_required
def show_office_queue(request: HttpRequest) -> HttpResponse:
    """Show what the officer's office and those below it have and matches the filters in the address."""
    at = timezone.now()
    filters = QueueFilter(request.GET, actor=request.actor)
    complaints = build_office_queue_list(request.actor, at=at, **filters.arguments)
    page = load_requested_page(request, complaints)
    context = {"filters": filters, "has_errors": bool(filters.errors), "total": page.total or complaints.total()}
    return queue_list.render_queue(request, "desk/office.html", page, at=at, **context)


@require_safe
@reading_role_required
def show_complaint_page(request: HttpRequest, etag: str) -> HttpResponse:
    """Show one complaint: its facts, its history, and what this officer may do. 404 if they may not see it.

    If it went one office up when this officer's report was returned again, the page says so (410).

    If they may see it under another posting or acting headship, redirect to the choice of postings: a link in a message
    does not know which one is in use.
    """
    current = complaint_details.load_complaint(request.actor, etag)
    if current is None and any(complaint_details.load_complaint(Actor.of(other), etag) for other in request.postings):
        messages.info(
            request, _("You can open this complaint under another of these postings. Choose it and continue.")
        )
        return redirect(f"{reverse('posting')}?{urlencode({'next': request.get_full_path()})}")
    at = timezone.now()
    if current is None and (page := returned_up_response(request, etag, at=at)):
        return page
    return file_page.show_complaint(request, current or get_complaint_or_404(request, etag), at=at)


@require_http_methods(["GET", "HEAD", "POST"])
@keep_text_of_expired_session
@reading_role_required
def submit_move(request: HttpRequest, etag: str, move: str) -> HttpResponse:
    """Make a move, or preview one that is final.

    422 with the form if it is refused, 409 with both versions if someone else moved first.

    A GET is redirected to the complaint: it comes from the language switch on a refused form, or from the sign-in.
    """
    if move not in FORMS:
        raise Http404
    if request.method != "POST":
        return redirect("desk:complaint", etag=etag)
    at = timezone.now()
    current = get_complaint_or_404(request, etag)
    if "use_reply" in request.POST:
        return file_page.show_page_with_canned_reply(
            request, current, build_move_form(move, current, by=request.actor, at=at), at=at
        )
    form = build_move_form(move, current, by=request.actor, at=at, data=request.POST)
    if "draft_help" in request.POST and move == "submit_report":
        form = _form_with_suggested_draft(request, current, move, at=at)
        return file_page.show_page_with_typed_form(request, current, form, at=at)
    if move_preview.EDIT in request.POST:
        form.is_filled = True
        return file_page.show_page_with_typed_form(request, current, form, at=at)
    is_preview = MOVES[move].page.is_previewed and move_preview.CONFIRMED not in request.POST
    if form.is_valid():
        with _refusals_added_to(form):
            seen = complaint_details.expected_seq_of_page(current, request.actor, seen=form.history_seen)
            arguments = {"complaint_id": current.pk, "name": move, "by": request.actor, "at": at, "expected_seq": seen}
            arguments |= form.move_arguments
            if is_preview:
                check_move(**arguments)
                return move_preview.show_move_preview(request, current, form)
            return _redirect_after_move(request, current, make_move(**arguments), form.done)
    if is_preview and request.htmx:
        return HttpResponse(status=204)  # file.js sends the form again as a page, which shows the errors
    current = get_complaint_or_404(request, etag)
    # If the history has grown since the form, someone moved first.
    is_overtaken = form.history_seen != complaint_details.visible_history_length(current, request.actor)
    show_again = file_page.show_page_after_overtaking_move if is_overtaken else file_page.show_page_with_refused_form
    return show_again(request, current, form, at=at)


def _form_with_suggested_draft(request: HttpRequest, complaint: Complaint, move: str, *, at: datetime) -> MoveForm:
    """Return the form as typed, its empty fields filled by the drafting help. Raises PermissionDenied.

    The package gets the statement, so it is asked for nobody who may not make the move.
    """
    if not capacities_of(request.actor, complaint, at=at) & MOVES[move].by:
        raise PermissionDenied
    form = build_move_form(move, complaint, by=request.actor, at=at)
    texts = drafting_help.suggest_report(complaint, typed=request.POST, language=get_language())
    form.fill(request.POST.dict() | texts, texts.get("words", request.POST.get("words", "")))
    form.drafted = [form[name].label for name in texts]
    if not texts:
        messages.info(request, _("There is no draft for the empty fields. Write the report as usual."))
    return form


def _redirect_after_move(request: HttpRequest, complaint: Complaint, event: Event, done: str) -> HttpResponse:
    """Redirect to the complaint, or to the queue if the officer can no longer see it or has forwarded it.

    A marking can be undone from the message. After a forward the message names the cell that has the complaint now.
    `done`: the message, if it differs from the move's own.
    """
    if event.kind == "forward":
        office = (
            Complaint.objects.unscoped("names the office that has it after the reader's own move")
            .select_related("office")
            .get(pk=complaint.pk)
            .office
        )
        messages.success(
            request, _("The complaint is forwarded: %(cell)s.") % {"cell": complaint_cell_name(office.name)}
        )
        return redirect("desk:queue")
    text = done or MOVES[event.kind].page.done
    if event.kind in UNDO_MARK.reverses:
        back = reverse("desk:complaint", kwargs={"etag": complaint.etag})
        show_done_with_undo(request, str(text), [event.pk], back=back)
    else:
        messages.success(request, text)
    if Complaint.objects.visible_to(request.actor).filter(pk=complaint.pk).exists():
        return redirect("desk:complaint", etag=complaint.etag)
    messages.info(request, _("You can no longer open this complaint: another office has it now."))
    return redirect("desk:queue")


@contextmanager
def _refusals_added_to(form: MoveForm) -> Iterator[None]:
    """Add the reason to the form if its move is refused. If somebody moved first, the page shows the new events."""
    try:
        yield
    except Refused as refusal:
        form.refuse(refusal.reason, REFUSALS[refusal.reason])
    except Overtaken:
        pass
    except NotPermitted as never_offered:
        raise PermissionDenied from never_offered
