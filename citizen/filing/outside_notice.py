"""The notice of a complaint that no police office can open: to whom it goes, or where else the complainant can turn.

It is shown to the complainant only: before submitting, and behind the key.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from complaints.models import Complaint, Event, OutsideAuthority, OutsideTransfer
from complaints.queries.exclusion.excluded_offices import ExcludedOffice
from complaints.rules.exclusion.outside_file import LINK_LASTS
from complaints.rules.special_categories import TORTURE
from complaints.workflow.outside_authority import SEALED_FROM_POLICE
from web.time_format import format_relative_time

SEALED_SENTENCE = _("No police office can open your complaint.")


@dataclass(frozen=True)
class OutsideNotice:
    """The authority, or None; other remedies; each file with its state; and whether the name can be given now."""

    authority: OutsideAuthority | None
    remedies: tuple[str, ...]
    transfers: tuple[str, ...] = ()
    may_give_identity: bool = False
    is_filed: bool = False


def outside_notice_before_filing(
    excluded_offices: Iterable[ExcludedOffice], *, category_code: str
) -> OutsideNotice | None:
    """Return the notice if everybody in the police is excluded; else None, without a query."""
    if not any(office.is_central for office in excluded_offices):
        return None
    return OutsideNotice(OutsideAuthority.objects.in_force(), remedies_outside(category_code))


def outside_notice_lines(excluded_offices: Iterable[ExcludedOffice], *, category_code: str) -> list[str]:
    """Return the notice as lines that an operator reads out; none if somebody in the police can open the complaint."""
    notice = outside_notice_before_filing(excluded_offices, category_code=category_code)
    if notice is None:
        return []
    if notice.authority:
        return [gettext("Only this authority will be able to open it: %(name)s") % {"name": notice.authority.name}]
    return [gettext("No authority outside the police has been named. You can go to:"), *notice.remedies]


def outside_notice_of_complaint(complaint: Complaint, *, at: datetime) -> OutsideNotice | None:
    """Return the notice of a registered complaint; None if it was not sealed from the police. One query then."""
    sealed = Event.objects.filter(complaint=complaint, kind=SEALED_FROM_POLICE.name)
    return outside_notice_of_events(complaint, list(sealed), at=at)


def outside_notice_of_events(complaint: Complaint, events: Sequence[Event], *, at: datetime) -> OutsideNotice | None:
    """Return the notice for the page of a complaint with these events. No query unless it was sealed."""
    if not any(event.kind == SEALED_FROM_POLICE.name for event in events):
        return None
    rows = OutsideTransfer.objects.filter(complaint=complaint).select_related("authority").defer("content")
    transfers = list(rows.order_by("pk"))
    return OutsideNotice(
        transfers[0].authority if transfers else None,
        remedies_outside(complaint.category.code),
        tuple(_describe_transfer(transfer, at=at) for transfer in transfers),
        may_give_identity=bool(transfers)
        and not complaint.complainant.anonymous
        and not any(transfer.with_identity for transfer in transfers),
        is_filed=True,
    )


def remedies_outside(category_code: str) -> tuple[str, ...]:
    """Return where to turn outside the police. The sentences and their sources are those of the receipt."""
    justice_of_peace = gettext(
        "The Justice of the Peace at the sessions court, under section 22-A of the Code of Criminal Procedure, "
        "especially if an FIR is refused."
    )
    torture = gettext(
        "The FIA investigates torture, death and rape in custody, and the NCHR supervises it (Torture and "
        "Custodial Death Act 2022). The police act only on safety, medical examination and discipline. "
        "Source: press reports, not yet confirmed by a lawyer."
    )
    return (justice_of_peace, gettext("The courts."), *([torture] if category_code == TORTURE else []))


def _describe_transfer(transfer: OutsideTransfer, *, at: datetime) -> str:
    """Return whether the link was sent and the file fetched, and when."""
    if transfer.fetched_at:
        text = gettext("Downloaded %(when)s.") % {"when": format_relative_time(transfer.fetched_at, now=at)}
    elif transfer.given_up_at:
        text = gettext("The e-mail could not be delivered.")
    elif transfer.sent_at:
        when = {"when": format_relative_time(transfer.sent_at, now=at), "days": LINK_LASTS.days}
        text = (
            gettext("The link was sent %(when)s. Nobody has downloaded the file yet. The link works for %(days)s days.")
            % when
        )
    else:
        text = gettext("The e-mail with the link is being sent.")
    named = gettext("With your name:") if transfer.with_identity else gettext("Without your name:")
    if transfer.is_addition:
        named = gettext("With what you added later:")
    return f"{named} {text}"
