"""The page on which an officer records which officers a complaint is against.

A search helps to match the complainant's description. Nothing is matched automatically: somebody chooses the officer
and gives a reason.
"""

from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import now
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.actors import Actor
from accounts.models.choice_labels import RANK_CHOICES
from accounts.queries.historical_names import set_historical_postings
from accounts.rules.form_input import is_row_id
from accounts.rules.roles import Role
from complaints.models import Complaint, Naming, NarrowingRequest
from complaints.models.display.complaint_labels import REFUSALS
from complaints.queries.exclusion.exclusion_tasks import works_on_exclusions
from complaints.queries.hearing_lookup import annotate_namings_with_hearing_state
from complaints.queries.page_facts import AnnotatedFacts
from complaints.rules.capacities import Capacity
from complaints.rules.clock import Clock
from complaints.rules.exclusion.naming_permissions import may_name_officer, may_withdraw_naming
from complaints.rules.pressure_responders import may_read_pressure_reports
from complaints.services.exclusion import officer_naming
from complaints.services.facts import capacities_of
from desk.formatting import joined, moment, post_of
from desk.moves.move_form import FIELD_ERRORS, UNREADABLE_TEXT, TypedTextField
from desk.page_access import get_complaint_or_404, reading_role_required, session_expired_page
from desk.queries import officer_search
from desk.queries.officer_search import MatchedOfficer, OfficerDescription
from ledger.service_exceptions import NotPermitted, Refused

TEMPLATE = "desk/naming.html"
NUL_ERRORS = {"null_characters_not_allowed": UNREADABLE_TEXT}


class OfficerSearchForm(forms.Form):
    """What is known about the officer to search for."""

    name = forms.CharField(label=_("Name"), required=False, max_length=120, error_messages=NUL_ERRORS)
    rank = forms.ChoiceField(
        label=pgettext_lazy("of an officer", "Rank"),
        required=False,
        choices=[("", _("Any rank")), *RANK_CHOICES],
        error_messages=FIELD_ERRORS,
    )
    belt = forms.CharField(
        label=_("Belt number"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
        error_messages=NUL_ERRORS,
    )
    office = forms.CharField(
        label=_("Police station or office"), required=False, max_length=120, error_messages=NUL_ERRORS
    )

    @property
    def description(self) -> OfficerDescription:
        return OfficerDescription(**self.cleaned_data)


class NameOfficerForm(forms.Form):
    """The choice among the officers found, and how it is known that the complaint is against this one."""

    officer = forms.TypedChoiceField(
        label=_("Officer"), coerce=int, widget=forms.RadioSelect, error_messages=FIELD_ERRORS
    )
    in_their_words = forms.BooleanField(label=_("The complainant said so"), required=False)
    words = TypedTextField(
        label=_("How do you know it is this officer?"),
        rows=2,
        help_text=_("This is recorded under your name. Only people who can open the complaint can read it."),
    )

    def __init__(self, data=None, *, matches: list[MatchedOfficer], **kwargs):
        super().__init__(data, **kwargs)
        self.fields["officer"].choices = [(one.officer.pk, officer_label(one)) for one in matches]


class WithdrawNamingForm(forms.Form):
    """The reason why a naming is withdrawn."""

    words = TypedTextField(
        label=_("Why the name was wrong"), rows=2, help_text=_("The complainant will read this. Do not name anyone.")
    )


def officer_label(one: MatchedOfficer) -> str:
    """Return rank, name, belt number and posts of an officer, so that namesakes can be distinguished."""
    officer = one.officer
    belt = gettext("belt number %(number)s") % {"number": officer.belt_number} if officer.belt_number else ""
    posts = [post_of(posting) for posting in one.postings] or [gettext("no current posting")]
    return joined(officer.title, belt, *posts)


def naming_panel_context(complaint: Complaint, *, actor: Actor, at: datetime) -> dict:
    """Return what the complaint page shows: the named officers, or the complainant's description if nobody is named.

    `may`: whether to show the link to this page. One statement if somebody is named, else none.
    """
    namings = (
        list(annotate_namings_with_hearing_state(officer_search.namings_not_withdrawn(complaint), at=at))
        if complaint.names_somebody
        else []
    )
    may_open = actor.role in {Role.COMPLAINT_OPERATOR, Role.MONITOR} or complaint.holder_id in actor.postings
    return {
        "names": namings,
        "may": may_open,
        "description": "" if namings else complaint.statement.concerns,
        "exclusion": _exclusion_link_text(complaint, actor),
    }


def _exclusion_link_text(complaint: Complaint, actor: Actor) -> str:
    """Return the text of the link to the complaint's exclusions; empty if that page does not exist for the actor."""
    if not works_on_exclusions(actor):
        return ""
    is_waiting = any(owed["clock"] == Clock.SETTLING for owed in complaint.owed_clocks or ())
    if is_waiting and actor.role is Role.COMPLAINT_OPERATOR:
        return gettext("Confirm whom it is against")
    return gettext("Who cannot open this complaint")


def show_namings(request: HttpRequest, etag: str) -> HttpResponse:
    """Show and process the namings of a complaint. If the session has expired, return the typed text to the officer."""
    if request.method == "POST" and not request.user.is_authenticated:
        back = reverse("desk:namings", kwargs={"etag": etag})
        return session_expired_page(request, back=back, typed=[request.POST.get("words", "").strip()])
    return _process_namings(request, etag)


@require_http_methods(["GET", "HEAD", "POST"])
@reading_role_required
def _process_namings(request: HttpRequest, etag: str) -> HttpResponse:
    """Show the named officers, and the search and forms if the reader may name officers or withdraw a naming.

    422 if a form is refused; it keeps the typed text. 404 if nobody is named and the reader may not name anybody.
    """
    at = now()
    complaint = get_complaint_or_404(request, etag)
    capacities = capacities_of(
        request.actor, complaint, at=at, annotated=AnnotatedFacts.from_complaint(complaint, request.actor)
    )
    if not (complaint.names_somebody or may_name_officer(capacities)):
        raise Http404
    if request.method != "POST":
        return _render_naming_page(request, complaint, capacities, {}, at=at)
    act = {"name": _name_officer, "take_back": _withdraw_naming}.get(request.POST.get("act"))
    if act is None:
        raise Http404
    try:
        refused = act(request, complaint, at=at)
    except NotPermitted as never_offered:
        raise Http404 from never_offered
    if refused:
        return _render_naming_page(request, complaint, capacities, refused, at=at)
    # The new naming may exclude the officer who recorded it.
    is_still_visible = Complaint.objects.visible_to(request.actor).filter(pk=complaint.pk).exists()
    return redirect("desk:namings", etag=complaint.etag) if is_still_visible else redirect("desk:queue")


def _name_officer(request: HttpRequest, complaint: Complaint, *, at: datetime) -> dict:
    """Name an officer. Return an empty dict, or the refused form for `_render_naming_page`."""
    search = OfficerSearchForm(request.POST)
    matches = officer_search.find_officers(search.description, at=at) if search.is_valid() else []
    form = NameOfficerForm(request.POST, matches=matches)
    refused = {"search": search, "found": matches, "name_form": form, "form": form}
    if not form.is_valid():
        return refused
    data = form.cleaned_data
    try:
        officer_naming.name_officer(
            complaint_id=complaint.pk,
            officer_id=data["officer"],
            why=data["words"],
            from_description=data["in_their_words"],
            by=request.actor,
            at=at,
        )
    except Refused as refusal:
        form.add_error("officer", REFUSALS[refusal.reason])
        return refused
    messages.success(request, gettext("Officer named. They can no longer see this complaint."))
    return {}


def _withdraw_naming(request: HttpRequest, complaint: Complaint, *, at: datetime) -> dict:
    """Ask to withdraw a naming. Return an empty dict, or the refused form for `_render_naming_page`."""
    number = request.POST.get("naming", "")
    naming = get_object_or_404(Naming, complaint=complaint, pk=int(number) if is_row_id(number) else 0)
    form = _withdraw_naming_form(naming, request.POST)
    if not form.is_valid():
        return {"wrong": (naming.pk, form), "form": form}
    try:
        officer_naming.withdraw_naming(naming_id=naming.pk, why=form.cleaned_data["words"], by=request.actor, at=at)
    except Refused as refusal:
        form.add_error("words", REFUSALS[refusal.reason])
        return {"wrong": (naming.pk, form), "form": form}
    messages.success(
        request,
        gettext(
            "Request recorded. Two operators of the Central Police Office must approve it. Until then the officer "
            "cannot see the complaint."
        ),
    )
    return {}


def _withdraw_naming_form(naming: Naming, data=None) -> WithdrawNamingForm:
    return WithdrawNamingForm(data, auto_id=f"naming_{naming.pk}_%s")


def _render_naming_page(
    request: HttpRequest, complaint: Complaint, capacities: frozenset[Capacity], refused: dict, *, at
) -> HttpResponse:
    """Render the page. `refused`: what `_name_officer` or `_withdraw_naming` returned."""
    search = refused.get("search") or OfficerSearchForm(request.GET or None)
    matches = refused.get("found")
    if matches is None and search.is_bound and search.is_valid() and search.description:
        matches = officer_search.find_officers(search.description, at=at)
    refused_id, refused_form = refused.get("wrong", (None, None))
    can_take_back = may_withdraw_naming(capacities)
    asked = _waiting_withdrawals(complaint)
    names = []
    for row in set_historical_postings(officer_search.namings_not_withdrawn(complaint), posting="by", at="named_at"):
        is_refused = row.pk == refused_id
        empty_form = _withdraw_naming_form(row) if can_take_back and row.pk not in asked else None
        names.append(
            {
                "row": row,
                "when": moment(row.named_at),
                "by": joined(row.by.officer.title, post_of(row.by)),
                "asked": asked.get(row.pk),
                "form": refused_form if is_refused else empty_form,
                "is_open": is_refused,
            }
        )
    shows_readings = bool(names) and may_read_pressure_reports(request.actor.office_kind)
    past_readings = officer_search.readings_by_accused_officers(complaint) if shows_readings else []
    form = refused.get("form") or (search if search.errors else None)
    context = {
        "complaint": complaint,
        "names": names,
        "may_name": may_name_officer(capacities),
        "description": complaint.statement.concerns,
        "description_search": _search_query_string(complaint.statement.concerned),
        "search": search,
        "found": matches,
        "capped": bool(matches) and len(matches) == officer_search.MOST_SHOWN,
        "name_form": refused.get("name_form") or (NameOfficerForm(matches=matches) if matches else None),
        "opened": [joined(row.posting.officer.title, post_of(row.posting), moment(row.at)) for row in past_readings],
        "form": form,
        "has_errors": form is not None,
    }
    return render(request, TEMPLATE, context, status=422 if form is not None else 200)


def _waiting_withdrawals(complaint: Complaint) -> dict[int, str]:
    """Return who asked to withdraw a name and when, by the naming's id. At most one request waits."""
    requests = NarrowingRequest.objects.waiting().filter(complaint=complaint, naming__isnull=False)
    return {
        one.naming_id: joined(one.asked_by.officer.title, post_of(one.asked_by), moment(one.asked_at))
        for one in requests.select_related("asked_by__officer", "asked_by__office")
    }


def _search_query_string(description: dict) -> str:
    """Return the query string of a search by the complainant's description of the officer; empty if there is none.

    The place is left out: the complainant may call it by another name.
    """
    return urlencode({part: description[part] for part in ("name", "rank", "belt") if description.get(part)})
