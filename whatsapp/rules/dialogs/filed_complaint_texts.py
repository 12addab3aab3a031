"""Text that the chat shows of a complaint."""

from collections.abc import Mapping

from complaints.rules import etag
from whatsapp.rules.dialog_steps import Context
from whatsapp.rules.public_directory import translate
from whatsapp.rules.replies import clip
from whatsapp.rules.text_direction import isolate_direction
from whatsapp.rules.time_format import format_day, format_moment


def summary_lines(context: Context, *, most: int = 1500) -> list[str]:
    """Return number, subject, status, deadline, report and messages of the complaint, a line each.

    `most`: characters of each text.
    """
    facts = context.answers.get("standing", {})
    kind = context.directory.kind(facts.get("category", ""))
    matter = translate(kind.names, context.language) if kind and not kind.confidential else ""
    lines = [etag.format_etag(facts["etag"]) + (f" · {matter}" if matter else "")]
    lines.append(context.say("stands_at", status=context.say(f"status_{facts['status']}")))
    if due := facts.get("due"):
        suffix = "_written" if due["clock"] == "contact" and facts.get("by_portal") else ""
        key = f"due_{due['clock']}{suffix}" + ("_late" if due["late"] else "")
        lines.append(context.say(key, by=format_moment(due["at"], context.language)))
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
    if until := facts.get("change_until"):
        lines.append(context.say("change_until", by=format_moment(until, context.language)))
    if link := facts.get("link"):
        lines.append(context.say("open_on_web", link=link))
    if "add" in facts.get("moves", ()):
        lines.append(context.say("files_welcome"))
    return lines


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
