"""Django admin for e-mails that failed: shown without personal data, and retried."""

from django.contrib import admin, messages
from django.utils.translation import gettext, gettext_lazy, ngettext

from accounts.admin_base import ServiceModelAdmin, site
from mail_intake.models import IncomingMail
from mail_intake.services.mail_processing import retry_mail


@admin.register(IncomingMail, site=site)
class IncomingMailAdmin(ServiceModelAdmin):
    """Read-only. Neither the sender nor the content nor the complaint is shown."""

    list_display = ["id", "received_at", "state", "attempts", "trouble"]
    list_filter = ["state"]
    fields = readonly_fields = ["received_at", "state", "attempts", "trouble"]
    actions = ["try_again"]

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .filter(state__in=["waiting", "aside"])
            .defer("address", "message_id", "refused_files")
        )

    @admin.action(description=gettext_lazy("Try again"))
    def try_again(self, request, queryset):
        """Process the selected e-mails as if they had just arrived."""
        count = sum(retry_mail(pk) for pk in queryset.values_list("pk", flat=True))
        text = ngettext("Retrying %(number)s e-mail.", "Retrying %(number)s e-mails.", count)
        messages.info(request, text % {"number": count} if count else gettext("None of them was set aside."))
