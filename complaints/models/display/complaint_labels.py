"""Labels of statuses, outcomes, channels, clocks and refusals, in the reader's language."""

from django.utils.translation import gettext_lazy as _

from complaints.rules.calls.contact_ways import ContactWay
from complaints.rules.clock import Clock
from complaints.rules.complainant.anonymity_and_consent import Behalf, Consent
from complaints.rules.exclusion.stated_posts import StatedPost
from complaints.rules.guard_facts import ContactState
from complaints.rules.refusals import Refusal
from complaints.rules.statuses import Channel, Ending, Outcome, Status, Verdict

GROUPS = [
    ("conduct", _("About a police officer or station")),
    ("crime", _("A crime")),
    ("harassment", _("Harassment, domestic violence, child safety")),
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
    (Status.REJECTED, _("Rejected")),
    (Status.WITHDRAWN, _("Withdrawn")),
    (Status.MERGED, _("Merged with another complaint")),
]

DESK_STATUSES = [(Status.RECEIVED, _("Not yet marked")), *STATUSES[1:]]
"""At the desk *received* means all complaints of a period, so the status has another label there."""

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
    (Ending.UNANSWERED, _("No reply from the citizen")),
    (Ending.FEEDBACK, _("Feedback")),
    (Ending.OUTSIDE, _("Left to the authority outside the police")),
    (Ending.IMPORTED, _("Closed in the earlier system")),
]

CHANNELS = [
    (Channel.WEB, _("Web")),
    (Channel.COUNTER, _("Counter")),
    (Channel.TELEPHONE, _("Telephone")),
    (Channel.LETTER, _("Letter")),
    (Channel.WHATSAPP, "WhatsApp"),
    (Channel.PARTNER, _("Partner organisation")),
    (Channel.APP, _("App")),
    (Channel.IMPORTED, _("Imported from another system")),
]

POSTS = [
    (StatedPost.SHO.value, _("Someone at a police station, up to the SHO")),
    (StatedPost.SDPO.value, _("A DSP, ASP or SDPO")),
    (StatedPost.DPO.value, _("An SP, SSP or the head of the district (DPO or CPO)")),
    (StatedPost.RPO.value, _("A DIG, RPO or CCPO")),
    (StatedPost.CENTRAL_STAFF.value, _("Someone at the Central Police Office, below the Inspector General")),
    (StatedPost.PPO.value, _("The Inspector General (then nobody in the police can open it)")),
]
"""How senior the most senior officer involved is, from the lowest to the highest."""

THREE_ANSWERS = [("no", _("No")), ("yes", _("Yes")), ("unknown", _("I don't know"))]
"""The answers to “Should any police officer or office be kept from this complaint?” and “Could it be an SP …?”."""


def stated_post_label(concerned: dict) -> str:
    """Return the label of the officer's seniority in `Statement.concerned`, or an empty string."""
    return str(dict(POSTS).get(concerned.get("post"), ""))


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
    (Clock.URGENT, _("Urgent action")),
    (Clock.VERIFY, _("Verification")),
    (Clock.CALL, _("Call to confirm contact")),
    (Clock.EXCUSE, _("Call after three failed attempts")),
    (Clock.ORDER, _("Order")),
    (Clock.PRESSURE, _("Report of pressure")),
    (Clock.REFERRAL, _("Referral to the FIA and NCHR")),
    (Clock.SETTLING, _("Confirming whom it is against")),
    (Clock.LISTENING, _("Listening to the voice note")),
]

URGENT_ACTS = {
    "person seen or freed (assumed)": _("The person has been seen or freed"),
    "medical examination ordered (assumed)": _("A medical examination has been ordered"),
    "ZARRA told": _("ZARRA has been notified (Zainab Alert Act 2020)"),
    "ZARRA told; call back at once": _("ZARRA has been notified (Zainab Alert Act 2020)"),
    "child seen safe (assumed)": _("The child has been seen and is safe"),
}
"""Labels of urgent actions, by their text in categories.csv."""

WAYS = [
    (ContactWay.IN_PERSON, _("In person")),
    (ContactWay.TELEPHONE, _("By telephone")),
    (ContactWay.WHATSAPP, _("By WhatsApp call")),
    (ContactWay.EMAIL, _("By e-mail, and they answered")),
    (ContactWay.PORTAL, _("By message on their complaint page")),
]

CONTACTS = [
    (ContactState.OPEN, _("Not yet contacted")),
    (ContactState.CLAIMED, _("Claimed, unconfirmed")),
    (ContactState.CONFIRMED, _("Confirmed")),
    (ContactState.UNCONFIRMED, _("Unconfirmed")),
    (ContactState.EXCUSED, _("Could not be reached")),
    (ContactState.NOT_NEEDED, _("No contact needed")),
]

REFUSALS = {
    Refusal.ALREADY_ON_HOLD: _("This complaint is already under a legal hold."),
    Refusal.NO_HOLD: _("This complaint is not under a legal hold."),
    Refusal.HOLD_IS_THE_DISTRICTS: _("Only the head of a district or of a higher office can place a legal hold."),
    Refusal.CPO_LIFTS_IT: _("Only the Central Police Office can lift a legal hold."),
    Refusal.UNPROVED_KEY: _(
        "First show that this phone number or e-mail address is yours: enter the code that we send there."
    ),
    Refusal.OFFICERS_KEY: _(
        "You opened this complaint with an officer's help: with a code that an officer issued, or with a phone number, "
        "e-mail address or secret word that was changed that way. You can read, add, answer and object. For anything "
        "else, the complaint cell must speak to you first."
    ),
    Refusal.NO_SUCH_DATE: _("Choose a date within the next 90 days."),
    Refusal.NOT_WITHIN_A_MONTH: _("Choose a date within the next 30 days."),
    Refusal.ORDER_WAITS: _("An order is already waiting for an answer. You can give one order at a time."),
    Refusal.NARROWING_WAITS: _(
        "A request to open this complaint to more officers is already waiting. It must be decided first."
    ),
    Refusal.NOTHING_TO_OBJECT_TO: _(
        "There is nothing to object to any more: the complainant has objected, or the request has been decided. Choose "
        "another outcome."
    ),
    Refusal.CONTACT_NOT_SETTLED: _("Speak to the complainant first and record the contact."),
    Refusal.CONTACT_NOT_OPEN: _("The contact of this round is already recorded."),
    Refusal.NO_CLAIM: _("No contact is waiting to be confirmed."),
    Refusal.CITIZEN_FIRST: _("The complainant answers first. Call them if they have not answered after one day."),
    Refusal.ANSWER_STILL_POSSIBLE: _("The complainant can still answer. Make three calls over two days first."),
    Refusal.ANSWER_ON_THEIR_PAGE: _(
        "They have no phone number. They can answer on their page for three days; after that the contact "
        "counts as never confirmed."
    ),
    Refusal.TOO_FEW_CALLS: _("Three failed calls over two days are needed first."),
    Refusal.NOT_IN_THEIR_HOURS: _("The complainant cannot be called at this time."),
    Refusal.NOBODY_TO_INVITE: _(
        "You cannot invite a complainant who is under 18 or anonymous, or who has left the inquiry. Write to them here."
    ),
    Refusal.ALREADY_INVITED: _("An invitation is already waiting for an answer. You can send one at a time."),
    Refusal.INVITATION_REFUSED: _("They declined an invitation. You cannot invite them again: write to them here."),
    Refusal.NO_SUCH_HOUR: _("Choose a time between 8:00 and 20:00, at least 12 hours and at most 30 days from now."),
    Refusal.NO_SUCH_PLACE: _("You cannot invite the complainant to that office. Choose one from the list."),
    Refusal.CALL_DIRECTLY: _("You can call this complainant yourself."),
    Refusal.NOTHING_URGENT: _("No urgent action is needed here."),
    Refusal.NOT_TO_BE_REFERRED: _("This complaint is not to be referred, or it has been referred already."),
    Refusal.ALREADY_AT_PARTNER: _("This complaint has already been referred to a partner organisation."),
    Refusal.NOT_AT_PARTNER: _("This complaint is not referred to a partner organisation."),
    Refusal.PARTNER_MISSING: _("Choose a partner organisation from the list."),
    Refusal.NO_NUMBER: _("They gave no telephone number. Write to them on their page."),
    Refusal.CALL_WAITS: _(
        "A call has already been requested. The complaint cell will make it during the complainant's hours."
    ),
    Refusal.TELEPHONE_MISSING: _("Enter the phone number on which the complaint cell can reach you."),
    Refusal.MINUTES_MISSING: _("Enter how many minutes they spoke, from 1 to 240."),
    Refusal.NOT_TO_BE_RUNG: _("Your cell does not have to make this call now. A colleague may have made it already."),
    Refusal.CALLED_RECENTLY: _(
        "It is too early to save another failed call. Call again two hours after the last one, or at the time that the "
        "complainant named."
    ),
    Refusal.TOO_FEW_TRIES: _("The officer must make three attempts first."),
    Refusal.REACHED_BY_CELL: _("The complaint cell reached the complainant. The officer must try again first."),
    Refusal.TRIED_RECENTLY: _("Attempts count only if they are at least two hours apart."),
    Refusal.LIMIT_TOO_SHORT_TO_PAUSE: _("The time limit for this complaint is too short to pause."),
    Refusal.PAUSED_TWICE: _("The deadline has already been paused twice in this round."),
    Refusal.PAUSE_USED_UP: _("The time for questions is used up in this round."),
    Refusal.OUTCOME_MISSING: _("Choose the finding of the inquiry."),
    Refusal.FIR_MISSING: _("Enter the FIR number and the police station."),
    Refusal.SIGNED_REASON_MISSING: _("If the crime has no FIR number, write your reason."),
    Refusal.ACCEPTED_FIRST: _("The report has to be accepted first. Then you ask the complainant."),
    Refusal.OWN_REPORT: _("You cannot decide on your own report."),
    Refusal.SAME_APPROVER: _("You already gave one of the two approvals. A second person must give the other."),
    Refusal.ALREADY_DONE: _("This has already been done."),
    Refusal.CPO_CELL_ONLY: _("Only the complaint cell of the Central Police Office can do this for this complaint."),
    Refusal.CPO_CHANGES_THE_KIND: _(
        "This change would remove protection or time limits. Only the complaint cell of the Central Police "
        "Office can make it."
    ),
    Refusal.TOO_EARLY: _("It is too early for this."),
    Refusal.TOO_LATE: _("The time for this has passed."),
    Refusal.ANSWERED_ALREADY: _("You already answered: “Yes, it is solved”. Nothing was changed."),
    Refusal.FINAL_ORDER: _(
        "There is no further remedy within the police. You can go to the Justice of the Peace (section 22-A CrPC)"
        " or the courts."
    ),
    Refusal.HAS_LIMITS: _("Only feedback, which has no time limit, can be closed this way."),
    Refusal.FEEDBACK_IS_FILED: _(
        "Feedback is read and filed, so there is no decision to change. You can send it again."
    ),
    Refusal.NOT_ASKED: _("There is no open request for this."),
    # The text does not mention pressure, because the person who exerts it may be reading too.
    Refusal.UNDER_PRESSURE: _("This can't be done for some days. The complaint stays as it is."),
    Refusal.CELL_AFTER_A_CALL: _("The complaint cell will call you first to make sure that this is your own wish."),
    Refusal.WORDS_MISSING: _("Write it in your own words. The complainant and your superiors will read it."),
    Refusal.REPORT_TOO_SHORT: _(
        "Say what you found in a sentence of at least three words. The complainant will read it."
    ),
    Refusal.REPORT_PART_TOO_SHORT: _("Write this in words, or leave it empty."),
    Refusal.REPORT_PARTS_MISSING: _("This report must say who was heard and what evidence was seen."),
    Refusal.RANK_TOO_LOW: _("This complaint cannot be marked to that rank."),
    Refusal.NOT_ADDRESSABLE: _("This complaint cannot be marked to that posting."),
    Refusal.OUTSIDE_THE_OFFICE: _("That officer is not posted within your office."),
    Refusal.SAME_OFFICE: _("The complaint is already with that office."),
    Refusal.CPO_MUST_DECIDE: _(
        "This complaint has been forwarded twice, so you cannot forward it: mark it to an officer."
    ),
    Refusal.NOT_THAT_WAY: _("This complainant cannot be contacted that way."),
    Refusal.WORDS_TOO_LONG: _("This is longer than five pages: shorten it."),
    Refusal.VERDICT_MISSING: _("Choose what the complainant said about the report."),
    Refusal.ANSWER_MISSING: _("Choose who spoke to the complainant."),
    Refusal.CATEGORY_MISSING: _("Choose another category."),
    Refusal.FEEDBACK_IS_MARKED: _("Only a complaint that has not been marked yet can be changed to feedback."),
    Refusal.NOT_CONDUCT: _("An officer's side is heard only in complaints about the police."),
    Refusal.NEVER_RECONCILED: _("Torture, harm to children and sexual violence are never settled by reconciliation."),
    Refusal.HIGHER_APPROVER_NEEDED: _("Only a higher office can accept the finding that a complaint is proved false."),
    Refusal.NO_SUCH_COMPLAINT: _("There is no such complaint within your office."),
    Refusal.NOT_THE_SAME_PERSON: _(
        "That complaint is from a different person. You can link the two, but not merge them."
    ),
    Refusal.NOT_EARLIER: _("You can merge a complaint only into an earlier one that has not ended."),
    Refusal.CHANGED_SINCE_MARKING: _(
        "It cannot be undone any more: the officer has opened the complaint, or something else has happened. Reassign "
        "it instead."
    ),
    Refusal.NOT_YOUR_MARKING: _("Only the officer who marked it can undo this."),
    Refusal.TOO_LATE_TO_UNDO: _("A marking can be undone for one minute. Reassign the complaint instead."),
    Refusal.UNDO_WOULD_CHANGE_CLOCKS: _(
        "It cannot be undone, because a deadline has changed with it. Reassign the complaint instead."
    ),
    Refusal.CANNOT_GO_BACK: _(
        "It cannot go back: the former holder can no longer have it. Reassign the complaint instead."
    ),
    Refusal.NOT_LINKED: _("These two complaints are not linked or merged."),
    Refusal.SUMMARY_REVEALS_COMPLAINANT: _(
        "This contains the complainant's name, a number or their address. The officer must not learn who "
        "complained: remove it."
    ),
    Refusal.NOT_HEARD: _(
        "The officer complained against has not been heard. Put the allegations to them and wait for their "
        "answer or its deadline."
    ),
    Refusal.COMPLAINANT_NOT_HEARD: _(
        "A complaint cannot be found false before the complainant is heard: they must have spoken to an "
        "officer in this round."
    ),
    Refusal.ABOVE_THE_ACCUSED: _(
        "Only an office above the one complained against can reject a complaint about the police."
    ),
    Refusal.NO_SUCH_OFFICER: _("Choose the officer from the list."),
    Refusal.MENTIONED_CANNOT_SEE: _(
        "An officer whom you mention can no longer open this complaint. Nobody was notified. Choose again and save."
    ),
}
