"""The page on which officers are named in a complaint, and wrong namings are withdrawn."""

import pytest

from complaints.models import Naming, NarrowingRequest, Statement
from complaints.services.exclusion.narrowing import end_narrowed_exclusions
from tests.complaints.narrowings import approve_twice
from tests.desk.conftest import address
from tests.world import clock

SEARCH = "Find the officer"


def page(complaint):
    return f"{address(complaint)}officers/"


def writes_down(sitting, complaint, whom, at="11:00", **typed):
    typed = {"act": "name", "officer": whom.officer.pk, "name": whom.name, "words": "The complainant told me."} | typed
    return sitting.sends(page(complaint), at, **typed)


def test_the_cell_finds_the_officer_and_writes_the_name_down(world, seat):
    complaint, salma = world.in_inquiry(holder="dania"), seat(world.salma)
    found = salma.get(page(complaint), "11:00", name="bil")
    assert "Inspector Bilal" in found.content.decode()
    assert "Gulberg Circle" in found.content.decode()
    answer = writes_down(salma, complaint, world.bilal, name="bil", in_their_words="on")
    assert answer.status_code == 302
    named = Naming.objects.get()
    assert (named.officer, named.source, named.by) == (world.bilal.officer, "citizen", world.salma.posting)
    assert "Inspector Bilal" in salma.opens(complaint, "11:01").content.decode()


@pytest.mark.slow
def test_for_the_named_the_complaint_is_gone_at_once_on_every_address(world, seat):
    complaint, bilal = world.in_inquiry(holder="bilal"), seat(world.bilal)
    assert bilal.opens(complaint, "10:30").status_code == 200
    writes_down(seat(world.salma), complaint, world.bilal)
    for path in (address(complaint), page(complaint), f"{address(complaint)}key/", f"{address(complaint)}others/"):
        assert bilal.get(path, "11:01").status_code == 404
    assert bilal.posts(complaint, "begin", "11:01").status_code == 404


def test_what_the_complainant_told_is_offered_and_never_matched_by_itself(world, seat):
    complaint = world.complaint(station="gulberg")
    Statement.objects.filter(complaint=complaint).update(
        concerns="Inspector Kamran of Gulberg", concerned={"name": "Kamran", "rank": "IP", "station": "gulberg"}
    )
    salma = seat(world.salma)
    shown = salma.get(page(complaint), "09:10").content.decode()
    assert "Inspector Kamran of Gulberg" in shown
    assert "?name=Kamran&amp;rank=IP" in shown
    assert not Naming.objects.exists()


def test_by_rank_belt_number_and_office(world, seat):
    world.latif.officer.belt_number = "4711/L"
    world.latif.officer.save()
    complaint, salma = world.complaint(), seat(world.salma)
    by_belt = salma.get(page(complaint), "09:10", belt="4711/l").content.decode()
    assert "Sub-Inspector Latif" in by_belt
    assert "Kamran" not in by_belt
    by_place = salma.get(page(complaint), "09:10", office="Gulberg Police", rank="IP").content.decode()
    assert "Inspector Kamran" in by_place
    assert "Latif" not in by_place
    assert (
        "No officer found. Enter less: part of the name is enough."
        in salma.get(page(complaint), "09:10", name="zzz").content.decode()
    )


def test_words_that_are_missing_are_asked_for_and_the_choice_stays(world, seat):
    complaint = world.in_inquiry(holder="dania")
    answer = writes_down(seat(world.salma), complaint, world.bilal, words="")
    assert answer.status_code == 422
    assert f'value="{world.bilal.officer.pk}"' in answer.content.decode()
    assert not Naming.objects.exists()


def test_who_writes_down_their_own_head_is_led_away_from_what_they_no_longer_see(world, seat):
    complaint = world.complaint()
    answer = writes_down(seat(world.salma), complaint, world.usman, at="09:10")
    assert answer.url == "/desk/"


@pytest.mark.parametrize("nobody", ["farah", "asad"])
def test_who_may_not_write_a_name_down_finds_no_page_until_somebody_is_named(world, seat, nobody):
    complaint = world.in_inquiry(holder="bilal")
    sitting = seat(world.people[nobody])
    assert sitting.get(page(complaint), "11:00").status_code == 404
    assert writes_down(sitting, complaint, world.kamran).status_code == 404
    writes_down(seat(world.salma), complaint, world.kamran)
    shown = sitting.get(page(complaint), "11:05")
    assert "Inspector Kamran" in shown.content.decode()
    assert SEARCH not in shown.content.decode()


@pytest.mark.slow
def test_a_supervisor_above_takes_a_wrong_name_back(world, seat):
    complaint = world.in_inquiry(holder="dania")
    writes_down(seat(world.salma), complaint, world.bilal)
    named, farah = Naming.objects.get(), seat(world.farah)
    refused = farah.sends(page(complaint), "12:00", act="take_back", naming=named.pk, words="")
    assert refused.status_code == 422
    for forged in ("9" * 5000, "²", ""):
        assert farah.sends(page(complaint), "12:00", act="take_back", naming=forged, words="x").status_code == 404
    done = farah.sends(page(complaint), "12:00", act="take_back", naming=named.pk, words="A namesake.")
    assert done.status_code == 302
    waits = farah.get(page(complaint), "12:03").content.decode()
    assert "A request to remove this name is waiting: <bdi>Superintendent of Police Farah" in waits
    assert 'value="take_back"' not in waits, "one request is enough"
    assert seat(world.bilal).opens(complaint, "12:05").status_code == 404  # two operators have to approve it
    approve_twice(world, NarrowingRequest.objects.get(), at="13:00")
    end_narrowed_exclusions(at=clock("+1d 13:00"))
    assert seat(world.bilal).opens(complaint, "+1d 13:05").status_code == 200


def test_a_second_request_to_take_a_name_back_is_refused_and_keeps_what_was_typed(world, seat):
    complaint = world.in_inquiry(holder="dania")
    writes_down(seat(world.salma), complaint, world.bilal)
    sent = {"act": "take_back", "naming": Naming.objects.get().pk}
    seat(world.farah).sends(page(complaint), "12:00", words="A namesake.", **sent)
    refused = seat(world.usman).sends(page(complaint), "12:01", words="It was his brother.", **sent)
    assert refused.status_code == 422
    assert "It was his brother.</textarea>" in refused.content.decode()


@pytest.mark.slow
def test_only_the_cpo_reads_what_the_named_had_opened(world, seat):
    complaint = world.in_inquiry(holder="bilal")
    seat(world.bilal).opens(complaint, "10:30")
    writes_down(seat(world.salma), complaint, world.bilal)
    said = "When these officers opened the complaint"
    assert said in seat(world.zara).get(page(complaint), "11:10").content.decode()
    assert said not in seat(world.farah).get(page(complaint), "11:10").content.decode()
