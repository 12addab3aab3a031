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
    automatic_moves.mark_the_unmarked(at=now())


@shared_task
def tell_of_the_unopened():
    automatic_moves.tell_of_the_unopened(at=now())


@shared_task
def tell_of_late_orders():
    orders.tell_of_the_late(at=now())


@shared_task
def keep_all_clear():
    conflict_exclusion.keep_all_clear(at=now())


@shared_task
def end_used_up_pauses():
    automatic_moves.end_used_up_pauses(at=now())


@shared_task
def close_the_unanswered():
    automatic_moves.close_the_unanswered(at=now())


@shared_task
def leave_the_unconfirmed():
    automatic_moves.leave_the_unconfirmed(at=now())


@shared_task
def hand_over_what_ran_out():
    vacated_postings.hand_over_what_ran_out(at=now())


@shared_task
def seal_events():
    log_seals.seal_events(at=now())


@shared_task
def publish_head():
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
    aftercare.ask_after_the_closed(at=now())


@shared_task(expires=10)
def check_evidence():
    evidence.check_what_came(at=now())


@shared_task
def sweep_evidence():
    evidence.sweep(at=now())


@shared_task
def erase_drafts():
    drafts.erase_expired(at=now())


@shared_task
def anonymise():
    retention.anonymise_due(at=now())
    saved_views.forget_names(at=now())


@shared_task
def raise_alarms():
    duress.raise_alarms(at=now())


@shared_task(expires=10)
def check_files_of_decoys():
    decoys.check_files(at=now())
