"""Admin page on which a second administrator decides a change of a partner. A new secret is shown once, to them."""

from django.contrib import admin
from django.template.response import TemplateResponse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from accounts.admin_base import site
from accounts.decision_admin import DecisionAdmin, DecisionForm
from api.models import EventEndpoint, PartnerChange
from api.rules.client_scopes import Scope
from api.rules.partner_rights import Rights
from api.services import partner_changes

SCOPE_LABELS = {
    Scope.REGISTER: _("register complaints for people who agreed"),
    Scope.READ_STATE: _("read whether its complaints are open or closed"),
    Scope.PUSH_STATUS: _("add its own status to the history of these complaints"),
    Scope.EVENTS: _("receive events"),
}
SECRET_EFFECT = _("The present secret ends at once. You see the new one once and send it to the partner.")


class PartnerDecisionForm(DecisionForm):
    """The second administrator's decision on a change of a partner."""

    reject = staticmethod(partner_changes.refuse_partner_change)

    class Meta:
        model = PartnerChange
        fields = []

    def approve(self, **facts) -> None:
        self.request.new_secret = partner_changes.confirm_partner_change(**facts)


@admin.register(PartnerChange, site=site)
class PartnerChangeAdmin(DecisionAdmin):
    form = PartnerDecisionForm
    list_display = ["client_name", "kind", "asked_by", "asked_at", "decided_by", "decided_at"]
    list_select_related = ["client", "asked_by", "decided_by"]

    def get_readonly_fields(self, request, obj=None):
        return ["client_name", "kind", "effect", "asked_by", "asked_at"]

    @admin.display(description=_("partner"))
    def client_name(self, change: PartnerChange) -> str:
        return f"{change.client.name_en} · {change.client}"

    @admin.display(description=_("Effect"))
    def effect(self, change: PartnerChange) -> str:
        """Return what is now, and what would be."""
        if change.kind == PartnerChange.Kind.RIGHTS:
            pairs = zip(_describe(change.client.rights), _describe(change.rights), strict=True)
            lines = ((label, before, after) for (label, before), (_label, after) in pairs)
            return format_html_join("", "<div>{}: <bdi>{}</bdi> → <bdi>{}</bdi></div>", lines)
        if change.kind == PartnerChange.Kind.ADDRESS:
            endpoint = EventEndpoint.objects.filter(client=change.client).first()
            return format_html("<bdi>{}</bdi> → <bdi>{}</bdi>", endpoint.address if endpoint else "–", change.address)
        return str(SECRET_EFFECT)

    def response_change(self, request, obj):
        """Show a new secret at once. It is kept nowhere readable, so no redirect can follow."""
        secret = getattr(request, "new_secret", "")
        if not secret:
            return super().response_change(request, obj)
        context = site.each_context(request) | {"title": obj.client.name_en, "client": obj.client, "secret": secret}
        return TemplateResponse(request, "admin/api/apiclient/secret.html", context | {"change": obj})


def _describe(rights: Rights) -> list[tuple[str, str]]:
    """Return a label and a text for each of the rights, always in the same order."""
    scopes = ", ".join(str(SCOPE_LABELS[scope]) for scope in Scope if scope in rights.scopes)
    return [
        (_("What it may do"), scopes),
        (_("Codes of offices"), " ".join(rights.offices) or _("all of Punjab")),
        (_("Codes of categories"), " ".join(rights.categories) or _("all except confidential ones")),
        (_("Requests a minute"), str(rights.requests_per_minute)),
    ]
