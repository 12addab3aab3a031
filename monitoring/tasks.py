"""Scheduled jobs. Each calls one service and is harmless if it runs twice or late."""

import logging

from celery import shared_task
from django.utils.timezone import now

from ledger.service_exceptions import CheckFailed
from monitoring.services import figure_publication, incident_map_making, morning_digests
from monitoring.services.questions import late_question_reminders, question_creation
from monitoring.services.reports import report_making
from monitoring.tallies import overdue_history, tally_maintenance
from monitoring.tallies.tally_verification import find_differences

logger = logging.getLogger(__name__)


@shared_task
def publish_figures():
    """Publish the public figures of the last week and quarter. Runs hourly, so that an outage only delays them."""
    figure_publication.publish_week(at=now())
    figure_publication.publish_quarter_reviews(at=now())


@shared_task
def send_digests():
    """Send the morning digest to those who have none yet. Runs several times, in case of an outage at eight."""
    morning_digests.send_digests(at=now())


@shared_task
def ask_questions():
    """Create today's morning questions, and remind of late ones. Runs several times, in case of an outage at seven."""
    question_creation.create_morning_questions(at=now())
    late_question_reminders.remind_of_late_questions(at=now())


@shared_task
def make_incident_maps():
    """Make the missing incident maps of the newest settled quarter. Runs daily."""
    incident_map_making.make_incident_maps(at=now())


@shared_task
def make_reports():
    """Make the missing reports of the last week and month. Runs hourly."""
    report_making.make_due_reports(at=now())


@shared_task
def apply_tally_deltas():
    """Apply the waiting deltas to the tallies. Runs every five seconds."""
    tally_maintenance.apply_deltas()


@shared_task
def record_overdue():
    """Record which complaints are overdue at the beginning of the day. Runs half-hourly, in case of an outage then."""
    overdue_history.record_overdue(at=now())


@shared_task
def verify_tallies():
    """Compare the tallies with the complaints, one scope after the other, and log each difference as an error.

    Raises CheckFailed at the end if there are any.
    """
    wrong = 0
    for scope, differences in find_differences():
        if differences:
            wrong += 1
            logger.error("The tallies of %s are not what its complaints add up to: %s", scope, differences[0])
    if wrong:
        raise CheckFailed(f"The tallies of {wrong} scopes are wrong. Run rebuild_tallies (docs/runbook.md).")
