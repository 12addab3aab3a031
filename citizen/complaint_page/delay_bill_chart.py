"""The delay bill as text, and as the measures of its bar."""

from datetime import datetime, timedelta

from django.utils.translation import gettext, ngettext

from citizen.queries.delay_bill_charges import ChargedBill, Party, compute_delay_bill
from citizen.queries.own_complaint import OpenedComplaint
from citizen.rules.delay_bill import BillPart

DAY, HOUR, MINUTE, SECOND = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1)
BAR_WIDTH, SHADES = 1000, 3
TONES = {Party.COMPLAINANT: "mine", Party.NOBODY: "nobody", Party.SENIOR: "senior"}


def delay_bill_context(opened: OpenedComplaint, *, now: datetime) -> dict | None:
    """Return the rows for the templates, their sum and a sentence; None if no deadline was promised.

    A row has `label`, `length` and `late` (hours:minutes:seconds; "" if nothing was late), `tone`, and for the bar `x`,
    `width`, `late_x` and `late_width` in thousandths of the whole.
    """
    charged = compute_delay_bill(opened, at=now)
    if charged is None or not charged.bill.total:
        return None
    return {
        "rows": _bar_rows(charged),
        "total": exact_duration(charged.bill.total),
        "late": exact_duration(charged.bill.late) if charged.bill.late else "",
        "sentence": _lateness_sentence(charged),
    }


def exact_duration(length: timedelta) -> str:
    """Return a duration to the second: “29:04:09” is 29 hours, 4 minutes and 9 seconds."""
    seconds = length // SECOND
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def rough_duration(length: timedelta) -> str:
    """Return a rough duration in one unit. It is for reading, not for adding up."""
    if length >= 2 * DAY:
        return ngettext("%(n)d day", "%(n)d days", n := length // DAY) % {"n": n}
    if length >= HOUR:
        return ngettext("%(n)d hour", "%(n)d hours", n := length // HOUR) % {"n": n}
    return ngettext("%(n)d minute", "%(n)d minutes", n := length // MINUTE) % {"n": n}


def _bar_rows(charged: ChargedBill) -> list[dict]:
    """Return the rows side by side on the bar. The late part is at the end of each."""
    rows, x, offices = [], 0.0, 0
    for part in charged.bill.parts:
        width, late_width = (BAR_WIDTH * (length / charged.bill.total) for length in (part.length, part.late))
        tone = TONES.get(part.who[0])
        rows.append(
            _row_texts(part, charged)
            | {
                "tone": tone or f"office-{offices % SHADES}",
                "x": _format_svg_number(x),
                "width": _format_svg_number(width),
                "late_x": _format_svg_number(x + width - late_width),
                "late_width": _format_svg_number(late_width),
            }
        )
        x += width
        offices += tone is None
    return rows


def _row_texts(part: BillPart, charged: ChargedBill) -> dict:
    party, _office_id = part.who
    office = charged.name_of_office(part)
    late = exact_duration(part.late) if part.late else ""
    return {"label": _party_label(party) % {"office": office}, "length": exact_duration(part.length), "late": late}


def _party_label(party: Party) -> str:
    match party:
        case Party.CELL:
            return gettext("%(office)s, complaint cell, before it was given to an officer")
        case Party.SENIOR:
            return gettext("%(office)s, which had to decide on the report")
        case Party.COMPLAINANT:
            return gettext("You, while the police waited for your answer")
        case Party.NOBODY:
            return gettext("Nobody: no time limit applied")
    return "%(office)s"


def _lateness_sentence(charged: ChargedBill) -> str:
    if not charged.bill.late:
        return gettext("No deadline has passed so far.")
    return gettext("%(time)s of this was after a deadline had passed.") % {"time": rough_duration(charged.bill.late)}


def _format_svg_number(measure: float) -> str:
    """Return a number for an SVG attribute, with a decimal point in every language."""
    return f"{measure:.1f}"
