"""Beginning of a complaint with a sentence: the text is kept as the account, and the kind that it names is proposed."""

from dataclasses import replace

from whatsapp.rules.dialog_steps import Context, Effect, Transition, repeat_question_after
from whatsapp.rules.dialogs.incident_account import LONGEST_ACCOUNT
from whatsapp.rules.open_questions import is_sentence
from whatsapp.rules.text_meaning.sentence_meaning import SentenceMeaning, read_sentence

UNDERSTOOD_STEP = "lodge.understood"


def begin_from_sentence(context: Context, text: str, *messages: str) -> Transition | None:
    """Return the transition that begins a complaint with this text; None if a short text names nothing.

    `messages` come before the question. Another dialog is interrupted and kept; files that waited come along.
    """
    meaning = read_sentence(text, context.directory)
    if not meaning.kinds and not is_sentence(text):
        return None
    if not meaning.kinds:
        messages = (*messages, context.say("danger_noted" if messages else "what_about"))
    return _begin(context, text, meaning, *messages)


def begin_from_unread_text(context: Context, text: str, *messages: str) -> Transition:
    """Return the transition that keeps a text which the chat does not understand, and asks for the kind."""
    transition = _begin(context, text, SentenceMeaning(), *messages)
    return replace(transition, answers={**transition.answers, "_told": True})


def _begin(context: Context, text: str, meaning: SentenceMeaning, *messages: str) -> Transition:
    waiting_files = list(context.answers.get("handed", ()))
    return Transition(
        to=UNDERSTOOD_STEP if meaning.kinds else "lodge.group",
        answers={"texts": [text.strip()], "_warned": bool(messages), **_understood_answers(context, meaning)},
        messages=messages,
        effect=Effect("hold_files", {"files": waiting_files}) if waiting_files else None,
        interrupts=True,
    )


def continue_with_sentence(context: Context, text: str, *, named_kind: str = "") -> Transition:
    """Return the transition for a sentence at the question for the kind: propose one, or ask again.

    The text is kept, and the answers stay. A place is taken only if none is known. `named_kind`: the kind whose search
    words the sentence has, which is proposed first.
    """
    meaning = read_sentence(text, context.directory)
    if named_kind:
        meaning = replace(meaning, kinds=tuple(dict.fromkeys([named_kind, *meaning.kinds])))
    texts = [*context.answers.get("texts", ()), text.strip()]
    if sum(map(len, texts)) > LONGEST_ACCOUNT:
        return repeat_question_after(context.say("text_full"))
    answers = _understood_answers(context, meaning)
    if context.answers.get("district"):
        answers = {name: value for name, value in answers.items() if name not in {"district", "station"}}
    answers |= {"texts": texts, "_page": 0, "_among": []}
    if not meaning.kinds:
        return repeat_question_after(context.say("what_about"), **answers)
    return Transition(to=UNDERSTOOD_STEP, answers=answers)


def _understood_answers(context: Context, meaning: SentenceMeaning) -> dict:
    """Return what was understood. `_proposed` holds the kinds until one is chosen.

    The number that writes is assumed; the review shows it. For a confidential matter it is dropped again.
    """
    return {
        "_proposed": list(meaning.kinds),
        "_proposed_place": meaning.station or meaning.district,
        "district": meaning.district,
        "station": meaning.station,
        "phone": context.answers.get("phone") or context.person.phone,
    }
