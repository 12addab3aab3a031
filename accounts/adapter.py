"""allauth's adapter: officers are recorded by an administrator, nobody signs up."""

from allauth.account.adapter import DefaultAccountAdapter


class OfficersOnly(DefaultAccountAdapter):
    def is_open_for_signup(self, request) -> bool:
        return False
