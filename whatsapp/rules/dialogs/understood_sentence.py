"""The question whether the chat understood what a sentence is about. The person confirms the kind or chooses another.

For a matter that is confidential or about the police, the same question offers the safe page.
"""

from dataclasses import replace

from whatsapp.rules import typed_text
from whatsapp.rules.answer_choices import chosen_answer
from whatsapp.rules.chat_inputs import EffectResult, Input, TypedText
from whatsapp.rules.dialog_steps import Context, DialogStep, Transition, ask_again, repeat_question_after
from whatsapp.rules.dialogs import complaint_filing, kept_out_officers
from whatsapp.rules.dialogs.sentence_start import UNDERSTOOD_STEP
from whatsapp.rules.languages import Language
from whatsapp.rules.open_questions import is_sentence
from whatsapp.rules.public_directory import ComplaintKind, translate
from whatsapp.rules.replies import Reply
from whatsapp.rules.text_meaning.sentence_meaning import read_sentence

_COMMAS = {Language.URDU: "، "}
_ANSWERS = frozenset({"yes", "other", "web", "here"})


def ask_whether_understood(context: Context) -> Reply:
    """Name the kind and the place. If the kind is no longer offered, the answer leads to the list."""
    kind = proposed_kind(context)
    if kind is None:
        return context.buttons(context.say("ask_what_about"), ("other", "choose"))
    name = translate(kind.names, context.language)
    if kind.confidential or kind.about_police:
        body = context.say("ask_understood_delicate", what=name) + "\n\n" + context.say("safe_page")
        return context.buttons(body, ("web", "send_page"), ("here", "go_on_here"), ("other", "something_else"))
    body = context.say("ask_understood", what=name, where=_place_text(context))
    return context.buttons(body, ("yes", "yes_that"), ("other", "something_else"))


def handle_whether_understood(context: Context, message: Input) -> Transition:
    if isinstance(message, EffectResult):
        return kept_out_officers.handle_safe_page(context, message)
    kind = proposed_kind(context)
    is_delicate = kind is not None and (kind.confidential or kind.about_police)
    words = {"yes": typed_text.YES, "other": typed_text.NO}
    if is_delicate:  # "no" is an answer to the question before the page
        page_words = kept_out_officers.SAFE_PAGE_WORDS
        words = {"web": page_words["web"], "here": page_words["here"] - typed_text.NO, "other": typed_text.NO}
    match chosen_answer(message, _ANSWERS, words):
        case "yes" | "here" as answer if kind is not None:
            offered = answer == "here" or bool(context.answers.get("_page_offered"))
            transition = complaint_filing.choose_kind(context.with_answers(_page_offered=offered), kind.code)
            return replace(transition, answers={"_page_offered": offered, **transition.answers})
        case "web" if kind is not None:
            return kept_out_officers.request_safe_page(context.with_answers(category=kind.code))
        case "other":
            return choose_other_kind(context)
    if isinstance(message, TypedText) and not is_sentence(message.text):
        place = read_sentence(message.text, context.directory)
        if place.district:
            return repeat_question_after(context.say("noted"), district=place.district, station=place.station)
    return ask_again(context.say("not_understood"))


def proposed_kind(context: Context) -> ComplaintKind | None:
    """Return the kind that the sentence seems to name, if it is still offered."""
    return context.directory.kind((context.answers.get("_proposed") or [""])[0])


def choose_other_kind(context: Context) -> Transition:
    """Ask for the kind from the list. What was told stays."""
    return Transition(to="lodge.group", answers={"group": "", "_page": 0, "_among": []})


def _place_text(context: Context) -> str:
    """Return the station and district in a bracket; "" if the sentence names no place."""
    offices = [context.directory.office(context.answers.get(name, "")) for name in ("station", "district")]
    names = [translate(office.names, context.language) for office in offices if office]
    return f" ({_COMMAS.get(context.language, ', ').join(names)})" if names else ""


STEPS = (DialogStep(UNDERSTOOD_STEP, handle_whether_understood, ask_whether_understood),)
