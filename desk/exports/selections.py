"""Read a selection of a table from a URL, describe it, and link to its page and file. The queue has its own filters."""

from collections.abc import Iterable, Mapping
from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Office
from accounts.rules.office_tree import is_office_code
from complaints.models import SavedView
from complaints.rules.desk_tools.export_schedules import ViewPage
from desk.exports.tables import ExportableTable, exportable_tables
from desk.formatting import day
from desk.queue.queue_filters import EARLIEST, LATEST

type Applied = list[tuple[str, str]]
"""Parts of a selection in words: a label, which may be empty, and the words."""


def table_of_view(view: SavedView) -> ExportableTable:
    """Return the table that a saved view selects from."""
    return exportable_tables()[ViewPage(view.page)]


def parse_selection(table: ExportableTable, data: Mapping[str, str]) -> dict[str, str]:
    """Return the valid parameters of a table; others are left out. A period is two days in order."""
    selection = {}
    if table.has_office and is_office_code(data.get("office", "")):
        selection["office"] = data["office"]
    first, last = _parse_day(data.get("from", "")), _parse_day(data.get("until", ""))
    if table.with_period and first and last and first <= last:
        selection |= {"from": first.isoformat(), "until": last.isoformat()}
    quarter = _parse_day(data.get("quarter", ""))
    if table.with_quarter and quarter and (quarter.day, quarter.month % 3) == (1, 1):
        selection["quarter"] = quarter.isoformat()
    chosen = {name: data.get(name, "") for name in table.choices}
    return selection | {name: value for name, value in chosen.items() if value in table.choices[name].options}


def find_selected_office(table: ExportableTable, selection: Mapping[str, str]) -> Office | None:
    """Return the office of a selection, or None if it has none or there is no such office. At most one statement."""
    code = selection.get("office", "")
    return Office.objects.filter(code=code).first() if table.has_office and code else None


def find_offices_of_views(views: Iterable[SavedView]) -> dict[int, Office]:
    """Return the offices in the selections of views, by view. One statement, if there are any. The queue has none."""
    codes = {view.pk: parse_selection(table_of_view(view), QueryDict(view.query)).get("office", "") for view in views}
    offices = {office.code: office for office in Office.objects.filter(code__in=set(codes.values()) - {""})}
    return {pk: offices[code] for pk, code in codes.items() if code in offices}


def is_reachable(office: Office | None, table: ExportableTable, selection: Mapping[str, str], office_path: str) -> bool:
    """Return whether the selection has the office that it needs, at or below the reader's.

    `office`: as find_selected_office returns it. `office_path`: of the reader's office.
    """
    if office is None:
        return not table.office_in_path and "office" not in selection
    return office.path.startswith(office_path)


def describe_selection(table: ExportableTable, query: str, office: Office | None = None) -> Applied:
    """Return a saved selection in words. `office`: its office, if it has one."""
    selection = parse_selection(table, QueryDict(query))
    applied = [(_("Office"), office.name)] if office else []
    for name, choice in table.choices.items():
        if value := selection.get(name, choice.default):
            applied.append((str(choice.label), str(choice.options[value])))
    if "from" in selection:
        first, last = (day(date.fromisoformat(selection[name])) for name in ("from", "until"))
        applied.append(("", _("Received from %(first)s to %(last)s") % {"first": first, "last": last}))
    elif table.with_period and "table" not in table.choices:  # some tables of the board have no period
        applied.append(("", str(table.default_period)))
    if table.with_quarter:
        applied.append((_("Quarter"), _describe_quarter(selection.get("quarter", ""))))
    return applied


def _describe_quarter(first_day: str) -> str:
    """Return the first and the last month of a quarter. `first_day`: "" for the newest."""
    if not first_day:
        return _("The newest on the day on which you open it")
    first = date.fromisoformat(first_day)
    months = (date_format(month, "F Y") for month in (first, first.replace(month=first.month + 2)))
    return " – ".join(months)


def selection_url(view: SavedView) -> str:
    """Return the URL of the page with the view's selection."""
    table = table_of_view(view)
    return _url(table, table.page_url_name, view.query)


def file_url(view: SavedView, kind: str) -> str:
    """Return the URL that makes the view's file. `kind`: csv or xlsx."""
    table = table_of_view(view)
    return _url(table, table.file_url_name, view.query, kind=kind)


def export_links(page: ViewPage, data: Mapping[str, str]) -> dict:
    """Return the links of a table's page: its files with this selection, and the page that saves it.

    `data`: the parameters of the page; `office` too if it is part of its address.
    """
    table = exportable_tables()[page]
    query = urlencode(parse_selection(table, data))
    save_url = reverse("desk:save_selection", args=[page])
    return {
        **{kind: _url(table, table.file_url_name, query, kind=kind) for kind in ("csv", "xlsx")},
        "save": f"{save_url}?{query}" if query else save_url,
    }


def _url(table: ExportableTable, name: str, query: str, **arguments: str) -> str:
    """Return the URL of a route of the table with a selection. An office may be part of the path."""
    if table.office_in_path:
        parameters = QueryDict(query, mutable=True)
        arguments["code"] = parameters.pop("office", ["-"])[-1]
        query = parameters.urlencode()
    address = reverse(name, kwargs=arguments)
    return f"{address}?{query}" if query else address


def _parse_day(text: str) -> date | None:
    try:
        parsed = date.fromisoformat(text)
    except ValueError:
        return None
    return parsed if EARLIEST <= parsed <= LATEST else None
