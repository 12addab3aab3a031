"""Django admin: updates that failed, without personal data and with a retry; and what Meta says about our account."""

from django.contrib import admin, messages
from django.utils.translation import gettext, gettext_lazy, ngettext

from accounts.admin_base import ServiceModelAdmin, site
from whatsapp.models import AccountEvent, Update
from whatsapp.rules.account_changes import AccountPart
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

    list_display = ["told_at", "urgency", "part", "subject", "meaning"]
    list_filter = ["part", "is_trouble"]
    fields = readonly_fields = ["part", "subject", "meaning", "urgency", "told_at", "received_at", "ended_at"]
    ordering = ["-told_at", "-pk"]

    @admin.display(description=gettext_lazy("needs action"), ordering="is_trouble")
    def urgency(self, row):
        """Return whether somebody has to act now, in words: a tick would look like good news."""
        if not row.is_trouble:
            return gettext("No action needed")
        return gettext("Over") if row.ended_at else gettext("Needs action now")

    @admin.display(description=gettext_lazy("what Meta says"))
    def meaning(self, row):
        """Return Meta's word and reason; the most frequent code is explained."""
        if (row.part, row.code) == (AccountPart.ACCESS, "190"):
            return gettext("190: the access token has expired or is not valid")
        return f"{row.code} {row.reason}".strip()
