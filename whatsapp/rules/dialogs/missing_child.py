"""Dialog for reporting a missing child: few questions, in the order of the search, and a call back at once.

It takes at most four messages: the sentence, the district, who the child is and where it was last seen (a photo too),
and *Submit*, which says why the child may be away.
"""

from collections.abc import Sequence
from dataclasses import replace

from complaints.rules.complainant.missing_child_answers import ChildAnswer
from complaints.rules.special_categories import MISSING_CHILD
from web import identity_numbers
from whatsapp.rules import missing_child_detection, saved_inputs, typed_text
from whatsapp.rules.chat_inputs import EffectResult, Input, SentFile, SentLocation, TypedText
from whatsapp.rules.dialog_steps import Context, DialogStep, Effect, Transition, ask_again, repeat_question_after
from whatsapp.rules.dialogs import incident_account, incident_place
from whatsapp.rules.languages import Language
from whatsapp.rules.replies import Reply
from whatsapp.rules.text_direction import isolate_direction
from whatsapp.rules.text_meaning.sentence_meaning import read_sentence
from whatsapp.rules.time_format import format_moment

STEPS_BEFORE_REPORT = frozenset(
    {"", "language", "menu", "complaint", "lodge.group", "lodge.kind", "zainab", "first.file"}
)
"""Steps without answers so far, at which a sentence about a missing child begins the report."""

SHORTEST_SENTENCE = 4
"""Words. A shorter text is the name of the category and says nothing of what happened."""

_REASON_ANSWERS = {
    "alone": {"child_left": ChildAnswer.YES.value, "child_custody": ChildAnswer.UNKNOWN.value},
    "custody": {"child_left": ChildAnswer.UNKNOWN.value, "child_custody": ChildAnswer.YES.value},
    "submit": {"child_left": ChildAnswer.UNKNOWN.value, "child_custody": ChildAnswer.UNKNOWN.value},
}


def language_of_report(context: Context, message: Input) -> Language | None:
    """Return the language of a sentence that reports a missing child, which then needs no choice of language."""
    return (
        missing_child_detection.detect_language(_text_of(message))
        if context.state.step in STEPS_BEFORE_REPORT
        else None
    )


def files_sent_before(context: Context) -> list[dict]:
    """Return the files that were sent before their subject was known."""
    first = saved_inputs.restore_input(context.answers.get("_first"))
    return [
        *context.answers.get("handed", ()),
        *([incident_account.file_facts(first)] if isinstance(first, SentFile) else []),
    ]


def begin_report(context: Context, message: Input | None = None, *, sent_before: Sequence[dict] = ()) -> Transition:
    """Begin with the known facts: district and age are not asked twice, and no text or file is lost.

    The number stays visible to the officer who calls back.
    """
    sentence, before = _text_of(message), context.answers
    district = (
        missing_child_detection.find_district(sentence, context.directory)
        or read_sentence(sentence, context.directory).district
    )
    answers = {
        "category": MISSING_CHILD,
        "texts": [*before.get("texts", ()), *([sentence.strip()] if _belongs_in_report(message) else [])],
        "phone": before.get("phone") or context.person.phone,
        "district": district or before.get("district", ""),
        "station": "" if district else before.get("station", ""),
        **{"woman_officer": False, "protected": False, "_warned": True, "handed": []},
        **{"group": "", "_page": 0, "_among": [], "_changing": False, "_after_kind": "", "_answer": {}},
        **_age_answer(context, sentence),
    }
    files = [
        *sent_before,
        *([incident_account.file_facts(replace(message, caption=""))] if isinstance(message, SentFile) else []),
    ]
    effect = Effect("hold_files", {"files": files}) if files else None
    to = "child.who" if answers["district"] else "place.region"
    return Transition(to=to, answers=answers, messages=(context.say("child_first"),), effect=effect)


def _text_of(message: Input | None) -> str:
    if isinstance(message, SentFile):
        return message.caption
    return message.text if isinstance(message, TypedText) else ""


def _belongs_in_report(message: Input | None) -> bool:
    """Return whether the text belongs in the report. A caption always does."""
    words = _text_of(message).split()
    return len(words) >= SHORTEST_SENTENCE or (bool(words) and isinstance(message, SentFile))


def ask_child_description(context: Context) -> Reply:
    return context.text("ask_child")


def handle_child_description(context: Context, message: Input) -> Transition:
    """Handle text or a voice note. A photo may come first, with or without a caption."""
    if isinstance(message, SentFile):
        return incident_account.request_file_recording(message)
    if isinstance(message, EffectResult):
        return _note_recorded_file(context, message)
    if isinstance(message, SentLocation):
        return Transition(answers={"landmark": incident_place.landmark_text(message)}, messages=(context.say("noted"),))
    if not isinstance(message, TypedText):
        return ask_again(context.say("words_or_voice"))
    if typed_text.is_one_of(message.text, typed_text.DONT_KNOW | typed_text.SKIP | typed_text.NO):
        return Transition(to="lodge.check")
    length = sum(map(len, context.answers.get("texts", ()))) + len(message.text)
    if length > incident_account.LONGEST_ACCOUNT:
        return repeat_question_after(context.say("text_full"))
    return Transition(to="lodge.check", answers=_answers_with_text(context, message.text))


def reason_answers(context: Context, answer: str) -> dict:
    """Return why the child may be away, by the button that submits. A reason that was given before stays."""
    if answer == "submit" and context.answers.get("child_left"):
        return {}
    return _REASON_ANSWERS[answer]


def call_back_sentence(context: Context) -> str:
    """Return the sentence with the number to call back, or the request for one."""
    if phone := context.answers.get("phone"):
        return context.say("child_call_back", phone=isolate_direction(phone))
    return context.say("child_call_back_where")


def parse_call_back_number(message: Input) -> str:
    """Return the phone number that was typed, in E.164; "" for anything else."""
    if not isinstance(message, TypedText) or typed_text.parse_number(message.text) is not None:
        return ""
    try:
        return identity_numbers.normalise_phone(message.text)
    except identity_numbers.ImpossibleNumber:
        return ""


def deadline_sentences(context: Context, facts: dict) -> list[str]:
    """Return who calls which number by when, what the police do, and which other helplines to call."""
    phone, due = context.answers.get("phone"), facts.get("contact_due")
    messages = []
    if phone and due:
        messages.append(
            context.say("child_promise", phone=isolate_direction(phone), by=format_moment(due, context.language))
        )
    elif not phone:
        messages.append(context.say("child_no_number"))
    return [*messages, context.say("child_next")]


def _note_recorded_file(context: Context, result: EffectResult) -> Transition:
    """Record a file. A voice note or a caption says who is missing; a photo alone does not."""
    transition = incident_account.note_recorded_file(context, result)
    if result.facts.get("refused"):
        return transition
    answers = {**transition.answers, **_age_answer(context, result.facts.get("caption", ""))}
    says_who = result.facts.get("kind") == "voice" or bool(result.facts.get("caption"))
    return replace(
        transition,
        to="lodge.check" if says_who else None,
        answers=answers,
        is_quiet=transition.is_quiet and not says_who,
    )


def _answers_with_text(context: Context, text: str) -> dict:
    return {"texts": [*context.answers.get("texts", ()), text.strip()]} | _age_answer(context, text)


def _age_answer(context: Context, text: str) -> dict:
    """Return the age if it was not given before. As text, because 0 years is an age too."""
    age = missing_child_detection.find_age(text)
    return {} if age is None or context.answers.get("child_age") else {"child_age": str(age)}


STEPS = (DialogStep("child.who", handle_child_description, ask_child_description, free=True),)
