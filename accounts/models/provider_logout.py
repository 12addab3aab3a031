"""Ends of sessions that the identity provider has reported in the last minutes."""

from django.db import models
from django.db.models import CheckConstraint, Q


class ProviderLogout(models.Model):
    """One accepted logout token, kept until no sign-in that began before it can still be waiting.

    `subject`: the person, empty if the token names only a session. `provider_session`: the hash of the provider's id of
    the session ("sid"), empty for all sessions of the person. `at`: when the token arrived.
    """

    subject = models.CharField(max_length=255, blank=True)
    provider_session = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            CheckConstraint(name="provider_logout_names_somebody", condition=~Q(subject="") | ~Q(provider_session="")),
        ]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M:%S}"
