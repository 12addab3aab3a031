"""The fifteen services to their end in three languages, as a police officer can review them (docs/chat-transcripts/).

`bin/chat-transcripts` writes them anew. The test holds them equal to what the chat says now.
"""

import re

import pytest

from notifications.services import deliver_due_messages
from tests.architecture.test_code import ROOT
from tests.notices.conftest import own_storage  # noqa: F401 (pictures lie in the test's own folder)
from tests.whatsapp.service_player import Player
from tests.whatsapp.service_scripts import FOREIGN, PAKISTANI, Service, services
from tests.whatsapp.simulated_phone import Phone
from tests.whatsapp.transcripts import WRITE
from tests.world import World, clock
from whatsapp.rules.languages import Language
from whatsapp.services import message_sending

FOLDER = ROOT / "docs/chat-transcripts"
TABLE = "| | service | turns before | turns now | ends in |\n|---|---|---|---|---|\n"
HEADINGS = {Language.ENGLISH: "English", Language.URDU: "اردو", Language.ROMAN: "Roman Urdu"}
CODES = [service.code for service in services(World)]
_TURNS = re.compile(r"^## .+: (\d+) turns?$", re.MULTILINE)


def received(simulator):
    """Return a function that delivers what is due to a person, and returns the news among it."""

    def receive(player: Player) -> list[dict]:
        player.phone.at = player.phone.at.replace(second=0)
        before = len(_messages(simulator, player))
        deliver_due_messages(at=player.phone.at)
        return [message for message in _messages(simulator, player)[before:] if message["type"] != "template"]

    return receive


def _messages(simulator, player: Player) -> list[dict]:
    return [entry["message"] for entry in simulator.chats.get(player.phone.number, []) if entry["by"] == "portal"]


def played(service: Service, language: Language, place: int, *, world, client, simulator) -> Player:
    number = (FOREIGN if service.abroad else PAKISTANI) + str(place)
    phone = Phone(number=number, user_id=f"PK.{place}", client=client, at=clock("09:00"))
    player = Player(phone, language, received(simulator))
    player.play(service.script)
    message_sending.send_due_messages(at=player.phone.at)
    return player


def page_of(service: Service, players: list[Player]) -> str:
    parts = [f"# {service.number}. {service.title}", "", "Written by `bin/chat-transcripts`. Do not edit.", ""]
    for player in players:
        turns = player.turns_to_the_act
        parts += [f"## {HEADINGS[player.language]}: {turns} turn{'s' if turns != 1 else ''}", ""]
        is_urdu = player.language is Language.URDU
        parts += (['<div dir="rtl">', ""] if is_urdu else []) + player.lines + (["</div>", ""] if is_urdu else [])
    return "\n".join(parts).rstrip() + "\n"


@pytest.mark.mostly_slow(keep=1)
@pytest.mark.parametrize("code", CODES)
def test_the_service_goes_to_its_end_as_it_is_written(code, world, client, simulator):
    (service,) = [one for one in services(world) if one.code == code]
    service.prepare(world)
    arguments = {"world": world, "client": client, "simulator": simulator}
    languages = (Language.ENGLISH, Language.URDU, Language.ROMAN)
    players = [played(service, language, place, **arguments) for place, language in enumerate(languages, 1)]
    assert len({player.turns for player in players}) == 1, "one script, three languages, the same turns"
    page, path = page_of(service, players), _path(service)
    if WRITE:
        path.write_text(page, encoding="utf-8")
    assert page == path.read_text(encoding="utf-8")


def _path(service: Service):
    return FOLDER / f"{service.number:02}-{service.code.replace('_', '-')}.md"


def test_the_list_of_transcripts_has_the_turns_before_and_now():
    """The text above the table is written by hand."""
    readme = FOLDER / "README.md"
    text = readme.read_text(encoding="utf-8")
    rows = []
    for service in services(World):
        path = _path(service)
        (turns,) = set(_TURNS.findall(path.read_text(encoding="utf-8")))
        cells = service.number, f"[{service.title}]({path.name})", service.before, turns, service.ends_in
        rows.append("| " + " | ".join(map(str, cells)) + " |\n")
    page = text.partition(TABLE)[0] + TABLE + "".join(rows)
    if WRITE:
        readme.write_text(page, encoding="utf-8")
    assert page == readme.read_text(encoding="utf-8")


def test_no_button_or_row_of_the_transcripts_is_cut():
    cut = [
        (path.name, found)
        for path in FOLDER.glob("*.md")
        for found in re.findall(r"`([^`\n]*…)`", path.read_text(encoding="utf-8"))
    ]
    assert cut == []
