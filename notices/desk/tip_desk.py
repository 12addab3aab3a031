"""The desk's list of tips and the page of one tip. Opening a tip is recorded before it is shown."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.rules.roles import Role
from notices.desk.notice_desk import jpeg_response
from notices.desk.notice_rows import parse_row_id
from notices.desk.notices_desk_access import notices_desk_required
from notices.models import Notice, Tip
from notices.queries import readable_tips as tip_queries
from notices.rules import notice_permissions
from notices.rules.public_codes import format_tip_number
from notices.rules.tip_validation import TIP_RESULTS, TipStatus
from notices.services.tip_recording import record_tip_opening, record_tip_result


@require_safe
@notices_desk_required
def list_tips(request: HttpRequest) -> HttpResponse:
    """Show the tips, the latest first, without their texts. `notice` in the query string: only those of one notice."""
    at, code = timezone.now(), request.GET.get("notice", "")
    notice = get_object_or_404(Notice.objects.on_desk_of(request.actor, at=at), code=code) if code else None
    before = parse_row_id(request.GET.get("before", ""))
    page = tip_queries.load_tips_page(request.actor, at=at, notice=notice and notice.pk, before=before)
    rows = [{"tip": tip, "number": format_tip_number(tip.number)} for tip in page.rows]
    return render(request, "notices/desk/tips.html", {"rows": rows, "older": page.older, "notice": notice})


@require_http_methods(["GET", "HEAD", "POST"])
@notices_desk_required
def show_tip(request: HttpRequest, number: str) -> HttpResponse:
    """Show a tip; a POST records its result."""
    at, tip = timezone.now(), _get_tip(request, number)
    if request.method == "POST":
        result = request.POST.get("standing", "")
        if result not in TIP_RESULTS:
            raise Http404
        record_tip_result(tip=tip, result=TipStatus(result), by=request.actor, at=at)
        messages.success(request, _("Recorded."))
        return redirect("notices_tip", number=number)
    with transaction.atomic():
        tip = record_tip_opening(tip=tip, by=request.actor, at=at)
        context = {
            "tip": tip,
            "number": format_tip_number(tip.number),
            "may_settle": notice_permissions.may_record_tip_results(request.actor, tip.notice.line),
            "acts": tip_queries.acts_on_tip(tip) if request.actor.role is Role.AUDITOR else None,
        }
        return render(request, "notices/desk/tip.html", context)


@require_safe
@notices_desk_required
def send_tip_photo(request: HttpRequest, number: str) -> HttpResponse:
    """Send the photo of a tip. This is recorded as opening the tip, like the page."""
    tip = _get_tip(request, number)
    if tip.picture_id is None:
        raise Http404
    with transaction.atomic():
        tip = record_tip_opening(tip=tip, by=request.actor, at=timezone.now())
        return jpeg_response(tip.picture)


def _get_tip(request: HttpRequest, number: str) -> Tip:
    return get_object_or_404(tip_queries.tips_readable_by(request.actor, at=timezone.now()), number=number)
