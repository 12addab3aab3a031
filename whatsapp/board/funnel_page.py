"""The page that shows where people leave the chat, for those who see the province's board."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.actors import Actor
from accounts.replica_reads import read_from_replica
from accounts.rules.office_tree import OfficeKind
from complaints.rules.desk_tools.export_schedules import ViewPage
from desk.exports.selections import export_links
from monitoring.board_access import board_access_required, may_see_board
from monitoring.share_wording import format_number
from whatsapp.queries.directory_cache import current_directory
from whatsapp.queries.funnel_figures import load_funnel_figures
from whatsapp.rules.funnel.funnel_shares import DialogFunnel, FunnelStep, make_funnels
from whatsapp.rules.funnel.question_labels import question_label
from whatsapp.rules.funnel.step_counts import COMPLAINT, FILED_DIALOGS, MENU, MISSING
from whatsapp.rules.languages import Language
from whatsapp.rules.public_directory import translate

DIALOG_NAMES = {
    MENU: _("Language and menu"),
    COMPLAINT: _("Make a complaint"),
    MISSING: _("Report a missing child"),
    "track": _("Follow a complaint"),
    "near": _("Nearest office"),
    "pkm": _("Khidmat Markaz"),
    "fir": _("Refused FIR"),
    "notice": _("Notices to the public"),
    "first": _("A file without a complaint"),
    "news": _("Answer to news"),
    "files": _("Files for a complaint"),
    "operator": _("Ask for an operator"),
    "alerts": _("Alerts of missing children"),
}
"""Names of dialogs. The others are services of the menu and have their names."""

QUESTION_NAMES = {
    "language": _("Choice of the language"),
    "menu": _("Choice of a service"),
    "track.mine": _("Which of your complaints?"),
    "track.one": _("The complaint, and what can be done"),
    "track.key": _("Code or secret word"),
    "track.sure": _("Are you sure?"),
    "track.words": _("Your own words"),
    "news": _("The question in a message"),
}
"""Names of questions whose words depend on a complaint. The others are named by their words, or by their dialog."""

LANGUAGE_NAMES = {Language.URDU: _("Urdu"), Language.ENGLISH: _("English"), Language.ROMAN: _("Roman Urdu")}
ALL_LANGUAGES = _("All languages")
PERIODS = {"7": _("7 days"), "30": _("30 days"), "90": _("90 days")}
DEFAULT_PERIOD = "30"


class FunnelForm(forms.Form):
    """The period and the language of the chat."""

    days = forms.ChoiceField(label=_("Period"), choices=PERIODS.items(), required=False)
    language = forms.ChoiceField(label=_("Language of the chat"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="funnel-%s", **kwargs)
        self.fields["language"].choices = [("", ALL_LANGUAGES), *LANGUAGE_NAMES.items()]
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select"


@require_safe
@board_access_required
@read_from_replica
def show_chat_funnel(request: HttpRequest) -> HttpResponse:
    """Show the dialogs of the chat: of a hundred who began, how many came to the end, and where the others left.

    `?days=&language=`. Today is left out, because its chats still go on. Officers below the province get 404.
    """
    if not may_see_chat_funnel(request.actor):
        raise Http404
    at = timezone.now()
    selected = load_selected_funnels(request.GET, at=at)
    context = {
        "asked": selected.form,
        "first": selected.first,
        "last": selected.last,
        "funnels": [_funnel_context(funnel, at=at) for funnel in selected.funnels if funnel.began is not None],
        "too_few": [dialog_name(funnel.dialog, at=at) for funnel in selected.funnels if funnel.began is None],
        "export": export_links(ViewPage.CHAT_FUNNEL, request.GET),
    }
    return render(request, "whatsapp/chat_funnel.html", context)


def may_see_chat_funnel(actor: Actor) -> bool:
    """Return whether the actor may see where people leave the chat, as part of the board of the province."""
    return may_see_board(actor) and actor.office_kind == OfficeKind.CENTRAL


@dataclass(frozen=True)
class SelectedFunnels:
    """The funnels of a period and a language of the chat ("": all), with the form that chose them."""

    form: FunnelForm
    first: date
    last: date
    language: str
    funnels: list[DialogFunnel]


def load_selected_funnels(data: QueryDict, *, at: datetime) -> SelectedFunnels:
    """Return the funnels that `days` and `language` in the query string select. Today is left out."""
    form = FunnelForm({"days": DEFAULT_PERIOD, **data.dict()})
    chosen = form.cleaned_data if form.is_valid() else {}
    days, language = int(chosen.get("days") or DEFAULT_PERIOD), chosen.get("language", "")
    last = localdate(at) - timedelta(days=1)
    first = last - timedelta(days=days - 1)
    funnels = make_funnels(load_funnel_figures(first=first, last=last, language=language))
    return SelectedFunnels(form, first, last, language, funnels)


def question_labels(funnel: DialogFunnel, *, at: datetime) -> dict[str, str]:
    """Return the names of a dialog's questions."""
    directory, language = current_directory(at=at), _chat_language()
    return {
        step.step: str(QUESTION_NAMES.get(step.step, ""))
        or question_label(step.step, language, directory=directory, at=at)
        or dialog_name(funnel.dialog, at=at)
        for step in funnel.steps
    }


def _funnel_context(funnel: DialogFunnel, *, at: datetime) -> dict:
    labels = question_labels(funnel, at=at)
    return {
        "slug": funnel.dialog,
        "name": dialog_name(funnel.dialog, at=at),
        "began": format_number(funnel.began),
        "done": funnel.done,
        "is_filed": funnel.dialog in FILED_DIALOGS,
        "is_menu": funnel.dialog == MENU,
        "worst": labels.get(funnel.worst, ""),
        "steps": [_step_context(step, labels[step.step], is_worst=step.step == funnel.worst) for step in funnel.steps],
        "hidden": funnel.hidden,
    }


def _step_context(step: FunnelStep, label: str, *, is_worst: bool) -> dict:
    shares = (step.gone, step.left, step.misunderstood, step.handed_over)
    return {
        "label": label,
        "reached": step.reached,
        "gone": step.gone,
        "cells": ["–" if share is None else share for share in shares],
        "is_worst": is_worst,
    }


def _chat_language() -> Language:
    return Language.URDU if get_language() == "ur" else Language.ENGLISH


def dialog_name(dialog: str, *, at: datetime) -> str:
    """Return the name of a dialog. Services of the menu have their own."""
    if dialog in DIALOG_NAMES:
        return str(DIALOG_NAMES[dialog])
    service = current_directory(at=at).service("whatsapp_menu", dialog)
    return translate(service.names, _chat_language()) if service else dialog.replace("_", " ")
