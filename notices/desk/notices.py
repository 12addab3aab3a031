"""The desk's list of notices, the page of one notice with its record, and the acts on it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from complaints.evidence.sealed_storage import Damaged
from ledger.exceptions import Refused
from notices.desk.access import notices_desk
from notices.desk.approval_forms import ApproveForm, WhyForm
from notices.desk.notice_shown import edition_shown, row_number, row_shown, standing_of
from notices.models import Edition, Notice
from notices.models.labels import REFUSALS
from notices.queries import desk as desk_queries
from notices.queries import tips
from notices.rules import acts, powers
from notices.rules.acts import Ending
from notices.rules.kinds import PAGES, NoticeKind
from notices.services import pictures
from notices.services.acts import situation, waiting
from notices.services.approval import approve, refuse
from notices.services.removal import end

NOTHING_RUNS = {"Content-Security-Policy": "default-src 'none'; sandbox"}
FORMS = {"approve": ApproveForm, "refuse": WhyForm, "found": WhyForm, "withdraw": WhyForm}


@require_safe
@notices_desk
def listed(request: HttpRequest) -> HttpResponse:
    """Show the editions that await a decision, then all notices of this desk, the latest first."""
    at = timezone.now()
    page = desk_queries.listed(request.actor, at=at, before=row_number(request.GET.get("before", "")))
    context = {
        "waiting": desk_queries.waiting(request.actor, at=at),
        "rows": [row_shown(row, at=at) for row in page.rows],
        "older": page.older,
        "kinds": NoticeKind.__members__.values() if powers.proposes_at_all(request.actor) else [],
        "new_tips": tips.new_ones(request.actor, at=at),
    }
    return render(request, "notices/desk/list.html", context)


@require_safe
@notices_desk
def one(request: HttpRequest, code: str) -> HttpResponse:
    """Show a notice: its editions, the record of acts, and the acts that this officer may do."""
    return page_of(request, _get_notice(request, code))


@require_POST
@notices_desk
def act(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """Approve, refuse or end a notice. Answer 422 with the page if it is refused, 404 if the officer may not do it."""
    if name not in FORMS:
        raise Http404
    notice = _get_notice(request, code)
    form = _build_form(name, request.POST)
    if form.is_valid():
        try:
            _perform_act(name, notice, form, request)
            messages.success(request, DONE[name]())
            return redirect("notices_one", code=code)
        except Refused as refused:
            form.add_error(None, REFUSALS[refused.reason])
    return page_of(request, _get_notice(request, code), tried=(name, form))


@require_safe
@notices_desk
def photo(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Send the picture of an edition, published or not."""
    edition = next((item for item in _get_notice(request, code).editions.all() if item.number == number), None)
    return jpeg(edition.picture if edition else None)


def jpeg(picture) -> HttpResponse:
    """Send a picture. Raises Http404 if there is none that may be shown."""
    try:
        contents = pictures.contents(picture)
    except Damaged as damaged:
        raise Http404 from damaged
    if contents is None:
        raise Http404
    return HttpResponse(contents, content_type="image/jpeg", headers=NOTHING_RUNS)


def page_of(request: HttpRequest, notice: Notice, *, tried=None) -> HttpResponse:
    """Render the page of a notice. `tried`: an act and its submitted form, if it was refused."""
    at, waits = timezone.now(), waiting(notice)
    offered = acts.offered(request.actor, situation(notice, waits))
    submitted = dict([tried]) if tried else {}
    context = {
        "notice": notice,
        "standing": standing_of(notice, at=at),
        "editions": [edition_shown(edition, notice) for edition in notice.editions.all()],
        "waits": waits,
        "is_own_proposal": bool(waits) and waits.proposed_by_id == request.actor.officer_id,
        "forms": {name: submitted.get(name) or _build_form(name) for name in offered if name in FORMS},
        "form": tried[1] if tried else None,
        "may_propose": "propose" in offered,
        "acts": desk_queries.acts_of(notice),
        "page": PAGES[NoticeKind(notice.kind)] if notice.is_public(at) else "",
    }
    return render(request, "notices/desk/one.html", context, status=422 if tried else 200)


def _get_notice(request: HttpRequest, code: str) -> Notice:
    notice = desk_queries.one(request.actor, code, at=timezone.now())
    if notice is None:
        raise Http404
    return notice


def _build_form(name: str, data=None):
    return ApproveForm(data) if name == "approve" else WhyForm(data, name=name)


def _perform_act(name: str, notice: Notice, form, request: HttpRequest) -> None:
    data, by = form.cleaned_data, {"by": request.actor, "at": timezone.now()}
    if name in {"found", "withdraw"}:
        end(notice=notice, ending=Ending.FOUND if name == "found" else Ending.WITHDRAWN, why=data["why"], **by)
        return
    edition = _submitted_edition(request, notice)
    if name == "approve":
        approve(edition=edition, sexual_violence=data["violence"] != "no", **by)
    else:
        refuse(edition=edition, why=data["why"], **by)


def _submitted_edition(request: HttpRequest, notice: Notice) -> Edition:
    """Return the edition on the officer's page, so that nobody approves an edition that replaced it meanwhile."""
    number = request.POST.get("number", "")
    edition = next((item for item in notice.editions.all() if str(item.number) == number), None)
    if edition is None:
        raise Http404
    return edition


DONE = {
    "approve": lambda: _("The notice is published."),
    "refuse": lambda: _("The notice will not be published. The reason is in the record."),
    "found": lambda: _("The notice has ended. It will be removed everywhere within a minute."),
    "withdraw": lambda: _("The notice is withdrawn. It will be removed everywhere within a minute."),
}
