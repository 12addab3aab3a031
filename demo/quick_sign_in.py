"""Sign-in as an officer of the demo with one click, without password and code."""

from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from accounts import second_factor
from accounts.models import Officer


def demo_email_of(address: str) -> str:
    """Return the e-mail address of an officer of the demo."""
    return f"{address}@demo.example"


def sign_in_as(request: HttpRequest, officer: Officer) -> None:
    """Sign in as this officer with the second factor passed, and sign out the previous person.

    allauth's own sign-in would ask for the code. This function uses its adapter, which stores the session
    (accounts.services.sessions), and records the second factor as passed.
    """
    adapter = get_adapter()
    if request.user.is_authenticated:
        if request.user == officer and second_factor.has_passed_second_factor(request):
            return
        adapter.logout(request)
    adapter.login(request, officer)
    second_factor.record_second_factor_passed(request, Authenticator.Type.TOTP.value)
