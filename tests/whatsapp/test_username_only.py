"""A person who shows WhatsApp's username and no number: files, tracks, is answered, and says that it is solved."""

import pytest

from complaints.rules.statuses import Outcome, Status
from tests.whatsapp.simulated_phone import Phone
from tests.whatsapp.test_news import REPORT, Told
from tests.whatsapp.test_own_complaints import CRIME, lodged, writes
from tests.whatsapp.transcripts import choices, words
from tests.world import clock
from whatsapp.models import Chat

USER = "PK.ENT.0123456789abcdef"
LAHORE = ("1", "2", "Lahore", "They broke the lock.", "no", "Change or add", "Name", "Ayesha")


@pytest.mark.slow
def test_from_the_first_word_to_the_last_answer_no_number_is_needed(world, client, simulator):
    told = Told.__new__(Told)
    told.world, told.line, told.phone = world, simulator, Phone(number="", user_id=USER, client=client)
    told.complaint, receipt = lodged(told.phone, LAHORE, "", "yes")
    assert "E-tag number" in receipt
    assert told.complaint.complainant.phone == ""
    assert (Chat.objects.get().phone, Chat.objects.get().user_id) == ("", USER)

    assert "Status: Received" in writes(told.phone, told.complaint.etag)
    assert told.complaint.spaced_etag in writes(told.phone, "0", "2", "3")
    writes(told.phone, "0")
    told.sent()

    told.contact_claimed()
    (asked,) = told.sent(clock("09:41"))
    told.phone.at = clock("09:42")
    told.phone.taps(next(id for id, title, _ in choices(asked) if title.startswith("Yes")))
    world.dania.reports(
        told.complaint, "10:00", Outcome.FIR_REGISTERED, fir_number="112/26", fir_station="Gulberg", words=REPORT
    )
    world.farah.does("accept", told.complaint, "11:00")
    told.sent(clock("11:00"))
    world.salma.does("verify", told.complaint, "12:00", verdict="satisfied")
    (asked,) = told.sent(clock("12:01"))
    assert "112/26" in words(asked)
    told.phone.at = clock("12:10")
    told.phone.taps(next(id for id, title, _ in choices(asked) if title.startswith("Yes")))
    told.complaint.refresh_from_db()
    assert told.complaint.status == Status.CLOSED
    assert set(simulator.chats) == {USER}, "nothing was sent anywhere else"
    assert not simulator.refused


def test_another_username_opens_nothing_of_it(world, client, simulator):
    complaint, _ = lodged(Phone(number="", user_id=USER, client=client), CRIME, "no telephone", "yes")
    other = Phone(number="", user_id="PK.2", client=client)
    assert "cannot open that complaint" in writes(other, "Salam", "2", complaint.etag)
