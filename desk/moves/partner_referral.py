"""Forms of the moves that refer a matter to a partner organisation, and withdraw that."""

from collections.abc import Sequence

from django import forms
from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from complaints.workflow.partner_events import PARTNER_FACTS
from desk.moves.move_form import FIELD_ERRORS, MoveForm, TypedTextField


class ReferToPartnerForm(MoveForm):
    """Refer the matter to a partner. `partners`: those that may have it, each as client id, English and Urdu name."""

    client = forms.ChoiceField(label=_("Partner organisation"), error_messages=FIELD_ERRORS)
    words = TypedTextField(
        label=_("What the partner is asked to do"),
        rows=3,
        help_text=_("The partner sees only the E-tag. Send any other information that it needs by letter."),
    )
    details = PARTNER_FACTS

    @classmethod
    def form_arguments_for(cls, complaint, *, by, at, exclusion=None) -> dict:
        return {"partners": import_string(settings.REFERRAL_PARTNERS_BY)(complaint)}

    def __init__(self, *args, partners: Sequence[tuple[str, str, str]] = (), **kwargs):
        super().__init__(*args, **kwargs)
        self.names = {client: {"partner": english, "partner_ur": urdu} for client, english, urdu in partners}
        is_urdu = get_language() == "ur"
        shown = [(client, urdu if is_urdu else english) for client, english, urdu in partners]
        self.fields["client"].choices = [("", _("Choose …")), *shown]
        self.is_needed = bool(partners)

    def clean(self) -> dict:
        data = super().clean()
        return data | self.names.get(data.get("client"), {})


class RecallFromPartnerForm(MoveForm):
    """Withdraw the referral."""

    words = TypedTextField(label=_("Why"), rows=2)
