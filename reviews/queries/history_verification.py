"""The reviews' own histories, verified as the complaints' are (settings.VERIFIED_BESIDE). Read only.

What a history does not say is not proven by it: until the call, which delays lie in a review; and when the clock looks
at it next. Which delays there were the complaints' own histories prove (sla.queries.breach_verification).
"""

import hmac
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import batched
from typing import NamedTuple

from django.db.models import Exists, OuterRef

from complaints.models import Seal
from complaints.queries.verification import chains
from ledger import signing_keys
from reviews.models import Dossier, Flag, Review, ReviewEvent, ReviewWords, SealedStep
from reviews.rules import Stage
from reviews.rules import dossier as rule

BATCH = 500


class StatedEvent(NamedTuple):
    """The words of a step. They are never anonymised (docs/decisions/0006)."""

    salt: bytes
    text: str
    anonymised_at: None = None


class Record(NamedTuple):
    """One review as the tables have it."""

    review: Review
    events: list[ReviewEvent]
    words: dict[int, StatedEvent]
    flags: dict[int, Flag]

    @property
    def head(self) -> Review:
        return self.review


def findings() -> Iterator[tuple[str, str]]:
    """Where, and what does not agree: of every review and every dossier."""
    for reviews in batched(Review.objects.order_by("pk").iterator(chunk_size=BATCH), BATCH):
        for record in _records(reviews):
            yield from ((f"review {record.review.pk}", what) for what in _check(record))
    yield from _left_over()
    yield from _dossiers()


def _records(reviews: Sequence[Review]) -> Iterator[Record]:
    ids = [review.pk for review in reviews]
    events, flags = defaultdict(list), defaultdict(dict)
    for event in ReviewEvent.objects.filter(review__in=ids).order_by("review", "seq"):
        events[event.review_id].append(event)
    for flag in Flag.objects.filter(review__in=ids):
        flags[flag.review_id][flag.pk] = flag
    rows = ReviewWords.objects.filter(event__review__in=ids)
    words = {row.pk: StatedEvent(bytes(row.salt), row.text) for row in rows}
    for review in reviews:
        yield Record(review, events[review.pk], words, flags[review.pk])


def _check(record: Record) -> Iterator[str]:
    """Before the call a review has no history, and its row says so."""
    if record.events or record.review.seq:
        yield from chains.check(record, _columns)
    for part in (_row(record), _laid_before(record)):
        try:
            yield from part
        except (AttributeError, KeyError, TypeError, ValueError) as trouble:
            yield f"what its history says cannot be read ({type(trouble).__name__} {trouble})"


def _columns(event: ReviewEvent, body: dict) -> Iterator[tuple]:
    by = body.get("by", {})
    yield "review", body.get("review"), event.review_id
    yield "number", body.get("seq"), event.seq
    yield "time", chains.instant(body.get("at")), event.at
    yield "kind", body.get("kind"), event.kind
    said = by.get("kind"), by.get("officer"), by.get("posting")
    yield "actor", said, (event.actor_kind, event.officer_id, event.posting_id)


def _row(record: Record) -> Iterator[str]:
    """The row is what its steps have made of it."""
    wanted = {"status": str(Stage.FLAGGED), "authority": "", "seat_id": None, "decision": "", "order_number": ""}
    wanted["order_outcome"] = ""
    wanted |= dict.fromkeys(("called_at", "decided_at", "order_date", "closed_at"))
    for event in record.events:
        wanted |= dict(_made_of(event, chains.stated(event)["facts"]))
    for column, value in wanted.items():
        if (found := getattr(record.review, column)) != value:
            yield f"its row says {column} {found or 'none'}, its history {value or 'none'}"


def _made_of(event: ReviewEvent, facts: dict) -> Iterator[tuple[str, object]]:
    """What the row says after a step, as far as the step says it: older ones leave out officer and time."""
    state = facts["state"]
    yield from (("status", state["stage"]), ("authority", state["authority"]), ("seat_id", state["seat"]))
    if "officer" in state:
        yield from (("officer_id", state["officer"]), ("due_at", chains.instant(state["due"])))
    if event.kind == "call":
        yield "called_at", event.at
    if "decision" in facts:
        yield from (("decision", facts["decision"]), ("decided_at", event.at))
    if "order_number" in facts:
        yield from (("order_number", facts["order_number"]), ("order_date", date.fromisoformat(facts["order_date"])))
        yield "order_outcome", facts.get("outcome", "")
    if state["stage"] == Stage.CLOSED and facts["from"] != Stage.CLOSED:
        yield "closed_at", event.at


def _laid_before(record: Record) -> Iterator[str]:
    """What was laid before the officer is still what the call says, with the parts that it says."""
    called = next((event for event in record.events if event.kind == "call"), None)
    told = chains.stated(called)["facts"]["flags"] if called else []
    for one in told:
        flag = record.flags.get(one["flag"])
        if flag is None or (flag.breach_id, flag.called_at) != (one["breach"], called.at):
            yield f"the flag {one['flag']} was laid before the officer, and is gone or another one"
        elif flag.share is None or round(flag.share, 6) != one["share"]:
            yield f"the flag {one['flag']} has another share than was laid before the officer"
    known = {one["flag"] for one in told}
    for pk, flag in record.flags.items():
        if flag.called_at is not None and pk not in known:
            yield f"the flag {pk} was never laid before the officer, and says that it was"


def _left_over() -> Iterator[tuple[str, str]]:
    """What tells of a review, or of a seal, that is no longer there."""
    there = Review.objects.filter(pk=OuterRef("review"))
    gone = ReviewEvent.objects.filter(~Exists(there)).order_by("review").values_list("review", flat=True).distinct()
    for pk in gone:
        yield f"review {pk}", "it has a history, and the review is gone"
    seal = Seal.objects.filter(pk=OuterRef("seal"))
    for pk in SealedStep.objects.filter(~Exists(seal)).order_by("seal").values_list("seal", flat=True).distinct():
        yield "seals", f"seal {pk} is gone, and steps of reviews say that it holds them"


def _dossiers() -> Iterator[tuple[str, str]]:
    ring = signing_keys.ring()
    for kept in Dossier.objects.order_by("pk").iterator(chunk_size=BATCH):
        key = ring.get(kept.key_id, b"")
        if not hmac.compare_digest(bytes(kept.mac), rule.mark(key, kept.body)):
            yield f"dossier {kept.pk}", "it was changed: its text does not bear its mark"
