"""The page of one chat in the inbox: what was written, who has it, and what the operator can do."""

from datetime import datetime, timedelta

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from desk.complaint.other_viewers import register_and_list_viewers
from desk.formatting import moment
from desk.services.reading_log import SAME_READING_WITHIN
from ledger.service_exceptions import NotPermitted, Refused
from web.form_fields import PlainTextField
from whatsapp.desk.inbox.canned_chat_texts import chat_text_choices, fill_in_chat_text
from whatsapp.desk.inbox.chat_files import is_protected_from, load_chat_files
from whatsapp.desk.inbox.chat_readings import record_chat_reading
from whatsapp.desk.inbox.inbox_access import STOP_POLLING, inbox_access_required, reader_of, typed_texts
from whatsapp.desk.inbox.inbox_page import person_label, waiting_time
from whatsapp.desk.inbox.inbox_texts import MEDIA, REFUSALS, account_error_text, delivery_text, refusal_text
from whatsapp.desk.inbox.live_part import live_part_response
from whatsapp.models import Handover, HandoverLine
from whatsapp.queries.inbox_lists import find_account_error, find_visible_handover, load_lines
from whatsapp.rules.cloud_api.service_window import is_window_open
from whatsapp.rules.handover.handover_refusals import HandoverRefusal
from whatsapp.rules.handover.handover_rules import InboxReader
from whatsapp.services import handover_operator

TEMPLATE = "whatsapp/desk/chat.html"
POLLS_ARE_READINGS_EVERY = timedelta(hours=1)
"""How often a page that stays open and polls counts as one more reading of the chat's complaints."""
Kind = HandoverLine.Kind


class OperatorTextForm(forms.Form):
    """What the operator writes to the person, and a note about a call. Only *Send* needs a text."""

    text = PlainTextField(
        label=gettext_lazy("Message to the person"),
        needed=REFUSALS[HandoverRefusal.EMPTY],
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    note = PlainTextField(label=gettext_lazy("Note about the call"), required=False, max_length=500)

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["text"].required = data is None or data.get("act") == "write"


@require_http_methods(["GET", "HEAD", "POST"])
@inbox_access_required
def show_operator_chat(request: HttpRequest, handover_id: int) -> HttpResponse:
    """Show a chat, or do what the pressed button says. 422 with the typed text if that is refused."""
    at = timezone.now()
    handover = find_visible_handover(request.actor, handover_id, at=at)
    if handover is None:
        return _lost_chat_page(request)
    if request.method != "POST":
        return _render_chat(request, handover, OperatorTextForm(), at=at)
    form = OperatorTextForm(request.POST)
    if not form.is_valid():
        return _render_chat(request, handover, form, at=at, status=422)
    if request.POST.get("act") == "insert":
        chosen = fill_in_chat_text(request.POST.get("reply", ""), handover, request.posting)
        text = "\n\n".join(filter(None, (form.cleaned_data["text"], chosen)))
        return _render_chat(request, handover, OperatorTextForm(initial=form.cleaned_data | {"text": text}), at=at)
    try:
        _perform_act(request, handover, form, at=at)
    except Refused as refused:
        form.add_error(refused.field or None, refusal_text(refused.reason))
        handover = find_visible_handover(request.actor, handover_id, at=at)
        if handover is None:
            return _lost_chat_page(request)
        return _render_chat(request, handover, form, at=at, status=422)
    except NotPermitted:
        return _lost_chat_page(request)
    if find_visible_handover(request.actor, handover_id, at=at) is None:
        return redirect("inbox")
    return redirect("inbox_chat", handover_id=handover_id)


def _lost_chat_page(request: HttpRequest) -> HttpResponse:
    """Say that the chat is not with this officer (404), with the typed text to be copied. A poll stops.

    The words are the same whatever the reason, so that a chat about the officer looks like one that ended or moved.
    """
    if request.htmx and request.method != "POST":
        return HttpResponse(format_html("<p>{}</p>", _("This chat is no longer with you.")), status=STOP_POLLING)
    return render(request, "whatsapp/desk/chat_lost.html", {"typed": typed_texts(request)}, status=404)


def _perform_act(request: HttpRequest, handover: Handover, form: OperatorTextForm, *, at: datetime) -> None:
    """Perform the act of the pressed button. Raises Http404 for an unknown one."""
    arguments = {"handover_id": handover.pk, "by": request.actor, "at": at}
    match request.POST.get("act", ""):
        case "take":
            handover_operator.take_chat(**arguments)
        case "put_back":
            handover_operator.put_chat_back(**arguments)
        case "write":
            handover_operator.write_to_person(text=form.cleaned_data["text"], **arguments)
        case "send_again":
            line = request.POST.get("line", "")
            handover_operator.send_again(line_id=int(line) if line.isdecimal() and len(line) < 19 else 0, **arguments)
        case "hand_back":
            handover_operator.hand_chat_back(**arguments)
            messages.success(request, _("The chat is handed back. The automatic service goes on."))
        case "reached" | "not_reached" as result:
            note = form.cleaned_data["note"]
            handover_operator.record_call_back(was_reached=result == "reached", note=note, **arguments)
            messages.success(request, _("The call is recorded."))
        case _:
            raise Http404


def _render_chat(
    request: HttpRequest, handover: Handover, form: OperatorTextForm, *, at: datetime, status: int = 200
) -> HttpResponse:
    is_poll = request.htmx and request.method != "POST"
    within = POLLS_ARE_READINGS_EVERY if is_poll else SAME_READING_WITHIN
    record_chat_reading(handover, by=request.actor, at=at, within=within)
    reader, is_own = reader_of(request.actor), handover.holder_id == request.actor.posting_id
    is_protected = is_protected_from(request.actor, handover, at=at)
    lines, sendings = load_lines(handover, with_readings=reader is InboxReader.HEAD)
    files = {} if is_protected else load_chat_files(handover, lines)
    is_open, code = handover.ended_at is None, find_account_error()
    context = {
        "handover": handover,
        "person": "" if is_protected else person_label(handover),
        "is_protected": is_protected,
        "lines": [
            _line_context(line, sendings.get(line.sending), at=at)
            | ({"text": ""} if is_protected else {"file": files.get(line.evidence)})
            for line in lines
        ],
        "viewers": register_and_list_viewers(f"handover:{handover.pk}", request.posting, at=at),
        "form": form,
        "is_own": is_own and is_open,
        "may_take": is_open and handover.holder_id is None and reader is InboxReader.OPERATOR,
        "may_put_back": is_open and handover.holder_id is not None and (is_own or reader is InboxReader.HEAD),
        "waits": waiting_time(handover, at=at),
        "call_at": moment(handover.call_back_at) if handover.call_back_at else "",
        "is_due": bool(handover.call_back_at and handover.call_back_at <= at),
        "phone": handover.chat.phone if handover.chat and is_own else "",
        "replies": chat_text_choices(request.actor, handover) if is_own and is_open else [],
        "is_window_open": bool(handover.chat) and is_window_open(handover.chat.heard_at, at=at),
        "has_stopped": bool(handover.chat) and handover.chat.state.stopped,
        "account_error": account_error_text(code) if code else "",
    }
    if is_poll:
        return live_part_response(request, TEMPLATE, context)
    return render(request, TEMPLATE, context, status=status)


def _line_context(line: HandoverLine, sending, *, at: datetime) -> dict:
    """Return an entry of the log: a message of either side, or what happened to the chat."""
    words, tone = delivery_text(sending, at=at)
    return {
        "line": line,
        "side": {Kind.PERSON: "person", Kind.OPERATOR: "operator"}.get(line.kind, "event"),
        "text": line.text,
        "media": MEDIA.get(line.media, ""),
        "when": date_format(localtime(line.at), "H:i") if localdate(line.at) == localdate(at) else moment(line.at),
        "who": line.posting.officer.title if line.posting else "",
        "delivery": words if line.kind == Kind.OPERATOR else "",
        "tone": tone,
        "may_send_again": line.kind == Kind.OPERATOR and tone == "late" and sending and sending.given_up_at,
    }
