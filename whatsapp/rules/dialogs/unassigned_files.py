"""Dialog about files that were sent first: for a new complaint, or for an existing one."""

from complaints.rules import accepted_files
from whatsapp.rules.answer_choices import chosen_answer
from whatsapp.rules.chat_inputs import Input, SentFile
from whatsapp.rules.dialog_steps import Context, DialogStep, Effect, Transition, ask_again, repeat_question_after
from whatsapp.rules.dialogs.incident_account import album_time, file_facts, is_of_album
from whatsapp.rules.replies import Reply


def ask_new_or_existing_complaint(context: Context) -> Reply:
    return context.buttons(context.say("ask_file_for"), ("new", "new_complaint"), ("earlier", "earlier_complaint"))


def handle_new_or_existing_complaint(context: Context, message: Input) -> Transition:
    """Handle the choice.

    An album arrives as one message for each picture, so files are kept until then, as many as a complaint may have.
    """
    handed = list(context.answers.get("handed", ()))
    if isinstance(message, SentFile):
        if len(handed) >= accepted_files.MOST_FILES:
            return repeat_question_after(context.say("file_too_many"))
        answers = {"handed": [*handed, file_facts(message)], **album_time(context)}
        return Transition(answers=answers, is_quiet=is_of_album(context))
    match chosen_answer(message, {"new", "earlier"}):
        case "new":
            return Transition(to="lodge.group", answers={"handed": []}, effect=Effect("hold_files", {"files": handed}))
        case "earlier":
            return Transition(to="track.mine", effect=Effect("mine"))
    return ask_again(context.say("not_understood"))


STEPS = (DialogStep("first.file", handle_new_or_existing_complaint, ask_new_or_existing_complaint),)
