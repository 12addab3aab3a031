"""The forms for approving a notice, and for the reason of a refusal or an ending."""

from django import forms
from django.utils.translation import gettext_lazy as _

from notices.desk.notice_fields import sexual_violence_field
from notices.models.labels import REFUSALS
from notices.rules.act_reasons import LONGEST_REASON
from notices.rules.notice_refusals import NoticeRefusal
from web.form_fields import PlainTextField


class ApproveForm(forms.Form):
    """The second officer's answer to the question about sexual violence."""

    def __init__(self, data=None):
        super().__init__(data, auto_id="approve_%s")
        self.fields["violence"] = sexual_violence_field()


class ReasonForm(forms.Form):
    """The reason of an act, for the record."""

    def __init__(self, data=None, *, name: str):
        super().__init__(data, auto_id=f"{name}_%s")
        self.fields["why"] = PlainTextField(
            label=_("Reason"),
            needed=REFUSALS[NoticeRefusal.REASON_MISSING],
            max_length=LONGEST_REASON,
            widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
            help_text=_("It is kept in the record for officers and is not published."),
        )
