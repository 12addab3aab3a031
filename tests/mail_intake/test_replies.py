"""Replies to the portal's e-mails: what is added, by whom, and what a reply can never do."""

import pytest
import time_machine

from citizen import rate_limits
from complaints.models import Complaint, Event, Evidence
from complaints.rules.statuses import Status
from complaints.services.access_keys.contact_proofs import record_email_proof
from mail_intake.models import IncomingMail
from mail_intake.services import mail_drafts
from notifications import reply_addresses
from notifications.message_routing import resolve_address
from notifications.models import Message
from tests.evidence import samples
from tests.mail_intake.conftest import text_of
from tests.mail_intake.letters import AYESHA, letter
from tests.secret_words import set_words
from tests.world import clock

pytestmark = pytest.mark.django_db
MORE = "They came back at night. I have a photo."


def proved(complaint) -> Complaint:
    """Return the complaint after its e-mail address was proved by a code, with an empty outbox."""
    person = complaint.complainant
    person.email = AYESHA
    person.set_indexes()
    person.save()
    record_email_proof(person, at=clock("09:05"))
    Message.objects.all().delete()
    return complaint


def address_for(complaint, email=AYESHA) -> str:
    """Return the address for replies that the portal writes into its e-mails."""
    return reply_addresses.make_reply_address(f"complainant:{complaint.complainant_id}", email)


def kinds(complaint) -> list[str]:
    return list(Event.objects.filter(complaint=complaint).order_by("seq").values_list("kind", flat=True))


def last_words(complaint) -> str:
    return Event.objects.filter(complaint=complaint, words__isnull=False).latest("seq").words.text


def status_of(complaint) -> str:
    return Complaint.objects.unscoped("test").get(pk=complaint.pk).status


def test_what_the_portal_writes_to_ayesha_can_be_answered(world, portal):
    complaint = proved(world.complaint())
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    portal.works("09:12")
    told = next(one for one in portal.sent() if one["To"] == AYESHA)
    assert told["Reply-To"] == address_for(complaint)
    portal.takes(letter(MORE, to=told["Reply-To"]), at="10:00")
    assert kinds(complaint)[-1] == "add"
    assert last_words(complaint) == MORE
    [receipt] = [one for one in portal.sent() if one["To"] == AYESHA]
    assert "Your reply was added" in text_of(receipt)


def test_a_reply_is_added_without_the_history_below_it(world, portal):
    complaint = proved(world.complaint())
    below = "\n\nOn Mon, 23 Nov 2026 at 09:12, Portal <complaints@portal.example>\nwrote:\n> Your complaint\n> moved."
    portal.takes(letter(MORE + below, to=address_for(complaint)))
    assert last_words(complaint) == MORE


def test_a_reply_answers_an_open_question(world, portal):
    complaint = proved(world.in_inquiry())
    world.bilal.asks(complaint, "11:00")
    portal.takes(letter("The number is LEA 1234.", to=address_for(complaint)), at="12:00")
    assert status_of(complaint) == Status.IN_INQUIRY
    assert kinds(complaint)[-1] == "resume"


def test_files_of_a_reply_become_evidence_and_others_are_named(world, portal):
    complaint = proved(world.complaint())
    files = [("shop.jpg", samples.photo()), ("winmail.dat", b"\x78\x9f\x3e\x22"), ("list.xlsx", b"PK\x03\x04")]
    portal.takes(letter(MORE, to=address_for(complaint), files=files))
    assert [(row.name, row.complaint_id) for row in Evidence.objects.all()] == [("shop.jpg", complaint.pk)]
    [answer] = [one for one in portal.sent() if one["To"] == AYESHA]
    text = text_of(answer)
    assert ("winmail.dat" in text, "list.xlsx" in text, "shop.jpg" in text) == (True, True, False)


def test_a_yes_by_mail_confirms_withdraws_and_closes_nothing(world, portal):
    complaint = proved(world.complaint())
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    world.bilal.records_contact(complaint, "09:30")
    for number, text in enumerate(("Yes", "I withdraw my complaint.", "Close it.")):
        portal.takes(letter(text, to=address_for(complaint)), at=f"1{number}:00")
    assert kinds(complaint)[-3:] == ["add", "add", "add"]
    assert status_of(complaint) == Status.IN_INQUIRY


def test_somebody_else_with_the_address_for_replies_adds_nothing(world, portal):
    complaint = proved(world.complaint())
    before = kinds(complaint)
    portal.takes(letter("I withdraw.", sender="him@example.net", to=address_for(complaint)))
    assert kinds(complaint) == before
    [answer] = portal.sent()
    assert answer["To"] == "him@example.net"
    assert "We could not add your reply" in text_of(answer)
    assert complaint.etag not in answer.as_string()


def test_a_forged_sender_without_the_address_for_replies_changes_nothing(world, portal):
    complaint = proved(world.complaint())
    before = kinds(complaint)
    portal.takes(letter("I withdraw my complaint " + complaint.etag, subject=complaint.etag))
    assert kinds(complaint) == before
    [answer] = portal.sent()
    assert "Nothing is registered yet" in text_of(answer)  # it goes to Ayesha, who learns of the forgery


@pytest.mark.parametrize("change", ["id", "signature"])
def test_a_changed_token_opens_nothing(world, portal, change):
    complaint, other = proved(world.complaint()), world.complaint(at="09:01")
    token = address_for(complaint)
    old, new = (f"+c{complaint.pk}.", f"+c{other.pk}.") if change == "id" else (token.split("@")[0][-3:], "aaa")
    before = kinds(complaint), kinds(other)
    portal.takes(letter(MORE, to=token.replace(old, new)))
    assert (kinds(complaint), kinds(other)) == before
    assert IncomingMail.objects.get().outcome == "not_added"


def test_a_token_ends_when_the_address_is_corrected(world, portal):
    complaint = proved(world.complaint())
    token, person = address_for(complaint), complaint.complainant
    person.email = "right@example.org"
    person.set_indexes()
    person.save()
    before = kinds(complaint)
    portal.takes(letter(MORE, to=token), letter(MORE, to=token, sender="right@example.org"))
    assert kinds(complaint) == before


def test_no_reply_is_taken_from_an_address_that_nobody_has_proved(world, portal):
    complaint = world.complaint(email=AYESHA)
    before = kinds(complaint)
    portal.takes(letter(MORE, to=address_for(complaint)))
    assert kinds(complaint) == before


@pytest.mark.parametrize("why", ["confidential", "secret word", "neutral"])
def test_where_others_may_read_the_mailbox_nothing_is_offered_and_nothing_added(world, portal, why):
    complaint = proved(world.complaint("domestic_violence" if why == "confidential" else "property_crime"))
    if why == "secret word":
        set_words(complaint.pk, secret_hash="a blue kite")
        complaint.complainant.refresh_from_db()
    elif why == "neutral":
        complaint.complainant.neutral = True
        complaint.complainant.save(update_fields=["neutral"])
    complaint.complainant.messages_wanted = True
    complaint.complainant.save(update_fields=["messages_wanted"])
    assert not resolve_address(f"complainant:{complaint.complainant_id}", at=clock("09:12")).takes_replies
    before = kinds(complaint)
    portal.takes(letter(MORE, to=address_for(complaint)))
    assert kinds(complaint) == before
    [answer] = portal.sent()
    assert answer["Subject"] == "A message for you"
    assert "omplaint" not in text_of(answer)


def test_the_receiving_server_s_verdict_counts_only_if_it_is_ours(world, portal, settings):
    settings.MAIL_INTAKE_AUTHSERV_ID = "mx.portal.example"
    complaint = proved(world.complaint())
    before = kinds(complaint)
    to = address_for(complaint)
    portal.takes(letter("1", to=to, Authentication_Results="mx.portal.example; dmarc=fail header.from=example.org"))
    assert kinds(complaint) == before
    assert portal.sent() == []  # a forged sender gets no answer
    portal.takes(letter("2", to=to, Authentication_Results="mx.evil.example; dmarc=fail"), at="11:00")
    portal.takes(letter("3", to=to, Authentication_Results="mx.portal.example; spf=pass; dmarc=pass"), at="13:00")
    assert kinds(complaint)[len(before) :] == ["add", "add"]


def test_an_excluded_officer_learns_nothing_of_a_reply(world, portal):
    complaint = proved(world.complaint("bribe_demand", station="gulberg"))
    world.nadia.marks(complaint, to=world.dania, at="09:10")
    Message.objects.all().delete()
    portal.takes(letter("Kamran asked for money again.", to=address_for(complaint)), at="10:00")
    assert last_words(complaint) == "Kamran asked for money again."
    told = {message.recipient for message in Message.objects.filter(template="citizen_added")}
    assert told == {f"posting:{world.dania.posting.pk}"}
    assert not Complaint.objects.visible_to(world.kamran.actor, at=clock("10:01")).filter(pk=complaint.pk).exists()


def test_a_reply_to_an_ended_complaint_says_that_it_was_not_added(world, portal):
    complaint = proved(world.complaint())
    world.ayesha.does("withdraw", complaint, "09:10")
    portal.takes(letter(MORE, to=address_for(complaint)), at="10:00")
    assert "We could not add your reply" in text_of(portal.sent()[-1])


def test_a_flood_of_replies_waits_and_loses_nothing(world, portal, monkeypatch):
    monkeypatch.setattr(rate_limits, "MOVES_PER_ETAG", rate_limits.Bucket("mail_test_one", every=60, burst=8))
    complaint = proved(world.complaint())
    count = len(kinds(complaint))
    portal.takes(*(letter(f"Part {n}", to=address_for(complaint)) for n in range(12)))
    assert len(kinds(complaint)) < count + 12
    assert IncomingMail.objects.filter(state="waiting").exists()
    for minutes in range(10, 40, 10):
        portal.works(f"09:{minutes}")
    assert len(kinds(complaint)) == count + 12


def test_a_reply_after_the_complaint_was_filed_goes_to_the_complaint(world, portal):
    [mail] = portal.takes(letter())
    [answer] = portal.sent()
    complaint = proved(world.complaint())
    IncomingMail.objects.filter(pk=mail.pk).update(complaint=complaint, opened_at=clock("09:10"))
    portal.takes(letter(MORE, to=answer["Reply-To"]), at="12:00")
    assert last_words(complaint) == MORE


def test_a_reply_while_the_draft_is_open_gets_a_link_of_its_own(portal):
    [mail] = portal.takes(letter())
    [answer] = portal.sent()
    with time_machine.travel(clock("09:10"), tick=False):
        assert mail_drafts.open_mail(mail.draft_id, at=clock("09:10"))
    portal.takes(letter(MORE, to=answer["Reply-To"]), at="12:00")
    assert IncomingMail.objects.latest("pk").outcome == "offered"
    assert "Nothing is registered yet" in text_of(portal.sent()[0])
