"""The page that asks for a key is the same for every kind of key; and the duration and end of visits."""

from html import unescape

import pytest

from complaints.models import Complainant
from complaints.rules.etag import compose_etag, format_etag
from complaints.services.access_keys import printed_keys
from tests.citizen.conftest import Visitor, mistakes, path_of, words
from tests.citizen.keys.cast import SECRET, counted, recovered, set_words
from tests.world import clock

UNKNOWN = compose_etag(26, 123456789)


def key_page(etag: str) -> str:
    return f"/track/{etag}/key/"


def told(answer) -> str:
    return unescape(words(answer))


def test_the_number_s_page_asks_for_every_kind_of_key_and_tells_of_none(world, ayesha):
    """With a phone, a word, a printed code or nothing: apart from the E-tag, the page is the same."""
    made = [world.complaint("gender_harassment", by="bashir") for _ in range(4)]
    set_words(made[1])
    printed_keys.issue_first_key(made[2], by=world.nadia.actor, at=clock("09:30"))
    Complainant.objects.filter(complaint=made[3].pk).update(phone="", phone_index=b"")

    def page(complaint):
        return told(ayesha.get(f"/track/{complaint.etag}/", "10:00")).replace(complaint.spaced_etag, "")

    assert len({page(complaint) for complaint in made}) == 1
    for asked in ("Your phone number or e-mail address", "Your secret word, or the code on your printed receipt"):
        assert asked in page(made[0])


def test_the_word_opens_it_and_a_wrong_one_says_what_to_do(world, bashir):
    complaint = world.complaint()
    set_words(complaint)
    wrong = bashir.posts(key_page(complaint.etag), "10:00", key="a guess that is wrong")
    assert wrong.status_code == 422
    assert list(mistakes(wrong)) == ["key"]
    assert "1787" in told(wrong)
    assert "a guess that is wrong" not in wrong.content.decode()
    assert path_of(bashir.posts(key_page(complaint.etag), "10:01", key=SECRET)) == f"/ur/track/{complaint.etag}/mine/"


@pytest.mark.parametrize("typed", ["", "   ", "unconfirmed", "\x00", "x" * 5000, "2222-3333-4444"])
def test_a_known_number_with_and_without_a_word_and_an_unknown_one_answer_alike(world, typed):
    with_word, without = world.complaint(), world.complaint()
    set_words(with_word)

    def tries(etag):
        visitor = Visitor()
        with counted() as statements:
            answer = visitor.posts(key_page(etag), "10:00", key=typed)
        return answer.status_code, told(answer).replace(format_etag(etag), ""), list(answer.cookies), len(statements)

    assert tries(with_word.etag) == tries(without.etag) == tries(UNKNOWN)


def test_looking_at_the_key_s_own_page_asks_again(world, ayesha):
    answer = ayesha.get(key_page(UNKNOWN), "10:00")
    assert answer.status_code == 200
    assert "Open my complaint" in told(answer)


def test_with_a_word_the_visit_ends_after_ten_minutes(world, ayesha):
    complaint = world.complaint()
    set_words(complaint)
    mine = f"/track/{complaint.etag}/mine/"
    ayesha.posts(key_page(complaint.etag), "10:00", key=SECRET)
    assert ayesha.get(mine, "10:09").status_code == 200
    assert ayesha.get(mine, "10:18").status_code == 200
    assert ayesha.get(mine, "10:29").status_code == 302


def test_a_word_that_is_set_ends_every_visit_that_the_phone_alone_had_opened(world, ayesha):
    """He opened it on his phone with the code and keeps the page alive. When she sets a word, his visit ends."""
    complaint = world.complaint()
    his, mine = Visitor(), f"/track/{complaint.etag}/mine/"
    his.opens(complaint, "10:00")
    ayesha.opens(complaint, "10:05")
    answer = ayesha.posts(f"/track/{complaint.etag}/more/word/", "10:10", word=SECRET)
    assert answer.status_code == 302
    assert ayesha.get(mine, "10:11").status_code == 200
    assert his.get(mine, "10:11").status_code == 302
    assert his.posts(f"{mine}add/", "10:11", **{"add-words": "Never mind."}).status_code == 403


def test_a_printed_key_leads_to_the_choice_of_another_way_in(world, ayesha):
    complaint = world.complaint(phone="")
    key = printed_keys.issue_first_key(complaint, by=world.salma.actor, at=clock("09:30"))
    answer = ayesha.posts(key_page(complaint.etag), "10:00", key=key.lower())
    assert path_of(answer) == f"/track/{complaint.etag}/more/word/"
    page = ayesha.get(path_of(answer), "10:00")
    assert "That code worked only once. Choose now how you will open your complaint next time." in told(page)
    ayesha.posts(path_of(answer), "10:01", word=SECRET)
    again = Visitor()
    assert again.posts(key_page(complaint.etag), "10:05", key=key).status_code == 422
    assert again.posts(key_page(complaint.etag), "10:05", key=SECRET).status_code == 302


def test_who_lost_the_word_sets_another_with_the_key_of_the_cpo_s_cell(world, ayesha):
    complaint = world.complaint("gender_harassment")
    set_words(complaint)
    for _ in range(5):
        ayesha.posts(key_page(complaint.etag), "10:00", key="I have forgotten it")
    key = recovered(world, complaint)
    answer = ayesha.posts(key_page(complaint.etag), "11:10", key=key)
    ayesha.posts(path_of(answer), "11:11", word="another word of hers")
    assert ayesha.get(f"/track/{complaint.etag}/mine/", "11:12").status_code == 200
    assert Visitor().posts(key_page(complaint.etag), "11:20", key=SECRET).status_code == 422
    assert Visitor().posts(key_page(complaint.etag), "11:20", key="Another word of hers").status_code == 302


def test_who_shows_up_without_a_code_reads_what_to_do(world, ayesha):
    complaint = world.complaint()
    page = told(ayesha.get(f"/track/{complaint.etag}/code/", "10:00"))
    for said in (
        "Didn't get a code?",
        "Ask for another code.",
        "If you are abroad or have no signal, ask for the code by e-mail, if you gave an e-mail address.",
        "The officer who phones you will verify your number.",
        "1787",
    ):
        assert said in page


def test_nobody_makes_a_stranger_s_phone_ring_all_night(world):
    """From many addresses and for many E-tags: six codes, then one every five minutes; also for an unknown number."""
    made = [world.complaint() for _ in range(4)]

    def asks(reached_at):
        visitor, answers = Visitor(), []
        for turn in range(8):
            visitor.client.defaults["REMOTE_ADDR"] = f"192.0.2.{turn}"
            address = f"/track/{made[turn % 4].etag}/code/ask/"
            answers.append(visitor.posts(address, "10:00", reached_at=reached_at).status_code)
        return answers

    assert asks("0300 1112233") == asks("0345 9998877") == [302] * 6 + [429] * 2


def test_what_cannot_be_a_phone_counts_as_nobody_s(world, ayesha):
    complaint = world.complaint()
    for turn in range(10):
        ayesha.client.defaults["REMOTE_ADDR"] = f"192.0.2.{turn}"
        assert ayesha.posts(f"/track/{complaint.etag}/code/ask/", reached_at="0300").status_code == 422


def test_leaving_forgets_visits_and_lists_and_shows_another_site(world, ayesha, settings):
    settings.EXIT_URL = "https://weather.example.org/"
    complaint = world.complaint()
    ayesha.opens(complaint, "10:00")
    answer = ayesha.get("/leave/", "10:01")
    assert answer["Location"] == "https://weather.example.org/"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert ayesha.get(f"/track/{complaint.etag}/mine/", "10:01").status_code == 302


def test_leaving_takes_along_what_was_about_to_be_said(world, ayesha):
    """She sent an answer and leaves before the next page arrives: no later page says that something was sent."""
    complaint = world.complaint()
    ayesha.opens(complaint, "10:00")
    ayesha.moves(complaint, "add", "10:01", **{"add-words": "He stood at the door."})
    ayesha.get("/leave/", "10:01")
    assert {name for name, cookie in ayesha.client.cookies.items() if cookie.value} <= {"csrftoken"}
    assert 'class="notice' not in ayesha.get("/track/", "10:02").content.decode()


def test_the_way_out_is_on_the_pages_of_whoever_may_need_it(world, ayesha):
    guarded, plain = world.complaint(), world.complaint()
    set_words(guarded)
    ayesha.posts(key_page(guarded.etag), "10:00", key=SECRET)
    ayesha.opens(plain, "10:01")
    assert 'href="/leave/"' in ayesha.get(f"/track/{guarded.etag}/mine/", "10:02").content.decode()
    assert 'href="/leave/"' not in ayesha.get(f"/track/{plain.etag}/mine/", "10:02").content.decode()
