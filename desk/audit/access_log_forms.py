"""Forms of the auditors: the search of the access log, and a finding."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from complaints.models import Complaint
from complaints.rules import etag
from desk.moves.move_form import FIELD_ERRORS, UNREADABLE_TEXT, TypedTextField
from desk.queries import access_log
from desk.queries.access_log import AccessLogFilters
from desk.queue.queue_filters import NOT_A_DATE, refuse_day_outside_calendar

TEXT_ERRORS = {
    "null_characters_not_allowed": UNREADABLE_TEXT,
    "max_length": _("This must be %(limit_value)d characters or fewer."),
}


def day_field(label, *, required: bool = False) -> forms.DateField:
    """Return a field for a date input. It refuses dates that another time zone would move out of Python's calendar."""
    return forms.DateField(
        label=label,
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages=NOT_A_DATE | FIELD_ERRORS,
        validators=[refuse_day_outside_calendar],
    )


class AccessLogSearchForm(forms.Form):
    """The search of the access log. Every field may stay empty.

    `choices`: by field, the officers or offices to choose from if the typed text matches several.
    """

    officer = forms.CharField(
        label=_("Officer"),
        required=False,
        max_length=120,
        error_messages=TEXT_ERRORS,
        help_text=_("Name, e-mail address or belt number."),
    )
    complaint = forms.CharField(label=_("E-tag"), required=False, max_length=30, error_messages=TEXT_ERRORS)
    office = forms.CharField(
        label=_("Reader's office"),
        required=False,
        max_length=120,
        error_messages=TEXT_ERRORS,
        help_text=_("Office name."),
    )
    until = day_field(_("Until"))

    def __init__(self, data, *, actor: Actor):
        super().__init__(data, auto_id="access_%s")
        self.actor = actor
        self.fields["from"] = day_field(_("From"))
        self.order_fields(["officer", "complaint", "office", "from", "until"])
        self.choices: dict[str, list[tuple[str, str]]] = {}

    def clean_officer(self):
        """Return the one officer that matches. Of several, `choices` lets the page offer a link to each."""
        return self._find_one("officer", access_log.find_officers_by_text, _("No officer found."))

    def clean_office(self):
        return self._find_one("office", access_log.find_offices_by_text, _("No office found."))

    def clean_complaint(self) -> Complaint | None:
        """Return the complaint with this E-tag, if this auditor may see it."""
        typed = self.cleaned_data["complaint"]
        if not typed:
            return None
        try:
            number = etag.parse_etag(typed)
        except etag.MistypedEtag as mistyped:
            raise ValidationError(_("This is not an E-tag. An E-tag has 12 digits.")) from mistyped
        complaint = Complaint.objects.visible_to(self.actor).filter(etag=number).first()
        if complaint is None:
            raise ValidationError(_("There is no complaint with this number."))
        return complaint

    def clean(self):
        data = super().clean()
        if data.get("from") and data.get("until") and data["from"] > data["until"]:
            self.add_error("until", _("The end date must be on or after the start date."))
        return data

    @property
    def filters(self) -> AccessLogFilters:
        """Return the filters of a valid form."""
        data = self.cleaned_data
        return AccessLogFilters(data["officer"], data.get("complaint"), data.get("office"), data["from"], data["until"])

    def _find_one(self, name: str, search, not_found: str):
        """Return the one match for what was typed in a field. Raises ValidationError for none or several."""
        typed = self.cleaned_data[name].strip()
        if not typed:
            return None
        matches = search(typed)
        if not matches:
            raise ValidationError(not_found)
        if len(matches) > 1:
            # An e-mail address or an office code finds exactly this officer or office.
            self.choices[name] = [
                (getattr(one, "email", "") or one.code, getattr(one, "title", "") or one.name) for one in matches
            ]
            raise ValidationError(_("Several match. Choose one from the list above the form."))
        return matches[0]


class ExportAndLookupSearchForm(AccessLogSearchForm):
    """The search of look-ups and exports, by officer and period: they do not belong to one complaint."""

    def __init__(self, data, *, actor: Actor):
        super().__init__(data, actor=actor)
        del self.fields["complaint"], self.fields["office"]


class FindingForm(forms.Form):
    """A finding about the complaint or officer of the search."""

    words = TypedTextField(
        label=_("Audit finding"),
        help_text=_("It is recorded under your name. It does not change the complaint."),
        error_messages=FIELD_ERRORS | {"required": _("Say what you found.")},
    )
