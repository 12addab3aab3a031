"""Heads above the stations, and readers of a whole district or region, are posted by two administrators."""

import re

import pytest
import time_machine
from django.test import Client

from accounts.models import Posting, RoleGrant, StaffAct
from accounts.rules.ranks import Rank
from accounts.rules.roles import Role
from notifications.models import Message
from tests.factories import OfficerFactory, PostingFactory
from tests.signing_in import sign_in
from tests.world import clock

ADMIN = "/desk/admin/accounts/"
AT_ELEVEN = {"starts_at_0": "2026-11-23", "starts_at_1": "11:00"}
TOMORROW_AT_ELEVEN = AT_ELEVEN | {"starts_at_0": "2026-11-24"}
UNTIL_WEDNESDAY = {"ends_at_0": "2026-11-25", "ends_at_1": "12:00"}


@pytest.fixture
def morning():
    with time_machine.travel(clock("10:00"), tick=False) as traveller:
        yield traveller


@pytest.fixture
def world(morning, world):
    return world


@pytest.fixture
def omar(world):
    return sign_in(Client(), world.omar.officer)


@pytest.fixture
def nasir(world):
    """A second administrator."""
    officer = OfficerFactory(name_en="Nasir")
    PostingFactory(officer=officer, office=world.office("punjab"), role=Role.ADMINISTRATOR)
    client = sign_in(Client(), officer)
    client.officer = officer
    return client


@pytest.fixture
def rida(world):
    return OfficerFactory(name_en="Rida", rank=Rank.SP)


def errors(answer) -> str:
    assert answer.status_code == 200
    return " ".join(re.findall(r'<ul class="field-error[^>]*>(.*?)</ul>', answer.content.decode(), re.DOTALL))


def asked(world, omar, officer, office: str, **more) -> str:
    """The address at which what Omar asks for is decided."""
    wanted = {"officer": officer.pk, "office": world.office(office).pk, "role": Role.SUPERVISOR} | more
    answer = omar.post(f"{ADMIN}rolegrant/add/", wanted)
    assert answer.status_code == 302, errors(answer)
    return f"{ADMIN}rolegrant/{RoleGrant.objects.latest('pk').pk}/change/"


def again(client):
    """The same person after their session ran out."""
    return sign_in(Client(), client.officer)


def told(world) -> list[str]:
    rows = Message.objects.filter(recipient=f"posting:{world.asad.posting.pk}", template="staff_act").order_by("pk")
    return [row.context["kind"] for row in rows]


@pytest.mark.mostly_slow(keep=3)
@pytest.mark.parametrize("office", ["multan", "region_multan", "region_lahore"])
@pytest.mark.parametrize("given", [{"is_head": "on"}, {"is_head": "on", "acting": "on"} | UNTIL_WEDNESDAY, {}])
def test_one_administrator_alone_puts_nobody_over_a_district_or_region(world, omar, rida, office, given):
    new = {"officer": rida.pk, "office": world.office(office).pk, "role": Role.SUPERVISOR} | given
    assert "This role needs two administrators" in errors(omar.post(f"{ADMIN}posting/add/", new))
    assert not Posting.objects.filter(officer=rida).exists()
    assert not StaffAct.objects.exists()


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize("role", [Role.INQUIRY_OFFICER, Role.CLERK])
@pytest.mark.parametrize("office", ["multan", "model_town", "gulberg_circle"])
def test_nor_does_one_alone_let_anybody_read_a_district_division_or_circle(world, omar, rida, role, office):
    """Issue 21: one administrator posted a reader who headed nothing to a division, and read it all through them."""
    new = {"officer": rida.pk, "office": world.office(office).pk, "role": role}
    assert "This role needs two administrators" in errors(omar.post(f"{ADMIN}posting/add/", new))
    assert not Posting.objects.filter(officer=rida).exists()
    other = {"officer": rida.pk, "office": world.office("multan").pk, "role": Role.DISCIPLINE_OFFICER}
    assert omar.post(f"{ADMIN}posting/add/", other).status_code == 302


def test_a_transfer_brings_no_reader_from_a_station_to_a_circle(world, omar):
    latif = world.latif.posting
    there = {"to": world.office("gulberg_circle").pk}
    assert "This role needs two administrators" in errors(omar.post(f"{ADMIN}posting/{latif.pk}/change/", there))
    latif.refresh_from_db()
    assert latif.ends_at is None


def test_a_second_administrator_posts_the_reader_of_a_circle_at_once_and_the_auditor_hears(world, omar, nasir, rida):
    page = asked(world, omar, rida, "gulberg_circle", role=Role.INQUIRY_OFFICER)
    assert "Another administrator" in errors(omar.post(page, {"decision": "confirm"}))
    assert nasir.post(page, {"decision": "confirm"}).status_code == 302
    assert Posting.objects.get(officer=rida).starts_at == clock("10:00")
    assert told(world) == ["role_asked", "role_confirmed"]


def test_one_administrator_posts_the_head_of_a_station(world, omar, rida):
    Posting.objects.filter(office__code="garden_town").update(ends_at=clock("09:00"))
    new = {"officer": rida.pk, "office": world.office("garden_town").pk, "role": Role.SUPERVISOR, "is_head": "on"}
    assert omar.post(f"{ADMIN}posting/add/", new).status_code == 302
    assert Posting.objects.get(officer=rida).is_head
    assert "This role needs only one administrator. Give it under “Postings”." in errors(
        omar.post(f"{ADMIN}rolegrant/add/", new)
    )


@pytest.mark.slow
@pytest.mark.parametrize("office", ["gulberg_circle", "model_town"])
def test_the_head_of_a_circle_or_division_takes_two_and_a_day(world, omar, nasir, rida, morning, office):
    """S12: one administrator posted a puppet over a new division and moved a circle below it."""
    Posting.objects.filter(office__code=office).update(ends_at=clock("09:00"))
    new = {"officer": rida.pk, "office": world.office(office).pk, "role": Role.SUPERVISOR, "is_head": "on"}
    assert "This role needs two administrators" in errors(omar.post(f"{ADMIN}posting/add/", new))
    page = asked(world, omar, rida, office, is_head="on")
    assert "A day must pass first" in errors(nasir.post(page, {"decision": "confirm"}))
    morning.move_to(clock("+1d 09:59"))
    assert "You can confirm this from 2026-11-24 10:00." in errors(again(nasir).post(page, {"decision": "confirm"}))
    assert not Posting.objects.filter(officer=rida).exists()
    morning.move_to(clock("+1d 10:00"))
    assert again(nasir).post(page, {"decision": "confirm"}).status_code == 302
    assert Posting.objects.get(officer=rida).starts_at == clock("+1d 10:00")
    assert told(world) == ["role_asked", "role_confirmed"]


def test_within_the_day_it_can_be_refused(world, omar, nasir, rida):
    page = asked(world, omar, rida, "sargodha", is_head="on")
    assert nasir.post(page, {"decision": "refuse"}).status_code == 302
    assert told(world) == ["role_asked", "role_refused"]


def test_a_transfer_makes_no_head_of_a_circle_by_one_administrator(world, omar):
    Posting.objects.filter(office__code="gulberg_circle", is_head=True).update(ends_at=clock("09:00"))
    head = Posting.objects.get(office__code="gulberg", is_head=True)
    there = {"to": world.office("gulberg_circle").pk}
    assert "This role needs two administrators" in errors(omar.post(f"{ADMIN}posting/{head.pk}/change/", there))
    head.refresh_from_db()
    assert head.ends_at is None


def test_a_district_s_head_is_asked_for_and_confirmed_and_the_auditor_hears_both_times(
    world, omar, nasir, rida, morning
):
    page = asked(world, omar, rida, "sargodha", is_head="on")
    assert "Another administrator" in errors(omar.post(page, {"decision": "confirm"}))
    assert not Posting.objects.filter(officer=rida).exists()
    morning.move_to(clock("+1d 10:00"))
    assert again(nasir).post(page, {"decision": "confirm"}).status_code == 302
    posting = Posting.objects.get(officer=rida)
    assert (posting.office.code, posting.is_head, posting.started_by.name_en) == ("sargodha", True, "Nasir")
    assert told(world) == ["role_asked", "role_confirmed"]
    assert StaffAct.objects.get(kind="role_asked").words == f"{rida}, DPO, {posting.office}"


def test_an_acting_charge_of_a_district_begins_and_ends_by_its_dates(world, omar, nasir, rida, morning):
    page = asked(world, omar, rida, "sargodha", is_head="on", acting="on", **TOMORROW_AT_ELEVEN, **UNTIL_WEDNESDAY)
    morning.move_to(clock("+1d 10:00"))
    assert again(nasir).post(page, {"decision": "confirm"}).status_code == 302
    posting = Posting.objects.get(officer=rida)
    assert (posting.starts_at, posting.ends_at, posting.acting) == (clock("+1d 11:00"), clock("+2d 12:00"), True)
    assert StaffAct.objects.get(kind="role_asked").words.endswith(", 2026-11-24 11:00 – 2026-11-25 12:00")


def test_what_is_confirmed_late_begins_then(world, omar, nasir, rida, morning):
    page = asked(world, omar, rida, "sargodha", is_head="on", **TOMORROW_AT_ELEVEN)
    morning.move_to(clock("+1d 11:30"))
    assert again(nasir).post(page, {"decision": "confirm"}).status_code == 302
    assert Posting.objects.get(officer=rida).starts_at == clock("+1d 11:30")


def test_what_is_confirmed_after_its_end_is_refused(world, omar, nasir, rida, morning):
    page = asked(world, omar, rida, "sargodha", is_head="on", **UNTIL_WEDNESDAY)
    morning.move_to(clock("+2d 12:00"))
    assert "A posting must end after it begins." in errors(again(nasir).post(page, {"decision": "confirm"}))


def test_a_transfer_to_another_district_ends_the_one_and_begins_the_other_in_one_second(world, omar, nasir, morning):
    rashid = world.rashid.posting
    there = {"to": world.office("sargodha").pk}
    assert "This role needs two administrators" in errors(omar.post(f"{ADMIN}posting/{rashid.pk}/change/", there))
    rashid.refresh_from_db()
    assert rashid.ends_at is None
    page = asked(world, omar, world.rashid.officer, "sargodha", is_head="on", transfers=rashid.pk)
    morning.move_to(clock("+1d 10:10"))
    assert again(nasir).post(page, {"decision": "confirm"}).status_code == 302
    rashid.refresh_from_db()
    new = Posting.objects.get(officer=world.rashid.officer, ends_at=None)
    assert (new.office.code, new.starts_at, rashid.ends_at) == ("sargodha", clock("+1d 10:10"), clock("+1d 10:10"))


def test_a_transfer_that_takes_two_is_scheduled(world, omar, nasir, morning):
    rashid = world.rashid.posting
    later = {"starts_at_0": "2026-11-30", "starts_at_1": "11:00"}
    page = asked(world, omar, world.rashid.officer, "sargodha", is_head="on", transfers=rashid.pk, **later)
    morning.move_to(clock("+1d 10:10"))
    assert again(nasir).post(page, {"decision": "confirm"}).status_code == 302
    rashid.refresh_from_db()
    new = Posting.objects.get(officer=world.rashid.officer, ends_at=None)
    assert (new.office.code, new.starts_at, rashid.ends_at) == ("sargodha", clock("+7d 11:00"), clock("+7d 11:00"))


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"transfers": "kamran"}, "You can only transfer an officer from a posting that they hold now."),
        ({"starts_at_0": "2026-11-22", "starts_at_1": "09:00"}, "cannot begin in the past"),
        ({"ends_at_0": "2026-11-22", "ends_at_1": "09:00"}, "A posting must end after it begins."),
    ],
)
def test_times_and_transfers_that_cannot_be_are_refused_when_they_are_asked_for(world, omar, more, words):
    given = {"officer": world.rashid.officer.pk, "office": world.office("sargodha").pk, "role": Role.SUPERVISOR}
    if "transfers" in more:
        more = more | {"transfers": world.people[more["transfers"]].posting.pk}
    assert words in errors(omar.post(f"{ADMIN}rolegrant/add/", given | more))
    assert not RoleGrant.objects.exists()


@pytest.mark.slow
def test_a_head_is_not_confirmed_beside_another_one_and_the_question_goes_on_waiting(world, omar, nasir, rida, morning):
    page = asked(world, omar, rida, "multan", is_head="on")
    morning.move_to(clock("+1d 10:00"))
    assert "Somebody else heads this office" in errors(again(nasir).post(page, {"decision": "confirm"}))
    assert RoleGrant.objects.waiting().exists()
    omar = sign_in(Client(), world.omar.officer)
    ended = omar.post(f"{ADMIN}posting/{world.rashid.posting.pk}/change/", {"ends": "on"})
    assert ended.status_code == 302
    assert again(nasir).post(page, {"decision": "confirm"}).status_code == 302
