"""Secret words: which are allowed, how they may be typed, five tries, and the same answer and work in all cases."""

import threading

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from citizen.services import complaint_opening
from citizen.services.complaint_opening import AccessKey, open_with_key
from complaints.models import Decoy, Event, Pressure
from complaints.rules.complainant.secret_word_rules import (
    SecretWordFault,
    find_secret_word_fault,
    normalise_secret_word,
)
from complaints.rules.etag import compose_etag
from complaints.services.access_keys import secret_word_hashing
from complaints.services.access_keys.duress_alarms import report_pressure_for_alarms
from desk.queries.complaint_details import visible_history
from tests.citizen.keys.cast import DURESS, SECRET, set_words
from tests.world import build, clock

UNKNOWN, ETAG = compose_etag(26, 123456789), compose_etag(26, 987654321)
AS_IN_THE_PORTAL = secret_word_hashing._HASHER  # before `hasty_settings`


def hashed(word: str, etag: str = "") -> str:
    """Return the hash that is stored for this word of the complaint with this E-tag."""
    return secret_word_hashing.hash_secret_word(secret_word_hashing.digest_secret_word(word), etag=etag or ETAG)


def opens(complaint, typed, at="10:00") -> AccessKey | None:
    found = open_with_key(etag=getattr(complaint, "etag", complaint), typed=typed, at=clock(at))
    return found.by if found else None


# --- allowed words ---


@pytest.mark.parametrize(
    ("word", "why"),
    [
        ("", SecretWordFault.TOO_SHORT),
        ("amb a", SecretWordFault.TOO_SHORT),
        ("x y z x y z " * 30, SecretWordFault.TOO_LONG),
        ("12 04 1990", SecretWordFault.DIGITS_ALONE),
        ("۰۳۰۰ ۱۱۱۲۲۳۳", SecretWordFault.DIGITS_ALONE),
        ("ababab ab", SecretWordFault.TOO_PLAIN),
        ("Pakistan", SecretWordFault.TOO_PLAIN),
        ("پاكِستان", SecretWordFault.TOO_PLAIN),
        ("Ayesha Khan", SecretWordFault.KNOWN_TO_OTHERS),
        ("ayesha.khan", SecretWordFault.KNOWN_TO_OTHERS),
        ("Ayesha786", SecretWordFault.KNOWN_TO_OTHERS),
        ("1990 khan", SecretWordFault.KNOWN_TO_OTHERS),
        ("abc12345", SecretWordFault.TOO_PLAIN),
        ("pakistan 1947", SecretWordFault.TOO_PLAIN),
        ("123456", SecretWordFault.DIGITS_ALONE),
        ("0300 111 2233", SecretWordFault.DIGITS_ALONE),
        ("khan's red kite", None),
        (SECRET, None),
        ("آم کا نیلا درخت", None),
    ],
)
def test_what_can_be_a_secret_word(word, why):
    assert find_secret_word_fault(word, known_facts=["Ayesha Khan", "0300 1112233"]) == why


@pytest.mark.parametrize(
    ("chosen", "typed"),
    [
        ("The Blue Mango", "the  blue mango "),
        ("آم کا نیلا درخت", "آم كا نيلا درخت"),
        ("آم کا نیلا درخت", "ام کا نیلا درخت"),
        ("گلی نمبر ۱۲ والی", "گلی نمبر 12 والی"),
        ("میری خالہ", "ميرى خاله"),
        ("مُحبّت والا گھر", "محبت والا گہر"),
        ("my aunt’s door", "my aunt's door"),
        ("caf\u00e9 on the hill", "cafe\u0301 on the hill"),
        ("نیم\u200cپختہ روٹی", "نیمپختہ روٹی"),
    ],
)
def test_a_word_typed_on_another_keyboard_is_the_same_word(chosen, typed):
    assert normalise_secret_word(chosen) == normalise_secret_word(typed)
    assert secret_word_hashing.is_correct_secret_word(hashed(chosen), typed, etag=ETAG)


@pytest.mark.parametrize("other", ["the blue mangoes", "blue mango", "the bluemango", ""])
def test_another_word_is_another_word(other):
    assert not secret_word_hashing.is_correct_secret_word(hashed("the blue mango"), other, etag=ETAG)


@given(st.text(max_size=60))
def test_the_one_form_of_a_word_is_its_own_one_form(word):
    assert normalise_secret_word(normalise_secret_word(word)) == normalise_secret_word(word)


def test_what_is_kept_is_argon2(monkeypatch):
    monkeypatch.setattr(secret_word_hashing, "_HASHER", AS_IN_THE_PORTAL)
    kept = hashed(SECRET)
    assert kept.startswith("1:$argon2id$v=19$m=19456,t=2,p=1$")
    assert SECRET not in kept
    assert hashed(SECRET) != kept
    assert not secret_word_hashing.is_correct_secret_word("", SECRET, etag=ETAG)
    assert not secret_word_hashing.is_correct_secret_word("spoilt", SECRET, etag=ETAG)


# --- what it opens ---


def test_the_word_opens_the_complaint(world):
    complaint = world.complaint()
    set_words(complaint, duress=DURESS)
    assert opens(complaint, f" {SECRET.upper()}  ") is AccessKey.WORD
    assert opens(complaint, DURESS) is AccessKey.DURESS_WORD


NOTHING = {
    "another word": (SECRET, "the red mango tree"),
    "no word": ("", SECRET),
    "an unknown number": (None, SECRET),
    "nothing typed": (SECRET, ""),
    "the word of another complaint": ("the blue mango trees", SECRET),
}


@pytest.mark.parametrize(("secret", "typed"), NOTHING.values(), ids=NOTHING)
def test_whatever_does_not_open_it_is_the_same_work(world, secret, typed, monkeypatch):
    """The numbers of statements and hashes are the same for wrong text, the right word and the duress word."""
    hashes = []
    monkeypatch.setattr(
        complaint_opening.secret_word_hashing,
        "is_correct_secret_word",
        lambda *a, f=secret_word_hashing.is_correct_secret_word, **k: hashes.append(1) or f(*a, **k),
    )

    def cost(etag, typed):
        hashes.clear()
        with CaptureQueriesContext(connection) as queries:
            found = open_with_key(etag=etag, typed=typed, at=clock("10:00"))
        return found is not None, len(queries), len(hashes)

    complaint, guarded = world.complaint(), world.complaint()
    set_words(guarded, duress=DURESS)
    if secret:
        set_words(complaint, secret=secret)
    etag = UNKNOWN if secret is None else complaint.etag
    assert cost(etag, typed) == (False, 6, 3)
    assert cost(guarded.etag, SECRET) == cost(guarded.etag, DURESS) == (True, 6, 3)


@pytest.mark.slow
def test_no_number_of_wrong_words_locks_it(world):
    """The page limits the tries (test_no_lock_out.py); the word remains valid."""
    complaint = world.complaint()
    set_words(complaint, duress=DURESS)
    for number in range(50):
        assert opens(complaint, f"a wrong word {number}") is None
    assert opens(complaint, SECRET) is AccessKey.WORD
    assert opens(complaint, DURESS, "+30d 10:00") is AccessKey.DURESS_WORD


# --- under duress ---


def test_the_duress_word_reports_pressure_within_seconds_and_silently(world):
    complaint = world.complaint("gender_harassment")
    set_words(complaint, duress=DURESS)
    opens(complaint, DURESS, "10:00")
    assert report_pressure_for_alarms(at=clock("10:01")) == 1
    assert report_pressure_for_alarms(at=clock("10:01")) == 0
    task = Pressure.objects.get(complaint=complaint)
    assert (task.silent, task.reported_at, task.due_at) == (True, clock("10:00"), clock("12:00"))
    assert Event.objects.get(complaint=complaint, kind="report_pressure").actor_kind == "citizen"


def test_the_cpo_reads_of_it_and_the_district_never(world):
    complaint = world.complaint()
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    set_words(complaint, duress=DURESS)
    opens(complaint, DURESS, "10:00")
    report_pressure_for_alarms(at=clock("10:01"))
    readers = {
        name: "report_pressure" in {one.kind for one in visible_history(complaint, world.people[name].actor)}
        for name in ("nadia", "zara", "usman", "salma", "bilal")
    }
    assert readers == {"nadia": True, "zara": True, "usman": False, "salma": False, "bilal": False}


def test_every_use_of_the_duress_word_is_reported(world):
    complaint = world.complaint()
    set_words(complaint, duress=DURESS)
    for at in ("10:00", "13:00"):
        opens(complaint, DURESS, at)
        report_pressure_for_alarms(at=clock(at))
    assert Event.objects.filter(complaint=complaint, kind="report_pressure").count() == 2
    assert Pressure.objects.get(complaint=complaint).silent  # one task, until somebody settles it


def test_the_real_word_and_wrong_ones_report_nothing(world):
    complaint = world.complaint()
    set_words(complaint, duress=DURESS)
    for typed in (SECRET, "a wrong word", ""):
        opens(complaint, typed)
    assert not Decoy.objects.exists()
    assert report_pressure_for_alarms(at=clock("10:01")) == 0


def test_after_many_wrong_words_the_duress_word_still_opens_its_page_and_calls_for_help(world):
    complaint = world.complaint()
    set_words(complaint, duress=DURESS)
    for _ in range(20):
        opens(complaint, "a wrong word")
    assert opens(complaint, DURESS) is AccessKey.DURESS_WORD
    assert report_pressure_for_alarms(at=clock("10:01")) == 1


@pytest.mark.slow
def test_two_workers_report_an_alarm_once(own_database):
    world = build()
    complaint = world.complaint()
    set_words(complaint, duress=DURESS)
    opens(complaint, DURESS)
    raised = []

    def work():
        try:
            raised.append(report_pressure_for_alarms(at=clock("10:01")))
        finally:
            connections.close_all()

    hands = [threading.Thread(target=work) for _ in range(4)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert sum(raised) == 1
    assert Pressure.objects.filter(complaint=complaint).count() == 1
