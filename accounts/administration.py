"""Django's admin, for administrators alone: who they are, and how its forms act through the services.

Complaints, their words and their people are not registered here and never will be (tests.accounts.test_administration).
"""

from django import forms
from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models.fields import BLANK_CHOICE_LABEL
from django.shortcuts import redirect, resolve_url
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.rules.offices import OfficeKind
from accounts.rules.roles import Role
from accounts.services.refusals import StaffChangeRefused

CHOOSE = _("Choose …")


def administers(actor) -> bool:
    """Whether somebody acts as an administrator of the Central Police Office."""
    return bool(actor) and actor.role == Role.ADMINISTRATOR and actor.office_kind == OfficeKind.CENTRAL


class Administration(admin.AdminSite):
    """Open to the posting, not to a flag on the person; it has no sign-in and no password page of its own."""

    site_title = site_header = _("Administration")
    index_title = _("Offices, officers, time limits, public information")
    site_url = None
    enable_nav_sidebar = True

    def has_permission(self, request) -> bool:
        return administers(getattr(request, "actor", None))

    def admin_view(self, view, cacheable=False):
        """Django's pages would answer any method as if it only looked. There are forms here, and nothing else."""
        return require_http_methods(["GET", "HEAD", "POST"])(super().admin_view(view, cacheable))

    def login(self, request, extra_context=None):
        """The portal's own sign-in for a stranger; whoever is in and no administrator may not enter."""
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect(f"{resolve_url('account_login')}?next={resolve_url('admin:index')}")

    def logout(self, request, extra_context=None):
        return redirect("account_logout")

    def password_change(self, request, extra_context=None):
        return redirect("mfa_index")

    def password_change_done(self, request, extra_context=None):
        return redirect("mfa_index")


site = Administration()


class ActForm(forms.ModelForm):
    """A form that is saved by a service: `act()` does it and gives back the row. What the service refuses is an error.

    All of an act or nothing: what it had done before it was refused does not stay.

    `request` is set by `Administered.get_form`; `self.by` and `self.at` are who acts and when.
    """

    request = None

    def __init__(self, *args, **kwargs):
        """That nothing is chosen yet is said as everywhere: Django's own words for it have no Urdu."""
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField):
                field.empty_label = field.empty_label and CHOOSE
            elif isinstance(field, forms.ChoiceField):
                field.choices = [
                    (key, CHOOSE if words == BLANK_CHOICE_LABEL else words) for key, words in field.choices
                ]

    @property
    def by(self):
        return self.request.actor

    def act(self):
        raise NotImplementedError

    def _post_clean(self):
        super()._post_clean()
        if self.errors:
            return
        self.at = timezone.now()
        try:
            with transaction.atomic():
                self.instance = self.act()
        except StaffChangeRefused as refusal:
            self.add_error(None, str(refusal))
        except ValidationError as error:
            self.add_error(None, ValidationError(error.messages))


class NamedForm(ActForm):
    """A form that changes a name: a rename unless a correction is chosen, which applies to the past too."""

    WHY = [
        ("rename", _("The name changed. Histories keep the former name for earlier events.")),
        ("correction", _("The name was wrong. Histories show the correct name for earlier events too.")),
    ]
    name_change = forms.ChoiceField(
        label=_("If you change a name"), choices=WHY, initial="rename", required=False, widget=forms.RadioSelect
    )

    @property
    def is_correction(self) -> bool:
        return self.cleaned_data["name_change"] == "correction"


class Filtered(ChangeList):
    """A list whose filters may hold anything: a NUL, which no column can hold and PostgreSQL refuses, does not fit."""

    def get_filters(self, request):
        if any("\x00" in word for words in self.filter_params.values() for word in words):
            raise IncorrectLookupParameters
        return super().get_filters(request)


class Sought(AutocompleteSelect):
    """A row that is found by typing. Django's own asks the database for whatever was sent, be it no row's number."""

    def optgroups(self, name, value, attr=None):
        return super().optgroups(name, [one for one in value if not one or str(one).isdecimal()], attr)


class Administered(admin.ModelAdmin):
    """Looked at and, through `act()` of its forms, added and changed; read-only without one. Nothing is deleted."""

    add_form = None
    show_facets = admin.ShowFacets.NEVER
    actions = None
    list_per_page = 50

    def has_module_permission(self, request) -> bool:
        return self.admin_site.has_permission(request)

    def has_view_permission(self, request, obj=None) -> bool:
        return self.admin_site.has_permission(request)

    def has_add_permission(self, request) -> bool:
        return self.admin_site.has_permission(request) and self.add_form is not None

    def has_change_permission(self, request, obj=None) -> bool:
        return self.admin_site.has_permission(request) and issubclass(self.form, ActForm)

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = Sought(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_changelist(self, request, **kwargs):
        return Filtered

    def get_form(self, request, obj=None, change=False, **kwargs):
        """The form of adding or of changing, with the request that it acts for."""
        wanted = self.form if change else self.add_form or self.form
        form = super().get_form(request, obj, change=change, form=wanted, **kwargs)
        return type(form.__name__, (form,), {"request": request})

    def get_fields(self, request, obj=None):
        form = self.form if obj else self.add_form or self.form
        if self.fields or not issubclass(form, ActForm):
            return super().get_fields(request, obj)
        return list(dict.fromkeys([*form.Meta.fields, *form.declared_fields]))

    def save_model(self, request, obj, form, change):
        """The form's `act()` has saved it already."""
