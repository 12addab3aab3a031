"""A posting or leave that was written into the database, but not by the portal, gives no access."""

from django.db import connection
from django.test import Client

from accounts.acting_head import find_acting_heads
from accounts.queries.officer_postings import current_postings
from accounts.rules.roles import Role
from accounts.services.leave_arrangement import arrange_leave
from accounts.services.postings import create_posting, end_posting, schedule_end
from tests.factories import OfficerFactory
from tests.signing_in import sign_in
from tests.world import clock

NOON, EVENING = clock("12:00"), clock("18:00")
FORGED_POSTING = """INSERT INTO accounts_posting (officer_id, office_id, role, is_head, acting, starts_at)
    VALUES (%s, %s, %s, false, false, '2026-01-01')"""
FORGED_LEAVE = """INSERT INTO accounts_leave (posting_id, cover_id, starts_at, ends_at, set_at)
    VALUES (%s, %s, '2026-01-01', '2027-01-01', '2026-01-01')"""


def write(statement: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def roles(person, at=NOON) -> list[tuple[str, str]]:
    return [(posting.office.code, posting.role) for posting in current_postings(person.officer, at=at)]


def test_a_posting_that_was_written_into_the_database_gives_nothing(world, caplog):
    write(FORGED_POSTING, world.rashid.officer.pk, world.office("punjab").pk, "monitor")
    assert ("punjab", "monitor") not in roles(world.rashid)
    assert "somebody has changed the database" in caplog.text


def test_an_officer_without_another_posting_gets_no_page_with_it(world):
    stranger = OfficerFactory(name_en="Nobody")
    write(FORGED_POSTING, stranger.pk, world.office("punjab").pk, "monitor")
    client = sign_in(Client(), stranger)
    assert client.get("/desk/queue/").wsgi_request.actor is None


def test_the_versions_of_another_posting_do_not_make_it_good(world):
    write(FORGED_POSTING, world.rashid.officer.pk, world.office("punjab").pk, "monitor")
    write(
        """INSERT INTO accounts_rowversion ("table", row, seq, salt, body, key_id, prev, mac)
        SELECT "table", (SELECT max(id) FROM accounts_posting)::text, seq, salt, body, key_id, prev, mac
        FROM accounts_rowversion WHERE "table" = 'accounts_posting' AND row = %s""",
        str(world.zara.posting.pk),
    )
    assert ("punjab", "monitor") not in roles(world.rashid)


def test_a_posting_that_ended_does_not_go_on_because_its_end_was_erased(world):
    before = roles(world.bilal, clock("08:59"))
    end_posting(posting=world.bilal.posting, by=None, at=clock("09:00"))
    write("UPDATE accounts_posting SET ends_at = NULL WHERE id = %s", world.bilal.posting.pk)
    assert (len(before), roles(world.bilal)) == (1, [])


def test_a_forged_leave_makes_nobody_an_acting_head(world):
    write(FORGED_LEAVE, world.usman.posting.pk, world.bilal.posting.pk)
    (posting,) = current_postings(world.bilal.officer, at=NOON)
    assert (posting.covers, posting.covers_heads) == ([], [])
    assert find_acting_heads([posting], at=NOON) == []


def test_what_the_portal_wrote_holds_after_every_kind_of_change(world):
    posting = create_posting(
        officer=world.hina.officer, office=world.office("garden_town"), role=Role.CLERK, by=None, at=clock("09:00")
    )
    schedule_end(posting=posting, ends_at=EVENING, by=None, at=clock("09:10"))
    schedule_end(posting=posting, ends_at=None, by=None, at=clock("09:20"))
    arrange_leave(
        posting=world.bilal.posting, cover=world.dania.posting, starts_at=clock("10:00"), ends_at=EVENING,
        by=world.farah.actor, at=clock("09:00"),
    )  # fmt: skip
    assert ("garden_town", "clerk") in roles(world.hina)
    assert list(current_postings(world.dania.officer, at=NOON)[0].covers) == [world.bilal.posting.pk]
