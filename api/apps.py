"""Configuration of the API."""

from importlib import import_module

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "api"
    verbose_name = "API"

    def ready(self):
        import_module("api.services.event_recording")  # connects receivers to the signals of complaints
        import_module("api.setting_checks")
