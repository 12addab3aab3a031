"""Find the officer to whom an identity of the provider is linked."""

import logging

from accounts.models import LinkedIdentity, Officer
from accounts.models.row_version import annotate_last_version, is_as_recorded

logger = logging.getLogger(__name__)


def find_identity(*, issuer: str, subject: str) -> LinkedIdentity | None:
    """Return the link of this identity, with its officer, or None. One query.

    A link that somebody wrote or changed in the database counts as none.
    """
    rows = LinkedIdentity.objects.filter(issuer=issuer, subject=subject, unlinked_at=None).select_related("officer")
    identity = annotate_last_version(rows).first()
    if identity is None or is_as_recorded(identity):
        return identity
    logger.error(
        "The linked identity %s is not as the portal wrote it: somebody has changed the database.", identity.pk
    )
    return None


def identity_of(officer: Officer) -> LinkedIdentity | None:
    """Return the officer's link, for display."""
    return LinkedIdentity.objects.filter(officer=officer, unlinked_at=None).first()
