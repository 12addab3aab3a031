"""Somebody knows something. Neither a name nor an account, no cookie that stays, no redirection that leaves a number in
the browser's history: the answer to the form is the page with the number.
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
from citizen.evidence.request_limits import takes_files
from complaints.rules import files
from complaints.rules.files import MB
from complaints.rules.statuses import Channel
from ledger.exceptions import Refused
from notices.models.labels import REFUSALS
from notices.models.picture import said_of
from notices.public.pages import over
from notices.queries import public
from notices.queries import tips as found
from notices.queries.public import Published
from notices.rules import numbers
from notices.rules.kinds import NoticeKind
from notices.rules.refusals import Refusal
from notices.rules.tips import LONGEST, SHORTEST
from notices.services.pictures import Handed
from notices.services.tips import take_tip
from web.form_fields import Phone, PlainText

TOO_MANY = _("Too many files were sent over this connection in a short time. Try again in a few minutes.")
TIPS = rate_limits.Bucket("tip", every=30, burst=20)  # a village behind one address may all have seen the same child


class TipForm(forms.Form):
    """What they know; everything else may be left out. `key`: the page's own, so that one tip sent twice is one."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    text = PlainText(
        label=_("What do you know?"),
        help_text=_("Where, when and with whom, in any language. Do not approach anyone yourself."),
        min_length=SHORTEST,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )
    photo = forms.FileField(
        label=_("Photo"),
        required=False,
        help_text=_("Officers see a copy without the location and your phone's details."),
        widget=forms.FileInput(attrs={"accept": "image/*,.heic"}),
        error_messages={"empty": _("The file is empty."), "invalid": _("Only photos are accepted here.")},
    )
    phone = Phone(
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
    def told(self) -> dict:
        """What the service takes, of a form that is right."""
        given = self.cleaned_data
        upload = given.get("photo")
        photo = Handed(upload.name, upload.content_type or "", upload.size, upload.chunks()) if upload else None
        plain = {name: given[name] for name in ("key", "text", "phone", "past_the_district")}
        return plain | {"photo": photo}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@takes_files
def tip(request: HttpRequest, kind: NoticeKind, code: str) -> HttpResponse:
    """The form; sent, the tip's number. A notice that has ended meanwhile gives back what was typed (410)."""
    notice = public.one(kind, code, at=now())
    if notice is None:
        return _too_late(request, kind, code)
    if request.method != "POST":
        return _page(request, notice, TipForm(initial={"key": uuid.uuid4()}))
    if full := rate_limits.refuse(request, TIPS, at=now()):
        return full
    form = TipForm(request.POST, request.FILES)
    taken = _taken(request, notice, form) if form.is_valid() else None
    if taken is None:
        return _page(request, notice, form)
    return render(request, "notices/tip_thanks.html", {"number": numbers.spaced(taken.number), "neutral_title": True})


def _taken(request: HttpRequest, notice: Published, form: TipForm):
    """The tip; None where it could not be taken, which the form then says."""
    at, told = now(), form.told
    if told["photo"] and rate_limits.take(
        rate_limits.MEGABYTES, rate_limits.address(request), at=at, tokens=told["photo"].size / MB
    ):
        form.add_error("photo", TOO_MANY)
        return None
    try:
        return take_tip(notice=notice.notice, channel=Channel.WEB, at=at, **told)
    except files.FileRefused as refused:
        form.add_error("photo", said_of(refused.reason))
    except Refused as refused:
        form.add_error("text" if refused.reason is not Refusal.NOT_PUBLIC else None, REFUSALS[refused.reason])
    return None


def _page(request: HttpRequest, notice: Published, form: TipForm) -> HttpResponse:
    context = {"notice": notice, "form": form, "neutral_title": True}
    return render(request, "notices/tip.html", context, status=422 if form.errors else 200)


def _too_late(request: HttpRequest, kind: NoticeKind, code: str) -> HttpResponse:
    typed = request.POST.get("text", "").strip()
    if not typed:
        return over(request, kind, code)
    return render(request, "notices/tip_too_late.html", {"typed": typed, "neutral_title": True}, status=410)


class NumberForm(forms.Form):
    """The number of a tip, as it was read out or written down."""

    number = PlainText(
        label=_("Tip number"),
        max_length=40,
        help_text=_("Ten digits. Spaces don't matter."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "dir": "ltr", "autocomplete": "off"}),
    )

    def clean_number(self) -> str:
        number = numbers.tip_number(self.cleaned_data["number"])
        if number is None:
            raise forms.ValidationError(_("A tip's number has ten digits."))
        return number


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def standing(request: HttpRequest) -> HttpResponse:
    """What became of a tip, for whoever has its number. It is posted: an address would stay in the history."""
    form = NumberForm(request.POST if request.method == "POST" else None)
    known = None
    if form.is_bound:
        if full := rate_limits.refuse(request, rate_limits.LOOK_UPS, at=now()):
            return full
        known = found.standing_of(form.cleaned_data["number"]) if form.is_valid() else None
        if form.is_valid() and known is None:
            form.add_error("number", _("There is no tip with this number."))
    context = {"form": form, "tip": known, "neutral_title": True}
    return render(request, "notices/tip_standing.html", context, status=422 if form.errors else 200)
