"""Jobs of the WhatsApp service. Each is harmless if it runs twice, late, or beside another of its kind."""

from celery import shared_task
from django.utils.timezone import now

from whatsapp.services import media_download, message_sending, update_processing


@shared_task(expires=5)
def process_updates():
    """Every second, from beat: answer what was sent, and let the answers go."""
    if update_processing.process_updates(at=now()):
        message_sending.send_due(at=now())


@shared_task(expires=5)
def send_messages():
    """Every second, from beat."""
    message_sending.send_due(at=now())


@shared_task(expires=10)
def download_media():
    """Every two seconds, from beat: files that were sent."""
    media_download.download_due(at=now())


@shared_task
def delete_old_updates():
    """Once an hour, from beat: keys of what Meta repeats no more."""
    update_processing.delete_old_updates(at=now())
