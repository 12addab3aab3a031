"""Dialog about the complainant: woman officer, name, document, phone, news by chat. All are optional.

A secret word is never asked for in a chat, which keeps what is typed. It is set on the web.
"""

from web import identity_numbers
from whatsapp.rules import typed_text
from whatsapp.rules.answer_choices import YES_NO, chosen_answer
from whatsapp.rules.chat_inputs import Input, TypedText
from whatsapp.rules.dialog_steps import Context, DialogStep, Transition, ask_again
from whatsapp.rules.open_questions import next_open_question
from whatsapp.rules.replies import Reply
from whatsapp.rules.text_direction import isolate_direction

LONGEST_NAME = 120
_SKIPPED = {"skip": typed_text.SKIP | typed_text.NO}


def ask_woman_officer(context: Context) -> Reply:
    return context.buttons(context.say("ask_woman"), ("yes", "yes"), ("no", "no"))


def handle_woman_officer(context: Context, message: Input) -> Transition:
    match chosen_answer(message, YES_NO.keys(), YES_NO):
        case "yes" | "no" as answer:
            answers = {"woman_officer": answer == "yes", "protected": True}
            return Transition(to=next_open_question(context.with_answers(**answers)), answers=answers)
    return ask_again(context.say("not_understood"))


def ask_name(context: Context) -> Reply:
    return context.buttons(context.say("ask_name"), ("skip", "skip"))


def handle_name(context: Context, message: Input) -> Transition:
    if chosen_answer(message, _SKIPPED.keys(), _SKIPPED):
        return Transition(to="lodge.check", answers={"name": ""})
    if isinstance(message, TypedText):
        return Transition(to="lodge.check", answers={"name": message.text.strip()[:LONGEST_NAME]})
    return ask_again(context.say("words_please"))


def ask_document(context: Context) -> Reply:
    return context.buttons(context.say("ask_document"), ("skip", "skip"))


def handle_document(context: Context, message: Input) -> Transition:
    if chosen_answer(message, _SKIPPED.keys(), _SKIPPED):
        return Transition(to="lodge.check", answers={"document": "", "document_number": ""})
    if not isinstance(message, TypedText):
        return ask_again(context.say("words_please"))
    return _accept_document(context, message.text.strip())


def _accept_document(context: Context, text: str) -> Transition:
    """Accept thirteen digits as CNIC or NICOP, letters and digits as a passport number."""
    try:
        return Transition(
            to="lodge.check",
            answers={"document": "cnic", "document_number": identity_numbers.normalise_cnic(text)},
        )
    except identity_numbers.ImpossibleNumber:
        passport = typed_text.normalize(text).upper().replace(" ", "")
    if passport.isascii() and passport.isalnum() and passport[:1].isalpha() and 6 <= len(passport) <= 12:
        return Transition(to="lodge.check", answers={"document": "passport", "document_number": passport})
    return ask_again(context.say("bad_document"))


def ask_phone(context: Context) -> Reply:
    """Offer the number that writes. Ask for one if WhatsApp does not provide it."""
    if context.person.phone:
        body = context.say("ask_this_phone", phone=isolate_direction(context.person.phone))
        return context.buttons(body, ("yes", "yes"), ("skip", "no_phone"))
    return context.buttons(context.say("ask_phone"), ("skip", "no_phone"))


def handle_phone(context: Context, message: Input) -> Transition:
    match chosen_answer(message, {"yes", "skip"}, {"yes": typed_text.YES, "skip": typed_text.SKIP | typed_text.NO}):
        case "yes" if context.person.phone:
            return Transition(to="lodge.check", answers={"phone": context.person.phone})
        case "skip":
            return Transition(to="lodge.check", answers={"phone": ""})
    if not isinstance(message, TypedText):
        return ask_again(context.say("words_please"))
    try:
        return Transition(to="lodge.check", answers={"phone": identity_numbers.normalise_phone(message.text)})
    except identity_numbers.ImpossibleNumber:
        return ask_again(context.say("bad_phone"))


def ask_news_consent(context: Context) -> Reply:
    return context.buttons(context.say("ask_messages"), ("yes", "yes"), ("no", "no"))


def handle_news_consent(context: Context, message: Input) -> Transition:
    """Handle the consent to news in this chat, which the review of a missing child does not ask for."""
    match chosen_answer(message, YES_NO.keys(), YES_NO):
        case "yes" | "no" as answer:
            return Transition(to="lodge.check", answers={"messages": answer == "yes"})
    return ask_again(context.say("not_understood"))


STEPS = (
    DialogStep("who.woman", handle_woman_officer, ask_woman_officer),
    DialogStep("who.name", handle_name, ask_name, free=True),
    DialogStep("who.document", handle_document, ask_document, free=True),
    DialogStep("who.phone", handle_phone, ask_phone, free=True),
    DialogStep("who.messages", handle_news_consent, ask_news_consent),
)
