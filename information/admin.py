"""What everybody may read, in Django's admin: helplines and services."""

from django.contrib import admin

from accounts.administration import ActForm, Administered, site
from information.models import Helpline, Service
from information.services.loading import keep


class Kept(ActForm):
    """Saved as it stands, once the database's own rules agree."""

    def act(self):
        return keep(self.instance, at=self.at)


class HelplineForm(Kept):
    class Meta:
        model = Helpline
        fields = [field.name for field in Helpline._meta.fields if field.editable and field.name != "id"]


class ServiceForm(Kept):
    class Meta:
        model = Service
        fields = [field.name for field in Service._meta.fields if field.editable and field.name != "id"]


@admin.register(Helpline, site=site)
class HelplineAdmin(Administered):
    form = add_form = HelplineForm
    list_display = ["number", "name_en", "group", "standing", "certainty", "as_of"]
    list_filter = ["group", "standing", "certainty"]
    search_fields = ["number", "name_en", "name_ur"]


@admin.register(Service, site=site)
class ServiceAdmin(Administered):
    form = add_form = ServiceForm
    list_display = ["name_en", "kind", "code", "certainty", "as_of"]
    list_filter = ["kind", "certainty"]
    search_fields = ["code", "name_en", "name_ur"]
