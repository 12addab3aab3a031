"""The desk's list of tips and the page of one tip. Opening a tip is recorded before it is shown."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.rules.roles import Role
from notices.desk.access import notices_desk
from notices.desk.notice_shown import row_number
from notices.desk.notices import jpeg
from notices.models import Notice, Tip
from notices.queries import tips as tip_queries
from notices.rules import powers
from notices.rules.numbers import spaced
from notices.rules.tips import SAID, TipStatus
from notices.services.tips import open_tip, settle_tip


@require_safe
@notices_desk
def listed(request: HttpRequest) -> HttpResponse:
    """Show the tips, the latest first, without their texts. `notice` in the query string: only those of one notice."""
    at, code = timezone.now(), request.GET.get("notice", "")
    notice = get_object_or_404(Notice.objects.on_desk_of(request.actor, at=at), code=code) if code else None
    before = row_number(request.GET.get("before", ""))
    page = tip_queries.listed(request.actor, at=at, notice=notice and notice.pk, before=before)
    rows = [{"tip": tip, "number": spaced(tip.number)} for tip in page.rows]
    return render(request, "notices/desk/tips.html", {"rows": rows, "older": page.older, "notice": notice})


@require_http_methods(["GET", "HEAD", "POST"])
@notices_desk
def one(request: HttpRequest, number: str) -> HttpResponse:
    """Show a tip; a POST records its result."""
    at, tip = timezone.now(), _get_tip(request, number)
    if request.method == "POST":
        result = request.POST.get("standing", "")
        if result not in SAID:
            raise Http404
        settle_tip(tip=tip, standing=TipStatus(result), by=request.actor, at=at)
        messages.success(request, _("Recorded."))
        return redirect("notices_tip", number=number)
    with transaction.atomic():
        tip = open_tip(tip=tip, by=request.actor, at=at)
        context = {
            "tip": tip,
            "number": spaced(tip.number),
            "may_settle": powers.may_settle_tips(request.actor, tip.notice.line),
            "acts": tip_queries.acts_of(tip) if request.actor.role is Role.AUDITOR else None,
        }
        return render(request, "notices/desk/tip.html", context)


@require_safe
@notices_desk
def photo(request: HttpRequest, number: str) -> HttpResponse:
    """Send the photo of a tip. This is recorded as opening the tip, like the page."""
    tip = _get_tip(request, number)
    if tip.picture_id is None:
        raise Http404
    with transaction.atomic():
        tip = open_tip(tip=tip, by=request.actor, at=timezone.now())
        return jpeg(tip.picture)


def _get_tip(request: HttpRequest, number: str) -> Tip:
    return get_object_or_404(tip_queries.readable(request.actor, at=timezone.now()), number=number)
