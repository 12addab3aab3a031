"""An inquiry officer's day by keyboard alone: contact, a question, a note for colleagues, the report."""

from datetime import timedelta

from django.utils.timezone import now
from playwright.sync_api import expect

from complaints.models import Complaint
from tests.browser.journeys.desk import Day


def test_bilal_speaks_to_the_complainant_asks_notes_and_reports(portal, world, new_page):
    complaint = world.complaint("financial_crime", now() - timedelta(hours=5))
    world.salma.marks(complaint, to=world.bilal, at=now() - timedelta(hours=4))

    def opens():
        day.goes('a[href$="/desk/"]:not([lang])')
        day.page.keyboard.press("j")
        assert day.row() == complaint.etag
        day.follows("o")

    # In Urdu, in a narrow window: the complaint is first in his queue, and he records contact.
    day = Day(new_page, world.bilal, language="ur", width=390, theme="dark")
    day.signs_in()
    opens()
    day.unfolds("record_contact")
    day.page.keyboard.press("Space")
    day.keys.writes('[data-move="record_contact"] textarea', "فون پر بات ہوئی۔")
    day.makes("record_contact")
    world.ayesha.says("in_person", complaint, now())

    # In English, at his desk: a question, and a note that the complainant never sees.
    day.turns_to("en", width=1280)
    opens()
    day.unfolds("ask_citizen")
    day.page.keyboard.insert_text("Which bank was it?")
    day.makes("ask_citizen")
    day.keys.writes(".note textarea", "The dealer has an earlier case.")
    day.goes(".note button.btn")
    world.ayesha.answers(complaint, now())

    # The report, by its key: missing fields are shown first, and nothing typed is lost.
    opens()
    day.page.keyboard.press("r")
    assert day.page.evaluate("document.activeElement.name") == "outcome"
    day.keys.writes('[data-move="submit_report"] textarea', "The money was paid back.")
    day.makes("submit_report")
    expect(day.page.locator(".error-summary")).to_be_focused()
    day.keys.presses('[data-move="submit_report"] input[name="outcome"]', "Space")
    day.keys.presses('[data-move="submit_report"] [data-previewed]', "Enter")
    expect(day.page.locator(".act-preview .preview")).to_be_focused()
    expect(day.page.locator(".act-preview")).to_contain_text("The money was paid back.")
    day.goes(".act-preview button[name=confirmed]")
    day.reads("The report is submitted.")
    stands = Complaint.objects.unscoped("test").get(pk=complaint.pk)
    assert (stands.status, stands.outcome) == ("reported", "relief_granted")
    day.signs_out()
