"""Model of what happens to our account at Meta: templates, number, account, and the access to the API."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from whatsapp.rules.account_changes import AccountPart


class AccountEvent(models.Model):
    """One change. It holds no personal data: `subject` is our own template, number or account.

    `key`: a digest, the same at every delivery. `is_trouble`: until `ended_at` somebody has to act; a later change of
    the same subject ends it. `code`: Meta's word for the change, or the code of an error.
    """

    key = models.BinaryField(max_length=16, unique=True)
    part = models.CharField(_("part"), max_length=16, choices=[
        (AccountPart.TEMPLATE.value, _("Template")),
        (AccountPart.TEMPLATE_QUALITY.value, _("Quality of a template")),
        (AccountPart.NUMBER.value, _("Quality of our number")),
        (AccountPart.ACCOUNT.value, _("Account")),
        (AccountPart.ACCESS.value, _("Access to the API")),
    ])  # fmt: skip
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    code = models.CharField(_("what Meta says"), max_length=60)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    is_trouble = models.BooleanField(_("needs action"))
    told_at = models.DateTimeField(_("time at Meta"))
    received_at = models.DateTimeField(_("received at"))
    ended_at = models.DateTimeField(_("ended at"), null=True)

    class Meta:
        verbose_name = _("WhatsApp account event")
        verbose_name_plural = _("WhatsApp account events")
        indexes = [
            # Present troubles, and the event that a new one of the same subject ends.
            models.Index(name="wa_account_event_now", fields=["part", "subject"], condition=Q(ended_at__isnull=True)),
        ]

    def __str__(self):
        return f"{self.get_part_display()} {self.subject}: {self.code}"
