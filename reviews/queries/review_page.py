"""One review as its page shows it: flags with their dossiers, what happened, files, and everybody who is in it."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.models import Office, Officer, Posting
from accounts.queries.former_names import named_then
from complaints.models import Category, Event
from reviews.models import Attachment, Flag, Review, ReviewEvent
from reviews.queries.visibility import flags_for
from reviews.rules.capacities import Doer

SIZE = 10
"""Flags a page: each shows a table of its own."""


@dataclass(frozen=True)
class Evidence:
    """A flag with what its dossier says; None where it was not frozen yet."""

    flag: Flag
    body: dict | None


@dataclass(frozen=True)
class FlagsPage:
    """Some of a review's flags; `after` is the id to go on from, None at the end."""

    rows: Sequence[Evidence]
    after: int | None


def flags_page(review: Review, who: Doer, *, at: datetime, after: int = 0) -> FlagsPage:
    """In the order in which they came. One statement."""
    rows = flags_for(who, at=at).filter(review=review, pk__gt=after).order_by("pk")
    found = list(rows.select_related("breach__complaint__category", "breach__office", "dossier")[: SIZE + 1])
    page = [evidence_of(flag) for flag in found[:SIZE]]
    return FlagsPage(page, found[SIZE - 1].pk if len(found) > SIZE else None)


def one_flag(review: Review, who: Doer, flag_id: int, *, at: datetime) -> Evidence | None:
    """A flag of the review that exists for this reader, with its dossier."""
    rows = flags_for(who, at=at).filter(review=review, pk=flag_id, dossier__isnull=False)
    flag = rows.select_related("breach__complaint__category", "dossier", "review__officer").first()
    return evidence_of(flag) if flag else None


def evidence_of(flag: Flag) -> Evidence:
    dossier = getattr(flag, "dossier", None)
    return Evidence(flag, json.loads(dossier.body) if dossier else None)


def history_of(review: Review) -> list[ReviewEvent]:
    """In order, with people by their names of then, words and files. Four statements."""
    events = ReviewEvent.objects.filter(review=review).order_by("seq").select_related("words")
    history = named_then(events.prefetch_related("attachments"))
    people = Officer.objects.with_former_names().in_bulk({one.officer_id for one in history} - {None})
    for event in history:
        if event.officer_id:
            event.officer = people[event.officer_id].as_of(event.at)
    return history


def attachment_of(review: Review, file_id: UUID) -> Attachment | None:
    return Attachment.objects.filter(pk=file_id, event__review=review).first()


def postings_in(evidence: Iterable[Evidence]) -> dict[int, Posting]:
    """Everybody whom the dossiers name, by posting. One statement."""
    bodies = [one.body for one in evidence if one.body]
    named = {piece["posting"] for body in bodies for piece in body["custody"]}
    named |= {pause["asked_by"] for body in bodies for pause in body["pauses"]}
    named |= {event["posting"] for body in bodies for event in body["events"]}
    named |= {to["posting"] for to in _given(bodies)}
    return Posting.objects.with_former_names().in_bulk(named - {None})


def _given(bodies: Iterable[Mapping]) -> list[Mapping]:
    """To whom the events of these dossiers gave the complaint; dossiers of version 1 don't say it."""
    return [event["to"] for body in bodies for event in body["events"] if "to" in event]


def offices_in(evidence: Iterable[Evidence]) -> dict[str, Office]:
    """The offices that the dossiers name, by code. One statement."""
    bodies = [one.body for one in evidence if one.body]
    codes = {piece["office"] for body in bodies for piece in body["custody"]} | {to["office"] for to in _given(bodies)}
    return Office.objects.with_former_names().in_bulk(codes, field_name="code")


def categories_in(evidence: Iterable[Evidence]) -> dict[str, Category]:
    """The categories of the complaints as the dossiers state them, by code. One statement."""
    codes = {one.body["complaint"]["category"] for one in evidence if one.body}
    return Category.objects.with_former_names().in_bulk(codes, field_name="code")


def officer_of(body: Mapping) -> Officer:
    """The officer of a dossier, as they were named when it was frozen. One statement."""
    officer = Officer.objects.with_former_names().get(pk=body["officer"]["id"])
    return officer.as_of(datetime.fromisoformat(body["frozen_at"]))


def reasons_in(evidence: Collection[Evidence]) -> Mapping[tuple[int, int], str]:
    """What was asked for each pause, by complaint and number of the event; gone where it was made anonymous.

    One statement.
    """
    ids = {one.flag.breach.complaint_id for one in evidence if one.body and one.body["pauses"]}
    asked = Event.objects.filter(complaint__in=ids, kind="ask_citizen", words__anonymised_at=None)
    return {(pk, seq): words for pk, seq, words in asked.values_list("complaint", "seq", "words__text")}
