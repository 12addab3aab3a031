"""Move an office in the tree: one administrator requests it, another confirms it a day later at the earliest.

Moving a circle below a division lets the division's head read its complaints. So a new parent and a new kind take two
administrators and a day in which the auditors, who are notified of each step, can object.
"""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Office, OfficeChange
from accounts.models.staff_act import StaffActKind
from accounts.rules.office_rows import OfficeListRow
from accounts.services.admin_log import log_staff_act
from accounts.services.approval_decisions import lock_for_decision, require_cooling_off_over
from accounts.services.office_import import import_offices
from accounts.services.office_list_validation import find_problems
from accounts.services.staff_refusals import StaffChangeRefused


@transaction.atomic
def request_office_change(*, office: Office, kind: str, parent: Office | None, by: Actor, at: datetime) -> OfficeChange:
    """Request another kind or parent of an office. An empty kind or parent stays as it is.

    Raises StaffChangeRefused if nothing would change, if the office cannot be there, or if a request for it waits.
    """
    new_kind, new_parent = kind or office.kind, parent or office.parent
    if new_parent is None or (new_kind, new_parent.pk) == (office.kind, office.parent_id):
        raise StaffChangeRefused(_("Choose another kind or another parent office."))
    row = _row_of_moved_office(office, new_kind, new_parent)
    if new_parent.is_within(office):
        raise StaffChangeRefused(_("An office cannot be below itself."))
    if problems := find_problems([row], Office.objects.select_related("parent")):
        raise StaffChangeRefused(" ".join(problem.message for problem in problems))
    try:
        with transaction.atomic():
            change = OfficeChange.objects.create(
                office=office, kind=new_kind, parent=new_parent, asked_by_id=by.officer_id, asked_at=at
            )
    except IntegrityError as error:
        raise StaffChangeRefused(
            _("This has already been requested and is waiting for a second administrator.")
        ) from error
    _log(StaffActKind.OFFICE_ASKED, change, by=by, at=at)
    return change


@transaction.atomic
def confirm_office_change(*, change: OfficeChange, by: Actor, at: datetime) -> Office:
    """Confirm a request and move the office with its subtree. Raises StaffChangeRefused, also within the first day."""
    change = lock_for_decision(change, "office__parent", "office__routes_to", "parent", by=by, at=at)
    require_cooling_off_over(change, at=at)
    row = _row_of_moved_office(change.office, change.kind, change.parent)
    report = import_offices(rows=[row], by=by, at=at, is_approved=True)
    if report.errors:
        raise StaffChangeRefused(" ".join(problem.message for problem in report.errors))
    change.applied_at = at
    change.save()
    return Office.objects.get(pk=change.office_id)


@transaction.atomic
def refuse_office_change(*, change: OfficeChange, by: Actor, at: datetime) -> OfficeChange:
    """Refuse a request. Raises StaffChangeRefused if this administrator may not decide it."""
    change = lock_for_decision(change, "office", "parent", by=by, at=at)
    change.save()
    _log(StaffActKind.OFFICE_REFUSED, change, by=by, at=at)
    return change


def _row_of_moved_office(office: Office, kind: str, parent: Office) -> OfficeListRow:
    """Return the row of an office list that changes only kind and parent."""
    kept = {name: getattr(office, name) for name in ("code", "name_en", "name_ur", "head_title", "certainty", "source")}
    routes_to = office.routes_to.code if office.routes_to else ""
    return OfficeListRow(line=1, kind=kind, parent=parent.code, routes_to=routes_to, **kept)


def _log(kind: StaffActKind, change: OfficeChange, *, by: Actor, at: datetime) -> None:
    log_staff_act(kind, officer=None, by=by, at=at, words=str(change), tell_auditors=True)
