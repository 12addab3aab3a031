"""Time limits, counts and office levels that the guards of the workflow use."""

from datetime import timedelta

from accounts.rules.office_tree import OfficeKind

SILENCE_CLOSES_AFTER = timedelta(days=7)
"""How long a resolved complaint waits for the complainant's answer before it is closed as unanswered."""

CHANGE_ANSWER_WITHIN = timedelta(hours=72)
"""How long the complainant may change the answer "yes, it is solved" (docs/rules.md, *Outcomes*)."""

UNDO_MARKING_WITHIN = timedelta(minutes=1)
"""How long a marking can be undone."""

MARKING_MESSAGES_WAIT = UNDO_MARKING_WITHIN + timedelta(seconds=30)
"""How long the messages about a marking wait, so that nobody hears of an undone one.

Longer than the time to undo, because an undo that begins in the last second takes a while: it can be of a hundred
markings, one after the other.
"""

APPEAL_WITHIN = timedelta(days=30)
REINSTATE_WITHIN = timedelta(days=90)

WITHDRAWAL_WAITS = timedelta(hours=48)
"""How long the cell waits after a request to withdraw before it can record the withdrawal."""

TRIES_BEFORE_EXCUSE = 3
TRIES_APART = timedelta(hours=2)
"""The officer's attempts to reach the complainant before the cell may waive the contact, and the time between them."""

ANSWER_EXPECTED_WITHIN = timedelta(hours=24)
"""How long the complainant may take to answer about a claimed contact before the cell calls."""

ANSWER_WITHOUT_PHONE_WITHIN = timedelta(hours=72)
"""Without a phone number the cell cannot call. The wait for an answer on the page lasts as long as the calls would."""

LAST_CYCLE = 3
"""The last round of a complaint. Its decision is final."""

LEGAL_HOLD_OFFICES = frozenset({OfficeKind.DISTRICT, OfficeKind.REGION, OfficeKind.CENTRAL})
"""The offices whose heads may place a legal hold."""

FORWARDINGS_BEFORE_CPO = 2
"""How often complaint cells may forward a complaint to each other before the CPO decides."""
