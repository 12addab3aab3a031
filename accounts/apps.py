from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self):
        import_module("accounts.services.sessions")  # a receiver of Django's sign-in, and of our own signals
