"""Admin pages for the authority that gets complaints which no police office may open. They show no complaint."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.admin_base import ServiceForm, ServiceModelAdmin, site
from accounts.decision_admin import DecisionAdmin, DecisionForm
from complaints.models import OutsideAuthority, OutsideAuthorityChange
from complaints.services.administration import outside_authority_changes
from ledger.public_key_encryption import fingerprint_of_key


class OutsideAuthorityRequestForm(ServiceForm):
    """Request another outside authority. A second administrator has to confirm it."""

    class Meta:
        model = OutsideAuthorityChange
        fields = outside_authority_changes.AUTHORITY_FIELDS

    def act(self):
        return outside_authority_changes.request_outside_authority(by=self.by, at=self.at, **self.cleaned_data)


class OutsideAuthorityDecisionForm(DecisionForm):
    """The second administrator's decision on a requested outside authority."""

    approve = staticmethod(outside_authority_changes.approve_outside_authority)
    reject = staticmethod(outside_authority_changes.reject_outside_authority)

    class Meta:
        model = OutsideAuthorityChange
        fields = []


@admin.register(OutsideAuthority, site=site)
class OutsideAuthorityAdmin(ServiceModelAdmin):
    list_display = ["name_en", "email", "since", "source"]
    ordering = ["-pk"]


@admin.register(OutsideAuthorityChange, site=site)
class OutsideAuthorityChangeAdmin(DecisionAdmin):
    form, add_form = OutsideAuthorityDecisionForm, OutsideAuthorityRequestForm
    list_display = ["name_en", "email", "asked_by", "asked_at", "decided_by", "decided_at"]
    list_select_related = ["asked_by", "decided_by"]

    def get_readonly_fields(self, request, obj=None):
        fields = outside_authority_changes.AUTHORITY_FIELDS
        return [*fields, "fingerprint", "asked_by", "asked_at"] if obj else []

    @admin.display(description=_("Fingerprint of the key (compare it with the authority by telephone)"))
    def fingerprint(self, change: OutsideAuthorityChange) -> str:
        """Return the fingerprint, which shows whether somebody put in another key."""
        return fingerprint_of_key(change.public_key)
