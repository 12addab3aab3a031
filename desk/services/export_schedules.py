"""Schedule exports of saved views, and send the links that are due. The mails hold no figures."""

import logging
from datetime import datetime

from django.db import transaction
from django.http import QueryDict
from django.utils.timezone import localdate, localtime

from accounts.actors import Actor
from accounts.middleware import POSTING_PARAMETER
from accounts.models import Posting
from accounts.models.staff_act import StaffActKind
from accounts.services.admin_log import log_staff_act
from accounts.services.row_failures import RowFailures
from complaints.models import ExportSchedule, SavedView
from complaints.rules.desk_tools.export_schedules import ExportRhythm, StopReason, next_day
from complaints.services import saved_views
from desk.exports.selections import find_selected_office, is_reachable, parse_selection, table_of_view
from desk.queries.saved_views import openable_views
from ledger.service_exceptions import NotPermitted
from notifications.services import enqueue

logger = logging.getLogger(__name__)

HOUR = 7
"""From this hour of the day in Pakistan the links are sent."""


def may_open_page_of_view(view: SavedView, actor: Actor) -> bool:
    """Return whether the actor may open the page that a view selects from, with its office. One statement at most."""
    table = table_of_view(view)
    if not table.may_open(actor):
        return False
    selection = parse_selection(table, QueryDict(view.query))
    return is_reachable(find_selected_office(table, selection), table, selection, actor.office_path)


def may_open_view(view: SavedView, actor: Actor) -> bool:
    """Return whether the actor may open a view and the page that it selects from. Two statements at most."""
    return may_open_page_of_view(view, actor) and openable_views(actor).filter(pk=view.pk).exists()


def may_schedule(view: SavedView, by: Actor) -> bool:
    """Return whether the actor may schedule a view: one that they open under their own posting, not for an absentee."""
    return by.head_on_leave is None and may_open_view(view, by)


@transaction.atomic
def schedule_export(view: SavedView, rhythm: ExportRhythm, *, by: Actor, at: datetime) -> ExportSchedule:
    """Send the link of this view to the actor's posting from the next day of the rhythm on.

    A schedule of the same view and posting is replaced. Raises NotPermitted.
    """
    if not may_schedule(view, by):
        raise NotPermitted("schedule an export")
    values = {"rhythm": rhythm, "next_on": next_day(rhythm, localdate(at)), "stopped_at": None, "stop_reason": ""}
    schedule, _is_new = ExportSchedule.objects.update_or_create(view=view, posting_id=by.posting_id, defaults=values)
    return schedule


def stop_own_schedule(view: SavedView, *, by: Actor, at: datetime) -> bool:
    """Stop the schedules of this officer for a view, under whichever posting. Return whether there was one."""
    running = ExportSchedule.objects.filter(view=view, posting__officer=by.officer_id, stopped_at=None)
    return bool(running.update(stopped_at=at, stop_reason=StopReason.OWN))


@transaction.atomic
def delete_view(view: SavedView, *, by: Actor, at: datetime) -> None:
    """Delete a view. The schedules of other officers stop first, with a message to them. Raises PermissionError."""
    of_others = ExportSchedule.objects.filter(view=view, stopped_at=None).exclude(posting__officer=by.officer_id)
    for schedule in of_others.select_related("posting__officer").select_for_update(of=("self",)).order_by("pk"):
        _stop(schedule, StopReason.NO_ACCESS, at=at)
    saved_views.delete_view(view, by=by)


def send_due_exports(*, at: datetime) -> int:
    """Send the links that are due today, and stop schedules whose reader may no longer open the view.

    Return how many links were sent. Safe to repeat and to run twice at once: each schedule is handled in its own
    transaction, which moves it to its next day. Raises RowsFailed at the end if some could not be handled.
    """
    if localtime(at).hour < HOUR:
        return 0
    due = ExportSchedule.objects.filter(stopped_at=None, next_on__lte=localdate(at)).order_by("pk")
    sent, failures = 0, RowFailures(logger)
    for schedule_id in list(due.values_list("pk", flat=True)):
        with failures.caught("Export schedule %s could not be handled", schedule_id):
            sent += _send_or_stop(schedule_id, at=at)
    failures.raise_if_any()
    return sent


@transaction.atomic
def _send_or_stop(schedule_id: int, *, at: datetime) -> bool:
    """Send one link, or stop the schedule. Return whether the link was sent."""
    running = ExportSchedule.objects.filter(pk=schedule_id, stopped_at=None, next_on__lte=localdate(at))
    schedule = running.select_for_update(skip_locked=True).first()
    if schedule is None:
        return False
    current = Posting.objects.current(at).filter(pk=schedule.posting_id, officer__is_active=True)
    posting = current.with_people().first()
    if posting is None:
        _stop(schedule, StopReason.POSTING_ENDED, at=at)
        return False
    if not may_open_view(schedule.view, Actor.of(posting)):
        _stop(schedule, StopReason.NO_ACCESS, at=at)
        return False
    due_on, today = schedule.next_on, localdate(at)
    schedule.next_on = next_day(ExportRhythm(schedule.rhythm), today)
    schedule.save(update_fields=["next_on"])
    path = f"/desk/views/{schedule.view_id}/export/?{POSTING_PARAMETER}={posting.pk}"
    facts = {"path": path, "via": "email"}
    key = f"export:{schedule.pk}:{due_on.isoformat()}"
    enqueue(recipient=f"officer:{posting.officer_id}", template="export_ready", context=facts, at=at, dedupe_key=key)
    return True


def _stop(schedule: ExportSchedule, reason: StopReason, *, at: datetime) -> None:
    """Stop a schedule, tell its owner, and write it into the admin log. Neither names a complaint or the view."""
    schedule.stopped_at, schedule.stop_reason = at, reason
    schedule.save(update_fields=["stopped_at", "stop_reason"])
    owner = schedule.posting.officer
    words = f"view {schedule.view_id}: {schedule.get_stop_reason_display()}"
    log_staff_act(StaffActKind.EXPORT_STOPPED, officer=owner, by=None, at=at, words=words)
    facts = {"path": "/desk/views/", "reason": str(reason), "via": "email"}
    key = f"export:{schedule.pk}:stopped:{at.isoformat()}"
    enqueue(recipient=f"officer:{owner.pk}", template="export_stopped", context=facts, at=at, dedupe_key=key)
