"""An officer who was recorded is invited: a link, good for some days and once, to choose a password."""

from datetime import datetime

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.actors import Actor
from accounts.models import Officer
from accounts.models.staff_act import StaffActKind
from accounts.services.letters import send_now
from accounts.services.refusals import Refused
from accounts.services.staff_acts import note

DAY = 86_400


@transaction.atomic
def invite(*, officer: Officer, by: Actor | None, at: datetime) -> None:
    """Invite by e-mail once the transaction is done. Raises Refused for somebody who may not sign in."""
    if not officer.is_active:
        raise Refused(_("This officer can no longer sign in, so they cannot hold a posting."))
    note(StaffActKind.INVITED, officer=officer, by=by, at=at)
    transaction.on_commit(lambda: write_to(officer))


def write_to(officer: Officer) -> bool:
    """Send the link, in the officer's language. It dies with its first use, and after some days."""
    with override(officer.language):
        keys = {"uidb36": user_pk_to_url_str(officer), "key": default_token_generator.make_token(officer)}
        path = reverse("account_reset_password_from_key", kwargs=keys)
        context = {
            "name": officer.name_in(officer.language),
            "link": f"{settings.SITE_URL}{path}",
            "days": settings.PASSWORD_RESET_TIMEOUT // DAY,
            "sign_in": f"{settings.SITE_URL}{reverse('account_login')}",
        }
        return send_now(
            to=officer.email,
            subject=render_to_string("accounts/email/invitation_subject.txt").strip(),
            text=render_to_string("accounts/email/invitation_message.txt", context).strip(),
            language=officer.language,
            about="invitation",
        )
