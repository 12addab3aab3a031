"""One's own complaints: where each stands, and every act of the complainant.

Of another person's, and of one with a secret word, the number alone shows the same two facts, before the question for a
key.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

from complaints.rules import etag, identity
from complaints.rules.statuses import Solved, Status
from whatsapp.rules import typed_text
from whatsapp.rules.dialogs.answer_choices import YES_NO, chosen_answer
from whatsapp.rules.dialogs.evidence import EVIDENCE_STEP as EVIDENCE
from whatsapp.rules.dialogs.evidence import offer_to_add, show_complaint_again
from whatsapp.rules.directory import translate
from whatsapp.rules.inputs import EffectResult, Input, Tap, TypedText
from whatsapp.rules.option_lists import Option, build_menu, pick_option
from whatsapp.rules.replies import LONGEST_BODY, ButtonReply, Reply, ReplyButton, clip
from whatsapp.rules.steps import Context, DialogStep, Effect, Transition, ask_again, end_dialog, stay
from whatsapp.rules.tap_ids import make_tap_id, parse_tap_id
from whatsapp.rules.text_direction import isolate
from whatsapp.rules.time_format import format_day, format_moment

MOVES_WITHOUT_WORDS = frozenset({"keep", "all_well"})
ACTION_ORDER = ("change", "resume", "add", "appeal", "report_pressure", "withdraw", "keep", "reinstate", "all_well")
"""The change of a "yes" and the complainant's moves (complaints.rules.moves), in the order in which they are offered.

The two questions are answered beside them (`question`): no row of a list ever closes a complaint.
"""

MORE_WORDS = {"more": frozenset({"more", "mazeed", "مزید"})}
LONGEST_REPORT_EXCERPT = 400
"""Characters of the report below which the question still fits."""


@dataclass(frozen=True)
class ComplainantQuestion:
    """Something that only the complainant can say. `answers`: what each button means, and its title's sentence."""

    key: str
    answers: tuple[tuple[str, str], ...]
    moves: Mapping[str, str]
    typed: Mapping[str, frozenset[str]]


WHO_SPOKE = ComplainantQuestion(
    "who_spoke",
    (("in_person", "spoke_yes"), ("someone_else", "spoke_other"), ("nobody", "spoke_nobody")),
    {"in_person": "confirm_contact", "someone_else": "deny_contact", "nobody": "deny_contact"},
    {"in_person": typed_text.YES, "nobody": typed_text.NO},
)
WHO_WROTE = ComplainantQuestion(
    "who_wrote",
    (("in_person", "yes"), ("nobody", "no")),
    {"in_person": "confirm_contact", "nobody": "deny_contact"},
    {"in_person": typed_text.YES, "nobody": typed_text.NO},
)
IS_IT_SOLVED = ComplainantQuestion(
    "is_it_solved",
    (("solved", "solved_yes"), ("not_solved", "solved_no"), ("partly", "solved_partly")),
    {"solved": "close", "not_solved": "object", "partly": "object"},
    {"solved": typed_text.YES, "not_solved": typed_text.NO, "partly": typed_text.PARTLY},
)


CHANGED_ANSWER = ComplainantQuestion(
    "change_answer",
    (("not_solved", "solved_no"), ("partly", "solved_partly"), ("keep", "solved_still")),
    {"not_solved": "object", "partly": "object"},
    {"not_solved": typed_text.NO, "partly": typed_text.PARTLY, "keep": typed_text.YES},
)
"""Asked of somebody who said "yes" and wishes to change it."""

QUESTIONS = (WHO_SPOKE, WHO_WROTE, IS_IT_SOLVED)


def pending_question(standing: Mapping) -> ComplainantQuestion | None:
    """Return what the police say that only the complainant can confirm: one question at a time."""
    if standing.get("claim") and "deny_contact" in standing["moves"]:
        return WHO_WROTE if standing.get("claim_is_written") else WHO_SPOKE
    return IS_IT_SOLVED if standing.get("status") == Status.RESOLVED else None


def ask_number(context: Context) -> Reply:
    return context.text("ask_etag")


def handle_number(context: Context, message: Input) -> Transition:
    """Typed, or tapped below a template that named it (rules.message_templates)."""
    if not isinstance(message, TypedText | Tap):
        return ask_again(context.say("words_please"))
    try:
        number = etag.parse(message.text if isinstance(message, TypedText) else parse_tap_id(message.id)[1])
    except etag.Mistyped:
        return ask_again(context.say("bad_etag"))
    return _look_up(number)


def ask_key(context: Context) -> Reply:
    return context.text("ask_key", site=context.home)


def handle_key(context: Context, message: Input) -> Transition:
    """A word or code; or the number or e-mail address in the complaint, to which a code is then sent."""
    if isinstance(message, EffectResult):
        return stay(context.say("too_many_tries" if message.facts.get("locked") else "code_sent"))
    if not isinstance(message, TypedText):
        return ask_again(context.say("words_please"))
    key = message.text.strip()
    if reached_at := _address(key):
        return Transition(effect=Effect("send_code", {"etag": context.answers["etag"], "to": reached_at}))
    return Transition(
        to="track.one", effect=Effect("open", {"etag": context.answers["etag"], "key": typed_text.normalize_code(key)})
    )


def _address(text: str) -> str:
    """The telephone number (E.164) or e-mail address that was typed, if it was one and nothing else."""
    if re.fullmatch(r"\S+@\S+\.\S+", text):
        return text.lower()
    try:
        return identity.phone(text)
    except identity.Impossible:
        return ""


def ask_mine(context: Context) -> Reply:
    return build_menu(context, context.say("your_complaints"), _complaint_options(context))


def _complaint_options(context: Context) -> tuple[Option, ...]:
    return tuple(
        Option(
            one["etag"],
            {context.language: _complaint_line(context, one)},
            title=one["etag"],
            description=_complaint_line(context, one),
        )
        for one in context.answers.get("mine", ())
    )


def _complaint_line(context: Context, one: dict) -> str:
    kind = context.directory.kind(one["category"])
    name = translate(kind.names, context.language) if kind else ""
    return f"{etag.spaced(one['etag'])} · {context.say('status_' + one['status'])}" + (f" · {name}" if name else "")


def handle_mine(context: Context, message: Input) -> Transition:
    if isinstance(message, EffectResult):
        mine = list(message.facts.get("complaints", ()))[:9]
        if not mine and context.answers.get("handed"):
            return Transition(to="track.number", messages=(context.say("none_listed"),))
        if not mine:
            return end_dialog(context.say("none_listed"))
        return Transition(answers={"mine": mine})
    if isinstance(message, TypedText) and typed_text.parse_number(message.text) is None:
        return handle_number(context, message)
    return pick_option(context, message, _complaint_options(context), _look_up)


def _look_up(code: str) -> Transition:
    """Nothing of one that was opened before is shown, or added to, under another number."""
    answers = {"etag": code, "standing": {}, "waiting": []}
    return Transition(to="track.one", answers=answers, effect=Effect("look_up", {"etag": code}))


def ask_one(context: Context) -> Reply:
    """Where it stands, and what the person may do now; who goes back to it unopened is asked for the key once more.

    Opening it answers nothing.
    """
    standing = context.answers.get("standing")
    if not standing:
        return ask_key(context)
    asked = pending_question(standing)
    if asked is None or context.answers.get("_more"):
        return build_menu(context, "\n".join(summary_lines(context)), _action_options(context), button="what_to_do")
    body = join_above_question(
        "\n".join(summary_lines(context, most=LONGEST_REPORT_EXCERPT)),
        question_text(context, asked),
        context.say("more_acts"),
    )
    named = ((f"{said}:{asked.key}:{standing['etag']}", title) for said, title in asked.answers)
    return context.buttons(body, *named)


def join_above_question(shown: str, *asked: str) -> str:
    """What is shown, as far as there is room for it, above what is asked."""
    last = "\n".join(asked)
    return clip(shown, LONGEST_BODY - len(last) - 1) + "\n" + last


def question_text(context: Context, asked: ComplainantQuestion) -> str:
    officer = translate(context.answers["standing"].get("claim") or {}, context.language)
    return context.say(asked.key, officer=officer) if asked is not IS_IT_SOLVED else context.say(asked.key)


def handle_one(context: Context, message: Input) -> Transition:
    if isinstance(message, EffectResult):
        return (
            _report_answer(context, message)
            if message.facts.keys() & {"done", "reason"}
            else _report_opening(context, message)
        )
    standing = context.answers.get("standing")
    if not standing:
        return handle_key(context, message)
    if transition := offer_to_add(context, message):
        return transition
    asked, more = pending_question(standing), context.answers.get("_more")
    if asked and (said := chosen_answer(message, asked.moves.keys(), {} if more else asked.typed)):
        return give_answer(context, asked, said)
    if asked and not more:
        return (
            stay(_more=True)
            if chosen_answer(message, MORE_WORDS.keys(), MORE_WORDS)
            else _choose_tapped_action(context, message)
        )
    return pick_option(context, message, _action_options(context), partial(_choose_action, context))


def give_answer(context: Context, asked: ComplainantQuestion, said: str) -> Transition:
    """Give the answer: one tap, whichever it is. What is missing may be said afterwards."""
    words = context.say(f"said_{said}") if asked in (IS_IT_SOLVED, CHANGED_ANSWER) else ""
    facts = _move_effect(context, words).facts | {
        "move": asked.moves[said],
        "answer": said,
        "changes": asked is CHANGED_ANSWER,
    }
    return Transition(answers={"act": asked.moves[said], "_more": False}, effect=Effect("act", facts))


def _report_answer(context: Context, result: EffectResult) -> Transition:
    act, done = context.answers["act"], result.facts.get("done")
    if done and act == "object":
        return Transition(to="track.words", answers={"act": "missing"}, messages=(context.say("did_object"),))
    if done and (until := result.facts.get("change_until")):
        return end_dialog(context.say("did_close"), offers=_change_button(context, until))
    if not done and (standing := result.facts.get("standing")):
        answers = {"standing": dict(standing), "_more": False}
        return Transition(
            to="track.one",
            answers=answers,
            messages=_refusal_sentences(context, standing, result.facts.get("reason", "")),
        )
    return _report_move(context, result)


def _change_button(context: Context, until: str) -> ButtonReply:
    """The button below the thanks for a "yes". It names the complaint, because it is tapped when the talk is over."""
    body = context.say("change_until", by=format_moment(until, context.language)) + "\n" + context.say("menu_hint")
    id = make_tap_id("track.one", f"change:{CHANGED_ANSWER.key}:{context.answers['etag']}")
    return ButtonReply(body, (ReplyButton(id, clip(context.say("act_change"), 20)),))


def _refusal_sentences(context: Context, standing: Mapping, reason: str = "") -> tuple[str, ...]:
    """Why an answer to "Is it solved?" was not taken: what was answered before, and what can be done now."""
    is_closed, answered = standing["status"] == Status.CLOSED, standing.get("answered")
    if not answered and not is_closed:
        return (context.say("not_possible", why=reason),)
    if not answered:
        return context.say("closed_by_silence"), *_appeal_sentence(context, standing)
    title = dict(IS_IT_SOLVED.answers)[answered["said"]]
    first = context.say(
        "answered_before", answer=context.say(title), at=format_moment(answered["at"], context.language)
    )
    if answered["said"] != Solved.YES or not is_closed or standing.get("change_until"):
        return (first,)  # until when a "yes" can be changed stands with the complaint
    return first, context.say("change_is_over"), *_appeal_sentence(context, standing)


def _appeal_sentence(context: Context, standing: Mapping) -> tuple[str, ...]:
    until = standing.get("appeal_until")
    return (context.say("appeal_until", by=format_moment(until, context.language)),) if until else ()


def answer_old_button(said: str) -> Transition | None:
    """Return what follows from a button of a question that waits no more: the complaint is opened, and then answered.

    None for a row of a list, which names no complaint.
    """
    answer, _, rest = said.partition(":")
    what, _, number = rest.partition(":")
    return open_and_answer(number, what, answer) if number else None


def open_and_answer(number: str, what: str, said: str) -> Transition:
    """Open the complaint by whatever opens it here, and then answer."""
    answers = {"etag": number, "standing": {}, "waiting": [], "_reply": [what, said], "_more": False, "_news": {}}
    return Transition(to="track.one", answers=answers, effect=Effect("look_up", {"etag": number}))


def ask_change(context: Context) -> Reply:
    """Ask somebody who said "yes" what they say now."""
    return context.buttons(context.say(CHANGED_ANSWER.key), *CHANGED_ANSWER.answers)


def handle_change(context: Context, message: Input) -> Transition:
    if isinstance(message, EffectResult):
        return _report_answer(context, message)
    said = chosen_answer(message, {said for said, _ in CHANGED_ANSWER.answers}, CHANGED_ANSWER.typed)
    if said == "keep":
        return end_dialog(context.say("kept_yes"))
    return (
        give_answer(context, CHANGED_ANSWER, said)
        if said
        else offer_to_add(context, message) or ask_again(context.say("please_answer"))
    )


def _choose_tapped_action(context: Context, message: Input) -> Transition:
    """A row of a list that was shown before the question came."""
    if isinstance(message, Tap):
        return pick_option(context, message, _action_options(context), partial(_choose_action, context))
    return ask_again(context.say("not_understood"))


def _choose_action(context: Context, code: str) -> Transition:
    if code == "leave":
        return end_dialog(context.say("anything_else"))
    if code == "change":
        return Transition(to="track.change")
    return Transition(to="track.sure" if code in MOVES_WITHOUT_WORDS else "track.words", answers={"act": code})


def _report_opening(context: Context, result: EffectResult) -> Transition:
    facts = result.facts
    if facts.get("code_sent"):
        return Transition(to="track.key", messages=(context.say("code_sent"),))
    if facts.get("opened"):
        return _apply_reply(context, dict(facts)) or _ask_about_files(context, dict(facts))
    if facts.get("harmless"):
        return end_dialog(_public_facts(context, facts))
    if facts.get("locked"):
        return end_dialog(context.say("too_many_tries"))
    if facts.get("tried"):
        return Transition(to="track.key", messages=(context.say("key_wrong"),), is_miss=True)
    return Transition(to="track.key", messages=(_public_facts(context, facts),) if facts.get("state") else ())


def _public_facts(context: Context, facts: Mapping) -> str:
    """What the number alone shows: the day of registration, open or closed."""
    state = context.say(f"state_{facts['state']}")
    return context.say("two_facts", state=state, day=format_day(facts["registered"], context.language))


def _apply_reply(context: Context, standing: dict) -> Transition | None:
    """The answer that was tapped below news, or written after it, now that the complaint is open."""
    what, said = context.answers.get("_reply") or ("", "")
    answers = {"standing": standing, "_reply": []}
    asked, opened = pending_question(standing), context.with_answers(**answers)
    if asked and asked.key == what and said in asked.moves:
        transition = give_answer(opened, asked, said)
        return replace(transition, answers={**answers, **transition.answers})
    if what == CHANGED_ANSWER.key and standing.get("change_until"):
        return Transition(to="track.change", answers=answers)
    is_answered = standing.get("answered") or standing["status"] == Status.CLOSED
    if what in {IS_IT_SOLVED.key, CHANGED_ANSWER.key} and is_answered:
        return Transition(answers=answers, messages=_refusal_sentences(context, standing))
    if said == "answer" and "resume" in standing["moves"]:
        return Transition(to="track.words", answers={**answers, "act": "resume"})
    if what in {one.key for one in QUESTIONS}:
        return Transition(answers=answers, messages=(context.say("asked_no_more"),))
    return Transition(answers=answers) if what else None


def _ask_about_files(context: Context, standing: dict) -> Transition:
    """Files that were sent before any complaint was open are asked about now."""
    handed = context.answers.get("handed", ())
    if not handed:
        return Transition(answers={"standing": standing})
    answers = {"standing": standing, "handed": []}
    if "add" not in standing["moves"]:
        return Transition(answers=answers, messages=(context.say("file_closed"),))
    return Transition(to=EVIDENCE, answers={**answers, "waiting": list(handed)})


def _action_options(context: Context) -> tuple[Option, ...]:
    allowed = set(context.answers.get("standing", {}).get("moves", ()))
    if context.answers.get("standing", {}).get("change_until"):
        allowed.add("change")
    offered = [Option(move, {context.language: context.say(f"act_{move}")}) for move in ACTION_ORDER if move in allowed]
    return (*offered, Option("leave", {context.language: context.say("nothing_now")}))


def summary_lines(context: Context, *, most: int = 1500) -> list[str]:
    """What is shown of the complaint, `most` characters of each text: number, matter, status, deadline, report."""
    facts = context.answers.get("standing", {})
    kind = context.directory.kind(facts.get("category", ""))
    matter = translate(kind.names, context.language) if kind and not kind.confidential else ""
    lines = [etag.spaced(facts["etag"]) + (f" · {matter}" if matter else "")]
    lines.append(context.say("stands_at", status=context.say(f"status_{facts['status']}")))
    if due := facts.get("due"):
        written = "_written" if due["clock"] == "contact" and facts.get("by_portal") else ""
        key = f"due_{due['clock']}{written}" + ("_late" if due["late"] else "")
        lines.append(context.say(key, by=format_moment(due["at"], context.language)))
    if report := facts.get("report"):
        lines.append(context.say("reported_outcome", outcome=context.say(f"outcome_{report['outcome']}")))
    if fir := facts.get("fir"):
        lines.append(context.say("fir_number", fir=isolate(fir)))
    if said := (facts.get("report") or {}).get("words"):
        lines.append(context.say("reported_words", words=clip(said, most)))
    if said := facts.get("question"):
        lines.append(context.say("officer_asks", words=clip(said, most)))
    elif said := facts.get("news"):
        lines.append(context.say("officer_says", words=clip(said, most)))
    if until := facts.get("change_until"):
        lines.append(context.say("change_until", by=format_moment(until, context.language)))
    if "add" in facts.get("moves", ()):
        lines.append(context.say("files_welcome"))
    return lines


def ask_sure(context: Context) -> Reply:
    return context.buttons(context.say(f"sure_{context.answers['act']}"), ("yes", "yes"), ("no", "no"))


def handle_sure(context: Context, message: Input) -> Transition:
    if isinstance(message, EffectResult):
        return _report_move(context, message)
    match chosen_answer(message, YES_NO.keys(), YES_NO):
        case "yes":
            return Transition(effect=_move_effect(context, ""))
        case "no":
            return show_complaint_again(context)
    return offer_to_add(context, message) or ask_again(context.say("not_understood"))


def ask_words(context: Context) -> Reply:
    return context.text(f"words_{context.answers['act']}")


def handle_words(context: Context, message: Input) -> Transition:
    if isinstance(message, EffectResult):
        return _report_move(context, message)
    if isinstance(message, TypedText):
        return Transition(effect=_move_effect(context, message.text.strip()[:10_000]))
    return offer_to_add(context, message) or ask_again(context.say("words_please"))


def _move_effect(context: Context, words: str) -> Effect:
    act, opened = context.answers.get("act", ""), context.answers.get("standing", {}).get("by", "phone")
    move = "add" if act == "missing" else act
    return Effect("act", {"etag": context.answers["etag"], "move": move, "words": words, "opened": opened})


def _report_move(context: Context, result: EffectResult) -> Transition:
    if result.facts.get("done"):
        return end_dialog(context.say(f"did_{context.answers['act']}"))
    reason = result.facts.get("reason", "")
    return show_complaint_again(context, context.say("not_possible", why=reason))


STEPS = (
    DialogStep("track.number", handle_number, ask_number, free=True, begins=True),
    DialogStep("track.key", handle_key, ask_key, free=True),
    DialogStep("track.mine", handle_mine, ask_mine),
    DialogStep("track.one", handle_one, ask_one),
    DialogStep("track.change", handle_change, ask_change),
    DialogStep("track.sure", handle_sure, ask_sure),
    DialogStep("track.words", handle_words, ask_words, free=True),
)
