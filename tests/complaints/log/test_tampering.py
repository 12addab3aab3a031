"""A superuser without the key may do anything: each change is found and named; an untouched log has no findings.

TAMPERINGS is the number of changes (40 in the suite; `make drill-tamper` makes two thousand).
"""

import os
import re
from collections import Counter
from datetime import timedelta
from random import Random

import pytest
from django.db import connection, transaction

from citizen.complaint_page.citizen_timeline import citizens_events
from citizen.complaint_page.record_proof_view import proof_of_page
from citizen.queries import own_complaint, receipt_proof
from citizen.queries.receipt_proof import ReceiptStatus
from complaints.models import Event
from complaints.queries.verification import read_snapshot, verify_complaints, verify_seals_and_heads
from complaints.queries.verification.head_check import read_head_folder
from complaints.queries.verification.log_check import divide_log, verify_log_part
from complaints.rules.log import receipt_verification_code
from complaints.services.log.log_heads import publish_head
from complaints.services.log.log_seals import seal_events
from ledger import chain, signing_keys
from ledger.row_signing import format_instant
from reviews.rules.decision_kinds import Decision
from tests.citizen.log.record_proofs import refusal, verify
from tests.complaints.log import on_events, on_reviews, on_the_log
from tests.complaints.log.on_persons import PERSONS
from tests.complaints.log.on_time import TIMES
from tests.complaints.log.rows_vandal import change_a_row, take_a_row_away
from tests.complaints.log.vandal import SNAPSHOT, Vandal
from tests.monitoring.reviews.lives import decided, hired, late_complaint
from tests.world import build, clock

pytestmark = pytest.mark.slow

KINDS = {**on_events.ACTS, **on_the_log.ACTS, **on_reviews.ACTS}
BESIDE = [change_a_row, change_a_row, take_a_row_away, *TIMES, *PERSONS]
TAMPERINGS = int(os.environ.get("TAMPERINGS", "40"))
# Without either, the same changes each time; `make drill-tamper` draws new ones and prints their seed.
DRAWN = Random().randrange(1, 10**9) if "TAMPERINGS" in os.environ else 2022
SEED = int(os.environ.get("TAMPER_SEED", "0")) or DRAWN


@pytest.fixture
def log(as_superuser, settings, tmp_path):
    """Two days of eight complaints, with three seals and two heads whose files are outside the database.

    A copy of the tables is kept from after the first head. One complaint was late, and its officer is warned in the
    end.
    """
    settings.HEADS_FOLDER = str(tmp_path)
    world = build()
    noor = hired(world, "noor", "region_lahore")
    late_complaint(world)
    first = world.in_inquiry("10:00", station="gulberg")
    second = world.in_inquiry("10:00", by="bashir")
    world.complaint("bribe_demand", "11:00")
    seal_events(at=clock("12:00"))
    publish_head(at=clock("+1d 00:10"))
    _keep_a_copy()
    world.bilal.reports(first, "+1d 09:00")
    world.farah.does("return_report", first, "+1d 10:00")
    world.complaint("gender_harassment", "+1d 10:30", by="bashir")
    seal_events(at=clock("+1d 11:00"))
    world.bilal.reports(second, "+1d 11:30")
    third = world.complaint("property_crime", "+1d 11:40")
    world.salma.marks(third, to=world.dania, at="+1d 11:50")
    seal_events(at=clock("+1d 13:00"))
    publish_head(at=clock("+2d 00:10"))
    world.farah.does("accept", second, "+2d 09:00")
    world.complaint("suggestion", "+2d 09:10", by="bashir")
    seal_events(at=clock("+2d 12:00"))
    decided(world, Decision.WARNING, by=noor)
    seal_events(at=clock("+9d 12:00"))
    return world


def _keep_a_copy():
    """Copy all tables of complaints, as a backup would have them."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {SNAPSHOT}")
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename LIKE 'complaints\\_%'"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f"CREATE TABLE {SNAPSHOT}.{table} AS TABLE {table}")


def whole(folder) -> list[str]:
    """Return what `verify_history` reports."""
    sent, wrong = read_head_folder(folder)
    with read_snapshot():
        return wrong + [str(one) for _, found in verify_complaints(sent=sent) for one in found]


def quick(folder, first: int = 0) -> list[str]:
    """Return what `verify_history --all` reports."""
    sent, wrong = read_head_folder(folder)
    with read_snapshot():
        looked = [verify_log_part(part) for part in divide_log(first)]
        sealed = [one for some in looked for one in some.sealed]
        found = [one for some in looked for one in some.findings]
        return wrong + [str(one) for one in (*found, *verify_seals_and_heads(sealed, sent=sent, first=first))]


def after(number: int, act, *looks) -> tuple[str | None, list[list[str]]]:
    """Return the expected finding of an act and the findings of each check. The act is undone."""
    with transaction.atomic():
        expected = act(Vandal(Random(SEED + number)))
        said = [one() for one in looks]
        transaction.set_rollback(True)
    return expected, said


def named(expected: str | None, said: list[str]) -> bool:
    return any(re.search(expected, one) for one in said) if expected else not said


def test_whatever_is_done_to_the_log_is_found_and_named_by_both_looks(log, settings):
    folder, missed, done = settings.HEADS_FOLDER, [], Counter()
    assert (whole(folder), quick(folder)) == ([], [])
    for number in range(TAMPERINGS):
        name = sorted(KINDS)[number % len(KINDS)]
        expected, looks = after(number, KINDS[name], lambda: whole(folder), lambda: quick(folder))
        done[name] += 1
        missed += [(SEED + number, name, expected, said) for said in looks if not named(expected, said)]
    assert missed == []
    assert (whole(folder), quick(folder)) == ([], [])
    print(f"{done.total()} of {len(done)} kinds, seed {SEED}")


def test_whatever_is_done_beside_the_log_is_found_and_named(log, settings):
    folder, missed = settings.HEADS_FOLDER, []
    for number in range(TAMPERINGS // 4):
        act = BESIDE[number % len(BESIDE)]
        expected, (said,) = after(number, act, lambda: whole(folder))
        missed += [(SEED + number, act.__name__, expected, said)] if not named(expected, said) else []
    assert missed == []


def test_since_a_day_or_a_head_finds_what_was_done_to_what_came_after(log, settings):
    folder = settings.HEADS_FOLDER
    sent, _ = read_head_folder(folder)
    first = sent[0].head.seal + 1
    assert quick(folder, first) == []
    with transaction.atomic():
        vandal = Vandal(Random(1))
        vandal.run("UPDATE complaints_event SET body = body || ' ' WHERE kind = 'submit_report'")
        assert any("was changed" in one for one in quick(folder, first))
        transaction.set_rollback(True)


def test_a_receipts_proof_that_no_longer_leads_to_the_published_root_is_said_to_disagree(log):
    first = Event.objects.filter(seq=1).order_by("pk").first()
    told = first.complaint.etag, receipt_verification_code.verification_code_of(bytes(first.mac))
    assert receipt_proof.check_receipt_mark(*told).status == ReceiptStatus.IN_THE_LOG
    with transaction.atomic():
        Vandal(Random(1)).run('UPDATE complaints_hourlyhead SET text = replace(text, \'"root":"\', \'"root":"00\')')
        assert receipt_proof.check_receipt_mark(*told).status == ReceiptStatus.DISAGREES
        transaction.set_rollback(True)
    with transaction.atomic():
        Vandal(Random(1)).run("UPDATE complaints_event SET mac = sha256(mac) WHERE seq = 2")
        assert receipt_proof.check_receipt_mark(*told).status == ReceiptStatus.DISAGREES
        transaction.set_rollback(True)


def test_a_line_that_the_operator_rewrites_with_the_keys_after_the_hour_is_no_longer_proved(log, tmp_path):
    """A superuser who holds CHAIN_KEY too dates a marking an hour earlier, and signs it anew."""
    event = Event.objects.filter(kind="mark").order_by("pk").first()
    opened = own_complaint.load_own_complaint(event.complaint_id)
    number = [shown.pk for shown in citizens_events(opened)].index(event.pk) + 1
    assert verify(tmp_path, proof_of_page(opened)).returncode == 0
    earlier = event.at - timedelta(hours=1)
    body = event.body.replace(format_instant(event.at), format_instant(earlier))
    link = chain.compute_link(signing_keys.current_signing_key()[1], bytes(event.prev), body)
    with transaction.atomic():
        statement = "UPDATE complaints_event SET body = %s, mac = %s, at = %s WHERE id = %s"
        Vandal(Random(1)).run(statement, body, link, earlier, event.pk)
        proof = proof_of_page(own_complaint.load_own_complaint(event.complaint_id))
        said = refusal(tmp_path, proof)
        transaction.set_rollback(True)
    assert body != event.body
    assert said == "Line 1 was changed, or its proof is of another line."  # they are below one seal
    assert number > 1
