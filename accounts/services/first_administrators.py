"""Create the first two administrators, who sign in by printed links because mail is not set up yet."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Office, Officer, Posting
from accounts.models.staff_act import StaffActKind
from accounts.rules.office_tree import OfficeKind
from accounts.rules.roles import Role
from accounts.services.admin_log import log_staff_act
from accounts.services.officers import create_officer
from accounts.services.postings import create_posting
from accounts.services.staff_refusals import StaffChangeRefused

TWO = 2
"""One administrator requests a role that needs two and another confirms it, so a single one could create no role."""


@transaction.atomic
def create_administrators(*, people: list[tuple[str, str]], at: datetime) -> list[Officer]:
    """Create the first administrators, unless they exist, and return the administrators, who need a sign-in link.

    `people`: pairs of e-mail address and name in English. It may be empty if the administrators exist already, for
    example from an imported list. Raises StaffChangeRefused if an administrator has chosen a password, if `people`
    differ from the existing administrators, or if fewer than two are to be created. Raises ValidationError for an
    invalid or used address.
    """
    postings = (
        Posting.objects.current(at).filter(role=Role.ADMINISTRATOR, officer__is_active=True).select_related("officer")
    )
    administrators = [posting.officer for posting in postings.order_by("pk")]
    if any(officer.has_usable_password() for officer in administrators):
        raise StaffChangeRefused(
            _("An administrator has chosen a password already. Administrators invite officers under “Officers”.")
        )
    if not administrators:
        administrators = _create_two_administrators(people, at=at)
    elif people and {email.strip().lower() for email, _name in people} != {officer.email for officer in administrators}:
        emails = ", ".join(sorted(officer.email for officer in administrators))
        raise StaffChangeRefused(_("Administrators are recorded already: %(emails)s.") % {"emails": emails})
    for officer in administrators:
        log_staff_act(StaffActKind.INVITED, officer=officer, by=None, at=at)
    return administrators


def _create_two_administrators(people: list[tuple[str, str]], *, at: datetime) -> list[Officer]:
    if len(people) < TWO:
        raise StaffChangeRefused(
            _("Two administrators are needed, because some requests must be confirmed by a second one.")
        )
    office = Office.objects.filter(kind=OfficeKind.CENTRAL).first()
    if office is None:
        raise StaffChangeRefused(_("There is no Central Police Office yet. Run load_reference first."))
    officers = []
    for email, name in people:
        officer = create_officer(email=email, name_en=name, by=None, at=at)
        log_staff_act(StaffActKind.RECORDED, officer=officer, by=None, at=at)
        create_posting(officer=officer, office=office, role=Role.ADMINISTRATOR, by=None, at=at)
        officers.append(officer)
    return officers
