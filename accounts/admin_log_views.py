"""The admin log: a page on which monitors, auditors and administrators read what administrators did."""

import re

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.admin_base import is_administrator
from accounts.queries.admin_log_page import load_admin_log_page
from accounts.rules.office_tree import OfficeKind
from accounts.rules.roles import Role
from web.officer_access import posting_required

WATCHERS = {Role.AUDITOR, Role.MONITOR}


def may_read_admin_log(actor) -> bool:
    """Return whether an actor may read the admin log: monitors and auditors at the CPO, and administrators."""
    watches = bool(actor) and actor.role in WATCHERS and actor.office_kind == OfficeKind.CENTRAL
    return watches or is_administrator(actor)


@require_http_methods(["GET", "HEAD"])
@never_cache
@posting_required
def show_admin_log(request):
    """Show the admin log, newest first; `before` (an id) shows older entries. 404 for actors who may not read it."""
    if not may_read_admin_log(request.actor):
        raise Http404
    before = request.GET.get("before", "")
    page = load_admin_log_page(before=int(before) if re.fullmatch(r"[0-9]{1,18}", before) else None)
    return render(request, "accounts/staff_acts.html", {"page": page})
