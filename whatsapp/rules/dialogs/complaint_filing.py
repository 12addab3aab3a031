"""Dialog for filing a complaint: the choice of its kind. The other questions and the review follow."""

from dataclasses import replace
from functools import partial

from complaints.rules.special_categories import MISSING_CHILD, categories_replacing
from complaints.understanding.sentence import indicates_danger
from whatsapp.rules import saved_inputs, typed_text
from whatsapp.rules.answer_choices import chosen_answer
from whatsapp.rules.chat_inputs import Input, Tap, TypedText
from whatsapp.rules.dialog_steps import Context, DialogStep, Effect, Transition, ask_again
from whatsapp.rules.dialogs import kept_out_officers, missing_child
from whatsapp.rules.dialogs.sentence_start import continue_with_sentence
from whatsapp.rules.open_questions import has_account, is_sentence
from whatsapp.rules.option_lists import Option, build_option_list, handle_option_choice, match_names
from whatsapp.rules.replies import Reply
from whatsapp.rules.tap_ids import parse_tap_id

GROUPS = ("conduct", "crime", "harassment", "service", "overseas", "welfare", "feedback", "other")
OTHER_KIND = "other"
"""The kind for complaints that an operator classifies."""

URGENT_GROUPS = frozenset({"crime", "harassment"})


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
    return tuple(Option(code, context.say_in_every_language(f"group_{code}")) for code in GROUPS if code in groups)


def ask_kind_group(context: Context) -> Reply:
    key = "ask_group_again" if has_account(context.answers) else "ask_group"
    return build_option_list(context, context.say(key), group_options(context))


def handle_kind_group(context: Context, message: Input) -> Transition:
    """Handle the choice of a group, or words that name a kind of any group."""
    if transition := _read_as_sentence(context, message):
        return transition
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
        and match_names(message.text, kind_options(context.with_answers(group="")))
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
    if transition := _read_as_sentence(context, message):
        return transition
    return handle_option_choice(context, message, kind_options(context), partial(choose_kind, context))


def _read_as_sentence(context: Context, message: Input) -> Transition | None:
    """Return the transition for a sentence instead of a choice; None for a name, or while an answer is corrected."""
    if not isinstance(message, TypedText) or not is_sentence(message.text):
        return None
    if context.answers.get("_changing") or context.answers.get("_after_kind"):
        return None
    found = match_names(message.text, kind_options(context.with_answers(group="")))
    return continue_with_sentence(context, message.text, named_kind=found[0].code if len(found) == 1 else "")


def choose_kind(context: Context, code: str) -> Transition:
    """Go on to the next question; after a withdrawn kind, back to the question that was interrupted."""
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
    transition = choose_kind(context, OTHER_KIND)
    return replace(transition, answers={**transition.answers, "group": ""}, messages=(context.say("kind_unknown"),))


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
)
