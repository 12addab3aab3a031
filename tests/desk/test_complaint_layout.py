"""The complaint page: story, timeline, forms; the filter of the timeline; the ways to call the complainant."""

import re
from html import unescape
from types import SimpleNamespace

import pytest

from complaints.models.event import ActorKind
from desk.complaint.timeline_filter import timeline_group
from tests.desk.conftest import address
from tests.world import clock

STORY = "My shop was broken into during the night."


def page(answer) -> str:
    return unescape(answer.content.decode())


def shown(answer) -> list[str]:
    """Return the groups of the entries that the timeline shows."""
    section = page(answer).split('id="timeline-title"')[1].split("</section>")[0]
    return re.findall(r'data-group="(\w+)"', section)


def test_the_story_comes_first_then_the_timeline_then_the_forms(world, seat):
    text = page(seat(world.bilal).opens(world.in_inquiry(), "11:00"))
    places = [text.index(mark) for mark in (STORY, 'id="timeline-title"', 'id="acts-title"')]
    assert places == sorted(places)


@pytest.mark.slow
def test_the_next_step_leads_to_its_form(world, seat):
    answer = seat(world.bilal).opens(world.in_inquiry(), "11:00")
    assert answer.context["next_act"].name == "submit_report"
    assert 'href="#act_submit_report"' in page(answer)
    assert 'id="act_submit_report"' in page(answer)
    for who in ("asad", "dania", "salma"):  # other roles, who may act on it at other stages
        assert "next-step" not in page(seat(world.people[who]).opens(world.in_inquiry(by="bashir"), "11:00"))


@pytest.mark.slow
def test_the_timeline_is_filtered_by_the_address_and_everything_is_in_one_group(world, seat):
    complaint = world.in_inquiry()
    world.dania.does("note", complaint, "10:30", words="Look at the bank first.")
    bilal = seat(world.bilal)
    whole = shown(bilal.opens(complaint, "11:00"))
    assert {"people", "notes", "deadlines"} <= set(whole)
    for group in ("people", "notes", "deadlines", "files", "portal"):
        found = shown(bilal.get(address(complaint), "11:00", show=group))
        assert found == [one for one in whole if one == group]
    assert shown(bilal.get(address(complaint), "11:00", show="nonsense")) == whole
    counts = {one.value: one.count for one in bilal.opens(complaint, "11:00").context["timeline_choices"]}
    assert counts.pop("") == len(whole) == sum(counts.values())


@pytest.mark.parametrize(
    ("kind", "by", "group"),
    [
        ("reminder", ActorKind.SYSTEM, "deadlines"),
        ("breach", ActorKind.SYSTEM, "deadlines"),
        ("evidence_added", ActorKind.CITIZEN, "files"),
        ("note", ActorKind.OFFICER, "notes"),
        ("auto_mark", ActorKind.SYSTEM, "portal"),
        ("mark", ActorKind.OFFICER, "people"),
        ("add", ActorKind.CITIZEN, "people"),
    ],
)
def test_an_event_is_in_the_group_of_its_subject_or_of_who_did_it(kind, by, group):
    assert timeline_group(SimpleNamespace(kind=kind, actor_kind=by)) == group


def test_a_filtered_timeline_hides_no_new_events_from_the_forms(world, seat):
    complaint, bilal = world.in_inquiry(), seat(world.bilal)
    answer = bilal.get(address(complaint), "11:00", show="files")
    assert answer.context["length"] == complaint.head.seq


@pytest.mark.parametrize(
    ("wishes", "calls", "writes"),
    [
        ({}, True, True),
        ({"neutral": True}, True, False),
        ({"under_18": True}, True, False),
        ({"secret_hash": "a secret word"}, True, False),
        ({"safe_from": 9, "safe_until": 12}, True, False),
        ({"safe_from": 13, "safe_until": 15}, False, False),
    ],
)
def test_a_call_is_offered_in_safe_hours_and_whatsapp_only_to_those_who_set_no_limits(
    world, seat, wishes, calls, writes
):
    complaint = world.in_inquiry()
    for name, value in wishes.items():
        setattr(complaint.complainant, name, value)
    complaint.complainant.save()
    text = page(seat(world.dania).opens(complaint, "11:00"))
    assert ('href="tel:+92' in text) == calls
    assert ("https://wa.me/92" in text) == writes


def test_nobody_from_whom_the_identity_is_protected_gets_a_number(world, seat):
    complaint = world.complaint("misbehaviour")
    type(complaint).objects.unscoped("test").filter(pk=complaint.pk).update(protected=True)
    world.salma.does("mark", complaint, "09:30", to=world.farah)
    text = page(seat(world.farah).opens(complaint, "11:00"))
    assert complaint.complainant.phone not in text
    assert "tel:" not in text
    assert "wa.me" not in text


def test_an_accused_officer_finds_no_page_under_any_filter(world, seat):
    complaint = world.in_inquiry(concerns="SI Latif", officer_station="gulberg")
    for show in ("", "people", "files"):
        assert seat(world.latif).get(address(complaint), "11:00", show=show).status_code == 404


def test_filters_cost_no_statement(world, seat, django_assert_max_num_queries):
    complaint, bilal = world.in_inquiry(), seat(world.bilal)
    bilal.opens(complaint, "11:00")
    assert clock("11:00")
    for show in ("", "people", "deadlines"):
        with django_assert_max_num_queries(24):  # the page's own, the session's and the transaction's
            bilal.get(address(complaint), "11:01", show=show)
