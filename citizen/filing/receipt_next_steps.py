"""The steps after registration and their deadlines, for the receipt's page and its PDF."""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext, ngettext

from citizen.deadline_texts import rank_floor_label
from citizen.filing import receipt_special_steps
from citizen.queries.own_complaint import RegistrationReceipt
from complaints.models import Complaint
from documents import ReceiptStep
from web.countries import PAKISTAN


def receipt_steps(
    receipt: RegistrationReceipt, *, format_deadline: Callable[[datetime], str]
) -> tuple[ReceiptStep, ...]:
    """Return the steps: contact, report, and the complainant's decision; none if nothing is promised (feedback).

    `format_deadline`: formats a deadline.
    """
    if receipt.report_due_at is None:
        return ()
    contact = receipt_special_steps.missing_child_call_step(receipt, format_deadline) or _contact_step(
        receipt, format_deadline
    )
    return (
        *([contact] if contact else []),
        *receipt_special_steps.authority_notice_steps(receipt, format_deadline),
        _report_step(receipt, format_deadline),
        _decision_step(),
    )


def _contact_step(receipt: RegistrationReceipt, format_deadline: Callable[[datetime], str]) -> ReceiptStep | None:
    complaint = receipt.complaint
    if complaint.complainant.anonymous:
        return ReceiptStep(
            gettext("From now on"),
            gettext(
                "An officer will ask questions on your complaint page. Nobody will phone you, because nobody "
                "knows who you are."
            ),
            gettext("Come back with your E-tag number and secret word to see whether there is a question."),
        )
    if receipt.contact_due_at is None:
        return None
    when, rank = format_deadline(receipt.contact_due_at), {"rank": rank_floor_label(complaint)}
    if complaint.identity_is_protected:
        return ReceiptStep(
            when,
            gettext("An officer of %(rank)s rank or above will write to you on your complaint page.") % rank,
            gettext(
                "The officer cannot see your name or number. You and the officer write to each other on that "
                "page. Only the complaint cell can phone you."
            )
            if complaint.complainant.phone_index
            else _message_notice_text(complaint),
        )
    if not complaint.complainant.phone_index:
        return ReceiptStep(
            when,
            gettext("An officer of %(rank)s rank or above will write to you on your complaint page.") % rank,
            _message_notice_text(complaint),
        )
    if complaint.complainant.time_zone != PAKISTAN:
        return ReceiptStep(
            when,
            gettext("An officer of %(rank)s rank or above will speak to you.") % rank,
            gettext(
                "By phone or WhatsApp call, or by an e-mail that you answer. Officers are asked not to call at night "
                "where you live. We will then ask you whether it really happened."
            ),
        )
    return ReceiptStep(
        when,
        gettext("An officer of %(rank)s rank or above will speak to you.") % rank,
        gettext("In person or by phone, never through someone else. We will then ask you whether it really happened."),
    )


def _message_notice_text(complaint: Complaint) -> str:
    """Return how the complainant learns about a message. Without a number, no call is promised."""
    if complaint.complainant.email_index and not complaint.is_quiet:
        return gettext("We will e-mail you when there is a message. Answering it counts as contact.")
    return gettext(
        "Come back to your complaint page to see whether there is a message. Answering it counts as contact."
    )


def _report_step(receipt: RegistrationReceipt, format_deadline: Callable[[datetime], str]) -> ReceiptStep:
    policy = receipt.complaint.policy
    hours = policy.decision_hours
    if policy.calendar_id is not None:
        note = ngettext(
            "A senior officer then has %(hours)s working hour to accept it or send it back.",
            "A senior officer then has %(hours)s working hours to accept it or send it back.",
            hours,
        )
    else:
        note = ngettext(
            "A senior officer then has %(hours)s hour to accept it or send it back.",
            "A senior officer then has %(hours)s hours to accept it or send it back.",
            hours,
        )
    return ReceiptStep(
        format_deadline(receipt.report_due_at), gettext("The officer's report is due."), note % {"hours": hours}
    )


def _decision_step() -> ReceiptStep:
    return ReceiptStep(
        gettext("Then"),
        gettext("You decide whether it is solved."),
        gettext("If it is not, your complaint goes to a higher officer, who has half the time."),
    )
