"""Pages of saved selections: save one of a table, export, share and schedule it."""

from urllib.parse import urlencode

from crispy_forms.helper import FormHelper
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actors import Actor
from accounts.models import Posting
from complaints.models import ExportSchedule, SavedView
from complaints.models.desk_tools.export_schedule import RHYTHMS
from complaints.rules.desk_tools.export_schedules import ExportRhythm, ViewPage
from complaints.services import saved_views
from desk.exports import selections
from desk.exports.row_limit import too_many_rows_text
from desk.exports.table_files import PAGE_LABELS
from desk.exports.tables import exportable_tables
from desk.moves.move_form import FIELD_ERRORS
from desk.officer_choices import officer_choices_by_office
from desk.queries.queue import build_office_queue_list
from desk.queries.saved_views import openable_views
from desk.queue.queue_filters import QueueFilter
from desk.queue.saved_views_page import NAME_TAKEN, SaveViewForm
from desk.services import export_schedules
from web.officer_access import posting_required


class PlainForm(forms.Form):
    """A form whose template writes the <form> element."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag, self.helper.disable_csrf = False, True


class ScheduleForm(PlainForm):
    """How often the link is sent."""

    rhythm = forms.ChoiceField(label=_("Send me the link"), choices=RHYTHMS, error_messages=FIELD_ERRORS)


class ShareForm(PlainForm):
    """The officer with whom the reader shares a view of their own; empty: nobody. At first the one who has it now."""

    officer = forms.ChoiceField(label=_("Share with"), required=False, error_messages=FIELD_ERRORS)

    def __init__(self, data=None, *, view: SavedView, actor: Actor, at, **kwargs):
        super().__init__(data, auto_id="share_%s", **kwargs)
        # An officer with whom it is shared still opens it after a transfer to another office.
        offered = Q(office=actor.office_id) | Q(officer=view.shared_with_id)
        colleagues = Posting.objects.current(at).filter(offered).exclude(officer=actor.officer_id)
        postings = list(colleagues.with_people().order_by("officer__name_en", "pk"))
        self.fields["officer"].choices = [("", gettext("Only me")), *officer_choices_by_office(postings)[1:]]
        self.officers = {str(posting.pk): posting.officer_id for posting in postings}
        shared_with = (key for key, officer_id in self.officers.items() if officer_id == view.shared_with_id)
        self.initial["officer"] = next(shared_with, "")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@posting_required
def save_selection(request: HttpRequest, page: str) -> HttpResponse:
    """Save the selection of a table under a name. 422 if that is refused; 404 if the reader may not open the table.

    `page`: a value of ViewPage. The URL has the table's parameters. The queue's filters are saved by
    `desk.queue.saved_views_page`.
    """
    if page not in set(ViewPage):
        raise Http404
    table = exportable_tables()[ViewPage(page)]
    selection = selections.parse_selection(table, request.GET)
    office = selections.find_selected_office(table, selection)
    if not table.may_open(request.actor) or not selections.is_reachable(
        office, table, selection, request.actor.office_path
    ):
        raise Http404
    query = urlencode(selection)
    data = request.POST if request.method == "POST" else None
    form = SaveViewForm(data, actor=request.actor, office=request.posting.office.name)
    form.fields.pop("with_columns", None)
    if data is not None and form.is_valid():
        view = _save_or_add_error(request, form, query=query, page=table.page)
        if view:
            messages.success(request, gettext("View saved."))
            return redirect("desk:view_export", view.pk)
    context = {
        "form": form,
        "kind": PAGE_LABELS[page],
        "applied": selections.describe_selection(table, query, office),
        "is_whole_queue": table.page == ViewPage.QUEUE,
    }
    return render(request, "desk/save_selection.html", context, status=422 if form.errors else 200)


def _save_or_add_error(request: HttpRequest, form: SaveViewForm, **selection) -> SavedView | None:
    try:
        return saved_views.save_view(
            name=form.cleaned_data["name"],
            role=form.cleaned_data.get("role", ""),
            by=request.actor,
            at=timezone.now(),
            **selection,
        )
    except saved_views.ViewNameTaken:
        form.add_error("name", NAME_TAKEN)
    except saved_views.TooManyViews:
        form.add_error(None, gettext("There are already %(n)d views. Remove one first.") % {"n": saved_views.MAX_VIEWS})
    return None


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@posting_required
def export_view(request: HttpRequest, view_id: int) -> HttpResponse:
    """Show a view with the buttons that make its file for this reader; POST schedules it. At most 13 statements."""
    view = _get_view(request, view_id)
    form = ScheduleForm(request.POST if request.method == "POST" else None, auto_id="schedule_%s")
    if request.method == "POST":
        if not export_schedules.may_schedule(view, request.actor):
            raise PermissionDenied
        if form.is_valid():
            rhythm = ExportRhythm(form.cleaned_data["rhythm"])
            export_schedules.schedule_export(view, rhythm, by=request.actor, at=timezone.now())
            messages.success(request, gettext("Scheduled. You will get an e-mail with the link to this page."))
            return redirect("desk:view_export", view.pk)
    return _render_export(request, view, form)


@require_POST
@never_cache
@posting_required
def stop_schedule(request: HttpRequest, view_id: int) -> HttpResponse:
    """Stop the reader's own schedule of a view."""
    view = _get_view(request, view_id)
    if export_schedules.stop_own_schedule(view, by=request.actor, at=timezone.now()):
        messages.success(request, gettext("The schedule is stopped."))
    return redirect("desk:view_export", view.pk)


@require_POST
@never_cache
@posting_required
def share_view(request: HttpRequest, view_id: int) -> HttpResponse:
    """Share the reader's own view with one officer of the same office, or stop sharing it."""
    view, at = _get_view(request, view_id), timezone.now()
    form = ShareForm(request.POST, view=view, actor=request.actor, at=at)
    if not form.is_valid():
        return _render_export(request, view, ScheduleForm(auto_id="schedule_%s"), share_form=form)
    try:
        chosen = form.officers.get(form.cleaned_data["officer"])
        saved_views.share_with_officer(view, chosen, by=request.actor, at=at)
    except PermissionError as not_theirs:
        raise PermissionDenied from not_theirs
    messages.success(request, gettext("Saved. The other officer sees only what they may see themselves."))
    return redirect("desk:view_export", view.pk)


def _get_view(request: HttpRequest, view_id: int) -> SavedView:
    """Return the view. Raises Http404 unless the reader may open it and its page."""
    view = get_object_or_404(openable_views(request.actor).select_related("office", "officer"), pk=view_id)
    if not export_schedules.may_open_page_of_view(view, request.actor):
        raise Http404
    return view


def _render_export(
    request: HttpRequest, view: SavedView, form: ScheduleForm, share_form: ShareForm | None = None
) -> HttpResponse:
    at = timezone.now()
    schedule = (
        ExportSchedule.objects.filter(view=view, posting__officer=request.actor.officer_id).order_by("-pk").first()
    )
    if schedule and not form.is_bound:
        form.initial["rhythm"] = schedule.rhythm
    is_own = view.office_id is None and view.officer_id == request.actor.officer_id
    if is_own and share_form is None:
        share_form = ShareForm(view=view, actor=request.actor, at=at)
    failed = next((one for one in (form, share_form) if one is not None and one.errors), None)
    context = {
        "view": view,
        "schedule": schedule,
        "schedule_form": form if export_schedules.may_schedule(view, request.actor) else None,
        "share_form": share_form if is_own else None,
        "form": failed,
        "files": {kind: selections.file_url(view, kind) for kind in ("csv", "xlsx")},
        "page_url": selections.selection_url(view),
        "views_url": reverse("desk:saved_views"),
        **_selection_context(view, request.actor, at=at),
    }
    return render(request, "desk/view_export.html", context, status=422 if failed else 200)


def _selection_context(view: SavedView, actor: Actor, *, at) -> dict:
    """Return what the view selects for this reader: words, a total for the queue, and why it cannot be exported."""
    if view.page != ViewPage.QUEUE:
        table = selections.table_of_view(view)
        office = selections.find_selected_office(table, selections.parse_selection(table, QueryDict(view.query)))
        return {"applied": selections.describe_selection(table, view.query, office)}
    filters = QueueFilter(QueryDict(view.query), actor=actor)
    if filters.errors:
        reason = gettext("A filter of this view does not fit your present posting, so no file is made.")
        return {"applied": filters.applied, "refused": reason}
    total = build_office_queue_list(actor, at=at, **filters.arguments).total()
    return {"applied": filters.applied, "total": total, "refused": too_many_rows_text(total)}
