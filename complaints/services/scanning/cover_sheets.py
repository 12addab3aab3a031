"""Print cover sheets: each gets a code that is good for one letter."""

import secrets
from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from accounts.rules.roles import Role
from complaints.models import CoverSheet
from complaints.rules.scanning.sheet_code import draw_sheet_code
from ledger.service_exceptions import NotPermitted

MOST_SHEETS = 50
"""Sheets that are printed at once."""


@transaction.atomic
def create_cover_sheets(
    count: int, *, by: Actor, at: datetime, randbelow: Callable[[int], int] = secrets.randbelow
) -> list[CoverSheet]:
    """Create this many sheets of the operator's cell and return them. Raises NotPermitted, or ValueError."""
    if by.role is not Role.COMPLAINT_OPERATOR:
        raise NotPermitted("print cover sheets")
    if not 1 <= count <= MOST_SHEETS:
        raise ValueError(count)
    sheets = [
        CoverSheet(code=draw_sheet_code(randbelow), office_id=by.office_id, printed_by_id=by.posting_id, printed_at=at)
        for _ in range(count)
    ]
    return CoverSheet.objects.bulk_create(sheets)
