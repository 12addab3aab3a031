"""The Celery application, and the schedule of all jobs."""

import logging
import os

from celery import Celery, signals
from celery.schedules import crontab
from kombu import Queue

from operations.broker_reconnection import ReconnectingAMQP
from operations.jobs.job_expiry import expiry_of

logger = logging.getLogger(__name__)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# Celery's command sets this variable from BROKER_URL and prefers it to the settings, which have the address in Celery's
# own form (operations.redis_settings).
os.environ.pop("CELERY_BROKER_URL", None)

app = Celery("portal", amqp=ReconnectingAMQP, task_cls="operations.recorded_task:Job")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(["operations.jobs"], related_name="process_start")  # it reads models, so after Django's set-up

app.conf.beat_schedule = {
    "write the heartbeat for replicas": {"task": "accounts.tasks.write_heartbeat", "schedule": 5.0},
    "restart interrupted jobs": {"task": "accounts.tasks.restart_unfinished_jobs", "schedule": 5.0},
    "send messages of the outbox": {"task": "notifications.tasks.deliver_messages", "schedule": 5.0},
    "delete finished messages": {
        "task": "notifications.tasks.delete_finished_messages",
        "schedule": crontab(hour="1-4", minute="5-59/10"),
    },
    "process WhatsApp updates": {"task": "whatsapp.tasks.process_updates", "schedule": 1.0},
    "send WhatsApp messages": {"task": "whatsapp.tasks.send_messages", "schedule": 1.0},
    "download WhatsApp files": {"task": "whatsapp.tasks.download_media", "schedule": 2.0},
    "broadcast alerts of missing children": {"task": "whatsapp.tasks.broadcast_notices", "schedule": 30.0},
    "send undelivered WhatsApp news by SMS": {
        "task": "whatsapp.tasks.send_undelivered_news_by_sms",
        "schedule": 300.0,
    },
    "keep the inbox of chats": {"task": "whatsapp.tasks.keep_inbox", "schedule": 60.0},
    "erase texts of talks with operators": {"task": "whatsapp.tasks.erase_operator_texts", "schedule": 3600.0},
    "delete old WhatsApp updates": {"task": "whatsapp.tasks.delete_old_updates", "schedule": 3600.0},
    "fetch incoming mail": {"task": "mail_intake.tasks.fetch_mail", "schedule": 60.0},
    "process incoming mail": {"task": "mail_intake.tasks.process_mail", "schedule": 10.0},
    "send events to partners": {"task": "api.tasks.deliver_events", "schedule": 5.0},
    "delete old events of partners": {"task": "api.tasks.forget_old_events", "schedule": 3600.0},
    "forget old answers of the API": {"task": "api.tasks.forget_old_answers", "schedule": 3600.0},
    "delete old incoming mail": {"task": "mail_intake.tasks.delete_expired_mail", "schedule": 3600.0},
    "raise alarms of duress words": {"task": "complaints.tasks.raise_duress_alarms", "schedule": 10.0},
    "sweep the clocks": {"task": "sla.tasks.sweep", "schedule": 60.0},
    "attribute delays and complete flags": {"task": "reviews.tasks.complete_flags", "schedule": 60.0},
    "request due explanations": {"task": "reviews.tasks.request_due_explanations", "schedule": 3600.0},
    "handle due reviews": {"task": "reviews.tasks.handle_due_reviews", "schedule": 300.0},
    "notify complainants of delays": {"task": "sla.tasks.notify_citizens", "schedule": 60.0},
    "mark unmarked complaints": {"task": "complaints.tasks.mark_unmarked_complaints", "schedule": 60.0},
    "notify of unopened complaints": {"task": "complaints.tasks.notify_of_unopened_complaints", "schedule": 300.0},
    "record outside transfers": {"task": "complaints.tasks.record_outside_transfers", "schedule": 300.0},
    "notify of late orders": {"task": "complaints.tasks.notify_of_late_orders", "schedule": 300.0},
    "apply conflict exclusions": {"task": "complaints.tasks.apply_conflict_exclusions", "schedule": 60.0},
    "pass up unsettled complaints": {
        "task": "complaints.tasks.pass_up_unsettled_complaints",
        "schedule": 60.0,
    },
    "end exclusions": {"task": "complaints.tasks.end_exclusions", "schedule": 300.0},
    "hand over from ended postings": {
        "task": "complaints.tasks.hand_over_from_ended_postings",
        "schedule": 60.0,
    },
    "end sessions of expired postings": {
        "task": "accounts.tasks.end_sessions_of_expired_postings",
        "schedule": 60.0,
    },
    "end expired pauses": {"task": "complaints.tasks.end_expired_pauses", "schedule": 300.0},
    "close unanswered complaints": {
        "task": "complaints.tasks.close_unanswered_complaints",
        "schedule": 900.0,
    },
    "end unconfirmed contacts": {
        "task": "complaints.tasks.end_unconfirmed_contacts",
        "schedule": 900.0,
    },
    "apply tally deltas": {"task": "monitoring.tasks.apply_tally_deltas", "schedule": 5.0},
    "verify the tallies": {"task": "monitoring.tasks.verify_tallies", "schedule": crontab(hour=3, minute=40)},
    "record what is overdue": {"task": "monitoring.tasks.record_overdue", "schedule": crontab(minute="1,31")},
    "publish the public figures": {"task": "monitoring.tasks.publish_figures", "schedule": 3600.0},
    "send morning digests": {
        "task": "monitoring.tasks.send_digests",
        "schedule": crontab(hour="8-11", minute="0,15,30,45"),
    },
    "send scheduled exports": {
        "task": "desk.tasks.send_due_exports",
        "schedule": crontab(hour="7-11", minute="5,35"),
    },
    "make incident maps": {"task": "monitoring.tasks.make_incident_maps", "schedule": crontab(hour=4, minute=20)},
    "ask morning questions": {
        "task": "monitoring.tasks.ask_questions",
        "schedule": crontab(hour="7-11", minute="10,40"),
    },
    "make weekly and monthly reports": {
        "task": "monitoring.tasks.make_reports",
        "schedule": crontab(hour="6-23", minute=5),
    },
    "compute delay patterns": {
        "task": "reviews.tasks.compute_patterns",
        "schedule": crontab(hour=2, minute=30),
    },
    "simulate time limits": {"task": "complaints.tasks.run_policy_simulations", "schedule": 3.0},
    "seal the history": {"task": "complaints.tasks.seal_events", "schedule": 60.0},
    "publish the hourly head": {
        "task": "complaints.tasks.publish_hourly_head",
        "schedule": crontab(minute=2),
    },
    "read the monitors of the log": {
        "task": "complaints.tasks.read_monitors",
        "schedule": crontab(minute=25),
    },
    "ask the witnesses of the log": {
        "task": "complaints.tasks.ask_witnesses",
        "schedule": crontab(minute="7-57/10"),
    },
    "report uncovered clock time": {
        "task": "complaints.tasks.report_uncovered_clock_time",
        "schedule": crontab(hour=3, minute=10),
    },
    "send aftercare questions": {"task": "complaints.tasks.send_aftercare_questions", "schedule": 900.0},
    "inspect scanned letters": {"task": "complaints.tasks.import_scans", "schedule": 60.0},
    "inspect evidence": {"task": "complaints.tasks.inspect_evidence", "schedule": 5.0},
    "inspect files of duress pages": {"task": "complaints.tasks.inspect_duress_page_files", "schedule": 5.0},
    "inspect photos of notices and tips": {"task": "notices.tasks.inspect_waiting_photos", "schedule": 5.0},
    "inspect photos of enquiries": {"task": "enquiries.tasks.inspect_waiting_photos", "schedule": 5.0},
    "erase unused photos of notices and tips": {"task": "notices.tasks.erase_unused_pictures", "schedule": 3600.0},
    "delete old notifications": {
        "task": "complaints.tasks.delete_old_notifications",
        "schedule": crontab(hour=4, minute=20),
    },
    "make audit exports": {"task": "desk.tasks.make_audit_exports", "schedule": 60.0},
    "delete expired audit exports": {"task": "desk.tasks.delete_expired_audit_exports", "schedule": 3600.0},
    "send notification digests": {"task": "desk.tasks.send_notification_digests", "schedule": 600.0},
    "erase expired drafts": {"task": "complaints.tasks.erase_expired_drafts", "schedule": 3600.0},
    "delete expired sessions": {"task": "accounts.tasks.delete_expired_sessions", "schedule": 3600.0},
    "anonymise due complaints": {
        "task": "complaints.tasks.anonymise_due_complaints",
        "schedule": crontab(hour="1-4", minute="*/10"),
    },
    "record destroyed complaints": {"task": "complaints.tasks.record_destroyed_complaints", "schedule": 60.0},
    "apply the retention of enquiries": {"task": "enquiries.tasks.apply_retention", "schedule": 3600.0},
    "erase unused photos of enquiries": {"task": "enquiries.tasks.erase_unused_photos", "schedule": 3600.0},
    "remove abandoned evidence": {"task": "complaints.tasks.remove_abandoned_evidence", "schedule": 900.0},
}


# Every job has one queue, so that a slow kind of work does not hold up the others: a worker for each queue, or one for
# all (docs/runbook.md). tests/config/test_job_queues.py fails for a job that is missing here.
QUEUES = {
    # What people wait for: seconds at most.
    "messages": [
        "accounts.tasks.end_sessions_of_expired_postings",
        "accounts.tasks.write_heartbeat",
        "accounts.tasks.restart_unfinished_jobs",
        "complaints.tasks.raise_duress_alarms",
        "mail_intake.tasks.fetch_mail",
        "mail_intake.tasks.process_mail",
        "monitoring.tasks.apply_tally_deltas",
        "notifications.tasks.deliver_messages",
    ],
    "whatsapp": ["whatsapp.tasks.*"],
    # Calls to the servers of partners, which may hang.
    "events": ["api.tasks.deliver_events"],
    # The clocks, what follows from them, and the history.
    "sweep": [
        "complaints.tasks.apply_conflict_exclusions",
        "complaints.tasks.close_unanswered_complaints",
        "complaints.tasks.end_exclusions",
        "complaints.tasks.end_expired_pauses",
        "complaints.tasks.end_unconfirmed_contacts",
        "complaints.tasks.hand_over_from_ended_postings",
        "complaints.tasks.mark_unmarked_complaints",
        "complaints.tasks.notify_of_late_orders",
        "complaints.tasks.notify_of_unopened_complaints",
        "complaints.tasks.pass_up_unsettled_complaints",
        "complaints.tasks.publish_hourly_head",
        "complaints.tasks.record_outside_transfers",
        "complaints.tasks.seal_events",
        "complaints.tasks.send_aftercare_questions",
        "reviews.tasks.complete_flags",
        "reviews.tasks.handle_due_reviews",
        "reviews.tasks.request_due_explanations",
        "sla.tasks.*",
    ],
    # What opens the files of citizens, for a worker with a user of its own (docs/runbook.md, "A worker for files").
    "inspection": [
        "complaints.tasks.import_scans",
        "complaints.tasks.inspect_duress_page_files",
        "complaints.tasks.inspect_evidence",
        "enquiries.tasks.inspect_waiting_photos",
        "notices.tasks.inspect_waiting_photos",
    ],
    # Jobs that may take minutes and for which nobody waits: digests, figures, reports, erasure.
    "reports": [
        "accounts.tasks.delete_expired_sessions",
        "api.tasks.forget_old_answers",
        "api.tasks.forget_old_events",
        "complaints.tasks.anonymise_due_complaints",
        "complaints.tasks.ask_witnesses",
        "complaints.tasks.delete_old_notifications",
        "complaints.tasks.erase_expired_drafts",
        "complaints.tasks.read_monitors",
        "complaints.tasks.record_destroyed_complaints",
        "complaints.tasks.remove_abandoned_evidence",
        "complaints.tasks.report_uncovered_clock_time",
        "complaints.tasks.run_policy_simulations",
        "desk.tasks.*",
        "enquiries.tasks.apply_retention",
        "enquiries.tasks.erase_unused_photos",
        "mail_intake.tasks.delete_expired_mail",
        "monitoring.tasks.ask_questions",
        "monitoring.tasks.make_incident_maps",
        "monitoring.tasks.make_reports",
        "monitoring.tasks.publish_figures",
        "monitoring.tasks.record_overdue",
        "monitoring.tasks.send_digests",
        "monitoring.tasks.verify_tallies",
        "notices.tasks.erase_unused_pictures",
        "notifications.tasks.delete_finished_messages",
        "reviews.tasks.compute_patterns",
    ],
}
app.conf.task_queues = [Queue(name) for name in QUEUES]  # a worker without --queues takes all of them
app.conf.task_default_queue = "messages"
app.conf.task_routes = {job: {"queue": queue} for queue, jobs in QUEUES.items() for job in jobs}
for scheduled in app.conf.beat_schedule.values():
    scheduled["options"] = {"expires": expiry_of(scheduled["schedule"])}


@signals.setup_logging.connect
def keep_portal_logging(**_) -> None:
    """Keep the logging of settings.LOGGING: with a receiver of this signal, Celery sets up none of its own."""


@signals.worker_ready.connect
def log_worker_ready(**_) -> None:
    """Log that a worker is ready. Celery only prints it."""
    logger.info("A worker takes jobs")


@signals.worker_shutdown.connect
def log_worker_shutdown(**_) -> None:
    """Log that a worker has stopped. Celery only prints it."""
    logger.info("A worker has ended")


@signals.beat_init.connect
def log_beat_start(**_) -> None:
    """Log that beat has started. Celery only prints it."""
    logger.info("Beat schedules jobs")
