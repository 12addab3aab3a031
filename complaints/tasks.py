"""Celery tasks of the beat schedule. Each calls one service and may safely run twice or late."""

import logging
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from time import monotonic

from celery import shared_task
from django.conf import settings
from django.utils.timezone import now

from complaints import evidence
from complaints.queries.verification.uncovered_clock_time import find_uncovered_clock_time
from complaints.services import (
    aftercare_questions,
    automatic_moves,
    drafts,
    notification_writing,
    orders,
    retention,
    saved_views,
)
from complaints.services.access_keys import duress_alarms, duress_page
from complaints.services.administration import policy_simulations
from complaints.services.exclusion import (
    exclusion_enforcement,
    lapse,
    narrowing,
    outside_additions,
    outside_transfer,
    settling,
    station_orders,
)
from complaints.services.log import log_heads, log_monitors, log_seals, log_witnesses
from complaints.services.scanning import folder_import
from complaints.services.staff_changes import vacated_postings
from ledger.service_exceptions import CheckFailed

logger = logging.getLogger(__name__)

IMPORT_SECONDS = 40
"""How long one run begins to read further scans. The next run continues."""


@shared_task
def mark_unmarked_complaints():
    """Mark urgent complaints, and complaints that nobody marked in time, automatically."""
    automatic_moves.mark_unmarked_complaints(at=now())


@shared_task
def notify_of_unopened_complaints():
    """Notify the office above of complaints that the system marked and that no officer has opened in time."""
    automatic_moves.notify_of_unopened_complaints(at=now())


@shared_task
def notify_of_late_orders():
    """Notify the superior and the present holder of orders whose date has passed, and remind stations of theirs."""
    orders.notify_of_late_orders(at=now())
    station_orders.remind_of_late_station_orders(at=now())


@shared_task
def record_outside_transfers():
    """Record which e-mails reached the outside authority, send it what was added since, and close what is idle."""
    outside_transfer.record_sent_transfers(at=now())
    outside_additions.send_additions(at=now())
    outside_additions.close_idle_sealed_complaints(at=now())


@shared_task
def apply_conflict_exclusions():
    """Move complaints away from officers under a conflict exclusion whose posting or leave began by its date."""
    exclusion_enforcement.enforce_all_exclusions(at=now())


@shared_task
def pass_up_unsettled_complaints():
    """Give complaints to a superior if nobody confirmed in time whom they are against."""
    settling.pass_up_unsettled(at=now())


@shared_task
def end_exclusions():
    """End the exclusions of unconfirmed names, and those that two operators ended without an objection.

    Refuse such an end if the complainant cannot have heard of it.
    """
    lapse.end_lapsed_names(at=now())
    narrowing.end_narrowed_exclusions(at=now())
    narrowing.refuse_unread_narrowings(at=now())


@shared_task
def end_expired_pauses():
    """Continue the clocks of complaints with a question that the complainant has not answered in time."""
    automatic_moves.end_expired_pauses(at=now())


@shared_task
def close_unanswered_complaints():
    """Close resolved complaints if the complainant has not answered in time."""
    automatic_moves.close_unanswered_resolutions(at=now())


@shared_task
def end_unconfirmed_contacts():
    """Record a contact as never confirmed if a complainant without a phone has not answered in time."""
    automatic_moves.record_unconfirmed_contacts(at=now())


@shared_task
def hand_over_from_ended_postings():
    """Hand over the complaints of postings that have ended."""
    vacated_postings.pass_on_from_expired_postings(at=now())


@shared_task
def seal_events():
    """Seal all events that no seal covers yet."""
    log_seals.seal_events(at=now())


@shared_task
def publish_hourly_head():
    """Publish the hourly head of the log, and the signed tree that it belongs to."""
    log_heads.publish_head(at=now())


@shared_task
def ask_witnesses():
    """Ask the witnesses that have not signed the newest checkpoint of the log."""
    log_witnesses.ask_witnesses(at=now())


@shared_task
def read_monitors():
    """Read what monitors of the public log state."""
    log_monitors.read_statements(at=now())


@shared_task
def report_uncovered_clock_time():
    """Log complaints with clock time that no custody covers. Raises CheckFailed if there are any.

    The task runs each night and looks two days back, so that a missed night is made up for.
    """
    if complaint_ids := find_uncovered_clock_time(since=now() - timedelta(days=2)):
        logger.error("No custody covers some clock time. Run verify_history. Complaints: %s", complaint_ids)
        raise CheckFailed(f"No custody covers some clock time of {len(complaint_ids)} complaints.")


@shared_task
def send_aftercare_questions():
    """Send the aftercare questions that are due, 30 and 90 days after the closure."""
    aftercare_questions.ask_due_aftercare_questions(at=now())


@shared_task
def inspect_evidence():
    """Seal and inspect uploaded files."""
    evidence.inspect_waiting_files(at=now())


@shared_task
def import_scans():
    """Import letters from the scanner's folder, SCAN_FOLDER. Without it nothing happens."""
    if not settings.SCAN_FOLDER:
        return
    until = monotonic() + IMPORT_SECONDS
    with suppress(folder_import.FolderBusy):
        lines = list(folder_import.import_folder(Path(settings.SCAN_FOLDER), by=None, at=now(), until=until))
        letters, problems = sum(line.is_letter for line in lines), sum(line.is_problem for line in lines)
        if letters or problems:  # the names of files may be those of people
            logger.info("Scanned letters: %s taken, %s problems", letters, problems)


@shared_task
def remove_abandoned_evidence():
    """Delete abandoned uploads and the files of expired drafts."""
    evidence.remove_abandoned_files(at=now())


@shared_task
def erase_expired_drafts():
    """Delete expired drafts."""
    drafts.delete_expired_drafts(at=now())


@shared_task
def anonymise_due_complaints():
    """Destroy the personal data of complaints past their retention period, and replace old names of saved views."""
    saved_views.replace_old_view_names(at=now())  # first: a complaint that fails must not hold it up
    retention.anonymise_due(at=now())
    retention.record_destroyed_complaints()


@shared_task
def record_destroyed_complaints():
    """Write the complaints that were destroyed to the list beside the files."""
    retention.record_destroyed_complaints()


@shared_task
def delete_old_notifications():
    """Delete notifications that were kept long enough."""
    notification_writing.delete_old_notifications(at=now())


@shared_task
def raise_duress_alarms():
    """Report pressure for complaints whose duress word was entered."""
    duress_alarms.report_pressure_for_alarms(at=now())


@shared_task
def inspect_duress_page_files():
    """Inspect files that were uploaded on duress pages."""
    duress_page.inspect_decoy_files(at=now())


@shared_task
def run_policy_simulations():
    """Simulate requested time limits that wait for a worker."""
    policy_simulations.run_waiting_simulations()
