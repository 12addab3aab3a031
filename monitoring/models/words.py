"""The words for stages, decisions, grounds and refusals of a review, in the reader's language."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from monitoring.rules.reviews.authority import Authority, RuleSet
from monitoring.rules.reviews.decisions import Decision, Ground
from monitoring.rules.reviews.refusals import Refusal
from monitoring.rules.reviews.stages import Stage

STAGES = [
    (Stage.FLAGGED.value, _("Flagged")),
    (Stage.CALLED.value, _("Explanation called")),
    (Stage.EXPLAINED.value, _("Explained")),
    (Stage.SILENT.value, _("No explanation came")),
    (Stage.DECIDED.value, pgettext_lazy("stage of a review", "Decided")),
    (Stage.APPEALED.value, pgettext_lazy("stage of a review", "Appealed")),
    (Stage.DECIDED_FINALLY.value, _("Decided finally")),
    (Stage.CLOSED.value, pgettext_lazy("stage of a review", "Closed")),
]

DECISIONS = [
    (Decision.NOT_DELIBERATE.value, _("The delay was not deliberate")),
    (Decision.DISPLEASURE.value, _("Displeasure")),
    (Decision.WARNING.value, _("Warning")),
    (Decision.CENSURE.value, _("Censure")),
    (Decision.REFERRED.value, _("Referred to a departmental inquiry")),
]

GROUNDS = [
    (Ground.NOTICES_READ.value, _("Reminders went out, or the file was opened, and nothing was done")),
    (Ground.TIME_HELD.value, _("The officer had the complaint for long enough to act")),
    (Ground.NO_LEAVE.value, _("The officer was on duty the whole time")),
    (Ground.PAUSES.value, _("The reasons given for pauses do not hold")),
]

AUTHORITIES = [
    (Authority.DISTRICT.value, _("the district")),
    (Authority.REGION.value, _("the region")),
    (Authority.PROVINCE.value, _("the province (Central Police Office)")),
    (Authority.GOVERNMENT.value, _("the government, outside this portal")),
]

RULE_SETS = {
    RuleSet.EFFICIENCY_1975: _("Punjab Police (Efficiency and Discipline) Rules 1975"),
    RuleSet.EFFICIENCY_1999: _("E&D Rules 1999; PEEDA Act 2006 may apply (needs a legal check)"),
    RuleSet.FEDERAL: _("federal rules of the Police Service (assumed, needs a legal check)"),
}

STEPS = [
    ("call", _("An explanation was called for")),
    ("explain", _("The officer explained")),
    ("wait", _("The officer was on leave: the last day for the explanation moved")),
    ("fall_silent", _("The day for the explanation passed without one")),
    ("decide", _("Decided")),
    ("refer_up", _("Referred to the government: for this rank it alone decides")),
    ("appeal", _("The officer appealed")),
    ("decide_finally", _("Decided finally")),
    ("pass_up", _("Passed to the next authority, because nobody at this one may decide")),
    ("escalate", _("The decision is late: the next authority was told")),
    ("record_order", _("Closed with an order")),
    ("close", pgettext_lazy("step of a review", "Closed")),
]

REFUSALS = {
    Refusal.WORDS_MISSING: _("Please write it down: this is never done without words."),
    Refusal.WORDS_TOO_LONG: _("This is longer than 10,000 characters: shorten it to that."),
    Refusal.UNREADABLE: _("This holds control characters. Type it again, or paste it as plain text."),
    Refusal.DECISION_MISSING: _("Choose a decision."),
    Refusal.GROUND_MISSING: _("A delay is only called deliberate on a ground: choose at least one."),
    Refusal.GROUND_NOT_SHOWN: _("The dossier does not bear this ground out, so it cannot be held against the officer."),
    Refusal.NO_GROUND_NEEDED: _("A delay that was not deliberate has no ground for it: leave them out."),
    Refusal.NEVER_GRAVER: _("An appeal never makes it worse: choose the decision appealed against, or a milder one."),
    Refusal.EXONERATED: _("Nothing adverse was decided, so there is nothing to appeal against."),
    Refusal.TOO_LATE: _("The days for an appeal are over."),
    Refusal.OUTSIDE: _("The government decides here: an appeal lies with it, outside this portal."),
    Refusal.ORDER_MISSING: _("Write the order's number: at most 60 characters."),
    Refusal.ORDER_DATE: _("Give the order's date: not before the decision, and not after today."),
    Refusal.NOT_REFERRED: _("Only a referral, or an appeal to the government, is closed with an order."),
    Refusal.TOO_EARLY: _("It is too early for this: the officer can still appeal."),
    Refusal.OVERTAKEN: _("Somebody was faster: the review has moved on. Read it again."),
}

EVENTS = {
    "registered": _("Registered"),
    "mark": _("Marked to an officer"),
    "auto_mark": _("Marked by the system"),
    "forward": _("Forwarded"),
    "recategorise": _("Given another category"),
    "re_mark": _("Marked anew"),
    "handed_over": _("Handed over"),
    "posting_ended": _("The holder's posting ended"),
    "begin": _("Inquiry begun"),
    "record_contact": _("The officer says that they spoke to the complainant"),
    "confirm_contact": _("The complainant confirms that"),
    "deny_contact": _("The complainant denies that"),
    "leave_unconfirmed": _("The contact stays unconfirmed"),
    "try_contact": _("A try to reach the complainant"),
    "urgent_act": _("The urgent act is recorded as done"),
    "excuse_contact": _("The contact is excused"),
    "ask_citizen": _("A question to the complainant"),
    "resume": _("The clock runs on"),
    "submit_report": _("Report submitted"),
    "return_report": _("Report returned"),
    "verify": _("The complainant was asked about the report"),
    "accept": _("Report accepted"),
    "close": pgettext_lazy("event of a complaint", "Closed"),
    "object": _("The complainant objects"),
    "appeal": _("The complainant appeals"),
    "reinstate": _("Taken up again"),
    "reminder": _("Reminder at three quarters of the limit"),
    "breach": _("The limit passed"),
    "escalation": _("Still late: told one office higher"),
    "duty_reminder": _("Reminder at three quarters of the limit"),
    "duty_breach": _("The limit passed"),
    "duty_escalation": _("Still late: told one office higher"),
    "excuse_call_reached": _("The complaint cell reached the complainant"),
    "contact_call_failed": _("The complaint cell rang the complainant in vain"),
    "unopened": _("Not opened: the office above was told"),
    "order": _("An order was given"),
    "order_done": _("The order was answered"),
}
"""The events that a dossier lists (monitoring.queries.reviews.dossiers.SHOWN)."""

NOTICES = {
    "reminder": _("Reminder"),
    "breached": _("That the limit passed"),
    "escalated": _("That it is still late"),
    "marked_to_you": _("That it was marked to them"),
    "ordered": _("An order"),
    "order_late": _("That an order is late"),
}
OTHER_NOTICE = _("Another message")
