"""The register of a district's school visits, with a form for the next one."""

from datetime import date

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actors import Actor
from accounts.models import Office
from accounts.rules.form_input import is_row_id
from accounts.rules.office_tree import is_office_code
from complaints.rules.desk_tools.export_schedules import ViewPage
from desk.exports.selections import export_links
from enquiries.desk.register_access import register_access_required
from enquiries.models import Talk
from enquiries.models.labels import REFUSALS
from enquiries.queries import school_visit_counts as visit_queries
from enquiries.rules.enquiry_refusals import EnquiryRefusal
from enquiries.rules.school_visit_rules import MOST_PUPILS, may_see_school_visits
from enquiries.services.school_visit_entry import HeldVisit, enter_school_visit, strike_out_visit
from ledger.service_exceptions import Overtaken, Refused
from web.form_fields import PlainTextField, TypedDateField

REGISTER_TEMPLATE = "enquiries/desk/talks.html"
TYPED_FIELDS = ("school", "officers", "material")


class SchoolVisitForm(forms.Form):
    """A school visit that took place."""

    school = PlainTextField(label=_("School"), max_length=160, widget=forms.TextInput(attrs={"dir": "auto"}))
    held_on = TypedDateField(label=_("Date"), error_messages={"required": _("Enter the date of the visit.")})
    officers = PlainTextField(
        label=_("Officers"),
        max_length=200,
        help_text=_("Names of the officers who spoke."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    pupils = forms.IntegerField(
        label=_("Pupils"),
        min_value=1,
        max_value=MOST_PUPILS,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), REFUSALS[EnquiryRefusal.NO_PUPILS]
        ),
    )
    poster = forms.BooleanField(label=_("The portal's poster was shown or left there"), required=False)
    material = PlainTextField(
        label=_("Other material"), required=False, max_length=160, widget=forms.TextInput(attrs={"dir": "auto"})
    )


def actor_may_see_register(actor: Actor) -> bool:
    """Return whether an actor may see the register."""
    return may_see_school_visits(actor.role, actor.office_kind)


@require_safe
@register_access_required(actor_may_see_register)
def show_register(request: HttpRequest) -> HttpResponse:
    """Show the register of the actor's district, with the form, or of all districts below the actor's office.

    `?district=&month=2026-11`: only the visits that the board counts for this district in this month.
    """
    return _render_page(
        request, visit_queries.district_of_actor(request.actor), SchoolVisitForm(initial={"held_on": localdate()})
    )


@require_http_methods(["GET", "HEAD", "POST"])
@register_access_required(actor_may_see_register, typed_fields=TYPED_FIELDS)
def submit_visit(request: HttpRequest) -> HttpResponse:
    """Enter a visit. Answer 422 with the form if the input is invalid."""
    district = visit_queries.district_of_actor(request.actor)
    if district is None:
        raise Http404
    if request.method != "POST":
        return redirect("desk_talks")
    form = SchoolVisitForm(request.POST)
    if not form.is_valid():
        return _render_page(request, district, form)
    try:
        enter_school_visit(visit=HeldVisit(**form.cleaned_data), by=request.actor, at=now())
    except Refused as refused:
        form.add_error(refused.field, REFUSALS[refused.reason])
        return _render_page(request, district, form)
    messages.success(request, _("The school visit is saved. It counts on the board."))
    return redirect("desk_talks")


@require_POST
@register_access_required(actor_may_see_register, typed_fields=("why",))
def strike_out_entry(request: HttpRequest, talk_id: int) -> HttpResponse:
    """Strike out a wrong entry."""
    district = visit_queries.district_of_actor(request.actor)
    talk = get_object_or_404(Talk.objects.within(district.path if district else "-"), pk=talk_id)
    try:
        strike_out_visit(talk_id=talk.pk, why=request.POST.get("why", ""), by=request.actor, at=now())
    except Refused as refused:
        messages.error(request, REFUSALS[refused.reason])
    except Overtaken:
        messages.info(request, _("This entry was already cancelled."))
    else:
        messages.success(request, _("The entry is cancelled."))
    return redirect("desk_talks")


def _render_page(request: HttpRequest, district: Office | None, form: SchoolVisitForm) -> HttpResponse:
    before = request.GET.get("before", "")
    path = district.path if district else request.actor.office_path
    chosen, month = _requested_district_and_month(request, path)
    path = chosen.path if chosen else path
    page = visit_queries.load_school_visit_page(path, month=month, before=int(before) if is_row_id(before) else None)
    context = {
        "export": export_links(ViewPage.SCHOOL_VISITS, request.GET),
        "district": district,
        "place": chosen or district,
        "month": month,
        "of_month": month and visit_queries.count_visits_of_month(path, month),
        "filter": urlencode({"district": chosen.code, "month": f"{month:%Y-%m}"}) if chosen else "",
        "form": form,
        "rows": page.rows,
        "before": page.before,
        "counts": visit_queries.count_school_visits(today=localdate(), months=visit_queries.PUBLIC_MONTHS, path=path),
    }
    return render(request, REGISTER_TEMPLATE, context, status=422 if form.errors else 200)


def _requested_district_and_month(request: HttpRequest, path: str) -> tuple[Office, date] | tuple[None, None]:
    """Return the district and the first day of the month in the URL, or None for both if it has none.

    404 if the district is not at or below the office with this path, or if the text is not a month.
    """
    if "month" not in request.GET:
        return None, None
    try:
        month = date.fromisoformat(f"{request.GET['month']}-01")
    except ValueError as malformed:
        raise Http404 from malformed
    code = request.GET.get("district", "")
    if not is_office_code(code):
        raise Http404
    return get_object_or_404(Office.objects.districts().filter(path__startswith=path), code=code), month
