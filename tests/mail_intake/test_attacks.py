"""What somebody with an e-mail of ours, or with the mailbox, must not be able to do."""

from datetime import timedelta

import pytest

from citizen.filing.draft_addresses import draft_address
from complaints.evidence import sealed_storage
from mail_intake.models import IncomingMail
from mail_intake.rules.mail_limits import MAIL_KEPT
from mail_intake.services import mail_deletion
from notifications.models import Message
from notifications.services.returned_messages import record_returned_message
from tests.citizen.conftest import Visitor
from tests.mail_intake.letters import letter
from tests.mail_intake.test_new_mail import link_in, opens
from tests.world import clock

SENT = clock("09:00")


@pytest.mark.parametrize(
    ("recipient", "days", "is_believed"),
    [("posting:7", 1, False), ("office:3", 1, False), ("complainant:12", 1, True), ("complainant:12", 6, False)],
)
def test_an_officer_cannot_report_a_reminder_as_returned(db, recipient, days, is_believed):
    """An officer has the e-mail, and so the signed id that a report needs."""
    times = {"created_at": SENT, "not_before": SENT, "sent_at": SENT}
    message = Message.objects.create(recipient=recipient, template="reminder", channel="email", **times)
    assert record_returned_message(message.pk, status="5.1.1", at=SENT + timedelta(days=days)) is is_believed
    message.refresh_from_db()
    assert (message.sent_at is None) is is_believed


def test_a_draft_that_somebody_began_under_the_id_of_a_link_does_not_get_the_mail(portal):
    portal.takes(letter())
    link = link_in(portal.sent()[0])
    abuser = Visitor()
    key = draft_address(IncomingMail.objects.get().draft_id)
    assert abuser.posts("/complain/", "09:05", key=key, text="Something else").status_code == 302
    opens(link)
    assert IncomingMail.objects.get().opened_at is None
    assert "They took two phones" not in abuser.get(f"/complain/{key}/what/", "09:11").content.decode()


def test_replies_are_deleted_with_their_first_mail_and_leave_no_file(portal):
    portal.takes(letter())
    first = IncomingMail.objects.get()
    portal.takes(letter("One more thing."), at="+2d 09:00")
    IncomingMail.objects.exclude(pk=first.pk).update(thread=first)
    files = [mail.file_name for mail in IncomingMail.objects.all()]
    assert len(files) == 2
    mail_deletion.delete_expired_mail(at=first.received_at + MAIL_KEPT)
    assert not any(map(sealed_storage.evidence_storage().exists, files))
