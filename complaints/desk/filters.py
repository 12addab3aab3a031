"""The filters of the office's queue, in the URL. What they mean is one function: complaints.queries.narrowing."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Self
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.forms import DateInput, Form
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, DateFilter, FilterSet

from accounts.actors import Actor
from accounts.models import Office, Posting
from accounts.queries.remembered import remembered, worked_out
from accounts.rules.offices import Kind, is_code
from complaints.desk.saying import day, joined, post_of
from complaints.models import Category, Complaint
from complaints.models.words import CHANNELS, CONTACTS, DESK_STATUSES, OUTCOMES
from complaints.queries import narrowing

STATUS_CHOICES = [
    (narrowing.OPEN, _("Open")),
    *((str(s), words) for s, words in DESK_STATUSES),
    (narrowing.ALL, _("All")),
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
    (narrowing.IN_TIME, _("On time")),
    (narrowing.LATE, _("Late or overdue")),
]
REPORT_CHOICES = [
    (narrowing.IN_TIME, _("On time")),
    (narrowing.LATE, _("Late or overdue")),
    (narrowing.GIVEN, _("Submitted")),
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
LINKED = ("holder", "charged", "channel", "outcome", "word", "age")
"""Reached by a link (the team's page, the board), not offered on a page that is full of choices already."""
REACH = {
    Kind.CENTRAL: (Kind.REGION, Kind.DISTRICT),
    Kind.REGION: (Kind.DISTRICT, Kind.DIVISION),
}
"""Which offices are offered by name where a list of all would be too long; any other within reach can be linked to."""
ANY = _("Any")
ITSELF_CHOICES = [("1", _("Yes"))]
NOT_OFFERED = {"invalid_choice": _("This is not one of the choices.")}
NOT_A_DATE = {"invalid": _("This is not a date.")}
EARLIEST, LATEST = date(1900, 1, 1), date(2999, 12, 31)


class QueueFilterForm(Form):
    """Every filter may stay empty, and a period runs forwards."""

    def clean(self):
        given = super().clean()
        if given.get("from") and given.get("until") and given["from"] > given["until"]:
            self.add_error("until", _("The end date is before the start date."))
            del given["from"]
        return given


def _day(label) -> DateFilter:
    widget = DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return DateFilter(
        label=label,
        widget=widget,
        error_messages=NOT_A_DATE,
        input_formats=["%Y-%m-%d"],
        validators=[_within_reason],
    )


def _within_reason(day: date) -> None:
    """A day that the calendar, moved to another time zone, still holds. Raises ValidationError."""
    if not EARLIEST <= day <= LATEST:
        raise ValidationError(NOT_A_DATE["invalid"])


@dataclass(frozen=True, eq=False)
class Choices:
    """What may be chosen from by an actor, for one set of filters or several; equal to itself alone."""

    categories: list[tuple[str, str]]
    offices: list[Office]

    @classmethod
    def of(cls, actor: Actor, wanted: Iterable[str] = ()) -> Self:
        """Two statements at most: the categories, and the offices within the actor's reach, those of the codes
        `wanted` too."""
        reach = Reach(actor.office_path, actor.office_kind, tuple(code for code in wanted if is_code(code)))
        return worked_out(Offered(reach, get_language()))

    @cached_property
    def codes(self) -> list[tuple[str, str]]:
        """Of the offices: what stands in the address, and what is shown."""
        return [(office.code, office.name) for office in self.offices]

    @cached_property
    def digest(self) -> str:
        """Equal where a reader is shown the same."""
        return hashlib.sha256(repr((self.categories, self.codes)).encode()).hexdigest()


@dataclass(frozen=True)
class Offered:
    """Makes the choices of a reach, in the reader's language."""

    reach: "Reach"
    language: str

    def __call__(self) -> Choices:
        categories = [(category.code, category.name) for category in remembered(_categories)]
        return Choices(categories, remembered(self.reach))


class QueueFilter(FilterSet):
    """Reads and checks the parameters; a part that is wrong is named beside its field and left out."""

    status = ChoiceFilter(label=_("Status"), choices=STATUS_CHOICES, empty_label=None, error_messages=NOT_OFFERED)
    category = ChoiceFilter(label=_("Category"), empty_label=ANY, error_messages=NOT_OFFERED)
    office = ChoiceFilter(label=_("Office"), empty_label=_("All my offices"), error_messages=NOT_OFFERED)
    place = ChoiceFilter(label=_("Incident place"), empty_label=ANY, error_messages=NOT_OFFERED)
    only = ChoiceFilter(
        label=_("This office only"), choices=ITSELF_CHOICES, empty_label=ANY, error_messages=NOT_OFFERED
    )
    clock = ChoiceFilter(label=_("Deadline"), choices=CLOCK_CHOICES, empty_label=ANY, error_messages=NOT_OFFERED)
    contact = ChoiceFilter(label=_("Contact"), choices=CONTACT_CHOICES, empty_label=ANY, error_messages=NOT_OFFERED)
    holder = ChoiceFilter(label=_("Holder"), empty_label=ANY, error_messages=NOT_OFFERED)
    charged = ChoiceFilter(
        label=_("Reopened after report or acceptance by"), empty_label=ANY, error_messages=NOT_OFFERED
    )
    report = ChoiceFilter(label=_("Report"), choices=REPORT_CHOICES, empty_label=ANY, error_messages=NOT_OFFERED)
    channel = ChoiceFilter(label=_("Channel"), choices=CHANNELS, empty_label=ANY, error_messages=NOT_OFFERED)
    outcome = ChoiceFilter(label=_("Outcome"), choices=OUTCOMES, empty_label=ANY, error_messages=NOT_OFFERED)
    word = ChoiceFilter(label=_("Complainant"), choices=WORD_CHOICES, empty_label=ANY, error_messages=NOT_OFFERED)

    age = ChoiceFilter(label=_("Age"), choices=AGE_CHOICES, empty_label=ANY, error_messages=NOT_OFFERED)

    class Meta:
        form = QueueFilterForm

    @classmethod
    def get_filters(cls):
        """`from` is a word of Python, so the two days are added by their names."""
        days = {"from": _day(_("Received on or after")), "until": _day(_("Received on or before"))}
        return super().get_filters() | days

    def __init__(self, data, *, queryset=None, actor: Actor, choices: Choices | None = None):
        """Two statements at most, unless the choices are handed in."""
        super().__init__(data, queryset=Complaint.objects.for_system().none() if queryset is None else queryset)
        choices = choices or Choices.of(actor, [data.get("office", ""), data.get("place", "")])
        self.filters["category"].extra["choices"] = choices.categories
        self.offices = {office.code: office for office in choices.offices}
        self.own = next(office for office in self.offices.values() if office.path == actor.office_path)
        self.filters["office"].extra["choices"] = self.filters["place"].extra["choices"] = choices.codes
        self.filters["holder"].extra["choices"] = _posting(actor, data.get("holder", ""))
        self.filters["charged"].extra["choices"] = _posting(actor, data.get("charged", ""))
        for name in LINKED:
            if not data.get(name):
                del self.filters[name]

    @property
    def narrowing(self) -> dict:
        """The arguments of `narrow`, of everything that is right."""
        right = self._right
        return {
            "status": right.get("status") or narrowing.OPEN,
            "category": right.get("category") or "",
            "office": self.offices.get(right.get("office") or "", self.own if right.get("only") else None),
            "only": bool(right.get("only")),
            "place": self.offices.get(right.get("place") or ""),
            "clock": right.get("clock") or "",
            "contact": right.get("contact") or "",
            "report": right.get("report") or "",
            **{name: str(right.get(name) or "") for name in ("channel", "outcome", "word", "age")},
            **{name: int(right[name]) if right.get(name) else None for name in ("holder", "charged")},
            "received": (right.get("from"), right.get("until")),
        }

    @property
    def applied(self) -> list[tuple[str, str]]:
        """Label and words of every filter that is set, as its reader chose them."""
        fields = [field for field in self.form if field.name in self._given()]
        return [(field.label, _words(field)) for field in fields]

    @property
    def _right(self) -> dict:
        """What was asked and can be read; to ask for the errors is to check."""
        return self.form.cleaned_data if self.errors is not None else {}

    def _given(self) -> set[str]:
        return {name for name, value in self._right.items() if value and (name, value) != ("status", narrowing.OPEN)}

    @property
    def is_set(self) -> bool:
        """Whether anything narrows the queue beyond "open"."""
        return bool(self._given())

    @property
    def query(self) -> str:
        """Everything that is right and set, as an address says it, always in the same order."""
        given = self._given()
        return urlencode([(field.name, field.value()) for field in self.form if field.name in given])


def _posting(actor: Actor, given: str) -> list[tuple[str, str]]:
    """The posting that the address names, if it lies within the actor's reach. A statement only where it names one."""
    if not (given.isascii() and given.isdecimal() and len(given) < 19):
        return []
    within = Posting.objects.with_people().filter(office__path__startswith=actor.office_path)
    return [(given, joined(one.officer.title, post_of(one))) for one in within.filter(pk=int(given))]


def _words(field) -> str:
    """The words of the chosen one, or the day as it is written elsewhere."""
    value = field.form.cleaned_data[field.name]
    return day(value) if isinstance(value, date) else str(dict(field.field.choices)[value])


def _categories(**given) -> QuerySet:
    return Category.objects.only("code", "name_en", "name_ur")


@dataclass(frozen=True)
class Reach:
    """Writes the query of the offices to choose from, one's own first; of the codes `wanted`, those within that.

    A code that is none must not be among them: PostgreSQL takes no NUL.
    """

    path: str
    kind: Kind
    wanted: tuple[str, ...]

    def __call__(self, **given) -> QuerySet:
        within = Office.objects.filter(path__startswith=self.path).order_by("path")
        kinds = REACH.get(self.kind)
        named = Q(kind__in=kinds or []) | Q(path=self.path) | Q(code__in=self.wanted)
        return (within.filter(named) if kinds else within).only("code", "kind", "path", "name_en", "name_ur")
