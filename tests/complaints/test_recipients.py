"""A complainant's contact details, and their wishes about contact."""

from zoneinfo import ZoneInfo

import pytest

from complaints.complainant_addresses import complainant_address
from complaints.models import Complainant
from complaints.services.access_keys.access_codes import send_code
from notifications.models import DeliveredMail, Message
from notifications.rules.delivery_hours import DailyHours
from notifications.services import DeliveryCounts, deliver_due_messages, enqueue
from tests.world import clock


def address(complaint, **changes):
    """As it is resolved once these columns of the complainant have changed."""
    person = Complainant.objects.get(pk=complaint.complainant_id)
    for name, value in changes.items():
        setattr(person, name, value)
    person.save()
    return complainant_address(complaint.complainant_id, clock("10:00"))


def test_phone_e_mail_and_language_are_as_they_were_given(world):
    found = address(world.complaint(email="ayesha@example.org", language="ur"))
    assert (found.phone, found.email, found.language) == ("+923001112233", "ayesha@example.org", "ur")
    assert (found.neutral, found.quiet, found.prefers, found.hours) == (False, False, "", None)


def test_a_name_is_used_once_a_key_has_shown_that_the_number_is_theirs(world):
    """A mistyped number tells a stranger nothing but an E-tag."""
    complaint = world.complaint()
    assert address(complaint).name == ""
    assert address(complaint, phone_verified_at=clock("09:30")).name == "Ayesha"


def test_the_channel_the_hours_and_the_words_are_those_that_they_chose(world):
    complaint = world.complaint(email="ayesha@example.org", time_zone="Europe/London")
    found = address(complaint, prefers="email", safe_from=22, safe_until=6, neutral=True)
    assert (found.prefers, found.neutral) == ("email", True)
    assert found.hours == DailyHours(22, 6, ZoneInfo("Europe/London"))
    assert found.awake == DailyHours(7, 22, ZoneInfo("Europe/London"))


@pytest.mark.parametrize(
    ("columns", "is_quiet"),
    [
        ({}, False),
        ({"secret_hash": "argon2"}, True),
        ({"secret_hash": "argon2", "messages_wanted": True}, False),
        ({"under_18": True}, True),
        ({"under_18": True, "messages_wanted": True}, False),
    ],
)
def test_under_a_secret_word_and_to_a_child_nothing_goes_out_unasked(world, columns, is_quiet):
    assert address(world.complaint(), **columns).quiet is is_quiet


def test_of_a_confidential_matter_nothing_goes_out_unasked(world):
    complaint = world.complaint("gender_harassment")
    assert address(complaint).quiet
    assert not address(complaint, messages_wanted=True).quiet


def test_nobody_is_told_where_nothing_was_given_or_who_is_anonymous(world):
    complaint = world.complaint("bribe_demand")
    assert address(complaint, anonymous=True) is None
    assert complainant_address(complaint.complainant_id + 1, clock("10:00")) is None
    assert complainant_address(world.complaint(phone="").complainant_id, clock("10:00")) is None


def test_resolving_is_one_query(world, django_assert_num_queries):
    complaint = world.complaint()
    with django_assert_num_queries(1):
        complainant_address(complaint.complainant_id, clock("10:00"))


# --- from the fact to the telephone ---------------------------------------------------------------------------------


@pytest.fixture
def mailbox(settings):
    """Telephones and mailboxes that can be looked into."""
    settings.NOTIFICATIONS_TRANSPORTS = dict.fromkeys(("sms", "email"), "notifications.transports.mailbox.send")
    return DeliveredMail.objects.order_by("pk")


def test_the_first_message_reaches_an_unverified_number_and_has_nothing_personal_in_it(world, mailbox):
    complaint = world.complaint(language="en")
    assert deliver_due_messages(at=clock("09:01")) == DeliveryCounts(sent=1)
    [sms] = mailbox
    assert (sms.channel, sms.address) == ("sms", "+923001112233")
    assert complaint.spaced_etag in sms.text
    assert "Ayesha" not in sms.text


@pytest.mark.parametrize("told", [{"email": ""}, {"phone": "", "email": "ayesha@example.org"}], ids=["phone", "e-mail"])
def test_a_stranger_s_telephone_rings_three_times_an_hour_for_what_is_filed_with_it(world, mailbox, told):
    """Every filing is accepted. The fourth and fifth send no message to that number; an hour later one does."""
    for minute in ("09:00", "09:01", "09:02", "09:03", "09:04", "10:03"):
        world.complaint(at=minute, **told)
    deliver_due_messages(at=clock("10:04"))
    assert len(mailbox) == 4
    kept_back = Message.objects.exclude(given_up_at=None).values_list("last_error", flat=True)
    assert set(kept_back) == {"the address has had enough of these lately, and may be a stranger's"}


def test_whoever_has_shown_that_the_number_is_theirs_is_told_of_all_that_they_file(world, mailbox):
    for _ in range(5):
        world.complaint()
    Complainant.objects.update(phone_verified_at=clock("09:00"))
    assert deliver_due_messages(at=clock("09:01")) == DeliveryCounts(sent=5)


def test_a_letter_greets_by_name_once_the_number_is_known_to_be_theirs(world, mailbox):
    complaint = world.complaint(phone="", email="ayesha@example.org")
    deliver_due_messages(at=clock("09:01"))
    Complainant.objects.filter(pk=complaint.complainant_id).update(phone_verified_at=clock("09:05"))
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    deliver_due_messages(at=clock("09:12"))
    letters = mailbox.filter(address="ayesha@example.org")
    assert [letter.text.partition("\n")[0] for letter in letters] == ["Hello,", "Hello Ayesha,"]


def test_a_child_s_telephone_stays_silent_until_somebody_asks(world, mailbox):
    complaint = world.complaint(under_18=True)
    assert deliver_due_messages(at=clock("09:01")) == DeliveryCounts(given_up=1)
    assert not mailbox
    assert Message.objects.get().last_error == "asked not to be written to"
    Complainant.objects.filter(pk=complaint.complainant_id).update(messages_wanted=True)
    world.salma.marks(complaint, to=world.dania, at="09:10")
    deliver_due_messages(at=clock("09:12"))
    assert [sms.address for sms in mailbox.filter(channel="sms")] == ["+923001112233"]


def test_news_wait_for_the_hours_they_chose_in_their_order_and_a_code_does_not(world, mailbox):
    complaint = world.complaint("financial_crime", "09:00", language="en")
    Complainant.objects.filter(pk=complaint.complainant_id).update(safe_from=13, safe_until=15)
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    deliver_due_messages(at=clock("09:11"))
    assert send_code(etag=complaint.etag, phone_or_email="+923001112233", at=clock("10:00"))
    for minute in ("10:00", "12:59", "13:00", "13:01"):
        deliver_due_messages(at=clock(minute))
    told = [(sms.at, sms.text.partition(".")[0]) for sms in mailbox.filter(channel="sms")]
    assert [at for at, _ in told] == [clock("10:00"), clock("13:00"), clock("13:01")]
    assert told[0][1].startswith("Your code is ")
    assert told[1][1] == "Complaint registered"
    assert told[2][1].startswith(f"Complaint {complaint.spaced_etag} is now with an officer")


def test_what_the_clock_found_out_at_night_waits_for_the_morning(world, mailbox):
    complaint = world.complaint("financial_crime", "09:00", language="en")
    person = f"complainant:{complaint.complainant_id}"
    deliver_due_messages(at=clock("09:01"))
    enqueue(recipient=person, template="closed", context=facts(complaint) | {"unhurried": True}, at=clock("23:00"))
    assert deliver_due_messages(at=clock("23:00")) == DeliveryCounts(put_back=1)
    assert Message.objects.get(template="closed").not_before == clock("+1d 07:00")
    assert deliver_due_messages(at=clock("+1d 07:00")) == DeliveryCounts(sent=1)
    enqueue(recipient=person, template="closed", context=facts(complaint), at=clock("+1d 23:00"))
    assert deliver_due_messages(at=clock("+1d 23:00")) == DeliveryCounts(sent=1)  # somebody has just done it


def facts(complaint) -> dict:
    return {"etag": complaint.etag, "spaced_etag": complaint.spaced_etag}
