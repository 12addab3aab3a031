"""The review before a complaint is sent: what was told, understood and assumed; what can be changed; the receipt."""

from complaints.rules.outside_referral import REFERRED_CATEGORIES
from complaints.rules.special_categories import MISSING_CHILD
from whatsapp.rules import typed_text
from whatsapp.rules.answer_choices import chosen_answer
from whatsapp.rules.chat_inputs import EffectResult, Input
from whatsapp.rules.dialog_steps import (
    Context,
    DialogStep,
    Effect,
    Transition,
    ask_again,
    repeat_question_after,
)
from whatsapp.rules.dialogs import kept_out_officers, missing_child
from whatsapp.rules.dialogs.complaint_filing import ask_for_kind_again
from whatsapp.rules.languages import Language, portal_language
from whatsapp.rules.option_lists import Option, build_option_list, handle_option_choice
from whatsapp.rules.public_directory import translate
from whatsapp.rules.replies import LONGEST_BODY, Reply, clip
from whatsapp.rules.text_direction import isolate_direction
from whatsapp.rules.time_format import format_moment

REVIEW_STEP = "lodge.check"
CHILD_REASONS = {"child_custody": "child_custody", "child_alone": "child_left"}
"""The sentence for each reason why a child may be away, and the answer that gives it."""

LONGEST_EXCERPT, SHORTEST_EXCERPT, LONGEST_LINE = 400, 60, 120
"""Characters of the account and of another answer on the review, so that the whole review fits into a message."""

DRAFT_FIELDS = (
    *("category", "district", "station", "landmark", "concerns", "name", "phone", "document", "document_number"),
    *("keep_from", "post", "senior_possible", "officer_station"),
    *("woman_officer", "protected", "child_age", "child_left", "child_custody", "time_zone"),
)
"""Answers that the draft takes unchanged (complaints.services.draft_answers.DraftAnswers)."""

LIST_COMMAS = {Language.URDU: "، "}
CHANGE_STEPS = {
    "category": "lodge.kind", "district": "place.region", "text": "tell.what", "files": "tell.files",
    "kept_out": "keep.ask", "landmark": "place.spot", "concerns": "place.whom", "name": "who.name",
    "document": "who.document", "phone": "who.phone", "messages": "who.messages",
}  # fmt: skip
"""What can be changed before sending, and the step that asks for it."""


def ask_review(context: Context) -> Reply:
    """Show all answers for review. For a confidential matter show none, because others may read the screen.

    A complaint is sent with or without updates; a missing child with the reason, if known.
    """
    is_confidential = context.kind is None or context.kind.confidential
    key = context.state.dialog_key
    if _is_missing_child(context):
        choices = (("submit", "submit"), ("alone", "submit_alone"), ("custody", "submit_custody"))
        return context.buttons(_review_text(context), *((f"{answer}:{key}", title) for answer, title in choices))
    closing = "\n".join([context.say("can_be_added"), context.say("ask_messages")])
    shown = context.say("ready_confidential") + "\n\n" + closing if is_confidential else _review_text(context, closing)
    submits = ((f"updates:{key}", "submit_updates"), (f"submit:{key}", "submit_no_updates"))
    return context.buttons(shown, *submits, ("change", "change_or_add"))


def _review_text(context: Context, *closing: str) -> str:
    """Return the answers, a line each, and the closing sentences. The account is cut to what fits."""
    answers = context.answers
    values = {
        "what": translate(context.kind.names, context.language) if context.kind else "",
        "where": _place_line(context),
        "landmark": _isolated(answers.get("landmark", "")),
        "concerns": _isolated(answers.get("concerns", "")),
        "kept_out": kept_out_officers.kept_out_text(context),
        "text": "",
        "files": str(answers.get("files", 0) or ""),
        "name": _isolated(answers.get("name", "")),
        "document": _isolated(answers.get("document_number", "")),
        "phone": _phone_line(context),
        "child": next((context.say(key) for key, name in CHILD_REASONS.items() if answers.get(name) == "yes"), ""),
    }
    if _is_missing_child(context):  # the buttons of other reviews ask for it
        values["messages"] = context.say("yes" if answers.get("messages") else "no")
    closing = (
        *(_child_sentences(context) if _is_missing_child(context) else (context.say("false_warning"),)),
        *closing,
    )
    used = sum(len(context.say(f"review_{name}")) + len(value) + 3 for name, value in values.items())
    used += sum(len(sentence) + 1 for sentence in closing) + len(context.say("review")) + 2
    room = min(LONGEST_EXCERPT, max(SHORTEST_EXCERPT, LONGEST_BODY - used))
    account = " ".join(answers.get("texts", ()))
    values["text"] = account if len(account) <= room else account[: room - 2].rstrip() + " …"
    lines = [f"{context.say(f'review_{name}')}: {value}" for name, value in values.items() if value]
    return clip("\n".join([context.say("review"), *lines, "", *closing]), LONGEST_BODY)


def _is_missing_child(context: Context) -> bool:
    return context.answers.get("category") == MISSING_CHILD


def _place_line(context: Context) -> str:
    answers, office_of = context.answers, context.directory.office
    names = [
        office.display_name(context.language)
        for code in (answers.get("station"), answers.get("district"))
        if code and (office := office_of(code))
    ]
    return LIST_COMMAS.get(context.language, ", ").join(names)


def _phone_line(context: Context) -> str:
    """Return the number, with a note if it was not asked for but is the one that writes."""
    phone = context.answers.get("phone", "")
    is_assumed = not _is_missing_child(context) and phone and phone == context.person.phone
    return isolate_direction(phone) + (" " + context.say("this_phone") if is_assumed else "")


def _child_sentences(context: Context) -> tuple[str, ...]:
    """Return what remains to be said and asked about a missing child: the photo, the reason, the call."""
    photo = () if context.answers.get("files") else (context.say("ask_child_photo"),)
    question = (*photo, context.say("ask_child_why"), context.say("child_keep_from"))
    return (*question, missing_child.call_back_sentence(context))


def _isolated(text: str) -> str:
    return isolate_direction(clip(text, LONGEST_LINE)) if text else ""


def handle_review_choice(context: Context, message: Input) -> Transition:
    if isinstance(message, EffectResult):
        return _reply_with_receipt(context, message)
    if _is_missing_child(context):
        return _handle_child_review(context, message)
    return _handle_review_with_updates(context, message)


def _handle_review_with_updates(context: Context, message: Input) -> Transition:
    """Handle the answer to the review, which asks about updates too. A typed "yes" is no consent to updates."""
    words = {"submit": typed_text.SUBMIT, "change": typed_text.CHANGE | typed_text.NO}  # "no" erases nothing
    match chosen_answer(message, frozenset({"submit", "updates", "change"}), words):
        case "submit":
            return _request_registration(context, messages=False)
        case "updates":
            # For a confidential matter no number was assumed; one that the person gave or refused stays.
            is_open = context.kind is not None and context.kind.confidential and "who.phone" not in context.state.trail
            phone = {"phone": context.person.phone} if is_open else {}
            return _request_registration(context, messages=True, **phone)
        case "change":
            return Transition(to="lodge.change")
    return ask_again(context.say("not_understood"))


def _handle_child_review(context: Context, message: Input) -> Transition:
    """Submit with the reason that was tapped. A typed number is the one to call back.

    If it was the only missing answer, the complaint is registered.
    """
    if phone := missing_child.parse_call_back_number(message):
        if context.answers.get("phone"):
            return repeat_question_after(phone=phone)
        return _request_registration(context, phone=phone, **missing_child.reason_answers(context, "submit"))
    words = {"submit": typed_text.SUBMIT | typed_text.DONE, "change": typed_text.CHANGE, "nothing": typed_text.NO}
    match chosen_answer(message, frozenset({"submit", "alone", "custody", "change"}), words):
        case "submit" | "alone" | "custody" as answer:
            return _request_registration(context, **missing_child.reason_answers(context, answer))
        case "change":
            return Transition(to="lodge.change")
        case "nothing":  # no photo, or neither reason
            return repeat_question_after(context.say("noted"))
    return ask_again(context.say("not_understood"))


def _request_registration(context: Context, **answers) -> Transition:
    """Return the transition that registers the complaint. `answers`: those that the last tap gave."""
    context = context.with_answers(**answers)
    facts = {"answers": draft_answers(context), "dialog_key": context.state.dialog_key}
    return Transition(answers=answers, effect=Effect("register", facts))


def draft_answers(context: Context) -> dict:
    """Return the answers for the draft."""
    answers = {name: context.answers[name] for name in DRAFT_FIELDS if context.answers.get(name)}
    texts = "\n".join(context.answers.get("texts", ()))
    return answers | {
        "text": texts,
        "spoken": bool(context.answers.get("spoken")),
        "language": portal_language(context.language),
    }


def _reply_with_receipt(context: Context, result: EffectResult) -> Transition:
    """Return the receipt: the number on its own line, the next steps with their deadlines, and the disclaimer."""
    facts = result.facts
    if facts.get("checking"):
        return repeat_question_after(context.say("still_checking"))
    if facts.get("reason") == "missing":
        return Transition(to="tell.what", messages=(context.say("needs_words"),), answers={"_changing": True})
    if field := facts.get("refused"):
        if field == "category":
            return ask_for_kind_again(context, context.answers.get("category", ""), _after_kind="lodge.check")
        step = CHANGE_STEPS.get(field, "tell.what")
        return Transition(to=step, messages=(context.say("not_taken"),), answers={"_changing": True})
    messages = [
        context.say("registered"),
        facts["spaced"],
        *_deadline_sentences(context, facts),
        context.say("not_fir"),
    ]
    if context.answers.get("category") in REFERRED_CATEGORIES:
        messages.append(context.say("referred_outside"))
    if context.kind and context.kind.confidential:
        messages.append(context.say("how_to_delete"))
    if link := facts.get("link"):
        messages.append(context.say("word_on_web", link=link))
    return Transition(to="", messages=tuple(messages), receipt={"says": messages}, ends=True)


def _deadline_sentences(context: Context, facts: dict) -> list[str]:
    if context.answers.get("category") == MISSING_CHILD:
        return missing_child.deadline_sentences(context, facts)
    due = {
        name: format_moment(facts[name], context.language, zone=facts.get("zone", ""))
        for name in ("contact_due", "report_due")
        if facts.get(name)
    }
    sentences = []
    if "contact_due" in due:
        sentences.append(context.say(_contact_sentence_key(facts), by=due["contact_due"]))
    if "report_due" in due:
        sentences.append(context.say("promise_report", by=due["report_due"]))
    return sentences


def _contact_sentence_key(facts: dict) -> str:
    """Return the key of the sentence about contact.

    No call is announced without a number, or if officers do not see it.
    """
    if facts.get("hidden"):
        return "promise_written"
    return "promise_contact" if facts.get("has_phone") else "promise_on_page"


def changeable_options(context: Context) -> tuple[Option, ...]:
    """Return the answers that can be changed."""
    labels = {"category": "what", "district": "where"}
    names = [name for name in CHANGE_STEPS if name != "messages" or _is_missing_child(context)]
    return tuple(Option(name, {context.language: context.say(f"review_{labels.get(name, name)}")}) for name in names)


def ask_what_to_change(context: Context) -> Reply:
    return build_option_list(context, context.say("ask_change"), changeable_options(context))


def handle_what_to_change(context: Context, message: Input) -> Transition:
    def begin_change(code: str) -> Transition:
        emptied = {"texts": [], "spoken": False} if code == "text" else {}
        return Transition(to=CHANGE_STEPS[code], answers={"_changing": True, "group": "", **emptied})

    return handle_option_choice(context, message, changeable_options(context), begin_change)


STEPS = (
    DialogStep(REVIEW_STEP, handle_review_choice, ask_review),
    DialogStep("lodge.change", handle_what_to_change, ask_what_to_change),
)
