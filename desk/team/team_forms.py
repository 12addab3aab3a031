"""Forms of supervisors: leave, moving complaints between officers, handing over, and orders."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Posting
from desk.audit.access_log_forms import day_field
from desk.moves.move_form import FIELD_ERRORS, TypedTextField
from desk.officer_choices import officer_choices_by_office
from web.calendar_days import start_of_day

NUMBER_ERRORS = {
    **dict.fromkeys(("required", "invalid"), _("Enter a number.")),
    **dict.fromkeys(("min_value", "max_value"), _("Enter a number between 1 and 100.")),
}


class LeaveForm(forms.Form):
    """A leave of whole days, both included. If it starts today it begins now."""

    posting = forms.ChoiceField(label=_("Officer going on leave"), error_messages=FIELD_ERRORS)
    cover = forms.ChoiceField(label=_("Acting officer"), error_messages=FIELD_ERRORS)

    def __init__(self, data=None, *, team: Sequence[Posting], **kwargs):
        super().__init__(data, auto_id="leave_%s", **kwargs)
        for name in ("posting", "cover"):
            self.fields[name].choices = officer_choices_by_office(team)
        self.fields["from"] = day_field(_("First day"), required=True)
        self.fields["until"] = day_field(_("Last day"), required=True)
        self.postings = {str(one.pk): one for one in team}

    def span(self, at: datetime) -> tuple[datetime, datetime]:
        """Return when the leave begins and ends, from a valid form."""
        data = self.cleaned_data
        first_day = start_of_day(data["from"])
        begins = at if first_day <= at < first_day + timedelta(days=1) else first_day
        return begins, start_of_day(data["until"] + timedelta(days=1))


class BalanceForm(forms.Form):
    """How many complaints to move from one officer to another. `label` returns what the lists add to a name."""

    to = forms.ChoiceField(label=_("To whom"), error_messages=FIELD_ERRORS)
    number = forms.IntegerField(label=_("How many"), min_value=1, max_value=100, error_messages=NUMBER_ERRORS)

    def __init__(self, data=None, *, team: Sequence[Posting], label: Callable[[Posting], str], **kwargs):
        super().__init__(data, auto_id="balance_%s", **kwargs)
        choices = officer_choices_by_office(team, extra_label=label)
        self.fields["from"] = forms.ChoiceField(label=_("From whom"), choices=choices, error_messages=FIELD_ERRORS)
        self.fields["to"].choices = choices
        self.order_fields(["from", "to", "number"])
        self.postings = {str(one.pk): one for one in team}

    def clean(self):
        data = super().clean()
        if data.get("from") and data["from"] == data.get("to"):
            self.add_error("to", _("Choose two different officers."))
        return data


class HandOverForm(forms.Form):
    """The officer who gets all complaints of another one. `label` returns what the list adds to a name."""

    to = forms.ChoiceField(label=_("Hand over to"), error_messages=FIELD_ERRORS)
    words = TypedTextField(
        label=_("Note for the new officer"), required=False, rows=3, help_text=_("This is added to each complaint.")
    )

    def __init__(self, data=None, *, team: Sequence[Posting], label: Callable[[Posting], str], **kwargs):
        super().__init__(data, auto_id="hand_%s", **kwargs)
        self.fields["to"].choices = officer_choices_by_office(team, extra_label=label)
        self.postings = {str(one.pk): one for one in team}


class GiveOrderForm(forms.Form):
    """An order: what to do, and the last day to do it."""

    words = TypedTextField(
        label=_("Action required"), rows=3, help_text=_("Officers can see this. The complainant cannot.")
    )

    def __init__(self, data=None, **kwargs):
        super().__init__(data, auto_id="order_%s", **kwargs)
        self.fields["until"] = day_field(_("Due by the end of"), required=True)


class OrderAnswerForm(forms.Form):
    """The holder's answer to an order."""

    words = TypedTextField(
        label=_("Action taken"), rows=3, help_text=_("The officer who gave the order will be notified.")
    )
