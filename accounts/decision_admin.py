"""Base classes of admin pages on which a second administrator decides a request."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.admin_base import ServiceForm, ServiceModelAdmin


class DecisionForm(ServiceForm):
    """The second administrator's decision on a request. Subclasses set two services: `approve` and `reject`."""

    approve = reject = None
    decision = forms.ChoiceField(
        label=_("Your decision"),
        choices=[("", "–"), ("confirm", _("Confirm and start as requested")), ("refuse", _("Refuse"))],
    )

    def act(self):
        decide = self.approve if self.cleaned_data["decision"] == "confirm" else self.reject
        decide(change=self.instance, by=self.by, at=self.at)
        return type(self.instance).objects.get(pk=self.instance.pk)


class DecisionAdmin(ServiceModelAdmin):
    """Requests of one administrator that another one decides."""

    list_filter = [("decided_at", admin.EmptyFieldListFilter)]
    ordering = ["-asked_at"]

    def get_fields(self, request, obj=None):
        return [*self.get_readonly_fields(request, obj), *super().get_fields(request, obj)]

    def has_change_permission(self, request, obj=None) -> bool:
        return super().has_change_permission(request, obj) and not (obj and obj.decided_at)
