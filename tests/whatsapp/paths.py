"""Paths through every question of the chat, and a simulated person who follows them or does anything else."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from complaints.rules.statuses import Status
from complaints.workflow.table import MOVES
from tests.whatsapp.sample_directory import shipped
from tests.world import clock
from whatsapp.rules.chat_inputs import EffectResult, Input, SentFile, SentLocation, Tap, TypedText
from whatsapp.rules.chat_state import State
from whatsapp.rules.conversation import Turn, next_turn
from whatsapp.rules.dialog_steps import Effect, Person

PHOTO = SentFile("photo", "19", "image/jpeg", "", "the lock")
VOICE = SentFile("voice", "20", "audio/ogg; codecs=opus")
GULBERG = SentLocation(31.52, 74.35)
ETAG = "264819073555"
BY_CITIZEN = [name for name, move in MOVES.items() if "citizen" in {str(by) for by in move.by} and move.has_page]
STANDING = {"opened": True, "by": "phone", "etag": ETAG, "status": "in_inquiry", "moves": BY_CITIZEN, "by_portal": True,
            "claim": {"en": "DSP Dania"}, "question": "When?", "news": "N" * 5000}  # fmt: skip
RESOLVED = STANDING | {
    "claim": None, "status": "resolved", "report": {"outcome": "fir_registered", "words": "R" * 5000},
    "fir": "112/26, Gulberg", "category": "property_crime",
}  # fmt: skip
AT = clock("09:00").isoformat()
CLOSED = RESOLVED | {
    "status": "closed", "answered": {"said": "solved", "at": AT}, "change_until": AT, "appeal_until": AT,
}  # fmt: skip
INVITED = STANDING | {
    "claim": None, "question": "", "zone": "Europe/London",
    "invitation": {"office": {"en": "Gulberg Circle", "ur": "گلبرگ سرکل"}, "at": AT, "answer": ""},
}  # fmt: skip
ORDER_ASKED = INVITED | {
    "invitation": None,
    "station_order": {"station": {"en": "Gulberg"}, "offence": "O" * 900, "place": "P" * 900, "day": "2026-11-20"},
}
NARROWING_ASKED = INVITED | {
    "invitation": None, "narrowing": {"whom": {"en": "W" * 900, "ur": "و"}, "why": "Y" * 5000, "until": AT},
}  # fmt: skip
LOCKED = {"opened": False, "link": "https://x/c/t/"}


@dataclass(frozen=True)
class Path:
    """Messages after the choice of language, and the effects' results that differ from the best."""

    sent: tuple[Input, ...]
    came: Mapping = field(default_factory=dict)


def _path(*sent: str | Input, **came) -> Path:
    return Path(tuple(TypedText(one) if isinstance(one, str) else one for one in sent), came)


_CRIME = ("1", "2", "Multan", "They broke the lock.", "no")
_BRIBE = ("2", "1", "bribe", "Go on here", "Multan Region", "Vehari", "He wants money.")
PATHS = (
    _path(*_CRIME, PHOTO, GULBERG, "Submit with updates"),
    _path(*_CRIME, "Change or add", "1", "2", "Change or add", "3", "Two men.", VOICE, "done", "yes"),
    _path(*_CRIME, "Change or add", "8", "Ayesha", "Change or add", "9", "42101-1234567-1", "yes"),
    _path(*_BRIBE, "Nobody", "Change or add", "2", "Vehari", "2", "Change or add", "7", "The head clerk", "yes"),
    _path(*_BRIBE, "no", "Change or add", "6", "the main market", "Change or add", "9", "AB1234567", "yes"),
    _path(*_BRIBE, "1", "4", "Change or add", "10", "+447700900123", "Submit, no updates"),
    _path("1", "1", GULBERG, "He was killed.", "no", "Change or add", "10", "No telephone", "cancel"),
    _path("5", "1", "Go on here", "Multan", "Every day on the way to school.", "no", "yes", "yes"),
    _path("2", "2", ETAG, "1", "yes", ETAG, PHOTO, PHOTO, GULBERG, "yes"),
    _path(ETAG, "more", "1", "Yesterday.", ETAG, "more", "2", VOICE, "no", "more", "6", "yes"),
    _path(ETAG, "partly", "The television is still missing.", look_up=RESOLVED),
    _path(ETAG, "They took the old papers with them too.", "Send to the officer", look_up=RESOLVED),
    _path(ETAG, "2345-6789-ABCD", PHOTO, "yes", look_up=LOCKED),
    _path("2", "3", "1", "Nothing now"),
    _path("13", "1", "1", "Rukhsana", "3520100000001", "Ayesha", "3520200000002", "03001112233", "Lahore", PHOTO),
    _path("13", "1", "1", "3520100000001", "Rukhsana"),
    _path("13", "1", "1", "Rukhsana, 3520100000001, Ayesha, 3520200000002, Lahore", PHOTO),
    _path("13", "2", "V26 4819 0735"),
    _path("My motorcycle was stolen in Multan", "yes", "no", "Submit with updates"),
    _path("The SHO in Vehari asks for a bribe of 5,000", "Go on here", "1", "4", "Change or add", "7", "Sabir", "yes"),
    _path("A man from the next office follows me every day", "Go on here", "Multan", "no", "yes", "Submit, no updates"),
    _path("bribe", "Go on here", "Vehari", "He wants money.", "Nobody", "yes"),
    _path("My son Ali, 6, is missing", "Lahore", "blue shirt", PHOTO, "Submit: left home"),
    _path("My son Ali, 6, is missing", "Lahore", "blue shirt", "skip", "change", "11", "yes", "Submit"),
    _path("10", "2", "1", "2", "I saw him at the station."),
    _path("10", "1", "Lahore", "He went out at nine.", PHOTO, "no", "yes"),
    _path("11", "2", "I know him."),
    _path("10", "3", "Multan Region", "Vehari"),
    _path("10", "3", "Lahore"),
    _path(Tap("alerts=show:ab12"), "1"),
    _path(Tap("alerts=show:ab12"), notice={"over": True}),
    _path(Tap("alerts="), "no"),
    _path("stop alerts", Tap("alerts=stop:ab12")),
    _path("STOP", "start"),
    _path("3", "1", "no", "1", GULBERG),
    _path("3", "3", "Nearest centre", "Lahore", "Another place", "Lahore"),
    _path("6", "Lahore"),
    _path("7", "2", "1"),
    _path("7", "3", "United Kingdom", "1"),
    _path("7", "4"),
    _path("4", "Nearest office"),
    _path("15", "1", "1", "yes"),
    _path(ETAG, "1", look_up=INVITED),
    _path(Tap(f"news=will_you_come:another_time:{ETAG}"), look_up=INVITED),
    _path(ETAG, "yes", look_up=ORDER_ASKED),
    _path(ETAG, "no", look_up=NARROWING_ASKED),
    _path(Tap(f"news=do:keep:{ETAG}"), "yes"),
    _path(Tap(f"news=do:add:{ETAG}"), "He never called me."),
    _path(PHOTO, PHOTO, "new complaint", "2", "2"),
    _path(ETAG, Tap(f"news=is_it_solved:partly:{ETAG}"), "The remote control.", look_up=RESOLVED),
    _path(ETAG, "1", "no", "The television is gone again.", look_up=CLOSED),
    _path(ETAG, "1", "yes", look_up=CLOSED),
    _path(Tap(f"track.one=change:change_answer:{ETAG}"), "partly", "The remote control.", look_up=CLOSED),
    _path(Tap("news="), "no"),
    _path("14", "What others said", "Open on Sundays."),
    _path("15", "2", "1"),
    _path("15", "3", "1"),
    _path("operator", "yes", hand_over={"handover": "closed", "opens": AT, "has_phone": True}),
    _path(*_CRIME, "Change or add", "4", PHOTO, "remove last file", "done", "yes"),
    _path("1", "2", "Multan", "They broke the lock.", "yes", "Send me the page"),
)


def best(effect: Effect, at: str) -> dict:
    """Return the best result of an effect."""
    due = {"due": {"clock": "contact", "at": at, "late": True}}
    return {
        "register": {"etag": ETAG, "spaced": "2648 1907 3555", "contact_due": at},
        "hold_file": {
            "of": "file",
            "files": 1,
            "kind": effect.facts.get("kind", ""),
            "caption": effect.facts.get("caption", ""),
        },
        "remove_last_file": {"of": "file", "removed": True, "files": 1, "spoken": False},
        "hold_files": {"of": "file", "files": 2, "kind": "", "caption": ""},
        "hand_over_to_web": {"link": "https://portal.example/d/b7/"},
        "look_up": STANDING | due,
        "send_code": {"code_sent": True},
        "want_news": {"news_wanted": effect.facts.get("wanted")},
        "open": STANDING | due | {"by": "mark"},
        "mine": {"complaints": [{"etag": ETAG, "status": "marked", "category": "bribe_demand"}]},
        "notice": {"code": "c", "name": "N", "words": "W" * 3000, "page": "p", "more": True, "picture": "https://x/p"},
        "ask_for_alerts": {"district": effect.facts.get("district", "")},
        "end_alerts": {"alerts_ended": True},
        "tip": {"number": "T1"},
        "feedback": {"number": "F1"},
        "said_and_done": {"published": [{"said": "S" * 200, "answer": "A" * 600}] * 3},
        "verification": {"stage": "received"},
        "verify": {"noted": True},
        "hand_over": {"handover": "nobody"},
        "answer_call_back": {"call_back": "agreed", "at": at},
        "erase_operator_texts": {"texts_erased": True},
        "add": {"added": 2},
        "act": {"done": True},
        "answer_waiting": {"done": True},
    }[effect.name]


def worse(effect: Effect, at: str) -> list[dict]:
    """Return the other possible results of an effect."""
    stands = (
        [best(effect, at) | {"status": status.value} for status in Status] if effect.name in {"look_up", "open"} else []
    )
    stands += [INVITED, ORDER_ASKED, NARROWING_ASKED] if stands else []
    shut = [LOCKED, LOCKED | {"tried": True}, {"locked": True}]
    return {
        "register": [{"refused": field} for field in ("text", "phone", "category", "name", "strange")]
        + [{"checking": True}, {"refused": "text", "reason": "missing"}],
        "hold_file": [{"of": "file", "refused": "kind"}, {"of": "file", "refused": "too_many"}],
        "remove_last_file": [{"of": "file", "removed": False, "files": 0, "spoken": False}],
        "look_up": [*stands, *shut],
        "open": [*stands, *shut],
        "mine": [{"complaints": []}],
        "notice": [{}, {"over": True}],
        "ask_for_alerts": [{}],
        "end_alerts": [{"alerts_ended": False}],
        "tip": [{}],
        "feedback": [{}],
        "said_and_done": [{"published": []}],
        "verification": [{}, {"stage": "clear"}],
        "send_code": [{"locked": True}],
        "want_news": [{"news_wanted": None}],
        "answer_waiting": [{"reason": ""}, {"reason": "Too late."}],
        "hand_over": [
            {"handover": "waiting", "office": {"en": "Lahore", "ur": "لاہور"}},
            *({"handover": "closed", "opens": at, "has_phone": phone} for phone in (True, False)),
            {"handover": "kept", "at": at},
        ],
        "answer_call_back": [{"call_back": "declined"}],
        "add": [{"added": 1, "refused": "too_many"}, {"added": 0, "refused": "closed"}, {"reason": ""}],
        "act": [{"reason": ""}, {"reason": "Too late."}, {"done": True, "change_until": at}]
        + [{"reason": "", "standing": one} for one in (CLOSED, RESOLVED, STANDING | {"answered": CLOSED["answered"]})],
    }.get(effect.name, [])


class Walker:
    """A simulated person who may tap anything that was ever shown. `filed`: the dialogs that became complaints."""

    def __init__(self, phone: str):
        self.state, self.at, self.phone = State(), clock("09:00"), phone
        self.shown, self.filed, self.keys = [], [], 0

    def came(self, effect: Effect) -> dict:
        """Return the result of an effect. Tests replace it."""
        return best(effect, self.at.isoformat())

    def hears(self, message: Input | int, gap: timedelta = timedelta(seconds=20)) -> Turn:
        """Send one message. A number is a tap; below zero, on one of the last targets."""
        self.at += gap
        self.keys += 1
        if isinstance(message, int):
            message = Tap(self.shown[message % len(self.shown)]) if self.shown else TypedText("Salam")
        around = {"directory": shipped(), "person": Person(self.phone), "at": self.at, "key": f"key-{self.keys}"}
        turn = next_turn(self._kept(self.state), message, **around)
        for _ in range(5):
            if turn.effect is None:
                break
            came = self.came(turn.effect)
            if turn.effect.name == "register" and "etag" in came:
                self.filed.append(turn.effect.facts["dialog_key"])
            turn = next_turn(self._kept(turn.state), EffectResult(came), before=turn.messages, **around)
        assert turn.effect is None
        self.state = turn.state
        self.shown += [choice.id for reply in turn.replies for choice in _choices(reply)]
        return turn

    def walks(self, path: Path, *, language: str, most: int | None = None) -> set[str]:
        """Choose a language and send the messages of a path. Return the steps that were asked."""
        chosen, self.came = self.came, lambda effect: path.came.get(effect.name) or best(effect, self.at.isoformat())
        asked = set()
        for message in (TypedText("Salam"), TypedText(language), *path.sent[:most]):
            self.hears(message)
            asked.add(self.state.step)
        self.came = chosen
        return asked

    def _kept(self, state: State) -> State:
        """Return the state as it is read back from the database."""
        return State.from_json(json.loads(json.dumps(state.to_json())))


def _choices(reply) -> tuple:
    return getattr(reply, "choices", ()) or getattr(reply, "rows", ())
