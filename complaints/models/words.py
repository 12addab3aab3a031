"""The words for statuses, outcomes, channels, clocks and refusals, in the reader's language."""

from django.utils.translation import gettext_lazy as _

from complaints.rules.clock import Clock
from complaints.rules.contacting import Way
from complaints.rules.guards import Contact, Refusal
from complaints.rules.persons import Behalf, Consent
from complaints.rules.statuses import Channel, Ending, Outcome, Status, Verdict

GROUPS = [
    ("conduct", _("About a police officer or station")),
    ("crime", _("A crime")),
    ("harassment", _("Harassment, violence at home, a child")),
    ("service", _("A police service")),
    ("overseas", _("From Pakistanis abroad")),
    ("welfare", _("Police employees and families")),
    ("feedback", _("Feedback")),
    ("other", _("Something else")),
]

STATUSES = [
    (Status.RECEIVED, _("Received")),
    (Status.MARKED, _("Marked to officer")),
    (Status.IN_INQUIRY, _("Under inquiry")),
    (Status.AWAITING_CITIZEN, _("Information needed")),
    (Status.REPORTED, _("Report submitted")),
    (Status.RESOLVED, _("Resolved")),
    (Status.CLOSED, _("Closed")),
    (Status.REJECTED, _("Not accepted")),
    (Status.WITHDRAWN, _("Withdrawn")),
    (Status.MERGED, _("Merged with another complaint")),
]

OUTCOMES = [
    (Outcome.RELIEF_GRANTED, _("Relief granted")),
    (Outcome.PARTLY_GRANTED, _("Partly granted")),
    (Outcome.FIR_REGISTERED, _("FIR registered")),
    (Outcome.REFERRED, _("Referred elsewhere")),
    (Outcome.NOT_PROVED, _("Not proved")),
    (Outcome.PROVED_FALSE, _("Proved false")),
    (Outcome.RECONCILED, _("Reconciled")),
]

VERDICTS = [
    (Verdict.SATISFIED.value, _("Satisfied")),
    (Verdict.NOT_SATISFIED.value, _("Not satisfied")),
    (Verdict.UNREACHABLE.value, _("Not reached in three calls on two days")),
]

ENDINGS = [
    (Ending.CONFIRMED, _("Confirmed by the citizen")),
    (Ending.UNANSWERED, _("Unanswered")),
    (Ending.FEEDBACK, _("Feedback")),
]

CHANNELS = [
    (Channel.WEB, _("Web")),
    (Channel.COUNTER, _("Counter")),
    (Channel.TELEPHONE, _("Telephone")),
    (Channel.LETTER, _("Letter")),
    (Channel.WHATSAPP, "WhatsApp"),
    (Channel.PARTNER, _("Partner")),
]

MESSAGE_CHANNELS = [("sms", _("SMS")), ("email", _("E-mail"))]

BEHALVES = [
    (Behalf.SELF, _("For myself")),
    (Behalf.CHILD, _("For a child")),
    (Behalf.RELATIVE, _("For a relative")),
    (Behalf.CLIENT, _("For a client")),
    (Behalf.OTHER, _("For somebody else")),
]

CONSENTS = [
    (Consent.GIVEN, _("The person agrees")),
    (Consent.CANNOT, _("The person cannot be asked")),
    (Consent.NOT_GIVEN, _("The person does not know, or does not agree")),
]

CLOCKS = [
    (Clock.CONTACT, _("Contact")),
    (Clock.REPORT, _("Report")),
    (Clock.DECISION, _("Decision")),
    (Clock.URGENT, _("Urgent act")),
    (Clock.VERIFY, _("Verification")),
    (Clock.CALL, _("Call about the contact")),
    (Clock.EXCUSE, _("Call after three tries")),
    (Clock.ORDER, _("Order")),
    (Clock.PRESSURE, _("Report of pressure")),
]

URGENT_ACTS = {
    "person seen or freed (assumed)": _("The person has been seen, or is free"),
    "medical examination ordered (assumed)": _("A medical examination has been ordered"),
    "ZARRA told": _("ZARRA has been told (Zainab Alert Act 2020)"),
}
"""What categories.csv asks for at once, by its words there."""

WAYS = [
    (Way.IN_PERSON, _("In person")),
    (Way.TELEPHONE, _("By telephone")),
    (Way.WHATSAPP, _("By WhatsApp call")),
    (Way.EMAIL, _("By e-mail, and they answered")),
    (Way.PORTAL, _("By a message on their page")),
]

CONTACTS = [
    (Contact.OPEN, _("Not yet contacted")),
    (Contact.CLAIMED, _("Said, not confirmed")),
    (Contact.CONFIRMED, _("Confirmed")),
    (Contact.UNCONFIRMED, _("Never confirmed")),
    (Contact.EXCUSED, _("Could not be reached")),
    (Contact.NOT_NEEDED, _("No contact needed")),
]

REFUSALS = {
    Refusal.HOLD_STANDS: _("It is under a legal hold already."),
    Refusal.NO_HOLD: _("It is under no legal hold."),
    Refusal.HOLD_IS_THE_DISTRICTS: _("Only the head of a district or of an office above it places a legal hold."),
    Refusal.CPO_LIFTS_IT: _("Only the Central Police Office lifts a legal hold."),
    Refusal.NO_SUCH_DATE: _("The date must lie ahead, within 90 days."),
    Refusal.NOT_WITHIN_A_MONTH: _("The date must lie ahead, within 30 days."),
    Refusal.ORDER_WAITS: _("An order waits for its answer already. One at a time."),
    Refusal.CONTACT_NOT_SETTLED: _("Speak to the complainant first, and record it."),
    Refusal.CONTACT_NOT_OPEN: _("The contact of this round is already recorded."),
    Refusal.NO_CLAIM: _("No contact is waiting to be confirmed."),
    Refusal.CITIZEN_FIRST: _("The complainant answers first. Ring them when a day has passed without an answer."),
    Refusal.ANSWER_STILL_POSSIBLE: _("The complainant can still answer; three calls over two days come first."),
    Refusal.ANSWER_ON_THEIR_PAGE: _(
        "They have no phone to be rung. They can answer on their page for three days; "
        "then it counts as never confirmed."
    ),
    Refusal.TOO_FEW_CALLS: _("Three calls that failed, on two days, come first."),
    Refusal.NOT_IN_THEIR_HOURS: _("They may not be rung at this hour."),
    Refusal.NOBODY_TO_INVITE: _(
        "Nobody who is under 18 or anonymous, or has left the inquiry, is invited to an office. Write to them here."
    ),
    Refusal.INVITATION_STANDS: _("An invitation stands already. One at a time."),
    Refusal.INVITATION_REFUSED: _("They have refused an invitation. Nobody is asked twice: write to them here."),
    Refusal.NO_SUCH_HOUR: _("Choose an hour from 8:00 to 20:00, at least twelve hours and at most 30 days ahead."),
    Refusal.NO_SUCH_PLACE: _("The complainant is not invited to that office. Choose one from the list."),
    Refusal.RING_YOURSELF: _("You may ring this complainant yourself."),
    Refusal.NOTHING_URGENT: _("No urgent act is owed here."),
    Refusal.NO_NUMBER: _("They gave no telephone number. Write to them on their page."),
    Refusal.CALL_WAITS: _("A call is asked for already. The complaint cell makes it in the complainant's hours."),
    Refusal.TELEPHONE_MISSING: _("Give the telephone on which the complaint cell reaches you."),
    Refusal.MINUTES_MISSING: _("Say how many minutes they spoke: from 1 to 240."),
    Refusal.NOT_TO_BE_RUNG: _("There is nothing any more to ring about. A colleague may have been first."),
    Refusal.TOO_FEW_TRIES: _("Three tries by the officer come first."),
    Refusal.TRIED_RECENTLY: _("Tries count when they are two hours apart."),
    Refusal.LIMIT_TOO_SHORT_TO_PAUSE: _("The limit of this complaint is too short to be paused."),
    Refusal.PAUSED_TWICE: _("The clock has been paused twice already in this round."),
    Refusal.PAUSE_USED_UP: _("The time for questions is used up in this round."),
    Refusal.OUTCOME_MISSING: _("Say what the inquiry came to."),
    Refusal.FIR_MISSING: _("Give the FIR's number and its police station."),
    Refusal.SIGNED_REASON_MISSING: _("A crime without an FIR number needs your reason, in words."),
    Refusal.ACCEPTED_FIRST: _("The report has to be accepted first. Then you ask the complainant."),
    Refusal.OWN_REPORT: _("Nobody decides on a report of their own."),
    Refusal.BOTH_KEYS: _("You have turned the other key. Two keys are two people's."),
    Refusal.KEY_TURNED: _("This has been done already."),
    Refusal.CPO_CELL_ONLY: _("Only the complaint cell of the Central Police Office asks about this one."),
    Refusal.CPO_CHANGES_THE_KIND: _(
        "This change would take protection or time limits away. Only the complaint cell of the Central Police Office "
        "makes it."
    ),
    Refusal.TOO_EARLY: _("It is too early for this."),
    Refusal.TOO_LATE: _("The time for this has passed."),
    Refusal.FINAL_ORDER: _(
        "The police's own ways are exhausted. You can turn to the Justice of Peace (section 22-A CrPC) or the courts."
    ),
    Refusal.HAS_LIMITS: _("Only feedback, which has no time limit, is closed this way."),
    Refusal.FEEDBACK_IS_FILED: _("Feedback is read and filed: there is nothing to decide again. You can send it anew."),
    Refusal.NOT_ASKED: _("The complainant has not asked for this."),
    # Says nothing of pressure: whoever presses the complainant may be reading it too.
    Refusal.UNDER_PRESSURE: _("This can't be done for some days. The complaint stays as it is."),
    Refusal.CELL_AFTER_A_CALL: _("The complaint cell will ring you first, to be sure that it is your own wish."),
    Refusal.WORDS_MISSING: _("Say it in words: the complainant and your superiors will read them."),
    Refusal.RANK_TOO_LOW: _("This complaint may not be marked to that rank."),
    Refusal.NOT_ADDRESSABLE: _("This complaint may not be marked to that posting."),
    Refusal.OUTSIDE_THE_OFFICE: _("That officer is not posted within your office."),
    Refusal.SAME_OFFICE: _("It is at that office already."),
    Refusal.YOURS_TO_DECIDE: _("It has been forwarded twice, so you decide: mark it to an officer."),
    Refusal.NOT_THAT_WAY: _("This complainant is not reached in that way."),
    Refusal.WORDS_TOO_LONG: _("This is longer than five pages: shorten it."),
    Refusal.VERDICT_MISSING: _("Say what the complainant says of the report."),
    Refusal.ANSWER_MISSING: _("Say who spoke to the complainant."),
    Refusal.CATEGORY_MISSING: _("Choose another category."),
    Refusal.FEEDBACK_IS_MARKED: _("Only what nobody has marked yet can become feedback."),
    Refusal.NOT_CONDUCT: _("Only a complaint about the police has an officer to be heard."),
    Refusal.NEVER_RECONCILED: _("Torture, harm to children and sexual violence are never settled by reconciliation."),
    Refusal.HIGHER_KEY: _("That a complaint is proved false is for a higher office to accept."),
    Refusal.NO_SUCH_COMPLAINT: _("There is no such complaint within your office."),
    Refusal.NOT_THE_SAME_PERSON: _("That complaint is not by the same person: the two can be linked, not merged."),
    Refusal.NOT_EARLIER: _("A complaint is merged into an earlier one that has not ended."),
    Refusal.GIST_GIVES_AWAY: _(
        "This holds the complainant's name, a number, or where they live. The officer must not learn who complains: "
        "leave it out."
    ),
    Refusal.NOT_HEARD: _(
        "The officer concerned has not been heard. Lay before them what is said, and wait for the answer or its day."
    ),
    Refusal.COMPLAINANT_NOT_HEARD: _(
        "Nobody's complaint is called false unheard: the complainant has to have spoken to an officer in this round."
    ),
    Refusal.ABOVE_THE_ACCUSED: _("What is about the police is refused by an office above the one that it is against."),
    Refusal.NO_SUCH_OFFICER: _("Choose the officer from the list."),
    Refusal.NO_OFFICE_OUTSIDE: _(
        "No police office stands outside this officer's line, so none could decide. Tell the complainant that the "
        "Justice of Peace (section 22-A CrPC) and the courts are open to them."
    ),
}
