"""Jobs of the WhatsApp service. Each is harmless if it runs twice, late, or beside another of its kind."""

from celery import shared_task
from django.utils.timezone import now

from whatsapp.services import fetching, sending, working


@shared_task(expires=5)
def work():
    """Every second, from beat: answer what was sent, and let the answers go."""
    if working.work(at=now()):
        sending.send_due(at=now())


@shared_task(expires=5)
def send():
    """Every second, from beat."""
    sending.send_due(at=now())


@shared_task(expires=10)
def fetch():
    """Every two seconds, from beat: files that were sent."""
    fetching.fetch_due(at=now())


@shared_task
def forget():
    """Once an hour, from beat: keys of what Meta repeats no more."""
    working.forget_what_is_over(at=now())
