"""The main workflow, by six people in turn, in a real browser: once in English and once in Urdu.

The citizens' browsers run no JavaScript.
"""

import re
import time
from datetime import timedelta

import pytest
from django.utils.timezone import now
from playwright.sync_api import Page, expect

from accounts.models import Officer
from complaints.models import Complaint
from config.celery import app
from reviews.models import Review
from tests.signing_in import code_of, give_app_to, set_passwords
from tests.world import PASSWORD, PHONES, Person, build, choose_hours_around_now


class Somebody:
    """A person at their own browser."""

    def __init__(self, page: Page, language: str):
        self.page, self.root = page, "/ur/" if language == "ur" else "/"

    def goes_to(self, path: str):
        self.page.goto(self.root + path)

    def form(self, ending: str):
        """Return the form whose address ends so, and unfold it if necessary."""
        form = self.page.locator(f'form[action$="{ending}"]')
        folded = self.page.locator(f'details:not([open]):has(form[action$="{ending}"]) > summary')
        if folded.count():
            folded.first.click()
        return form

    def sends(self, ending: str, **answers: str):
        """Fill in a form and press its button."""
        form = self.form(ending)
        for name, answer in answers.items():
            field = form.locator(f'[name="{name}"]').first
            if field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(answer)
            elif field.get_attribute("type") == "radio":
                form.locator(f'[name="{name}"][value="{answer}"]').check()
            else:
                field.fill(answer)
        form.locator('button[type="submit"]').first.click()

    def sees(self, words: str):
        expect(self.page.locator("main")).to_contain_text(words)


class AtTheDesk(Somebody):
    def signs_in(self, person: Person):
        secret = give_app_to(person.officer)
        self.goes_to("desk/")
        self.sends("/sign-in/", login=person.officer.email, password=PASSWORD)
        self.sends("/sign-in/code/", code=code_of(secret))
        expect(self.page.locator("body.desk")).to_be_visible()

    def opens(self, etag: str):
        self.goes_to(f"desk/complaints/{etag}/")


class Citizen(Somebody):
    def files(self, **answers: str) -> str:
        """File a complaint, with its category from the list. Return its E-tag as twelve digits."""
        self.goes_to("complain/list/")
        kind = self.page.locator(f'[name="category"][value="{answers["category"]}"]')
        self.page.locator("details.group").filter(has=kind).locator("summary").click()
        kind.click()
        self.page.locator(f'[name="district"][value="{answers["district"]}"]').click()
        self.page.locator("#id_text").fill(answers["text"])
        self.page.locator("main .btn-primary[type=submit]:visible").last.click()
        self.page.locator('button[name="keep_from"][value="no"]').click()
        self.page.locator("#id_phone").fill(answers["phone"])
        self.page.locator("main .btn-primary[type=submit]:visible").last.click()
        expect(self.page.locator('[name="checked"]')).to_have_count(1)
        self.page.locator("main .btn-primary[type=submit]:visible").last.click()
        expect(self.page).to_have_url(re.compile("/receipt/$"))
        return re.sub(r"\D", "", self.page.locator(".ticket-number bdi").inner_text())

    def opens(self, etag: str, portal, mailbox: Page):
        """In a browser closed since, look up the E-tag, ask for a code, read it in the mailbox, and enter it."""
        self.page.context.clear_cookies()
        self.goes_to(f"track/?etag={etag}")
        self.sends("/code/ask/", reached_at=PHONES["ayesha"])
        portal.deliver()
        mailbox.goto("/demo/mailbox/")
        code = re.search(r"(?<!\d)\d{6}(?!\d)", mailbox.locator("main").inner_text()).group()
        self.sends("/code/", code=code)
        expect(self.page).to_have_url(re.compile("/mine/$"))


def wait_for(happens, seconds: int = 180):
    """Wait until a condition holds."""
    deadline = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.2)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ur"])
def test_from_the_complaint_to_the_citizens_own_word_and_the_board(portal, new_page, language):
    world = build()
    set_passwords(PASSWORD, Officer.objects.all())
    ayesha, bashir = (Citizen(new_page(language=language, javascript=False), language) for _ in range(2))
    salma, bilal, farah, zara = (AtTheDesk(new_page(language=language), language) for _ in range(4))
    mailbox = new_page()

    # Ayesha files and gets an E-tag.
    etag = ayesha.files(
        category="financial_crime",  # its report clock may be paused
        district="lahore",
        text="میری دکان کا تالا توڑا گیا۔" if language == "ur" else "The lock of my shop was broken.",
        phone=PHONES["ayesha"],
    )
    assert len(etag) == 12

    # Salma, of the district's cell, marks it to Bilal.
    salma.signs_in(world.salma)
    salma.opens(etag)
    salma.sends("/mark/", to=str(world.bilal.posting.pk))

    # Bilal finds it in his queue and records contact.
    bilal.signs_in(world.bilal)
    bilal.page.locator(f'a[href$="/{etag}/"]').first.click()
    bilal.sends("/record_contact/", how="telephone", words="Spoke by telephone.")

    # Ayesha answers whether that is true.
    ayesha.opens(etag, portal, mailbox)
    ayesha.page.locator('button[value="in_person"]').click()

    # Bilal asks, she answers, he reports.
    bilal.opens(etag)
    bilal.sends("/ask_citizen/", words="Which lock was it?")
    ayesha.page.reload()
    ayesha.sees("Which lock was it?")
    ayesha.sends("/resume/", **{"resume-words": "The one of the shutter."})
    bilal.opens(etag)
    bilal.sees("The one of the shutter.")
    bilal.sends("/submit_report/", outcome="relief_granted", words="The goods were found and returned.")
    with bilal.page.expect_navigation():
        bilal.page.locator(".act-preview button[name=confirmed]").click()

    # Salma calls her, at whatever hour this test runs; Farah, above Bilal's office, accepts.
    choose_hours_around_now(Complaint.objects.unscoped("test").get(etag=etag))
    salma.opens(etag)
    salma.sends("/verify/", verdict="satisfied")
    farah.signs_in(world.farah)
    farah.opens(etag)
    farah.sends("/accept/", words="Accepted; no FIR was asked for.")

    # Ayesha decides.
    ayesha.page.reload()
    with ayesha.page.expect_navigation():
        ayesha.page.locator('button[value="solved"]').click()
    assert Complaint.objects.unscoped("test").get(etag=etag).ending == "confirmed"

    # Bashir's complaint of ten days ago is overdue; the job flags it, and Zara sees it on the board.
    neglected = world.complaint("threats", now() - timedelta(days=10), by="bashir", language=language)
    bashir.goes_to(f"track/?etag={neglected.etag}")
    bashir.sees(neglected.spaced_etag)
    with portal.worker():
        app.send_task("sla.tasks.sweep")
        wait_for(lambda: Review.objects.exists())
    zara.signs_in(world.zara)
    zara.goes_to("desk/board/")
    zara.page.locator('a[href*="clock=overdue"]').first.click()
    zara.sees(neglected.spaced_etag)
    zara.goes_to("desk/reviews/")
    zara.sees(world.usman.officer.name_in(language))
