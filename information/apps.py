from django.apps import AppConfig

from information import checks

__all__ = ["InformationConfig", "checks"]


class InformationConfig(AppConfig):
    name = "information"
