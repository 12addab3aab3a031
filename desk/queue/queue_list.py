"""A queue's list: within its page, and alone when htmx refreshes the page (templates/desk/list.html)."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers

from accounts.actors import Actor
from accounts.rules.roles import Role
from desk.queries.complaint_list_pages import ComplaintListPage
from desk.queue.bulk_marking_page import may_select_rows
from desk.queue.page_links import page_links_context
from desk.queue.queue_columns import COLUMN_LABELS, chosen_columns, table_columns
from desk.queue.row_display import QueueRow, make_queue_row

LIST_TEMPLATE = "desk/list.html"


def render_queue(
    request: HttpRequest, template: str, page: ComplaintListPage, *, at: datetime, postings: Sequence = (), **context
) -> HttpResponse:
    """Return the whole page; for htmx only the list, or 304 if the browser has it already (`If-None-Match`).

    `postings`: the reader's, if the list merges several; each row then has the actor of its posting in `under`.
    The ETag is a digest of the rendered list, because its badges change while the clocks run.
    """
    rows, chosen = _display_rows(request, page, postings, at=at), chosen_columns(request)
    with_holder = not postings or request.actor.role is Role.CLERK
    context |= {
        "rows": rows,
        # Whether a badge shows a nearer deadline than the one by which the list is sorted (decision 0018).
        "has_nearer": any(
            row.order is not None and row.order.at < data["due_at"] for row, data in zip(rows, page.rows, strict=True)
        ),
        "may_tick": any(may_select_rows(Actor.of(one)) for one in postings)
        if postings
        else may_select_rows(request.actor),
        "columns": table_columns(chosen.names, with_holder=with_holder, with_posting=len(postings) > 1),
        "chosen_columns": chosen,
        "column_choices": [(name, label, name in chosen.names) for name, label in COLUMN_LABELS.items()],
    }
    context |= page_links_context(request, page)
    listed = render_to_string(
        LIST_TEMPLATE, context | {"request": request}
    )  # without the context processors, which it does not need
    version = f'"{hashlib.sha256(listed.encode()).hexdigest()[:32]}"'
    if not request.htmx:
        response = render(request, template, context | {"listed": listed, "version": version})
    elif version in request.headers.get("If-None-Match", ""):
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(listed)
    response["ETag"] = version
    patch_vary_headers(response, ["HX-Request"])
    return response


def _display_rows(request: HttpRequest, page: ComplaintListPage, postings: Sequence, *, at: datetime) -> list[QueueRow]:
    """Return the rows as the reader sees them, each with the posting that it belongs to if there are several."""
    if len(postings) < 2:
        return [make_queue_row(row, at=at, covers=request.actor.covers) for row in page.rows]
    by_actor = {Actor.of(one): one for one in postings}
    return [make_queue_row(row, at=at, covers=row["under"].covers, posting=by_actor[row["under"]]) for row in page.rows]
