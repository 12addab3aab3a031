"""Django admin for public information: helplines, services, links, steps of guides, and centres."""

from django.contrib import admin

from accounts.admin_base import ServiceForm, ServiceModelAdmin, site
from information.models import Centre, Helpline, Link, Service, Step
from information.services.information_loading import save_edited_row


class InformationForm(ServiceForm):
    """Base form that saves a row after the model's own validation."""

    def act(self):
        return save_edited_row(self.instance, at=self.at)


def make_admin_form(model) -> type[InformationForm]:
    """Return a form with every editable column of a model."""
    names = [field.name for field in model._meta.fields if field.editable and field.name != "id"]
    return type(
        f"{model.__name__}Form", (InformationForm,), {"Meta": type("Meta", (), {"model": model, "fields": names})}
    )


@admin.register(Helpline, site=site)
class HelplineAdmin(ServiceModelAdmin):
    form = add_form = make_admin_form(Helpline)
    list_display = ["number", "name_en", "group", "standing", "certainty", "as_of"]
    list_filter = ["group", "standing", "certainty"]
    search_fields = ["number", "name_en", "name_ur"]


@admin.register(Service, site=site)
class ServiceAdmin(ServiceModelAdmin):
    form = add_form = make_admin_form(Service)
    list_display = ["name_en", "kind", "code", "certainty", "as_of"]
    list_filter = ["kind", "certainty"]
    search_fields = ["code", "name_en", "name_ur"]


@admin.register(Link, site=site)
class LinkAdmin(ServiceModelAdmin):
    form = add_form = make_admin_form(Link)
    list_display = ["name_en", "kind", "url", "certainty", "as_of"]
    list_filter = ["kind", "certainty"]
    search_fields = ["code", "name_en", "name_ur", "url"]


@admin.register(Step, site=site)
class StepAdmin(ServiceModelAdmin):
    form = add_form = make_admin_form(Step)
    list_display = ["guide", "order", "title_en", "words_en"]
    list_filter = ["guide"]
    search_fields = ["title_en", "words_en"]
    ordering = ["guide", "order"]


@admin.register(Centre, site=site)
class CentreAdmin(ServiceModelAdmin):
    form = add_form = make_admin_form(Centre)
    list_display = ["name_en", "district", "telephone", "certainty", "as_of"]
    list_filter = ["certainty", "is_sample"]
    list_select_related = ["district"]
    search_fields = ["code", "name_en", "name_ur", "district__name_en"]
    autocomplete_fields = ["district"]
