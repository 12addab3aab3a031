"""The page on which a complaint cell removes a link or undoes a merge."""

from html import unescape

import pytest
import time_machine

from complaints.models import Complaint, Event, Reading
from complaints.services import linking
from complaints.services.exclusion.officer_naming import name_officer
from tests.citizen.conftest import Visitor
from tests.desk.conftest import address
from tests.world import clock


def page(answer) -> str:
    return " ".join(unescape(answer.content.decode()).split())


def fresh(complaint) -> Complaint:
    related = "category", "policy", "office", "place", "complainant"
    return Complaint.objects.unscoped("test").select_related(*related).get(pk=complaint.pk)


def separate(complaint, other) -> str:
    return f"{address(complaint)}separate/{other.etag}/"


def sends(sitting, complaint, other, words="A slip."):
    with time_machine.travel(clock("10:00"), tick=False):
        return sitting.client.post(separate(complaint, other), {"words": words})


@pytest.fixture
def linked(world):
    one, other = world.complaint("threats", "09:00"), world.complaint("threats", "09:10", by="bashir")
    linking.link_complaints(fresh(one), typed_etag=other.etag, by=world.salma.actor, at=clock("09:20"), words="")
    return one, other


@pytest.fixture
def merged(world):
    earlier, later = world.complaint("threats", "09:00"), world.complaint("threats", "09:10")
    linking.merge_complaint(
        fresh(later), typed_etag=earlier.etag, by=world.salma.actor, at=clock("09:20"), words="One matter."
    )
    return later, earlier


@pytest.mark.slow
def test_the_panel_leads_to_the_page_and_the_page_removes_the_link(world, seat, linked):
    one, other = linked
    salma = seat(world.salma)
    assert f'href="{separate(one, other)}"' in page(salma.get(f"{address(one)}others/", "09:30"))
    html = page(salma.get(separate(one, other), "09:40"))
    assert "Only officers read this" in html
    assert set(Reading.objects.values_list("complaint_id", flat=True)) == {one.pk, other.pk}
    assert sends(salma, one, other).url == address(one)
    html = page(salma.opens(one, "10:05"))
    assert f"Salma removed its link to complaint \u2068{other.spaced_etag}\u2069." in html
    assert "A slip." in html
    assert "A slip." not in page(salma.opens(other, "10:05"))  # the reason is in the first history only
    assert f'href="{address(other)}"' not in page(salma.get(f"{address(one)}others/", "10:10")).split("Similar")[0]


@pytest.mark.slow
def test_a_merge_is_undone_from_either_side_and_the_complainant_reads_why(world, seat, merged):
    later, earlier = merged
    salma = seat(world.salma)
    for side in merged:
        assert f'href="{separate(later, earlier)}"' in page(salma.get(f"{address(side)}others/", "09:30"))
    assert "The complainant reads this" in page(salma.get(separate(later, earlier), "09:40"))
    assert sends(salma, later, earlier).status_code == 302
    told = page(Visitor().opens(later, "11:00"))
    assert "The merge was a mistake and was undone. This complaint continues on its own." in told
    assert "A slip." in told
    assert f"/track/{earlier.etag}/" not in told


def test_the_reason_is_required_and_what_is_refused_keeps_the_text(world, seat, linked):
    one, other = linked
    salma = seat(world.salma)
    assert sends(salma, one, other, words=" ").status_code == 422
    assert not Event.objects.filter(kind="unlink").exists()


def test_two_without_a_relation_have_no_such_page(world, seat, linked):
    one, _ = linked
    third = world.complaint("threats", "09:30")
    assert seat(world.salma).get(separate(one, third), "10:00").status_code == 404


def test_only_the_complaint_cell_has_the_page(world, seat, linked):
    one, other = linked
    assert {
        name: seat(world.people[name]).get(separate(one, other), "10:00").status_code
        for name in ("salma", "nadia", "usman", "bilal", "sana", "asad")
    } == {"salma": 200, "nadia": 200, "usman": 404, "bilal": 404, "sana": 404, "asad": 404}


def test_an_operator_who_is_named_in_the_other_one_finds_neither_link_nor_page(world, seat, linked):
    one, other = linked
    name_officer(
        complaint_id=other.pk, officer_id=world.salma.officer.pk, why="He says so.", by=world.nadia.actor,
        at=clock("09:30"),
    )  # fmt: skip
    salma = seat(world.salma)
    assert salma.get(separate(one, other), "10:00").status_code == 404
    assert other.etag not in page(salma.get(f"{address(one)}others/", "10:00"))


def test_a_typed_reason_survives_the_sessions_end(world, seat, linked):
    salma = seat(world.salma)
    salma.client.logout()
    answer = sends(salma, *linked, words="They are two matters.")
    assert answer.status_code == 401
    assert "They are two matters." in page(answer)
