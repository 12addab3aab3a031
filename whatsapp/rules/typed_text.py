"""Reading of typed text: digits, letters and commands in every spelling that phones produce."""

import re
import unicodedata
from enum import StrEnum

_LETTERS = str.maketrans(
    {
        **dict(zip("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789", strict=True)),
        **{"ي": "ی", "ى": "ی", "ك": "ک", "ة": "ہ", "ه": "ہ", "أ": "ا", "إ": "ا", "ٱ": "ا"},
        **dict.fromkeys("’‘", "'"),
        **dict.fromkeys("\ufe0e\ufe0f\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"),
        **dict.fromkeys("\u200b\u200c\u200d\u200e\u200f\u2060\u2066\u2067\u2068\u2069\ufeff", None),
    }
)
_MARKS = re.compile(r"[\u0640\u064b-\u0655\u0670]")
_EDGES = re.compile(r"^[\s\W_]+|[\s\W_]+$")
LONGEST_COMMAND = 80
"""Characters of a text that may be a command or a fixed word, with the signs around it."""


class Command(StrEnum):
    """A command, which works at every step."""

    MENU = "menu"
    BACK = "back"
    CANCEL = "cancel"
    HELP = "help"
    GREETING = "greeting"
    LANGUAGE = "language"
    CONTINUE = "continue"
    STOP = "stop"
    START = "start"
    STOP_ALERTS = "stop_alerts"
    UPDATES = "updates"
    LATER = "later"


_COMMANDS = {
    Command.MENU: {"0", "menu", "main menu", "مینیو", "مینو", "مین مینیو"},
    Command.BACK: {"#", "back", "wapas", "wapis", "peeche", "واپس", "پیچھے"},
    Command.CANCEL: {"cancel", "mansookh", "mansukh", "منسوخ", "منسوخ کریں"},
    Command.HELP: {"help", "madad", "مدد", "?", "؟"},
    Command.LANGUAGE: {"language", "zaban", "zuban", "زبان"},
    Command.CONTINUE: {"continue", "resume", "jari", "jari rakhein", "جاری", "جاری رکھیں"},
    Command.STOP: {
        *{"stop", "stop all", "stopall", "stop it", "unsubscribe", "unsubscribe me", "opt out", "optout", "opt-out"},
        *{"stop messages", "stop updates", "stop sending", "stop messaging", "no more messages"},
        *{"band karo", "band karein", "band karain", "band karen", "band kro", "band krein", "bnd karo", "bnd kro"},
        *{"band kar do", "band kar dein", "band kardo", "band kardein", "band kr do", "rok do", "rok dein"},
        *{"message band karo", "message band karein", "msg band karo", "paigham band karo", "paigham band karein"},
        *{"mat bhejo", "mat bhejein", "message mat bhejo", "msg mat bhejo", "paigham mat bhejein"},
        *{"بند کریں", "بند کرو", "بند کر دیں", "بند کر دو", "بند کردیں", "بند کردو", "روک دیں", "روک دو"},
        *{"پیغام بند کریں", "پیغامات بند کریں", "میسج بند کریں", "میسج بند کرو", "مت بھیجیں", "پیغام نہ بھیجیں"},
        *{"اسٹاپ", "سٹاپ", "ان سبسکرائب"},
    },
    Command.START: {"start", "unstop", "shuru", "shuru karo", "shuru karein", "شروع", "شروع کریں", "شروع کرو"},
    Command.STOP_ALERTS: {
        *{"stop alerts", "stop alert", "end alerts", "alert band karein", "alert band karo", "alerts band karein"},
        *{"alerts band karo", "الرٹ بند کریں", "الرٹ بند کرو", "الرٹس بند کریں"},
    },
    Command.UPDATES: {"updates", "start updates", "subscribe", "updates chalu karein", "پیش رفت", "اپ ڈیٹس"},
    Command.LATER: {
        *{"later", "not now", "maybe later", "some other time", "baad mein", "bad mein", "baad me", "abhi nahi"},
        *{"abhi nahin", "phir kabhi", "phir sahi", "بعد میں", "ابھی نہیں", "پھر کبھی", "پھر سہی"},
    },
    Command.GREETING: {
        *{"hello", "helo", "hallo", "hi", "hey", "hy", "salam", "salaam", "slam", "aoa", "assalam", "asalam"},
        *{"assalamualaikum", "assalam o alaikum", "assalam u alaikum", "assalamu alaikum", "asalam o alaikum"},
        *{"assalamoalaikum", "asslam o alaikum", "salam alaikum"},
        *{"سلام", "السلام علیکم", "اسلام علیکم", "السلام و علیکم", "ہیلو", "ہائے", "آداب"},
    },
}  # fmt: skip
_BY_WORD = {word: command for command, words in _COMMANDS.items() for word in words}


def normalize(text: str) -> str:
    """Return one form of a text: compatibility letters, Latin digits, Urdu letters, no marks, lower case."""
    text = unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS)
    return " ".join(_MARKS.sub("", text).split())


def has_words(text: str) -> bool:
    """Return whether a text says anything: a letter, a digit, a command such as # or a known emoji."""
    return any(sign.isalnum() for sign in text) or parse_command(text) is not None or is_one_of(text, YES | NO)


def normalize_code(text: str) -> str:
    """Return the six Latin digits of a typed code; any other text unchanged."""
    code = re.sub(r"[\s-]", "", normalize(text))
    return code if re.fullmatch(r"[0-9]{6}", code) else text


def parse_command(text: str) -> Command | None:
    """Return the command if the text is nothing but a command."""
    typed = normalize(text)
    return _BY_WORD.get(typed) or _BY_WORD.get(_without_edges(typed))


def _without_edges(typed: str) -> str:
    """Return a normalized text without the signs around it; "" if it is too long to be a command.

    For a run of signs inside a text the search takes as many steps as the square of its length.
    """
    return "" if len(typed) > LONGEST_COMMAND else _EDGES.sub("", typed)


DONE = frozenset({"done", "mukammal", "mukamal", "bas", "khatam", "finish", "ok", "مکمل", "بس", "ختم"})
CHANGE = frozenset({"change", "change or add", "add", "tabdeel", "tabdeel karein", "tabdeeli", "tabdeeli ya izafa",
                    "تبدیل", "تبدیل کریں", "تبدیلی", "تبدیلی یا اضافہ"})  # fmt: skip
REMOVE = frozenset({"remove", "remove last file", "hatayein", "aakhri file hatayein", "ہٹائیں", "آخری فائل ہٹائیں"})
SKIP = frozenset({"skip", "chhorein", "chorein", "chhor dein", "none", "چھوڑیں", "چھوڑ دیں"})
YES = frozenset(
    {"👍", "✅", "👌", "yes", "y", "haan", "han", "ji", "jee", "ji haan", "ji han", "ہاں", "جی", "جی ہاں", "1"}
)
SUBMIT = YES | frozenset(
    {
        *("submit", "submit it", "please submit", "yes submit", "send", "send it", "file it", "register it"),
        *("submit karo", "submit kar do", "submit kardo", "submit kar dein", "submit krdo", "submit kr do"),
        *("haan submit", "haan submit kar do", "haan submit karo", "jama karo", "jama kar do", "jama kardo"),
        *("jama kar dein", "jama karein", "jama kr do", "jama karayein", "jama karwa dein", "haan jama kar do"),
        *("haan bhej do", "haan bhej dein", "haan bhejo", "ji bhej dein"),
        *("haan jama kar dein", "darj karo", "darj kar do", "darj kar dein", "bhej do", "bhej dein", "bhejo"),
        *("جمع کریں", "جمع کرائیں", "جمع کر دیں", "جمع کر دو", "جمع کروا دیں", "جمع کرو", "درج کر دیں", "درج کریں"),
        *("بھیج دیں", "بھیج دو", "بھیجیں", "ہاں جمع کر دیں", "جی جمع کر دیں"),
    }
)
PARTLY = frozenset({"partly", "partially", "kuch had tak", "thora", "thori had tak", "juzvi", "کچھ حد تک", "جزوی", "3"})
NO = frozenset({"👎", "❌", "no", "n", "nahi", "nahin", "ji nahi", "na", "نہیں", "جی نہیں", "2"})


DONT_KNOW = frozenset(
    {
        *("dont know", "don't know", "i don't know", "i dont know", "do not know", "i do not know", "idk", "no idea"),
        *("not sure", "unknown", "pata nahi", "pata nahin", "pata nai", "pata ni", "pta nahi", "pta nai"),
        *("nahi pata", "mujhe nahi pata", "mujhe pata nahi", "maloom nahi", "malum nahi", "nahi maloom"),
        *("maloom nahin", "mujhe maloom nahi", "mujhe nahi maloom"),
        *("پتا نہیں", "پتہ نہیں", "معلوم نہیں", "نہیں معلوم", "نہیں پتا", "مجھے پتا نہیں", "مجھے پتہ نہیں"),
        *("مجھے معلوم نہیں", "مجھے نہیں معلوم", "مجھے نہیں پتا", "مجھے نہیں پتہ"),
    }
)  # fmt: skip


def is_one_of(text: str, words: frozenset[str]) -> bool:
    """Return whether the text is one of these words and nothing else."""
    typed = normalize(text)
    return typed in words or _without_edges(typed) in words


def parse_number(text: str) -> int | None:
    """Return a number of up to three digits that was typed alone: `3`, `۳`, `3.`, `(3)`."""
    match = re.fullmatch(r"\W*([0-9]{1,3})\W*", normalize(text))
    return int(match[1]) if match else None
