"""Labels of the stages, decisions, grounds and refusals of a review, in the reader's language."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reviews.rules.deciding_authority import Authority, RuleSet
from reviews.rules.decision_kinds import Decision, Ground, OrderOutcome
from reviews.rules.review_refusals import ReviewRefusal
from reviews.rules.review_stages import Stage

STAGES = [
    (Stage.FLAGGED.value, _("Flagged")),
    (Stage.CALLED.value, _("Explanation requested")),
    (Stage.EXPLAINED.value, _("Explanation given")),
    (Stage.SILENT.value, _("No explanation received")),
    (Stage.DECIDED.value, pgettext_lazy("stage of a review", "Decided")),
    (Stage.APPEALED.value, pgettext_lazy("stage of a review", "Under appeal")),
    (Stage.REMANDED.value, pgettext_lazy("stage of a review", "Sent back to be decided again")),
    (Stage.DECIDED_FINALLY.value, _("Final decision made")),
    (Stage.CLOSED.value, pgettext_lazy("stage of a review", "Closed")),
]

DECISIONS = [
    (Decision.NOT_DELIBERATE.value, _("The delay was not deliberate")),
    (Decision.DISPLEASURE.value, _("Displeasure")),
    (Decision.WARNING.value, _("Warning")),
    (Decision.CENSURE.value, _("Censure")),
    (Decision.REFERRED.value, _("Referred to a departmental inquiry")),
]

ORDER_OUTCOMES = [
    (OrderOutcome.UPHELD.value, _("Upheld: the decision stands")),
    (OrderOutcome.MODIFIED.value, _("Modified: a milder decision takes its place")),
    (OrderOutcome.SET_ASIDE.value, _("Set aside: no decision stands against the officer")),
    (OrderOutcome.REMANDED.value, _("Remanded: the case must be decided again")),
]

GROUNDS = [
    (Ground.NOTICES_READ.value, _("Reminders were delivered or the file was opened, but nothing was done")),
    (Ground.TIME_HELD.value, _("The officer had the complaint for long enough to act")),
    (Ground.NO_LEAVE.value, _("The officer was on duty the whole time")),
    (Ground.PAUSES.value, _("The reasons given for pausing the deadline are not valid")),
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

EVENT_LABELS = [
    ("call", _("The officer was asked for an explanation")),
    ("explain", _("The officer gave an explanation")),
    ("wait", _("The officer was on leave: the deadline for the explanation was extended")),
    ("fall_silent", _("The deadline for the explanation passed without one")),
    ("decide", _("Decided")),
    ("refer_up", _("Referred to the government: only the government can decide for this rank")),
    ("appeal", _("The officer appealed")),
    ("decide_finally", _("Final decision made")),
    ("pass_up", _("Passed to the next authority: nobody at this one may decide")),
    ("escalate", _("The decision is late: the next authority was notified")),
    ("record_order", _("Closed with an order")),
    ("remand", _("Sent back by the government to be decided again")),
    ("close", pgettext_lazy("step of a review", "Closed")),
]

REFUSALS = {
    ReviewRefusal.WORDS_MISSING: _("Enter your text: this cannot be left empty."),
    ReviewRefusal.WORDS_TOO_LONG: _("This is longer than 10,000 characters. Shorten it."),
    ReviewRefusal.UNREADABLE: _(
        "This contains characters that we cannot read. Type it again, or paste it as plain text."
    ),
    ReviewRefusal.DECISION_MISSING: _("Choose a decision."),
    ReviewRefusal.GROUND_MISSING: _("Choose at least one ground: a delay cannot be found deliberate without one."),
    ReviewRefusal.GROUND_NOT_SHOWN: _(
        "The dossier does not support this ground, so it cannot be held against the officer."
    ),
    ReviewRefusal.NO_GROUND_NEEDED: _("Leave the grounds empty: they apply only to a deliberate delay."),
    ReviewRefusal.NEVER_GRAVER: _(
        "An appeal cannot lead to a harsher decision: choose the decision appealed against or a milder one."
    ),
    ReviewRefusal.EXONERATED: _("There is no adverse decision to appeal against."),
    ReviewRefusal.TOO_LATE: _("The time to appeal has ended."),
    ReviewRefusal.OUTSIDE: _(
        "The government decides in this case: an appeal goes to the government, outside this portal."
    ),
    ReviewRefusal.ORDER_MISSING: _("Enter the order number: at most 60 characters."),
    ReviewRefusal.ORDER_DATE: _("Enter the order's date. It cannot be before the decision or after today."),
    ReviewRefusal.OUTCOME_MISSING: _("Choose what the order says about the decision."),
    ReviewRefusal.MILDER_MISSING: _(
        "Choose the decision that the order puts in its place. It must be milder; if nothing stands, it is set aside."
    ),
    ReviewRefusal.NOT_REFERRED: _("Only a referral or an appeal to the government can be closed with an order."),
    ReviewRefusal.TOO_EARLY: _("It is too early for this: the officer can still appeal."),
    ReviewRefusal.OVERTAKEN: _("Someone else acted first and the case has changed. Read it again."),
}

NOTICE_LABELS = {
    "reminder": _("Reminder"),
    "breached": _("Notice that the deadline passed"),
    "escalated": _("Notice that it is still late"),
    "marked_to_you": _("Notice that the complaint was marked to them"),
    "ordered": _("Order"),
    "order_late": _("Notice that an order is overdue"),
}
OTHER_NOTICE_LABEL = _("Other message")
