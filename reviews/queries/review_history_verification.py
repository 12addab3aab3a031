"""Verify the histories of reviews like those of complaints (settings.VERIFIED_BESIDE). Read only.

A history proves only what it records. It does not record which breaches a review has before the officer was asked to
explain, nor when a job handles the review next. The breaches themselves are proved by the complaints' histories
(sla.queries.breach_verification).
"""

import hmac
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import batched
from typing import NamedTuple

from django.db.models import Exists, OuterRef

from complaints.models import Seal
from complaints.queries.verification import chain_check
from ledger import signing_keys
from reviews.models import Dossier, Flag, Review, ReviewEvent, ReviewWords, SealedStep
from reviews.rules import Stage
from reviews.rules import dossier_format as rule

BATCH = 500


class ReviewEventText(NamedTuple):
    """The text of an event, as chain_check.check_history_chain expects it. It is never anonymised (decision 0006)."""

    salt: bytes
    text: str
    anonymised_at: None = None

    @property
    def digested_text(self) -> str:
        return self.text


class ReviewRecord(NamedTuple):
    """One review with its events, texts and flags, as stored."""

    review: Review
    events: list[ReviewEvent]
    words: dict[int, ReviewEventText]
    flags: dict[int, Flag]

    @property
    def head(self) -> Review:
        """The row with the number and the hash of the last event."""
        return self.review


def verify_review_histories() -> Iterator[tuple[str, str]]:
    """Yield the place and a sentence for each disagreement, over all reviews and dossiers."""
    for reviews in batched(Review.objects.order_by("pk").iterator(chunk_size=BATCH), BATCH):
        for record in _load_records(reviews):
            yield from ((f"review {record.review.pk}", finding) for finding in _check_record(record))
    yield from _check_for_missing_rows()
    yield from _check_dossiers()


def _load_records(reviews: Sequence[Review]) -> Iterator[ReviewRecord]:
    ids = [review.pk for review in reviews]
    events, flags = defaultdict(list), defaultdict(dict)
    for event in ReviewEvent.objects.filter(review__in=ids).order_by("review", "seq"):
        events[event.review_id].append(event)
    for flag in Flag.objects.filter(review__in=ids):
        flags[flag.review_id][flag.pk] = flag
    rows = ReviewWords.objects.filter(event__review__in=ids)
    words = {row.pk: ReviewEventText(bytes(row.salt), row.text) for row in rows}
    for review in reviews:
        yield ReviewRecord(review, events[review.pk], words, flags[review.pk])


def _check_record(record: ReviewRecord) -> Iterator[str]:
    """Check one review. Before the officer was asked to explain, it has no history, and its row has `seq` 0."""
    if record.events or record.review.seq:
        yield from chain_check.check_history_chain(record, _compare_columns)
    for findings_of_part in (_check_row(record), _check_flags(record)):
        try:
            yield from findings_of_part
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            yield f"what its history says cannot be read ({type(error).__name__} {error})"


def _compare_columns(event: ReviewEvent, body: dict) -> Iterator[tuple]:
    """Yield the name, the value in the signed body and the value in the row, for each column of an event."""
    by = body.get("by", {})
    yield "review", body.get("review"), event.review_id
    yield "number", body.get("seq"), event.seq
    yield "time", chain_check.parse_body_time(body.get("at")), event.at
    yield "kind", body.get("kind"), event.kind
    actor = by.get("kind"), by.get("officer"), by.get("posting")
    yield "actor", actor, (event.actor_kind, event.officer_id, event.posting_id)


def _check_row(record: ReviewRecord) -> Iterator[str]:
    """Compare the row of a review with the state that its events lead to."""
    expected = {"status": str(Stage.FLAGGED), "authority": "", "seat_id": None, "decision": "", "order_number": ""}
    expected["order_outcome"] = ""
    expected |= dict.fromkeys(("called_at", "decided_at", "order_date", "closed_at"))
    for event in record.events:
        expected |= dict(_state_after(event, chain_check.parse_event_body(event)["facts"]))
    for column, value in expected.items():
        if (stored := getattr(record.review, column)) != value:
            yield f"its row says {column} {stored or 'none'}, its history {value or 'none'}"


def _state_after(event: ReviewEvent, facts: dict) -> Iterator[tuple[str, object]]:
    """Yield the columns of the row after an event, as far as it records them: older ones omit officer and deadline."""
    state = facts["state"]
    yield from (("status", state["stage"]), ("authority", state["authority"]), ("seat_id", state["seat"]))
    if "officer" in state:
        yield from (("officer_id", state["officer"]), ("due_at", chain_check.parse_body_time(state["due"])))
    if event.kind == "call":
        yield "called_at", event.at
    if event.kind == "remand":
        yield from (("decision", ""), ("decided_at", None))
    if "decision" in facts:
        yield from (("decision", facts["decision"]), ("decided_at", event.at))
    if "order_number" in facts:
        yield from (("order_number", facts["order_number"]), ("order_date", date.fromisoformat(facts["order_date"])))
        yield "order_outcome", facts.get("outcome", "")
    if state["stage"] == Stage.CLOSED and facts["from"] != Stage.CLOSED:
        yield "closed_at", event.at


def _check_flags(record: ReviewRecord) -> Iterator[str]:
    """Compare the flags with those that the officer was asked to explain, and with the shares stated then."""
    request = next((event for event in record.events if event.kind == "call"), None)
    stated_flags = chain_check.parse_event_body(request)["facts"]["flags"] if request else []
    for stated in stated_flags:
        flag = record.flags.get(stated["flag"])
        if flag is None or (flag.breach_id, flag.called_at) != (stated["breach"], request.at):
            yield f"the flag {stated['flag']} was laid before the officer, and is gone or another one"
        elif flag.share is None or round(flag.share, 6) != stated["share"]:
            yield f"the flag {stated['flag']} has another share than was laid before the officer"
    stated_ids = {stated["flag"] for stated in stated_flags}
    for pk, flag in record.flags.items():
        if flag.called_at is not None and pk not in stated_ids:
            yield f"the flag {pk} was never laid before the officer, and says that it was"


def _check_for_missing_rows() -> Iterator[tuple[str, str]]:
    """Find events of reviews that are gone, and events whose seal is gone."""
    review = Review.objects.filter(pk=OuterRef("review"))
    missing_ids = (
        ReviewEvent.objects.filter(~Exists(review)).order_by("review").values_list("review", flat=True).distinct()
    )
    for pk in missing_ids:
        yield f"review {pk}", "it has a history, and the review is gone"
    seal = Seal.objects.filter(pk=OuterRef("seal"))
    for pk in SealedStep.objects.filter(~Exists(seal)).order_by("seal").values_list("seal", flat=True).distinct():
        yield "seals", f"seal {pk} is gone, and steps of reviews say that it holds them"


def _check_dossiers() -> Iterator[tuple[str, str]]:
    ring = signing_keys.all_signing_keys()
    for stored in Dossier.objects.order_by("pk").iterator(chunk_size=BATCH):
        key = ring.get(stored.key_id, b"")
        if not hmac.compare_digest(bytes(stored.mac), rule.dossier_mac(key, stored.body)):
            yield f"dossier {stored.pk}", "it was changed: its text does not bear its mark"
