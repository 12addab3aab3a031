"""The one-tap link of a message."""

from django import template
from django.conf import settings
from django.urls import reverse

from complaints.rules.one_tap import Act
from complaints.services.one_tap import token_for

register = template.Library()


@register.simple_tag
def one_tap(event: int | None, act: str) -> str:
    """The whole address of the page with one button, in the language of the message: `{% one_tap event 'close' %}`.

    `event`: the id of the event that asks (`event` in the message's context). `act`: answer_contact, close or
    aftercare. Empty where there is no event, or where the complainant has a secret word: then the message does without.
    """
    token = token_for(event, Act(act)) if event else ""
    return settings.SITE_URL + reverse("one_tap", kwargs={"token": token}) if token else ""
