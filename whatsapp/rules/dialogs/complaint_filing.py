"""Dialog for filing a complaint: its kind, the review before sending, and the receipt.

Between them come incident_place, incident_account and complainant_details.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from complaints.rules.outside_referral import REFERRED_CATEGORIES
from complaints.rules.special_categories import MISSING_CHILD, categories_replacing
from complaints.understanding.sentence import indicates_danger
from whatsapp.rules import saved_inputs, typed_text
from whatsapp.rules.chat_inputs import EffectResult, Input, Tap, TypedText
from whatsapp.rules.dialog_steps import (
    Context,
    DialogStep,
    Effect,
    Transition,
    ask_again,
    end_dialog,
    repeat_question_after,
)
from whatsapp.rules.dialogs import kept_out_officers, missing_child
from whatsapp.rules.dialogs.answer_choices import chosen_answer
from whatsapp.rules.languages import Language, portal_language
from whatsapp.rules.option_lists import Option, build_option_list, handle_option_choice, match_names
from whatsapp.rules.public_directory import translate
from whatsapp.rules.replies import Reply
from whatsapp.rules.sentences import sentence_translations
from whatsapp.rules.tap_ids import parse_tap_id
from whatsapp.rules.text_direction import isolate_direction
from whatsapp.rules.time_format import format_moment

GROUPS = ("conduct", "crime", "harassment", "service", "overseas", "welfare", "feedback", "other")
DRAFT_FIELDS = (
    *("category", "district", "station", "landmark", "concerns", "name", "phone", "document", "document_number"),
    *("keep_from", "post", "senior_possible", "officer_station"),
    *("woman_officer", "protected", "child_age", "child_left", "child_custody", "time_zone"),
)
"""Answers that the draft takes unchanged (complaints.services.draft_answers.DraftAnswers)."""

OTHER_KIND = "other"
"""The kind for complaints that an operator classifies."""

LIST_COMMAS = {Language.URDU: "، "}
URGENT_GROUPS = frozenset({"crime", "harassment"})
CHANGE_STEPS = {
    "category": "lodge.kind", "district": "place.region", "text": "tell.what", "files": "tell.files",
    "kept_out": "keep.ask", "landmark": "place.spot", "concerns": "place.whom", "name": "who.name",
    "document": "who.document", "phone": "who.phone", "messages": "who.messages",
}  # fmt: skip
"""What can be changed before sending, and the step that asks for it."""


def kind_options(context: Context) -> tuple[Option, ...]:
    """Return the kinds of complaint of the chosen group."""
    group = context.answers.get("group", "")
    return tuple(
        Option(kind.code, kind.names, search_words=kind.search_words)
        for kind in context.directory.kinds
        if not group or kind.group == group
    )


def group_options(context: Context) -> tuple[Option, ...]:
    """Return the groups that contain a kind now."""
    groups = {kind.group for kind in context.directory.kinds}
    return tuple(Option(code, sentence_translations(f"group_{code}")) for code in GROUPS if code in groups)


def ask_kind_group(context: Context) -> Reply:
    return build_option_list(context, context.say("ask_group"), group_options(context))


def handle_kind_group(context: Context, message: Input) -> Transition:
    """Handle the choice of a group, or words that name a kind of any group."""
    if (
        isinstance(message, TypedText)
        and indicates_danger(message.text)
        and not match_names(message.text, kind_options(context))
    ):
        return ask_again(context.say("not_understood"))
    if (
        isinstance(message, TypedText)
        and typed_text.parse_number(message.text) is None
        and not match_names(message.text, group_options(context))
    ):
        return Transition(to="lodge.kind", answers={"group": ""}, replay=message)
    return handle_option_choice(
        context, message, group_options(context), lambda code: Transition(to="lodge.kind", answers={"group": code})
    )


def ask_complaint_kind(context: Context) -> Reply:
    warnings = [context.say("dial_15")] if context.answers.get("group") in URGENT_GROUPS else []
    body = "\n\n".join([*warnings, context.say("ask_kind")])
    return build_option_list(context, body, kind_options(context))


def handle_complaint_kind(context: Context, message: Input) -> Transition:
    if isinstance(message, Tap) and categories_replacing(code := parse_tap_id(message.id)[1]):
        return ask_for_kind_again(context, code)
    return handle_option_choice(context, message, kind_options(context), partial(_choose_kind, context))


def _choose_kind(context: Context, code: str) -> Transition:
    """Go on to the place; after a withdrawn kind, back to the question that was interrupted."""
    step, answer = context.answers.get("_after_kind", ""), saved_inputs.restore_input(context.answers.get("_answer"))
    if code == MISSING_CHILD:
        return missing_child.begin_report(context, answer if step.startswith("tell.") else None)
    if step:
        return Transition(to=step, answers={"category": code, "_after_kind": "", "_answer": {}}, replay=answer)
    if context.answers.get("_changing"):
        return Transition(to="lodge.check", answers={"category": code})
    return kept_out_officers.step_after_kind(context, code)


def ask_for_kind_again(context: Context, code: str, **answers) -> Transition:
    """Ask for the kind again: one of the successors of this code, else any. The other answers stay."""
    successors = list(categories_replacing(code))
    answers = {"category": "", "group": "", "_among": successors, "_page": 0, **answers}
    return Transition(
        to="lodge.kind" if successors else "lodge.group", answers=answers, messages=(context.say("category_gone"),)
    )


def choose_unknown_kind(context: Context) -> Transition:
    """Leave the kind to an operator."""
    if context.directory.kind(OTHER_KIND) is None:
        return ask_again(context.say("not_understood"))
    transition = _choose_kind(context, OTHER_KIND)
    return replace(transition, answers={**transition.answers, "group": ""}, messages=(context.say("kind_unknown"),))


def ask_review(context: Context) -> Reply:
    """Show all answers for review. For a confidential matter show none, because others may read the screen."""
    body = (
        _review_text(context) if context.kind and not context.kind.confidential else context.say("ready_confidential")
    )
    return context.buttons(
        body, (f"submit:{context.state.dialog_key}", "submit"), ("change", "change"), ("cancel", "cancel")
    )


def _review_text(context: Context) -> str:
    answers, place = context.answers, context.directory.office
    names = [office.display_name(context.language) for code in (answers.get("station"), answers.get("district"))
             if code and (office := place(code))]  # fmt: skip
    values = {
        "what": translate(context.kind.names, context.language) if context.kind else "",
        "where": LIST_COMMAS.get(context.language, ", ").join(names),
        "landmark": isolate_direction(answers.get("landmark", "")),
        "concerns": isolate_direction(answers.get("concerns", "")),
        "kept_out": kept_out_officers.kept_out_text(context),
        "text": _shorten_text(" ".join(answers.get("texts", ()))),
        "files": str(answers.get("files", 0) or ""),
        "name": isolate_direction(answers.get("name", "")),
        "document": isolate_direction(answers.get("document_number", "")),
        "phone": isolate_direction(answers.get("phone", "")),
        "child": "" if not (reason := _reason_sentence_key(answers)) else context.say(reason),
        "messages": context.say("yes" if answers.get("messages") else "no"),
    }
    lines = [f"{context.say(f'review_{name}')}: {value}" for name, value in values.items() if value]
    if answers.get("category") == MISSING_CHILD:
        closing = [context.say("child_keep_from"), missing_child.call_back_sentence(context)]
    else:
        closing = [context.say("false_warning")]
    return "\n".join([context.say("review"), *lines, "", *closing])


def _reason_sentence_key(answers: Mapping) -> str:
    """Return the key of the sentence for the reason that the reporter gave; "" for none."""
    if answers.get("child_custody") == "yes":
        return "child_custody"
    return "child_alone" if answers.get("child_left") == "yes" else ""


def _shorten_text(text: str, most: int = 400) -> str:
    return text if len(text) <= most else text[:most].rstrip() + " …"


def handle_review_choice(context: Context, message: Input) -> Transition:
    if isinstance(message, EffectResult):
        return _reply_with_receipt(context, message)
    if context.answers.get("category") == MISSING_CHILD and (phone := missing_child.parse_call_back_number(message)):
        return _accept_call_back_phone(context, phone)
    match chosen_answer(
        message, frozenset({"submit", "change", "cancel"}), {"submit": typed_text.YES, "cancel": typed_text.NO}
    ):
        case "submit":
            return _request_registration(context)
        case "change":
            return Transition(to="lodge.change")
        case "cancel":
            return end_dialog(context.say("cancelled"))
    return ask_again(context.say("not_understood"))


def _request_registration(context: Context) -> Transition:
    return Transition(
        effect=Effect("register", {"answers": draft_answers(context), "dialog_key": context.state.dialog_key})
    )


def _accept_call_back_phone(context: Context, phone: str) -> Transition:
    """Take the number to call back. If it was the only missing answer, register the complaint."""
    if context.answers.get("phone"):
        return repeat_question_after(phone=phone)
    return replace(_request_registration(context.with_answers(phone=phone)), answers={"phone": phone})


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
    return tuple(
        Option(name, {context.language: context.say(f"review_{labels.get(name, name)}")}) for name in CHANGE_STEPS
    )


def ask_what_to_change(context: Context) -> Reply:
    return build_option_list(context, context.say("ask_change"), changeable_options(context))


def handle_what_to_change(context: Context, message: Input) -> Transition:
    def begin_change(code: str) -> Transition:
        emptied = {"texts": [], "spoken": False} if code == "text" else {}
        return Transition(to=CHANGE_STEPS[code], answers={"_changing": True, "group": "", **emptied})

    return handle_option_choice(context, message, changeable_options(context), begin_change)


def ask_complaint_cell(context: Context) -> Reply:
    """Ask what to do at the IG's complaint cell."""
    return context.buttons(
        context.say("complaint_cell"), ("lodge", "lodge"), ("track", "track"), ("mine", "my_complaints")
    )


def handle_complaint_cell(context: Context, message: Input) -> Transition:
    match chosen_answer(message, frozenset({"lodge", "track", "mine"})):
        case "lodge":
            return Transition(to="lodge.group")
        case "track":
            return Transition(to="track.number")
        case "mine":
            return Transition(to="track.mine", effect=Effect("mine"))
    return ask_again(context.say("not_understood"))


STEPS = (
    DialogStep("complaint", handle_complaint_cell, ask_complaint_cell, begins=True),
    DialogStep("lodge.group", handle_kind_group, ask_kind_group, begins=True),
    DialogStep("lodge.kind", handle_complaint_kind, ask_complaint_kind, begins=True),
    DialogStep("lodge.check", handle_review_choice, ask_review),
    DialogStep("lodge.change", handle_what_to_change, ask_what_to_change),
)
