"""Who may look at the board: heads of offices, monitors and auditors."""

from functools import wraps

from django.shortcuts import render
from django.views.decorators.cache import never_cache

from accounts.actors import Actor
from accounts.rules.roles import Role
from web.access import posting_required

WATCHING_ROLES = frozenset({Role.SUPERVISOR, Role.MONITOR, Role.AUDITOR})


def may_watch(actor: Actor) -> bool:
    return actor.role in WATCHING_ROLES


def watching_required(view):
    """Let in who may watch; another officer is told whose page it is (403). Nobody's browser keeps it."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if may_watch(request.actor):
            return view(request, *args, **kwargs)
        return render(request, "monitoring/no_board.html", status=403)

    return never_cache(posting_required(guarded))
