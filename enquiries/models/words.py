"""The words for statuses, moves and refusals, in the reader's language."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints.rules.statuses import Channel
from enquiries.rules import feedback, verification
from enquiries.rules.refusals import Refusal

CHANNELS = [
    (Channel.WEB.value, _("Web")),
    (Channel.WHATSAPP.value, _("WhatsApp")),
    (Channel.COUNTER.value, _("Counter")),
    (Channel.TELEPHONE.value, _("Telephone")),
]

VERIFICATION_STATUSES = [
    (verification.Status.RECEIVED.value, pgettext_lazy("a verification", "Received")),
    (verification.Status.WITH_RECORDS.value, _("With the record office")),
    (verification.Status.CLEAR.value, _("No record found")),
    (verification.Status.RECORD_FOUND.value, _("Record found")),
    (verification.Status.CANNOT_SAY.value, _("Cannot be said")),
    (verification.Status.CLOSED.value, pgettext_lazy("a verification", "Closed")),
]

VERIFICATION_MOVES = {
    "received": _("Request received"),
    "pass_on": _("Hand it to the record office"),
    "found_nothing": _("No record found"),
    "found_record": _("A record was found"),
    "cannot_say": _("It cannot be said"),
    "look_again": _("Look again"),
    "close": _("Close it"),
    "told_in_person": _("It was told in person: close it"),
    "lapse": _("Closed by itself: the answer was there for thirty days"),
    "end_unanswered": _("Closed by itself: nobody answered it in a year"),
    "erased": _("Names, numbers, photo and notes erased"),
}

FEEDBACK_STATUSES = [
    (feedback.Status.NEW.value, pgettext_lazy("feedback", "New")),
    (feedback.Status.READ.value, pgettext_lazy("feedback", "Read")),
    (feedback.Status.PLANNED.value, pgettext_lazy("feedback", "Planned")),
    (feedback.Status.DONE.value, pgettext_lazy("feedback", "Done")),
    (feedback.Status.NOT_POSSIBLE.value, pgettext_lazy("feedback", "Not possible")),
]

FEEDBACK_MOVES = {
    "received": _("Feedback received"),
    "read": _("It has been read"),
    "plan": _("It is planned"),
    "do": _("It is done"),
    "decline": _("It is not possible"),
    "take_up_again": _("Take it up again"),
    "publish": _("Published"),
    "unpublish": _("Taken off the public page"),
}

REFUSALS = {
    Refusal.NAME_MISSING: _("The name is needed."),
    Refusal.NO_CNIC: _("This can't be a CNIC number. It has thirteen digits, like 35202-1234567-1."),
    Refusal.NO_PHONE: _(
        "This can't be a telephone number. Write it like 0300 1234567, or from abroad with +44 and so on."
    ),
    Refusal.SAME_PERSON: _("This is your own CNIC number. Give the worker's."),
    Refusal.NO_SUCH_DISTRICT: _("Choose a district."),
    Refusal.NO_PHOTO: _("A photo of the worker is needed."),
    Refusal.AGREEMENT_MISSING: _("Ask the worker first. Without their agreement nothing is asked."),
    Refusal.TEXT_MISSING: _("Write what you want to say."),
    Refusal.TEXT_TOO_LONG: _("This is too long. Say it in at most 3,000 characters."),
    Refusal.WORDS_MISSING: _("Please write this down: it stays on record."),
    Refusal.ANSWER_MISSING: _("An answer in English and in Urdu is needed."),
    Refusal.NOT_POSSIBLE_NOW: _("This is not possible as it stands now."),
    Refusal.DAY_TO_COME: _("This day has not come yet."),
    Refusal.NO_PUPILS: _("How many pupils were there? From 1 to 5,000."),
    Refusal.NOT_A_PICTURE: _("This is no photo that we can open. Send a JPEG, PNG or HEIC picture."),
    Refusal.CANNOT_LOOK_NOW: _("The photo cannot be looked at just now. Send it again in a few minutes."),
}
