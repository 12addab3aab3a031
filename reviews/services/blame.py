"""After the sweep: whose a delay was, who is flagged beside the holder of record, and the frozen dossier of each flag.

The sweep stays quick: it flags the holder, and this job, a minute later, counts. Harmless to repeat and to run several
times at once: a flag is claimed, counted and given its dossier in one transaction.
"""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction

from complaints.models import Category, Complaint, Policy
from ledger import signing_keys
from ledger.sql_arrays import array
from reviews.models import Dossier, Flag, Review
from reviews.queries.delay_shares import Delay, delays
from reviews.queries.dossiers import bodies
from reviews.rules import blame, dossier
from reviews.services import flagging
from sla.models import Breach
from sla.services import sweep_sql

BATCH = 500


def share_blame(*, at: datetime, batch: int = BATCH) -> int:
    """Count every flag that was not counted yet. Returns how many, those that it added included."""
    done = 0
    while counted := _share_batch(at=at, batch=batch):
        done += counted
    return done


@transaction.atomic
def _share_batch(*, at: datetime, batch: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sweep_sql.TAKE_FLAGS, {"batch": batch})
        taken = [row[0] for row in cursor.fetchall()]
    if not taken:
        return 0
    flags = _fetched(taken)
    found = delays(list({flag.breach_id: flag.breach for flag in flags}.values()), at=at)
    _write_shares(flags, found)
    _freeze(flags, found, at=at)
    _flag_the_others({flag.breach_id: flag.breach for flag in flags}, found, at=at)
    return len(flags)


def _fetched(taken: Sequence[int]) -> list[Flag]:
    """The flags with all that is said of them. What many have alike (reviews, officers, policies, categories) is made
    once, and of a complaint only what a dossier says: a row of models for each flag took most of the job's time."""
    flags = list(Flag.objects.filter(pk__in=taken).order_by("pk"))
    breaches = Breach.objects.in_bulk({flag.breach_id for flag in flags})
    reviews = Review.objects.select_related("officer").in_bulk({flag.review_id for flag in flags})
    ids = {breach.complaint_id for breach in breaches.values()}
    rows = Complaint.objects.unscoped("a job attributes every delay").only("etag", "policy", "category")
    complaints = {complaint.pk: complaint for complaint in rows.filter(pk__in=ids)}
    policies = Policy.objects.in_bulk({complaint.policy_id for complaint in complaints.values()})
    categories = Category.objects.in_bulk({complaint.category_id for complaint in complaints.values()})
    for complaint in complaints.values():
        complaint.policy, complaint.category = policies[complaint.policy_id], categories[complaint.category_id]
    for breach in breaches.values():
        breach.complaint = complaints[breach.complaint_id]
    for flag in flags:
        flag.breach, flag.review = breaches[flag.breach_id], reviews[flag.review_id]
    return flags


def _write_shares(flags: Sequence[Flag], found: dict[int, Delay]) -> None:
    for flag in flags:
        flag.share = min(1.0, found[flag.breach_id].parts.get(flag.review.officer_id, 0.0))
    columns = {"flags": array(flag.pk for flag in flags), "shares": array(flag.share for flag in flags)}
    with connection.cursor() as cursor:
        cursor.execute(sweep_sql.SHARE, columns)


def _freeze(flags: Sequence[Flag], found: dict[int, Delay], *, at: datetime) -> None:
    key_id, key = signing_keys.sealing()
    made = []
    for flag, body, grounds in bodies(flags, found, at=at):
        text = dossier.canonical(body)
        mac = dossier.mark(key, text)
        named = sorted(str(ground) for ground in grounds)
        made.append(Dossier(flag=flag, made_at=at, body=text, key_id=key_id, mac=mac, grounds=named))
    Dossier.objects.bulk_create(made)


def _flag_the_others(breaches: dict[int, Breach], found: dict[int, Delay], *, at: datetime) -> None:
    """Whoever had more than the share, and is not flagged for it yet; never who may not know of the complaint."""
    known = set(Flag.objects.filter(breach__in=breaches).values_list("breach_id", "review__officer_id"))
    new = [
        (breach_id, officer)
        for breach_id, delay in found.items()
        for officer in sorted(_above(delay, breaches[breach_id]))
        if (breach_id, officer) not in known
    ]
    flagging.flag(new, at=at)


def _above(delay: Delay, breach: Breach) -> set[int]:
    above = settings.REVIEW_SHARE
    return blame.also_flagged(delay.parts, holder=breach.officer_id or 0, above=above) - delay.kept_out
