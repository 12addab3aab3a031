"""The list of an officer's notifications, and the bell with the number of unread ones."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.acting_head import ActingHead
from accounts.actors import Actor
from accounts.middleware import POSTING_PARAMETER
from accounts.models import Posting
from complaints.models import Complaint, Notification
from complaints.services.notification_writing import mark_read
from desk.formatting import end_of_period, moment, officer_with_post, start_of_period
from desk.queries.notification_list import (
    count_unread,
    load_available_complaints,
    load_notifications,
    unread_notifications,
)
from web.officer_access import posting_required

Kind = Notification.Kind


@dataclass(frozen=True)
class NotificationLine:
    """One notification as the list shows it. An unavailable one shows its time and nothing else."""

    number: int
    title: str
    detail: str
    complaint: Complaint | None
    created: str
    is_unread: bool
    is_available: bool


def actors_of(request: HttpRequest) -> list[Actor]:
    """Return the officer under each of their postings and acting headships."""
    return [Actor.of(posting) for posting in request.postings]


def number_of_unread(request: HttpRequest) -> int:
    """Return how many notifications the officer has not read, counted once for each request. One statement."""
    if not hasattr(request, "number_of_unread_notifications"):
        actors = actors_of(request) if getattr(request, "postings", None) else []
        request.number_of_unread_notifications = (
            count_unread(request.user.pk, actors, at=timezone.now()) if actors else 0
        )
    return request.number_of_unread_notifications


@require_safe
@never_cache
@posting_required
def show_notifications(request: HttpRequest) -> HttpResponse:
    """Show the newest notifications, over all postings of the officer."""
    listed = load_notifications(request.user.pk, actors_of(request), at=timezone.now())
    lines = [_line(row, complaint, is_available=is_available) for row, complaint, is_available in listed]
    return render(request, "desk/notifications/list.html", {"lines": lines})


@require_safe
@never_cache
@posting_required
def show_number(request: HttpRequest) -> HttpResponse:
    """Show the bell alone, for the refresh of an open page.

    Every page of the desk asks for it, so after the session's end this answer closes the page.
    """
    return render(request, "components/notification_bell.html")


@require_POST
@never_cache
@posting_required
def open_notification(request: HttpRequest, notification_id: int) -> HttpResponse:
    """Mark a notification as read and lead to what it is about.

    If that is no longer available, the list says so, without the reason: the complaint was transferred or hidden, or
    the notification itself was deleted. The answer is the same for all of them and for any other number. An unavailable
    one stays unread, because the list would show it after a transfer, but not after an exclusion, which deletes it.
    """
    at = timezone.now()
    own = Notification.objects.of_officer(request.user.pk).filter(pk=notification_id)
    row = own.first()
    if row is None:
        return _redirect_from_unavailable(request)
    if row.complaint_id is None:
        mark_read(own, at=at)
        return redirect("desk:team" if row.kind == Kind.LEAVE and request.actor.is_head else "desk:today")
    complaint = load_available_complaints({row.complaint_id}, actors_of(request), at=at).get(row.complaint_id)
    if complaint is None:
        return _redirect_from_unavailable(request)
    mark_read(own, at=at)
    if row.kind == Kind.ESCALATION and (head := _find_head_posting(request, complaint, at=at)):
        return redirect(f"{reverse('escalations')}?{POSTING_PARAMETER}={head.choice}")
    return redirect("desk:complaint", etag=complaint.etag)


@require_POST
@never_cache
@posting_required
def mark_all_read(request: HttpRequest) -> HttpResponse:
    """Mark all notifications that the officer can see as read."""
    at = timezone.now()
    if mark_read(unread_notifications(request.user.pk, actors_of(request), at=at), at=at):
        messages.success(request, _("All notifications are marked as read."))
    return redirect(reverse("desk:notifications"))


def _find_head_posting(request: HttpRequest, complaint: Complaint, *, at: datetime) -> Posting | ActingHead | None:
    """Return a posting under which the officer is a head and sees the complaint, the one in use if possible."""
    for posting in sorted(request.postings, key=lambda one: one.choice != request.posting.choice):
        actor = Actor.of(posting)
        if actor.is_head and Complaint.objects.visible_to(actor, at=at).filter(pk=complaint.pk).exists():
            return posting
    return None


def _redirect_from_unavailable(request: HttpRequest) -> HttpResponse:
    messages.info(request, _("This is no longer available to you."))
    return redirect("desk:notifications")


def _line(row: Notification, complaint: Complaint | None, *, is_available: bool) -> NotificationLine:
    return NotificationLine(
        row.pk,
        title=row.get_kind_display() if is_available else "",
        detail=_detail(row, complaint) if is_available else "",
        complaint=complaint,
        created=moment(row.created_at),
        is_unread=row.read_at is None,
        is_available=is_available,
    )


def _detail(row: Notification, complaint: Complaint | None) -> str:
    """Return who caused it and what it is about, without any text of the complaint."""
    if row.leave:
        return _("%(officer)s, from %(start)s to %(end)s") % {
            "officer": officer_with_post(row.leave.posting),
            "start": start_of_period(row.leave.starts_at),
            "end": end_of_period(row.leave.ends_at),
        }
    by = row.event.posting.officer.title if row.event and row.event.posting else ""
    parts = (by, complaint.category.name, complaint.office.name) if complaint else ()
    return " · ".join(part for part in parts if part)
