"""Public pages of tips: the form, and the status of a tip.

A tip needs no name and no account and sets no persistent cookie. The response to the form is the page with the number,
without a redirect, so that the number is not left in the browser's history.
"""

import uuid

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from citizen import rate_limits
from citizen.evidence import upload_quota
from citizen.evidence.upload_limits import mark_takes_files
from complaints.rules import accepted_files
from complaints.rules.statuses import Channel
from ledger.service_exceptions import Refused
from notices.models.labels import REFUSALS
from notices.models.picture import refusal_text_of
from notices.public.notice_pages import render_ended_notice
from notices.queries import published_notices
from notices.queries import readable_tips as tip_queries
from notices.queries.published_notices import PublishedNotice
from notices.rules import public_codes
from notices.rules.notice_kinds import NoticeKind
from notices.rules.notice_refusals import NoticeRefusal
from notices.rules.tip_validation import LONGEST_TIP, SHORTEST_TIP
from notices.services.picture_inspection import SubmittedPhoto
from notices.services.tip_recording import record_tip
from web.form_fields import PhoneField, PlainTextField

TIP_RATE_LIMIT = rate_limits.Bucket(
    "tip", every=30, burst=20
)  # a whole village behind one IP address may have seen the same child


class TipForm(forms.Form):
    """A tip. Only the text is required. `key`: the id of the page, so that a form sent twice makes one tip."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    text = PlainTextField(
        label=_("What do you know?"),
        help_text=_("Where, when and with whom, in any language. Do not approach anyone yourself."),
        min_length=SHORTEST_TIP,
        max_length=LONGEST_TIP,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )
    photo = forms.FileField(
        label=_("Photo"),
        required=False,
        help_text=_("Officers see a copy without location and phone details."),
        widget=forms.FileInput(attrs={"accept": "image/*,.heic"}),
        error_messages={"empty": _("The file is empty."), "invalid": _("Only photos are accepted here.")},
    )
    phone = PhoneField(
        label=_("Mobile number"),
        required=False,
        help_text=_("Only if officers may call you. It is stored encrypted. Without it nobody can tell who you are."),
    )
    past_the_district = forms.BooleanField(
        label=_("Only for the Central Police Office"),
        required=False,
        help_text=_("Choose this if it concerns a local police officer. Then nobody in the district can read it."),
    )

    @property
    def service_arguments(self) -> dict:
        """The arguments for the service, from a valid form."""
        data = self.cleaned_data
        upload = data.get("photo")
        photo = SubmittedPhoto(upload.name, upload.content_type or "", upload.size, upload.chunks()) if upload else None
        other_values = {name: data[name] for name in ("key", "text", "phone", "past_the_district")}
        return other_values | {"photo": photo}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@mark_takes_files
def send_tip(request: HttpRequest, kind: NoticeKind, code: str) -> HttpResponse:
    """Show the form, or take the tip and show its number. If the notice has ended, show the typed text again (410)."""
    notice = published_notices.find_published_notice(kind, code, at=now())
    if notice is None:
        typed = request.POST.get("text", "").strip()
        if not typed:
            return render_ended_notice(request, kind, code)
        return render(request, "notices/tip_too_late.html", {"typed": typed, "neutral_title": True}, status=410)
    if request.method != "POST":
        return _render_form(request, notice, TipForm(initial={"key": uuid.uuid4()}))
    if limited := rate_limits.take_tokens_or_refusal_page(request, TIP_RATE_LIMIT, at=now()):
        return limited
    form = TipForm(request.POST, request.FILES)
    saved_tip = _save_tip_or_add_error(request, notice, form) if form.is_valid() else None
    if saved_tip is None:
        return _render_form(request, notice, form)
    return render(
        request,
        "notices/tip_thanks.html",
        {"number": public_codes.format_tip_number(saved_tip.number), "neutral_title": True},
    )


def _save_tip_or_add_error(request: HttpRequest, notice: PublishedNotice, form: TipForm):
    """Save the tip and return it. If it is refused, add the reason to the form and return None."""
    at, arguments = now(), form.service_arguments
    if arguments["photo"] and upload_quota.seconds_until_bytes_allowed(request, arguments["photo"].size, at=at):
        form.add_error("photo", upload_quota.too_many_files_text())
        return None
    try:
        return record_tip(notice=notice.notice, channel=Channel.WEB, at=at, **arguments)
    except accepted_files.FileRefused as refused:
        form.add_error("photo", refusal_text_of(refused.reason))
    except Refused as refused:
        form.add_error("text" if refused.reason is not NoticeRefusal.NOT_PUBLIC else None, REFUSALS[refused.reason])
    return None


def _render_form(request: HttpRequest, notice: PublishedNotice, form: TipForm) -> HttpResponse:
    context = {"notice": notice, "form": form, "neutral_title": True}
    return render(request, "notices/tip.html", context, status=422 if form.errors else 200)


class TipNumberForm(forms.Form):
    """The number of a tip, as somebody heard it or wrote it down."""

    number = PlainTextField(
        label=_("Tip number"),
        max_length=40,
        help_text=_("Ten digits. Spaces don't matter."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "dir": "ltr", "autocomplete": "off"}),
    )

    def clean_number(self) -> str:
        number = public_codes.parse_tip_number(self.cleaned_data["number"])
        if number is None:
            raise forms.ValidationError(_("A tip's number has ten digits."))
        return number


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show_tip_status(request: HttpRequest) -> HttpResponse:
    """Show the status of a tip to anyone who has its number. The number is posted, to keep it out of the history."""
    form = TipNumberForm(request.POST if request.method == "POST" else None)
    tip = None
    if form.is_bound:
        if limited := rate_limits.take_tokens_or_refusal_page(request, rate_limits.LOOK_UPS, at=now()):
            return limited
        tip = tip_queries.find_tip_status(form.cleaned_data["number"]) if form.is_valid() else None
        if form.is_valid() and tip is None:
            form.add_error("number", _("There is no tip with this number."))
    context = {"form": form, "tip": tip, "neutral_title": True}
    return render(request, "notices/tip_standing.html", context, status=422 if form.errors else 200)
