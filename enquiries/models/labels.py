"""Labels of statuses, moves and refusals, in the reader's language."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints.rules.statuses import Channel
from enquiries.rules import feedback_workflow, verification_workflow
from enquiries.rules.enquiry_refusals import EnquiryRefusal

CHANNELS = [
    (Channel.WEB.value, _("Web")),
    (Channel.WHATSAPP.value, _("WhatsApp")),
    (Channel.COUNTER.value, _("Counter")),
    (Channel.TELEPHONE.value, _("Telephone")),
]

VERIFICATION_STATUSES = [
    (verification_workflow.RequestStatus.RECEIVED.value, pgettext_lazy("a verification", "Received")),
    (verification_workflow.RequestStatus.WITH_RECORDS.value, _("With the record office")),
    (verification_workflow.RequestStatus.CLEAR.value, _("No record found")),
    (verification_workflow.RequestStatus.RECORD_FOUND.value, _("Record found")),
    (verification_workflow.RequestStatus.CANNOT_SAY.value, _("Could not be determined")),
    (verification_workflow.RequestStatus.CLOSED.value, pgettext_lazy("a verification", "Closed")),
]

VERIFICATION_BUTTONS = {
    "pass_on": _("Send to the record office"),
    "found_nothing": _("No record found"),
    "found_record": _("Record found"),
    "cannot_say": _("Could not be determined"),
    "look_again": _("Check again"),
    "close": _("Close the request"),
    "told_in_person": _("Applicant told in person: close the request"),
}

VERIFICATION_EVENTS = {
    "received": _("Request received"),
    "pass_on": _("Sent to the record office"),
    "found_nothing": _("No record found"),
    "found_record": _("Record found"),
    "cannot_say": _("Could not be determined"),
    "look_again": _("Sent back for another check"),
    "close": _("The request was closed"),
    "told_in_person": _("Applicant told in person, request closed"),
    "lapse": _("Closed automatically: 30 days after the answer"),
    "end_unanswered": _("Closed automatically: not answered within a year"),
    "erased": _("Names, numbers, photo and notes erased"),
}

FEEDBACK_STATUSES = [
    (feedback_workflow.FeedbackStatus.NEW.value, pgettext_lazy("feedback", "New")),
    (feedback_workflow.FeedbackStatus.READ.value, pgettext_lazy("feedback", "Read")),
    (feedback_workflow.FeedbackStatus.PLANNED.value, pgettext_lazy("feedback", "Planned")),
    (feedback_workflow.FeedbackStatus.DONE.value, pgettext_lazy("feedback", "Done")),
    (feedback_workflow.FeedbackStatus.NOT_POSSIBLE.value, pgettext_lazy("feedback", "Not possible")),
]

FEEDBACK_BUTTONS = {
    "read": _("Mark as read"),
    "plan": _("Mark as planned"),
    "do": _("Mark as done"),
    "decline": _("Mark as not possible"),
    "take_up_again": _("Reopen the feedback"),
}

FEEDBACK_EVENTS = {
    "received": _("Feedback received"),
    "read": _("Marked as read"),
    "plan": _("Marked as planned"),
    "do": _("Marked as done"),
    "decline": _("Marked as not possible"),
    "take_up_again": _("Feedback reopened"),
    "publish": _("Published"),
    "unpublish": _("Taken off the public page"),
}

REFUSALS = {
    EnquiryRefusal.NAME_MISSING: _("Enter the name."),
    EnquiryRefusal.NO_CNIC: _("This is not a CNIC number. A CNIC number has 13 digits, like 35202-1234567-1."),
    EnquiryRefusal.NO_PHONE: _(
        "Enter a phone number like 0300 1234567. For a foreign number, start with the country code, like +44."
    ),
    EnquiryRefusal.SAME_PERSON: _("This is your own CNIC number. Enter the worker's."),
    EnquiryRefusal.NO_SUCH_DISTRICT: _("Choose a district."),
    EnquiryRefusal.NO_PHOTO: _("A photo of the worker is needed."),
    EnquiryRefusal.AGREEMENT_MISSING: _("Ask the worker first. We cannot check anything without their consent."),
    EnquiryRefusal.TEXT_MISSING: _("Write what you want to say."),
    EnquiryRefusal.TEXT_TOO_LONG: _("This is too long. Say it in at most 3,000 characters."),
    EnquiryRefusal.REASON_TOO_LONG: _("This reason is too long. Use at most 200 characters."),
    EnquiryRefusal.WORDS_MISSING: _("Please fill this in: it stays on record."),
    EnquiryRefusal.ANSWER_MISSING: _("Enter the answer in English and in Urdu."),
    EnquiryRefusal.NOT_POSSIBLE_NOW: _("This is not possible at the current stage."),
    EnquiryRefusal.DAY_TO_COME: _("The date must be today or earlier."),
    EnquiryRefusal.NO_PUPILS: _("How many pupils were there? From 1 to 5,000."),
    EnquiryRefusal.NOT_A_PICTURE: _("We cannot open this photo. Send a JPEG, PNG or HEIC picture."),
    EnquiryRefusal.CANNOT_LOOK_NOW: _("We cannot check the photo right now. Send it again in a few minutes."),
}
