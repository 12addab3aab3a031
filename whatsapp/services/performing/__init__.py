"""What only the portal can do or find out for a conversation, by the name of the want (rules.scene.Want)."""

from collections.abc import Callable, Mapping
from datetime import datetime

from whatsapp.models import Chat
from whatsapp.rules.scene import Want
from whatsapp.rules.state import State
from whatsapp.services.performing import adding, asking, files, filing, following, watching

Performing = Callable[..., Mapping]
"""`(chat, facts, *, state, at)`; gives facts that JSON can carry. In the turn's own transaction."""

BY_NAME: dict[str, Performing] = {
    "hold_file": files.hold_file,
    "hold_files": files.hold_files,
    "remove_last_file": files.remove_last_file,
    "hash_secret": filing.hash_secret,
    "register": filing.register,
    "look_up": following.look_up,
    "open": following.open_by_key,
    "send_code": following.send_code,
    "want_news": following.want_news,
    "mine": following.mine,
    "act": following.act,
    "add": adding.add,
    "notice": watching.notice,
    "tip": watching.tip,
    "feedback": asking.feedback,
    "said_and_done": asking.said_and_done,
    "verification": asking.verification,
    "verify": asking.verify,
}


def perform(chat: Chat, want: Want, *, state: State, at: datetime) -> Mapping:
    """Do it, and say what came of it. Raises KeyError for what nobody performs."""
    return BY_NAME[want.what](chat, want.facts, state=state, at=at)
