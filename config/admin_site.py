"""Register the apps' admin pages explicitly, so that no other app can add pages to Django's admin."""

from accounts import admin as accounts
from accounts.admin_base import site
from complaints import admin as complaints
from complaints import calendar_admin as calendars
from complaints import outside_authority_admin as outside
from complaints import phrase_admin as phrases
from complaints import policy_change_admin as policies
from information import admin as information
from monitoring import admin as monitoring
from notices import admin as notices
from whatsapp import admin as whatsapp

__all__ = [
    "accounts",
    "calendars",
    "complaints",
    "information",
    "monitoring",
    "notices",
    "outside",
    "phrases",
    "policies",
    "site",
    "whatsapp",
]
