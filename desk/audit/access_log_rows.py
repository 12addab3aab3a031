"""Rows of the access log, findings, searches, look-ups and exports, as the auditors' pages show them."""

from django.http import QueryDict
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from complaints.models import AccessSearch, Finding, Reading
from complaints.models.exports_and_lookups import Export, LookUp
from desk.formatting import moment, post_of
from documents.formula_escaping import escape_formula

COLUMNS = [
    gettext_lazy("When"),
    gettext_lazy("Officer"),
    gettext_lazy("E-mail"),
    gettext_lazy("Post"),
    gettext_lazy("Office"),
    gettext_lazy("E-tag"),
    gettext_lazy("How"),
    gettext_lazy("Reason"),
]
LOG_LABELS = {
    "numbers": gettext_lazy("Searches by name or number"),
    "files": gettext_lazy("Exports"),
    "audit_export": gettext_lazy("Audit export"),
}
FILTER_LABELS = {
    "officer": gettext_lazy("Officer"),
    "complaint": gettext_lazy("E-tag"),
    "office": gettext_lazy("Office"),
    "from": gettext_lazy("From"),
    "until": gettext_lazy("Until"),
}


def reading_row(row: Reading) -> dict:
    """Return one reading for the page."""
    return {
        "at": row.at,
        "when": moment(row.at),
        "officer": row.posting.officer.title,
        "post": post_of(row.posting),
        "etag": row.complaint.etag,
        "how": row.get_kind_display(),
        "why": row.why,
        "officer_url": f"{reverse('desk:access_log')}?{_query_string(officer=row.posting.officer.email)}",
        "complaint_url": f"{reverse('desk:access_log')}?{_query_string(complaint=row.complaint.etag)}",
    }


def reading_csv_cells(row: Reading) -> list[str]:
    """Return one reading as cells of the CSV file, protected against formula injection."""
    officer, at = row.posting.officer, localtime(row.at).isoformat(sep=" ", timespec="seconds")
    post, office = row.posting.post, row.posting.office.name
    values = [
        at,
        officer.title,
        officer.email,
        post,
        office,
        row.complaint.spaced_etag,
        row.get_kind_display(),
        row.why,
    ]
    return [escape_formula(str(value)) for value in values]


def lookup_row(row: LookUp) -> dict:
    """Return one search for a person. The number or name itself is not stored."""
    number_shown = ngettext("%(n)d complaint shown", "%(n)d complaints shown", row.found) % {"n": row.found}
    return _actor_columns(row) | {"what": row.get_kind_display(), "more": number_shown}


def export_row(row: Export) -> dict:
    """Return one export of a queue, with the filters from its URL."""
    rows = _("Not completed") if row.rows is None else ngettext("%(n)d row", "%(n)d rows", row.rows) % {"n": row.rows}
    return _actor_columns(row) | {"what": f"{row.get_kind_display()} · {rows}", "more": row.asked}


def _actor_columns(row) -> dict:
    return {"at": row.at, "when": moment(row.at), "who": row.posting.officer.title, "post": post_of(row.posting)}


def finding_row(row: Finding) -> dict:
    """Return one finding for the page."""
    return {"when": moment(row.at), "who": row.by.officer.title, "words": row.text}


def search_row(row: AccessSearch) -> dict:
    """Return one search of the log for the page. A search without filters is shown as "Everything"."""
    parts = [str(LOG_LABELS[row.asked["of"]])] if row.asked.get("of") in LOG_LABELS else []
    parts += [f"{FILTER_LABELS[name]}: {value}" for name, value in row.asked.items() if name in FILTER_LABELS]
    return {
        "at": row.at,
        "when": moment(row.at),
        "who": row.by.officer.title,
        "kind": row.get_kind_display(),
        "filters": " · ".join(parts) or _("Everything"),
    }


def links_to_matches(form, search_parameters: QueryDict, address: str) -> list[tuple[str, str]]:
    """Return the officers or offices that match an ambiguous search, each with the URL of a search for that one."""
    links = []
    for name, matches in form.choices.items():
        for key, label in matches:
            parameters = search_parameters.copy()
            parameters[name] = key
            links.append((label, f"{address}?{parameters.urlencode()}"))
    return links


def _query_string(**parameters: str) -> str:
    query = QueryDict(mutable=True)
    query.update(parameters)
    return query.urlencode()
