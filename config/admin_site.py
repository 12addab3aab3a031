"""What stands in Django's admin: these apps' own lists and nothing that any other app would add to it."""

from accounts import admin as accounts
from accounts.administration import site
from complaints import admin as complaints
from complaints import calendar_admin as calendars
from information import admin as information
from notices import admin as notices
from whatsapp import admin as whatsapp

__all__ = ["accounts", "calendars", "complaints", "information", "notices", "site", "whatsapp"]
