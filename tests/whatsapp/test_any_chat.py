"""Whatever is sent, in whatever order and after whatever time: an answer within the limits, and a way back."""

import json
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from complaints.rules.moves import MOVES
from complaints.rules.statuses import Status
from tests.whatsapp.known import shipped
from tests.world import clock
from whatsapp.rules.conversation import Turn, converse
from whatsapp.rules.heard import Came, Handed, Located, Other, Said, Tapped
from whatsapp.rules.languages import Language
from whatsapp.rules.replies import Menu
from whatsapp.rules.scene import Person, Want
from whatsapp.rules.sentences import table
from whatsapp.rules.state import State
from whatsapp.rules.talks import STEPS
from whatsapp.rules.wire import as_payload

WORDS = (
    *("salam", "1", "2", "3", "5", "15", "0", "#", "cancel", "help", "continue", "language", "yes", "no", "done"),
    *("skip", "not now"),
    *("bribe", "chori", "Lahore", "vehari", "gulberg", "more", "اردو", "English", "۱", "مکمل", "جی ہاں", "kidnap"),
    *("2648 1907 3555", "264819073556", "42101-1234567-1", "+447700900123", "nargis-7", "AB1234567", "a" * 4096),
)  # fmt: skip
some = st.integers(0, 10_000)
said = st.sampled_from(WORDS) | st.text(max_size=60)
handed = st.builds(Handed, st.sampled_from(["photo", "voice", "video", "paper"]), st.just("19"), st.just("image/jpeg"),
                   st.text(max_size=20), st.text(max_size=20))  # fmt: skip
located = st.builds(Located, st.floats(-90, 90), st.floats(-180, 180), st.text(max_size=20), st.text(max_size=300))
other = st.builds(Other, st.sampled_from(["sticker", "reaction", "edit", "system", "contacts", "unsupported", ""]))
strange = st.builds(
    Tapped, st.sampled_from([f"{step}={said}" for step in STEPS for said in ("yes", "x", "more:99", "")])
)
messages = st.one_of(said.map(Said), said.map(Said), some, some, some, handed, located, other, strange)
ALONE = sorted(name for name in STEPS if not name.startswith(("track.", "notice")) or name == "track.number")
"""Steps that can be asked without what the portal found out before."""

gaps = st.sampled_from([timedelta(seconds=20)] * 8 + [timedelta(minutes=31), timedelta(hours=25)])


class Chat:
    """A person whose taps are on anything that they were ever shown. `filed`: the talks that became complaints."""

    def __init__(self, phone: str, outcomes: st.DataObject):
        self.state, self.at, self.phone, self.data = State(), clock("09:00"), phone, outcomes
        self.shown, self.filed, self.keys = [], [], 0

    def hears(self, message, gap: timedelta) -> Turn:
        self.at += gap
        self.keys += 1
        if isinstance(message, int):
            message = Tapped(self.shown[message % len(self.shown)]) if self.shown else Said("Salam")
        around = {"known": shipped(), "person": Person(self.phone), "at": self.at, "key": f"key-{self.keys}"}
        turn = converse(self._kept(self.state), message, **around)
        for _ in range(5):
            if turn.want is None:
                break
            turn = converse(self._kept(turn.state), Came(self._came(turn.want)), before=turn.says, **around)
        assert turn.want is None
        self.state = turn.state
        self.shown += [choice.id for reply in turn.replies for choice in _choices(reply)]
        return turn

    def _kept(self, state: State) -> State:
        """As it is read back from the database."""
        return State.read(json.loads(json.dumps(state.kept())))

    def _came(self, want: Want) -> dict:
        if want.what == "register":
            if self.data.draw(st.booleans()):
                self.filed.append(want.facts["talk"])
                return {"etag": "264819073555", "spaced": "2648 1907 3555", "contact_due": self.at.isoformat()}
            return {"refused": self.data.draw(st.sampled_from(["text", "phone", "category", "name", "strange"]))}
        return self.data.draw(st.sampled_from(_outcomes(want, self.at.isoformat())))


def _outcomes(want: Want, iso: str) -> list[dict]:
    due = {"clock": "contact", "at": iso, "late": True}
    by_citizen = [name for name, move in MOVES.items() if "citizen" in {str(by) for by in move.by} and move.has_page]
    standing = {"opened": True, "by": "phone", "etag": "264819073555", "due": due, "moves": by_citizen, "hidden": True,
                "claim": {"en": "DSP Dania"}, "question": "When?", "news": "N" * 5000}  # fmt: skip
    opened = [{**standing, "status": status.value} for status in Status]
    closed = [{"opened": False}, {"opened": False, "tried": True}, {"locked": True}, {"harmless": "open"}]
    listed = [{"etag": "264819073555", "status": "marked", "category": "bribe_demand"}]
    return {
        "hold_file": [{"files": 1, "kind": "voice", "caption": ""}, {"refused": "kind"}, {"refused": "too_many"}],
        "hash_secret": [{"hash": "hashed"}],
        "look_up": [*opened, *closed],
        "open": [*opened, *closed],
        "mine": [{"complaints": []}, {"complaints": listed}],
        "notice": [
            {},
            {"code": "c", "name": "N", "words": "W" * 3000, "page": "p", "more": True, "picture": "https://x/p"},
        ],
        "tip": [{}, {"number": "T1"}],
        "feedback": [{}, {"number": "F1"}],
        "said_and_done": [{"published": []}, {"published": [{"said": "S" * 200, "answer": "A" * 600}] * 3}],
        "verification": [{}, {"stage": "received"}, {"stage": "clear"}],
        "verify": [{"noted": True}],
        "add": [{"added": 2}, {"added": 1, "refused": "too_many"}, {"added": 0, "refused": "closed"}, {"reason": ""}],
        "act": [{"done": True}, {"reason": ""}, {"reason": "Too late."}],
    }[want.what]


def _choices(reply) -> tuple:
    return getattr(reply, "choices", ()) or getattr(reply, "rows", ())


@given(st.data(), st.sampled_from(["+923001112233", ""]), st.lists(st.tuples(messages, gaps), max_size=30))
def test_no_chat_leads_into_a_dead_end(data, phone, sent):
    chat = Chat(phone, data)
    for message, gap in sent:
        turn = chat.hears(message, gap)
        assert len(turn.replies) <= 2
        assert all(as_payload(reply) for reply in turn.replies)
    assert len(set(chat.filed)) == len(chat.filed), "one confirmation, two complaints"
    chat.state = chat.state if chat.state.language else State(language=Language.ENGLISH)
    back = chat.hears(Said("0"), timedelta(seconds=20))
    if chat.state.paused:
        back = chat.hears(Said("no"), timedelta(seconds=20))
    assert isinstance(back.replies[-1], Menu)
    assert chat.state.step == "menu"


@given(said, st.sampled_from(ALONE), st.sampled_from(Language))
def test_every_step_hears_any_words_even_where_nothing_was_told_before(text, step, language):
    state = State(step=step, language=language, talk="key", told={"etag": "264819073555", "act": "close"})
    turn = converse(state, Said(text), known=shipped(), person=Person(""), at=clock("09:00"), key="k")
    assert len(turn.replies) <= 2


def test_every_sentence_stands_in_all_three_languages_with_the_same_places():
    for key, texts in table().items():
        assert set(texts) == {"en", "ur", "roman"}, key
        places = {language: sorted(_places(text)) for language, text in texts.items()}
        assert places["en"] == places["ur"] == places["roman"], key


def _places(text: str) -> list[str]:
    return [part.partition("}")[0] for part in text.split("{")[1:]]
