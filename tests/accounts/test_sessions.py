"""A sign-in lasts as long as the role allows, is listed for its officer, and ends with the posting."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from asgiref.sync import async_to_sync
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client

from accounts.models import DeskSession
from accounts.rules.roles import Role
from accounts.rules.session_limits import NO_ROLE, ROLE_LIMITS, is_expired, strictest_limit
from accounts.services import sessions
from accounts.services.officers import deactivate_officer
from accounts.services.postings import create_posting, end_posting, schedule_end, transfer_officer
from accounts.session_store import SessionStore
from ledger.session_keys import hash_session_key
from tests.accounts.conftest import MORNING
from tests.plans import as_in_production, large
from tests.signing_in import sign_in

PAGE = "/desk/posting/"
NOON = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)


@pytest.fixture
def operator(officer, lahore):
    return create_posting(
        officer=officer("Salma"), office=lahore("lahore"), role=Role.COMPLAINT_OPERATOR, by=None, at=MORNING
    )


@pytest.fixture
def head(officer, heads, lahore):
    return heads("t_station", officer("Bilal"))


def at(minutes: float):
    return time_machine.travel(NOON + timedelta(minutes=minutes), tick=False)


def opens(client, minutes, **headers) -> bool:
    with at(minutes):
        return client.get(PAGE, headers=headers).status_code == 200


@pytest.fixture
def signed_in():
    def enter(posting, minutes=0) -> Client:
        with at(minutes):
            return sign_in(Client(), posting.officer)

    return enter


def test_every_role_has_limits_and_the_strictest_of_several_counts():
    assert set(ROLE_LIMITS) == set(Role)
    assert strictest_limit([]) == NO_ROLE
    both = strictest_limit([Role.SUPERVISOR, Role.AUDITOR])
    assert both == ROLE_LIMITS[Role.AUDITOR]
    assert is_expired(both, began=None, used=None, now=NOON)


def test_an_operators_unused_sign_in_ends_before_a_supervisors(operator, head, signed_in):
    salma, bilal = signed_in(operator), signed_in(head)
    assert opens(salma, 19)
    assert not opens(salma, 40)
    assert opens(bilal, 40)
    assert not opens(bilal, 101)


@pytest.mark.slow
def test_what_the_page_asks_for_by_itself_is_no_use(operator, signed_in):
    client = signed_in(operator)
    for minute in range(1, 20):
        assert opens(client, minute, hx_request="true")
    with at(20.5):
        over = client.get(PAGE, headers={"hx-request": "true"})
        assert (over.status_code, over.headers["HX-Refresh"]) == (204, "true")  # the whole page loads the sign-in
        assert "Sign in again." in client.get(PAGE, follow=True).content.decode()


@pytest.mark.slow
def test_a_sign_in_in_constant_use_ends_with_the_shift(operator, signed_in):
    client = signed_in(operator)
    for minute in range(0, 8 * 60, 15):
        assert opens(client, minute)
    assert not opens(client, 8 * 60)


def test_who_comes_too_late_is_told_why_and_signs_in_again(operator, signed_in):
    client = signed_in(operator)
    with at(30):
        answer = client.get(PAGE, follow=True)
        assert answer.redirect_chain[0][0] == f"/desk/sign-in/?next={PAGE}"
        assert "Sign in again." in answer.content.decode()
    assert not Session.objects.filter(session_key=DeskSession.objects.get().key).exists()
    assert DeskSession.objects.get().ending == "time"


def test_who_signs_out_is_out_and_the_list_knows(head, signed_in):
    client = signed_in(head)
    with at(5):
        client.post("/desk/sign-out/")
        row = DeskSession.objects.get()
    assert (row.ending, row.ended_at) == ("signed_out", NOON + timedelta(minutes=5))
    assert not opens(client, 6)


def test_a_page_writes_its_use_down_only_now_and_then(operator, signed_in, django_assert_num_queries):
    client = signed_in(operator)
    with at(1), django_assert_num_queries(4):
        client.get(PAGE)
    with at(3), django_assert_num_queries(7):  # the session is saved: a savepoint, an update, its release
        client.get(PAGE)


def test_an_officer_sees_their_sign_ins_and_ends_one_or_all_others(operator, signed_in):
    here, there, elsewhere = (signed_in(operator, minute) for minute in (0, 1, 2))
    with at(3):
        page = here.get("/desk/my-sign-in/").content.decode()
        assert page.count("Since 24 November 2026") == 3
        assert page.count("End now") == 2
        row = DeskSession.objects.get(key=hash_session_key(there.session.session_key))
        here.post("/desk/my-sign-in/sessions/end/", {"session": row.pk})
        assert there.get(PAGE).status_code == 302
        assert elsewhere.get(PAGE).status_code == 200
        here.post("/desk/my-sign-in/sessions/end/", {"session": "others"})
        assert elsewhere.get(PAGE).status_code == 302
        assert here.get(PAGE).status_code == 200


@pytest.mark.parametrize("wanted", ["", "x", "99999999", "somebody's"])
def test_nobody_ends_somebody_elses(operator, head, signed_in, wanted):
    salma, bilal = signed_in(operator), signed_in(head)
    theirs = DeskSession.objects.get(officer=head.officer).pk
    with at(1):
        salma.post("/desk/my-sign-in/sessions/end/", {"session": theirs if "some" in wanted else wanted})
        assert bilal.get(PAGE).status_code == 200


def test_a_transfer_ends_every_sign_in_and_what_was_open_shows_nothing(operator, signed_in, lahore):
    clients = [signed_in(operator) for _ in range(2)]
    transfer_officer(posting=operator, to=lahore("multan"), by=None, at=NOON + timedelta(minutes=1))
    for client in clients:
        assert not opens(client, 2)
    assert set(DeskSession.objects.values_list("ending", flat=True)) == {"posting"}
    assert opens(signed_in(operator, 3), 4)


def test_an_end_that_was_set_beforehand_ends_every_sign_in_when_it_comes(operator, head, signed_in, lahore):
    """Salma has another posting, so that her session could go on."""
    create_posting(officer=operator.officer, office=lahore("multan"), role=Role.CLERK, by=None, at=NOON)
    schedule_end(posting=operator, ends_at=NOON + timedelta(minutes=10), by=None, at=NOON)
    salma, bilal = signed_in(operator, 1), signed_in(head, 1)
    assert sessions.end_sessions_of_expired_postings(at=NOON + timedelta(minutes=9)) == 0
    assert sessions.end_sessions_of_expired_postings(at=NOON + timedelta(minutes=10)) == 1
    assert not opens(salma, 11)
    assert opens(bilal, 11)
    assert DeskSession.objects.get(officer=operator.officer).ending == "posting"
    later = signed_in(operator, 12)
    assert sessions.end_sessions_of_expired_postings(at=NOON + timedelta(minutes=13)) == 0
    assert opens(later, 13)


def test_the_job_that_ends_sessions_does_not_read_every_sign_in(operator, head, signed_in):
    """Rows are kept for good, and a session that was abandoned has no end."""
    schedule_end(posting=operator, ends_at=NOON + timedelta(minutes=10), by=None, at=NOON)
    for posting in (operator, head):
        signed_in(posting, 1)
    as_in_production()
    plans = []

    def explain(execute, sql, params, many, context):
        if '"accounts_desksession"' in sql:
            plans.append("\n".join(line for (line,) in connection.connection.execute(f"EXPLAIN {sql}", params)))
        return execute(sql, params, many, context)

    with large("accounts_desksession"), connection.execute_wrapper(explain):
        assert sessions.end_sessions_of_expired_postings(at=NOON + timedelta(minutes=11)) == 1
    assert len(plans) == 2
    for plan in plans:
        assert "Index Scan using desk_session_of_officer" in plan
        assert "Seq Scan on accounts_desksession" not in plan


def test_a_posting_that_is_cancelled_before_it_begins_ends_no_sign_in(operator, signed_in, lahore):
    begins = NOON + timedelta(minutes=10)
    posting = create_posting(
        officer=operator.officer, office=lahore("multan"), role=Role.CLERK, starts_at=begins, by=None, at=NOON
    )
    salma = signed_in(operator, 1)
    end_posting(posting=posting, by=None, at=NOON + timedelta(minutes=2))
    assert sessions.end_sessions_of_expired_postings(at=begins + timedelta(minutes=1)) == 0
    assert opens(salma, 11)


def test_a_deactivation_ends_every_sign_in(head, signed_in):
    client = signed_in(head)
    deactivate_officer(officer=head.officer, by=None, at=NOON + timedelta(minutes=1))
    assert not opens(client, 2)
    assert not Session.objects.filter(session_key=DeskSession.objects.get().key).exists()


def test_sessions_that_have_run_out_are_erased_and_no_others(db, monkeypatch):
    monkeypatch.setattr(sessions, "BATCH", 2)
    ends = [NOON + timedelta(minutes=minutes) for minutes in (-9, -1, 0, 1)]
    Session.objects.bulk_create(
        Session(session_key=f"key{n}", session_data="", expire_date=end) for n, end in enumerate(ends)
    )
    assert sessions.delete_expired_sessions(at=NOON) == 3
    assert [one.session_key for one in Session.objects.all()] == ["key3"]


# --- what an attacker learns from the tables --------------------------------------------------------------------------


def stored(query: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return [value for (value,) in cursor.fetchall()]


def test_neither_table_contains_a_key_that_signs_anybody_in(operator, signed_in):
    """An attacker who can read the database tries every stored key in a browser."""
    client = signed_in(operator)
    keys = stored("SELECT session_key FROM django_session UNION SELECT key FROM accounts_desksession")
    assert client.session.session_key not in keys
    for key in keys:
        thief = Client()
        thief.cookies["sessionid"] = key
        assert not opens(thief, 1)
    assert opens(client, 1)


def test_the_data_of_a_session_are_encrypted(operator, signed_in):
    client = signed_in(operator)
    [text] = stored("SELECT session_data FROM django_session")
    assert re.fullmatch(r"1:[A-Za-z0-9+/]+={0,2}", text)
    with at(1):
        assert client.session["_auth_user_id"] == str(operator.officer.pk)


def test_a_session_that_somebody_copied_into_their_own_row_opens_nothing(operator, signed_in):
    """An attacker can write to the database and knows how keys are hashed, but not the key of the hash."""
    signed_in(operator)
    thief = Client()
    thief.cookies["sessionid"] = "f" * 32
    [text] = stored("SELECT session_data FROM django_session")
    Session.objects.create(
        session_key=hash_session_key("f" * 32), session_data=text, expire_date=NOON + timedelta(hours=1)
    )
    assert not opens(thief, 1)


def test_the_asynchronous_store_hashes_and_encrypts_too(db):
    store = SessionStore()
    store["opened"] = "a complaint"
    async_to_sync(store.asave)()
    assert async_to_sync(SessionStore(store.session_key).aload)() == {"opened": "a complaint"}
    assert stored("SELECT session_key FROM django_session") == [hash_session_key(store.session_key)]
