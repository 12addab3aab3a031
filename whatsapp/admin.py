"""Django admin: updates that failed, without personal data and with a retry; and what Meta says about our account."""

from django.contrib import admin, messages
from django.utils.translation import gettext, gettext_lazy, ngettext

from accounts.admin_base import ServiceModelAdmin, site
from whatsapp.models import AccountEvent, Update
from whatsapp.services.update_processing import retry_update


@admin.register(Update, site=site)
class UpdateAdmin(ServiceModelAdmin):
    """Read-only. The payload is encrypted and not shown."""

    list_display = ["id", "received_at", "state", "attempts", "trouble"]
    list_filter = ["state"]
    fields = readonly_fields = ["received_at", "state", "attempts", "trouble", "done_at"]
    actions = ["try_again"]

    def get_queryset(self, request):
        return super().get_queryset(request).filter(state__in=["waiting", "aside"]).defer("payload")

    @admin.action(description=gettext_lazy("Try again"))
    def try_again(self, request, queryset):
        """Retry the selected updates as if they had just arrived."""
        count = sum(retry_update(pk) for pk in queryset.values_list("pk", flat=True))
        text = ngettext("Retrying %(number)s update.", "Retrying %(number)s updates.", count)
        messages.info(request, text % {"number": count} if count else gettext("None of them was set aside."))


@admin.register(AccountEvent, site=site)
class AccountEventAdmin(ServiceModelAdmin):
    """Read-only: templates that were rejected or paused, the quality of the number, restrictions, expired tokens."""

    list_display = ["told_at", "part", "subject", "code", "reason", "is_trouble", "ended_at"]
    list_filter = ["part", "is_trouble"]
    fields = readonly_fields = ["part", "subject", "code", "reason", "is_trouble", "told_at", "received_at", "ended_at"]
    ordering = ["-told_at", "-pk"]
