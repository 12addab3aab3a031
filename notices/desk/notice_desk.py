"""The desk's list of notices, the page of one notice with its record, and the acts on it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from complaints.evidence.sealed_storage import DamagedFile
from ledger.service_exceptions import Refused
from notices.desk.approval_forms import ApproveForm, ReasonForm
from notices.desk.notice_rows import edition_details, notice_row, parse_row_id, state_badge
from notices.desk.notices_desk_access import notices_desk_required
from notices.models import Edition, Notice
from notices.models.labels import REFUSALS
from notices.queries import notices_on_desk as desk_queries
from notices.queries import readable_tips
from notices.rules import notice_acts, notice_permissions
from notices.rules.notice_acts import NoticeEnding
from notices.rules.notice_kinds import PAGE_URL_NAMES, NoticeKind
from notices.services import picture_inspection
from notices.services.act_recording import edition_awaiting_decision, load_situation
from notices.services.edition_decisions import approve_edition, refuse_edition
from notices.services.notice_ending import end_notice

IMAGE_HEADERS = {"Content-Security-Policy": "default-src 'none'; sandbox"}
FORMS_BY_ACT = {"approve": ApproveForm, "refuse": ReasonForm, "found": ReasonForm, "withdraw": ReasonForm}


@require_safe
@notices_desk_required
def list_notices(request: HttpRequest) -> HttpResponse:
    """Show the editions that await a decision, then all notices of this desk, the latest first."""
    at = timezone.now()
    page = desk_queries.load_notices_page(request.actor, at=at, before=parse_row_id(request.GET.get("before", "")))
    context = {
        "waiting": desk_queries.editions_awaiting_decision(request.actor, at=at),
        "rows": [notice_row(row, at=at) for row in page.rows],
        "older": page.older,
        "kinds": NoticeKind.__members__.values() if notice_permissions.may_propose_somewhere(request.actor) else [],
        "new_tips": readable_tips.count_new_tips(request.actor, at=at),
    }
    return render(request, "notices/desk/list.html", context)


@require_safe
@notices_desk_required
def show_notice(request: HttpRequest, code: str) -> HttpResponse:
    """Show a notice: its editions, the record of acts, and the acts that this officer may do."""
    return render_notice_page(request, _get_notice(request, code))


@require_POST
@notices_desk_required
def submit_notice_act(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """Approve, refuse or end a notice. Answer 422 with the page if it is refused, 404 if the officer may not do it."""
    if name not in FORMS_BY_ACT:
        raise Http404
    notice = _get_notice(request, code)
    form = _build_form(name, request.POST)
    if form.is_valid():
        try:
            _perform_act(name, notice, form, request)
            messages.success(request, SUCCESS_MESSAGES[name]())
            return redirect("notices_one", code=code)
        except Refused as refused:
            form.add_error(None, REFUSALS[refused.reason])
    return render_notice_page(request, _get_notice(request, code), tried=(name, form))


@require_safe
@notices_desk_required
def send_edition_photo(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Send the picture of an edition, published or not."""
    edition = next((item for item in _get_notice(request, code).editions.all() if item.number == number), None)
    return jpeg_response(edition.picture if edition else None)


def jpeg_response(picture) -> HttpResponse:
    """Send a picture. Raises Http404 if there is none that may be shown."""
    try:
        contents = picture_inspection.read_picture(picture)
    except DamagedFile as damaged:
        raise Http404 from damaged
    if contents is None:
        raise Http404
    return HttpResponse(contents, content_type="image/jpeg", headers=IMAGE_HEADERS)


def render_notice_page(request: HttpRequest, notice: Notice, *, tried=None) -> HttpResponse:
    """Render the page of a notice. `tried`: an act and its submitted form, if it was refused."""
    at, waiting_edition = timezone.now(), edition_awaiting_decision(notice)
    offered = notice_acts.acts_offered_to_posting(request.actor, load_situation(notice, waiting_edition))
    submitted = dict([tried]) if tried else {}
    context = {
        "notice": notice,
        "standing": state_badge(notice, at=at),
        "editions": [edition_details(edition, notice) for edition in notice.editions.all()],
        "waits": waiting_edition,
        "is_own_proposal": bool(waiting_edition) and waiting_edition.proposed_by_id == request.actor.officer_id,
        "forms": {name: submitted.get(name) or _build_form(name) for name in offered if name in FORMS_BY_ACT},
        "form": tried[1] if tried else None,
        "may_propose": "propose" in offered,
        "acts": desk_queries.acts_on_notice(notice),
        "page": PAGE_URL_NAMES[NoticeKind(notice.kind)] if notice.is_public(at) else "",
    }
    return render(request, "notices/desk/one.html", context, status=422 if tried else 200)


def _get_notice(request: HttpRequest, code: str) -> Notice:
    notice = desk_queries.find_notice(request.actor, code, at=timezone.now())
    if notice is None:
        raise Http404
    return notice


def _build_form(name: str, data=None):
    return ApproveForm(data) if name == "approve" else ReasonForm(data, name=name)


def _perform_act(name: str, notice: Notice, form, request: HttpRequest) -> None:
    data, act_arguments = form.cleaned_data, {"by": request.actor, "at": timezone.now()}
    if name in {"found", "withdraw"}:
        end_notice(
            notice=notice,
            ending=NoticeEnding.FOUND if name == "found" else NoticeEnding.WITHDRAWN,
            why=data["why"],
            **act_arguments,
        )
        return
    edition = _submitted_edition(request, notice)
    if name == "approve":
        approve_edition(edition=edition, sexual_violence=data["violence"] != "no", **act_arguments)
    else:
        refuse_edition(edition=edition, why=data["why"], **act_arguments)


def _submitted_edition(request: HttpRequest, notice: Notice) -> Edition:
    """Return the edition on the officer's page, so that nobody approves an edition that replaced it meanwhile."""
    number = request.POST.get("number", "")
    edition = next((item for item in notice.editions.all() if str(item.number) == number), None)
    if edition is None:
        raise Http404
    return edition


SUCCESS_MESSAGES = {
    "approve": lambda: _("The notice is published."),
    "refuse": lambda: _("The notice will not be published. The reason is in the record."),
    "found": lambda: _("The notice has ended. It will be removed everywhere within a minute."),
    "withdraw": lambda: _("The notice is withdrawn. It will be removed everywhere within a minute."),
}
