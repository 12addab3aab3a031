"""The list of questions: which are answered, which are open, and who may see the answers."""

import pytest

from complaints.rules.followup_questions import Question
from tests.citizen.conftest import path_of
from tests.citizen.keys.cast import STORY
from tests.citizen.more.conftest import WORD, states, told

ALL_OPEN = {
    "Where did it happen?": "open",
    "When did it happen?": "open",
    "Who is the complaint about?": "open",
    "Photos, recordings, documents": "open",
    "Who are you?": "told",  # the name is known already
    "How can we contact you safely?": "open",
    "When can we call you?": "open",
}


def test_ayesha_sees_what_is_told_and_what_is_open(opened):
    telling = opened()
    page = telling.sees_list()
    assert states(page) == ALL_OPEN
    assert "1 of 7 answered" in told(page)
    assert page.context["next"].title == "Where did it happen?"


def test_what_is_told_is_counted_and_shown(opened):
    telling = opened()
    telling.tells(Question.PLACE, station="gulberg", landmark="Behind Liberty Market")
    telling.tells(Question.WHEN, happened_on="2026-11-20", about="In the evening")
    telling.tells(Question.CONCERNS, unknown="on")
    page = telling.sees_list()
    assert "4 of 7 answered" in told(page)
    for line in (
        "Gulberg Police Station, Behind Liberty Market",
        "20 November 2026, In the evening",
        "You don't know",
        "Ayesha",
    ):
        assert line in told(page)
    assert states(page)["Who is the complaint about?"] == "told"


def test_what_has_an_answer_from_the_start_is_shown_with_it(opened):
    page = told(opened().sees_list())
    for line in ("For myself", "Not under 18", "The officers working on it", "You have not set one."):
        assert line in page


def test_of_a_document_only_the_end_of_its_number_is_shown(opened):
    telling = opened()
    telling.tells(Question.YOU, name="Ayesha Bibi", document="cnic", number="35202-1234567-1")
    page = told(telling.sees_list())
    assert "Ayesha Bibi, CNIC or NICOP ending in 5671" in page
    assert "3520212345671" not in page


@pytest.mark.slow
def test_a_second_word_is_asked_beside_a_secret_one_and_nobody_learns_whether_there_is_one(opened):
    telling = opened()
    assert "A second word" not in told(telling.sees_list())
    telling.tells(Question.WORD, word=WORD)
    before = told(telling.sees_list("10:01"))
    assert "A second word" in before
    telling.tells(Question.SECOND_WORD, "10:02", present=WORD, word="Three green mangoes", story=STORY)
    telling.sees_list("10:03")  # the message that it was saved
    assert told(telling.sees_list("10:04")) == told(telling.sees_list("10:05"))
    assert told(telling.sees_list("10:05")).split("A second word")[1] == before.split("A second word")[1]


@pytest.mark.mostly_slow(keep=4)
@pytest.mark.parametrize("question", ["", *Question])
def test_nobody_sees_or_answers_what_they_have_not_opened(world, bashir, question):
    complaint = world.complaint()
    path = f"/track/{complaint.etag}/more/{question}{'/' if question else ''}"
    assert path_of(bashir.get(path)) == f"/ur/track/{complaint.etag}/"
    if question:
        answer = bashir.posts(path, landmark="Somewhere", word=WORD)
        assert answer.status_code == 403
        assert ("Somewhere" in answer.content.decode()) == (question != Question.EVIDENCE)
        assert WORD not in answer.content.decode()


def test_what_is_no_question_has_no_page(opened):
    telling = opened()
    assert telling.sees("shoe-size").status_code == 404
    assert telling.tells("shoe-size").status_code == 404


def test_no_browser_keeps_these_pages(opened):
    telling = opened()
    for answer in (telling.sees_list(), telling.sees(Question.YOU)):
        assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("category", "answers", "neutral"), [("gender_harassment", {}, True), ("financial_crime", {}, False)]
)
def test_a_confidential_page_s_title_tells_nothing_and_can_be_left_at_once(opened, category, answers, neutral):
    telling = opened(category, **answers)
    for answer in (telling.sees_list(), telling.sees(Question.PLACE)):
        html = answer.content.decode()
        assert ("<title>Information</title>" in html) == neutral
        assert ("data-exit" in html) == neutral


def test_a_complaint_that_has_ended_takes_only_what_is_for_safety(world, opened):
    telling = opened()
    world.usman.does("reject", telling.complaint, "09:40")
    page = told(telling.sees_list())
    assert "The complaint is no longer open, so you cannot add to it." in page
    assert f'href="{telling.path(Question.PLACE)}"' not in telling.sees_list().content.decode()
    assert f'href="{telling.path(Question.WORD)}"' in telling.sees_list().content.decode()
    assert path_of(telling.sees(Question.PLACE)) == telling.list_path
    answer = telling.tells(Question.PLACE, landmark="Behind <b>Liberty</b>")
    assert answer.status_code == 409
    assert "Nothing was saved" in told(answer)
    assert "Behind &lt;b&gt;Liberty&lt;/b&gt;" in answer.content.decode()
    assert telling.tells(Question.HOURS, safe_from="9", safe_until="17", time_zone="Asia/Karachi").status_code == 302


@pytest.mark.slow
def test_a_longer_history_costs_no_more_queries(opened, django_assert_num_queries):
    telling = opened()
    for turn in range(2):
        telling.sees_list("09:50")  # the visit's last activity, stored once a minute
        with django_assert_num_queries(5):
            assert telling.sees_list("09:50").status_code == 200
        for number in range(8 if turn == 0 else 0):
            telling.tells(Question.CONCERNS, "09:40", concerns=f"Number {number}")
        telling.sees_list("09:50")  # the statements when it is saved


@pytest.mark.mostly_slow(keep=3)
@pytest.mark.parametrize(
    ("question", "queries"),
    [
        (Question.PLACE, 7),
        (Question.WHEN, 5),
        (Question.CONCERNS, 7),
        (Question.YOU, 5),
        (Question.CONTACT, 5),
        (Question.HOURS, 5),
        (Question.WORD, 5),
        (Question.EVIDENCE, 7),
    ],
)
def test_what_a_question_s_page_costs(opened, question, queries, django_assert_num_queries):
    telling = opened()
    with django_assert_num_queries(queries):
        assert telling.sees(question, "09:31").status_code == 200
