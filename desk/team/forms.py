"""What supervisors fill in: leave, who gets whose complaints, an order."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django import forms
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _

from accounts.models import Posting
from desk.audit.forms import day_field
from desk.moves.move_form import PLEASE, TypedWords
from desk.officer_choices import officers

NUMBER = {
    **dict.fromkeys(("required", "invalid"), _("Enter a number.")),
    **dict.fromkeys(("min_value", "max_value"), _("Enter a number between 1 and 100.")),
}


def midnight(day: date) -> datetime:
    """The first second of a day by the wall clock of Pakistan."""
    return make_aware(datetime.combine(day, time.min))


class LeaveForm(forms.Form):
    """Whole days, both included; a leave from today on begins now."""

    posting = forms.ChoiceField(label=_("Officer going on leave"), error_messages=PLEASE)
    cover = forms.ChoiceField(label=_("Acting officer"), error_messages=PLEASE)

    def __init__(self, data=None, *, team: Sequence[Posting], **kwargs):
        super().__init__(data, auto_id="leave_%s", **kwargs)
        for name in ("posting", "cover"):
            self.fields[name].choices = officers(team)
        self.fields["from"] = day_field(_("First day"), required=True)
        self.fields["until"] = day_field(_("Last day"), required=True)
        self.postings = {str(one.pk): one for one in team}

    def span(self, at: datetime) -> tuple[datetime, datetime]:
        """From when to when, of a form that is right."""
        given = self.cleaned_data
        first = midnight(given["from"])
        begins = at if first <= at < first + timedelta(days=1) else first
        return begins, midnight(given["until"] + timedelta(days=1))


class BalanceForm(forms.Form):
    """How many go from whom to whom."""

    to = forms.ChoiceField(label=_("To whom"), error_messages=PLEASE)
    number = forms.IntegerField(label=_("How many"), min_value=1, max_value=100, error_messages=NUMBER)

    def __init__(self, data=None, *, team: Sequence[Posting], **kwargs):
        super().__init__(data, auto_id="balance_%s", **kwargs)
        self.fields["from"] = forms.ChoiceField(label=_("From whom"), choices=officers(team), error_messages=PLEASE)
        self.fields["to"].choices = officers(team)
        self.order_fields(["from", "to", "number"])
        self.postings = {str(one.pk): one for one in team}

    def clean(self):
        given = super().clean()
        if given.get("from") and given["from"] == given.get("to"):
            self.add_error("to", _("Choose two different officers."))
        return given


class HandOverForm(forms.Form):
    """To whom all of it goes."""

    to = forms.ChoiceField(label=_("Hand over to"), error_messages=PLEASE)
    words = TypedWords(
        label=_("Note for the new officer"), required=False, rows=3, help_text=_("This is added to each complaint.")
    )

    def __init__(self, data=None, *, team: Sequence[Posting], **kwargs):
        super().__init__(data, auto_id="hand_%s", **kwargs)
        self.fields["to"].choices = officers(team)
        self.postings = {str(one.pk): one for one in team}


class OrderForm(forms.Form):
    """What is to be done, and until the end of which day."""

    words = TypedWords(
        label=_("Action required"), rows=3, help_text=_("Officers can see this. The complainant cannot.")
    )

    def __init__(self, data=None, **kwargs):
        super().__init__(data, auto_id="order_%s", **kwargs)
        self.fields["until"] = day_field(_("Due by the end of"), required=True)


class OrderAnswerForm(forms.Form):
    words = TypedWords(label=_("Action taken"), rows=3, help_text=_("The officer who gave the order will be notified."))
