"""The template context of the page about a complaint's exclusions."""

from dataclasses import dataclass
from datetime import datetime

from django.forms import Form
from django.utils.translation import gettext

from accounts.actors import Actor
from complaints.models import Complaint, Exclusion, NarrowingRequest, RunningClock
from complaints.models.display.complaint_labels import stated_post_label
from complaints.queries.exclusion.exclusion_tasks import exclusions_of_request
from complaints.queries.exclusion.settling_candidates import offices_at_the_place, settling_candidates
from complaints.queries.page_facts import AnnotatedFacts
from complaints.rules.clock import Clock
from complaints.rules.exclusion import narrowing as narrowing_rule
from complaints.rules.exclusion.narrowing import NarrowingState
from complaints.rules.exclusion.settling import may_settle
from complaints.services.exclusion import narrowing
from complaints.services.exclusion.lapse import is_unconfirmed_name, may_confirm_name
from complaints.services.facts import capacities_of
from desk.complaint.clock_badges import Badge, deadline_badge
from desk.exclusion.exclusion_forms import (
    DecisionForm,
    EndExclusionForm,
    ObjectionForm,
    SettleForm,
    exclusion_label,
)
from desk.formatting import day, joined, moment, post_of


@dataclass(frozen=True)
class ExclusionRow:
    """One exclusion as the page shows it. `chip`: the time until an unconfirmed name lapses."""

    pk: int
    label: str
    ground: str
    since: str
    chip: Badge | None
    has_lapsed: bool
    may_confirm: bool


def build_exclusion_context(complaint: Complaint, *, actor: Actor, refused: dict[str, Form], at: datetime) -> dict:
    """Return the context. `refused`: the forms that were refused, by act; they keep what was typed."""
    capacities = capacities_of(actor, complaint, at=at, annotated=AnnotatedFacts.from_complaint(complaint, actor))
    clock = RunningClock.objects.filter(complaint=complaint, clock=str(Clock.SETTLING)).first()
    people = ("asked_by", "first_approver", "second_approver")
    related = [f"{person}__{part}" for person in people for part in ("officer", "office")]
    waiting = NarrowingRequest.objects.waiting().filter(complaint=complaint)
    request = waiting.select_related("asked__words", *related).first()
    may_ask = request is None and narrowing_rule.may_request_narrowing(capacities)
    current = current_exclusions(complaint)
    can_settle, may_confirm = clock is not None and may_settle(capacities), may_confirm_name(actor, capacities)
    errors = next(iter(refused.values()), None)
    page = {
        "complaint": complaint,
        "said": _said(complaint),
        "chip": deadline_badge(clock.due_at, at=at) if clock else None,
        "rows": [
            _exclusion_row(row, may_confirm=may_confirm, at=at) for row in (*current, *_lapsed_names(complaint, at=at))
        ],
        "settle_form": (refused.get("settle") or settle_form_of(complaint, at=at)) if can_settle else None,
        "end_form": (refused.get("ask") or end_form_of(complaint)) if may_ask and current else None,
        "ends_open": "ask" in refused,
        "narrowing": _request_context(request, complaint, capacities, actor=actor, refused=refused)
        if request
        else None,
        "form": errors,
        "has_errors": errors is not None,
    }
    return page | {"stray": _stray_text(page, refused)}


def _stray_text(page: dict, refused: dict[str, Form]) -> str:
    """Return the typed text of a refused form that the page does not show any more.

    A colleague was faster, so that the form has nothing to act on.
    """
    narrowing_forms = page["narrowing"] or {}
    shown = [page["settle_form"], page["end_form"], *(narrowing_forms.get(f"{act}_form") for act in refused)]
    strays = [form for form in refused.values() if form not in shown]
    return strays[0].data.get("words", "") if strays else ""


def settle_form_of(complaint: Complaint, data=None, *, at: datetime) -> SettleForm:
    """Return the form to settle a complaint, filled in with what the complainant said."""
    concerned = complaint.statement.concerned
    offices = list(offices_at_the_place(complaint))
    codes = {office.code for office in offices}
    stated = concerned.get("station", "")
    return SettleForm(
        data,
        offices=offices,
        candidates=settling_candidates(complaint, happened_on=complaint.statement.happened_on, at=at),
        description={
            "place": stated if stated in codes else complaint.place.code,
            "rank": concerned.get("rank", ""),
            "post": concerned.get("post", ""),
        },
        auto_id="settle_%s",
    )


def end_form_of(complaint: Complaint, data=None) -> EndExclusionForm:
    """Return the form to ask for the end of exclusions.

    Names of this complaint are withdrawn on their own page. Names of a complaint that was merged into it end here.
    """
    rows = current_exclusions(complaint)
    others = [row for row in rows if row.naming is None or row.naming.complaint_id != complaint.pk]
    return EndExclusionForm(data, exclusions=others, auto_id="ask_%s")


def current_exclusions(complaint: Complaint) -> list[Exclusion]:
    """Return the current exclusions of a complaint, offices first. One statement."""
    rows = Exclusion.objects.current().filter(complaint=complaint).select_related("office", "officer", "naming")
    return list(rows.order_by("office__path", "pk"))


def _lapsed_names(complaint: Complaint, *, at: datetime) -> list[Exclusion]:
    """Return the exclusions by names that have lapsed and can still be confirmed, the latest first.

    One statement, and one more for each.
    """
    ended = Exclusion.objects.filter(complaint=complaint, lapses_at__isnull=False, ended_at__isnull=False)
    rows = ended.select_related("office", "officer", "naming").order_by("-ended_at", "pk")
    return [row for row in rows if is_unconfirmed_name(row, at=at)]


def _exclusion_row(row: Exclusion, *, may_confirm: bool, at: datetime) -> ExclusionRow:
    is_unconfirmed = row.lapses_at is not None and row.confirmed_at is None
    return ExclusionRow(
        pk=row.pk,
        label=exclusion_label(row),
        ground=row.get_ground_display(),
        since=moment(row.since),
        chip=deadline_badge(row.lapses_at, at=at) if is_unconfirmed and row.ended_at is None else None,
        has_lapsed=row.ended_at is not None,
        may_confirm=may_confirm and is_unconfirmed and row.naming_id is not None,
    )


def _said(complaint: Complaint) -> list[str]:
    """Return what the complainant said about the accused and the day."""
    statement = complaint.statement
    when = day(statement.happened_on) if statement.happened_on else statement.happened_about
    return [
        part
        for part in (
            statement.concerns,
            stated_post_label(statement.concerned),
            joined(complaint.place.name, complaint.place.parent.name if complaint.place.parent_id else ""),
            when or gettext("The day is not known."),
        )
        if part
    ]


def _request_context(
    request: NarrowingRequest, complaint: Complaint, capacities, *, actor: Actor, refused: dict[str, Form]
) -> dict:
    may_approve = narrowing.may_approve(request, capacities, by=actor)
    may_decide = narrowing.may_decide(request, capacities, by=actor)
    waits_for_approval = request.state is NarrowingState.WAITS_FOR_APPROVAL
    waits_for_complainant = request.state is NarrowingState.WAITS_FOR_COMPLAINANT
    has_objection = request.state is NarrowingState.OBJECTED
    approvers = [one for one in (request.first_approver, request.second_approver) if one]
    may_refuse = (waits_for_approval and may_approve) or (has_objection and may_decide)
    may_record_objection = narrowing.may_record_objection(request, capacities, by=actor)
    return {
        "labels": list(dict.fromkeys(exclusion_label(row) for row in exclusions_of_request(request))),
        "why": request.asked.words.text,
        "asked": joined(request.asked_by.officer.title, post_of(request.asked_by), moment(request.asked_at)),
        "approvals": [joined(one.officer.title, post_of(one)) for one in approvers],
        "until": moment(request.takes_effect_at) if request.takes_effect_at and waits_for_complainant else "",
        "is_unread": waits_for_complainant and request.takes_effect_at is None,
        "is_read_aloud": not complaint.gets_no_messages,
        "objected": moment(request.objected_at) if has_objection else "",
        "may_approve": waits_for_approval and may_approve,
        "refuse_form": (refused.get("refuse") or DecisionForm(auto_id="refuse_%s")) if may_refuse else None,
        "object_form": (refused.get("object") or ObjectionForm(auto_id="object_%s"))
        if waits_for_complainant and may_record_objection
        else None,
        "overrule_form": (refused.get("overrule") or DecisionForm(auto_id="overrule_%s"))
        if has_objection and may_decide
        else None,
    }
