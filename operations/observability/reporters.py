"""Start the optional reporters: errors to Sentry, traces to OpenTelemetry. Each is off unless its setting is set."""

from django.conf import settings
from django.core.checks import Error, register
from django.utils.module_loading import import_string

from operations.configuration_checks import PORTAL
from operations.observability.reporter_settings import REPORTERS, is_installed


def start_reporters() -> None:
    """Start each reporter whose setting is set. The check below names one whose package is missing."""
    for setting, (_package, function) in REPORTERS.items():
        if getattr(settings, setting) and is_installed(setting):
            import_string(function)()


@register(PORTAL)
def check_reporters_are_installed(**_) -> list[Error]:
    """Check that the package of each reporter that is on is installed."""
    hint = "Install requirements-observability.txt into .venv, or leave the setting empty."
    return [
        Error(f"{setting} is set, and its package is not installed.", hint=hint, id="portal.E070")
        for setting in REPORTERS
        if getattr(settings, setting) and not is_installed(setting)
    ]
