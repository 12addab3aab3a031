"""Handing a complaint that is being filed over from the chat to the web, by a neutral link that works once."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from citizen.filing import browser_drafts
from complaints.models import Category
from complaints.services import drafts
from whatsapp.models import Chat
from whatsapp.rules.chat_state import State
from whatsapp.rules.languages import portal_language
from whatsapp.services.effects.chat_drafts import begin_draft

HANDED_OVER_ANSWERS = ("category", "district", "station", "landmark", "concerns", "spoken")
"""Answers that the pages of the web take over. The others are asked there."""


def hand_over_to_web(chat: Chat, facts: Mapping, *, state: State, at: datetime) -> Mapping:
    """Give the answers and files so far to a draft of the web. Return its link, in the chat's language.

    The draft opens only in the browser that uses the link first.
    """
    told, draft_id = facts["answers"], UUID(facts["dialog_key"])
    begin_draft(draft_id, at=at)
    answers = {name: told[name] for name in HANDED_OVER_ANSWERS if told.get(name)}
    if texts := told.get("texts"):
        answers["text"] = "\n".join(texts)
    confidential = Category.objects.filter(code=told.get("category", ""), confidential=True).exists()
    keys = {browser_drafts.CONFIDENTIAL_KEY: confidential, browser_drafts.HANDED_OVER_KEY: browser_drafts.WAITING}
    drafts.add_answers(draft_id, step="chat", answers=answers | keys)
    if told.get("keep_from"):
        drafts.store_rejected_input(draft_id, step="whom", typed={"keep_from": told["keep_from"]})
    with translation.override(portal_language(state.language)):
        return {"link": settings.SITE_URL + reverse("continue_filing", args=[draft_id])}
