"""The second step of a sign-in, left out if the identity provider has asked for a second factor."""

from allauth.mfa.stages import AuthenticateStage

from accounts import second_factor


class SecondFactorStage(AuthenticateStage):
    def handle(self) -> tuple:
        sociallogin = (self.login.signal_kwargs or {}).get("sociallogin")
        if sociallogin is not None and sociallogin.account.extra_data.get("second_factor") is True:
            second_factor.record_second_factor_of_provider(self.request, self.login.user)
            return None, True
        return super().handle()
