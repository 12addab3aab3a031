"""Listening to a page and answering by voice, in a browser that plays and records sound."""

import io
import math
import re
import shutil
import struct
import wave
from pathlib import Path

import pytest
from django.utils.timezone import now
from playwright.sync_api import expect

from complaints.evidence import inspect_waiting_files
from complaints.models import Evidence
from operations.recordings.audio_conversion import convert_to_mp3
from tests.browser import axe, microphones
from tests.browser.samples import Samples
from tests.world import build
from web.listening.recordings import NewRecording, store_recordings
from web.listening.spoken_text import sentence_key

pytestmark = pytest.mark.slow


def tone(seconds: float) -> bytes:
    """Return a tone as MP3."""
    out = io.BytesIO()
    with wave.open(out, "w") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(16000)
        samples = [int(9000 * math.sin(number / 8)) for number in range(int(16000 * seconds))]
        sound.writeframes(struct.pack(f"<{len(samples)}h", *samples))
    out.seek(0)
    return convert_to_mp3(out, artist="Farida")


@pytest.fixture
def track_page(portal, settings, own_database):
    """The texts of the tracking page, recorded: each clip lasts a second and a half."""
    build()
    settings.SPEECH_FOLDER = portal.environment["SPEECH_FOLDER"]
    yield
    shutil.rmtree(settings.SPEECH_FOLDER)


def record(*texts: str, language: str = "en", synthetic: bool = False) -> None:
    clip = tone(1.5)
    store_recordings(language, [NewRecording(sentence_key(text), text, (clip,), synthetic, "Farida") for text in texts])


def texts_of(page) -> list[str]:
    """Return the heading and the hint of the page's field."""
    return [page.locator(place).first.inner_text() for place in ("h1", ".form-text")]


def test_a_part_of_the_page_is_played_and_marked_sentence_by_sentence(new_page, track_page):
    page = new_page()
    page.goto("/track/")
    expect(page.get_by_role("button", name="Listen")).to_have_count(0)
    heading, hint = texts_of(page)
    record(heading, hint)
    clips = []
    page.on("response", lambda answer: "/listen/" in answer.url and clips.append(answer.status))
    page.reload()
    button = page.get_by_role("button", name=re.compile(rf"^(Listen|Stop) ?: {heading}$"))
    expect(button).to_contain_text("Listen")
    expect(button).to_have_attribute("aria-pressed", "false")
    assert axe.violations(page) == []
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_contain_text("Stop")
    expect(page.locator(".is-spoken")).to_have_text(heading)
    expect(page.locator(".is-spoken")).to_have_text(hint)
    assert axe.violations(page) == []
    expect(page.locator(".is-spoken")).to_have_count(0)
    expect(button).to_have_attribute("aria-pressed", "false")
    assert set(clips) <= {200, 206}
    assert len(clips) >= 2


def test_escape_and_a_second_press_stop_it(new_page, track_page):
    page = new_page()
    page.goto("/track/")
    record(*texts_of(page))
    page.reload()
    button = page.locator(".listen-button")
    for stop in (lambda: page.keyboard.press("Escape"), button.click):
        button.click()
        expect(page.locator(".is-spoken")).to_have_count(1)
        stop()
        expect(page.locator(".is-spoken")).to_have_count(0)
        expect(button).to_have_attribute("aria-pressed", "false")


def test_a_computer_s_voice_is_called_so_in_both_languages(new_page, track_page):
    for language, start, words in (("en", "", "computer voice"), ("ur", "/ur", "کمپیوٹر کی آواز")):
        page = new_page(language=language)
        page.goto(f"{start}/track/")
        record(*texts_of(page), language=language, synthetic=True)
        page.reload()
        expect(page.locator(".listen-note")).to_have_text(words)
        expect(page.get_by_role("button", name=re.compile(re.escape(words)))).to_have_count(1)
        box = page.locator(".listen-button").bounding_box()
        assert box["height"] >= 24


def test_a_lost_line_is_said(new_page, track_page):
    page = new_page()
    page.goto("/track/")
    record(*texts_of(page))
    page.reload()
    page.route("**/listen/**", lambda route: route.fulfill(content_type="audio/mpeg", body=""))
    page.locator(".listen-button").click()
    expect(page.locator("[data-said]")).to_have_text("This could not be played. Check your connection.")
    expect(page.locator(".listen-button")).to_have_attribute("aria-pressed", "false")


def test_without_javascript_each_sentence_is_a_link(new_page, track_page):
    page = new_page(javascript=False)
    page.goto("/track/")
    record(*texts_of(page))
    page.reload()
    page.get_by_text("Listen to this page").click()
    link = page.locator(".listening-list a").first
    expect(link).to_be_visible()
    answer = page.request.get(link.get_attribute("href"))
    assert answer.headers["content-type"] == "audio/mpeg"


@pytest.fixture
def question(own_database, settings, portal):
    """A complaint with an officer's question, opened in this browser."""
    settings.STORAGES = settings.STORAGES | {
        "evidence": settings.STORAGES["evidence"] | {"OPTIONS": {"location": str(Path(portal.folder) / "evidence")}}
    }
    samples = Samples(build())
    return samples, samples.asked


@pytest.mark.parametrize("stops_first", [True, False])
def test_an_officer_s_question_is_answered_by_voice(question, microphone, portal, stops_first):
    samples, complaint = question
    page = microphone
    page.context.add_cookies([{"name": "sessionid", "value": samples.session("complainant"), "url": f"{portal.url}/"}])
    page.goto(f"/track/{complaint.etag}/mine/")
    card = page.locator("section", has=page.get_by_role("heading", name="Question from the officer"))
    expect(card.get_by_text("Or say it in a voice note")).to_be_visible()
    expect(card.get_by_label("Or choose a recording")).to_be_hidden()
    card.get_by_role("button", name="Record", exact=True).click()
    expect(card.locator("[data-clock]")).to_have_text(re.compile(r"^0:(0[2-9]|[1-5]\d)$"))
    if stops_first:
        card.get_by_role("button", name="Stop").click()
        expect(card.locator("[data-listen]")).to_be_visible()
        assert axe.violations(page) == []
    card.get_by_role("button", name="Send my answer").click()
    page.get_by_text("Your answer was sent to the officer.").wait_for()
    row = Evidence.objects.get(complaint=complaint, kind="voice")
    inspect_waiting_files(at=now())
    row.refresh_from_db()
    assert row.state == "shown"
    page.reload()
    expect(page.locator(".talk-mine audio").last).to_be_visible()


def test_an_answer_is_not_sent_while_its_recording_is_empty(question, microphone, portal):
    samples, complaint = question
    page = microphone
    page.context.add_cookies([{"name": "sessionid", "value": samples.session("complainant"), "url": f"{portal.url}/"}])
    page.goto(f"/track/{complaint.etag}/mine/")
    card = page.locator("section", has=page.get_by_role("heading", name="Question from the officer"))
    page.evaluate(microphones.SILENT)
    card.get_by_role("button", name="Record", exact=True).click()
    card.get_by_label("Your answer").fill("At nine, from the shop.")
    card.get_by_role("button", name="Send my answer").click()
    expect(card.locator("[data-voice-said]")).to_have_text("Nothing was recorded. Try again.")
    expect(card.get_by_label("Your answer")).to_have_value("At nine, from the shop.")
    card.get_by_role("button", name="Send my answer").click()
    page.get_by_text("Your answer was sent to the officer.").wait_for()
    assert not Evidence.objects.filter(complaint=complaint, kind="voice").exists()
