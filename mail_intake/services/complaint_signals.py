"""Link e-mails to the complaint that they began, and expire them when its personal data are destroyed."""

from django.db.models import Q
from django.dispatch import receiver

from complaints.models import Complaint, Draft
from complaints.services.access_keys.contact_proofs import record_email_proof
from complaints.signals import complaint_ending_for_good, event_recorded
from ledger.field_encryption import all_index_values, blind_index
from mail_intake.models import IncomingMail
from notifications.reply_addresses import accepts_replies


@receiver(event_recorded)
def link_to_complaint(sender, event, complaint: Complaint, **_) -> None:
    """Record which e-mail a new complaint began with, and that its sender's address is proved.

    The link that continued it went to the address from which the e-mail claimed to come, and the complaint was filed in
    the browser that used the link: the same as a code that is entered there (docs/decisions/0021).
    """
    if event.kind != "registered" or not accepts_replies():
        return
    person = complaint.complainant
    if not person.email:
        return
    mail = IncomingMail.objects.filter(
        draft_id__in=Draft.objects.filter(complaint=complaint).values("pk"), opened_at__isnull=False
    ).first()
    if mail is None:
        return
    IncomingMail.objects.filter(Q(pk=mail.pk) | Q(thread=mail.pk)).update(complaint=complaint)
    if person.email.lower() == mail.address:
        record_email_proof(person, at=event.at, on_filing_device=True)


@receiver(complaint_ending_for_good)
def expire_mail(sender, complaint: Complaint, complainant, **_) -> None:
    """Expire the e-mails of a complaint, and those from its address that have none.

    A job deletes them within the hour.
    """
    of_address = Q(pk=None)
    if complainant.email:
        of_address = Q(sender__in=all_index_values(blind_index("email", complainant.email.lower())), complaint=None)
    mails = IncomingMail.objects.filter(Q(complaint=complaint) | of_address)
    mails.update(expires_at=complaint.received_at, address="", message_id="", refused_files="", complaint=None)
