"""A complaint by chat from abroad, with photo, voice note and position; handled at the desk, answered, objected to.

Sana writes from Britain on the demo's telephone, in a real browser; officers act through the desk's services.
"""

import io
import os
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connections
from django.utils.timezone import now
from PIL import Image
from playwright.sync_api import Page, expect

from accounts.models import Office
from complaints.evidence import inspect_waiting_files
from complaints.models import Complaint, Evidence
from complaints.services.moves import make_move
from notifications.services import deliver_due_messages
from tests.browser.portal import Portal
from tests.evidence import samples
from tests.whatsapp.settings import SETTINGS
from tests.world import Person, build, choose_hours_around_now
from whatsapp.queries import directory_cache
from whatsapp.rules.dialogs import incident_account
from whatsapp.services import media_download, message_sending, update_processing
from whatsapp.standin.meta_simulator import MetaSimulator, SimulatorAccount
from whatsapp.standin.server import Server

pytestmark = pytest.mark.slow

SHOTS = Path(__file__).parent / "shots"
REPLY_WAIT = 60_000
"""Milliseconds. After twenty replies Meta takes one from us in six seconds."""
PICTURES = Path(__file__).parents[2] / "docs" / "images"
SANA = 447400123456
HERE = "31.5204, 74.3587"
WORDS = {
    "en": {
        "language": "English", "cell": "IG Complaint Cell 1787", "lodge": "Make a complaint", "kind": "land",
        "yes": "Yes", "no": "No", "done": "Done", "skip": "Skip", "submit": "Submit with updates",
        "answer": "Answer the question",
        "object": "No, not solved", "spoke": "Yes, to me",
        "told": "My brother's house in Gulberg was taken while I was abroad.",
        "registered": "Your complaint is registered", "asks": "Which floor is it?", "replies": "The upper one.",
        "answered": "Your answer has gone to the", "why": "They are still in it.", "objected": "higher officer",
        "track": "Track an E-tag", "change": "Change or add", "name": "Name", "document": "CNIC or passport",
    },
    "ur": {
        "language": "اردو", "cell": "آئی جی شکایات سیل", "lodge": "شکایت درج کریں", "kind": "زمین پر قبضہ",
        "yes": "جی ہاں", "no": "جی نہیں", "done": "مکمل", "skip": "چھوڑیں", "submit": "جمع، اطلاعات چاہییں",
        "answer": "سوال کا جواب دیں", "object": "نہیں، حل نہیں ہوا", "spoke": "جی، مجھ سے",
        "told": "میرے بھائی کے گھر پر قبضہ ہو گیا ہے۔",
        "registered": "آپ کی شکایت درج ہو گئی ہے", "asks": "کون سی منزل ہے؟", "replies": "اوپر والی۔",
        "answered": "آپ کا جواب افسر کو پہنچ گیا ہے", "why": "وہ اب بھی اس میں ہیں۔", "objected": "اعلیٰ افسر",
        "track": "صورتحال دیکھیں", "change": "تبدیلی یا اضافہ", "name": "نام", "document": "شناختی کارڈ یا پاسپورٹ",
    },
}  # fmt: skip


@pytest.fixture
def portal(own_database, static_root, tmp_path, elsewhere, settings, monkeypatch):
    """The portal with WhatsApp set up, the WhatsApp simulator, and a worker that never waits long.

    Files belong to one album even if a slow browser sends the second one minutes later.
    """
    monkeypatch.setattr(incident_account, "ALBUM_SECONDS", timedelta(minutes=5))
    settings.STORAGES = settings.STORAGES | {
        "evidence": settings.STORAGES["evidence"] | {"OPTIONS": {"location": str(tmp_path / "evidence")}}
    }
    line = MetaSimulator(
        SimulatorAccount(
            "", SETTINGS["WHATSAPP_PHONE_NUMBER_ID"], SETTINGS["WHATSAPP_ACCESS_TOKEN"], SETTINGS["WHATSAPP_APP_SECRET"]
        )
    )
    meta = Server(line)
    told = SETTINGS | {"WHATSAPP_GRAPH_URL": meta.url}
    for name, value in told.items():
        setattr(settings, name, value)
    portal = Portal(own_database, static_root=static_root, folder=tmp_path, EXIT_URL=elsewhere, **told)
    line.account = SimulatorAccount(f"{portal.url}/whatsapp/webhook", *list(vars(line.account).values())[1:])
    portal.start()
    line.report_statuses()
    over = threading.Event()
    threads = [
        threading.Thread(target=meta.serve_forever, args=(0.01,), daemon=True),
        threading.Thread(target=_work, args=(over,)),
    ]
    for thread in threads:
        thread.start()
    yield portal
    over.set()
    threads[1].join()
    meta.shutdown()
    meta.server_close()
    portal.stop()


def _work(over: threading.Event) -> None:
    """Do what the Celery worker does, repeatedly."""
    try:
        while not over.wait(0.1):
            at = now()
            update_processing.process_updates(at=at)
            media_download.download_due_files(at=at)
            message_sending.send_due_messages(at=at)
    finally:
        connections.close_all()


class Telephone:
    """Sana at the page with her telephone."""

    def __init__(self, page: Page, language: str):
        self.page, self.root = page, "/ur" if language == "ur" else ""
        self.said = 0

    def looks(self):
        self.page.goto(f"{self.root}/demo/phone/{SANA}/")

    def writes(self, text: str):
        """Write and press Enter, as on a telephone."""
        before = self._last_own_message()
        self.page.locator(".phone-text").fill(text)
        self.page.locator(".phone-text").press("Enter")
        self._wait(before)

    def taps(self, title: str):
        """Tap a button below the last message, or a row of its list."""
        before = self._last_own_message()
        actions = self.page.locator(".phone-chat > .bubble-actions:last-child")
        expect(actions).to_be_visible(timeout=REPLY_WAIT)
        if actions.locator("summary").count():
            actions.locator("summary").click()
        actions.locator("button").filter(has_text=title).first.click()
        self._wait(before)

    def hands_in(self, name: str, kind: str, content: bytes, *, is_answered: bool = True):
        """Send a file. `is_answered`: false for a further one of an album, which gets no reply of its own."""
        before = self._last_own_message()
        self.page.locator(".phone-write summary").click()
        file = {"name": name, "mimeType": kind, "buffer": content}
        self.page.locator(".phone-write input[type=file]").set_input_files(file)
        self._wait(before, is_answered=is_answered)

    def is_at(self, place: str):
        before = self._last_own_message()
        self.page.locator(".phone-write summary").click()
        self.page.locator(".phone-write input[name=place]").fill(place)
        self.page.locator(".phone-write .sheet-field button").last.click()
        self._wait(before)

    def _last_own_message(self) -> str:
        own = self.page.locator(".bubble-mine")
        return own.last.get_attribute("data-message") if own.count() else ""

    def _wait(self, before: str, *, is_answered: bool = True):
        """Wait until the message is on the screen and the portal has replied to it."""
        expect(self.page.locator(".bubble-mine").last).not_to_have_attribute("data-message", before, timeout=REPLY_WAIT)
        if is_answered:
            expect(self.page.locator(".bubble").last).to_contain_class("bubble-theirs", timeout=REPLY_WAIT)

    def reads(self, words: str):
        """Read these words in a message of the portal. A receipt as PDF may stand below them."""
        expect(self.page.locator(".bubble-theirs").filter(has_text=words).last).to_be_visible(timeout=REPLY_WAIT)


@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_complaint_from_abroad_by_chat_to_the_objection(portal, new_page, language):
    world, words = build(), WORDS[language]
    Office.objects.filter(code="gulberg").update(latitude=31.5203, longitude=74.3586)
    directory_cache.clear_cache()
    size = {"width": 390, "height": 844} if language == "ur" else {"width": 1280, "height": 900}
    sana = Telephone(new_page(language=language, viewport=size), language)
    sana.looks()

    # She greets, chooses and reports: text, a voice note, a photo, a position.
    sana.writes("Salam")
    sana.taps(words["language"])
    sana.taps(words["cell"])
    sana.taps(words["lodge"])
    sana.writes(words["kind"])
    sana.is_at(HERE)
    sana.writes(words["told"])
    sana.taps(words["no"])
    sana.hands_in("note.amr", "audio/amr", samples.old_voice())
    sana.hands_in("door.jpg", "image/jpeg", samples.photo(), is_answered=False)
    for said in (words["change"], words["name"], "Sana Malik", words["change"], words["document"], "AB1234567"):
        sana.writes(said)
    sana.taps(words["submit"])
    sana.reads(words["registered"])
    _shot(sana.page, f"chat-{language}")
    if os.environ.get("PICTURES") == "write":
        _picture(sana.page, f"chat-{language}")
    complaint = Complaint.objects.unscoped("test").select_related("complainant", "place").get()
    assert (complaint.place.code, complaint.channel) == ("gulberg", "whatsapp")
    assert complaint.complainant.phone == f"+{SANA}"
    assert complaint.complainant.time_zone.startswith("Europe/")

    # Both files have passed the inspection.
    _until(lambda: Evidence.objects.filter(complaint=complaint, state="checking").count() == 2)
    inspect_waiting_files(at=now())
    assert set(Evidence.objects.values_list("kind", "state")) == {("photo", "shown"), ("voice", "shown")}

    # Salma marks it, Bilal speaks to her, she confirms; he asks, and she answers by chat.
    _does(world.salma, "mark", complaint, to=world.bilal)
    _does(world.bilal, "record_contact", complaint, how="whatsapp")
    sana.writes(complaint.etag)
    sana.taps(words["spoke"])
    _does(world.bilal, "ask_citizen", complaint, words=words["asks"])
    sana.writes(complaint.etag)
    sana.reads(words["asks"])
    sana.taps(words["answer"])
    sana.writes(words["replies"])
    sana.reads(words["answered"])

    # He reports, Farah and Salma approve, and Sana says that it is not solved.
    _does(world.bilal, "submit_report", complaint, outcome="referred")
    choose_hours_around_now(complaint)
    _does(world.salma, "verify", complaint, verdict="not")
    _does(world.farah, "accept", complaint)
    deliver_due_messages(at=now())
    sana.writes(complaint.etag)
    sana.taps(words["object"])
    sana.reads(words["objected"])
    sana.writes(words["why"])
    _shot(sana.page, f"chat-objects-{language}")
    complaint.refresh_from_db(from_queryset=Complaint.objects.unscoped("test"))
    assert (complaint.status, complaint.cycle) == ("marked", 2)


def _does(
    person: Person, move: str, complaint: Complaint, *, to: Person | None = None, words="In so many words.", **details
):
    make_move(
        complaint_id=complaint.pk, name=move, by=person.actor, at=now(), words=words,
        destination_id=to.posting.pk if to else None, details=details,
    )  # fmt: skip


def _until(happens) -> None:
    for _ in range(1200):
        if happens():
            return
        threading.Event().wait(0.1)
    raise AssertionError("it never happened")


def _picture(page: Page, name: str) -> None:
    """Take the picture of the conversation for docs/images, with PICTURES=write: half the width, not scrolled."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(media="print")  # in print nothing scrolls
    drawn = Image.open(io.BytesIO(page.locator(".phone").screenshot()))
    drawn.convert("RGB").save(PICTURES / f"{name}.webp", quality=45, method=6)
    page.emulate_media(media="screen")


def _shot(page: Page, name: str) -> None:
    """Take a screenshot for anybody who wants to look, with SHOTS in the environment (shots/ is not committed)."""
    if "SHOTS" in os.environ:
        SHOTS.mkdir(exist_ok=True)
        page.screenshot(path=SHOTS / f"{name}.png", full_page=True)
