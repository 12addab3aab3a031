"""Read a selection of the league or of a station sheet from a URL, and describe it. The queue has its own filters."""

from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from complaints.models import SavedView
from complaints.rules.desk_tools.export_schedules import ViewPage
from desk.formatting import day
from desk.queue.queue_filters import EARLIEST, LATEST

ORDERS = frozenset({"name", "reported", "contacted", "reopened", "denied"})
"""The values of `by`, the order of the league."""


def parse_selection(page: ViewPage, data: QueryDict) -> dict[str, str]:
    """Return the valid parameters of a league or station sheet: a period of two days in order, and the order."""
    first, last = _parse_day(data.get("from", "")), _parse_day(data.get("until", ""))
    selection = {}
    if first and last and first <= last:
        selection = {"from": first.isoformat(), "until": last.isoformat()}
    if page is ViewPage.LEAGUE and data.get("by") in ORDERS:
        selection["by"] = data["by"]
    return selection


def describe_selection(page: ViewPage, query: str) -> str:
    """Return the period of a saved league or station sheet in words."""
    selection = parse_selection(page, QueryDict(query))
    if "from" not in selection:
        return _("The last 30 days, counted back from the day on which you open it")
    first, last = (day(date.fromisoformat(selection[name])) for name in ("from", "until"))
    return _("Received from %(first)s to %(last)s") % {"first": first, "last": last}


def selection_url(view: SavedView) -> str:
    """Return the URL of the page with the view's selection."""
    return _with_query(_page_url(view), view.query)


def file_url(view: SavedView, kind: str) -> str:
    """Return the URL that makes the view's file. `kind`: csv or xlsx."""
    match ViewPage(view.page):
        case ViewPage.QUEUE:
            address = reverse("desk:export_office_queue", args=[kind])
        case ViewPage.LEAGUE:
            address = reverse(f"league_{kind}")
        case ViewPage.STATION:
            address = reverse("station_file", args=[view.station.code, kind])
    return _with_query(address, view.query)


def selection_query(selection: dict[str, str]) -> str:
    """Return the parameters as a query string."""
    return urlencode(selection)


def _page_url(view: SavedView) -> str:
    match ViewPage(view.page):
        case ViewPage.QUEUE:
            return reverse("desk:office")
        case ViewPage.LEAGUE:
            return reverse("league")
        case ViewPage.STATION:
            return reverse("station", args=[view.station.code])


def _with_query(address: str, query: str) -> str:
    return f"{address}?{query}" if query else address


def _parse_day(text: str) -> date | None:
    try:
        parsed = date.fromisoformat(text)
    except ValueError:
        return None
    return parsed if EARLIEST <= parsed <= LATEST else None
