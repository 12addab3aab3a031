"""Register the apps' admin pages explicitly, so that no other app can add pages to Django's admin."""

from accounts import admin as accounts
from accounts.admin_base import site
from api import admin as api
from complaints import admin as complaints
from complaints import calendar_admin as calendars
from complaints import outside_authority_admin as outside
from complaints import phrase_admin as phrases
from complaints import policy_change_admin as policies
from information import admin as information
from mail_intake import admin as mail_intake
from monitoring import admin as monitoring
from notices import admin as notices
from whatsapp import admin as whatsapp
from whatsapp import sentence_admin as sentences

__all__ = [
    "accounts",
    "api",
    "calendars",
    "complaints",
    "information",
    "mail_intake",
    "monitoring",
    "notices",
    "outside",
    "phrases",
    "policies",
    "sentences",
    "site",
    "whatsapp",
]
