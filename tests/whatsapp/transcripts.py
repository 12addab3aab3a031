"""Conversations as a police officer can read them, replayed against the whole service.

    # The first line is a title. A line like the next one is the time of the beginning, or the time that passes.
    09:00
    > Salam                          the person's message
    > [English]                      … or taps, by its title
    > (photo) My shop                … or sends: photo, voice, video, paper, with a caption; (sticker), (reaction) …
    > (location) 31.5204, 74.3587
    < Please choose a language:      the reply; further lines follow below
      [اردو] [English]               buttons
      1. Crime Report — Report …     rows of a list

A random number is written `#### #### ####`. `TRANSCRIPTS=write make test-quick
T=tests/whatsapp/test_transcripts.py` writes the current replies into the files, to be read before they are committed.
"""

import json
import os
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from tests.whatsapp.simulated_phone import Phone

FOLDER = Path(__file__).parent / "transcripts"
WRITE = os.environ.get("TRANSCRIPTS") == "write"
TYPES = {"photo": "image", "voice": "audio", "video": "video", "paper": "document"}
MIME = {"photo": "image/jpeg", "voice": "audio/ogg; codecs=opus", "video": "video/mp4", "paper": "application/pdf"}
PASSES = re.compile(r"\+(\d+)(m|h|d)")
_ETAG = re.compile(
    r"(?<![+\d])(?:\d{4}[ \u00a0]\d{4}[ \u00a0]\d{4}|\d{12})\b"
)  # in Urdu, no-break spaces keep the digits together
_LINK = re.compile(r"/c/[^/\s]+/")
_DRAFT = re.compile(r"/d/[0-9a-f]{32}:[\w-]{43}/")  # the page on which the filing continues
_NOTICE = re.compile(r"/(alerts|wanted)/[a-z0-9]{12}/")
_TIP = re.compile(r"(?<![+\d])\d{10}(?!\d)")
_OTHER = re.compile(r"\b([FTV])\d\d[ \u00a0]\d{4}[ \u00a0]\d{4}\b")  # numbers of feedback, tips, verifications


def replayed(path: Path, phone: Phone) -> str:
    """Return the transcript with the current replies."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith(("<", "  "))]
    out, last, lists = [], [], set()
    for line in lines:
        out.append(line)
        if passes := PASSES.fullmatch(line):
            phone.at += timedelta(**{{"m": "minutes", "h": "hours", "d": "days"}[passes[2]]: int(passes[1])})
        elif line.startswith("> "):
            last = _sent(phone, line[2:], last) or last
            answers = phone.last
            out.extend(shown for answer in answers for shown in _shown(answer, lists))
    return "\n".join(out) + "\n"


def _sent(phone: Phone, said: str, last: list[dict]) -> list[dict]:
    """Send one line. Return the replies that can be tapped next."""
    if found := re.fullmatch(r"\[(.+)\]", said):
        phone.last = phone.taps(tap_id(last, found[1]))
    elif found := re.fullmatch(r"\((\w+)\) ?(.*)", said):
        phone.last = phone.sends(part(found[1], found[2]))
    else:
        phone.last = phone.writes(said.replace("<E-tag>", phone.etag))
    if number := _ETAG.search(json.dumps(phone.last, ensure_ascii=False)):
        phone.etag = number[0]
    return phone.last


def part(kind: str, rest: str) -> dict:
    """Return the payload of a message that is not text."""
    if kind == "location":
        latitude, longitude = map(float, rest.split(","))
        return {"type": "location", "location": {"latitude": latitude, "longitude": longitude}}
    if kind not in TYPES:
        return {"type": kind, kind: {}}
    told = {"id": "1900000000000001", "mime_type": MIME[kind]} | ({"caption": rest} if rest else {})
    return {"type": TYPES[kind], TYPES[kind]: told}


def tap_id(answers: list[dict], title: str) -> str:
    """Return the id of the button or row with that title."""
    return next(id for answer in answers for id, shown, _ in choices(answer) if shown == title)


def choices(answer: dict) -> Iterator[tuple[str, str, str]]:
    """Yield id, title and description of what can be tapped."""
    action = answer.get("interactive", {}).get("action", {})
    for button in action.get("buttons", ()):
        yield button["reply"]["id"], button["reply"]["title"], ""
    for section in action.get("sections", ()):
        for row in section["rows"]:
            yield row["id"], row["title"], row.get("description", "")


def words(answer: dict) -> str:
    """Return the text of a reply."""
    kind = answer["type"]
    return {
        "text": lambda: answer["text"]["body"],
        "interactive": lambda: answer["interactive"]["body"]["text"],
        "image": lambda: f"({answer['image']['link']}) {answer['image'].get('caption', '')}",
        "document": lambda: f"({answer['document'].get('caption', '')})",
        "template": lambda: f"(template {answer['template']['name']})",
    }[kind]()


def masked(said: str) -> str:
    """Return the text with numbers and links that differ from run to run replaced."""
    said = _TIP.sub("##########", _NOTICE.sub(r"/\1/########/", said))
    said = _DRAFT.sub("/d/########/", _LINK.sub("/c/####/", said))
    return _OTHER.sub(r"\1## #### ####", _ETAG.sub("#### #### ####", said))


def _row(number: int, row: tuple[str, str, str]) -> str:
    _, title, line = row
    return f"\n{number}. {title}" + (f" — {line}" if line else "")


def _shown(answer: dict, lists: set[str]) -> Iterator[str]:
    """Yield the lines of a reply. A list that was shown before is not repeated."""
    said, can = masked(words(answer)), list(choices(answer))
    kind = answer.get("interactive", {}).get("type")
    if kind == "list":
        said, numbered, _ = said.partition("\n\n1. ")
        known = said.rpartition("\n")[2] + str(can) in lists
        lists.add(said.rpartition("\n")[2] + str(can))
        if numbered and not known:
            said += "".join(
                f"\n{number}. {title}" + (f" — {line}" if line else "")
                for number, (_, title, line) in enumerate(can, 1)
            )
        elif known:
            said += "\n(the same list)"
    first, *more = said.split("\n")
    yield f"< {first}".rstrip()
    yield from (f"  {line}".rstrip() or "  ." for line in more)
    if kind == "button":
        yield "  " + " ".join(f"[{title}]" for _, title, _ in can)
    if kind == "location_request_message":
        yield "  [send location]"
    if kind == "cta_url":
        link = answer["interactive"]["action"]["parameters"]
        yield f"  [{link['display_text']}] {masked(link['url'])}"
