"""Additional steps on the receipt of matters for which other authorities must be notified within hours."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils.translation import gettext

from citizen.queries.own_complaint import RegistrationReceipt
from complaints.rules.outside_referral import REFER_WITHIN
from complaints.rules.special_categories import MISSING_CHILD, TORTURE
from documents import ReceiptStep

FormatDeadline = Callable[[datetime], str]


def missing_child_call_step(receipt: RegistrationReceipt, format_deadline: FormatDeadline) -> ReceiptStep | None:
    """Return the promised call to the reporter of a missing child; None for other matters and without a number."""
    complaint = receipt.complaint
    if complaint.category.code != MISSING_CHILD or not complaint.complainant.phone or complaint.identity_is_protected:
        return None
    return ReceiptStep(
        format_deadline(receipt.contact_due_at),
        gettext("We call you at once. An officer speaks to you by this time at the latest."),
        gettext("Keep your phone free. If the child comes home, dial 15 and tell us on your complaint page."),
    )


def authority_notice_steps(receipt: RegistrationReceipt, format_deadline: FormatDeadline) -> tuple[ReceiptStep, ...]:
    """Return the notices to other authorities: ZARRA for a missing child, FIA and NCHR for torture in custody."""
    complaint = receipt.complaint
    received = complaint.received_at
    if complaint.category.code == MISSING_CHILD and complaint.policy.urgent_hours is not None:
        return (
            ReceiptStep(
                format_deadline(received + timedelta(hours=complaint.policy.urgent_hours)),
                gettext("The police report the case to ZARRA, the federal agency for missing children."),
                gettext(
                    "The Zainab Alert Act 2020 gives them two hours. You can call too: 1121 (Child Helpline) and "
                    "1099 (missing children)."
                ),
            ),
        )
    if complaint.category.code == TORTURE:
        return (
            ReceiptStep(
                format_deadline(received + REFER_WITHIN),
                gettext(
                    "The Central Police Office refers your complaint to the Federal Investigation Agency (FIA) and "
                    "the National Commission for Human Rights (NCHR)."
                ),
                gettext(
                    "The FIA investigates torture, death and rape in custody, and the NCHR supervises it (Torture and "
                    "Custodial Death Act 2022). The police act only on safety, medical examination and discipline. "
                    "Source: press reports, not yet confirmed by a lawyer."
                ),
            ),
        )
    return ()
