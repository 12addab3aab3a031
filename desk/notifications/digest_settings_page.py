"""The page on which an officer chooses the e-mail that counts their notifications and what waits for them."""

from crispy_forms.helper import FormHelper
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from complaints.models import NotificationDigest
from complaints.models.desk_tools.notification import FIRST_HOUR, LAST_HOUR
from desk.moves.move_form import FIELD_ERRORS
from desk.services.notification_digests import choose_digest
from web.officer_access import posting_required

OFF = "off"
Frequency = NotificationDigest.Frequency


class DigestForm(forms.Form):
    """How often the officer wants the e-mail, and from which hour."""

    frequency = forms.ChoiceField(
        label=_("How often"),
        choices=[
            (OFF, _("No e-mail")),
            (Frequency.DAILY, _("Once a day")),
            (Frequency.TWICE_DAILY, _("Twice a day, the second one eight hours after the first")),
        ],
        widget=forms.RadioSelect,
        error_messages=FIELD_ERRORS,
    )
    hour = forms.TypedChoiceField(
        label=_("Time of the first e-mail"),
        help_text=_("Pakistan time. Nothing is sent when nothing waits for you."),
        choices=[(hour, f"{hour:02}:00") for hour in range(FIRST_HOUR, LAST_HOUR + 1)],
        coerce=int,
        error_messages=FIELD_ERRORS,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@posting_required
def show_digest_settings(request: HttpRequest) -> HttpResponse:
    """Show or save the officer's choice. 422 with the form if it is refused."""
    chosen = NotificationDigest.objects.filter(officer=request.user.pk).first()
    initial = {"frequency": chosen.frequency if chosen else OFF, "hour": chosen.hour if chosen else 8}
    form = DigestForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        frequency = form.cleaned_data["frequency"]
        choose_digest(
            request.user.pk,
            frequency=None if frequency == OFF else Frequency(frequency),
            hour=form.cleaned_data["hour"],
        )
        messages.success(request, gettext("Your choice is saved."))
        return redirect("desk:notifications")
    context = {"form": form, "address": request.user.email}
    return render(request, "desk/notifications/settings.html", context, status=422 if form.errors else 200)
