"""The form of a routing rule: category, incident place, officer or office, and first day."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Office, Posting
from accounts.rules.office_tree import OfficeKind
from accounts.rules.roles import KINDS_WITH_CELL
from citizen.queries import filing_options
from complaints.services.marking.routing_rules import RuleContent
from desk.audit.access_log_forms import day_field
from desk.formatting import joined
from desk.moves.move_form import FIELD_ERRORS
from desk.team.team_forms import start_of_day

POSTING, OFFICE = "p", "o"
"""The first letter of a target's value: an officer's posting, or all officers of an office."""


class RoutingRuleForm(forms.Form):
    """A new routing rule. `offices`, `team`: the incident places and the officers at and below the supervisor's office.

    At the Central Police Office these are districts, regions and their heads, not the thousands of the province.
    """

    category = forms.ChoiceField(label=_("Category"), required=False, error_messages=FIELD_ERRORS)
    place = forms.ChoiceField(label=_("Where it happened"), error_messages=FIELD_ERRORS)
    target = forms.ChoiceField(label=_("Propose"), error_messages=FIELD_ERRORS)

    def __init__(self, data=None, *, offices: Sequence[Office], team: Sequence[Posting], at: datetime):
        super().__init__(data, auto_id="rule_%s")
        self.fields["starts"] = day_field(_("From (empty: now)"))
        self.at, self.categories = at, {one.code: one for one in filing_options.offered_categories()}
        self.offices, self.postings = {str(one.pk): one for one in offices}, {str(one.pk): one for one in team}
        self.fields["category"].choices = [
            ("", _("All categories")),
            *((code, category.name) for code, category in self.categories.items()),
        ]
        self.fields["place"].choices = [
            ("", _("Choose an office")),
            *((key, office.name) for key, office in self.offices.items()),
        ]
        self.fields["target"].choices = [("", _("Choose an officer or an office")), *_target_choices(team)]

    def clean_starts(self):
        day = self.cleaned_data["starts"]
        if day and day < localdate(self.at):
            raise forms.ValidationError(gettext("A rule cannot begin in the past."))
        return day

    @property
    def starts_at(self) -> datetime:
        """Return when the rule begins, from a valid form."""
        day = self.cleaned_data["starts"]
        return self.at if day is None else max(self.at, start_of_day(day))

    @property
    def content(self) -> RuleContent:
        """Return what the rule says, from a valid form."""
        data = self.cleaned_data
        kind, key = data["target"][0], data["target"][1:]
        office = next((one.office for one in self.postings.values() if str(one.office_id) == key), None)
        return RuleContent(
            place=self.offices[data["place"]],
            category=self.categories.get(data["category"]),
            target_posting=self.postings[key] if kind == POSTING else None,
            target_office=office if kind == OFFICE else None,
        )


def places_and_team(offices: Iterable[Office], team: Iterable[Posting], kind: OfficeKind) -> tuple[list, list]:
    """Return the offices and the officers that a supervisor at an office of this kind can choose."""
    if kind is not OfficeKind.CENTRAL:
        return list(offices), list(team)
    heads = [one for one in team if one.office.kind in KINDS_WITH_CELL]
    return [one for one in offices if one.kind in KINDS_WITH_CELL], heads


def _target_choices(team: Sequence[Posting]) -> list:
    """Return the choices by office: the office as a whole, then each of its officers."""
    groups = []
    for office, people in groupby(team, key=lambda posting: posting.office):
        whole = (
            f"{OFFICE}{office.pk}",
            gettext("%(office)s: the officer with the least work") % {"office": office.name},
        )
        officers = [(f"{POSTING}{one.pk}", joined(one.officer.title, one.post)) for one in people]
        groups.append((office.name, [whole, *officers]))
    return groups
