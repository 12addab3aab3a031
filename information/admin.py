"""Django admin for public information: helplines, services, links, guides, centres, legal aid and legal forms."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.admin_base import ServiceForm, ServiceModelAdmin, site
from accounts.decision_admin import DecisionAdmin, DecisionForm
from information.models import Centre, Helpline, LegalAid, LegalFormReview, Link, Service, Step
from information.services import legal_form_reviews
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


@admin.register(LegalAid, site=site)
class LegalAidAdmin(ServiceModelAdmin):
    form = add_form = make_admin_form(LegalAid)
    list_display = ["name_en", "district", "telephone", "certainty", "as_of"]
    list_filter = ["certainty"]
    list_select_related = ["district"]
    search_fields = ["code", "name_en", "name_ur", "district__name_en"]
    autocomplete_fields = ["district"]


class LegalFormReviewEntryForm(ServiceForm):
    """Enter a lawyer's review of a form. A second administrator has to confirm it."""

    class Meta:
        model = LegalFormReview
        fields = ["form", "lawyer", "reviewed_on", "statute"]

    def act(self):
        return legal_form_reviews.enter_review(by=self.by, at=self.at, **self.cleaned_data)


class LegalFormReviewDecisionForm(DecisionForm):
    """The second administrator's decision on a review, or the end of a review that is in force."""

    approve = staticmethod(legal_form_reviews.confirm_review)
    reject = staticmethod(legal_form_reviews.refuse_review)

    class Meta:
        model = LegalFormReview
        fields = []

    def __init__(self, *args, **kwargs):
        """Offer to end a review that is in force; it can no longer be confirmed or refused."""
        super().__init__(*args, **kwargs)
        if self.instance.confirmed:
            self.fields["decision"] = forms.ChoiceField(
                label=_("Your decision"), choices=[("", "–"), ("end", _("End: the form is no longer offered"))]
            )

    def act(self):
        if self.cleaned_data["decision"] == "end":
            return legal_form_reviews.end_review(review=self.instance, by=self.by, at=self.at)
        return super().act()


@admin.register(LegalFormReview, site=site)
class LegalFormReviewAdmin(DecisionAdmin):
    form, add_form = LegalFormReviewDecisionForm, LegalFormReviewEntryForm
    list_display = ["form", "edition", "lawyer", "reviewed_on", "confirmed", "asked_by", "decided_by", "ended_at"]
    list_filter = ["form", ("decided_at", admin.EmptyFieldListFilter), ("ended_at", admin.EmptyFieldListFilter)]
    list_select_related = ["asked_by", "decided_by"]

    def get_readonly_fields(self, request, obj=None):
        entered = ["form", "edition", "lawyer", "reviewed_on", "statute", "asked_by", "asked_at"]
        return [*entered, "confirmed", "decided_by", "decided_at", "ended_by", "ended_at"] if obj else []

    def has_change_permission(self, request, obj=None) -> bool:
        if obj and obj.confirmed and obj.ended_at is None:  # decided, but it can be ended
            return ServiceModelAdmin.has_change_permission(self, request, obj)
        return super().has_change_permission(request, obj)
