"""What citizens can listen to on their pages, and the address of a clip."""

import json
import re
from html import unescape

import pytest
from django.test import Client

from tests.citizen.conftest import Visitor, path_of, registered
from tests.citizen.filing.conftest import begins
from web.listening.recordings import NewRecording, store_recordings

DISTRICT = "In which district did it happen?"
SENTENCE = re.compile(r'<li><a href="([^"]+)"(?: data-clips="([^"]+)")?>(.*?)</a></li>')


@pytest.fixture
def ayesha():
    return Visitor()


@pytest.fixture
def bashir():
    return Visitor("ur")


def listenable(answer) -> dict[str, list[str]]:
    """Return the sentences of a page that can be played, and what their clips say."""
    return {
        unescape(text): [Client().get(url).content.decode() for url in (urls or url).split()]
        for url, urls, text in SENTENCE.findall(answer.content.decode())
    }


def test_the_question_of_a_page_is_played_from_its_own_recording(world, ayesha, record):
    record("en", DISTRICT, "Find your district", "What is it about?")
    assert listenable(ayesha.get(f"/complain/{begins(ayesha)}/where/")) == {
        DISTRICT: [DISTRICT], "Find your district": ["Find your district"]
    }  # fmt: skip


def test_the_urdu_page_plays_the_urdu_recording_and_a_punjabi_one_beside_it(world, bashir, record):
    page = f"/complain/{begins(bashir)}/where/"
    (question,) = re.findall("<h1>(.*?)</h1>", bashir.get(page).content.decode())
    record("en", DISTRICT)
    assert listenable(bashir.get(page)) == {}
    record("ur", question)
    record("pa", question)
    shown = bashir.get(page).content.decode()
    assert [unescape(text) for _, _, text in SENTENCE.findall(shown)] == [question, question]
    assert "/listen/ur/" in shown
    assert "/listen/pa/" in shown


def test_a_computer_s_voice_is_called_so_and_a_person_s_is_not(world, ayesha, record):
    page = f"/complain/{begins(ayesha)}/where/"
    record("en", DISTRICT, synthetic=True)
    assert "Listen to this page (computer voice)" in ayesha.get(page).content.decode()
    record("en", DISTRICT)
    shown = ayesha.get(page).content.decode()
    assert "Listen to this page" in shown
    assert "(computer voice)" not in shown


def test_the_receipt_speaks_the_e_tag_digit_by_digit(world, ayesha, record):
    record("en", "Your complaint is registered", "E-tag number")
    receipt = ayesha.get(path_of(ayesha.files("09:00")))
    (complaint,) = registered()
    spoken = listenable(receipt)
    assert spoken["Your complaint is registered"] == ["Your complaint is registered"]
    assert spoken[complaint.spaced_etag] == list(complaint.etag)


def test_what_the_complainant_wrote_is_neither_listed_nor_looked_for(world, ayesha, record):
    record("en", "How can we contact you safely?")
    key = begins(ayesha)
    ayesha.posts(f"/complain/{key}/where/", district="lahore")
    ayesha.posts(f"/complain/{key}/what/", text="How can we contact you safely? My own words.")
    ayesha.posts(f"/complain/{key}/whom/", keep_from="no")
    answer = ayesha.get(f"/complain/{key}/reach/")
    assert list(listenable(answer)) == ["How can we contact you safely?"]


def test_a_page_without_recordings_lists_none(world, ayesha, speech_folder):
    answer = ayesha.get("/track/")
    assert "data-listening" in answer.content.decode()
    assert listenable(answer) == {}


def clip_url(speech_folder) -> str:
    rows = json.loads((speech_folder / "en.json").read_text())
    return next(f"/listen/en/{row['clips'][0]}.mp3" for row in rows.values() if row["text"] == DISTRICT)


def test_a_clip_may_be_kept_for_ever_and_asks_for_no_cookie(record, speech_folder, client):
    record("en", DISTRICT)
    answer = client.get(clip_url(speech_folder))
    assert answer.content.decode() == DISTRICT
    assert answer["Content-Type"] == "audio/mpeg"
    assert "immutable" in answer["Cache-Control"]
    assert not answer.cookies


@pytest.mark.parametrize(
    ("part", "status", "content"),
    [
        ("bytes=0-1", 206, "In"),
        ("bytes=3-", 206, DISTRICT[3:]),
        ("bytes=-2", 206, DISTRICT[-2:]),
        ("bytes=500-", 416, ""),
        ("lines=1-2", 200, DISTRICT),
    ],
)
def test_parts_of_a_clip_are_sent_because_safari_asks_for_them(record, speech_folder, client, part, status, content):
    record("en", DISTRICT)
    answer = client.get(clip_url(speech_folder), headers={"Range": part})
    assert (answer.status_code, answer.content.decode()) == (status, content)


@pytest.mark.parametrize("path", ["en/..%2Fen.mp3", "en/000000000000-0-00000000.mp3", "xx/000000000000-0-00000000.mp3"])
def test_nothing_but_a_clip_is_sent(db, record, client, path):
    record("en", DISTRICT)
    assert client.get(f"/listen/{path}").status_code == 404


def test_a_new_recording_replaces_the_old_one_and_its_file(record, speech_folder):
    record("en", DISTRICT)
    old = clip_url(speech_folder).rpartition("/")[2]
    record("en", DISTRICT, synthetic=True)
    assert (speech_folder / "en" / old).exists(), "the same sound keeps its name"
    rows = json.loads((speech_folder / "en.json").read_text())
    (key,) = [key for key, row in rows.items() if row["text"] == DISTRICT]
    store_recordings("en", [NewRecording(key, DISTRICT, (b"another voice",), False, "Farida")])
    assert not (speech_folder / "en" / old).exists()
    assert b"another voice" in [path.read_bytes() for path in (speech_folder / "en").iterdir()]
