"""Public notices in Django's admin, to be looked at: what is published is for the desk's four eyes alone."""

from django.contrib import admin

from accounts.administration import Administered, site
from notices.models import Notice


@admin.register(Notice, site=site)
class NoticeAdmin(Administered):
    """Without a name, a word or a picture: administrators read nothing of what is not public (domain: Roles)."""

    fields = readonly_fields = ["code", "kind", "office", "opened_at", "ended_at", "ending", "is_sample"]
    list_display = ["code", "kind", "office", "opened_at", "ended_at", "ending", "is_sample"]
    list_filter = ["kind", "ending", "is_sample"]
    list_select_related = ["office"]
    search_fields = ["code"]
    ordering = ["-opened_at"]
