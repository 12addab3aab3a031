"""After the sweep: compute the share of each flag, flag further officers, and freeze the dossiers.

To stay fast, the sweep only flags the holder; this job does the rest a minute later. It can be repeated, and can run
several times at once: one transaction claims a flag, computes its share and freezes its dossier.
"""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction

from complaints.models import Category, Complaint, Policy
from ledger import signing_keys
from ledger.sql_arrays import array_literal
from reviews.models import Dossier, Flag, Review
from reviews.queries.delay_shares import DelayAttribution, attribute_delays
from reviews.queries.dossier_bodies import build_dossier_bodies
from reviews.rules import delay_attribution, dossier_format
from reviews.services import breach_flagging
from sla.models import Breach
from sla.services import sweep_sql

FLAGS_PER_BATCH = 500


def complete_flags(*, at: datetime, batch: int = FLAGS_PER_BATCH) -> int:
    """Complete every flag without a share. Return how many, including the flags that this adds."""
    done = 0
    while completed := _complete_batch(at=at, batch=batch):
        done += completed
    return done


@transaction.atomic
def _complete_batch(*, at: datetime, batch: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sweep_sql.TAKE_FLAGS, {"batch": batch})
        claimed = [row[0] for row in cursor.fetchall()]
    if not claimed:
        return 0
    flags = _load_flags_for_dossiers(claimed)
    breaches = {flag.breach_id: flag.breach for flag in flags}
    delays_by_breach = attribute_delays(list(breaches.values()), at=at)
    _write_shares(flags, delays_by_breach)
    _freeze_dossiers(flags, delays_by_breach, at=at)
    _flag_further_officers(breaches, delays_by_breach, at=at)
    return len(flags)


def _load_flags_for_dossiers(flag_ids: Sequence[int]) -> list[Flag]:
    """Load the flags with everything that their dossiers need.

    Shared rows (reviews, officers, policies, categories) are built once, and complaints with only the columns that a
    dossier states: separate model instances for each flag took most of the job's time.
    """
    flags = list(Flag.objects.filter(pk__in=flag_ids).order_by("pk"))
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


def _write_shares(flags: Sequence[Flag], delays_by_breach: dict[int, DelayAttribution]) -> None:
    for flag in flags:
        flag.share = min(1.0, delays_by_breach[flag.breach_id].officer_shares.get(flag.review.officer_id, 0.0))
    columns = {"flags": array_literal(flag.pk for flag in flags), "shares": array_literal(flag.share for flag in flags)}
    with connection.cursor() as cursor:
        cursor.execute(sweep_sql.STORE_SHARES, columns)


def _freeze_dossiers(flags: Sequence[Flag], delays_by_breach: dict[int, DelayAttribution], *, at: datetime) -> None:
    key_id, key = signing_keys.current_signing_key()
    dossiers = []
    for flag, body, grounds in build_dossier_bodies(flags, delays_by_breach, at=at):
        text = dossier_format.canonical_text(body)
        mac = dossier_format.dossier_mac(key, text)
        ground_names = sorted(str(ground) for ground in grounds)
        dossiers.append(Dossier(flag=flag, made_at=at, body=text, key_id=key_id, mac=mac, grounds=ground_names))
    Dossier.objects.bulk_create(dossiers)


def _flag_further_officers(
    breaches: dict[int, Breach], delays_by_breach: dict[int, DelayAttribution], *, at: datetime
) -> None:
    """Flag the officers above the share that are not flagged yet, unless the complaint is hidden from them."""
    above = settings.REVIEW_SHARE
    flagged = set(Flag.objects.filter(breach__in=breaches).values_list("breach_id", "review__officer_id"))
    new = [
        (breach_id, officer)
        for breach_id, delay in delays_by_breach.items()
        for officer in sorted(
            delay_attribution.officers_above_share(
                delay.officer_shares, holder=breaches[breach_id].officer_id or 0, above=above
            )
            - delay.excluded_officers
        )
        if (breach_id, officer) not in flagged
    ]
    breach_flagging.flag_breaches(new, at=at)
