"""Celery tasks of the beat schedule. Each calls one service and may safely run twice or late."""

import logging
from datetime import timedelta

from celery import shared_task
from django.utils.timezone import now

from complaints import evidence
from complaints.queries.verification.unheld_time import unheld
from complaints.services import (
    aftercare,
    automatic_moves,
    drafts,
    log_checkpoints,
    log_seals,
    orders,
    retention,
    saved_views,
    vacated_postings,
)
from complaints.services.access_keys import decoys, duress
from complaints.services.exclusion import conflict_exclusion

logger = logging.getLogger(__name__)


@shared_task
def mark_the_unmarked():
    """Mark urgent complaints, and complaints that nobody marked in time, automatically."""
    automatic_moves.mark_the_unmarked(at=now())


@shared_task
def tell_of_the_unopened():
    """Notify the office above of complaints that the system marked and that no officer has opened in time."""
    automatic_moves.tell_of_the_unopened(at=now())


@shared_task
def tell_of_late_orders():
    """Notify the superior and the present holder of orders whose date has passed."""
    orders.tell_of_the_late(at=now())


@shared_task
def keep_all_clear():
    """Move complaints away from officers under a conflict exclusion whose posting or leave began by its date."""
    conflict_exclusion.keep_all_clear(at=now())


@shared_task
def end_used_up_pauses():
    """Continue the clocks of complaints with a question that the complainant has not answered in time."""
    automatic_moves.end_used_up_pauses(at=now())


@shared_task
def close_the_unanswered():
    """Close resolved complaints if the complainant has not answered in time."""
    automatic_moves.close_the_unanswered(at=now())


@shared_task
def leave_the_unconfirmed():
    """Record a contact as never confirmed if a complainant without a phone has not answered in time."""
    automatic_moves.leave_the_unconfirmed(at=now())


@shared_task
def hand_over_what_ran_out():
    """Hand over the complaints of postings that have ended."""
    vacated_postings.hand_over_what_ran_out(at=now())


@shared_task
def seal_events():
    """Seal all events that no seal covers yet."""
    log_seals.seal_events(at=now())


@shared_task
def publish_head():
    """Write and send the daily checkpoint of the log."""
    log_checkpoints.publish(at=now())


@shared_task
def add_up_the_seconds():
    """Log complaints with clock time that no custody covers.

    The task runs each night and looks two days back, so that a missed night is made up for.
    """
    if complaint_ids := unheld(since=now() - timedelta(days=2)):
        logger.error("No custody covers some clock time. Run verify_history. Complaints: %s", complaint_ids)


@shared_task
def ask_after_the_closed():
    """Send the aftercare questions that are due, 30 and 90 days after the closure."""
    aftercare.ask_after_the_closed(at=now())


@shared_task(expires=10)
def check_evidence():
    """Seal and inspect uploaded files."""
    evidence.check_what_came(at=now())


@shared_task
def sweep_evidence():
    """Delete abandoned uploads and the files of expired drafts."""
    evidence.sweep(at=now())


@shared_task
def erase_drafts():
    """Delete expired drafts."""
    drafts.erase_expired(at=now())


@shared_task
def anonymise():
    """Destroy the personal data of complaints past their retention period, and replace old names of saved views."""
    retention.anonymise_due(at=now())
    saved_views.forget_names(at=now())


@shared_task
def raise_alarms():
    """Report pressure for complaints whose duress word was entered."""
    duress.raise_alarms(at=now())


@shared_task(expires=10)
def check_files_of_decoys():
    """Inspect files that were uploaded on duress pages."""
    decoys.check_files(at=now())
