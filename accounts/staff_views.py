"""The admin log: a page on which monitors, auditors and administrators read what administrators did."""

import re

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.administration import administers
from accounts.queries.staff_acts import acts
from accounts.rules.offices import OfficeKind
from accounts.rules.roles import Role
from web.access import posting_required

WATCHERS = {Role.AUDITOR, Role.MONITOR}


def reads_acts(actor) -> bool:
    """Return whether an actor may read the admin log: monitors and auditors at the CPO, and administrators."""
    watches = bool(actor) and actor.role in WATCHERS and actor.office_kind == OfficeKind.CENTRAL
    return watches or administers(actor)


@require_http_methods(["GET", "HEAD"])
@never_cache
@posting_required
def staff_acts(request):
    """Show the admin log, newest first; `before` (an id) shows older entries. 404 for actors who may not read it."""
    if not reads_acts(request.actor):
        raise Http404
    before = request.GET.get("before", "")
    page = acts(before=int(before) if re.fullmatch(r"[0-9]{1,18}", before) else None)
    return render(request, "accounts/staff_acts.html", {"page": page})
