"""Complaints shown beside another one: linked ones, those from the same person, and similar ones."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from complaints.models import Reading
from desk.queries.complaint_details import load_complaint
from desk.queries.related_complaints import MOST_LISTED, complaints_of_same_person, load_related_complaints
from tests.desk.conftest import address

CNIC = {"document": "cnic", "document_number": "35202-1234567-1"}


def found(complaint, person):
    return load_related_complaints(load_complaint(person.actor, complaint.etag), person.actor)


def etags(complaints) -> set[str]:
    return {one.etag for one in complaints}


def test_the_same_phone_or_the_same_document_is_the_same_person(world):
    first = world.complaint("threats", "09:00")
    by_paper = world.complaint("threats", "09:10", by="bashir", **CNIC)
    both = world.complaint("financial_crime", "09:20", **CNIC)
    stranger = world.complaint("threats", "09:30", by="bashir", phone="+923339998877")
    assert etags(found(both, world.salma).earlier) == {first.etag, by_paper.etag}
    assert etags(found(first, world.salma).earlier) == {both.etag}
    assert etags(found(stranger, world.salma).earlier) == set()


def test_only_what_this_reader_may_see_is_shown_or_counted(world, seat):
    here = world.complaint("threats", "09:00", station="gulberg")
    world.complaint("threats", "09:10", district="multan")
    world.salma.marks(here, to=world.bilal, at="09:20")
    assert found(here, world.bilal).earlier == []
    assert len(found(here, world.zara).earlier) == 1
    html = seat(world.bilal).get(f"{address(here)}others/", "10:00").content.decode()
    assert "No complaints that you may see have the same phone or document." in html


@pytest.mark.parametrize(("who", "sees"), [("salma", True), ("dania", False), ("usman", False), ("zara", False)])
def test_a_protected_identity_is_not_given_away_by_another_complaint(world, who, sees):
    """The link is hidden in both directions between a protected complaint and an open one."""
    hidden = world.complaint("financial_crime", "09:00", protected=True)
    world.salma.marks(hidden, to=world.bilal, at="09:05")
    plain = world.complaint("financial_crime", "09:10")
    world.salma.marks(plain, to=world.bilal, at="09:15")
    reader = world.people[who]
    from_hidden = complaints_of_same_person(load_complaint(reader.actor, hidden.etag), reader.actor)
    from_plain = complaints_of_same_person(load_complaint(reader.actor, plain.etag), reader.actor)
    assert (from_hidden is not None and bool(from_hidden)) is sees
    assert bool(from_plain) is sees


def test_similar_are_open_ones_of_the_kind_and_place_within_a_month(world):
    mine = world.complaint("threats", "+40d 09:00", station="gulberg")
    stranger = {"by": "bashir", "station": "gulberg"}
    near = world.complaint("threats", "+20d 09:00", **stranger)
    world.complaint("threats", "09:00", **stranger)  # too long ago
    world.complaint("financial_crime", "+20d 09:00", **stranger)  # another category
    world.complaint("threats", "+20d 09:00", by="bashir", station="garden_town")  # elsewhere
    ended = world.complaint("threats", "+20d 09:00", **stranger)
    world.usman.does("reject", ended, "+20d 10:00")
    assert etags(found(mine, world.salma).similar) == {near.etag}


def test_one_complaint_stands_in_one_list(world):
    mine, other = world.complaint("threats", "09:00"), world.complaint("threats", "09:10")
    world.salma.does("link", mine, "09:20", **{"with": other.etag})
    beside_it = found(mine, world.salma)
    assert etags(beside_it.linked) == {other.etag}
    assert beside_it.similar == []


@pytest.mark.slow
def test_the_panel_is_bounded_and_costs_the_same_for_two_and_for_twenty(world, seat):
    complaint = world.complaint("threats", "09:00", station="gulberg")
    salma, counts = seat(world.salma), []
    for number in (2, 18):
        for minute in range(number):
            by = ("ayesha", "bashir")[minute % 2]
            world.complaint("threats", f"09:{minute + number:02}", by=by, station="gulberg")
        with CaptureQueriesContext(connection) as queries:
            answer = salma.get(f"{address(complaint)}others/", "10:00")
        counts.append(len(queries))
        assert answer.status_code == 200
    assert counts[0] == counts[1] + 1 <= 14  # the second one, within a minute, is part of the first reading
    assert len(answer.context["similar"]) <= MOST_LISTED
    assert len(answer.context["earlier"]) <= MOST_LISTED


def test_it_is_a_part_for_htmx_and_a_page_without_and_a_reading_once_a_minute(world, seat):
    complaint = world.complaint("threats", "09:00")
    salma = seat(world.salma)
    salma.opens(complaint, "10:00")
    whole = salma.get(f"{address(complaint)}others/", "10:00")
    assert b"<html" in whole.content
    assert Reading.objects.filter(complaint=complaint).count() == 1
    salma.client.defaults["HTTP_HX_REQUEST"] = "true"
    part = salma.get(f"{address(complaint)}others/", "10:00")
    assert b"<html" not in part.content
    assert b"From the same person" in part.content


def test_for_whom_the_complaint_does_not_exist_neither_do_its_neighbours(world, seat):
    complaint = world.complaint("threats", "09:00", station="gulberg")
    for outsider in (world.rashid, world.sana):
        assert seat(outsider).get(f"{address(complaint)}others/", "10:00").status_code == 404


def test_the_months_end_is_counted_in_both_directions(world):
    early = world.complaint("threats", "09:00", by="bashir", station="gulberg")
    late = world.complaint("threats", "+29d 09:00", station="gulberg")
    assert etags(found(early, world.salma).similar) == {late.etag}
