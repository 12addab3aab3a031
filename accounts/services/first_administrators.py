"""The first two administrators, and the links by which they come in while no mail is sent yet."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Office, Officer, Posting
from accounts.models.staff_act import StaffActKind
from accounts.rules.offices import OfficeKind
from accounts.rules.roles import Role
from accounts.services.officers import create_officer
from accounts.services.postings import post
from accounts.services.refusals import StaffChangeRefused
from accounts.services.staff_acts import note

TWO = 2
"""One administrator asks for a post that takes two and another one confirms it, so a single one could begin nothing."""


@transaction.atomic
def create_administrators(*, people: list[tuple[str, str]], at: datetime) -> list[Officer]:
    """Record the first administrators (e-mail address and name in English each), and return those who need a link.

    With no `people`, or once they are recorded (for example by a list), it records nobody and makes a new link for each
    who has not chosen a password yet. Raises Refused once an administrator has chosen a password, for other people than
    those recorded, and for fewer than two. Raises ValidationError for a bad or taken address.
    """
    held = (
        Posting.objects.current(at).filter(role=Role.ADMINISTRATOR, officer__is_active=True).select_related("officer")
    )
    administrators = [posting.officer for posting in held.order_by("pk")]
    if any(officer.has_usable_password() for officer in administrators):
        raise StaffChangeRefused(
            _("An administrator has chosen a password already. Administrators invite officers under “Officers”.")
        )
    if not administrators:
        administrators = _record(people, at=at)
    elif people and {email.strip().lower() for email, _name in people} != {one.email for one in administrators}:
        known = ", ".join(sorted(one.email for one in administrators))
        raise StaffChangeRefused(_("Administrators are recorded already: %(emails)s.") % {"emails": known})
    for officer in administrators:
        note(StaffActKind.INVITED, officer=officer, by=None, at=at)
    return administrators


def _record(people: list[tuple[str, str]], *, at: datetime) -> list[Officer]:
    if len(people) < TWO:
        raise StaffChangeRefused(_("Two administrators are needed: what takes two could not be decided by one."))
    office = Office.objects.filter(kind=OfficeKind.CENTRAL).first()
    if office is None:
        raise StaffChangeRefused(_("There is no Central Police Office yet. Run load_reference first."))
    officers = []
    for email, name in people:
        officer = create_officer(email=email, name_en=name, by=None, at=at)
        note(StaffActKind.RECORDED, officer=officer, by=None, at=at)
        post(officer=officer, office=office, role=Role.ADMINISTRATOR, by=None, at=at)
        officers.append(officer)
    return officers
