"""The forms for approving a notice, and for the reason of a refusal or an ending."""

from django import forms
from django.utils.translation import gettext_lazy as _

from notices.desk.fields import violence_field
from notices.models.labels import REFUSALS
from notices.rules.reasons import LONGEST
from notices.rules.refusals import Refusal
from web.form_fields import PlainText


class ApproveForm(forms.Form):
    """The second officer's answer to the question about sexual violence."""

    def __init__(self, data=None):
        super().__init__(data, auto_id="approve_%s")
        self.fields["violence"] = violence_field()


class WhyForm(forms.Form):
    """The reason of an act, for the record."""

    def __init__(self, data=None, *, name: str):
        super().__init__(data, auto_id=f"{name}_%s")
        self.fields["why"] = PlainText(
            label=_("Reason"),
            needed=REFUSALS[Refusal.REASON_MISSING],
            max_length=LONGEST,
            widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
            help_text=_("It is kept in the record for officers and is not published."),
        )
