"""The complaint page in a real browser: the story first, the bar with the next step, files in place, the preview."""

from datetime import timedelta

import pytest
from django.conf import settings as portal_settings
from django.test import Client
from django.utils.timezone import now
from playwright.sync_api import expect

from complaints.evidence import inspect_waiting_files, upload_whole_file
from complaints.models import Complaint
from complaints.queries.uploaded_files import FileOwner
from complaints.services.orders import give_order
from tests.browser import axe
from tests.complaints import stages
from tests.evidence import samples
from tests.signing_in import sign_in
from tests.world import build, clock

pytestmark = pytest.mark.slow

TOP = "element => element.getBoundingClientRect().top + scrollY"
HIDDEN_BEHIND_THE_BAR = """() => {
  const bar = document.querySelector(".next-step").getBoundingClientRect();
  const focus = document.activeElement.getBoundingClientRect();
  const isBehind = focus.height > 0 && focus.top >= bar.top && focus.top < bar.bottom;
  return isBehind && !document.activeElement.closest(".next-step");
}"""
TOO_WIDE = """() => {
  const edge = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= edge) return [];
  const all = [...document.querySelectorAll("body *")].filter((one) => {
    const box = one.getBoundingClientRect();
    return box.right > edge + 1 || box.left < -1;
  });
  return [document.documentElement.scrollWidth, ...all.slice(0, 6).map((one) => `${one.tagName}.${one.className}`)];
}"""
OUTSIDE_ITS_CARD = """() => [...document.querySelectorAll(".card :is(bdi, dd, .chip)")].filter((one) => {
  const [box, card] = [one.getBoundingClientRect(), one.closest(".card").getBoundingClientRect()];
  return box.width > 1 && (box.left < card.left || box.right > card.right);
}).map((one) => one.textContent)"""
FONT_OF_THE_STATEMENT = "() => getComputedStyle(document.querySelector('.file-statement')).fontFamily"
LARGE = "() => document.querySelector('[data-zoom-dialog] img').naturalHeight >= 1500"
LOADED = "() => document.querySelector('[data-zoom-dialog] img').naturalHeight > 0"


@pytest.fixture
def world(own_database):
    return build()


@pytest.fixture
def complaint(world):
    start = now() - timedelta(hours=5)
    complaint = world.complaint("financial_crime", start, text="Rishwat mangi gayi hai")
    world.salma.marks(complaint, to=world.bilal, at=start + timedelta(minutes=10))
    world.bilal.records_contact(complaint, start + timedelta(minutes=20))
    world.ayesha.says("in_person", complaint, start + timedelta(minutes=30))
    return complaint


@pytest.fixture
def opens(portal, new_page, complaint):
    own = complaint

    def open_page(person, width: int, height: int = 844, language: str = "en", complaint: Complaint = own, **look):
        page = new_page(language=language, viewport={"width": width, "height": height}, reduced_motion="reduce", **look)
        axe.into_each(page)
        session = sign_in(Client(), person.officer).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": portal.url}])
        page.goto(f"{'/ur' if language == 'ur' else ''}/desk/complaints/{complaint.etag}/")
        return page

    return open_page


def test_the_story_comes_first_at_every_width_and_the_bar_hides_no_focus(world, opens):
    for language in ("en", "ur"):
        page = opens(world.bilal, 390, language=language)
        assert page.locator(".file-statement").evaluate(TOP) < 844
        assert page.evaluate(TOO_WIDE) == []
        expect(page.locator(".next-step")).to_be_in_viewport()
        for width in (1024, 1280, 1920):
            page.set_viewport_size({"width": width, "height": 900})
            story, acts = page.locator(".file-story").bounding_box(), page.locator(".file-acts").bounding_box()
            left, right = (acts, story) if language == "ur" else (story, acts)
            assert right["x"] >= left["x"] + left["width"]
            assert abs(acts["y"] - story["y"]) < 40
            assert page.evaluate(TOO_WIDE) == []
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate(TOO_WIDE) == []
    page.evaluate("document.documentElement.style.fontSize = ''")
    page.set_viewport_size({"width": 390, "height": 844})
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    for _ in range(60):
        page.keyboard.press("Tab")
        assert not page.evaluate(HIDDEN_BEHIND_THE_BAR), page.evaluate("document.activeElement.outerHTML.slice(0, 200)")


IN_SIGHT = """() => {
  const tops = [...document.querySelectorAll(".next-step, .desk-bar")].map((bar) => bar.getBoundingClientRect());
  const edge = Math.min(innerHeight, ...tops.filter((box) => box.height).map((box) => box.top));
  const text = document.querySelector(".file-statement").getBoundingClientRect();
  return text.top + parseFloat(getComputedStyle(document.querySelector(".file-statement")).lineHeight) <= edge;
}"""
URDU_STORY = "تھانے کے سامنے میری دکان کا تالا توڑا گیا اور رات کو دو آدمی نقدی اور موبائل لے گئے، گواہ موجود ہیں۔"


def complaint_stages(world) -> dict:
    """Return complaints with all that can stand above a story, each with an officer who may read it."""
    with_order = stages.marked(world)
    ordered = {"words": "Report within two days.", "due_at": clock("+2d 11:00"), "at": clock("11:00")}
    give_order(complaint_id=with_order.pk, by=world.farah.actor, **ordered)
    return {
        "new, with a proposal": (world.salma, stages.received(world)),
        "Urdu, long category": (world.salma, world.complaint("heinous_crime", text=URDU_STORY, station="gulberg")),
        "long ago overdue": (world.bilal, stages.marked(world)),
        "excludes a station": (world.salma, stages.received(world, "bribe_demand", station="gulberg")),
        "with an order": (world.bilal, with_order),
        "other agencies investigate": (world.zara, stages.tortured(world)),
        "paused by a question": (world.bilal, stages.asked(world)),
        "two confirmations pending": (world.farah, stages.reported(world)),
        "merged": (world.salma, stages.merged_into_an_earlier_one(world)),
        "separated again": (world.salma, stages.unmerged(world)),
        "legal hold": (world.zara, stages.held(world)),
    }


@pytest.mark.parametrize("language", ["en", "ur"])
def test_on_a_phone_the_story_of_every_complaint_starts_within_the_first_screen(world, opens, language):
    below, wide = [], []
    for name, (reader, complaint) in complaint_stages(world).items():
        page = opens(reader, 390, language=language, complaint=complaint)
        below += [name] if not page.evaluate(IN_SIGHT) else []
        wide += [name] if page.evaluate(TOO_WIDE) else []
        page.context.close()
    assert (below, wide) == ([], [])


@pytest.mark.parametrize("language", ["en", "ur"])
def test_on_a_small_laptop_the_facts_stay_inside_their_cards(world, opens, language):
    page = opens(world.bilal, 1024, 768, language=language)
    assert page.evaluate(OUTSIDE_ITS_CARD) == []


def test_roman_urdu_on_an_urdu_page_is_set_with_its_own_spaces(world, opens):
    """The font for Urdu has spaces that are too narrow between Latin words."""
    assert opens(world.bilal, 1024, language="ur").evaluate(FONT_OF_THE_STATEMENT).startswith("Inter, ")


def test_the_filter_keeps_what_was_typed_and_the_report_is_previewed_in_place(world, opens, complaint):
    page = opens(world.bilal, 1280, 900)
    form = page.locator('[data-move="submit_report"] > form')
    finding = form.locator('[name="words"]')
    finding.fill(".")
    page.locator('[data-show="deadlines"]').click()
    expect(page.locator('[data-group="people"]').first).to_be_hidden()
    expect(page.locator('[data-group="deadlines"]').first).to_be_visible()
    assert "show=deadlines" in page.url
    assert finding.input_value() == "."

    with page.expect_navigation():  # a refused report is a page with its errors
        form.locator("[data-previewed]").click()
    expect(page.locator(".error-summary")).to_contain_text("at least three words")

    form.locator('[value="relief_granted"]').check()
    finding.fill("The money was paid back.")
    finding.press("Control+Enter")
    expect(page.locator(".act-preview .preview")).to_be_focused()
    expect(page.locator(".act-preview .preview")).to_be_in_viewport()
    expect(form).to_be_hidden()
    assert axe.violations(page) == []
    page.locator("[data-edit-again]").click()
    expect(finding).to_be_focused()
    assert finding.input_value() == "The money was paid back."
    form.locator("[data-previewed]").click()
    with page.expect_navigation():
        page.locator(".act-preview [name=confirmed]").click()
    page.wait_for_load_state("networkidle")  # its database can be dropped only when nothing asks it any more
    assert Complaint.objects.unscoped("test").get(pk=complaint.pk).status == "reported"


def test_a_pdf_and_a_picture_open_in_place_by_keyboard(world, opens, complaint, portal, settings):
    place = portal_settings.STORAGES["evidence"] | {"OPTIONS": {"location": portal.environment["EVIDENCE_STORAGE"]}}
    settings.STORAGES = portal_settings.STORAGES | {"evidence": place}
    for name, contents, kind in (
        ("shop.jpg", samples.photo(), "image/jpeg"),
        ("bond.pdf", samples.paper(samples.opens_at_first_page), "application/pdf"),
    ):
        owner = FileOwner(complaint_id=complaint.pk)
        upload_whole_file(owner=owner, parts=[contents], at=now(), name=name, media_type=kind, size=len(contents))
    inspect_waiting_files(at=now())
    page = opens(world.salma, 1280, 900)
    zoom = page.locator("[data-zoom-dialog]")
    page.locator(".exhibit-sight a[data-zoom]").focus()
    page.keyboard.press("Enter")
    expect(zoom).to_be_visible()
    assert axe.violations(page) == []
    page.wait_for_function(LOADED)
    before = zoom.locator("img").bounding_box()["height"]
    zoom.locator('[data-zoom-by="2"]').press("Enter")
    assert zoom.locator("img").bounding_box()["height"] > 1.5 * before
    page.keyboard.press("Escape")
    expect(zoom).to_be_hidden()
    page.locator(".exhibit-large > summary").last.press("Enter")
    page.locator(".exhibit-large [data-pages]").press("Enter")
    page.wait_for_function(LARGE)
    zoom.locator('[data-zoom-page="1"]').press("Enter")
    expect(zoom.locator("[role=status]")).to_have_text("There is no further page.")
