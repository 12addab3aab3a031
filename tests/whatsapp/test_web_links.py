"""A chat takes no secret words. It offers a link that opens the complaint on the web, once and within an hour."""

import re

import pytest

from citizen.services.complaint_opening import AccessKey, open_with_key
from complaints.models import Complainant, Pressure
from complaints.rules.etag import compose_etag
from complaints.rules.followup_questions import Question
from complaints.services.access_keys import secret_word_hashing
from complaints.services.access_keys.duress_alarms import report_pressure_for_alarms
from tests.citizen.conftest import Visitor, path_of
from tests.citizen.conftest import words as page_words
from tests.citizen.keys.cast import DURESS, SECRET, recovered, set_words
from tests.whatsapp.simulated_phone import Phone
from tests.whatsapp.test_own_complaints import HARASSMENT, lodged, writes
from tests.world import clock

LINK = re.compile(r"http://localhost(?:/ur)?(/c/[\w.-]+/)")
UNKNOWN = compose_etag(26, 123456789)


def link_in(said: str) -> str:
    return LINK.search(said)[1]


@pytest.fixture
def stranger(client) -> Phone:
    return Phone(number="447700900123", user_id="GB.1", client=client, at=clock("10:00"))


@pytest.fixture
def guarded(world):
    """Return Ayesha's confidential complaint with both words."""
    complaint = world.complaint("gender_harassment", text="My uncle follows me to college.")
    set_words(complaint, duress=DURESS)
    return complaint


@pytest.mark.parametrize("typed", [SECRET, DURESS, "no such word"])
def test_whatever_word_is_typed_the_chat_compares_it_with_nothing(guarded, stranger, monkeypatch, typed):
    """S5: the duress word was answered with the state, the real word with the complaint."""
    monkeypatch.setattr(secret_word_hashing, "is_correct_secret_word", lambda *args: pytest.fail("compared"))
    said = writes(stranger, "Salam", "2", guarded.etag, typed)
    assert "Only codes work in this chat. If you wrote a secret word, delete that message." in said
    assert typed not in said
    report_pressure_for_alarms(at=clock("11:00"))
    assert not Pressure.objects.exists()


def test_the_link_asks_for_the_word_and_works_once(guarded, stranger):
    link = link_in(writes(stranger, "Salam", "2", guarded.etag))
    browser = Visitor()
    assert guarded.etag not in link
    for _ in range(2):  # a preview of the messenger uses up nothing
        page = browser.get(link, "10:05")
        assert page.status_code == 200
        assert guarded.etag not in page.content.decode()
    assert path_of(browser.posts(link, "10:06")) == f"/track/{guarded.etag}/"
    assert browser.get(f"/track/{guarded.etag}/mine/", "10:06").status_code == 302
    assert browser.posts(f"/track/{guarded.etag}/key/", "10:07", key=SECRET).status_code == 302
    assert browser.posts(link, "10:08").status_code == 404


def test_an_unknown_number_gets_a_link_too(world, stranger):
    known, unknown = world.complaint(), UNKNOWN
    said = [writes(stranger, "0", "2", etag) for etag in (known.etag, unknown)]
    assert all(LINK.search(one) for one in said)
    assert len(link_in(said[0])) == len(link_in(said[1]))


@pytest.mark.parametrize("spoil", [lambda link: link[:-4] + "/", lambda link: link.replace("/c/", "/c/x"), str.upper])
def test_a_link_that_is_not_ours_opens_nothing(guarded, stranger, spoil):
    link = link_in(writes(stranger, "Salam", "2", guarded.etag))
    assert Visitor().posts(spoil(link).replace("/C/", "/c/"), "10:05").status_code == 404


def test_after_an_hour_the_link_opens_nothing_and_a_new_one_comes_with_the_number(guarded, stranger):
    link = link_in(writes(stranger, "Salam", "2", guarded.etag))
    assert Visitor().posts(link, "11:10").status_code == 404
    stranger.at = clock("11:10")
    again = link_in(writes(stranger, "0", "2", guarded.etag))
    assert Visitor().posts(again, "11:15").status_code == 302


def test_the_chat_that_filed_a_confidential_complaint_sets_a_secret_word_by_the_link(world, client):
    phone = Phone(number="", user_id="PK.7", client=client)
    complaint, receipt = lodged(phone, HARASSMENT, "", "no")
    assert "Set a secret word here" in receipt
    browser, at = Visitor(), f"{phone.at:%H:%M}"
    assert path_of(browser.posts(link_in(receipt), "09:40")) == f"/track/{complaint.etag}/mine/", at
    browser.posts(f"/track/{complaint.etag}/more/{Question.WORD}/", "09:41", word=SECRET)
    assert Complainant.objects.get(complaint=complaint).has_secret
    said = writes(phone, complaint.etag)
    assert "This chat cannot open that complaint." in said
    assert path_of(Visitor().posts(link_in(said), "09:45")) == f"/track/{complaint.etag}/"


def test_a_link_from_before_the_secret_word_asks_for_the_word(world, client):
    phone = Phone(number="", user_id="PK.7", client=client)
    complaint, receipt = lodged(phone, HARASSMENT, "", "no")
    set_words(complaint)
    browser = Visitor()
    assert path_of(browser.posts(link_in(receipt), "09:40")) == f"/track/{complaint.etag}/"
    assert "Your complaint is not open" in page_words(browser.client.get(f"/track/{complaint.etag}/mine/", follow=True))


def test_a_printed_code_that_replaces_a_word_works_on_the_web_only(world, guarded, stranger):
    key = recovered(world, guarded, at="09:50")
    assert "That did not open it." in writes(stranger, "Salam", "2", guarded.etag, key)
    assert open_with_key(etag=guarded.etag, typed=key, at=clock("10:10")).by is AccessKey.PRINTED
