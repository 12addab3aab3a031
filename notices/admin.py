"""Read-only view of public notices in Django's admin. Only the desk can publish, with two officers."""

from django.contrib import admin

from accounts.admin_base import ServiceModelAdmin, site
from notices.models import Notice


@admin.register(Notice, site=site)
class NoticeAdmin(ServiceModelAdmin):
    """Notices without names, texts and pictures: administrators read nothing unpublished (docs/rules.md, *Roles*)."""

    fields = readonly_fields = ["code", "kind", "office", "opened_at", "ended_at", "ending", "is_sample"]
    list_display = ["code", "kind", "office", "opened_at", "ended_at", "ending", "is_sample"]
    list_filter = ["kind", "ending", "is_sample"]
    list_select_related = ["office"]
    search_fields = ["code"]
    ordering = ["-opened_at"]
