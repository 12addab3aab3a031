"""The most rows of an exported file, and the message for a selection with more."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from desk.queries.complaint_list_pages import ComplaintTotal

MOST_ROWS = 1_000_000
"""A sheet of Excel holds hardly more (1,048,576), and nobody reads them."""


def too_many_rows_text(total: ComplaintTotal) -> str:
    """Return why a selection of this size is not exported; empty if it is."""
    if total.number <= MOST_ROWS:
        return ""
    reason = _("This selection has %(number)s rows. At most %(most)s can be exported: add a filter, such as a period.")
    return reason % {"number": total.as_text, "most": f"{MOST_ROWS:,}"}


def cut_off_text() -> str:
    """Return the last line of a file that was cut off, because its size was not known in advance."""
    reason = _("The file ends here: at most %(most)s rows can be exported. Add a filter, such as a period.")
    return reason % {"most": f"{MOST_ROWS:,}"}


def limit_batches(batches: Iterator[list[dict]]) -> Iterator[tuple[list[dict], bool]]:
    """Yield the batches up to MOST_ROWS rows, each with whether the rows were cut off after it."""
    left = MOST_ROWS
    for batch in batches:
        yield batch[:left], len(batch) > left
        if len(batch) > left:
            return
        left -= len(batch)
