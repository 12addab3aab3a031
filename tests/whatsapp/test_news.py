"""News in the chat: with buttons and typed replies, and without interrupting a dialog."""

import json
from datetime import timedelta

import pytest

from complaints.models import Complainant, Complaint, ContactClaim, Event, Invitation
from complaints.rules.statuses import Outcome
from complaints.workflow.declaration import message_templates_of
from complaints.workflow.table import KINDS
from notifications.models import Message
from notifications.services import deliver_due_messages
from tests.secret_words import set_words
from tests.whatsapp.simulated_phone import Phone
from tests.whatsapp.test_own_complaints import CRIME, HARASSMENT, lodged, newest, writes
from tests.whatsapp.test_questions import REPORT, status
from tests.whatsapp.transcripts import choices, words
from tests.world import clock
from whatsapp.models import Sending
from whatsapp.rules.cloud_api.message_templates import NEUTRAL_MESSAGES
from whatsapp.rules.dialogs import complaint_news
from whatsapp.rules.sentences import sentence_table
from whatsapp.services import message_sending

NUMBER = "923001112233"
LANGUAGES = {"1": "ur", "2": "en", "3": "roman"}


class Told:
    """Ayesha's phone, the complaint filed with it, and the portal's messages at the stand-in."""

    def __init__(self, world, client, line, *, language="2", number=NUMBER):
        self.world, self.line = world, line
        self.phone = Phone(number=number, client=client)
        answers = ["1", "2", "Lahore", "They broke the lock.", "no", "change", "8", "Ayesha"]
        contact = () if number else ("change", "10", "0300 1112233")
        submit = {"1": "جمع، اطلاعات چاہییں", "2": "Submit with updates", "3": "Jama, ittelaat bhi"}[language]
        writes(self.phone, "Salam", language, *answers, *contact, submit)
        self.complaint = newest()
        self.sent()

    def sent(self, at=None) -> list[dict]:
        """Return the messages that are sent to her now."""
        at = at or self.phone.at
        before = len(self.shown())
        message_sending.send_due_messages(at=at)
        deliver_due_messages(at=at)
        return self.shown()[before:]

    def shown(self) -> list[dict]:
        chat = self.line.chats.get(self.phone.number or self.phone.user_id, [])
        return [entry["message"] for entry in chat if entry["by"] == "portal"]

    def contact_claimed(self, at="09:40") -> None:
        self.world.salma.marks(self.complaint, to=self.world.dania, at="09:30")
        self.sent(clock("09:32"))  # a marking is announced after the minute in which it can be undone
        self.world.dania.records_contact(self.complaint, at)

    def resolved(self) -> None:
        self.contact_claimed()
        self.world.ayesha.says("in_person", self.complaint, "09:45")
        self.world.dania.reports(
            self.complaint, "10:00", Outcome.FIR_REGISTERED, fir_number="112/26", fir_station="Gulberg", words=REPORT
        )
        self.world.farah.does("accept", self.complaint, "11:00")
        self.sent(clock("11:00"))
        self.world.salma.does("verify", self.complaint, "12:00", verdict="satisfied")


@pytest.fixture
def told(world, client, simulator) -> Told:
    return Told(world, client, simulator)


def last_kind(complaint: Complaint) -> str:
    return Event.objects.filter(complaint=complaint).order_by("-seq").first().kind


def test_the_receipt_is_not_repeated(told):
    Message.objects.get(template="registered", sent_at__isnull=False)
    said = json.dumps(told.shown())
    assert said.count(told.complaint.spaced_etag) == 1


def test_news_is_no_letter_and_names_number_and_what_can_be_done(told):
    told.world.salma.marks(told.complaint, to=told.world.dania, at="09:30")
    (news,) = told.sent(clock("09:32"))
    assert words(news).startswith(
        f"About your complaint {told.complaint.spaced_etag}:\nYour complaint is now with an officer."
    )
    assert not any(part in words(news) for part in ("Hello", "--", "do not reply", "automatically", "http"))
    assert [title for _, title, _ in choices(news)] == ["Open"]
    (answer,) = told.phone.taps(next(choices(news))[0])
    assert "Status: Marked to officer" in words(answer)


@pytest.mark.slow
def test_is_it_solved_comes_with_the_report_and_three_buttons(told):
    told.resolved()
    (news,) = told.sent(clock("12:00"))
    for part in (told.complaint.spaced_etag, "FIR registered", "112/26", REPORT, "Is it solved?"):
        assert part in words(news), part
    assert [title for _, title, _ in choices(news)] == ["Yes, solved", "No, not solved", "Partly solved"]
    assert status(told.complaint) == "resolved"


@pytest.mark.mostly_slow(keep=1)
@pytest.mark.parametrize(
    ("said", "kind"), [("no", "object"), ("haan", "close"), ("نہیں", "object"), ("partly", "object")]
)
def test_a_reply_in_words_answers_whether_it_is_solved(told, said, kind):
    told.resolved()
    told.sent(clock("12:00"))
    told.phone.at = clock("12:10")
    assert "did not understand" not in writes(told.phone, said)
    assert last_kind(told.complaint) == kind


@pytest.mark.parametrize(("said", "answer"), [("no", "nobody"), ("haan", "in_person"), ("جی نہیں", "nobody")])
def test_a_reply_in_words_answers_whether_the_officer_spoke(told, said, answer):
    told.contact_claimed()
    told.sent(clock("09:40"))
    told.phone.at = clock("09:50")
    writes(told.phone, said)
    assert ContactClaim.objects.get().answer == answer


@pytest.mark.slow
def test_a_button_answers_later_too_and_only_once(told):
    told.resolved()
    (news,) = told.sent(clock("12:00"))
    told.phone.at = clock("12:10")
    partly = list(choices(news))[2][0]
    writes(told.phone, "0", "6")
    told.phone.taps(partly)
    assert last_kind(told.complaint) == "object"
    (again,) = told.phone.taps(next(choices(news))[0])
    assert "You already answered “Partly solved”, 12:1" in words(again)
    assert last_kind(told.complaint) == "object"


@pytest.mark.mostly_slow(keep=1)
@pytest.mark.parametrize("language", LANGUAGES)
def test_news_is_in_the_language_of_the_chat(world, client, simulator, language):
    told = Told(world, client, simulator, language=language)
    told.world.salma.marks(told.complaint, to=told.world.dania, at="09:30")
    (news,) = told.sent(clock("09:32"))
    assert sentence_table()["news_marked"][LANGUAGES[language]] in words(news)


def test_news_waits_while_somebody_is_answering(told):
    writes(told.phone, "0", "1", "2", "Lahore", "They came again.")
    told.sent()
    told.world.salma.marks(told.complaint, to=told.world.dania, at=str(told.phone.at.strftime("%H:%M")))
    assert "now with an officer" not in json.dumps(told.sent())
    writes(told.phone, "cancel")
    news = told.sent(told.phone.at + timedelta(minutes=3))
    assert "now with an officer" in words(news[-1])


@pytest.mark.slow
def test_what_was_half_told_before_the_news_can_be_gone_on_with(told):
    writes(told.phone, "0", "1", "2", "Lahore", "They came again.")
    told.phone.at = clock("10:30")
    told.contact_claimed(at="10:20")
    for _ in range(2):  # one after the other
        told.sent(clock("10:30"))
    writes(told.phone, "no")
    assert ContactClaim.objects.get().answer == "nobody"
    writes(told.phone, "continue")
    assert "They came again." in writes(told.phone, "no")


@pytest.mark.slow
def test_after_a_template_a_reply_in_words_is_an_answer_and_is_not_asked_again(told):
    told.contact_claimed()
    told.phone.at = told.phone.at + timedelta(hours=30)
    news = told.sent(told.phone.at)
    assert news[-1]["type"] == "template"
    writes(told.phone, "no")
    assert ContactClaim.objects.get().answer == "nobody"
    assert not Sending.objects.filter(sent_at=None, message__isnull=False).exists()


@pytest.mark.mostly_slow(keep=1)
@pytest.mark.parametrize("delicate", ["a secret word", "confidential", "neutral wording"])
def test_of_a_delicate_complaint_there_is_a_message_and_nothing_more(world, client, simulator, delicate):
    phone = Phone(client=client)
    way, contact = (CRIME, "this number") if delicate == "neutral wording" else (HARASSMENT, "")
    way = tuple("Lahore" if said == "Multan" else said for said in way)
    way = tuple(part for said in way for part in ((said, "1") if said == "Lahore" else (said,)))
    complaint, _ = lodged(phone, way, contact, "yes")
    Complainant.objects.filter(pk=complaint.complainant_id).update(neutral=delicate == "neutral wording")
    if delicate == "a secret word":
        set_words(complaint.pk, secret_hash="nargis-7")
    message_sending.send_due_messages(at=phone.at)
    deliver_due_messages(at=phone.at)
    world.salma.marks(complaint, to=world.dania, at="09:40")
    deliver_due_messages(at=clock("09:42"))
    said = [entry["message"] for entry in simulator.chats[NUMBER] if entry["by"] == "portal"][-1]
    assert words(said) == "A message for you: http://localhost/"
    everything = json.dumps([entry["message"] for entry in simulator.chats[NUMBER]])
    assert everything.count("registered") == 1


@pytest.mark.slow
def test_a_username_alone_is_told_where_it_was_asked_for(world, client, simulator):
    told = Told(world, client, simulator, number="")
    told.world.salma.marks(told.complaint, to=told.world.dania, at="09:40")
    (news,) = told.sent(clock("09:42"))
    assert "now with an officer" in words(news)


def test_every_message_to_a_complainant_has_words_of_the_chat():
    names = {name for kind in KINDS.values() for name in message_templates_of(kind.to_citizen)}
    written = complaint_news.ASKING_MESSAGES | complaint_news.RECEIPT_MESSAGES | NEUTRAL_MESSAGES
    clocks = {f"news_late_{clock}" for clock in ("contact", "report", "decision")}
    assert clocks <= set(sentence_table())
    assert {name for name in names - written - {"late"} if f"news_{name}" not in sentence_table()} == set()


@pytest.mark.slow
def test_an_invitation_comes_with_its_three_answers_and_one_tap_is_enough(told):
    told.contact_claimed()
    told.sent(clock("09:42"))
    told.world.ayesha.says("in_person", told.complaint, "09:45")
    there = {"office": told.world.dania.posting.office_id, "appointed_at": clock("+1d 11:00")}
    told.world.dania.does("invite", told.complaint, "10:00", words="To look at the papers.", **there)
    (news,) = told.sent(clock("10:00"))
    assert "Gulberg Circle: 11:00 am, Tuesday 24 November" in words(news)
    assert [title for _, title, _ in choices(news)] == ["I will come", "I will not come", "Another time"]
    told.phone.at = clock("10:10")
    told.phone.taps(list(choices(news))[2][0])
    assert Invitation.objects.get().answer == "another_time"
