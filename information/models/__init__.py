"""Public information in two languages: helplines to call, services and what they ask for."""

from information.models.helpline import Helpline
from information.models.service import Service

__all__ = ["Helpline", "Service"]
