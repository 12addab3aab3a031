"""Django admin for public information: helplines, services, links, steps of guides, and centres."""

from django.contrib import admin

from accounts.administration import ActForm, Administered, site
from information.models import Centre, Helpline, Link, Service, Step
from information.services.loading import keep


class Kept(ActForm):
    """Base form that saves a row after the model's own validation."""

    def act(self):
        return keep(self.instance, at=self.at)


def form_of(model) -> type[Kept]:
    """Return a form with every editable column of a model."""
    names = [field.name for field in model._meta.fields if field.editable and field.name != "id"]
    return type(f"{model.__name__}Form", (Kept,), {"Meta": type("Meta", (), {"model": model, "fields": names})})


@admin.register(Helpline, site=site)
class HelplineAdmin(Administered):
    form = add_form = form_of(Helpline)
    list_display = ["number", "name_en", "group", "standing", "certainty", "as_of"]
    list_filter = ["group", "standing", "certainty"]
    search_fields = ["number", "name_en", "name_ur"]


@admin.register(Service, site=site)
class ServiceAdmin(Administered):
    form = add_form = form_of(Service)
    list_display = ["name_en", "kind", "code", "certainty", "as_of"]
    list_filter = ["kind", "certainty"]
    search_fields = ["code", "name_en", "name_ur"]


@admin.register(Link, site=site)
class LinkAdmin(Administered):
    form = add_form = form_of(Link)
    list_display = ["name_en", "kind", "url", "certainty", "as_of"]
    list_filter = ["kind", "certainty"]
    search_fields = ["code", "name_en", "name_ur", "url"]


@admin.register(Step, site=site)
class StepAdmin(Administered):
    form = add_form = form_of(Step)
    list_display = ["guide", "order", "title_en", "words_en"]
    list_filter = ["guide"]
    search_fields = ["title_en", "words_en"]
    ordering = ["guide", "order"]


@admin.register(Centre, site=site)
class CentreAdmin(Administered):
    form = add_form = form_of(Centre)
    list_display = ["name_en", "district", "telephone", "certainty", "as_of"]
    list_filter = ["certainty", "is_sample"]
    list_select_related = ["district"]
    search_fields = ["code", "name_en", "name_ur", "district__name_en"]
    autocomplete_fields = ["district"]
