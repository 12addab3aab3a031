"""Samples of officers' notifications: those that belong to the copied messages and delays, and mentions in notes."""

from datetime import datetime, timedelta

from accounts.models import Officer
from complaints.models import Complaint, Event, Notification
from complaints.queries.mention_candidates import mention_candidates
from complaints.rules.statuses import Status
from complaints.services import notification_writing
from complaints.services.moves import make_move
from demo.sample_selection import actor_by_address, actor_of_holder, apply_to_some, open_complaints
from demo.tour import OFFICERS
from notifications.models import Message
from sla.models import Breach

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PERIOD = 6 * DAY
MOST_MESSAGES, MOST_DELAYS = 60, 30
NOTE_WRITERS = ("inquiry.gulshan_park", "dpo.sargodha")
NOTE = "SAMPLE. Please look at this before the report is due; the second witness has not been heard yet."
ANSWER = "SAMPLE. Thank you. Please hear the witness this week and say in the report what came of it."


def create_notification_samples(*, at: datetime) -> None:
    """Create the notifications of the last days. Those of the first days are read."""
    _notify_of_copied_messages(at)
    escalated = Breach.objects.filter(level__gte=1, told__isnull=False, noticed_at__gt=at - PERIOD, noticed_at__lte=at)
    newest = escalated.order_by("-noticed_at", "-pk").values_list("complaint", "told__officer", "noticed_at")
    for complaint, officer, noticed_at in reversed(newest[:MOST_DELAYS]):
        notification_writing.notify_of_escalations([(complaint, officer)], at=noticed_at)
    _mention_in_notes(at)
    notification_writing.mark_read(Notification.objects.filter(created_at__lt=at - PERIOD / 2), at=at - DAY)


def _notify_of_copied_messages(at: datetime) -> None:
    """Create notifications for the newest messages to postings, because copied complaints have messages only."""
    messages = Message.objects.filter(
        recipient__startswith="posting:",
        template__in=notification_writing.KIND_OF_TEMPLATE,
        created_at__gt=at - PERIOD,
        created_at__lte=at,
    ).order_by("-created_at", "-pk")[:MOST_MESSAGES]
    messages = [one for one in messages if one.context.get("etag")]
    etags = {one.context["etag"] for one in messages}
    found = Complaint.objects.unscoped("the demo's data are made here").filter(etag__in=etags)
    complaints = {one.etag: one for one in found}
    events = {(one.complaint_id, one.at): one for one in Event.objects.filter(complaint__in=found, at__gt=at - PERIOD)}
    for message in reversed(messages):
        complaint, when = complaints[message.context["etag"]], message.created_at
        event = events.get((complaint.pk, when))
        if Notification.objects.filter(event=event).exists():
            continue  # a sample that the services made
        notification_writing.notify_of_messages(
            [(message.recipient, message.template)], complaint, event=event, at=when
        )


def _mention_in_notes(at: datetime) -> None:
    """Mention all officers of the tour who may see a complaint in a note on it; then its holder in the answer."""
    monitor, addresses = actor_by_address("monitor"), [f"{address}@demo.example" for address in OFFICERS]
    told = set(Officer.objects.filter(email__in=addresses).values_list("pk", flat=True))

    def mention(complaint: Complaint, number: int) -> None:
        when, holder = at - (2 + number) * HOUR, actor_of_holder(complaint)
        candidates = {one.officer_id for one in mention_candidates(complaint, at=when)}
        notes = ((holder, NOTE, told & candidates - {holder.officer_id}), (monitor, ANSWER, {holder.officer_id}))
        for minutes, (by, words, mentioned) in enumerate(notes):
            make_move(
                complaint_id=complaint.pk,
                name="note",
                by=by,
                at=when + timedelta(minutes=40 * minutes),
                words=words,
                details={"mentioned": sorted(mentioned)},
            )

    for address in NOTE_WRITERS:
        held = {"holder": actor_by_address(address).posting_id}
        apply_to_some(1, open_complaints(Status.IN_INQUIRY, Status.MARKED, **held), mention)
