"""What auditors ask of the access log, and what they record."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from complaints.models import Complaint
from complaints.rules import etag
from desk.moves.move_form import PLEASE, UNREADABLE, TypedWords
from desk.queries import access_log
from desk.queries.access_log import AccessLogFilters
from desk.queue.filters import EARLIEST, LATEST, NOT_A_DATE

NULL = {"null_characters_not_allowed": UNREADABLE}


def day_field(label, *, required: bool = False) -> forms.DateField:
    """A day as browsers send it, within reason."""
    return forms.DateField(
        label=label,
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages=NOT_A_DATE | PLEASE,
        validators=[_within_reason],
    )


def _within_reason(day: date) -> None:
    if not EARLIEST <= day <= LATEST:
        raise ValidationError(NOT_A_DATE["invalid"])


class AccessForm(forms.Form):
    """Every field may stay empty. `choices`: the offices or officers that a word names, where it names several."""

    officer = forms.CharField(
        label=_("Officer"),
        required=False,
        max_length=120,
        error_messages=NULL,
        help_text=_("Name, e-mail address or belt number."),
    )
    complaint = forms.CharField(label=_("E-tag"), required=False, max_length=30, error_messages=NULL)
    office = forms.CharField(
        label=_("Reader's office"), required=False, max_length=120, error_messages=NULL, help_text=_("Office name.")
    )
    until = day_field(_("Until"))

    def __init__(self, data, *, actor: Actor):
        super().__init__(data, auto_id="access_%s")
        self.actor = actor
        self.fields["from"] = day_field(_("From"))
        self.order_fields(["officer", "complaint", "office", "from", "until"])
        self.choices: dict[str, list[tuple[str, str]]] = {}

    def clean_officer(self):
        """One officer; of several the page names them, each a link."""
        found = self._one("officer", access_log.officers_called, _("No officer found."))
        return found

    def clean_office(self):
        return self._one("office", access_log.offices_called, _("No office found."))

    def clean_complaint(self) -> Complaint | None:
        """A complaint that exists for this auditor."""
        typed = self.cleaned_data["complaint"]
        if not typed:
            return None
        try:
            number = etag.parse(typed)
        except etag.Mistyped as mistyped:
            raise ValidationError(_("This is not an E-tag. An E-tag has 12 digits.")) from mistyped
        found = Complaint.objects.visible_to(self.actor).filter(etag=number).first()
        if found is None:
            raise ValidationError(_("There is no complaint with this number."))
        return found

    def clean(self):
        given = super().clean()
        if given.get("from") and given.get("until") and given["from"] > given["until"]:
            self.add_error("until", _("The end date is before the start date."))
        return given

    @property
    def asked(self) -> AccessLogFilters:
        """What is searched for, of a form that is right."""
        given = self.cleaned_data
        return AccessLogFilters(
            given["officer"], given.get("complaint"), given.get("office"), given["from"], given["until"]
        )

    def _one(self, name: str, called, nobody):
        typed = self.cleaned_data[name].strip()
        if not typed:
            return None
        found = called(typed)
        if not found:
            raise ValidationError(nobody)
        if len(found) > 1:
            self.choices[name] = [(_key(one), _named(one)) for one in found]
            raise ValidationError(_("Several match. Choose one below the form."))
        return found[0]


class TakenForm(AccessForm):
    """By officer and period: what was looked up by number, or taken as a file, belongs to no one complaint."""

    def __init__(self, data, *, actor: Actor):
        super().__init__(data, actor=actor)
        del self.fields["complaint"], self.fields["office"]


def _key(one) -> str:
    """What names exactly this officer or office when it is asked for again."""
    return getattr(one, "email", "") or one.code


def _named(one) -> str:
    return getattr(one, "title", "") or one.name


class FindingForm(forms.Form):
    """A finding: of the complaint or officer that is searched for."""

    words = TypedWords(
        label=_("Your finding"),
        help_text=_("It is recorded under your name. It does not change the complaint."),
        error_messages=PLEASE | {"required": _("Say what you found.")},
    )
