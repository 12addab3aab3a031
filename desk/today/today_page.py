"""*Today*: the first page of the desk. Everything that waits for an officer, over all of their postings."""

from collections import defaultdict
from dataclasses import replace
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.rules.roles import Role
from desk.page_access import works_in_queue
from desk.queries.queue_rows import load_queue_rows
from desk.queries.waiting_complaints import list_waiting_complaints, load_last_turns
from desk.rules.why_now import Duty
from desk.today.today_lines import NO_TURN, TodayLine, in_groups, line_of_complaint, line_of_task
from desk.today.waiting_tasks import OfficerPostings, WaitingTask, load_waiting_tasks
from web.officer_access import posting_required

SHOWN = 100


@require_safe
@never_cache
@posting_required
def show_today(request: HttpRequest) -> HttpResponse:
    """Show what waits for the officer, in the order of the next deadline. Each row opens under its own posting."""
    at = timezone.now()
    postings = OfficerPostings.of(request.user, request.postings)
    lines, is_cut = load_today(postings, at=at)
    groups = in_groups(lines, at=at, most=SHOWN)
    context = {
        "groups": groups,
        "number": len(lines),
        "late": sum(line.is_late(at) for line in lines),
        "is_at_least": is_cut,
        "is_cut": is_cut or any(group.number > len(group.lines) for group in groups.values()),
        "has_queue": any(works_in_queue(actor) for actor in postings.actors),
    }
    return render(request, "desk/today.html", context)


def load_today(postings: OfficerPostings, *, at: datetime) -> tuple[list[TodayLine], bool]:
    """Return what waits under all postings, and whether more may wait, because a list was too long to be read whole.

    Of a list that was not read whole, the nearest deadlines were read.
    The number of statements does not depend on the number of postings: the queues, their rows and what last happened
    are three, and each source of tasks (desk.today.waiting_tasks) has a constant number.
    """
    # A clerk reads the queue of the office's officers, but can do none of its work.
    workers = postings.acting(lambda actor: works_in_queue(actor) and actor.role is not Role.CLERK)
    waiting, is_queue_cut = list_waiting_complaints(workers, at=at)
    tasks, are_tasks_cut = load_waiting_tasks(postings, at=at)
    ids = {one.complaint_id for one in waiting} | {task.complaint_id for task in tasks if task.complaint_id}
    rows = {row["id"]: row for row in load_queue_rows(sorted(ids))} if ids else {}
    held = [one.complaint_id for one in waiting if one.duty is Duty.HOLDER]
    turns = load_last_turns(held) if held else {}
    tasks_of_complaint = defaultdict[int, list[WaitingTask]](list)
    for task in tasks:
        if task.complaint_id:
            tasks_of_complaint[task.complaint_id].append(task)
    lines = []
    for one in waiting:
        if row := rows.get(one.complaint_id):
            posting, turn = postings.postings[one.under], turns.get(one.complaint_id, NO_TURN)
            line = line_of_complaint(one, row, posting, turn, at=at)
            if line and not any(line.is_replaced_by(task) for task in tasks_of_complaint[one.complaint_id]):
                lines.append(line)
    lines += [
        line_of_task(task, rows.get(task.complaint_id), at=at)
        for task in tasks
        if not task.complaint_id or task.complaint_id in rows
    ]
    if len(postings.postings) < 2:
        lines = [replace(line, posting="") for line in lines]
    return lines, is_queue_cut or are_tasks_cut
