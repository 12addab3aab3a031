"""The open data page, and its files at addresses that never change."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.replica_reads import read_from_replica
from monitoring.open_data_fields import FIGURE_FIELDS, LICENCE, REVIEW_FIELDS, TITLES
from monitoring.queries.open_data import load_open_data
from monitoring.queries.public_figures import latest_publication
from monitoring.rules.small_number_suppression import SMALLEST


@require_safe
@read_from_replica
def show_open_data(request: HttpRequest) -> HttpResponse:
    """List the files with their checksums, the licence and the data dictionary. Four queries."""
    context = {
        "publication": latest_publication(),
        "files": load_open_data(),
        "licence": LICENCE,
        "smallest": SMALLEST,
        "tables": [(TITLES["figures"], FIGURE_FIELDS), (TITLES["reviews"], REVIEW_FIELDS)],
    }
    return render(request, "monitoring/open_data.html", context)


@require_safe
@read_from_replica
def download_open_data(request: HttpRequest, name: str) -> HttpResponse:
    """Return one file. Its ETag is its SHA-256. 404 before the first publication. Three queries."""
    file = next((one for one in load_open_data() if one.name == name), None)
    if file is None:
        raise Http404
    etag = f'"{file.sha256}"'
    response = HttpResponse(file.content, content_type=file.content_type)
    if request.headers.get("If-None-Match") == etag:
        response = HttpResponseNotModified()
    response["ETag"] = etag
    return response
