"""A complaint that is written without a connection: kept encrypted on the phone, and sent later."""

import io
import re
from contextlib import suppress
from datetime import timedelta

import pytest
from django.utils.timezone import now
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

from complaints.models import Complaint, Draft, Evidence
from tests.browser import axe
from tests.browser.conftest import PATIENCE
from tests.browser.test_offline import READY, TOO_WIDE
from tests.evidence import samples
from tests.world import build

pytestmark = pytest.mark.slow

WORDS = "Thieves broke the lock of my shop at night and took the till."
RECEIPT = re.compile(r"/complaint/[0-9a-f]{32}:[\w-]{43}/receipt/$")
FORM = "/complain/offline/"

# Everything that is stored, as one text with a letter for each byte; and whether the key may be read.
STORED = """async () => {
  const opened = indexedDB.open("offline-complaints");
  const db = await new Promise((done) => { opened.onsuccess = () => done(opened.result); });
  const all = (name) => new Promise((done) => {
    const request = db.transaction(name).objectStore(name).getAll();
    request.onsuccess = () => done(request.result);
  });
  const [keys, complaints, files] = [await all("keys"), await all("complaints"), await all("files")];
  db.close();
  const text = (bytes) => new TextDecoder("latin1").decode(bytes);
  return {
    keys: keys.map((key) => key.extractable), complaints: complaints.length, files: files.length,
    text: [...complaints, ...files].map((row) => text(row.sealed)).join(""),
  };
}"""

IDLE = "[data-waiting] :is([data-next], [data-send]):not([hidden])"
"""Nothing is being sent: it has arrived, or it waits for the next try."""


@pytest.fixture
def phone(browser, portal):
    """A telephone that has opened the portal once. What it stores outlives its pages. A lost connection is no error."""
    build()
    context = browser.new_context(base_url=portal.url, viewport={"width": 390, "height": 844}, locale="en")
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto("/")
    page.wait_for_function(READY)
    page.close()
    yield context
    with suppress(Exception):
        context.close()


def opens_form(phone: BrowserContext, path: str = FORM) -> Page:
    page = phone.new_page()
    page.goto(path)
    expect(page.locator("[data-usable]")).to_be_visible()
    return page


def photo(name: str = "shop.jpg", size: tuple[int, int] = (640, 480)) -> dict:
    return {"name": name, "mimeType": "image/jpeg", "buffer": samples.photo(size=size)}


def large_photo(name: str = "large.jpg") -> dict:
    """Return a photo of more than two pieces."""
    out = io.BytesIO()
    Image.effect_noise((1600, 1200), 100).save(out, "JPEG", quality=95)
    assert out.tell() > 1_200_000
    return {"name": name, "mimeType": "image/jpeg", "buffer": out.getvalue()}


def writes(page: Page, *files: dict, text: str = WORDS) -> None:
    """Fill in the whole form."""
    page.locator("#category").select_option("property_crime")
    page.locator("#district").select_option("lahore")
    page.locator("#text").fill(text)
    if files:
        page.locator("#evidence").set_input_files(list(files))
        expect(page.locator("[data-chosen] li")).to_have_count(len(files))
    page.locator('[name="keep_from"][value="no"]').check()
    page.locator("#phone").fill("0300 1112233")


def keeps(page: Page) -> None:
    page.locator('form button[type="submit"]').click()


def card(page: Page):
    return page.locator("[data-waiting] > li")


def is_empty(page: Page) -> None:
    """Check that nothing is stored any more, not even the key."""
    page.wait_for_function(
        f"async () => {{ const s = await ({STORED})(); return s.keys.length + s.complaints + s.files === 0; }}"
    )


def test_a_complaint_written_without_a_connection_is_sent_later(phone):
    phone.set_offline(True)
    page = phone.new_page()
    page.goto("/complain/")
    page.locator("a.write-offline").first.click()
    writes(page, photo())
    keeps(page)
    expect(card(page)).to_contain_text("Waiting for a connection")
    stored = page.evaluate(STORED)
    assert (stored["keys"], stored["complaints"], stored["files"]) == ([False], 1, 1)
    assert not any(known in stored["text"] for known in ("Thieves", "0300", "shop.jpg", "JFIF"))
    page.close()

    page = opens_form(phone)
    expect(card(page)).to_contain_text("Theft or damage to property")
    expect(card(page)).to_contain_text("Files: 1")
    assert not Draft.objects.exists()
    phone.set_offline(False)
    check = page.locator("[data-next]")
    expect(check).to_have_text("Check and submit")
    assert Complaint.objects.unscoped("test").count() == 0
    check.click()
    expect(page.locator('[name="checked"]')).to_have_count(1)
    expect(page.locator("main")).to_contain_text(WORDS)
    expect(page.locator("main")).to_contain_text("shop.jpg")
    page.locator("#step-form .actions button").click()
    expect(page).to_have_url(RECEIPT)

    complaint = Complaint.objects.unscoped("test").get()
    expect(page.locator("main")).to_contain_text(complaint.spaced_etag)
    assert (complaint.category.code, complaint.place.code) == ("property_crime", "lahore")
    assert Evidence.objects.get().complaint_id == complaint.pk
    assert Draft.objects.count() == 1
    is_empty(page)


def test_it_is_for_everybody(browser, portal, phone):
    """In both languages, at 320 pixels and by the rules of accessibility; without a script it says what to do."""
    phone.set_offline(True)
    for path in (FORM, f"/ur{FORM}"):
        page = opens_form(phone, path)
        page.set_viewport_size({"width": 320, "height": 700})
        page.locator("#category").select_option("property_crime")
        page.locator('[name="keep_from"][value="yes"]').check()
        page.locator("details summary").click()
        assert page.evaluate(TOO_WIDE) <= 0
        assert axe.violations(page) == []
    context = browser.new_context(base_url=portal.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(FORM)
    expect(page.locator("[data-needs-script] a")).to_have_attribute("href", "/complain/")
    expect(page.locator("form")).to_be_hidden()
    context.close()


def test_it_can_be_reopened_and_changed_before_it_is_sent(phone):
    phone.set_offline(True)
    page = opens_form(phone)
    writes(page, photo("one.jpg"), photo("two.jpg"))
    keeps(page)
    expect(card(page)).to_contain_text("Files: 2")
    page.close()
    page = opens_form(phone)
    page.locator("[data-edit]").click()
    expect(page.locator("#text")).to_have_value(WORDS)
    expect(page.locator("[data-chosen] li")).to_have_count(2)
    page.locator("#text").fill("Thieves took the till and the scales.")
    page.locator("[data-chosen] button").first.click()
    keeps(page)
    expect(card(page)).to_contain_text("Files: 1")
    assert page.evaluate(STORED)["files"] == 1
    phone.set_offline(False)
    expect(page.locator("[data-next]")).to_be_visible()
    assert Draft.objects.get().answers["text"] == "Thieves took the till and the scales."
    assert Evidence.objects.get().name == "two.jpg"


def test_what_was_being_written_survives_the_end_of_the_page(phone):
    """A cheap phone ends the browser when the camera opens."""
    phone.set_offline(True)
    page = opens_form(phone)
    page.locator("#text").fill("Nothing is kept before it is known what it is about.")
    page.locator("#district").select_option("lahore")
    assert page.evaluate(STORED)["complaints"] == 0
    writes(page)
    page.locator("#phone").blur()
    page.wait_for_function(f"async () => (await ({STORED})()).complaints === 1")
    page.close()
    page = opens_form(phone)
    expect(card(page)).to_contain_text("Not finished.")
    phone.set_offline(False)
    page.locator("[data-edit]").click()
    expect(page.locator("#text")).to_have_value(WORDS)
    assert not Draft.objects.exists()


def test_a_network_that_answers_in_the_portals_place_breaks_nothing(phone):
    """The first piece arrives, a sign-in page of the network answers the second, and the third is lost."""
    page, sent = opens_form(phone), large_photo()
    answers = []

    def interfere(route):
        answers.append(route.request.method)
        if len(answers) == 2:
            route.fulfill(status=200, content_type="text/html", body="<h1>Free Wi-Fi</h1>")
        elif len(answers) == 3:
            route.abort()
        else:
            route.continue_()

    page.route("**/piece/", interfere)
    writes(page, sent)
    keeps(page)
    while page.locator("[data-next]:visible").count() == 0:
        page.wait_for_function(f"() => document.querySelector('{IDLE}')")
        page.evaluate("() => document.querySelector('[data-send]:not([hidden])')?.click()")  # or it tries by itself
    assert len(answers) >= 5
    row = Evidence.objects.get()
    assert row.received == row.size == len(sent["buffer"])
    assert Draft.objects.count() == 1


def test_a_full_phone_loses_nothing_that_was_kept_before(phone):
    page = opens_form(phone)
    client, origin = phone.new_cdp_session(page), page.evaluate("() => location.origin")
    client.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": 1_500_000})
    phone.set_offline(True)
    writes(page)
    keeps(page)
    expect(card(page)).to_have_count(1)
    page.locator("[data-edit]").click()
    page.locator("#evidence").set_input_files([large_photo()])
    expect(page.locator("[data-said]")).to_contain_text("This phone has no room for it")
    keeps(page)
    expect(page.locator("[data-said]")).to_contain_text("This phone has no room for it")
    expect(page.locator("#text")).to_have_value(WORDS)
    stored = page.evaluate(STORED)
    assert (stored["complaints"], stored["files"]) == (1, 0)
    client.send("Storage.overrideQuotaForOrigin", {"origin": origin})  # somebody made room
    keeps(page)
    expect(card(page)).to_contain_text("Files: 1")


def test_two_windows_send_a_complaint_once(phone):
    phone.set_offline(True)
    first, second = opens_form(phone), opens_form(phone)
    writes(first, photo())
    keeps(first)
    expect(card(second)).to_have_count(1)  # the other window hears of it
    writes(second, photo(), text="They also took the scales and the fan.")
    keeps(second)
    expect(card(first)).to_have_count(2)
    phone.set_offline(False)
    expect(first.locator('[data-state="sent"]')).to_have_count(2)
    expect(second.locator('[data-state="sent"]')).to_have_count(2)
    assert Draft.objects.count() == Evidence.objects.count() == 2


def test_a_phone_with_a_wrong_clock_loses_nothing(phone):
    phone.set_offline(True)
    page = phone.new_page()
    page.clock.set_fixed_time("2019-01-01T08:00:00")
    page.goto(FORM)
    writes(page)
    keeps(page)
    expect(card(page)).to_have_count(1)
    page.close()
    page = phone.new_page()
    page.clock.set_fixed_time(now())  # the clock is right again
    page.goto(FORM)
    expect(page.locator("[data-old]")).to_be_visible()
    phone.set_offline(False)
    expect(page.locator("[data-next]")).to_be_visible()


def test_after_a_week_it_is_announced_and_a_day_later_deleted(phone):
    phone.set_offline(True)
    page = opens_form(phone)
    writes(page, photo())
    keeps(page)
    expect(card(page)).to_have_count(1)
    for days, cards, is_old in ((6, 1, False), (8, 1, True), (10, 0, False)):
        later = phone.new_page()
        later.clock.set_fixed_time(now() + timedelta(days=days))
        later.goto(FORM)
        expect(later.locator("[data-usable]")).to_be_visible()
        expect(card(later)).to_have_count(cards)
        expect(later.locator("[data-old]:visible")).to_have_count(int(is_old))
        later.close()
    is_empty(page)


def test_it_is_deleted_by_two_presses(phone):
    phone.set_offline(True)
    page = opens_form(phone)
    writes(page, photo())
    keeps(page)
    button = page.locator("[data-delete]")
    button.click()
    expect(button).to_have_text("Press again to delete")
    assert page.evaluate(STORED)["complaints"] == 1
    button.click()
    expect(page.locator("[data-said]")).to_have_text("Deleted from this phone.")
    is_empty(page)


def test_a_matter_that_becomes_confidential_on_the_portal_leaves_the_phone(phone):
    page = opens_form(phone)
    writes(page)
    keeps(page)
    page.locator("[data-next]").click()
    expect(page.locator('[name="checked"]')).to_have_count(1)
    assert page.evaluate(STORED)["complaints"] == 1  # it is not submitted
    page.goto(page.url.replace("/reach/", "/kind/"))
    choice = page.locator('button[name="category"][value="domestic_violence"]')
    page.locator("details:not([open])").filter(has=choice).locator("summary").click()
    choice.click()
    is_empty(page)


def test_a_draft_that_expired_or_was_deleted_is_sent_again_with_its_files_only_if_asked(phone):
    page = opens_form(phone)
    writes(page, photo())
    keeps(page)
    expect(page.locator("[data-next]")).to_be_visible()
    page.close()
    Evidence.objects.all().delete()
    Draft.objects.all().delete()
    page = opens_form(phone)
    for _ in range(2):
        expect(card(page)).to_have_attribute("data-state", "expired")
        expect(card(page)).to_contain_text("Send it again, or delete it from this phone.")
        expect(page.locator("[data-next]")).to_be_hidden()
        page.evaluate("() => dispatchEvent(new Event('online'))")
        page.wait_for_load_state("networkidle")
        page.reload()
    assert not Draft.objects.exists()
    page.locator("[data-send]").click()
    expect(page.locator("[data-next]")).to_be_visible()
    page.locator("[data-next]").click()
    expect(page.locator("main")).to_contain_text("shop.jpg")
    assert Evidence.objects.count() == 1


def test_other_pages_mention_what_waits(phone):
    page = phone.new_page()
    page.goto("/")
    expect(page.locator("[data-offline-waits]")).to_be_hidden()
    phone.set_offline(True)
    page = opens_form(phone)
    writes(page)
    page.locator("#phone").blur()
    page.wait_for_function("() => localStorage.getItem('offline-complaints')")
    phone.set_offline(False)
    page.goto("/")
    page.locator("[data-offline-waits] a").click()
    expect(card(page)).to_contain_text("Not finished.")
