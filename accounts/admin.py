"""Django admin pages for offices, officers, postings, requested roles and the admin log. Services write all rows."""

from django.contrib import admin
from django.urls import path
from django.utils import timezone

from accounts import upcoming_changes_page
from accounts.admin_base import ServiceModelAdmin, site
from accounts.admin_forms import (
    ChangeOfficeForm,
    ChangeOfficerForm,
    EndPostingForm,
    NewOfficeForm,
    NewOfficerForm,
    NewPostingForm,
    OfficeDecisionForm,
    OfficeRequestForm,
    RoleDecisionForm,
    RoleRequestForm,
)
from accounts.models import Office, OfficeChange, Officer, Posting, RoleGrant, StaffAct


@admin.register(Office, site=site)
class OfficeAdmin(ServiceModelAdmin):
    form, add_form = ChangeOfficeForm, NewOfficeForm
    list_display = ["name_en", "code", "kind", "parent", "head_title", "certainty"]
    list_filter = ["kind"]
    list_select_related = ["parent"]
    search_fields = ["code", "name_en", "name_ur"]
    autocomplete_fields = ["parent", "routes_to"]

    def get_readonly_fields(self, request, obj=None):
        return ["code", "kind", "parent"] if obj else []


@admin.register(OfficeChange, site=site)
class OfficeChangeAdmin(ServiceModelAdmin):
    form, add_form = OfficeDecisionForm, OfficeRequestForm
    list_display = ["office", "kind", "parent", "asked_by", "asked_at", "decided_by", "decided_at", "applied_at"]
    list_filter = [("decided_at", admin.EmptyFieldListFilter)]
    list_select_related = ["office", "parent", "asked_by", "decided_by"]
    autocomplete_fields = ["office", "parent"]
    ordering = ["-asked_at"]

    def get_readonly_fields(self, request, obj=None):
        return ["office", "kind", "parent", "asked_by", "asked_at"] if obj else []

    def get_fields(self, request, obj=None):
        return [*self.get_readonly_fields(request, obj), *super().get_fields(request, obj)]

    def has_change_permission(self, request, obj=None) -> bool:
        return super().has_change_permission(request, obj) and not (obj and obj.decided_at)


@admin.register(Officer, site=site)
class OfficerAdmin(ServiceModelAdmin):
    form, add_form = ChangeOfficerForm, NewOfficerForm
    list_display = ["name_en", "email", "rank", "belt_number", "is_active"]
    list_filter = ["is_active", "rank"]
    search_fields = ["email", "name_en", "name_ur", "belt_number"]
    ordering = ["name_en", "pk"]


@admin.register(Posting, site=site)
class PostingAdmin(ServiceModelAdmin):
    form, add_form = EndPostingForm, NewPostingForm
    list_display = ["officer", "role", "office", "starts_at", "ends_at", "is_head", "acting"]
    list_filter = ["role", "is_head", "acting"]
    list_select_related = ["officer", "office"]
    search_fields = ["officer__email", "officer__name_en", "office__name_en", "office__code"]
    autocomplete_fields = ["officer", "office"]
    ordering = ["-starts_at"]

    def get_urls(self):
        upcoming = self.admin_site.admin_view(upcoming_changes_page.show_upcoming_changes)
        return [path("upcoming/", upcoming, name="accounts_posting_upcoming"), *super().get_urls()]

    def get_readonly_fields(self, request, obj=None):
        return ["officer", "office", "role", "is_head", "acting", "starts_at", "ends_at"] if obj else []

    def get_fields(self, request, obj=None):
        return [*self.get_readonly_fields(request, obj), *super().get_fields(request, obj)]

    def has_change_permission(self, request, obj=None) -> bool:
        at = timezone.now()
        is_not_over = obj is None or obj.is_current(at) or obj.begins_after(at)
        return super().has_change_permission(request, obj) and is_not_over


@admin.register(RoleGrant, site=site)
class RoleGrantAdmin(ServiceModelAdmin):
    form, add_form = RoleDecisionForm, RoleRequestForm
    list_display = ["officer", "role", "office", "is_head", "asked_by", "asked_at", "decided_by", "decided_at"]
    list_filter = [("decided_at", admin.EmptyFieldListFilter)]
    list_select_related = ["officer", "office", "asked_by", "decided_by"]
    autocomplete_fields = ["officer", "office", "transfers"]
    ordering = ["-asked_at"]

    def get_readonly_fields(self, request, obj=None):
        requested = ["officer", "office", "role", "is_head", "acting", "transfers", "starts_at", "ends_at"]
        return [*requested, "asked_by", "asked_at"] if obj else []

    def get_fields(self, request, obj=None):
        return [*self.get_readonly_fields(request, obj), *super().get_fields(request, obj)]

    def has_change_permission(self, request, obj=None) -> bool:
        return super().has_change_permission(request, obj) and not (obj and obj.decided_at)


@admin.register(StaffAct, site=site)
class StaffActAdmin(ServiceModelAdmin):
    list_display = ["at", "kind", "officer", "by", "words"]
    list_filter = ["kind"]
    list_select_related = ["officer", "by"]
    search_fields = ["officer__email", "officer__name_en"]
