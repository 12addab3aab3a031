"""The data of one review's page: flags with their dossiers, the history, files, and the names that appear in them."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.models import Office, Officer, Posting
from accounts.queries.historical_names import set_historical_postings
from complaints.models import Category, Event
from reviews.models import Attachment, Flag, Review, ReviewEvent
from reviews.queries.review_visibility import flags_visible_to, reviews_visible_to
from reviews.rules.review_capacities import ReviewActor

FLAGS_PER_PAGE = 10
"""Flags per page: each has a table of its own."""

FINDINGS_SHOWN = 5


@dataclass(frozen=True)
class FlagWithDossier:
    """A flag with the body of its dossier; None if that is not frozen yet."""

    flag: Flag
    body: dict | None


@dataclass(frozen=True)
class FlagsPage:
    """One page of flags. `after`: the id after which the next page begins, None on the last page."""

    rows: Sequence[FlagWithDossier]
    after: int | None


def load_flags_page(review: Review, actor: ReviewActor, *, at: datetime, after: int = 0) -> FlagsPage:
    """Return one page of the visible flags, in the order in which they were added. One statement."""
    rows = flags_visible_to(actor, at=at).filter(review=review, pk__gt=after).order_by("pk")
    flags = list(rows.select_related("breach__complaint__category", "breach__office", "dossier")[: FLAGS_PER_PAGE + 1])
    page = [parse_dossier_of_flag(flag) for flag in flags[:FLAGS_PER_PAGE]]
    return FlagsPage(page, flags[FLAGS_PER_PAGE - 1].pk if len(flags) > FLAGS_PER_PAGE else None)


def find_flag(review: Review, actor: ReviewActor, flag_id: int, *, at: datetime) -> FlagWithDossier | None:
    """Return a flag of the review with its dossier; None if the reader may not see it, or it has none."""
    rows = flags_visible_to(actor, at=at).filter(review=review, pk=flag_id, dossier__isnull=False)
    flag = rows.select_related("breach__complaint__category", "dossier", "review__officer").first()
    return parse_dossier_of_flag(flag) if flag else None


def parse_dossier_of_flag(flag: Flag) -> FlagWithDossier:
    """Return a flag with its parsed dossier."""
    dossier = getattr(flag, "dossier", None)
    return FlagWithDossier(flag, json.loads(dossier.body) if dossier else None)


def earlier_findings(review: Review, actor: ReviewActor, *, at: datetime) -> list[Review]:
    """Return the findings that stand against the officer from before this review's decision, newest first.

    Only those that the reader may see. One statement.
    """
    rows = reviews_visible_to(actor, at=at).of_officer(review.officer_id).with_finding().exclude(pk=review.pk)
    if review.decided_at is not None:
        rows = rows.filter(decided_at__lt=review.decided_at)
    return list(rows.order_by("-decided_at", "-pk")[:FINDINGS_SHOWN])


def load_history(review: Review) -> list[ReviewEvent]:
    """Return the events in order, with texts, files, and names as they were at the time. Four statements."""
    events = ReviewEvent.objects.filter(review=review).order_by("seq").select_related("words")
    history = set_historical_postings(events.prefetch_related("attachments"))
    people = Officer.objects.with_former_names().in_bulk({event.officer_id for event in history} - {None})
    for event in history:
        if event.officer_id:
            event.officer = people[event.officer_id].as_of(event.at)
    return history


def find_attachment(review: Review, file_id: UUID) -> Attachment | None:
    """Return a file of the review's history; None if it has no such file."""
    return Attachment.objects.filter(pk=file_id, event__review=review).first()


def postings_named_in(evidence: Iterable[FlagWithDossier]) -> dict[int, Posting]:
    """Return the postings that the dossiers name, by id. One statement."""
    bodies = [item.body for item in evidence if item.body]
    posting_ids = {piece["posting"] for body in bodies for piece in body["custody"]}
    posting_ids |= {pause["asked_by"] for body in bodies for pause in body["pauses"]}
    posting_ids |= {event["posting"] for body in bodies for event in body["events"]}
    posting_ids |= {to["posting"] for to in _new_holders(bodies)}
    return Posting.objects.with_former_names().in_bulk(posting_ids - {None})


def _new_holders(bodies: Iterable[Mapping]) -> list[Mapping]:
    """Return the new holders that events of these dossiers state. Dossiers of version 1 do not state them."""
    return [event["to"] for body in bodies for event in body["events"] if "to" in event]


def offices_named_in(evidence: Iterable[FlagWithDossier]) -> dict[str, Office]:
    """Return the offices that the dossiers name, by code. One statement."""
    bodies = [item.body for item in evidence if item.body]
    codes = {piece["office"] for body in bodies for piece in body["custody"]} | {
        to["office"] for to in _new_holders(bodies)
    }
    return Office.objects.with_former_names().in_bulk(codes, field_name="code")


def categories_named_in(evidence: Iterable[FlagWithDossier]) -> dict[str, Category]:
    """Return the categories that the dossiers state, by code. One statement."""
    codes = {item.body["complaint"]["category"] for item in evidence if item.body}
    return Category.objects.with_former_names().in_bulk(codes, field_name="code")


def officer_of_dossier(body: Mapping) -> Officer:
    """Return the officer of a dossier, with the name of the time when it was frozen. One statement."""
    officer = Officer.objects.with_former_names().get(pk=body["officer"]["id"])
    return officer.as_of(datetime.fromisoformat(body["frozen_at"]))


def events_of_dossier(complaint_id: int, body: Mapping) -> list[Event]:
    """Return the events that a dossier lists, in order, with their texts. One statement."""
    numbers = [event["seq"] for event in body["events"]]
    events = Event.objects.filter(complaint=complaint_id, seq__in=numbers)
    return list(events.select_related("words").order_by("seq"))


def pause_reasons_in(evidence: Collection[FlagWithDossier]) -> Mapping[tuple[int, int], str]:
    """Return the question behind each pause, by complaint and number of the event, unless it was anonymised.

    One statement.
    """
    ids = {item.flag.breach.complaint_id for item in evidence if item.body and item.body["pauses"]}
    questions = Event.objects.filter(complaint__in=ids, kind="ask_citizen", words__anonymised_at=None)
    return {(pk, seq): words for pk, seq, words in questions.values_list("complaint", "seq", "words__text")}
