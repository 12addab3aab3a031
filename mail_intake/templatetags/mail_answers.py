"""Template tags for automatic answers. The outbox holds no personal data, so they read the e-mail's row."""

import json

from django import template
from django.conf import settings
from django.urls import reverse

from mail_intake.models import IncomingMail

register = template.Library()


@register.simple_tag
def mail_link(recipient: str) -> str:
    """Return the full URL that continues an e-mail on the web: `{% mail_link recipient %}`."""
    mail = _mail_of(recipient)
    return settings.SITE_URL + reverse("open_mail", args=[mail.draft_id]) if mail else ""


@register.simple_tag
def refused_file_names(recipient: str) -> list[str]:
    """Return the names of the files that were not taken: `{% refused_file_names recipient as names %}`."""
    mail = _mail_of(recipient)
    return json.loads(mail.refused_files or "[]") if mail else []


def _mail_of(recipient: str) -> IncomingMail | None:
    kind, _, ref_id = recipient.partition(":")
    return IncomingMail.objects.filter(pk=int(ref_id)).first() if kind == "incoming_mail" else None
