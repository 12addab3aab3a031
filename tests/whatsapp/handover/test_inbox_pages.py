"""The inbox's pages: who has a chat, what is typed is never lost, and an excluded officer gets 404."""

import re
from dataclasses import replace
from html import unescape

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from complaints.models import Reading
from complaints.models.desk_tools.canned_reply import CHAT_MOVE
from complaints.services.access_keys.secret_word_hashing import digest_secret_word
from complaints.services.exclusion.officer_naming import name_officer
from desk.complaint import other_viewers
from desk.services.reply_writing import ReplyContent, save_reply
from tests.whatsapp.handover.conftest import FILING
from tests.whatsapp.handover.test_hand_over import world_operator
from tests.whatsapp.simulated_phone import Phone
from tests.world import clock
from whatsapp.models import HandoverLine, OwnComplaint, Sending

INBOX = "/desk/inbox/"
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def nobody_looks():
    """Redis outlives a test."""
    broker = other_viewers.redis_client_for(other_viewers.settings.CACHE_URL).client
    if keys := broker.keys("here:*"):
        broker.delete(*keys)


def text_of(answer) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def page_of(talk) -> str:
    return f"{INBOX}{talk.handover.pk}/"


@pytest.mark.slow
def test_an_operator_finds_takes_answers_and_hands_back(talk, seat):
    talk.writes(*FILING, "operator", "I lost my phone")
    salma = seat(talk.world.salma)
    listed = text_of(salma.get(INBOX, "09:20"))
    assert "Waiting for an operator 1 in this list" in listed
    assert "I lost my phone" not in listed  # the list says nothing of what was written
    assert "I lost my phone" in text_of(salma.get(page_of(talk), "09:20"))
    assert salma.sends(page_of(talk), "09:21", act="take").status_code == 302
    assert salma.sends(page_of(talk), "09:22", act="write", text="Where was it?").status_code == 302
    assert "Where was it?" in talk.gets()
    assert "With me" in text_of(salma.get(INBOX, "09:23"))
    assert salma.sends(page_of(talk), "09:24", act="hand_back").status_code == 302
    assert "Nobody is waiting" in text_of(salma.get(INBOX, "09:25"))
    assert "Handed back" in text_of(salma.get(page_of(talk), "09:25"))


@pytest.mark.slow
def test_two_who_open_the_same_chat_are_warned_and_the_second_loses_nothing_typed(talk, seat):
    talk.writes(*FILING, "operator")
    tahira = world_operator(talk.world, "lahore")
    first, second = seat(talk.world.salma), seat(tahira)
    first.get(page_of(talk), "09:20")
    assert "Salma (Complaint operator" in text_of(second.get(page_of(talk), "09:20")) or "Salma" in text_of(
        second.get(page_of(talk), "09:20")
    )
    assert "has this chat open too" in text_of(second.get(page_of(talk), "09:20"))
    first.sends(page_of(talk), "09:21", act="take")
    for act in ("take", "write"):
        refused = second.sends(page_of(talk), "09:21", act=act, text="A long text")
        assert refused.status_code == 422
        assert "Another operator has this chat. Nothing was sent." in text_of(refused)
    assert HandoverLine.objects.filter(kind="operator").count() == 0


@pytest.mark.slow
def test_the_text_survives_a_refusal(talk, seat):
    talk.writes(*FILING, "operator")
    salma = seat(talk.world.salma)
    salma.sends(page_of(talk), "09:21", act="take")
    sent = Sending.objects.count()
    refused = salma.sends(page_of(talk), "09:22", act="write", text="x" * 2001)
    assert (refused.status_code, "x" * 2001 in refused.content.decode()) == (422, True)
    assert Sending.objects.count() == sent
    assert salma.sends(page_of(talk), "09:22", act="write", text="  ").status_code == 422


@pytest.mark.slow
def test_the_poll_brings_new_messages_without_the_form(talk, seat):
    talk.writes(*FILING, "operator")
    salma = seat(talk.world.salma)
    salma.sends(page_of(talk), "09:21", act="take")
    talk.writes("Are you there?")
    part = salma.client.get(page_of(talk), headers=HTMX)
    assert "Are you there?" in part.content.decode()
    assert "<textarea" not in part.content.decode()
    assert "<html" not in part.content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', part.content.decode())[1]
    assert salma.client.get(page_of(talk), {"seen": seen}, headers=HTMX).status_code == 204
    talk.writes("Hello?")
    assert "Hello?" in salma.client.get(page_of(talk), {"seen": seen}, headers=HTMX).content.decode()


def test_after_the_session_the_poll_stops_and_a_typed_text_can_be_copied(talk, seat, client):
    talk.writes(*FILING, "operator")
    poll = client.get(page_of(talk), headers=HTMX)
    assert (poll.status_code, "signed out" in poll.content.decode()) == (286, True)
    assert "HX-Refresh" not in poll
    posted = client.post(page_of(talk), {"act": "write", "text": "My long answer"})
    assert (posted.status_code, "My long answer" in posted.content.decode()) == (401, True)


@pytest.mark.slow
def test_a_canned_text_is_inserted_below_what_was_typed_and_not_sent(talk, seat):
    content = ReplyContent(CHAT_MOVE, None, "en", "Hours", "{office} is open from 8 to 20.")
    reply = save_reply(content, by=talk.world.usman.actor, at=clock("08:00"))
    talk.writes(*FILING, "operator")
    salma = seat(talk.world.salma)
    assert "Hours" not in text_of(salma.get(page_of(talk), "09:20"))  # only who has the chat can write
    salma.sends(page_of(talk), "09:21", act="take")
    sent = Sending.objects.count()
    page = salma.sends(page_of(talk), "09:22", act="insert", reply=str(reply.pk), text="Good morning.")
    assert "Good morning.\n\nLahore is open from 8 to 20." in unescape(page.content.decode())
    page = salma.sends(page_of(talk), "09:22", act="insert", reply="operator_link_filing", text="")
    assert "/complain/" in page.content.decode()
    assert Sending.objects.count() == sent


@pytest.mark.parametrize(
    ("is_filed_here", "answers", "is_quoted"),
    [(True, {}, True),
     (False, {}, False),  # the number alone proves nothing: a shared or recycled one
     (True, {"secret_digest": digest_secret_word("mango")}, False)],
)  # fmt: skip
def test_a_canned_text_quotes_a_complaint_only_to_the_chat_that_filed_it(talk, seat, is_filed_here, answers, is_quoted):
    complaint = talk.world.complaint(at="08:00", **answers)
    assert complaint.complainant.has_secret == bool(answers)
    content = ReplyContent(CHAT_MOVE, None, "en", "Where", "{etag} ({category}) is with {office}.")
    reply = save_reply(content, by=talk.world.usman.actor, at=clock("08:00"))
    talk.writes("Salam", "2")
    if is_filed_here:
        OwnComplaint.objects.create(chat=talk.chat, complaint=complaint)
    talk.writes("operator")
    assert talk.handover.complaint_id == complaint.pk
    salma = seat(talk.world.salma)
    salma.sends(page_of(talk), "09:21", act="take")
    page = unescape(salma.sends(page_of(talk), "09:22", act="insert", reply=str(reply.pk), text="").content.decode())
    expected = f"{complaint.spaced_etag} ({complaint.category.name})" if is_quoted else "… (…)"
    assert f"{expected} is with Lahore." in page


def polls(seat, path: str, at: str):
    with time_machine.travel(clock(at), tick=False):
        return seat.client.get(path, headers=HTMX)


@pytest.mark.slow
def test_opening_a_chat_is_a_reading_of_each_of_its_complaints_and_polls_are_one_an_hour(talk, seat):
    complaints = [talk.world.complaint(at="07:00"), talk.world.complaint(at="08:00")]
    talk.writes("Salam", "2", "operator")
    salma = seat(talk.world.salma)

    def readings() -> list[int]:
        rows = Reading.objects.filter(posting=talk.world.salma.posting)
        return [rows.filter(complaint=complaint).count() for complaint in complaints]

    salma.get(page_of(talk), "09:20")
    polls(salma, page_of(talk), "09:25")
    assert readings() == [1, 1]
    polls(salma, page_of(talk), "10:25")
    assert readings() == [2, 2]


@pytest.mark.mostly_slow(keep=1)
@pytest.mark.parametrize("how", ["poll", "insert", "refused"])
def test_who_gets_the_log_without_opening_the_page_has_read_it(talk, seat, how):
    complaint = talk.world.complaint(at="08:00")
    talk.writes(*FILING, "operator")
    assert talk.handover.complaint is None
    salma = seat(talk.world.salma)
    if how == "poll":
        polls(salma, page_of(talk), "09:20")
    else:
        salma.sends(page_of(talk), "09:20", act="insert" if how == "insert" else "write", text="")
    assert Reading.objects.filter(complaint=complaint, posting=talk.world.salma.posting).count() == 1


@pytest.mark.slow
@pytest.mark.parametrize("lost_by", ["leaving", "naming"])
def test_a_lost_chat_looks_the_same_whatever_the_reason_and_the_typed_text_stays(talk, seat, lost_by):
    talk.writes(*FILING, "operator")
    salma = seat(talk.world.salma)
    salma.sends(page_of(talk), "09:20", act="take")
    talk.writes("0" if lost_by == "leaving" else "Salma of your cell asked me for money")
    poll = polls(salma, page_of(talk), "09:21")
    assert (poll.status_code, poll.content.decode()) == (286, "<p>This chat is no longer with you.</p>")
    page = salma.get(page_of(talk), "09:21")
    assert (page.status_code, "This chat is no longer with you." in text_of(page)) == (404, True)
    assert "gulberg" not in text_of(page).lower()
    sent = salma.sends(page_of(talk), "09:22", act="write", text="A long text")
    assert (sent.status_code, "A long text" in text_of(sent)) == (404, True)
    assert text_of(salma.get(f"{INBOX}999999/", "09:22")) == text_of(page)


@pytest.mark.slow
def test_an_ended_chat_is_read_only_by_who_ended_it(talk, seat):
    talk.writes(*FILING, "operator")
    tahira = world_operator(talk.world, "lahore")
    talk.does("take_chat", talk.world.salma)
    talk.does("hand_chat_back", talk.world.salma)
    assert seat(talk.world.salma).get(page_of(talk), "09:20").status_code == 200
    for other in (tahira, talk.world.usman):
        assert seat(other).get(page_of(talk), "09:20").status_code == 404


@pytest.mark.mostly_slow(keep=1)
@pytest.mark.parametrize("protected_by", ["kind", "wish", "older", "later", "draft"])
def test_the_head_learns_nothing_of_a_protected_person_but_that_they_wait(talk, seat, protected_by):
    if protected_by == "kind":
        talk.world.complaint("domestic_violence", at="08:00")
    if protected_by == "wish":
        talk.world.complaint(at="08:00", protected=True)
    if protected_by == "older":
        talk.world.complaint("domestic_violence", at="07:00")
        talk.world.complaint(at="08:00")
    talk.writes(*(("Salam", "2") if protected_by in {"kind", "wish"} else FILING))
    if protected_by == "draft":
        chat = talk.chat
        chat.state = replace(chat.state, answers={**chat.state.answers, "category": "domestic_violence"})
        chat.save()
    talk.writes("operator", "My husband beats me")
    if protected_by == "later":
        talk.world.complaint("domestic_violence", at="09:15")
    usman, salma = seat(talk.world.usman), seat(talk.world.salma)
    usman.client.post("/desk/posting/", {"posting": talk.world.usman.posting.pk})
    for path in (INBOX, page_of(talk)):
        assert "2233" in text_of(salma.get(path, "09:20"))
        assert "2233" not in text_of(usman.get(path, "09:20"))
    page = usman.get(page_of(talk), "09:20")
    assert ("husband" in text_of(page), "identity of this person is protected" in text_of(page)) == (False, True)
    assert "husband" not in polls(usman, page_of(talk), "09:21").content.decode()
    assert "husband" in text_of(salma.get(page_of(talk), "09:20"))


@pytest.mark.slow
def test_the_accused_officer_gets_nothing_from_any_page(talk, seat):
    complaint = talk.world.complaint(at="08:00")
    talk.writes("Salam", "2", "operator")
    name_officer(
        complaint_id=complaint.pk, officer_id=talk.world.salma.officer.pk, why="So.", by=talk.world.nadia.actor,
        at=clock("09:10"),
    )  # fmt: skip
    salma = seat(talk.world.salma)
    listed = text_of(salma.get(INBOX, "09:20"))
    assert "Nobody is waiting" in listed
    assert complaint.spaced_etag not in listed
    assert salma.get(f"{INBOX}number/", "09:20").content.strip() == b""
    assert salma.get(page_of(talk), "09:20").status_code == 404
    for act in ("take", "write", "put_back", "hand_back", "reached"):
        assert salma.sends(page_of(talk), "09:20", act=act, text="x").status_code == 404
    assert talk.log() == ["began", "person"]


def test_the_menu_has_the_number_and_the_list_the_red_mark(talk, seat):
    talk.writes("Salam", "2", "operator", "He is beating me now, please come")
    nadia = seat(talk.world.nadia)
    number = text_of(nadia.get(f"{INBOX}number/", "09:20"))
    assert number.startswith("1 ")
    assert "Danger" in number
    assert "inbox-row-danger" in nadia.get(INBOX, "09:20").content.decode()


@pytest.mark.slow
def test_the_head_reads_puts_back_and_cannot_write(talk, seat):
    talk.writes(*FILING, "operator")
    talk.does("take_chat", talk.world.salma, "09:20")
    usman = seat(talk.world.usman)
    client = usman.client
    client.post("/desk/posting/", {"posting": talk.world.usman.posting.pk})
    page = usman.get(page_of(talk), "09:21")
    assert "<textarea" not in page.content.decode()
    assert usman.sends(page_of(talk), "09:21", act="write", text="Hello").status_code == 404
    assert usman.sends(page_of(talk), "09:21", act="put_back").status_code == 302
    assert talk.handover.holder is None


@pytest.mark.slow
def test_an_unknown_act_does_nothing(talk, seat):
    talk.writes(*FILING, "operator")
    assert seat(talk.world.salma).sends(page_of(talk), "09:20", act="close").status_code == 404


@pytest.mark.slow
def test_the_board_says_how_many_wait_and_for_how_long(talk, seat):
    talk.writes("Salam", "2", "operator")  # at 9:03
    words = "1 WhatsApp chat waits for an operator, for 17 min."
    assert words in text_of(seat(talk.world.zara).get("/desk/board/", "09:20"))
    assert "WhatsApp chat waits" not in text_of(seat(talk.world.usman).get("/desk/board/", "09:20"))


@pytest.mark.slow
def test_the_board_of_an_excluded_reader_does_not_count_the_chat(talk, seat):
    complaint = talk.world.complaint(at="08:00")
    talk.writes("Salam", "2", "operator")
    name_officer(
        complaint_id=complaint.pk, officer_id=talk.world.zara.officer.pk, why="So.", by=talk.world.nadia.actor,
        at=clock("09:10"),
    )  # fmt: skip
    assert "WhatsApp chat waits" not in text_of(seat(talk.world.zara).get("/desk/board/", "09:20"))


def test_hours_are_saved_and_faulty_ones_come_back_as_typed(talk, seat):
    imran = seat(talk.world.imran)
    days = {f"day_{day}": "09:00-17:00" for day in range(7)}
    assert imran.sends(f"{INBOX}hours/", "09:00", **days).status_code == 302
    page = imran.get(f"{INBOX}hours/", "09:01").content.decode()
    assert page.count('value="09:00-17:00"') == 7
    assert "Nadia" in page
    faulty = imran.sends(f"{INBOX}hours/", "09:02", **days | {"day_0": "9 to lunch"})
    assert (faulty.status_code, "9 to lunch" in faulty.content.decode()) == (422, True)
    empty = imran.sends(f"{INBOX}hours/", "09:02", **dict.fromkeys(days, ""))
    assert "Enter hours for at least one day" in text_of(empty)


@pytest.mark.slow
def test_the_pages_run_as_many_statements_however_many_chats_there_are(talk, seat, client):
    talk.writes(*FILING, "operator")
    salma, usman = seat(talk.world.salma), seat(talk.world.usman)
    usman.client.post("/desk/posting/", {"posting": talk.world.usman.posting.pk})
    for one in (salma, usman):
        for path in (INBOX, page_of(talk)):
            one.get(path, "09:20")
    paths = (INBOX, f"{INBOX}number/", page_of(talk))
    counts = [[statements(one, path) for path in paths] for one in (salma, usman)]
    for number, one in enumerate((salma, usman)):  # the first time has recorded the reading
        counts[number][-1] = statements(one, page_of(talk))
    for number in range(4):
        phone = Phone(number=f"92300555000{number}", user_id=f"PK.{number + 5}", client=client)
        for text in (*FILING, "operator", "Hello", "Is anybody there?"):
            phone.writes(text)
    talk.writes("Hello")
    assert [[statements(one, path) for path in paths] for one in (salma, usman)] == counts


def statements(seat, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert seat.get(path, "09:30").status_code == 200
    return len(captured)
