"""Texts that an operator can insert into a chat: the portal's own links, and the canned replies of the offices."""

from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Posting
from complaints.models import CannedReply
from complaints.models.desk_tools.canned_reply import CHAT_MOVE
from desk.formatting import joined, post_of
from desk.queries.canned_replies import offered_replies
from desk.replies.reply_filling import placeholder_values, reply_choices_by_language
from desk.rules.reply_placeholders import fill_placeholders
from whatsapp.models import Handover
from whatsapp.queries.neutral_messages import needs_neutral_messages
from whatsapp.queries.own_complaints import is_own_complaint
from whatsapp.rules.languages import Language, portal_language
from whatsapp.services.handover_log import chat_context

LINKS = ("operator_link_filing", "operator_link_status")
"""Sentences of the chat with a link. The person files and answers themselves: an operator cannot do it for them."""


def chat_text_choices(actor: Actor, handover: Handover) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the texts as choices of a select, in groups. One statement."""
    names = {"operator_link_filing": _("Link: make a complaint"), "operator_link_status": _("Link: see a complaint")}
    language = portal_language(Language(handover.chat.language or Language.URDU)) if handover.chat else "ur"
    offered = _offered(actor, handover, language)
    return [(_("Links"), [(key, names[key]) for key in LINKS]), *reply_choices_by_language(offered)]


def fill_in_chat_text(chosen: str, handover: Handover, posting: Posting) -> str:
    """Return a chosen text with its placeholders filled in, which the operator can still change; "" for none."""
    if chosen in LINKS and handover.chat:
        context = chat_context(handover.chat, at=now())
        return context.say(chosen, site=context.home)
    actor = Actor.of(posting)
    reply = next((one for one in _offered(actor, handover, "") if str(one.pk) == chosen), None)
    if reply is None:
        return ""
    with translation.override(reply.language):
        if _may_quote_complaint(handover):
            values = placeholder_values(handover.complaint, posting)
        else:
            values = {"office": posting.office.name, "officer": joined(posting.officer.title), "post": post_of(posting)}
        return fill_placeholders(reply.text, values)


def _may_quote_complaint(handover: Handover) -> bool:
    """Return whether a text to this chat may hold the number and subject of its complaint.

    Only if the chat filed it: the phone may be shared, or its number have a new owner. Never where messages are
    neutral.
    """
    chat, complaint = handover.chat, handover.complaint
    return bool(chat and complaint and is_own_complaint(chat, complaint.pk)) and not needs_neutral_messages(complaint)


def _offered(actor: Actor, handover: Handover, language: str) -> list[CannedReply]:
    category = handover.complaint.category_id if handover.complaint else None
    return offered_replies(actor, category_id=category, moves=[CHAT_MOVE], language=language)
