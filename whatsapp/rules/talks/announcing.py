"""News of a complaint, written for the chat, and the answer to what it asks.

The buttons below it name the complaint, because they stay on the telephone; a reply in words is understood while the
question waits.
"""

from collections.abc import Mapping
from datetime import datetime

from complaints.rules import etag
from whatsapp.rules.heard import Heard, Said, Tapped
from whatsapp.rules.replies import LONGEST_BODY, Buttons, Choice, Reply, Text, clip
from whatsapp.rules.scene import Goes, Scene, Step, missed
from whatsapp.rules.sentences import table
from whatsapp.rules.talks.answering import chosen
from whatsapp.rules.talks.tracking import QUESTIONS, Question, above, asked_in_words, question, reopened, shown_lines
from whatsapp.rules.taps import read, tap
from whatsapp.rules.times import moment

STEP = "news"
ASKING = {"contact_claimed", "resolved"}
"""Messages that ask what only the complainant can say."""

IN_WORDS = {"question": ("question", "answer"), "message": ("news", "open")}
"""Messages that bring an officer's words: which words, and what the button does."""

REPEATED = frozenset({"registered"})
"""What the chat has said already, as the receipt."""

GIST = 300


def news(scene: Scene, message: str, facts: Mapping) -> Reply:
    """The message to somebody whose complaint is shown to them (`scene.told["standing"]`)."""
    standing = scene.told["standing"]
    about = scene.say("news_about", etag=etag.spaced(standing["etag"]))
    if message in ASKING and (asked := question(standing)):
        lines = [about, *shown_lines(scene, most=GIST)[1:]]
        return Buttons(above("\n".join(lines), asked_in_words(scene, asked)), _answers(scene, asked, standing["etag"]))
    which, does = IN_WORDS.get(message, ("", "open"))
    lines = [about, *_sentences(scene, message, facts)]
    if said := standing.get(which):
        lines.append(clip(said, 600))
    button = _choice(scene, f"open:{does}", f"{does}_it", standing["etag"])
    return Buttons(clip("\n".join(lines), LONGEST_BODY), (button,))


def of_request(scene: Scene, message: str, facts: Mapping) -> Reply | None:
    """News of what is no complaint; None for what has no words of the chat's."""
    if f"news_{message}" not in table():
        return None
    return Text(scene.say(f"news_{message}", number=facts.get("spaced", ""), site=scene.site))


def asks(message: str, standing: Mapping) -> str:
    """The question that a reply in words would answer; "" where the message asks none."""
    asked = question(standing) if message in ASKING else None
    return asked.key if asked else ""


def _sentences(scene: Scene, message: str, facts: Mapping) -> list[str]:
    key = f"news_{message}_{facts.get('clock')}" if message == "late" else f"news_{message}"
    said = [scene.say(key if key in table() else "news_other")]
    if message in {"late", "still_late"} and facts.get("told"):
        said.append(scene.say("news_told_above"))
    if message in {"marked", "passed_on", "objection_marked", "reinstated"} and not facts.get("by_portal"):
        said += _by(scene, "due_contact", facts.get("contact_due_at"))
    return said + (_by(scene, "news_report_by", facts.get("report_due_at")) if message == "recategorised" else [])


def _by(scene: Scene, key: str, at: datetime | str | None) -> list[str]:
    iso = at.isoformat() if isinstance(at, datetime) else at
    return [scene.say(key, by=moment(iso, scene.language))] if iso else []


def _answers(scene: Scene, asked: Question, number: str) -> tuple[Choice, ...]:
    return tuple(_choice(scene, f"{asked.key}:{said}", title, number) for said, title in asked.answers)


def _choice(scene: Scene, said: str, title: str, number: str) -> Choice:
    return Choice(tap(STEP, f"{said}:{number}"), clip(scene.say(title), 20))


def ask(scene: Scene) -> Reply | None:
    """The question once more, where something else was sent. None where an older button is tapped."""
    waits = scene.told.get("_news") or {}
    asked = _asked(waits)
    if asked is None:
        return None
    body = scene.say("news_about", etag=etag.spaced(waits["etag"])) + "\n" + scene.say("please_answer")
    return Buttons(body, _answers(scene, asked, waits["etag"]))


def _asked(waits: Mapping) -> Question | None:
    return next((one for one in QUESTIONS if one.key == waits.get("asked")), None)


def hear(scene: Scene, heard: Heard) -> Goes:
    """A button below news, or a reply in words to the question that it asked."""
    if isinstance(heard, Tapped):
        what, said, number, *_ = *read(heard.id)[1].split(":"), "", "", ""
        return reopened(number, what, said) if number else missed(scene.say("old_list"))
    waits = scene.told.get("_news") or {}
    asked = _asked(waits)
    if asked and isinstance(heard, Said) and (said := chosen(heard, asked.moves.keys(), asked.typed)):
        return reopened(waits["etag"], asked.key, said)
    return missed(scene.say("not_understood"))


STEPS = (Step(STEP, hear, ask, begins=True),)
