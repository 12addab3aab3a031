"""The admin log: changes to officers' accounts, postings and rules, for the auditor. Rows are append-only."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Index
from django.utils.translation import gettext_lazy as _

from accounts.models.row_version import VersionedModel


class StaffActKind(models.TextChoices):
    RECORDED = "recorded", _("recorded")
    INVITED = "invited", _("invited to set a password")
    FACTOR_RESET = "factor_reset", _("second factor removed")
    IDENTITY_LINKED = "identity_linked", _("single sign-on linked")
    IDENTITY_UNLINKED = "identity_removed", _("single sign-on unlinked")
    BREAK_GLASS = "break_glass", _("signed in with an emergency account")
    DEACTIVATED = "deactivated", _("sign-in blocked")
    REACTIVATED = "reactivated", _("sign-in allowed again")
    CORRECTED = "corrected", _("officer's record changed")
    POSTED = "posted", _("posted")
    ENDED = "ended", _("a posting ended")
    END_SET = "end_set", _("end of a posting set or changed")
    CALLED_OFF = "called_off", _("posting cancelled before it began")
    ROLE_ASKED = "role_asked", _("requested a role that needs two administrators")
    ROLE_CONFIRMED = "role_confirmed", _("confirmed a role that needs two administrators")
    ROLE_REFUSED = "role_refused", _("refused a role that needs two administrators")
    POLICY = "policy", _("time limits of a category changed")
    OUTSIDE = "outside", _("authority outside the police changed")
    CALENDAR = "calendar", _("calendar of working days changed")
    CATEGORY = "category", _("a category changed")
    OFFICE_NAME = "office_name", _("name of an office corrected")
    OFFICE_ASKED = "office_asked", _("requested to move an office in the tree")
    OFFICE_REFUSED = "office_refused", _("refused to move an office in the tree")
    OFFICE = "office", _("office location or destination of its complaints changed")
    LEGAL_FORM = "legal_form", _("lawyer's review of a legal form entered, decided or ended")
    CHAT_SENTENCE = "chat_sentence", _("sentence of the chat changed")
    PARTNER = "partner", _("partner organisation registered or changed")
    PARTNER_ASKED = "partner_asked", _("requested a change of a partner organisation")
    PARTNER_REFUSED = "partner_refused", _("refused a change of a partner organisation")
    EXPORT_STOPPED = "export_stopped", _("scheduled export of an officer stopped")


class StaffAct(VersionedModel):
    """One act of an administrator, or of a management command if `by` is None.

    `words`: the details. They never mention a complaint.
    """

    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="staff_acts", db_index=False
    )
    kind = models.CharField(_("action"), max_length=16, choices=StaffActKind)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("done by")
    )
    at = models.DateTimeField(_("time"))
    words = models.CharField(_("details"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("admin log entry")
        verbose_name_plural = _("admin log")
        ordering = ["-at", "-pk"]
        indexes = [
            Index(name="staff_act_of_officer", fields=["officer", "-at"]),
            Index(name="staff_act_by_time", fields=["-at", "-id"]),
        ]
        triggers = [
            pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="never_truncated",
                level=pgtrigger.Statement,
                when=pgtrigger.Before,
                operation=pgtrigger.Truncate,
                func="RAISE EXCEPTION 'the acts of administration are append-only';",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d %H:%M}"
