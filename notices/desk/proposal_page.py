"""The pages for proposing a notice, a renewal or a correction."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from citizen.evidence.request_limits import takes_files
from complaints.rules import files
from ledger.exceptions import Refused
from notices.desk import alert_draft
from notices.desk.access import notices_desk
from notices.desk.forms import AgainForm, ContentForm, NewForm
from notices.models import Notice, Picture
from notices.models.picture import said_of
from notices.queries import desk as desk_queries
from notices.rules import powers
from notices.rules.kinds import NoticeKind
from notices.services import pictures
from notices.services.proposals import propose, propose_again


@require_http_methods(["GET", "HEAD", "POST"])
@notices_desk
@takes_files
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """Propose a new notice. It is public only after another officer approved it."""
    if kind not in set(NoticeKind) or not powers.proposes_at_all(request.actor):
        raise Http404
    at = timezone.now()
    offices = desk_queries.offices(request.actor)
    options = {"kind": NoticeKind(kind), "at": at, "actor": request.actor, "offices": offices}
    complaint = alert_draft.of_complaint(request.GET.get("complaint", ""), NoticeKind(kind), by=request.actor, at=at)
    if complaint is not None:
        options |= {"draft": alert_draft.filled_in(complaint), "photos": alert_draft.photos(complaint)}
    form = NewForm(*_form_data(request), **options)
    if form.is_valid():
        notice = _try_to_propose(request, form, at=at)
        if notice:
            messages.success(request, _("Awaiting another officer's approval. Nothing is public yet."))
            return redirect("notices_one", code=notice.code)
    return _render_form(request, form, kind=NoticeKind(kind))


@require_http_methods(["GET", "HEAD", "POST"])
@notices_desk
@takes_files
def again(request: HttpRequest, code: str) -> HttpResponse:
    """Propose a renewal or a correction. The published edition stays until another officer approves the new one."""
    at = timezone.now()
    notice = desk_queries.one(request.actor, code, at=at)
    if notice is None or not powers.may_propose(request.actor, notice.line):
        raise Http404
    latest = notice.editions.all()[0]
    form = AgainForm(*_form_data(request), kind=NoticeKind(notice.kind), at=at, content=latest.content)
    if latest.picture is None:
        del form.fields["keep_picture"]
    if form.is_valid() and _try_to_propose_again(request, form, notice, at=at):
        messages.success(request, _("Awaiting another officer's approval. Nothing changes until then."))
        return redirect("notices_one", code=code)
    return _render_form(request, form, kind=NoticeKind(notice.kind), notice=notice)


def _form_data(request: HttpRequest) -> tuple:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _try_to_propose(request: HttpRequest, form: NewForm, *, at: datetime) -> Notice | None:
    try:
        return propose(
            kind=form.kind,
            office=form.offices[form.cleaned_data["office"]],
            complaint=form.cleaned_data["complaint"],
            content=form.told,
            sexual_violence=form.violence,
            picture=_take_picture(form, at=at),
            by=request.actor,
            at=at,
        )
    except Refused as refused:
        form.refuse(refused.reason)
    except files.FileRefused as refused:
        form.add_error("picture", said_of(refused.reason))
    return None


def _try_to_propose_again(request: HttpRequest, form: AgainForm, notice: Notice, *, at: datetime) -> bool:
    current_picture = notice.editions.all()[0].picture if form.cleaned_data.get("keep_picture") else None
    try:
        picture = _take_picture(form, at=at) or current_picture
        propose_again(
            notice=notice, content=form.told, sexual_violence=form.violence, picture=picture, by=request.actor, at=at
        )
    except Refused as refused:
        form.refuse(refused.reason)
    except files.FileRefused as refused:
        form.add_error("picture", said_of(refused.reason))
    return not form.errors


def _take_picture(form: ContentForm, *, at: datetime) -> Picture | None:
    """Inspect and return the submitted picture; None without one. Raises complaints.rules.files.FileRefused."""
    upload = form.handed
    if upload is None or form.violence:
        return None
    row = pictures.look_at(pictures.take(upload, side=pictures.OF_A_NOTICE, at=at).pk, at=at)
    if row.state == Picture.State.REFUSED:
        raise files.FileRefused(files.Reason(row.refused_because))
    return row


def _render_form(
    request: HttpRequest, form: ContentForm, *, kind: NoticeKind, notice: Notice | None = None
) -> HttpResponse:
    context = {"form": form, "kind": kind, "notice": notice}
    return render(request, "notices/desk/form.html", context, status=422 if form.errors else 200)
