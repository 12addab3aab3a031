"""The tables of the desk whose selection can be saved, shared, scheduled and exported.

The setting EXPORTABLE_TABLES lists them, because some belong to apps above this one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from complaints.rules.desk_tools.export_schedules import ViewPage


@dataclass(frozen=True)
class Choice:
    """A parameter of a table: its label, and the text of each value that it may have. `default`: without a value."""

    label: str
    options: Mapping[str, str]
    default: str = ""


@dataclass(frozen=True)
class ExportableTable:
    """A page with a table, and the parameters that select its rows.

    may_open: whether an actor may open the page, whatever the selection.
    page_url_name, file_url_name: routes. The file's takes `kind`, csv or xlsx, and POST, because exports are logged.
    office_in_path: whether both routes take the code of an office, `code`; `with_office`: whether `office` is a
    parameter instead. The office must be at or below the reader's.
    with_period: whether `from` and `until` choose days of receipt. `default_period`: which days the page shows
    without them, in words.
    with_quarter: whether `quarter`, its first day, chooses a quarter. Without it the page shows the newest.
    """

    page: ViewPage
    may_open: Callable[[Actor], bool]
    page_url_name: str
    file_url_name: str
    office_in_path: bool = False
    with_office: bool = False
    with_period: bool = False
    default_period: str = _("The last 30 days, counted back from the day on which you open it")
    with_quarter: bool = False
    choices: Mapping[str, Choice] = field(default_factory=dict)

    @property
    def has_office(self) -> bool:
        return self.with_office or self.office_in_path


@cache
def exportable_tables() -> dict[ViewPage, ExportableTable]:
    """Return all tables by their page."""
    return {table.page: table for path in settings.EXPORTABLE_TABLES for table in import_string(path)}
