"""The pages for proposing a notice, a renewal or a correction."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from citizen.evidence.upload_limits import mark_takes_files
from complaints.rules import accepted_files
from ledger.service_exceptions import Refused
from notices.desk import missing_child_draft
from notices.desk.notices_desk_access import notices_desk_required
from notices.desk.proposal_forms import NewNoticeForm, NoticeContentForm, RenewalForm
from notices.models import Notice, Picture
from notices.models.picture import refusal_text_of
from notices.queries import notices_on_desk as desk_queries
from notices.rules import notice_permissions
from notices.rules.notice_kinds import NoticeKind
from notices.services import picture_inspection
from notices.services.notice_proposals import propose_new_edition, propose_notice


@require_http_methods(["GET", "HEAD", "POST"])
@notices_desk_required
@mark_takes_files
def propose_new_notice(request: HttpRequest, kind: str) -> HttpResponse:
    """Propose a new notice. It is public only after another officer approved it."""
    if kind not in set(NoticeKind) or not notice_permissions.may_propose_somewhere(request.actor):
        raise Http404
    at = timezone.now()
    offices = desk_queries.offices_to_propose_for(request.actor)
    options = {"kind": NoticeKind(kind), "at": at, "actor": request.actor, "offices": offices}
    complaint = missing_child_draft.find_missing_child_complaint(
        request.GET.get("complaint", ""), NoticeKind(kind), by=request.actor, at=at
    )
    if complaint is not None:
        options |= {
            "draft": missing_child_draft.initial_form_values(complaint),
            "photos": missing_child_draft.photos_of_complaint(complaint),
        }
    form = NewNoticeForm(*_posted_data_and_files(request), **options)
    if form.is_valid():
        notice = _try_to_propose(request, form, at=at)
        if notice:
            messages.success(request, _("Awaiting another officer's approval. Nothing is public yet."))
            return redirect("notices_one", code=notice.code)
    return _render_form(request, form, kind=NoticeKind(kind))


@require_http_methods(["GET", "HEAD", "POST"])
@notices_desk_required
@mark_takes_files
def propose_renewal_or_correction(request: HttpRequest, code: str) -> HttpResponse:
    """Propose a renewal or a correction. The published edition stays until another officer approves the new one."""
    at = timezone.now()
    notice = desk_queries.find_notice(request.actor, code, at=at)
    if notice is None or not notice_permissions.may_propose(request.actor, notice.line):
        raise Http404
    latest = notice.editions.all()[0]
    form = RenewalForm(*_posted_data_and_files(request), kind=NoticeKind(notice.kind), at=at, content=latest.content)
    if latest.picture is None:
        del form.fields["keep_picture"]
    if form.is_valid() and _try_to_propose_edition(request, form, notice, at=at):
        messages.success(request, _("Awaiting another officer's approval. Nothing changes until then."))
        return redirect("notices_one", code=code)
    return _render_form(request, form, kind=NoticeKind(notice.kind), notice=notice)


def _posted_data_and_files(request: HttpRequest) -> tuple:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _try_to_propose(request: HttpRequest, form: NewNoticeForm, *, at: datetime) -> Notice | None:
    try:
        return propose_notice(
            kind=form.kind,
            office=form.offices[form.cleaned_data["office"]],
            complaint=form.cleaned_data["complaint"],
            content=form.notice_content,
            sexual_violence=form.suspects_sexual_violence,
            picture=_inspect_submitted_picture(form, at=at),
            by=request.actor,
            at=at,
        )
    except Refused as refused:
        form.add_refusal(refused.reason)
    except accepted_files.FileRefused as refused:
        form.add_error("picture", refusal_text_of(refused.reason))
    return None


def _try_to_propose_edition(request: HttpRequest, form: RenewalForm, notice: Notice, *, at: datetime) -> bool:
    current_picture = notice.editions.all()[0].picture if form.cleaned_data.get("keep_picture") else None
    try:
        picture = _inspect_submitted_picture(form, at=at) or current_picture
        propose_new_edition(
            notice=notice,
            content=form.notice_content,
            sexual_violence=form.suspects_sexual_violence,
            picture=picture,
            by=request.actor,
            at=at,
        )
    except Refused as refused:
        form.add_refusal(refused.reason)
    except accepted_files.FileRefused as refused:
        form.add_error("picture", refusal_text_of(refused.reason))
    return not form.errors


def _inspect_submitted_picture(form: NoticeContentForm, *, at: datetime) -> Picture | None:
    """Inspect and return the submitted picture; None without one. Raises FileRefused."""
    upload = form.submitted_photo
    if upload is None or form.suspects_sexual_violence:
        return None
    row = picture_inspection.inspect_photo(
        picture_inspection.seal_photo(upload, side=picture_inspection.NOTICE_PIXELS, at=at).pk, at=at
    )
    if row.state == Picture.State.HELD:
        raise accepted_files.FileRefused(accepted_files.FileRefusal.NO_SANDBOX)
    if row.state == Picture.State.REFUSED:
        raise accepted_files.FileRefused(accepted_files.FileRefusal(row.refused_because))
    return row


def _render_form(
    request: HttpRequest, form: NoticeContentForm, *, kind: NoticeKind, notice: Notice | None = None
) -> HttpResponse:
    context = {"form": form, "kind": kind, "notice": notice}
    return render(request, "notices/desk/form.html", context, status=422 if form.errors else 200)
