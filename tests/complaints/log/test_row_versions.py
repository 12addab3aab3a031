"""Actor, holder and readers in rows: the portal's role cannot change them, and a superuser's change is found (S6)."""

from random import Random

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import Officer, Posting, RoleGrant, RowVersion, StaffAct
from accounts.models.row_version import versioned_models
from accounts.rules.ranks import Rank
from accounts.rules.roles import Role
from accounts.services.leave_arrangement import arrange_leave, end_leave
from accounts.services.officers import promote_officer
from accounts.services.postings import end_posting, transfer_officer
from accounts.services.role_requests import confirm_role, request_role
from citizen.queries.own_complaint import load_own_complaint
from complaints.models import Category, Exclusion, Naming, Policy, PolicyChange, Reading, ReadingKind, SealedRows
from complaints.queries.verification import read_snapshot, verify_complaints
from complaints.services.administration.policy_limit_changes import approve_policy_limits, request_policy_limits
from complaints.services.exclusion.officer_naming import name_officer
from complaints.services.log.log_seals import seal_events
from desk.complaint import timeline
from desk.queries import complaint_details
from desk.services.reading_log import record_reading
from tests.complaints.log.vandal import Vandal
from tests.factories import PostingFactory
from tests.world import build, clock

STATED = {"v", "at", "table", "row", "seq", "created", "as_recorded", "columns", "digest"}
# The change, and the expected finding.
FORGERIES = {
    "a report is made another officer's": (
        "UPDATE accounts_posting SET officer_id = {rashid} WHERE id = {bilal}",
        "accounts_posting {bilal}: it is not what was last recorded",
        "its officer is {rashid}, its text says {bilal_officer}",
    ),
    "a posting is moved": (
        "UPDATE accounts_posting SET office_id = {multan} WHERE id = {bilal}",
        "accounts_posting {bilal}: it is not what was last recorded",
    ),
    "another officer is named": (
        "UPDATE complaints_naming SET officer_id = {kamran}",
        "complaints_naming {naming}: it is not what was last recorded",
    ),
    "a name is deleted": (
        "DELETE FROM complaints_naming",
        "complaints_naming {naming}: it was recorded, and it is gone",
    ),
    "a name is deleted with its version": (
        "DELETE FROM accounts_rowversion WHERE \"table\" = 'complaints_naming'; DELETE FROM complaints_naming",
        "other rows were sealed",
    ),
    "an exclusion is another officer's": (
        "UPDATE complaints_exclusion SET officer_id = {kamran} WHERE id = {exclusion}",
        "complaints_exclusion {exclusion}: it is not what was last recorded",
    ),
    "an exclusion is deleted": (
        "DELETE FROM complaints_exclusion WHERE id = {exclusion}",
        "complaints_exclusion {exclusion}: it was recorded, and it is gone",
    ),
    "limits are changed": (
        "UPDATE complaints_policy SET report_hours = 999 WHERE id = {policy}",
        "complaints_policy {policy}: it is not what was last recorded",
    ),
    "a reading is deleted": ("DELETE FROM complaints_reading WHERE id = {reading}", "other rows were sealed"),
    "a reading is another officer's": (
        "UPDATE complaints_reading SET posting_id = {bilal} WHERE id = {reading}",
        "reading {reading}: it is not what was recorded",
    ),
    "a reading is given another number": (
        "UPDATE complaints_reading SET id = id + 1000 WHERE id = {reading}",
        "other rows were sealed",
    ),
    "a staff act is somebody else's": (
        "UPDATE accounts_staffact SET by_id = {rashid} WHERE id = {act}",
        "accounts_staffact {act}: it is not what was last recorded",
    ),
    "a version is written anew": (
        "UPDATE accounts_rowversion SET body = replace(body, '\"created\":true', '\"created\":false')",
        "event 1 was changed",
    ),
}
# The portal itself may make these changes for a reason, so only the verification finds them.
ONLY_FOUND = {
    "a reason is emptied": (
        "UPDATE complaints_reading SET why = '' WHERE why <> ''",
        "reading {revealed}: it is not what was recorded",
    ),
    "an exclusion is ended": (
        "UPDATE complaints_exclusion SET ended_at = now(), ended_why = 'narrowed' WHERE id = {exclusion}",
        "complaints_exclusion {exclusion}: it is not what was last recorded",
    ),
    "a posting is ended": (
        "UPDATE accounts_posting SET ends_at = now() WHERE id = {bilal}",
        "accounts_posting {bilal}: it is not what was last recorded",
    ),
    "somebody reads under another name": (
        "INSERT INTO complaints_reading (complaint_id, posting_id, office_id, at, kind) "
        "SELECT complaint_id, {bilal}, office_id, now(), kind FROM complaints_reading WHERE id = {reading}",
        "it is under the unknown key none",
    ),
    "a reading is copied": (
        "INSERT INTO complaints_reading (complaint_id, posting_id, office_id, at, kind, key_id, signature) "
        "SELECT complaint_id, posting_id, office_id, at, kind, key_id, signature FROM complaints_reading "
        "WHERE id = {reading}",
        "it is the copy of another one",
    ),
    "an officer is posted": (
        "INSERT INTO accounts_posting (officer_id, office_id, role, is_head, acting, starts_at) "
        "SELECT {rashid}, office_id, 'monitor', false, false, now() FROM accounts_posting WHERE id = {bilal}",
        "it was never recorded",
    ),
}


def tell_a_story(world) -> None:
    """Bilal reports on a complaint that Dania and Zara have opened. Another complaint is against Latif."""
    complaint, other = world.in_inquiry("10:00"), world.complaint(at="10:20", by="bashir")
    reason, officer = "She knows him.", world.latif.officer
    name_officer(complaint_id=other.pk, officer_id=officer.pk, why=reason, by=world.salma.actor, at=clock("10:30"))
    transfer_officer(
        posting=world.latif.posting, to=world.office("garden_town"), by=world.omar.actor, at=clock("10:40")
    )
    record_reading(complaint, by=world.dania.actor, at=clock("11:00"))
    record_reading(complaint, by=world.zara.actor, at=clock("11:10"), kind=ReadingKind.REVEALED, why="To call her.")
    world.bilal.reports(complaint, "12:00")
    seal_events(at=clock("12:30"))


def known_ids(world) -> dict[str, int]:
    revealed = Reading.objects.get(kind=ReadingKind.REVEALED).pk
    return {
        "rashid": world.rashid.officer.pk,
        "kamran": world.kamran.officer.pk,
        "bilal": world.bilal.posting.pk,
        "bilal_officer": world.bilal.officer.pk,
        "multan": world.office("multan").pk,
        "naming": Naming.objects.get().pk,
        "exclusion": Exclusion.objects.get().pk,
        "policy": Policy.objects.order_by("pk").first().pk,
        "reading": Reading.objects.exclude(pk=revealed).order_by("pk").first().pk,
        "revealed": revealed,
        "act": StaffAct.objects.order_by("pk").first().pk,
    }


def findings() -> list[str]:
    """Return what `verify_history` reports."""
    with read_snapshot():
        return [str(finding) for _, found in verify_complaints() for finding in found]


@pytest.mark.slow
def test_the_portals_role_is_refused(world):
    tell_a_story(world)
    ids, refused = known_ids(world), []
    for name, (statement, *_) in FORGERIES.items():
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement.format(**ids))
        except DatabaseError:
            refused.append(name)
    assert refused == list(FORGERIES)
    assert findings() == []


@pytest.mark.slow
def test_what_the_portals_role_may_write_is_found_if_the_portal_did_not_write_it(world):
    tell_a_story(world)
    ids, missed = known_ids(world), []
    for name, (statement, *expected) in ONLY_FOUND.items():
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(statement.format(**ids))
            said = findings()
            transaction.set_rollback(True)
        missed += [(name, words, said) for words in expected if not contains(said, words.format(**ids))]
    assert missed == []


@pytest.mark.slow
def test_what_a_superuser_does_is_found(as_superuser):
    world = build()
    tell_a_story(world)
    assert findings() == []
    ids, missed = known_ids(world), []
    for name, (statement, *expected) in FORGERIES.items():
        with transaction.atomic():
            Vandal(Random(1)).run(statement.format(**ids))
            said = findings()
            transaction.set_rollback(True)
        missed += [(name, words, said) for words in expected if not contains(said, words.format(**ids))]
    assert missed == []


def contains(said: list[str], words: str) -> bool:
    return any(words in one for one in said)


def test_every_change_by_the_portal_is_recorded(world):
    omar, second = world.omar.actor, hire_administrator(world)
    before = RowVersion.objects.count()
    latif = transfer_officer(posting=world.latif.posting, to=world.office("garden_town"), by=omar, at=clock("09:00"))
    promote_officer(officer=world.latif.officer, rank=Rank.IP, by=omar, at=clock("09:10"))
    leave = arrange_leave(
        posting=world.bilal.posting, cover=world.dania.posting, starts_at=clock("+1d 09:00"),
        ends_at=clock("+2d 09:00"), by=world.farah.actor, at=clock("09:20"),
    )  # fmt: skip
    end_leave(leave=leave, by=world.farah.actor, at=clock("09:30"))
    end_posting(posting=latif, by=omar, at=clock("09:40"))
    grant = request_role(
        officer=world.hina.officer, office=world.office("punjab"), role=Role.MONITOR, by=omar, at=clock("09:50")
    )
    confirm_role(grant=grant, by=second, at=clock("10:00"))
    limits = {"contact_hours": 2, "report_hours": 48, "reminder_share": 0.5, "pause_share": 0.1, "source": "An order"}
    limits |= {"rank_floor": Rank.DSP}
    change = request_policy_limits(
        category=Category.objects.get(code="bribe_demand"), by=omar, at=clock("10:10"), **limits
    )
    approve_policy_limits(change=PolicyChange.objects.get(pk=change.pk), by=second, at=clock("10:20"))
    tables = set(RowVersion.objects.order_by("pk")[before:].values_list("table", flat=True))
    assert {"accounts_posting", "accounts_officer", "accounts_formerofficername", "accounts_leave"} <= tables
    assert {"accounts_rolegrant", "complaints_policychange", "complaints_policy", "accounts_staffact"} <= tables
    assert findings() == []


def hire_administrator(world):
    posting = PostingFactory(office=world.office("punjab"), role=Role.ADMINISTRATOR)
    return world.omar.actor.of(posting)


def test_a_version_tells_nothing_of_the_row_and_only_the_last_can_be_compared(world):
    tell_a_story(world)
    naming = Naming.objects.get()
    Naming.objects.filter(pk=naming.pk).update(
        taken_back_at=clock("13:00"), taken_back_by=world.salma.posting, taken_back_why="A namesake."
    )
    first, last = RowVersion.objects.filter(table="complaints_naming", row=str(naming.pk)).order_by("seq")
    assert (bytes(first.salt), bool(last.salt)) == (b"", True)
    assert all(
        not {str(naming.officer_id), "namesake"} & set(body.replace(":", " ").split())
        for body in (first.body, last.body)
    )
    assert findings() == []


def test_a_forged_row_is_not_made_good_by_the_next_change(world):
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE accounts_posting SET ends_at = %s WHERE id = %s", [clock("+3d 09:00"), world.bilal.posting.pk]
        )
    end_posting(posting=world.bilal.posting, by=world.omar.actor, at=clock("+1d 09:00"))
    assert contains(
        findings(), f"accounts_posting {world.bilal.posting.pk}: before version 2 it was changed by somebody"
    )


def test_a_row_that_does_not_change_gets_no_version(world):
    before = RowVersion.objects.count()
    world.bilal.officer.save()
    Officer.objects.filter(pk=world.bilal.officer.pk).update(last_login=clock("09:00"))
    Posting.objects.filter(pk=world.bilal.posting.pk).update(ends_at=None)
    assert RowVersion.objects.count() == before


@pytest.mark.slow
def test_seals_hold_each_version_and_reading_once(world):
    tell_a_story(world)
    world.complaint(at="13:00", by="bashir")
    complaint = world.complaint(at="13:10", by="bashir")
    record_reading(complaint, by=world.dania.actor, at=clock("13:20"))
    seal_events(at=clock("15:00"))
    seal_events(at=clock("15:01"))
    for table, model in (("accounts_rowversion", RowVersion), ("complaints_reading", Reading)):
        sealed = [pk for ids in SealedRows.objects.filter(table=table).values_list("ids", flat=True) for pk in ids]
        assert sorted(sealed) == sorted(model.objects.values_list("pk", flat=True))
    assert findings() == []


@pytest.mark.slow
def test_pages_show_the_officer_of_the_event(as_superuser):
    world = build()
    complaint = world.in_inquiry("10:00")
    world.bilal.reports(complaint, "12:00")
    with transaction.atomic():
        Vandal(Random(1)).run(
            "UPDATE accounts_posting SET officer_id = %s WHERE id = %s", world.rashid.officer.pk, world.bilal.posting.pk
        )
        history = complaint_details.load_full_history(complaint)
        entries = timeline.timeline_entries(history, complaint_details.load_history_names(history))
        opened = load_own_complaint(complaint.pk)
        transaction.set_rollback(True)
    report = next(one for one in entries if "report" in one["sentence"])
    assert "Bilal" in report["sentence"]
    assert "Rashid" not in report["sentence"]
    event = next(event for event in opened.events if event.kind == "submit_report")
    assert opened.acting_posting(event).officer.pk == world.bilal.officer.pk


def test_every_table_of_the_staff_has_versions():
    tables = {model._meta.db_table for model in versioned_models()}
    assert {"accounts_posting", "accounts_rolegrant", "accounts_staffact", "accounts_leave", "complaints_naming",
            "complaints_exclusion", "complaints_narrowingrequest", "complaints_policy", "complaints_policychange",
            "complaints_retentionperiod"} <= tables  # fmt: skip
    assert RoleGrant in versioned_models()
