"""Feedback: Bashir sends it; Zara of the CPO reads, answers and publishes it in her own words."""

from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from complaints.rules.statuses import Channel
from enquiries.desk.feedback_desk import ANSWER_FIELDS
from enquiries.models import Feedback, FeedbackAct
from enquiries.queries.feedback_lists import find_feedback_by_number, list_published_feedback
from enquiries.rules.enquiry_refusals import EnquiryRefusal
from enquiries.services import record_feedback
from enquiries.services.enquiry_retention import apply_retention
from enquiries.services.feedback_handling import FeedbackAnswer, move_feedback, publish_feedback, unpublish_feedback
from information.rules.text_languages import text_in_language
from ledger.service_exceptions import NotPermitted, Overtaken, Refused
from notifications.models import Message
from tests.enquiries.conftest import Visitor
from tests.information.conftest import words
from tests.world import clock

WORDS = "Please open the counter at Gulberg on Sundays. Yours, Bashir of Street 5."
ANSWER = FeedbackAnswer(
    said_en="Open a counter on Sundays", said_ur="اتوار کو کاؤنٹر کھولیں",
    said_roman="Itwaar ko counter kholein",
    answer_en="It opens on Sundays from January.", answer_ur="جنوری سے اتوار کو کھلتا ہے۔",
    answer_roman="January se itwaar ko khulta hai.",
)  # fmt: skip
PAGE, ANSWERS, DESK = "/feedback/", "/feedback/answers/", "/desk/feedback/"


def taken(**otherwise) -> Feedback:
    told = {"text": WORDS, "channel": Channel.WHATSAPP, "at": clock("09:00")} | otherwise
    return record_feedback(**told)


def done(world, feedback: Feedback, name="do", answer=ANSWER, by="zara") -> Feedback:
    told = {"feedback_id": feedback.pk, "name": name, "answer": answer, "seen": feedback.version}
    return move_feedback(**told, by=world.people[by].actor, at=clock("10:00"))


def shown(world, feedback: Feedback, answer=ANSWER) -> Feedback:
    return publish_feedback(
        feedback_id=feedback.pk, answer=answer, seen=feedback.version, by=world.zara.actor, at=clock("11:00")
    )


def test_feedback_needs_no_name_and_gets_a_number(world, ayesha):
    answer = ayesha.posts(PAGE, text=WORDS)
    made = Feedback.objects.get()
    assert answer.url == f"/feedback/{made.number}/"
    assert (made.phone, made.status) == ("", "new")
    page = words(ayesha.gets(answer.url))
    assert made.spaced in page
    assert "Sundays" not in page


def test_the_text_is_sealed(world):
    taken(phone="0321 4445566")
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(t::text, ' ') FROM enquiries_feedback AS t")
        row = cursor.fetchone()[0]
    assert "Bashir" not in row
    assert "3214445566" not in row


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"text": " "}, "Write what you want to say"),
        ({"text": "x" * 3001}, "the limit is 3000."),
        ({"text": WORDS, "phone": "15"}, "Enter a phone number like 0300 1234567."),
    ],
)
def test_an_error_is_shown_and_the_typed_text_is_kept(world, ayesha, typed, said):
    answer = ayesha.posts(PAGE, **typed)
    assert answer.status_code == 422
    assert said in words(answer)
    assert typed["text"].strip() in answer.content.decode()
    assert not Feedback.objects.exists()


def test_the_service_refuses_what_the_page_refuses(world):
    for text, reason in (
        ("", EnquiryRefusal.TEXT_MISSING),
        ("x" * 3001, EnquiryRefusal.TEXT_TOO_LONG),
        ("a\0b", EnquiryRefusal.TEXT_MISSING),
    ):
        with pytest.raises(Refused) as refused:
            taken(text=text)
        assert refused.value.reason is reason


def test_a_form_sent_twice_is_stored_once(world):
    key = uuid4()
    assert taken(key=key) == taken(key=key)


def test_the_rate_limit_stops_a_flood_and_keeps_the_typed_text(world, ayesha):
    answers = [ayesha.posts(PAGE, text=WORDS) for _ in range(31)]
    assert [answer.status_code for answer in answers[:30]] == [302] * 30
    assert answers[30].status_code == 429
    assert "Street 5" in answers[30].content.decode()


def test_zara_reads_answers_and_publishes(world):
    feedback = done(world, taken(phone="0321 4445566"), "read")
    assert feedback.status == "read"
    feedback = done(world, feedback, "plan")
    feedback = shown(world, done(world, feedback, "do"))
    assert list(feedback.acts.order_by("seq").values_list("name", flat=True)) == [
        *("received", "read", "plan", "do", "publish")
    ]
    told = Message.objects.filter(recipient=f"feedback:{feedback.pk}")
    assert list(told.values_list("template", flat=True)) == ["feedback_answered"] * 2


def test_without_a_phone_no_message_is_sent(world):
    done(world, taken())
    assert not Message.objects.filter(recipient__startswith="feedback:").exists()


@pytest.mark.parametrize("who", ["salma", "usman", "imran", "nadia", "asad", "dania"])
def test_other_officers_cannot_answer(world, who):
    with pytest.raises(NotPermitted):
        done(world, taken(), by=who)
    assert done(world, taken(), by="omar").status == "done"


def test_an_answer_needs_both_languages_and_so_does_the_public_page(world):
    with pytest.raises(Refused) as refused:
        done(world, taken(), answer=FeedbackAnswer(answer_en="Yes."))
    assert (refused.value.reason, refused.value.field) == (EnquiryRefusal.ANSWER_MISSING, "answer_ur")
    answered = done(world, taken(), answer=FeedbackAnswer(answer_en="Yes.", answer_ur="جی۔"))
    with pytest.raises(Refused) as refused:
        shown(world, answered, answer=FeedbackAnswer(answer_en="Yes.", answer_ur="جی۔"))
    assert refused.value.field == "said_en"


def test_concurrent_answers_do_not_overwrite_each_other(world):
    feedback = taken()
    done(world, feedback, "read")
    with pytest.raises(Overtaken):
        done(world, feedback, "plan")
    with pytest.raises(Overtaken):
        shown(world, Feedback.objects.get())


def test_the_number_shows_the_answer_but_not_the_text(world, ayesha):
    feedback = done(world, taken())
    page = words(ayesha.gets(f"/feedback/{feedback.number}/"))
    assert "It opens on Sundays from January." in page
    assert "Street 5" not in page
    assert find_feedback_by_number(f"f{feedback.number}").status == "done"
    assert ayesha.gets("/feedback/find/", number=feedback.spaced).url == f"/feedback/{feedback.number}/"
    assert ayesha.gets("/feedback/find/", number="123").status_code == 422
    assert ayesha.gets("/feedback/0000000000/").status_code in {200, 404}


def test_the_public_page_shows_the_summary_in_both_languages_but_not_the_text(world, ayesha):
    assert "Nothing is published yet" in words(ayesha.gets(ANSWERS))
    feedback = shown(world, done(world, taken()))
    done(world, taken())
    page = words(ayesha.gets(ANSWERS))
    assert "Open a counter on Sundays" in page
    assert "Bashir" not in page
    assert "جنوری سے اتوار کو کھلتا ہے" in words(Visitor("ur").gets(ANSWERS))
    [row] = list_published_feedback()
    assert text_in_language(row, "said", "roman") == "Itwaar ko counter kholein"
    unpublish_feedback(feedback_id=feedback.pk, seen=feedback.version, by=world.omar.actor, at=clock("12:00"))
    assert list_published_feedback() == []


def test_reopened_feedback_leaves_the_public_page(world):
    feedback = shown(world, done(world, taken()))
    done(world, feedback, "take_up_again")
    assert list_published_feedback() == []


def test_the_public_page_needs_the_same_queries_for_many(world, ayesha, django_assert_num_queries):
    for _ in range(2):
        shown(world, done(world, taken()))
        with django_assert_num_queries(1):
            ayesha.gets(ANSWERS)


def test_acts_cannot_be_changed(world):
    taken()
    for change in (lambda acts: acts.update(name="do"), lambda acts: acts.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(FeedbackAct.objects.all())


def test_a_telephone_number_is_erased_ninety_days_after_the_answer(world):
    done(world, taken(phone="0321 4445566"))
    waiting = taken(phone="0321 4445566")
    apply_retention(at=clock("+89d 10:00"))
    assert {feedback.phone for feedback in Feedback.objects.all()} == {"+923214445566"}
    apply_retention(at=clock("+91d 10:00"))
    assert {feedback.pk for feedback in Feedback.objects.all() if feedback.phone} == {waiting.pk}


def test_zara_works_at_her_desk(world, seat):
    feedback, zara = taken(), seat(world.zara)
    assert feedback.spaced in words(zara.gets(DESK))
    page = f"{DESK}{feedback.number}/"
    assert "Street 5" in words(zara.gets(page))
    assert zara.posts(page, act="do", seen=feedback.version).status_code == 422
    typed = {name: getattr(ANSWER, name) for name in ANSWER_FIELDS}
    assert zara.posts(page, act="do", seen=feedback.version, **typed).status_code == 302
    late = zara.posts(page, act="plan", seen=feedback.version, **(typed | {"answer_en": "Later."}))
    assert late.status_code == 409
    assert "Later." in late.content.decode()
    version = Feedback.objects.get().version
    assert zara.posts(page, act="publish", seen=version, **typed).status_code == 302
    assert "Published" in words(zara.gets(f"{DESK}?status=done"))
    assert zara.posts(page, act="unpublish", seen=version + 1, **typed).status_code == 302
    assert zara.posts(page, act="burn", seen=version + 2, **typed).status_code == 404


def test_an_answer_typed_after_the_session_ended_is_shown_again(world, ayesha):
    answer = ayesha.posts(f"{DESK}{taken().number}/", act="do", seen=1, answer_en="It opens on Sundays.")
    assert answer.status_code == 401
    assert "It opens on Sundays." in words(answer)
