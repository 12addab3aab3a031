"""The filters of the office's queue, read from its URL. desk.queries.complaint_filters documents their meaning."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Self
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms import DateInput, Form
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, DateFilter, FilterSet

from accounts.actors import Actor
from accounts.models import Office, Posting
from accounts.models.choice_labels import localized_name
from accounts.rules.office_tree import OfficeKind, is_office_code
from complaints.models import Category, Complaint
from complaints.models.display.complaint_labels import CHANNELS, CONTACTS, DESK_STATUSES, OUTCOMES
from desk.formatting import day, joined, post_of
from desk.queries.complaint_filters import ALL, GIVEN, IN_TIME, LATE, OPEN
from desk.queries.officer_and_place_search import offices_in_reach

STATUS_CHOICES = [
    (OPEN, _("Open")),
    *((str(s), words) for s, words in DESK_STATUSES),
    (ALL, _("All")),
]
CLOCK_CHOICES = [
    ("overdue", _("Overdue")),
    ("8h", _("Due within 8 hours")),
    ("day", _("Due within 24 hours")),
    ("48h", _("Due within 48 hours")),
    ("paused", _("Paused, awaiting answer")),
    ("fine", _("More than 24 hours left")),
]
CONTACT_CHOICES = [
    *((str(contact), words) for contact, words in CONTACTS),
    (IN_TIME, _("On time")),
    (LATE, _("Late or overdue")),
]
REPORT_CHOICES = [
    (IN_TIME, _("On time")),
    (LATE, _("Late or overdue")),
    (GIVEN, _("Submitted")),
]
WORD_CHOICES = [
    ("reopened", _("Reopened")),
    ("denied", _("Citizen says not solved")),
    ("answered", _("Said whether they are satisfied")),
    ("satisfied", _("Satisfied")),
    ("known", _("Confirmed, no answer for a week, or not solved")),
]
AGE_CHOICES = [
    ("8h", _("Up to 8 hours")),
    ("24h", _("8 to 24 hours")),
    ("72h", _("24 to 72 hours")),
    ("14d", _("3 to 14 days")),
    ("over", _("Over 14 days")),
]
LINK_ONLY_FILTERS = ("holder", "charged", "channel", "outcome", "word", "age")
"""Filters that only links set (from the team's page or the board); the form offers none of them."""
OFFERED_OFFICE_KINDS = {
    OfficeKind.CENTRAL: (OfficeKind.REGION, OfficeKind.DISTRICT),
    OfficeKind.REGION: (OfficeKind.DISTRICT, OfficeKind.DIVISION),
}
"""Which offices the form offers if the list of all would be too long. Links may name any office below the actor's."""
ANY_LABEL = _("Any")
ITSELF_CHOICES = [("1", _("Yes"))]
INVALID_CHOICE = {"invalid_choice": _("This is not one of the choices.")}
NOT_A_DATE = {"invalid": _("This is not a date.")}
EARLIEST, LATEST = date(1900, 1, 1), date(2999, 12, 31)


class QueueFilterForm(Form):
    """Check that a period does not end before it begins. Every filter may stay empty."""

    def clean(self):
        data = super().clean()
        if data.get("from") and data.get("until") and data["from"] > data["until"]:
            self.add_error("until", _("The end date must be on or after the start date."))
            del data["from"]
        return data


def _day_filter(label) -> DateFilter:
    widget = DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return DateFilter(
        label=label,
        widget=widget,
        error_messages=NOT_A_DATE,
        input_formats=["%Y-%m-%d"],
        validators=[refuse_day_outside_calendar],
    )


def refuse_day_outside_calendar(day: date) -> None:
    """Refuse a day that another time zone would move out of Python's calendar. Raises ValidationError."""
    if not EARLIEST <= day <= LATEST:
        raise ValidationError(NOT_A_DATE["invalid"])


@dataclass(frozen=True)
class FilterChoices:
    """The categories and offices that an actor may choose from, for one set of filters or several."""

    categories: list[tuple[str, str]]
    offices: list[Office]

    @classmethod
    def for_actor(cls, actor: Actor, codes: Iterable[str] = ()) -> Self:
        """Return all categories and the offices to choose from, from the top of the tree. Two statements.

        `codes`: offices that the URL names, and which are offered too if they are in the actor's reach.
        """
        rows = Category.objects.values_list("code", "name_en", "name_ur")
        categories = [(code, localized_name(english, urdu)) for code, english, urdu in rows]
        offered = Q(path__startswith=actor.office_path)
        if kinds := OFFERED_OFFICE_KINDS.get(actor.office_kind):
            offered &= Q(kind__in=kinds) | Q(path=actor.office_path)
        if named_codes := [code for code in codes if is_office_code(code)]:  # PostgreSQL refuses NUL in a text
            offered |= Q(code__in=named_codes) & offices_in_reach(actor)
        within = Office.objects.filter(offered).order_by("path")
        return cls(categories, list(within.only("code", "kind", "path", "name_en", "name_ur")))

    @cached_property
    def codes(self) -> list[tuple[str, str]]:
        """The offices as code and name."""
        return [(office.code, office.name) for office in self.offices]


class QueueFilter(FilterSet):
    """Reads and checks the parameters of the URL. A wrong one is left out, and its field shows the error."""

    status = ChoiceFilter(label=_("Status"), choices=STATUS_CHOICES, empty_label=None, error_messages=INVALID_CHOICE)
    category = ChoiceFilter(label=_("Category"), empty_label=ANY_LABEL, error_messages=INVALID_CHOICE)
    office = ChoiceFilter(label=_("Office"), empty_label=_("All my offices"), error_messages=INVALID_CHOICE)
    place = ChoiceFilter(label=_("Incident place"), empty_label=ANY_LABEL, error_messages=INVALID_CHOICE)
    only = ChoiceFilter(
        label=_("This office only"), choices=ITSELF_CHOICES, empty_label=ANY_LABEL, error_messages=INVALID_CHOICE
    )
    clock = ChoiceFilter(
        label=_("Deadline"), choices=CLOCK_CHOICES, empty_label=ANY_LABEL, error_messages=INVALID_CHOICE
    )
    contact = ChoiceFilter(
        label=_("Contact"), choices=CONTACT_CHOICES, empty_label=ANY_LABEL, error_messages=INVALID_CHOICE
    )
    holder = ChoiceFilter(label=_("Holder"), empty_label=ANY_LABEL, error_messages=INVALID_CHOICE)
    charged = ChoiceFilter(
        label=_("Reopened after this officer's report or acceptance"),
        empty_label=ANY_LABEL,
        error_messages=INVALID_CHOICE,
    )
    report = ChoiceFilter(
        label=_("Report"), choices=REPORT_CHOICES, empty_label=ANY_LABEL, error_messages=INVALID_CHOICE
    )
    channel = ChoiceFilter(label=_("Channel"), choices=CHANNELS, empty_label=ANY_LABEL, error_messages=INVALID_CHOICE)
    outcome = ChoiceFilter(label=_("Outcome"), choices=OUTCOMES, empty_label=ANY_LABEL, error_messages=INVALID_CHOICE)
    word = ChoiceFilter(
        label=_("Complainant"), choices=WORD_CHOICES, empty_label=ANY_LABEL, error_messages=INVALID_CHOICE
    )

    age = ChoiceFilter(
        label=_("Age of the complaint"), choices=AGE_CHOICES, empty_label=ANY_LABEL, error_messages=INVALID_CHOICE
    )

    class Meta:
        form = QueueFilterForm

    @classmethod
    def get_filters(cls):
        """Add the filters by day here: `from` is a keyword of Python and cannot be a class attribute."""
        days = {"from": _day_filter(_("Received on or after")), "until": _day_filter(_("Received on or before"))}
        return super().get_filters() | days

    def __init__(self, data, *, queryset=None, actor: Actor, choices: FilterChoices | None = None):
        """Bind the filters. `choices`: if several sets of filters share them; otherwise two statements load them."""
        super().__init__(
            data,
            queryset=Complaint.objects.unscoped("an empty queryset for the form").none()
            if queryset is None
            else queryset,
        )
        self.choices = choices = choices or FilterChoices.for_actor(
            actor, [data.get("office", ""), data.get("place", "")]
        )
        self.filters["category"].extra["choices"] = choices.categories
        self.offices = {office.code: office for office in choices.offices}
        self.own = next(office for office in self.offices.values() if office.path == actor.office_path)
        self.filters["office"].extra["choices"] = self.filters["place"].extra["choices"] = choices.codes
        self.filters["holder"].extra["choices"] = _holder_choices(actor, data.get("holder", ""))
        self.filters["charged"].extra["choices"] = _holder_choices(actor, data.get("charged", ""))
        for name in LINK_ONLY_FILTERS:
            if not data.get(name):
                del self.filters[name]

    @property
    def arguments(self) -> dict:
        """Return the valid filters as arguments of complaint_filters."""
        values = self._valid_values
        return {
            "status": values.get("status") or OPEN,
            "category": values.get("category") or "",
            "office": self.offices.get(values.get("office") or "", self.own if values.get("only") else None),
            "only": bool(values.get("only")),
            "place": self.offices.get(values.get("place") or ""),
            "clock": values.get("clock") or "",
            "contact": values.get("contact") or "",
            "report": values.get("report") or "",
            **{name: str(values.get(name) or "") for name in ("channel", "outcome", "word", "age")},
            **{name: int(values[name]) if values.get(name) else None for name in ("holder", "charged")},
            "received": (values.get("from"), values.get("until")),
        }

    @property
    def applied(self) -> list[tuple[str, str]]:
        """Return the label and the chosen words of every filter that is set."""
        fields = [field for field in self.form if field.name in self._set_names()]
        return [(field.label, _value_label(field)) for field in fields]

    @property
    def errors(self) -> dict:
        """The errors of the form. An address without filters has none, so no form is built to check it."""
        return super().errors if self._names_any else {}

    @property
    def _names_any(self) -> bool:
        """Whether the address has a value for any filter."""
        return any(self.data.get(name) for name in self.base_filters)

    @property
    def _valid_values(self) -> dict:
        """The values of the valid filters; reading `errors` validates the form."""
        return self.form.cleaned_data if self._names_any and self.errors is not None else {}

    def _set_names(self) -> set[str]:
        """Return the names of the filters that are set, except "open", which is the default."""
        return {name for name, value in self._valid_values.items() if value and (name, value) != ("status", OPEN)}

    @property
    def cache_key(self) -> str:
        """Return a digest of everything that the fields show. Filters with the same digest share cached HTML."""
        chosen = [(name, self.data.get(name, "")) for name in self.base_filters]
        postings = [self.filters[name].extra["choices"] for name in ("holder", "charged") if name in self.filters]
        everything_shown = (self.choices.categories, self.choices.codes, postings, chosen)
        return hashlib.sha256(repr(everything_shown).encode()).hexdigest()

    @property
    def is_set(self) -> bool:
        """Return whether any filter is set, other than "open"."""
        return bool(self._set_names())

    @property
    def query(self) -> str:
        """Return the valid filters as a query string, always in the same order."""
        names = self._set_names()
        return urlencode([(field.name, field.value()) for field in self.form if field.name in names]) if names else ""


def _holder_choices(actor: Actor, posting_id: str) -> list[tuple[str, str]]:
    """Return the posting that the URL names, if it is within the actor's offices. No statement if it names none."""
    if not (posting_id.isascii() and posting_id.isdecimal() and len(posting_id) < 19):
        return []
    within = Posting.objects.with_people().filter(office__path__startswith=actor.office_path)
    return [(posting_id, joined(one.officer.title, post_of(one))) for one in within.filter(pk=int(posting_id))]


def _value_label(field) -> str:
    """Return the label of the chosen value, or the formatted day."""
    value = field.form.cleaned_data[field.name]
    return day(value) if isinstance(value, date) else str(dict(field.field.choices)[value])
