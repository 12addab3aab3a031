"""From a template's name and its facts to words in the recipient's language."""

import logging
import re
from dataclasses import dataclass

from django.conf import settings
from django.template import Context, TemplateDoesNotExist
from django.template.loader import get_template, select_template
from django.utils import translation
from django.utils.translation import gettext

from notifications.addresses import Address
from notifications.rules.segments import LONGEST, segments

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Words:
    """What a message says. `text`: the words alone, as an SMS. `letter` and `html`: an e-mail's two parts, with how it
    greets and ends."""

    subject: str
    text: str
    letter: str
    html: str


def render(template: str, facts: dict, *, address: Address) -> Words:
    """Render `notifications/messages/<template>.txt` under the recipient's language.

    The templates see the facts, `name`, `neutral` and `site_url`. In a letter a line that is nothing but an address
    becomes a button, named by `<template>.button.txt` where there is one; a letter may say more than an SMS has room
    for (`<template>.letter.txt`). Someone who needs neutral wording gets `<template>.neutral.txt` or, where nobody
    wrote one, the shared neutral message: never the full text by omission, and no name. Raises TemplateDoesNotExist,
    or whatever the template raises.
    """
    known = {**facts, "name": address.name, "neutral": address.neutral, "site_url": settings.SITE_URL}
    with translation.override(address.language):
        text = _plain(_text_templates(template, neutral=address.neutral), known)
        subject = _subject(template, known, neutral=address.neutral)
        parts = {
            "subject": subject,
            "text": text if address.neutral else _part(template, "letter", known, otherwise=text),
            "greeting": "" if address.neutral else _greeting(address.name),
            "button": "" if address.neutral else _line(template, "button", known, otherwise=""),
            "neutral": address.neutral,
        }
        letter = _plain(["notifications/email.txt"], parts)
        html = get_template("notifications/email.html").render(parts)
    return Words(subject, text, letter, html)


def warn_if_long(template: str, text: str) -> None:
    """An SMS over two parts is sent, and said in the log: its wording should be made shorter."""
    if segments(text) > LONGEST:
        logger.warning("The message %s takes %d SMS parts", template, segments(text))


def _text_templates(template: str, *, neutral: bool) -> list[str]:
    if neutral:
        return [f"notifications/messages/{template}.neutral.txt", "notifications/neutral.txt"]
    return [f"notifications/messages/{template}.txt"]


def _subject(template: str, known: dict, *, neutral: bool) -> str:
    """A subject is seen over a shoulder, so neutral wording covers it too."""
    plain = gettext("A message for you")
    return plain if neutral else _line(template, "subject", known, otherwise=plain)


def _line(template: str, part: str, known: dict, *, otherwise: str) -> str:
    """One line: the message's own where it has that part."""
    return re.sub(r"[ \n]+", " ", _part(template, part, known, otherwise=otherwise))


def _part(template: str, part: str, known: dict, *, otherwise: str) -> str:
    try:
        return _plain([f"notifications/messages/{template}.{part}.txt"], known)
    except TemplateDoesNotExist:
        return otherwise


def _greeting(name: str) -> str:
    """Names are not asked of everybody."""
    return gettext("Hello %(name)s,") % {"name": name} if name else gettext("Hello,")


def _plain(names: list[str], known: dict) -> str:
    """Text, so nothing is escaped for HTML; the lines that held only tags are taken out."""
    chosen = select_template(names).template
    text = chosen.render(Context(known, autoescape=False))
    text = re.sub(r"\n\s*\n\s*", "\n\n", text).strip()
    return _numbers_in_order(text) if translation.get_language_bidi() else text


def _numbers_in_order(text: str) -> str:
    """Between right-to-left words a plain space would turn `2648 1907 3555` about, group by group. A no-break space
    between digits belongs to the number (bidirectional class CS, Unicode annex 9, rule W4) on every telephone."""
    return re.sub(r"(?<=[0-9]) (?=[0-9])", "\u00a0", text)
