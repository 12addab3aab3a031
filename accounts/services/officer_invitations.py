"""Invite an officer by e-mail, with a link to choose a password that works once and for some days."""

from datetime import datetime

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Officer
from accounts.models.staff_act import StaffActKind
from accounts.services.admin_log import log_staff_act
from accounts.services.staff_refusals import StaffChangeRefused
from notifications.services import enqueue

TEMPLATE = "officer_invitation"


@transaction.atomic
def invite_officer(*, officer: Officer, by: Actor | None, at: datetime) -> None:
    """Put an invitation into the outbox. Raises StaffChangeRefused for an officer who may not sign in.

    The message row contains no link. `password_link_for` makes it when the message is sent; its validity begins then.
    """
    if not officer.is_active:
        raise StaffChangeRefused(_("This officer can no longer sign in, so they cannot hold a posting."))
    log_staff_act(StaffActKind.INVITED, officer=officer, by=by, at=at)
    enqueue(recipient=f"officer:{officer.pk}", template=TEMPLATE, context={"officer": officer.pk}, at=at)


def password_link_for(officer: Officer) -> str:
    """Return a link to choose a password, in the active language.

    It is valid until its first use, or for PASSWORD_RESET_TIMEOUT.
    """
    keys = {"uidb36": user_pk_to_url_str(officer), "key": default_token_generator.make_token(officer)}
    return settings.SITE_URL + reverse("account_reset_password_from_key", kwargs=keys)
