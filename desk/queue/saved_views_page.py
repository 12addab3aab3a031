"""Pages of saved views, the named filters of the office's queue: the list beside the queue, and the full page."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from crispy_forms.helper import FormHelper
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actors import Actor
from accounts.models import Office
from accounts.models.choice_labels import ROLE_CHOICES
from accounts.rules.roles import Role
from complaints.models import SavedView
from complaints.models.desk_tools.saved_view import LONGEST_NAME, LONGEST_QUERY
from complaints.rules.desk_tools.export_schedules import ViewPage
from complaints.services import saved_views
from complaints.services.saved_views import TooManyViews, ViewNameTaken
from desk.exports.selections import describe_selection, find_offices_of_views, selection_url, table_of_view
from desk.moves.move_form import FIELD_ERRORS, UNREADABLE_TEXT
from desk.page_access import reading_role_required, reads_complaints
from desk.queries.saved_views import count_complaints_in_views, openable_views, own_and_shared_views
from desk.queue.queue_columns import PARAMETER, chosen_columns
from desk.queue.queue_filters import FilterChoices, QueueFilter
from desk.services.export_schedules import delete_view
from web import text_cleaning
from web.form_fields import UncutCharField
from web.officer_access import posting_required

TEMPLATE = "desk/saved_views.html"
ROLE_WORDS = dict(ROLE_CHOICES)
SHARED_WITH = (Role.SUPERVISOR, Role.INQUIRY_OFFICER, Role.CLERK, Role.COMPLAINT_OPERATOR, Role.MONITOR)
NAME_TAKEN = _("A view with this name already exists.")


class ViewNameField(UncutCharField):
    """A single line of text, cleaned by web.text_cleaning like everything that people type."""

    default_error_messages = FIELD_ERRORS | {"max_length": _("This must be %(limit_value)d characters or fewer.")}

    def to_python(self, value):
        try:
            return " ".join(text_cleaning.clean_text(super().to_python(value)).split())
        except text_cleaning.UnreadableText as error:
            raise forms.ValidationError(UNREADABLE_TEXT) from error


class ViewNameForm(forms.Form):
    """The new name of a view."""

    name = ViewNameField(label=_("Name"), max_length=LONGEST_NAME, widget=forms.TextInput(attrs={"dir": "auto"}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag, self.helper.disable_csrf = False, True


class SaveViewForm(ViewNameForm):
    """The name of a new view. `role`: the role to share it with, which only the head of an office can choose."""

    name = ViewNameField(
        label=_("Name"),
        help_text=_("Do not use a person's name. After a year without changes, the date replaces this name."),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )

    role = forms.ChoiceField(label=_("Available to"), required=False, error_messages=FIELD_ERRORS)
    with_columns = forms.BooleanField(label=_("Also save the columns that I see now"), required=False)

    def __init__(self, data=None, *, actor: Actor, office: str):
        super().__init__(data, auto_id="keep_%s")
        if not saved_views.may_share_views(actor):
            del self.fields["role"]
            return
        label = gettext("%(office)s: everyone with the role %(role)s")
        roles = [(str(role), label % {"office": office, "role": ROLE_WORDS[role]}) for role in SHARED_WITH]
        self.fields["role"].choices = [("", gettext("Only me")), *roles]


@dataclass(frozen=True)
class ViewRow:
    """A view on the page: its filters, who can use it, and the form to rename it if the reader may."""

    view: SavedView
    filters: QueueFilter
    for_whom: str
    form: ViewNameForm | None
    office: Office | None

    @property
    def url(self) -> str:
        return view_url(self.view)

    @property
    def description(self) -> str:
        """The selection in words, of a page other than the queue."""
        if self.view.page == ViewPage.QUEUE:
            return ""
        applied = describe_selection(table_of_view(self.view), self.view.query, self.office)
        return " · ".join(f"{label}: {words}" if label else words for label, words in applied)


def view_url(view: SavedView) -> str:
    """Return the URL of the page with the selection of the view."""
    return selection_url(view)


@require_safe
@reading_role_required
def show_views_beside_queue(request: HttpRequest) -> HttpResponse:
    """Show the views beside the queue, each with its count, for htmx."""
    views, at = list(own_and_shared_views(request.actor)), timezone.now()
    filters = _filters_of_views(views, request.actor)
    view_sizes = count_complaints_in_views([one.arguments for one in filters], actor=request.actor, at=at)
    current_url = urlsplit(request.htmx.current_url or "") if request.htmx else urlsplit("")
    lines = [
        {
            "name": view.name,
            "url": view_url(view),
            "number": f"{size.number}+" if size.or_more else str(size.number),
            "is_here": current_url.path == reverse("desk:office") and current_url.query == view.query,
        }
        for view, size in zip(views, view_sizes, strict=True)
    ]
    return render(request, "desk/saved_views_beside.html", {"lines": lines})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@posting_required
def show_saved_views(request: HttpRequest) -> HttpResponse:
    """Show all views and, if the URL has filters, the form that saves them under a name. 422 if it is refused.

    Postings that read no complaints, such as discipline officers, have views of other tables.
    """
    if not reads_complaints(request.actor):
        return _render_saved_views(request)
    filters = QueueFilter(request.GET, actor=request.actor)
    data = request.POST if request.method == "POST" else None
    form = SaveViewForm(data, actor=request.actor, office=request.posting.office.name)
    if data is not None and form.is_valid() and _save_view_of_form(request, form, filters):
        messages.success(request, gettext("View saved."))
        return redirect(f"{reverse('desk:office')}?{filters.query}")
    return _render_saved_views(request, form=form, wanted_filters=filters)


def _save_view_of_form(request: HttpRequest, form: SaveViewForm, filters: QueueFilter) -> bool:
    """Save the view, or add the reason to the form. Return whether it was saved."""
    values = {"name": form.cleaned_data["name"], "role": form.cleaned_data.get("role", "")}
    try:
        columns = f"{PARAMETER}={chosen_columns(request).parameter}" if form.cleaned_data["with_columns"] else ""
        whole = "&".join(part for part in (filters.query, columns) if part)
        query = whole if len(whole) <= LONGEST_QUERY else filters.query[:LONGEST_QUERY]
        saved_views.save_view(query=query, by=request.actor, at=timezone.now(), **values)
    except ViewNameTaken:
        form.add_error("name", NAME_TAKEN)
    except TooManyViews:
        form.add_error(None, gettext("There are already %(n)d views. Remove one first.") % {"n": saved_views.MAX_VIEWS})
    return form.is_valid()


@require_POST
@never_cache
@posting_required
def rename_view(request: HttpRequest, view_id: int) -> HttpResponse:
    """Rename a view. 422 with the form if the name is refused."""
    view = get_object_or_404(openable_views(request.actor), pk=view_id)
    form = ViewNameForm(request.POST, auto_id=f"view_{view.pk}_%s")
    if form.is_valid():
        try:
            saved_views.rename_view(view, form.cleaned_data["name"], by=request.actor, at=timezone.now())
        except ViewNameTaken:
            form.add_error("name", NAME_TAKEN)
        except PermissionError as not_theirs:
            raise PermissionDenied from not_theirs
        else:
            return redirect("desk:saved_views")
    return _render_saved_views(request, refused=(view.pk, form))


@require_POST
@never_cache
@posting_required
def remove_view(request: HttpRequest, view_id: int) -> HttpResponse:
    """Delete a view."""
    view = get_object_or_404(openable_views(request.actor), pk=view_id)
    try:
        delete_view(view, by=request.actor, at=timezone.now())
    except PermissionError as not_theirs:
        raise PermissionDenied from not_theirs
    messages.success(request, gettext("View %(name)s removed. The complaints are not affected.") % {"name": view.name})
    return redirect("desk:saved_views")


def _render_saved_views(
    request, *, form=None, wanted_filters: QueueFilter | None = None, refused: tuple[int, ViewNameForm] | None = None
):
    views = list(openable_views(request.actor).select_related("office", "shared_with", "officer"))
    selected = find_offices_of_views(views)
    view_rows = [
        ViewRow(view, filters, _audience_text(view), _rename_form(view, request.actor, refused), selected.get(view.pk))
        for view, filters in zip(views, _filters_of_views(views, request.actor), strict=True)
    ]
    shown_form = refused[1] if refused else form
    context = {
        "rows": view_rows,
        "form": shown_form,
        "keep_form": form if wanted_filters is not None and (wanted_filters.is_set or form.is_bound) else None,
        "filters": wanted_filters,
        "has_errors": bool(shown_form and shown_form.errors),
        "has_queue": reads_complaints(request.actor),
    }
    return render(request, TEMPLATE, context, status=422 if context["has_errors"] else 200)


def _rename_form(view: SavedView, actor: Actor, refused: tuple[int, ViewNameForm] | None) -> ViewNameForm | None:
    if refused and refused[0] == view.pk:
        return refused[1]
    if not saved_views.may_change_view(view, by=actor):
        return None
    return ViewNameForm(initial={"name": view.name}, auto_id=f"view_{view.pk}_%s")


def _audience_text(view: SavedView) -> str:
    if view.shared_with_id:
        return gettext("%(owner)s and %(other)s") % {"owner": view.officer.title, "other": view.shared_with.title}
    if view.office_id is None:
        return gettext("Only me")
    names = {"office": view.office.name, "role": ROLE_WORDS[Role(view.role)]}
    return gettext("%(office)s: everyone with the role %(role)s") % names


def _filters_of_views(views: list[SavedView], actor: Actor) -> list[QueueFilter]:
    """Return the filters of each view, parsed like a URL. Offices outside the reader's reach are left out."""
    queries = [QueryDict(view.query if view.page == ViewPage.QUEUE else "") for view in views]
    choices = FilterChoices.for_actor(actor, [query.get("office", "") for query in queries])
    return [QueueFilter(query, actor=actor, choices=choices) for query in queries]
