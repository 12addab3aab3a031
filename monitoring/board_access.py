"""Access to the board and the pages beside it: heads of offices, monitors and auditors."""

from functools import wraps

from django.shortcuts import render
from django.views.decorators.cache import never_cache

from accounts.actors import Actor
from complaints.rules.desk_tools.export_schedules import BOARD_ROLES
from web.officer_access import posting_required


def may_see_board(actor: Actor) -> bool:
    """Return whether the actor may see the board and the pages beside it."""
    return actor.role in BOARD_ROLES


def board_access_required(view):
    """Decorate a view for officers who may see the board. Others get a page that explains it (403). Never cached."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if may_see_board(request.actor):
            return view(request, *args, **kwargs)
        return render(request, "monitoring/no_board.html", status=403)

    return never_cache(posting_required(guarded))
