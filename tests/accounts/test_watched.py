"""One administrator alone does nothing unseen: each act is recorded, and auditors hear of the important ones."""

import pytest
from django.test import Client

from accounts.models import Office, Posting, RoleGrant, StaffAct
from accounts.rules.roles import Role
from complaints.models import Category
from notifications.models import Message
from tests.factories import OfficerFactory, PostingFactory
from tests.signing_in import sign_in

ADMIN = "/desk/admin/"


@pytest.fixture
def omar(world):
    return sign_in(Client(), world.omar.officer)


def acts() -> list[tuple[str, str]]:
    return list(StaffAct.objects.order_by("pk").values_list("kind", "words"))


def told(recipient: str) -> list[str]:
    """Return the kinds of acts of which this recipient was notified."""
    rows = Message.objects.filter(recipient=recipient, template="staff_act").order_by("pk")
    return [message.context["kind"] for message in rows]


def of_officer(officer, **changes) -> dict:
    names = ("name_en", "name_ur", "rank", "belt_number", "language")
    return {name: getattr(officer, name) or "" for name in names} | {"also": ""} | changes


def of_office(office, **changes) -> dict:
    names = ("kind", "parent_id", "name_en", "name_ur", "head_title", "certainty", "source")
    return {name.removesuffix("_id"): getattr(office, name) for name in names} | {"routes_to": ""} | changes


def of_category(category, **changes) -> dict:
    names = ("name_en", "name_ur", "help_en", "help_ur", "search_words", "order")
    return {name: getattr(category, name) for name in names} | {"is_active": "on"} | changes


def test_the_auditor_hears_of_a_rank_and_reads_of_every_correction(world, omar):
    latif, auditor = world.latif.officer, f"posting:{world.asad.posting.pk}"
    page = f"{ADMIN}accounts/officer/{latif.pk}/change/"
    assert omar.post(page, of_officer(latif, belt_number="4711")).status_code == 302
    assert (acts(), told(auditor)) == ([("corrected", "belt_number: – → 4711")], [])
    assert omar.post(page, of_officer(latif, belt_number="4711", rank="DSP")).status_code == 302
    assert acts()[1] == ("corrected", f"rank: {latif.rank} → DSP")
    assert told(auditor) == ["corrected"]
    omar.post(page, of_officer(latif, belt_number="4711", rank="DSP"))
    assert len(acts()) == 2


def test_the_auditor_hears_where_an_office_sends_its_complaints(world, omar):
    place, other = world.office("garden_town"), world.office("lahore")
    page = f"{ADMIN}accounts/office/{place.pk}/change/"
    assert omar.post(page, of_office(place, name_en="Garden Town 1")).status_code == 302
    assert acts() == []
    assert omar.post(page, of_office(place, name_en="Garden Town 1", routes_to=other.pk)).status_code == 302
    assert Office.objects.get(pk=place.pk).routes_to == other
    assert acts() == [("office", "garden_town. routes_to: lahore")]
    assert told(f"posting:{world.asad.posting.pk}") == ["office"]


def test_no_administrator_sends_a_districts_complaints_to_an_office_below(world, omar):
    page = f"{ADMIN}accounts/office/{world.office('multan').pk}/change/"
    for below in ("gulberg", "gulberg_circle", "model_town"):
        to_below = of_office(world.office("multan"), routes_to=world.office(below).pk)
        assert "with a complaint cell" in omar.post(page, to_below).content.decode()
    assert (world.office("multan").routes_to, acts()) == (None, [])


def test_the_group_of_a_category_is_nobodys_to_change_and_its_words_are_written_down(world, omar):
    category = Category.objects.get(code="bribe_demand")
    page = f"{ADMIN}complaints/category/{category.pk}/change/"
    assert omar.post(page, of_category(category, group="crime", name_en="A bribe")).status_code == 302
    now = Category.objects.get(pk=category.pk)
    assert (now.group, now.name_en) == (category.group, "A bribe")
    assert acts() == [("category", "bribe_demand: name_en")]
    assert told(f"posting:{world.asad.posting.pk}") == ["category"]


def test_nobody_gives_a_post_to_themselves(world, omar):
    given = {"officer": world.omar.officer.pk, "office": world.office("lahore").pk, "role": Role.DISCIPLINE_OFFICER}
    assert (
        "You cannot post yourself. Another administrator must do it."
        in omar.post(f"{ADMIN}accounts/posting/add/", given).content.decode()
    )
    assert (Posting.objects.get(officer=world.omar.officer), acts()) == (world.omar.posting, [])


@pytest.mark.slow
def test_the_auditor_hears_who_is_posted_where_transferred_and_called_off(world, omar):
    rida = OfficerFactory(name_en="Rida")
    new = {"officer": rida.pk, "office": world.office("gulberg").pk, "role": Role.INQUIRY_OFFICER}
    assert omar.post(f"{ADMIN}accounts/posting/add/", new).status_code == 302
    page = f"{ADMIN}accounts/posting/{Posting.objects.get(officer=rida).pk}/change/"
    assert omar.post(page, {"to": world.office("garden_town").pk}).status_code == 302
    later = {"starts_at_0": "2099-01-02", "starts_at_1": "09:00", "role": Role.CLERK}
    assert omar.post(f"{ADMIN}accounts/posting/add/", new | later).status_code == 302
    clerk = Posting.objects.get(officer=rida, role=Role.CLERK)
    assert omar.post(f"{ADMIN}accounts/posting/{clerk.pk}/change/", {"ends": "on"}).status_code == 302
    clerk.refresh_from_db()
    assert clerk.ends_at == clerk.starts_at
    assert told(f"posting:{world.asad.posting.pk}") == ["posted", "ended", "posted", "posted", "called_off"]
    words = [words for _kind, words in acts()]
    assert "Gulberg" in words[0]
    assert "Garden Town" in words[2]
    assert words[3].endswith(", 2099-01-02 09:00")


def test_no_auditor_is_sent_away_unheard(world, omar):
    page = f"{ADMIN}accounts/posting/{world.asad.posting.pk}/change/"
    assert omar.post(page, {"ends": "on"}).status_code == 302
    assert acts()[0][0] == "ended"
    for recipient in (f"officer:{world.asad.officer.pk}", f"office:{world.office('punjab').pk}"):
        assert told(recipient) == ["ended"]


@pytest.mark.slow
def test_an_operator_at_any_cell_is_two_administrators_to_give(world, omar):
    rida, cell = OfficerFactory(name_en="Rida"), world.office("lahore")
    wanted = {"officer": rida.pk, "office": cell.pk, "role": Role.COMPLAINT_OPERATOR}
    assert "Roles awaiting a second" in omar.post(f"{ADMIN}accounts/posting/add/", wanted).content.decode()
    to = {"to": world.office("multan").pk}
    page = f"{ADMIN}accounts/posting/{world.salma.posting.pk}/change/"
    assert "Roles awaiting a second administrator" in omar.post(page, to).content.decode()
    clerk = wanted | {"role": Role.CLERK, "office": world.office("gulberg").pk}
    assert (
        "This role needs only one administrator. Give it under “Postings”."
        in omar.post(f"{ADMIN}accounts/rolegrant/add/", clerk).content.decode()
    )
    assert omar.post(f"{ADMIN}accounts/rolegrant/add/", wanted).status_code == 302
    nasir = PostingFactory(
        officer=OfficerFactory(name_en="Nasir"), office=world.office("punjab"), role=Role.ADMINISTRATOR
    )
    grant = f"{ADMIN}accounts/rolegrant/{RoleGrant.objects.get().pk}/change/"
    assert sign_in(Client(), nasir.officer).post(grant, {"decision": "confirm"}).status_code == 302
    assert Posting.objects.get(officer=rida).office == cell
    assert told(f"posting:{world.asad.posting.pk}") == ["role_asked", "role_confirmed"]
    assert [kind for kind, _words in acts()] == ["role_asked", "posted", "role_confirmed"]


def test_where_there_is_no_auditor_the_head_of_the_province_hears(world, omar):
    Posting.objects.filter(role=Role.AUDITOR).update(ends_at=world.asad.posting.starts_at)
    omar.post(f"{ADMIN}accounts/officer/{world.latif.officer.pk}/change/", of_officer(world.latif.officer, rank="DSP"))
    assert told(f"office:{world.office('punjab').pk}") == ["corrected"]


def test_of_a_refused_form_nothing_stays(world, omar):
    me = world.omar.officer
    given = of_officer(me, name_en="Changed", also="deactivate")
    assert "Another administrator" in omar.post(f"{ADMIN}accounts/officer/{me.pk}/change/", given).content.decode()
    me.refresh_from_db()
    assert (me.name_en, acts()) == ("Omar", [])


def test_the_acts_are_read_from_the_central_office_alone(world):
    stray = PostingFactory(officer=world.latif.officer, office=world.office("gulberg"), role=Role.AUDITOR)
    client = sign_in(Client(), world.latif.officer)
    client.post("/desk/posting/", {"posting": stray.pk})
    assert client.get("/desk/acts/").status_code == 404
    assert sign_in(Client(), world.asad.officer).get("/desk/acts/").status_code == 200


@pytest.mark.parametrize("typed", ["²", "9" * 5000, "-1", ""])
def test_what_is_no_number_of_a_session_ends_none(omar, typed):
    assert omar.post("/desk/my-sign-in/sessions/end/", {"session": typed}).status_code == 302
