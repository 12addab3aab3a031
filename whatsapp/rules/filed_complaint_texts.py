"""Text that the chat shows of a complaint."""

from collections.abc import Mapping

from complaints.rules import etag
from complaints.rules.statuses import Status
from whatsapp.rules.dialog_steps import Context
from whatsapp.rules.dialogs.waiting_questions import invitation_facts
from whatsapp.rules.public_directory import translate
from whatsapp.rules.replies import clip
from whatsapp.rules.text_direction import isolate_direction
from whatsapp.rules.time_format import format_day, format_moment


def summary_lines(context: Context, *, most: int = 1500) -> list[str]:
    """Return number, subject, status, reason, deadline, report and messages of the complaint, a line each.

    `most`: characters of each text.
    """
    facts = context.answers.get("standing", {})
    kind = context.directory.kind(facts.get("category", ""))
    matter = translate(kind.names, context.language) if kind and not kind.confidential else ""
    lines = [etag.format_etag(facts["etag"]) + (f" · {matter}" if matter else "")]
    lines.append(context.say("stands_at", status=context.say(f"status_{facts['status']}")))
    lines += [*_reason_lines(context, facts, most), *deadline_lines(context, facts)]
    if report := facts.get("report"):
        lines.append(context.say("reported_outcome", outcome=context.say(f"outcome_{report['outcome']}")))
    if fir := facts.get("fir"):
        lines.append(context.say("fir_number", fir=isolate_direction(fir)))
    if words := (facts.get("report") or {}).get("words"):
        lines.append(context.say("reported_words", words=clip(words, most)))
    if words := facts.get("question"):
        lines.append(context.say("officer_asks", words=clip(words, most)))
    elif words := facts.get("news"):
        lines.append(context.say("officer_says", words=clip(words, most)))
    if (invitation := facts.get("invitation")) and invitation.get("answer"):
        lines.append(context.say("invited_to", **invitation_facts(context, invitation)))
        lines.append(context.say(f"invitation_{invitation['answer']}"))
    if link := facts.get("link"):
        lines.append(context.say("open_on_web", link=link))
    if "add" in facts.get("moves", ()):
        lines.append(context.say("files_welcome"))
    return lines


def _reason_lines(context: Context, facts: Mapping, most: int) -> list[str]:
    """Return why the complaint has its status: the officer's reason, how it was closed, or where it continues."""
    lines = []
    if facts.get("status") == Status.CLOSED and facts.get("ending"):
        lines.append(context.say(f"ending_{facts['ending']}"))
    if number := facts.get("goes_on_in"):
        lines.append(context.say("goes_on_in", etag=etag.format_etag(number)))
    if reason := facts.get("status_reason"):
        lines.append(context.say("reason_given", words=clip(reason, most)))
    return lines


def deadline_lines(context: Context, facts: Mapping) -> list[str]:
    """Return the next deadline, and until when a complaint that ended can be reopened."""
    language, zone, lines = context.language, facts.get("zone", ""), []
    if due := facts.get("due"):
        suffix = "_written" if due["clock"] == "contact" and facts.get("by_portal") else ""
        key = "due_paused" if due.get("paused") else f"due_{due['clock']}{suffix}" + ("_late" if due["late"] else "")
        lines.append(context.say(key, by=format_moment(due["at"], language, zone=zone) if due["at"] else ""))
        if told_at := due.get("escalates"):
            lines.append(context.say("due_escalates", by=format_moment(told_at, language, zone=zone)))
    return lines + [
        context.say(limit, by=format_moment(facts[limit], language, zone=zone))
        for limit in ("change_until", "appeal_until", "reinstate_until")
        if facts.get(limit)
    ]


def public_facts_text(context: Context, facts: Mapping) -> str:
    """Return what the number alone shows: the day of registration, and whether it is open or closed."""
    state = context.say(f"state_{facts['state']}")
    return context.say("two_facts", state=state, day=format_day(facts["registered"], context.language))


def complaint_list_line(context: Context, complaint: dict) -> str:
    """Return one line of the list of complaints."""
    kind = context.directory.kind(complaint["category"])
    name = translate(kind.names, context.language) if kind else ""
    return f"{etag.format_etag(complaint['etag'])} · {context.say('status_' + complaint['status'])}" + (
        f" · {name}" if name else ""
    )
