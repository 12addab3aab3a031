"""An operator's day by keyboard alone: a walk-in registered, complaints marked together, a complainant called."""

from datetime import timedelta

import pytest
from django.utils.timezone import now
from playwright.sync_api import expect

from complaints.models import Call, Complaint
from tests.browser.journeys.desk import Day


@pytest.fixture
def reported(world, any_hour):
    """A report of Bilal's that the complainant has not been asked about."""
    complaint = world.complaint("vehicle_theft", now() - timedelta(hours=9), **any_hour)
    world.salma.marks(complaint, to=world.bilal, at=now() - timedelta(hours=8))
    world.bilal.records_contact(complaint, now() - timedelta(hours=7))
    world.ayesha.says("in_person", complaint, now() - timedelta(hours=6))
    world.bilal.reports(complaint, now() - timedelta(hours=5))
    return complaint


def test_salma_takes_down_a_walk_in_marks_what_waits_and_rings_whom_a_report_is_about(
    portal, world, new_page, reported
):
    waiting = [world.complaint("threats", now() - timedelta(minutes=minutes)) for minutes in (50, 40)]
    day = Day(new_page, world.salma)
    day.signs_in()

    day.goes('a[href="/desk/intake/"]')
    day.keys.writes("#id_kind", "chori")
    day.keys.writes("#id_text", "رات کو دو آدمی میری بھینس لے گئے۔")
    day.keys.writes("#id_phone", "0300 7654321")
    day.keys.writes("#id_name", "بشیراں بی بی")
    day.keys.presses('input[name="keep_from"][value="no"]', "Space")
    day.goes(".intake-on button")  # several kinds have this name
    day.keys.presses('input[name="kind_chosen"]', "Space")
    day.goes(".intake-on button")
    day.reads("میری بھینس")
    day.keys.presses('input[name="agreed"]', "Space")
    day.goes("main form button[type=submit]")
    taken = Complaint.objects.unscoped("test").get(channel="counter")
    day.reads(taken.spaced_etag)

    # The two that wait are selected by single keys and marked to Bilal together; the strip shows the effect first.
    day.goes('a[href="/desk/"]')
    for complaint in waiting:
        while day.row() != complaint.etag:
            day.page.keyboard.press("j")
        day.page.keyboard.press("m")
    expect(day.page.locator("#bulk_to")).to_be_visible()  # the strip comes from the server
    day.keys.chooses("#bulk_to", "Bilal")
    expect(day.page.locator(".marking-outcome")).to_contain_text("2 will change")
    day.looks_over(anew=True)
    day.goes(".marking button[name=make]")
    day.reads("2 complaints are assigned.")
    assert {Complaint.objects.unscoped("test").get(pk=one.pk).holder_id for one in waiting} == {world.bilal.posting.pk}

    # In Urdu, in a narrow window: whom to call, what to say, and the answer.
    day.turns_to("ur", width=390)
    day.goes('a[href="/ur/desk/calls/"]')
    day.goes(f'a[href$="{reported.etag}/call/verify/"]')
    day.keys.presses('input[name="result"]', "Space")
    day.keys.writes('textarea[name="words"]', "وہ مطمئن ہیں۔")
    day.goes("form.call-result button[type=submit]")
    assert Call.objects.get(complaint=reported).result == "reached"
    assert Complaint.objects.unscoped("test").get(pk=reported.pk).verified_at
    day.signs_out()
