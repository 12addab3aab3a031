"""The auditors' signed exports of the logs: request one, and download it within a week. Others get 404."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from complaints.models import AuditExport
from desk.audit.access_log_forms import day_field
from desk.audit.access_log_pages import auditors_only
from desk.services import audit_export
from ledger import export_signature

LONGEST_DAYS = 366
SHOWN = 20


class AuditExportForm(forms.Form):
    """The period of an export, both days included."""

    first = day_field(gettext_lazy("First day"), required=True)
    last = day_field(gettext_lazy("Last day"), required=True)

    def clean(self) -> dict:
        cleaned = super().clean()
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and first > last:
            self.add_error("last", ValidationError(_("The last day must be on or after the first day.")))
        elif first and last and (last - first).days >= LONGEST_DAYS:
            self.add_error("last", ValidationError(_("Choose a period of at most one year.")))
        return cleaned


@require_http_methods(["GET", "HEAD", "POST"])
@auditors_only
def request_export(request: HttpRequest) -> HttpResponse:
    """Show the auditor's own exports and the form for another one. POST requests it; 422 if the period is wrong."""
    form = AuditExportForm(request.POST if request.method == "POST" else None, auto_id="export_%s")
    if request.method == "POST" and form.is_valid():
        audit_export.request_audit_export(**form.cleaned_data, by=request.actor, at=timezone.now())
        messages.success(request, _("The export is being prepared. It will appear here within a few minutes."))
        return redirect("desk:audit_export")
    own = AuditExport.objects.filter(by=request.actor.posting_id).defer("content").order_by("-asked_at")
    context = {
        "form": form,
        "exports": list(own[:SHOWN]),
        "now": timezone.now(),
        "public_key": next(iter(export_signature.public_keys().values())).decode(),
        "has_errors": form.is_bound,
    }
    return render(request, "desk/audit/audit_export.html", context, status=422 if form.is_bound else 200)


@require_POST
@auditors_only
def download_export(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Return the ZIP file. By POST only, because it is logged. 404 for another auditor's."""
    try:
        content = audit_export.open_audit_export(pk, by=request.actor, at=timezone.now())
    except AuditExport.DoesNotExist as error:
        raise Http404 from error
    except audit_export.ExportGone:
        messages.warning(request, _("This export was deleted. Request it again."))
        return redirect("desk:audit_export")
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="audit-export-{pk}.zip"'
    return response
