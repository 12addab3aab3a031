"""Celery tasks of the WhatsApp service. Each may run twice, late, or in parallel without harm."""

from celery import shared_task
from django.utils.timezone import now

from whatsapp.services import (
    delivery_reports,
    handover_erasure,
    handover_moving,
    media_download,
    message_sending,
    notice_broadcasts,
    step_counting,
    update_processing,
)


@shared_task
def process_updates():
    """Answer new messages and send the replies. Every second."""
    if update_processing.process_updates(at=now()):
        message_sending.send_due_messages(at=now())


@shared_task
def send_messages():
    """Send due messages. Every second."""
    message_sending.send_due_messages(at=now())


@shared_task
def download_media():
    """Download files that were sent. Every two seconds."""
    media_download.download_due_files(at=now())


@shared_task
def broadcast_notices():
    """Send new alerts about missing children to those who asked for them, and withdraw ended ones. Every 30 seconds."""
    notice_broadcasts.broadcast_notices(at=now())


@shared_task
def delete_old_updates():
    """Delete old keys of updates and old messages, consents that have expired, old counts of questions. Every hour."""
    update_processing.delete_old_updates(at=now())
    message_sending.delete_old_sendings(at=now())
    notice_broadcasts.delete_expired_consents(at=now())
    step_counting.delete_old_counts(at=now())


@shared_task(expires=240)
def send_undelivered_news_by_sms():
    """Send news by SMS that WhatsApp has not delivered for two hours. Every five minutes."""
    delivery_reports.send_undelivered_news_by_sms(at=now())


@shared_task
def keep_inbox():
    """Return chats of absent operators, and offer calls at closing time. Every minute."""
    handover_moving.keep_inbox(at=now())


@shared_task
def erase_operator_texts():
    """Erase the texts of talks with operators whose period is over. Every hour."""
    handover_erasure.erase_expired_texts(at=now())
