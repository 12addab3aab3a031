"""Dialog for evidence of an opened complaint: it asks before it adds files, and the web's upload checks apply.

Without an open complaint a file is never added to one.
"""

from complaints.rules import accepted_files, etag
from whatsapp.rules import typed_text
from whatsapp.rules.answer_choices import chosen_answer
from whatsapp.rules.chat_inputs import EffectResult, Input, SentFile, SentLocation, Tap, TypedText
from whatsapp.rules.dialog_steps import Context, DialogStep, Effect, Transition, ask_again, repeat_question_after
from whatsapp.rules.dialogs.incident_account import LONGEST_ACCOUNT
from whatsapp.rules.dialogs.incident_place import landmark_text
from whatsapp.rules.replies import Reply
from whatsapp.rules.tap_ids import parse_tap_id

EVIDENCE_STEP = "track.evidence"
_WORDS = {"yes": typed_text.YES, "no": typed_text.NO}


def offer_to_add_files(context: Context, message: Input) -> Transition | None:
    """Ask whether to add what was just sent; None for a message that is neither a file nor a location."""
    if not isinstance(message, SentFile | SentLocation):
        return None
    if "add" not in context.answers.get("standing", {}).get("moves", ()):
        return repeat_question_after(context.say("file_closed"))
    waiting = list(context.answers.get("waiting", ()))
    if len(waiting) >= accepted_files.MOST_FILES:
        return repeat_question_after(context.say("file_too_many"))
    if isinstance(message, SentLocation):
        return Transition(to=EVIDENCE_STEP, answers={"waiting": [*waiting, {"place": landmark_text(message)}]})
    try:
        accepted_files.file_format_of(message.name, message.media_type)
    except accepted_files.FileRefused:
        return repeat_question_after(context.say("file_kind"))
    facts = {
        "media_id": message.media_id,
        "media_type": message.media_type,
        "name": message.name,
        "caption": message.caption,
    }
    return Transition(to=EVIDENCE_STEP, answers={"waiting": [*waiting, facts]})


def show_complaint_again(context: Context, *messages: str) -> Transition:
    """Show the complaint again. Files sent from now on form another batch."""
    facts = {"etag": context.answers["etag"], "opened": context.answers.get("standing", {}).get("by", "phone")}
    return Transition(
        to="track.one",
        messages=messages,
        effect=Effect("look_up", facts),
        answers={"waiting": [], "lot": _batch_number(context) + 1, "_more": False, "written": ""},
    )


def _batch_number(context: Context) -> int:
    return int(context.answers.get("lot", 0))


def ask_about_waiting_files(context: Context) -> Reply:
    """Ask about all waiting files. An album arrives as one message for each picture."""
    count = len(context.answers.get("waiting", ()))
    if not count:
        return context.text("words_add")
    body = context.say(
        "ask_add_one" if count == 1 else "ask_add", etag=etag.format_etag(context.answers["etag"]), count=count
    )
    return context.buttons(body, (f"yes:{_batch_number(context)}", "add_it"), (f"no:{_batch_number(context)}", "no"))


def handle_waiting_files(context: Context, message: Input) -> Transition:
    if isinstance(message, EffectResult):
        facts = message.facts
        if "added" not in facts:
            return show_complaint_again(context, context.say("not_possible", why=facts.get("reason", "")))
        refused = (context.say(f"file_{facts['refused']}"),) if facts.get("refused") else ()
        return show_complaint_again(context, *((context.say("added"),) if facts["added"] else ()), *refused)
    if more := offer_to_add_files(context, message):
        return more
    if not context.answers.get("waiting"):
        if isinstance(message, TypedText):
            return Transition(to="track.words", answers={"act": "add"}, replay=message)
        return show_complaint_again(context)
    match _answer_to_batch(context, message):
        case "yes":
            return Transition(effect=_add_effect(context))
        case "no":
            return show_complaint_again(context, context.say("not_added"))
    return ask_again(context.say("not_understood"))


def _answer_to_batch(context: Context, message: Input) -> str:
    """Return the answer to this batch; "" for a button of an earlier one."""
    if isinstance(message, Tap):
        answer, _, lot = parse_tap_id(message.id)[1].partition(":")
        return answer if lot == str(_batch_number(context)) else ""
    return chosen_answer(message, _WORDS.keys(), _WORDS)


def _add_effect(context: Context) -> Effect:
    """Return the effect that adds the files, with their captions and locations as text."""
    waiting = context.answers["waiting"]
    places = [context.say("place_sent", place=one["place"]) for one in waiting if "place" in one]
    words = [one["caption"] for one in waiting if one.get("caption")]
    facts = {"etag": context.answers["etag"], "opened": context.answers.get("standing", {}).get("by", "phone")}
    files = [one for one in waiting if "media_id" in one]
    return Effect("add", facts | {"words": "\n".join([*words, *places])[:LONGEST_ACCOUNT], "files": files})


STEPS = (DialogStep(EVIDENCE_STEP, handle_waiting_files, ask_about_waiting_files),)
