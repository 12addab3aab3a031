"""Celery tasks of incoming e-mail. Each may run twice, late, or in parallel without harm."""

from celery import shared_task
from django.utils.timezone import now

from mail_intake.services import mail_answers, mail_deletion, mail_processing, mailbox_fetching


@shared_task
def fetch_mail():
    """Store new e-mail of the mailbox. Every minute."""
    mailbox_fetching.fetch_new_mail(at=now())


@shared_task
def process_mail():
    """Process stored e-mails and send the answers that are due. Every ten seconds."""
    mail_processing.process_waiting_mail(at=now())
    mail_answers.send_due_answers(at=now())


@shared_task
def delete_expired_mail():
    """Delete old e-mails. Every hour."""
    mail_deletion.delete_expired_mail(at=now())
