"""A sign-in of an officer: where it came from, and when and why it ended."""

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Index, Q
from django.utils.translation import gettext_lazy as _


class SessionEnding(models.TextChoices):
    """Why a session ended.

    A session that expired without another request has no recorded end; only its Django session has expired.
    """

    SIGNED_OUT = "signed_out", _("signed out")
    TIME = "time", _("the session expired")
    BY_OFFICER = "by_officer", _("ended by the officer from another session")
    POSTING = "posting", _("a posting began or ended")
    DEACTIVATED = "deactivated", _("sign-in blocked")
    FACTOR = "factor", _("second factor set up or removed")
    PROVIDER = "provider", _("ended by the single sign-on")


class DeskSession(models.Model):
    """One session of an officer.

    `key`: the hashed key of Django's session (ledger.session_keys); once that row is gone, nobody is signed in.
    `identity`, `provider_session`: if it began by single sign-on, the identity and the hash of the provider's id of the
    session ("sid"; empty if the provider gives none). `checked_at`: when the provider was last asked whether it lasts.
    """

    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="desk_sessions", db_index=False)
    key = models.CharField(max_length=40, unique=True, editable=False)
    began_at = models.DateTimeField(_("signed in at"))
    address = models.GenericIPAddressField(_("IP address"), null=True)
    browser = models.CharField(_("browser"), max_length=200, blank=True)
    identity = models.ForeignKey("accounts.LinkedIdentity", models.PROTECT, null=True, editable=False, db_index=False)
    provider_session = models.CharField(max_length=40, blank=True, db_default="", editable=False)
    checked_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(_("ended at"), null=True)
    ending = models.CharField(_("reason for ending"), max_length=12, choices=SessionEnding, blank=True)

    class Meta:
        verbose_name = _("sign-in")
        verbose_name_plural = _("sign-ins")
        constraints = [
            CheckConstraint(
                name="desk_session_end_has_a_reason",
                condition=Q(ended_at=None, ending="") | (Q(ended_at__isnull=False) & ~Q(ending="")),
            ),
        ]
        indexes = [
            Index(name="desk_session_of_officer", fields=["officer", "-began_at"]),
            # services.provider_sessions ends open sessions by the person or by the provider's id of the session
            Index(name="desk_session_of_identity", fields=["identity"], condition=Q(ended_at=None)),
            Index(
                name="desk_session_of_provider",
                fields=["provider_session"],
                condition=Q(ended_at=None) & ~Q(provider_session=""),
            ),
        ]

    def __str__(self):
        return f"{self.officer_id} {self.began_at:%Y-%m-%d %H:%M}"
