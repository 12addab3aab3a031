"""Combination of a turn's messages, pictures and question into at most two replies."""

from dataclasses import replace

from whatsapp.rules.replies import (
    LONGEST_BODY,
    LONGEST_LIST_BODY,
    LONGEST_TEXT,
    ButtonReply,
    LinkReply,
    ListReply,
    LocationRequest,
    PictureReply,
    Reply,
    TextReply,
    clip,
)

MOST_REPLIES = 2
_LONGEST_BODY = {
    TextReply: LONGEST_TEXT,
    ButtonReply: LONGEST_BODY,
    LinkReply: LONGEST_BODY,
    ListReply: LONGEST_LIST_BODY,
    LocationRequest: LONGEST_BODY,
}


def compose_replies(
    messages: tuple[str, ...], *, pictures: tuple[PictureReply, ...] = (), question: Reply | None = None
) -> tuple[Reply, ...]:
    """Return the replies in their order. Messages and question share one reply if they fit."""
    new_messages = [
        message for message in dict.fromkeys(messages) if message and (question is None or message not in question.body)
    ]
    words = "\n\n".join(new_messages)
    if pictures:
        return (*pictures[: MOST_REPLIES - 1], _reply_below_picture(words, question, pictures[0]))
    if not words:
        return (question,) if question else ()
    if question is None:
        return (TextReply(clip(words, LONGEST_TEXT)),)
    body = f"{words}\n\n{question.body}"
    if len(body) <= _LONGEST_BODY[type(question)]:
        return (replace(question, body=body),)
    return TextReply(clip(words, LONGEST_TEXT)), question


def _reply_below_picture(words: str, question: Reply | None, picture: PictureReply) -> Reply:
    """Return the reply after a picture: the question, preceded by as much of the messages as fits."""
    if question is None:
        return TextReply(clip(words or picture.caption, LONGEST_TEXT))
    space = _LONGEST_BODY[type(question)] - len(question.body) - 2
    return replace(question, body=f"{clip(words, space)}\n\n{question.body}") if words and space > 20 else question
