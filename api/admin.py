"""Admin pages for partners: create one, change its rights, and see to its events. They show no complaint."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _

from accounts.admin_base import ServiceForm, ServiceModelAdmin, site
from accounts.models import Office
from api import partner_events_page
from api.models import ApiClient
from api.partner_change_admin import SCOPE_LABELS
from api.rules.client_scopes import SCOPES_OF_KIND, ClientKind, Scope
from api.rules.partner_rights import Rights
from api.services import client_registration, partner_changes
from complaints.models import Category

MOST_PER_MINUTE = 6000


class CodesField(forms.CharField):
    """Codes of rows of one table, separated by spaces or commas. Unknown codes are refused by name."""

    def __init__(self, *, model, **kwargs):
        super().__init__(required=False, **kwargs)
        self.known = model

    def prepare_value(self, value):
        return " ".join(value) if isinstance(value, list) else value

    def clean(self, value) -> list[str]:
        codes = super().clean(value).replace(",", " ").split()
        known = set(self.known.objects.filter(code__in=codes).values_list("code", flat=True))
        if unknown := sorted(set(codes) - known):
            raise ValidationError(_("There is no such code: %(codes)s."), params={"codes": " ".join(unknown)})
        return sorted(set(codes))


class PartnerRightsForm(ServiceForm):
    """What a partner may do: its scopes, where, for which categories, and how often.

    More than before needs a second administrator; then `request.waiting_change` is set.
    """

    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        choices=[(str(scope), SCOPE_LABELS[scope]) for scope in Scope if scope in SCOPES_OF_KIND[ClientKind.PARTNER]],
        widget=forms.CheckboxSelectMultiple,
    )
    offices = CodesField(
        model=Office, label=_("Codes of offices"), help_text=_("Separated by spaces. Empty: all of Punjab.")
    )
    categories = CodesField(
        model=Category,
        label=_("Codes of categories"),
        help_text=_("Separated by spaces. Empty: all except confidential ones."),
    )
    requests_per_minute = forms.IntegerField(
        label=_("Requests a minute"), min_value=1, max_value=MOST_PER_MINUTE, initial=120
    )

    class Meta:
        model = ApiClient
        fields = ["scopes", "offices", "categories", "requests_per_minute"]

    @property
    def rights(self) -> Rights:
        return Rights(**{name: self.cleaned_data[name] for name in PartnerRightsForm.Meta.fields})

    def act(self):
        client = ApiClient.objects.get(pk=self.instance.pk)  # the form has set the new rights on its instance
        self.request.waiting_change = partner_changes.change_rights(
            client=client, rights=self.rights, by=self.by, at=self.at
        )
        return ApiClient.objects.get(pk=client.pk)


class NewPartnerForm(PartnerRightsForm):
    """Register a partner. Its secret is shown on the next page, once."""

    name_en = forms.CharField(
        label=_("Name in English"), max_length=80, help_text=_("Shown in the history of complaints.")
    )
    name_ur = forms.CharField(label=_("Name in Urdu"), max_length=80)
    field_order = ["name_en", "name_ur", *PartnerRightsForm.Meta.fields]

    class Meta:
        model = ApiClient
        fields = ["name_en", "name_ur", *PartnerRightsForm.Meta.fields]

    def act(self):
        names = {name: self.cleaned_data[name] for name in ("name_en", "name_ur")}
        rights = self.rights._asdict()
        new = client_registration.create_client(kind=ClientKind.PARTNER, **names, **rights, by=self.by, at=self.at)
        self.request.new_secret = new.secret
        return new.client


@admin.register(ApiClient, site=site)
class ApiClientAdmin(ServiceModelAdmin):
    form, add_form = PartnerRightsForm, NewPartnerForm
    list_display = ["name_en", "client_id", "kind", "created_at", "revoked_at"]
    list_filter = ["kind", ("revoked_at", admin.EmptyFieldListFilter)]
    search_fields = ["client_id", "name_en", "name_ur"]
    ordering = ["name_en", "pk"]

    def get_urls(self):
        events = self.admin_site.admin_view(partner_events_page.show_partner_events)
        return [path("<int:client_pk>/events/", events, name="api_apiclient_events"), *super().get_urls()]

    def get_readonly_fields(self, request, obj=None):
        return ["name_en", "name_ur", "client_id", "created_at", "revoked_at"] if obj else []

    def get_fields(self, request, obj=None):
        return [*self.get_readonly_fields(request, obj), *super().get_fields(request, obj)]

    def has_change_permission(self, request, obj=None) -> bool:
        is_partner = obj is None or (obj.kind == ClientKind.PARTNER and obj.revoked_at is None)
        return super().has_change_permission(request, obj) and is_partner

    def response_add(self, request, obj, post_url_continue=None):
        """Show the secret at once. It is kept nowhere, so no redirect can follow."""
        context = site.each_context(request) | {"title": obj.name_en, "client": obj, "secret": request.new_secret}
        return TemplateResponse(request, "admin/api/apiclient/secret.html", context)

    def log_change(self, request, obj, message):
        """Do nothing for a request: nothing is changed yet, and the service logs it."""
        if not request.waiting_change:
            super().log_change(request, obj, message)

    def response_change(self, request, obj):
        if not request.waiting_change:
            return super().response_change(request, obj)
        messages.success(request, partner_events_page.WAITS)
        return redirect(partner_events_page.ROUTE, obj.pk)
