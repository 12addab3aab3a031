"""By what an officer signs in, and is known again on every page after that."""

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import QuerySet

from accounts.models import Officer
from accounts.queries.written import ask


class OfficerBackend(AuthenticationBackend):
    """As allauth's own; who comes back is read by a query that is written once."""

    def get_user(self, user_id: int) -> Officer | None:
        """None for nobody, and for who has been deactivated."""
        found = ask(_officer, officer=user_id)
        return found[0] if found and self.user_can_authenticate(found[0]) else None


def _officer(*, officer: int, **others) -> QuerySet:
    return Officer.objects.filter(pk=officer)
