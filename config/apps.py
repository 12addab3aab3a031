"""The project itself as an app, so that its system checks are registered."""

from django.apps import AppConfig

from config import checks

__all__ = ["ProjectConfig", "checks"]


class ProjectConfig(AppConfig):
    name = "config"
