"""Files in a real browser: pieces over a broken connection, redaction, recording, and a form without JavaScript."""

import io
import re

import pytest
from django.conf import settings as portal_settings
from django.utils.timezone import now
from PIL import Image
from playwright.sync_api import expect

from citizen.filing.draft_addresses import draft_address
from complaints.evidence import inspect_waiting_files
from complaints.models import Complaint, Draft, Evidence
from complaints.rules.statuses import Channel
from complaints.services.registration import start_draft
from tests.browser import microphones
from tests.browser.test_whole_story import wait_for
from tests.evidence import samples
from tests.evidence.conftest import original
from tests.world import build

pytestmark = pytest.mark.slow

LOOK = "from complaints.tasks import inspect_evidence; inspect_evidence()"
FILM = samples.film("mp4", seconds=3)
AT_LEAST_1_SECOND, AT_LEAST_2_SECONDS = re.compile(r"^0:(0[1-9]|[1-5]\d)$"), re.compile(r"^0:(0[2-9]|[1-5]\d)$")
SOUND = samples.film("wav", video="", audio="pcm_s16le", seconds=15)  # 1.4 MB: three pieces

# The connection breaks: these requests for a piece are lost. (A refused fetch would be a console error.)
BREAKS = """(broken) => {
  const fetch = window.fetch.bind(window);
  let pieces = 0;
  window.fetch = (url, how) => {
    if (how?.method === "PATCH" && broken.includes(pieces++)) return Promise.reject(new TypeError("broken"));
    return fetch(url, how);
  };
}"""

# Every piece after the first waits until the test calls `sendTheRest()`.
HOLDS = """() => {
  const fetch = window.fetch.bind(window);
  const isReleased = new Promise((release) => { window.sendTheRest = release; });
  let pieces = 0;
  window.fetch = async (url, how) => {
    if (how?.method === "PATCH" && pieces++) await isReleased;
    return fetch(url, how);
  };
}"""

# The seconds of audio that a player has found; -1 if it cannot play it.
PLAYS = """(player) => new Promise((found) => {
  player.onloadedmetadata = () => found(player.duration);
  player.onerror = () => found(-1);
  player.preload = "metadata";
  player.load();
})"""


@pytest.fixture
def draft(portal, settings) -> Draft:
    """Ayesha's draft. This process reads the portal's storage."""
    place = portal_settings.STORAGES["evidence"] | {"OPTIONS": {"location": portal.environment["EVIDENCE_STORAGE"]}}
    settings.STORAGES = portal_settings.STORAGES | {"evidence": place}
    build()
    told = {
        "category": "financial_crime",
        "district": "lahore",
        "text": "He took my savings for a plot.",
        "keep_from": "no",
    }
    return start_draft(channel=Channel.WEB, answers=told, at=now())


def file(name: str, contents: bytes, media_type: str) -> dict:
    """Return a file as somebody chooses it."""
    return {"name": name, "mimeType": media_type, "buffer": contents}


def place(draft: Draft, language: str = "en") -> str:
    return f"{'/ur' if language == 'ur' else ''}/complaint/{draft_address(draft.pk)}/evidence/"


def states(page) -> list[str]:
    return page.locator("[data-file]").evaluate_all("files => files.map((file) => file.dataset.state)")


def test_files_go_on_by_themselves_when_the_line_is_back(draft, portal, page):
    page.goto(place(draft))
    page.evaluate(BREAKS, [1, 3])
    page.locator("#id_evidence").set_input_files(
        [file("told.wav", SOUND, "audio/wav"), file("shop.mp4", FILM, "video/mp4"), file("bad.docm", b"x", "")]
    )
    expect(page.locator("[data-said]").first).to_contain_text(
        "The upload resumes automatically when the connection is back."
    )
    expect(page.locator('[data-state="checking"]')).to_have_count(2)
    expect(page.locator("[data-file]").last).to_contain_text("This type of file is not accepted.")
    told, shop = Evidence.objects.order_by("created_at")
    assert (original(told), original(shop)) == (SOUND, FILM)
    portal.manage("shell", "--verbosity", "0", "-c", LOOK)
    expect(page.locator('[data-state="shown"]')).to_have_count(2, timeout=20_000)
    assert 14 < page.locator("audio").evaluate(PLAYS) < 16
    expect(page.locator("video")).to_be_visible()


def test_progress_is_shown_and_the_pages_button_waits_for_it(draft, page):
    page.goto(place(draft))
    page.evaluate(HOLDS)
    page.evaluate(BREAKS, [1])
    page.locator("#id_evidence").set_input_files([file("told.wav", SOUND, "audio/wav")])
    page.get_by_role("button", name="Done").click()
    expect(page.locator("[data-hold-said]")).to_contain_text("Files are still uploading.")
    bar = page.locator("progress").first
    wait_for(lambda: 0 < bar.evaluate("bar => bar.value / bar.max") < 1)
    page.evaluate("sendTheRest()")
    expect(page).to_have_url(re.compile("/what/$"))
    assert Evidence.objects.get().state == "checking"


def test_the_page_stays_where_a_file_could_not_be_read_any_more(draft, page):
    """A file that disappears between choosing and sending: a clear message, and nothing is sent without it."""
    page.goto(place(draft))
    page.evaluate("() => { File.prototype.slice = () => ({ arrayBuffer: () => Promise.reject(new Error('gone')) }); }")
    with page.expect_response(re.compile("/begin/$")):
        page.locator("#id_evidence").set_input_files([file("told.wav", SOUND, "audio/wav")])
    expect(page.locator("[data-said]").first).to_contain_text("it was moved or deleted after you chose it")
    page.get_by_role("button", name="Done").click()
    expect(page.locator("[data-hold-said]")).to_contain_text("Not everything was received.")
    expect(page).to_have_url(re.compile("/evidence/$"))
    with page.expect_response(lambda answer: answer.request.method == "DELETE") as removed:
        page.locator("[data-file]").get_by_role("button", name="Remove").click()
    assert removed.value.status == 204
    expect(page.locator("[data-file]")).to_have_count(0)
    page.get_by_role("button", name="Done").click()
    page.wait_for_url(re.compile("/what/$"))


def test_after_the_page_is_loaded_anew_the_same_file_goes_on(draft, page):
    page.goto(place(draft))
    page.evaluate(BREAKS, list(range(1, 50)))
    page.locator("#id_evidence").set_input_files([file("told.wav", SOUND, "audio/wav")])
    expect(page.locator("[data-said]").first).to_contain_text(
        "The upload resumes automatically when the connection is back."
    )
    page.reload()
    expect(page.locator("[data-file]")).to_contain_text("Choose the same file again")
    had = Evidence.objects.get().received
    assert 0 < had < len(SOUND)
    page.locator("#id_evidence").set_input_files([file("told.wav", SOUND, "audio/wav")])
    expect(page.locator('[data-state="checking"]')).to_have_count(1)
    assert original(Evidence.objects.get()) == SOUND


@pytest.mark.parametrize("by", ["mouse", "taps", "keyboard"])
def test_parts_of_a_picture_are_blackened_before_it_leaves(draft, page, by):
    page.goto(place(draft))
    photo = samples.photo(size=(800, 600), orientation=6)
    page.locator("#id_evidence").set_input_files([file("shop.jpg", photo, "image/jpeg")])
    assert not Evidence.objects.exists()
    page.get_by_role("button", name="Black out parts").click()
    picture = page.locator("[data-picture]")
    expect(picture).to_be_focused()
    box = picture.bounding_box()
    if by == "taps":  # WCAG 2.5.7: for people who cannot drag: two taps, on two corners
        page.mouse.click(box["x"] + box["width"] * 0.4, box["y"] + box["height"] * 0.4)
        expect(page.get_by_text("Now tap the opposite corner of this part.")).to_be_visible()
        page.get_by_role("button", name="Use this picture").click()
        expect(picture).to_be_visible()  # half a part covers nothing: the picture does not leave
        page.mouse.click(box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.6)
        expect(page.get_by_text("Parts blacked out: 1")).to_be_visible()
    elif by == "mouse":
        page.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + box["height"] * 0.4)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.6, steps=4)
        page.mouse.up()
    else:
        for key in ("ArrowRight", "ArrowLeft", "Shift+ArrowRight", "Enter"):
            page.keyboard.press(key)
    expect(page.get_by_role("button", name="Undo")).to_be_enabled()
    page.get_by_role("button", name="Use this picture").click()
    page.get_by_role("button", name="Upload files").click()
    expect(page.locator('[data-state="checking"]')).to_have_count(1)
    left = Image.open(io.BytesIO(original(Evidence.objects.get())))
    assert left.size == (600, 800)
    assert max(left.getpixel((300, 400))) < 20
    assert max(left.getpixel((50, 50))) > 200
    assert dict(left.getexif()) == {}
    assert samples.SECRET.encode() not in original(Evidence.objects.get())


def test_a_box_can_be_taken_back_and_a_picture_left_as_it_is(draft, page):
    page.goto(place(draft))
    photo = samples.photo(size=(800, 600))
    page.locator("#id_evidence").set_input_files([file("shop.jpg", photo, "image/jpeg")])
    page.get_by_role("button", name="Black out parts").click()
    expect(page.locator("[data-picture]")).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()
    page.locator("[data-picture]").click()  # one corner, taken back too
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()
    page.get_by_role("button", name="Use this picture").click()
    page.get_by_role("button", name="Done").click()
    expect(page).to_have_url(re.compile("/what/$"))
    assert original(Evidence.objects.get()) == photo


def test_a_file_is_removed_before_and_after_it_was_sent(draft, page):
    page.goto(place(draft))
    page.locator("#id_evidence").set_input_files([file("shop.jpg", samples.photo(), "image/jpeg")])
    page.get_by_role("button", name="Remove").click()
    assert states(page) == []
    page.locator("#id_evidence").set_input_files([file("shop.mp4", FILM, "video/mp4")])
    expect(page.locator('[data-state="checking"]')).to_have_count(1)
    page.get_by_role("button", name="Remove").click()
    expect(page.locator("[data-file]")).to_have_count(0)
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("language", ["en", "ur"])
def test_without_javascript_a_form_sends_them(draft, new_page, language):
    page = new_page(language=language, javascript=False)
    page.goto(place(draft, language))
    page.locator("#id_evidence").set_input_files(
        [
            file("shop.jpg", samples.photo(), "image/jpeg"),
            file("bad.pdf", samples.archive(), "application/pdf"),
            file("told.mp4", FILM, "video/mp4"),
        ]
    )
    page.locator('button[name="evidence_add"]').click()
    expect(page.locator(".exhibit-refusals")).to_contain_text("bad.pdf")
    assert states(page) == ["checking", "checking"]
    page.locator('button[name="evidence_remove"]').first.click()
    expect(page.locator("[data-state]")).to_have_count(1)
    assert states(page) == ["checking"]
    page.locator('form button.btn-primary[type="submit"]').click()
    expect(page).to_have_url(re.compile("/what/$"))
    assert original(Evidence.objects.get()) == FILM


@pytest.mark.parametrize("stops_first", [True, False])
def test_continue_sends_a_voice_note_that_was_recorded_and_not_sent(draft, microphone, stops_first):
    page = microphone
    page.goto(f"/complain/{draft_address(draft.pk)}/what/")
    page.get_by_role("button", name="Record", exact=True).click()
    expect(page.locator("[data-clock]")).to_have_text(AT_LEAST_2_SECONDS)
    if stops_first:
        page.get_by_role("button", name="Stop").click()
        expect(page.locator("[data-listen]")).to_be_visible()
    page.get_by_role("button", name="Continue").click()
    expect(page).to_have_url(re.compile("/reach/$"))
    row = Evidence.objects.get()
    assert (row.kind, row.state) == ("voice", "checking")


def test_a_voice_note_is_recorded_listened_to_and_sent(draft, microphone):
    page = microphone
    page.goto(f"/complain/{draft_address(draft.pk)}/what/")
    page.get_by_role("button", name="Record", exact=True).click()
    expect(page.locator("[data-clock]")).to_have_text(AT_LEAST_2_SECONDS)
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("[data-listen]")).to_be_visible()
    page.get_by_role("button", name="Delete it").click()
    expect(page.locator("[data-clock]")).to_have_text("0:00")
    page.get_by_role("button", name="Record", exact=True).click()
    expect(page.locator("[data-clock]")).to_have_text(AT_LEAST_1_SECOND)
    page.get_by_role("button", name="Stop").click()
    page.get_by_role("button", name="Send this voice note").click()
    expect(page.locator('[data-state="checking"]')).to_have_count(1)
    row = Evidence.objects.get()
    assert (row.kind, row.media_type) == ("voice", "audio/webm")
    inspect_waiting_files(at=now())
    row.refresh_from_db()
    assert (row.state, row.shown_type) == ("shown", "audio/ogg")
    expect(page.locator("[data-files] audio")).to_be_visible(timeout=20_000)


@pytest.mark.parametrize("button", ["Stop", "Continue"])
def test_a_recording_without_sound_is_not_sent_and_can_be_made_again(draft, microphone, button):
    page = microphone
    page.goto(f"/complain/{draft_address(draft.pk)}/what/")
    page.evaluate(microphones.SILENT)
    page.get_by_role("button", name="Record", exact=True).click()
    expect(page.locator("[data-clock]")).to_have_text("0:00")
    page.get_by_role("button", name=button).click()
    expect(page.locator("[data-voice-said]")).to_have_text("Nothing was recorded. Try again.")
    expect(page.locator("[data-send]")).to_be_hidden()
    expect(page.get_by_role("button", name="Record", exact=True)).to_be_focused()
    page.evaluate("opensAgain()")
    page.get_by_role("button", name="Record", exact=True).click()
    expect(page.locator("[data-clock]")).to_have_text(AT_LEAST_1_SECOND)
    page.get_by_role("button", name="Stop").click()
    page.get_by_role("button", name="Send this voice note").click()
    expect(page.locator('[data-state="checking"]')).to_have_count(1)
    assert Evidence.objects.get().kind == "voice"


@pytest.mark.parametrize("language", ["en", "ur"])
@pytest.mark.parametrize("javascript", [True, False])
def test_a_complaint_told_by_voice_alone_is_registered_when_the_note_is_checked(
    draft, portal, new_page, language, javascript
):
    page, start = new_page(language=language, javascript=javascript), "/ur" if language == "ur" else ""
    page.goto(f"{start}/complain/{draft_address(draft.pk)}/what/")
    page.locator("#id_text").fill("")
    page.locator("#id_evidence").set_input_files([file("told.wav", SOUND, "audio/wav")])
    page.locator('#step-form .actions button[type="submit"]').click()
    expect(page).to_have_url(re.compile("/reach/$"))
    page.locator("#id_phone").fill("0300 1112233")
    page.locator('#step-form .actions button[type="submit"]').click()
    expect(page.locator('input[name="checked"]')).to_have_count(1)
    page.locator('#step-form .actions button[type="submit"]').click()
    expect(page.locator('input[name="looked"]')).to_have_count(1)
    assert not Complaint.objects.unscoped("test").exists()
    portal.manage("shell", "--verbosity", "0", "-c", LOOK)
    if not javascript:
        page.locator('#step-form button[type="submit"]:not([name])').last.click()
    expect(page).to_have_url(re.compile("/receipt/$"), timeout=20_000)
    assert Complaint.objects.unscoped("test").get().evidence.get().state == "shown"
