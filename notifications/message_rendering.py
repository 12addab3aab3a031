"""Render a message template with its facts, in the recipient's language."""

import logging
import re
from dataclasses import dataclass

from django.conf import settings
from django.template import Context, TemplateDoesNotExist
from django.template.loader import get_template, select_template
from django.utils import translation
from django.utils.translation import gettext

from notifications.recipient_address import Address
from notifications.rules.sms_segments import LONGEST, count_segments

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class RenderedMessage:
    """A rendered message. `text`: the plain text for SMS. `letter` and `html`: an e-mail's parts, with a greeting."""

    subject: str
    text: str
    letter: str
    html: str


def render_message(
    template: str, facts: dict, *, address: Address, recipient: str = "", takes_replies: bool = False
) -> RenderedMessage:
    """Render `notifications/messages/<template>.txt` under the recipient's language.

    The templates receive the facts, `recipient` (of the message's row), `name`, `neutral`, `time_zone` and `site_url`.
    An e-mail can be longer than an SMS (`<template>.letter.txt`). In an e-mail, a line that consists of a URL becomes
    a button with the label in `<template>.button.txt`, if there is one. A recipient who needs neutral wording gets
    `<template>.neutral.txt` or, if it does not exist, the shared neutral message, without their name; never the full
    text. `takes_replies`: an e-mail says that it can be answered.

    Raises TemplateDoesNotExist, and the exceptions of the template.
    """
    context = {
        **facts,
        "recipient": recipient,
        "name": address.name,
        "neutral": address.neutral,
        "time_zone": address.time_zone,
        "site_url": settings.SITE_URL,
    }
    with translation.override(address.language):
        greeting = gettext("Hello %(name)s,") % {"name": address.name} if address.name else gettext("Hello,")
        if address.neutral:
            text_templates = [f"notifications/messages/{template}.neutral.txt", "notifications/neutral.txt"]
        else:
            text_templates = [f"notifications/messages/{template}.txt"]
        text = _render_text(text_templates, context)
        subject = gettext("A message for you")
        if not address.neutral:  # others can see a subject on the screen
            subject = _render_part_on_one_line(template, "subject", context, default=subject)
        email_context = {
            "subject": subject,
            "text": text if address.neutral else _render_part(template, "letter", context, default=text),
            "greeting": "" if address.neutral else greeting,
            "button": "" if address.neutral else _render_part_on_one_line(template, "button", context, default=""),
            "neutral": address.neutral,
            "takes_replies": takes_replies,
        }
        letter = _render_text(["notifications/email.txt"], email_context)
        html = get_template("notifications/email.html").render(email_context)
    return RenderedMessage(subject, text, letter, html)


def warn_if_sms_long(template: str, text: str, *, most: int = LONGEST) -> None:
    """Log a warning for an SMS of more than `most` parts, which is sent but should be worded more briefly."""
    if count_segments(text) > most:
        logger.warning("The message %s takes %d SMS parts", template, count_segments(text))


def _render_part_on_one_line(template: str, part: str, context: dict, *, default: str) -> str:
    """Render a part of the message as one line."""
    return re.sub(r"[ \n]+", " ", _render_part(template, part, context, default=default))


def _render_part(template: str, part: str, context: dict, *, default: str) -> str:
    try:
        return _render_text([f"notifications/messages/{template}.{part}.txt"], context)
    except TemplateDoesNotExist:
        return default


def _render_text(template_names: list[str], context: dict) -> str:
    """Render the first existing template as plain text: without HTML escaping and without lines that had only tags."""
    template = select_template(template_names).template
    text = template.render(Context(context, autoescape=False))
    text = re.sub(r"\n\s*\n\s*", "\n\n", text).strip()
    return _keep_numbers_in_order(text) if translation.get_language_bidi() else text


def _keep_numbers_in_order(text: str) -> str:
    """Replace spaces between digits by no-break spaces, which belong to the number.

    In right-to-left text, groups separated by plain spaces (`2648 1907 3555`) are shown in reverse order. A no-break
    space has the bidirectional class CS and keeps the order (Unicode annex 9, rule W4) on every telephone.
    """
    return re.sub(r"(?<=[0-9]) (?=[0-9])", "\u00a0", text)
