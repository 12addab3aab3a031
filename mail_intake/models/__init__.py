"""Incoming e-mail."""

from mail_intake.models.incoming_mail import Answer, IncomingMail

__all__ = ["Answer", "IncomingMail"]
