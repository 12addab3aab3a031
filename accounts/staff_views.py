"""What administrators did, for those who watch them."""

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
    """Whether somebody reads the acts of administration: who watches from the Central Police Office, and who did."""
    watches = bool(actor) and actor.role in WATCHERS and actor.office_kind == OfficeKind.CENTRAL
    return watches or administers(actor)


@require_http_methods(["GET", "HEAD"])
@never_cache
@posting_required
def staff_acts(request):
    """The newest first; `before`, an id, leads to older ones. 404 for whom it is none of their business."""
    if not reads_acts(request.actor):
        raise Http404
    before = request.GET.get("before", "")
    page = acts(before=int(before) if re.fullmatch(r"[0-9]{1,18}", before) else None)
    return render(request, "accounts/staff_acts.html", {"page": page})
