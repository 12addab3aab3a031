"""The Django admin site for administrators, and base classes whose forms save through the services.

Complaints, their texts and the people in them must not be registered here (tests.accounts.test_administration).
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

from accounts.middleware import POSTING_PARAMETER
from accounts.rules.office_tree import OfficeKind
from accounts.rules.roles import Role
from accounts.services.staff_refusals import StaffChangeRefused

CHOOSE = _("Choose …")


def is_administrator(actor) -> bool:
    """Return whether this actor is an administrator at the Central Police Office."""
    return bool(actor) and actor.role == Role.ADMINISTRATOR and actor.office_kind == OfficeKind.CENTRAL


class PortalAdminSite(admin.AdminSite):
    """The admin site. Access depends on the posting, not on a flag of the officer.

    It uses the portal's own sign-in and password pages.
    """

    site_title = site_header = _("Administration")
    index_title = _("Offices, officers, time limits, public information")
    site_url = None
    enable_nav_sidebar = True

    def has_permission(self, request) -> bool:
        return is_administrator(getattr(request, "actor", None))

    def admin_view(self, view, cacheable=False):
        """Allow GET, HEAD and POST only. Django's admin answers any other method as if it were a GET."""
        return require_http_methods(["GET", "HEAD", "POST"])(super().admin_view(view, cacheable))

    def login(self, request, extra_context=None):
        """Redirect to the portal's sign-in. Refuse an officer who is signed in but is not an administrator."""
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect(f"{resolve_url('account_login')}?next={resolve_url('admin:index')}")

    def logout(self, request, extra_context=None):
        return redirect("account_logout")

    def password_change(self, request, extra_context=None):
        return redirect("mfa_index")

    def password_change_done(self, request, extra_context=None):
        return redirect("mfa_index")


site = PortalAdminSite()


class ServiceForm(forms.ModelForm):
    """A form that a service saves. Subclasses implement `act()`, which calls the service and returns the row.

    `act()` runs in a transaction. A refusal by the service rolls it back and becomes a form error.

    `request` is set by `ServiceModelAdmin.get_form`; `self.by` is the actor and `self.at` the time of the act.
    """

    request = None

    def __init__(self, *args, **kwargs):
        """Replace the label of the empty choice: Django's own has no Urdu translation."""
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField):
                field.empty_label = field.empty_label and CHOOSE
            elif isinstance(field, forms.ChoiceField):
                field.choices = [
                    (value, CHOOSE if label == BLANK_CHOICE_LABEL else label) for value, label in field.choices
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


class RenameForm(ServiceForm):
    """A form that can change a name. The change is a rename unless the administrator chooses a correction.

    A correction also applies to histories of the past.
    """

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


class SafeChangeList(ChangeList):
    """A change list that rejects NUL characters in its filters, because PostgreSQL raises an error for them.

    The posting in a link to the list is no filter.
    """

    def get_filters_params(self, params=None):
        filters = super().get_filters_params(params)
        return {name: values for name, values in filters.items() if name != POSTING_PARAMETER}

    def get_filters(self, request):
        if any("\x00" in value for values in self.filter_params.values() for value in values):
            raise IncorrectLookupParameters
        return super().get_filters(request)


class SafeAutocompleteSelect(AutocompleteSelect):
    """An autocomplete field that ignores values that are not numbers. Django would send them to the database."""

    def optgroups(self, name, value, attr=None):
        return super().optgroups(name, [pk for pk in value if not pk or str(pk).isdecimal()], attr)


class ServiceModelAdmin(admin.ModelAdmin):
    """A model admin that adds and changes rows through `act()` of its forms.

    A model without such a form is read-only. Rows cannot be deleted.
    """

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
        return self.admin_site.has_permission(request) and issubclass(self.form, ServiceForm)

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = SafeAutocompleteSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_changelist(self, request, **kwargs):
        return SafeChangeList

    def get_form(self, request, obj=None, change=False, **kwargs):
        """Return the form for adding or changing, with the request as a class attribute."""
        base_form = self.form if change else self.add_form or self.form
        form = super().get_form(request, obj, change=change, form=base_form, **kwargs)
        return type(form.__name__, (form,), {"request": request})

    def get_fields(self, request, obj=None):
        form = self.form if obj else self.add_form or self.form
        if self.fields or not issubclass(form, ServiceForm):
            return super().get_fields(request, obj)
        return list(dict.fromkeys([*form.Meta.fields, *form.declared_fields]))

    def save_model(self, request, obj, form, change):
        """Do nothing: the form's `act()` has already saved the row."""
