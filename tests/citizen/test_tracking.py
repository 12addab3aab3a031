"""Tracking: what the E-tag alone shows, and that it does not reveal who complained."""

import re

import pytest
import time_machine

from complaints.rules.etag import compose_etag, format_etag
from complaints.services.access_keys.secret_word_hashing import digest_secret_word
from notifications.models import Message
from tests.citizen.conftest import mistakes, path_of, words
from tests.citizen.keys.cast import counted
from tests.world import clock

UNKNOWN = compose_etag(26, 123456789)


def test_the_first_page_s_field_leads_to_where_it_stands(world, ayesha):
    complaint = world.complaint()
    for typed in (complaint.etag, complaint.spaced_etag, f" {complaint.etag[:4]}-{complaint.etag[4:]} "):
        assert path_of(ayesha.get("/track/", etag=typed)) == f"/track/{complaint.etag}/"


def test_urdu_digits_are_understood(world, bashir):
    complaint = world.complaint()
    typed = complaint.spaced_etag.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    assert path_of(bashir.get("/track/", etag=typed)) == f"/ur/track/{complaint.etag}/"


@pytest.mark.parametrize("typed", ["", "   ", "2648", "abc", "2648 1907 3554", "\x00", "٪" * 400, "1" * 5000])
def test_a_mistyped_number_is_told_from_an_unknown_one(world, ayesha, typed):
    answer = ayesha.get("/track/", etag=typed)
    assert answer.status_code == 422
    assert "etag" in mistakes(answer)


def test_one_wrong_digit_is_mistyped_and_not_unknown(world, ayesha):
    wrong = UNKNOWN[:-1] + str((int(UNKNOWN[-1]) + 1) % 10)
    assert "mistake in this number" in mistakes(ayesha.get("/track/", etag=wrong))["etag"]
    assert "mistake in this number" in mistakes(ayesha.get(f"/track/{wrong}/"))["etag"]


def test_a_number_that_nobody_has_is_said_to_be_unknown(world, ayesha):
    answer = ayesha.get(f"/track/{UNKNOWN}/")
    assert answer.status_code == 404
    assert mistakes(answer)["etag"].startswith("No complaint has this number.")
    assert UNKNOWN in answer.content.decode()


PAGES = ["", "code/ask/", "code/", "mine/", "mine/end/", "mine/object/"]


@pytest.mark.parametrize("typed", ["%00", "2629%00", "12", "x" * 3000, "%D9%AA", "2629-6037-3781"])
@pytest.mark.parametrize("page", PAGES)
def test_an_address_with_no_possible_number_asks_for_it_again(world, ayesha, page, typed):
    answers = [ayesha.get(f"/track/{typed}/{page}")]
    if page not in {"", "mine/"}:
        answers.append(ayesha.posts(f"/track/{typed}/{page}", reached_at="0300 1112233", code="123456"))
    for answer in answers:
        assert answer.status_code == 404
        assert "mistake in this number" in mistakes(answer)["etag"]


@pytest.mark.parametrize("page", ["", "code/"])
def test_a_number_in_another_writing_is_led_to_its_address(world, bashir, page):
    complaint = world.complaint()
    urdu = complaint.etag.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    for written in (complaint.spaced_etag, complaint.spaced_etag.replace(" ", "-"), urdu):
        assert path_of(bashir.get(f"/track/{written}/{page}")) == f"/ur/track/{complaint.etag}/{page}"


def test_a_code_is_sent_whatever_the_writing_of_the_number(world, ayesha):
    complaint = world.complaint()
    answer = ayesha.posts(f"/track/{complaint.spaced_etag}/code/ask/", reached_at="0300 1112233")
    assert path_of(answer) == f"/track/{complaint.etag}/code/"
    assert Message.objects.filter(template="access_code").count() == 1


def test_the_page_of_a_mistake_has_its_twin_in_urdu(world, ayesha):
    complaint = world.complaint()
    mistake = ayesha.posts(f"/track/{complaint.etag}/code/ask/", reached_at="0300")
    twin = mistake.context["other_language"]["url"]
    assert ayesha.client.get(twin, follow=True).redirect_chain == [(f"/ur/track/{complaint.etag}/", 302)]


CATEGORIES = ["financial_crime", "bribe_demand", "gender_harassment", "traffic"]


def main(answer) -> str:
    return answer.content.decode().split("<main", 1)[1].split("</main>", 1)[0]


@pytest.mark.parametrize("category", CATEGORIES)
def test_the_number_shows_the_same_two_facts_of_every_category(world, ayesha, category):
    """The day of registration, and open or closed: no status, hour, deadline or subject."""
    complaint = world.complaint(category, "09:00")
    world.salma.marks(complaint, to=world.dania, at="09:10")
    told = main(ayesha.get(f"/track/{complaint.etag}/", "18:00"))
    assert '<p class="standing-state">Open</p>' in told
    assert "23 November 2026" in told
    for hidden in ("Marked", "9:00", "5:00 pm", "deadline", "bribe", "arassment", "police"):
        assert hidden not in told.replace("complaint cell", "")


def test_the_first_page_promises_no_more_of_the_number_than_it_shows(db, ayesha, bashir):
    told = words(ayesha.get("/"))
    assert "It shows the day of registration and whether the complaint is open or closed." in told
    assert "when the next step is due" not in told
    assert "درج ہونے کی تاریخ معلوم ہوتی ہے، اور یہ کہ شکایت زیرِ کارروائی ہے یا بند" in words(bashir.get("/"))


def test_where_a_number_is_found_is_said_as_it_is(db, ayesha):
    """A neutral message holds no number (W4), so not every message does."""
    told = words(ayesha.get("/track/"))
    assert "It is on your receipt and in most of our messages." in told


def test_the_page_is_the_same_whatever_it_is_of(world, ayesha):
    """With or without a secret word, only the E-tag itself differs."""
    complaints = [world.complaint(category, "09:00") for category in CATEGORIES]
    complaints.append(
        world.complaint("traffic", "09:00", phone="", secret_digest=digest_secret_word("the blue mango tree"))
    )
    pages = {
        re.sub(r"csrfmiddlewaretoken[^>]*", "", main(ayesha.get(f"/track/{one.etag}/", "10:00")))
        .replace(one.etag, "E-TAG")
        .replace(one.spaced_etag, "E-TAG")
        for one in complaints
    }
    assert len(pages) == 1


@pytest.mark.parametrize("category", ["bribe_demand", "property_crime"])
def test_a_closed_complaint_is_closed_and_no_more(world, ayesha, category):
    complaint = world.complaint(category, "09:00")
    world.imran.does("reject", complaint, "10:00")
    told = words(ayesha.get(f"/track/{complaint.etag}/", "11:00"))
    assert "Closed" in told
    assert "Rejected" not in told


def test_known_and_unknown_numbers_cost_the_same_whatever_they_are_of(world, ayesha, django_assert_num_queries):
    for category in ("financial_crime", "bribe_demand"):
        complaint = world.complaint(category)
        with django_assert_num_queries(1):
            ayesha.get(f"/track/{complaint.etag}/")
    with django_assert_num_queries(1):
        ayesha.get(f"/track/{UNKNOWN}/")


def is_led_to_the_key(answer, complaint) -> bool:
    return path_of(answer).removeprefix("/ur") == f"/track/{complaint.etag}/"


STRANGERS = {
    "another phone": {"reached_at": "0345 9998877"},
    "another e-mail": {"reached_at": "somebody@example.com"},
    "an unknown number": {"etag": UNKNOWN, "reached_at": "0300 1112233"},
}


@pytest.mark.parametrize("stranger", STRANGERS.values(), ids=STRANGERS)
def test_who_asks_for_a_code_hears_the_same_words_for_the_same_work(world, ayesha, stranger):
    complaint = world.complaint()

    def asks(etag=complaint.etag, reached_at="0300 1112233"):
        with counted() as statements:
            answer = ayesha.posts(f"/track/{etag}/code/ask/", reached_at=reached_at)
        page = words(ayesha.get(path_of(answer)))
        return answer.status_code, len(statements), page.replace(format_etag(etag), "")

    assert asks() == asks(**stranger)


def test_a_stranger_s_request_sends_nothing(world, ayesha):
    complaint = world.complaint()
    for stranger in STRANGERS.values():
        ayesha.posts(f"/track/{stranger.get('etag', complaint.etag)}/code/ask/", reached_at=stranger["reached_at"])
    assert not Message.objects.filter(template="access_code").exists()
    ayesha.posts(f"/track/{complaint.etag}/code/ask/", reached_at="0300 1112233")
    assert Message.objects.filter(template="access_code").count() == 1


@pytest.mark.parametrize("typed", ["", "0300", "a@", "\x00", "x" * 5000])
def test_what_cannot_be_a_phone_or_an_address_is_said_and_kept(world, bashir, typed):
    complaint = world.complaint()
    answer = bashir.posts(f"/track/{complaint.etag}/code/ask/", reached_at=typed)
    assert answer.status_code == 422
    assert list(mistakes(answer)) == ["reached_at"]
    assert typed in answer.content.decode()


def test_the_code_opens_the_complaint_in_this_browser_alone(world, ayesha, bashir):
    complaint = world.complaint()
    page = ayesha.opens(complaint, "10:00")
    assert page.status_code == 200
    assert "My shop was broken into" in words(page)
    assert is_led_to_the_key(bashir.get(f"/track/{complaint.etag}/mine/", "10:00"), complaint)


def test_an_e_mail_address_opens_it_too_however_it_is_written(world, ayesha):
    complaint = world.complaint(email="Ayesha@Example.com")
    assert ayesha.opens(complaint, "10:00", reached_at=" AYESHA@example.com ").status_code == 200


@pytest.mark.parametrize("typed", ["", "12345", "abcdef", "1234567", "\x00", "000000"])
def test_a_wrong_code_opens_nothing_and_says_so(world, ayesha, typed):
    complaint = world.complaint()
    answer = ayesha.posts(f"/track/{complaint.etag}/code/", code=typed)
    assert answer.status_code == 422
    assert list(mistakes(answer)) == ["code"]
    assert is_led_to_the_key(ayesha.get(f"/track/{complaint.etag}/mine/"), complaint)


def test_a_wrong_code_and_an_unknown_number_get_the_same_words_for_the_same_work(world, ayesha):
    complaint = world.complaint()

    def tries(etag):
        with counted() as statements:
            answer = ayesha.posts(f"/track/{etag}/code/", code="123456")
        return answer.status_code, mistakes(answer), len(statements)

    assert tries(complaint.etag) == tries(UNKNOWN)


def test_an_opened_complaint_closes_itself_after_half_an_hour(world, ayesha):
    complaint = world.complaint()
    mine = f"/track/{complaint.etag}/mine/"
    ayesha.opens(complaint, "10:00")
    assert ayesha.get(mine, "10:29").status_code == 200
    assert ayesha.get(mine, "10:58").status_code == 200
    assert is_led_to_the_key(ayesha.get(mine, "11:29"), complaint)
    assert "Open it again." in words(ayesha.get(f"/track/{complaint.etag}/", "11:29"))


def test_a_visit_can_be_ended_on_a_shared_phone(world, ayesha):
    complaint = world.complaint()
    ayesha.opens(complaint, "10:00")
    assert path_of(ayesha.posts(f"/track/{complaint.etag}/mine/end/", "10:01")) == f"/track/{complaint.etag}/"
    assert is_led_to_the_key(ayesha.get(f"/track/{complaint.etag}/mine/", "10:02"), complaint)


def test_the_key_ends_with_the_browser(world, ayesha):
    complaint = world.complaint()
    ayesha.opens(complaint, "10:00")
    cookie = ayesha.client.cookies["sessionid"]
    assert not cookie["expires"]
    assert not cookie["max-age"]


def test_a_citizen_s_session_holds_nothing_personal(world, ayesha):
    complaint = world.complaint()
    ayesha.opens(complaint, "10:00")
    with time_machine.travel(clock("10:01"), tick=False):
        kept = dict(ayesha.client.session.items())
    assert kept.pop("_session_expiry") == 0
    *opened, reached = kept["opened"].pop(complaint.etag)
    assert kept == {"opened": {}}
    assert opened == [complaint.pk, clock("10:00").timestamp(), "", False, "phone"]
    assert re.fullmatch("[0-9a-f]{32}", reached)  # a digest of the number that received the code
