"""Putting a turn's words, picture and question into at most two replies."""

from dataclasses import replace

from whatsapp.rules.replies import (
    LONGEST_BODY,
    LONGEST_LIST_BODY,
    LONGEST_TEXT,
    Buttons,
    Menu,
    Picture,
    PlaceWanted,
    Reply,
    Text,
    clip,
)

MOST = 2
_ROOM = {Text: LONGEST_TEXT, Buttons: LONGEST_BODY, Menu: LONGEST_LIST_BODY, PlaceWanted: LONGEST_BODY}


def compose(
    says: tuple[str, ...], *, pictures: tuple[Picture, ...] = (), question: Reply | None = None
) -> tuple[Reply, ...]:
    """The replies, in their order. What is said stands above the question, in one message where it fits."""
    words = "\n\n".join(_once(says, question))
    if pictures:
        return (*pictures[: MOST - 1], _last(words, question, pictures[0]))
    if not words:
        return (question,) if question else ()
    if question is None:
        return (Text(clip(words, LONGEST_TEXT)),)
    if fits := _above(words, question):
        return (fits,)
    return Text(clip(words, LONGEST_TEXT)), question


def _once(says: tuple[str, ...], question: Reply | None) -> list[str]:
    """Nothing is said twice, and nothing that the question says too."""
    return [said for said in dict.fromkeys(says) if said and (question is None or said not in question.body)]


def _above(words: str, question: Reply) -> Reply | None:
    body = f"{words}\n\n{question.body}"
    return replace(question, body=body) if len(body) <= _ROOM[type(question)] else None


def _last(words: str, question: Reply | None, picture: Picture) -> Reply:
    """Below a picture there is room for one message: the question, with the words as far as they go."""
    if question is None:
        return Text(clip(words or picture.caption, LONGEST_TEXT))
    room = _ROOM[type(question)] - len(question.body) - 2
    return replace(question, body=f"{clip(words, room)}\n\n{question.body}") if words and room > 20 else question
