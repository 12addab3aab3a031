"""Every message that the portal writes, with made-up facts as long as real ones get. For the style guide and the tests.

No number, date or code here belongs to anybody.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from complaints.services.access_keys.access_codes import CODE_SEAL_PURPOSE
from complaints.workflow.declaration import message_templates_of
from complaints.workflow.table import KINDS
from ledger import field_encryption
from mail_intake.models import Answer
from notifications.message_rendering import RenderedMessage, render_message
from notifications.recipient_address import Address

ETAG = "264819073555"
SPACED = "2648 1907 3555"
DUE = datetime(2026, 10, 26, 7, 40, tzinfo=UTC)  # "26 October, 12:40 pm": in Urdu no date is longer
EVENT = 900_000_000  # the longest event id that a link contains for many years
FACTS = {
    "etag": ETAG,
    "spaced_etag": SPACED,
    "event": EVENT,
    "contact_due_at": DUE,
    "report_due_at": DUE,
    "due_at": DUE,
    "by_portal": False,
    "told": True,
}
DIGEST = {
    **{"overdue": 12, "overdue_path": "/desk/office/?clock=overdue", "day": 30, "day_path": "/desk/office/?clock=day"},
    **{"new": 41, "new_path": "/desk/office/?status=all&from=2026-10-25&until=2026-10-25"},
    **{"reviews": 3, "reviews_path": "/desk/reviews/?whose=waiting"},
}
REPORT = {"first": DUE, "last": DUE, "path": "/desk/reports/?office=lahore&rhythm=monthly"}
DELAYS = {"count": 40, "etags": [SPACED, "2653 6219 6615", "2671 0452 1180"], "path": "/desk/"}

# Facts that change the text of a message. Each variation is shown and counted as well.
VARIATIONS = {
    "registered": ({"by_portal": True}, {"contact_due_at": None, "report_due_at": None, "is_feedback": True}),
    "marked": ({"by_portal": True},),
    "passed_on": ({"by_portal": True},),
    "objection_marked": ({"by_portal": True},),
    "reinstated": ({"by_portal": True},),
    "contact_claimed": ({"by_portal": True}, {"event": None}),
    "recategorised": ({"report_due_at": None},),
    "resolved": ({"event": None},),
    "aftercare": ({"event": None},),
    "late": ({"clock": "report"}, {"clock": "decision"}, {"told": False}),
    "still_late": ({"told": False},),
}
DEFAULT_CHANGES = {"late": {"clock": "contact"}}

HEAD = {"day": "2026-11-27", "digest": "3f" * 32, "head": '{"complaints":41,"events":312,"key_id":"1","seal":1440}'}

AUDITOR_NOTICE_KINDS = (
    *("factor_reset", "role_asked", "role_confirmed", "role_refused", "policy", "outside"),
    *("posted", "ended", "called_off", "corrected", "category", "calendar", "office"),
    *("break_glass", "identity_removed"),
)


def _sealed_code_facts() -> dict:
    """Return a code as the outbox stores it: sealed."""
    no_recipient = field_encryption.purpose_in_row(CODE_SEAL_PURPOSE, "")
    return {"code_sealed": field_encryption.encrypt_text("482913", no_recipient)}


@dataclass(frozen=True)
class MessageSample:
    """A message with its facts.

    `changes`: facts that differ from FACTS. `kinds`: the events that send it. `recipient`: the reference in the
    message's row, where the text depends on it.
    """

    template: str
    is_sms: bool
    changes: dict = field(default_factory=dict)
    kinds: tuple[str, ...] = ()
    extra_facts: Callable[[], dict] = dict
    recipient: str = ""

    @property
    def key(self) -> str:
        """Return the name in an address: `late-clock-report`."""
        parts = (f"{name}-{value}".lower() for name, value in self.changes.items())
        return "-".join([self.template, *parts])

    @property
    def facts(self) -> dict:
        return FACTS | DEFAULT_CHANGES.get(self.template, {}) | self.changes | self.extra_facts()

    def words(self, language: str, *, neutral: bool = False) -> RenderedMessage:
        """Return the message as a recipient without a name reads it."""
        address = Address(language=language, neutral=neutral)
        return render_message(self.template, self.facts, address=address, recipient=self.recipient)


def _event_kinds_sending_to_citizen(template: str) -> tuple[str, ...]:
    return tuple(name for name, kind in KINDS.items() if template in message_templates_of(kind.to_citizen))


def _samples_to_citizen() -> list[MessageSample]:
    templates = dict.fromkeys(template for kind in KINDS.values() for template in message_templates_of(kind.to_citizen))
    changed = [(template, changes) for template in templates for changes in ({}, *VARIATIONS.get(template, ()))]
    return [
        *(
            MessageSample(template, True, changes, _event_kinds_sending_to_citizen(template))
            for template, changes in changed
        ),
        *(MessageSample(template, True, extra_facts=_sealed_code_facts) for template in ("access_code", "list_code")),
        MessageSample("key_issued", True, kinds=("key_printed", "key_recovered")),
    ]


def _samples_to_enquirers() -> list[MessageSample]:
    """Return the messages to people who requested a verification or gave feedback."""
    requests = ("verification_received", "verification_answered")
    return [
        *(MessageSample(template, True, extra_facts=lambda: {"spaced": "V26 4819 0735"}) for template in requests),
        MessageSample(
            "feedback_answered", True, extra_facts=lambda: {"spaced": "F26 4819 0735", "number": "2648190735"}
        ),
    ]


def _samples_to_officers() -> list[MessageSample]:
    on_events = dict.fromkeys(template for kind in KINDS.values() for template in message_templates_of(kind.to_holder))
    return [
        *(MessageSample(template, False, kinds=_kinds_for_holders(template)) for template in on_events),
        MessageSample("pressure", False, {"silent": False}, ("report_pressure",)),
        MessageSample("pressure", False, {"silent": True}, ("report_pressure",)),
        MessageSample("report_went_up", False, kinds=_kinds_for_holders("report_went_up")),
        MessageSample("report_came_up", False, kinds=_kinds_for_holders("report_came_up")),
        MessageSample("unopened", False, kinds=("unopened",)),
        MessageSample("key_asked", False, kinds=("key_asked",)),
        MessageSample("key_approved", False, kinds=("key_approved",)),
        MessageSample("narrowing_objected", False, kinds=("narrowing_objected",)),
        MessageSample("factor_reset", False),
        *(MessageSample("identity_changed", False, {"linked": linked}) for linked in (True, False)),
        MessageSample("break_glass", False),
        MessageSample("officer_invitation", False, {"officer": 0}),
        MessageSample("answer_wanted", False, extra_facts=lambda: {"path": "/desk/answers/", "due_at": DUE}),
        *(
            MessageSample(template, False, extra_facts=lambda: {"path": "/desk/reviews/7/", "due_at": DUE})
            for template in (
                "explanation_wanted",
                "review_waits",
                "review_late",
                "review_decided",
                "review_closed",
                *("review_cleared", "review_remanded"),
            )
        ),
        *(
            MessageSample(
                "leave_to_cover", False, {"heads": heads}, extra_facts=lambda: {"starts_at": DUE, "ends_at": DUE}
            )
            for heads in (False, True)
        ),
        MessageSample("handed_to_you", False, extra_facts=lambda: DELAYS),
        MessageSample("digest", False, extra_facts=lambda: DIGEST),
        MessageSample("notification_digest", False, extra_facts=lambda: {"waiting": 4, "late": 1, "unread": 2}),
        MessageSample(
            "asked_to_explain", False, extra_facts=lambda: {"figure": "reported", "path": "/desk/questions/"}
        ),
        *(
            MessageSample(template, False, extra_facts=lambda: {"path": "/desk/questions/"})
            for template in ("answer_late", "answer_late_below")
        ),
        *(
            MessageSample("report", False, {"rhythm": rhythm}, extra_facts=lambda: REPORT)
            for rhythm in ("weekly", "monthly")
        ),
        MessageSample("export_ready", False, extra_facts=lambda: {"path": "/desk/views/1/export/"}),
        *(
            MessageSample("export_stopped", False, {"reason": reason}, extra_facts=lambda: {"path": "/desk/views/"})
            for reason in ("posting_ended", "no_access")
        ),
        MessageSample("ordered", False),
        MessageSample("order_answered", False),
        MessageSample("order_late", False),
        MessageSample("station_order", False, extra_facts=lambda: {"path": "/desk/orders-to-act/"}),
        MessageSample("station_order_done", False),
        MessageSample("station_order_due", False, extra_facts=lambda: {"path": "/desk/orders-to-act/"}),
        MessageSample("station_order_late", False),
        MessageSample("outside_complaint", False, recipient="authority:1"),
        MessageSample("sweep_held", False, extra_facts=lambda: {"count": 812, "path": "/desk/held/"}),
        MessageSample("notice_waits", False, {"kind": "alert"}),
        MessageSample("daily_head", False, extra_facts=lambda: HEAD),
        MessageSample("tip_came", False, {"kind": "alert"}),
        MessageSample("tip_came", False, {"kind": "wanted"}),
        *(
            MessageSample("staff_act", False, {"kind": kind}, extra_facts=lambda: {"path": "/desk/acts/"})
            for kind in AUDITOR_NOTICE_KINDS
        ),
        *(
            MessageSample(template, False, extra_facts=lambda: DELAYS)
            for template in ("reminder", "breached", "escalated")
        ),
    ]


def _kinds_for_holders(template: str) -> tuple[str, ...]:
    """Return the events that send this message to the officer who has the complaint, or had it before."""
    return tuple(
        name
        for name, kind in KINDS.items()
        if template in (*message_templates_of(kind.to_holder), kind.to_former_holder, kind.to_new_holder)
    )


TO_ENQUIRERS = _samples_to_enquirers()
TO_CITIZENS = [*_samples_to_citizen(), *TO_ENQUIRERS]
TO_OFFICERS = _samples_to_officers()
TO_MAIL_SENDERS = [MessageSample(f"mail_{answer}", False) for answer in Answer.values]
"""The automatic answers to e-mails."""
