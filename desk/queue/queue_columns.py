"""The columns of a queue: which there are, which an officer chose, and which the URL of a saved view names."""

from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from complaints.models import QueueColumns
from desk.moves.move_form import FIELD_ERRORS

COLUMN_LABELS = {
    "category": _("Category"),
    "gist": _("First words"),
    "place": _("Place"),
    "holder": _("Holder"),
    "status": _("Status"),
    "deadline": _("Next deadline"),
    "received": _("Received"),
    "contact": _("Contact"),
    "report": _("Report"),
    "channel": _("Channel"),
}
"""All columns besides the E-tag, which every row shows, in the order of the table."""
DEFAULT_COLUMNS = ("category", "gist", "place", "holder", "status", "deadline", "received")
POSTING_COLUMN, MATTER_COLUMN = "posting", "matter"
"""Columns of the table that cannot be chosen: the posting, in *Mine* of an officer with several, and the category with
the first words, which share a cell if both are chosen."""
TABLE_LABELS = {**COLUMN_LABELS, POSTING_COLUMN: _("Your posting"), MATTER_COLUMN: _("Matter")}
PARAMETER = "columns"
SEPARATOR = "."


@dataclass(frozen=True)
class ChosenColumns:
    """The columns of a list, in the order of the table. `unknown`: names in the URL that are no columns."""

    names: tuple[str, ...] = DEFAULT_COLUMNS
    unknown: tuple[str, ...] = ()

    @property
    def parameter(self) -> str:
        """Return the value of the URL parameter that names these columns."""
        return SEPARATOR.join(self.names)


class QueueColumnsForm(forms.Form):
    """The columns that an officer wants to see. At least one, so that a row says what it is about."""

    columns = forms.MultipleChoiceField(
        label=_("Columns"),
        choices=list(COLUMN_LABELS.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages=FIELD_ERRORS
        | {
            "required": _("Choose at least one column."),
            "invalid_choice": _("There is no column with this name: %(value)s"),
        },
    )


def chosen_columns(request: HttpRequest) -> ChosenColumns:
    """Return the columns that the URL names, else those that the officer chose, else the default.

    Names that are no columns (any more) are left out. One statement; none if the URL names columns.
    """
    if named := request.GET.get(PARAMETER, ""):
        return parse_columns(named.split(SEPARATOR)[: 2 * len(COLUMN_LABELS)])
    stored = QueueColumns.objects.filter(officer=request.actor.officer_id).values_list("columns", flat=True).first()
    return ChosenColumns(parse_columns(stored or ()).names)


def parse_columns(names: Iterable[str]) -> ChosenColumns:
    """Return the known columns in the order of the table, the default if none is known; and the unknown names."""
    names = list(names)
    known = tuple(name for name in COLUMN_LABELS if name in names)
    return ChosenColumns(known or DEFAULT_COLUMNS, tuple(name for name in names if name not in COLUMN_LABELS))


def table_columns(
    names: Iterable[str] = DEFAULT_COLUMNS, *, with_holder: bool = True, with_posting: bool = False
) -> tuple[str, ...]:
    """Return the columns of one table. `with_holder`: False in an officer's own queue, where all rows have the same."""
    shown = [name for name in names if with_holder or name != "holder"]
    if {"category", "gist"} <= set(shown):
        shown = [MATTER_COLUMN, *(name for name in shown if name not in {"category", "gist"})]
    return (*shown, POSTING_COLUMN) if with_posting else tuple(shown)
