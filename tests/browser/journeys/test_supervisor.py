"""A supervisor's day by keyboard alone: reports decided, work redistributed, an order, and an answer to a delay."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import now

from accounts.models import Leave
from complaints.models import Complaint, Order
from sla.models import Answer
from sla.services.sweeping import sweep
from tests.browser.journeys.desk import Day


@pytest.fixture
def hers(world):
    """The complaints below Dania: two reports and an inquiry of Latif's, and one that Bilal left past its limits."""
    start = now() - timedelta(hours=30)

    def marked(category, to):
        complaint = world.complaint(category, start, station="gulberg")
        world.salma.marks(complaint, to=to, at=start + timedelta(hours=1))
        return complaint

    def inquired(category):
        complaint = marked(category, world.latif)
        world.latif.records_contact(complaint, start + timedelta(hours=2))
        world.ayesha.says("in_person", complaint, start + timedelta(hours=3))
        return complaint

    poor, good, going = inquired("financial_crime"), inquired("land_grab"), inquired("threats")
    for report in (poor, good):
        world.latif.reports(report, start + timedelta(hours=4))
    lying = marked("property_crime", world.bilal)
    sweep(at=now())
    return poor, good, going, lying


def fresh(complaint) -> Complaint:
    return Complaint.objects.unscoped("test").get(pk=complaint.pk)


def test_dania_decides_on_reports_orders_shares_the_work_and_answers_for_a_delay(portal, world, new_page, hers):
    poor, good, going, lying = hers
    day = Day(new_page, world.dania, language="ur", theme="dark")
    day.signs_in()

    # In Urdu: one report is returned, the other is accepted.
    day.goes(f'a[href$="/complaints/{poor.etag}/"]')
    day.unfolds("return_report")
    day.page.keyboard.insert_text("بینک سے پوچھیں۔")
    day.makes("return_report")
    day.goes('a[href="/ur/desk/"]')
    day.goes(f'a[href$="/complaints/{good.etag}/"]')
    day.unfolds("accept")
    day.page.keyboard.insert_text("کسی نے ایف آئی آر نہیں مانگی۔")
    day.makes("accept")
    assert (fresh(poor).status, fresh(good).accepted_at is not None) == ("in_inquiry", True)

    # An order on an inquiry, from its page.
    day.page.keyboard.press("/")
    day.page.keyboard.type(going.etag)
    day.follows()
    day.goes(f'a[href$="/complaints/{going.etag}/order/"]')
    day.keys.writes('textarea[name="words"]', "آج ڈیلر سے بات کریں۔")
    day.keys.dates('input[name="until"]', date.today() + timedelta(days=2))
    day.goes("main form.card button.btn-primary")
    assert Order.objects.get(complaint=going).by == world.dania.posting

    # In English, on a narrow window: Latif goes on leave, and Kamran acts for him.
    day.turns_to("en", width=390)
    day.goes('a[href="/desk/team/"]')
    day.goes('a[href="/desk/team/leave/"]')
    day.keys.chooses("#leave_posting", "Latif")
    day.keys.chooses("#leave_cover", "Kamran")
    day.keys.dates('input[name="from"]', date.today() + timedelta(days=3))
    day.keys.dates('input[name="until"]', date.today() + timedelta(days=9))
    day.goes("section.card form button.btn-primary")
    assert Leave.objects.get().cover == world.kamran.posting

    # She answers what her office does about the overdue complaint.
    day.goes('a[href="/desk/escalations/"]')
    day.keys.presses(f'section[aria-labelledby="row-{lying.pk}"] summary')
    day.keys.writes(f"#answer_{lying.pk}_words", "I have spoken to Inspector Bilal; he rings today.")
    day.keys.dates(f"#answer_{lying.pk}_until", date.today() + timedelta(days=1))
    day.goes(f'form[action*="/escalations/{lying.pk}/"] button.btn-primary')
    assert Answer.objects.get().event.complaint_id == lying.pk

    # Finally, all complaints of Latif's go to Bilal, after a preview.
    day.goes('a[href="/desk/team/"]')
    day.goes(f'a[href$="/hand-over/{world.latif.posting.pk}/"]')
    day.keys.chooses("#hand_to", "Bilal")
    day.goes("main form.card button.btn-primary")
    day.goes('button[name="make"]')
    assert fresh(going).holder_id == world.bilal.posting.pk
    day.signs_out()
