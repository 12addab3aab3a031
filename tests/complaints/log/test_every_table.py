"""Any column and any row of the database: a change is refused, or found, or listed with the reason why it is not.

TAMPERINGS says how many changes are drawn (40 in the suite; `make drill-tamper` draws two thousand). With TAMPER_EACH,
each column and each kind of row is changed once.
"""

import os
from collections import Counter
from random import Random

import pytest
from django.apps import apps
from django.db import transaction

from accounts.models import VersionedModel
from accounts.rules.roles import Role
from accounts.services.leave_arrangement import arrange_leave
from accounts.services.postings import transfer_officer
from accounts.services.role_requests import request_role
from complaints.models import Category, Export, Hearing, LookUp, Naming, ReadingKind
from complaints.models.auditor_acts import AccessSearch, Finding
from complaints.services.administration.calendar_requests import request_calendar
from complaints.services.administration.policy_limit_changes import request_policy_limits
from complaints.services.exclusion.officer_naming import name_officer
from complaints.services.log.log_seals import seal_events
from complaints.services.marking.routing_rules import RuleContent, set_routing_rule
from complaints.services.retention.retention_period_changes import request_retention_period
from desk.services.reading_log import record_reading
from monitoring.services.target_changes import request_board_target
from operations.database.database_roles import role_name_of
from tests.complaints.log import not_covered
from tests.complaints.log.every_table import COLUMNS_SQL, all_changes, all_columns, make_change, run
from tests.complaints.log.test_tampering import SEED, TAMPERINGS, log, whole
from tests.world import clock

__all__ = ["log"]
pytestmark = pytest.mark.slow
LATER = clock("+10d 10:00")


@pytest.fixture
def busy(log):
    """The log of eight complaints, and what officers and administrators did besides."""
    first, second = log.complaint(at="+10d 09:00"), log.complaint("bribe_demand", "+10d 09:10", by="bashir")
    unread = log.complaint(at="+10d 09:20", wants_calls=True)  # a call to her waits from the marking on
    log.salma.marks(unread, to=log.bilal, at="+10d 09:30")
    why, officer = "She knows him.", log.latif.officer
    name_officer(complaint_id=first.pk, officer_id=officer.pk, why=why, by=log.salma.actor, at=LATER)
    for reader in (log.dania, log.zara, log.asad):
        record_reading(second, by=reader.actor, at=LATER)
    record_reading(second, by=log.zara.actor, at=LATER, kind=ReadingKind.REVEALED, why="To call her.")
    transfer_officer(posting=log.hina.posting, to=log.office("gulberg"), by=log.omar.actor, at=LATER)
    ends = clock("+12d 10:00")
    arrange_leave(
        posting=log.bilal.posting, cover=log.dania.posting, starts_at=LATER, ends_at=ends, by=log.farah.actor, at=LATER
    )
    monitor = {"office": log.office("punjab"), "role": Role.MONITOR}
    request_role(officer=log.hina.officer, **monitor, by=log.omar.actor, at=LATER)
    category = Category.objects.get(code="bribe_demand")
    limits = {"contact_hours": 2, "report_hours": 48, "reminder_share": 0.5, "pause_share": 0.1, "source": "An order"}
    request_policy_limits(category=category, by=log.omar.actor, at=LATER, rank_floor="DSP", **limits)
    request_calendar(
        calendar=None, name_en="Office", name_ur="دفتر", week=["09:00-17:00"] * 7, office_weeks={}, source="An order",
        by=log.omar.actor, at=LATER,
    )  # fmt: skip
    request_retention_period(category=category, months=60, source="An order", by=log.omar.actor, at=LATER)
    request_board_target(figure="reported", value=90, source="An order", by=log.omar.actor, at=LATER)
    place = {"posting": log.nadia.posting, "office": log.office("punjab"), "at": LATER}
    LookUp.objects.create(**place, kind=LookUp.Kind.PHONE, mark=b"1" * 16, found=2)
    Export.objects.create(**place, kind=Export.Kind.CSV, asked="status=open")
    AccessSearch.objects.create(by=log.asad.posting, at=LATER, kind=AccessSearch.Kind.SHOWN, asked={"days": 7})
    Finding.objects.create(by=log.asad.posting, at=LATER, complaint=second, text="Opened too often.")
    rule = RuleContent(log.office("gulberg"), target_posting=log.bilal.posting)
    set_routing_rule(rule, by=log.dania.actor, starts_at=LATER, at=LATER)
    naming = Naming.objects.get()
    Hearing.objects.create(naming=naming, cycle=1, gist="A visit", written_at=LATER, written_by=log.dania.posting)
    seal_events(at=clock("+10d 11:00"))
    return log


def outcome(change, columns, folder: str, number: int, *, role: str) -> str:
    """Make a change and undo it. Return what came of it: impossible, refused, found, listed or missed."""
    with transaction.atomic():
        run("SET LOCAL session_replication_role = replica" if role == "superuser" else f"SET LOCAL ROLE {role}")
        made = make_change(change, columns, Random(SEED + number))
        run("RESET ROLE")
        said = whole_or_crash(folder) if made else []
        transaction.set_rollback(True)
    if not made:
        return "impossible" if role == "superuser" else "refused"
    if said is None:
        return "crashed"
    return "found" if said else "listed" if not_covered.reason_for(change) else "missed"


def whole_or_crash(folder: str) -> list[str] | None:
    """Return what is found, or None if the verification itself fails."""
    try:
        return whole(folder)
    except Exception:  # any failure is one too many
        return None


def test_a_change_of_any_table_is_refused_or_found_or_listed(busy, settings, app_role):
    folder, columns = settings.HEADS_FOLDER, all_columns()
    assert whole(folder) == []
    changes, random = list(all_changes(columns)), Random(SEED)
    if "TAMPER_EACH" in os.environ:
        drawn = [(change, "superuser") for change in changes]
    else:
        drawn = [(random.choice(changes), random.choice(("superuser", app_role))) for _ in range(TAMPERINGS)]
    done, missed = Counter(), []
    for number, (change, role) in enumerate(drawn):
        result = outcome(change, columns, folder, number, role=role)
        done["superuser" if role == "superuser" else "portal", result] += 1
        if result in {"missed", "crashed"}:
            missed.append((result, SEED + number, role, str(change)))
            print(missed[-1], flush=True)
    tables = {change.column.table for change, _ in drawn}
    print(f"{len(drawn)} changes of {len(tables)} tables, seed {SEED}: {dict(done)}")
    assert missed == []
    assert whole(folder) == []


@pytest.fixture
def app_role(own_database):
    return role_name_of(own_database.url)


def test_each_table_is_changed_here_or_listed(busy):
    listed, every = not_covered.TABLES, {table for table, *_ in run(COLUMNS_SQL)}
    changed = {column.table for column in all_columns()}
    versioned = {model._meta.db_table for model in apps.get_models() if issubclass(model, VersionedModel)}
    assert every - changed - versioned - set(listed) == set(), "have a row of them here, or say why not"
    assert set(listed) - every == set(), "there are no such tables"
    assert versioned & set(listed) == set(), "they have versions"
    names = {f"{table}.{column}" for table, column, _ in run(COLUMNS_SQL)}
    assert set(not_covered.COLUMNS) - names == set(), "there are no such columns"
    reasons = [*listed.values(), *not_covered.COLUMNS.values(), *not_covered.ROWS.values()]
    assert all(reasons)
