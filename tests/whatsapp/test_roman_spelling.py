"""Roman Urdu has one spelling: each word in every sentence, and the terms of docs/terms.csv."""

import csv
import re
from collections import defaultdict

from tests.architecture.test_code import ROOT
from tests.whatsapp.roman_sentences import roman_texts, sound_of, words_of

DIFFERENT_WORDS = frozenset(
    frozenset(words.split())
    for words in (
        "aap app", "bara barah", "baar barh", "baari bari", "cpo ccpo", "dein deh", "din di", "fir phir", "hal haal",
        "jana jaanna", "jati jatin", "ji jin", "kahan kaha", "kam kaam", "karein karayein", "kholne khulne",
        "khol khul", "khuli kholi", "lene line", "mein main", "par parh", "sp ssp", "yahin yahi", "ise aise",
        "aisi isi", "aayein aaeen", "maan maah", "batayein baatein",
        "shikayat shikayaat", "khidmat khidmaat", "ho hon", "dikhayein dekhein", "wahin wahi", "mil mel",
    )
)  # fmt: skip
"""Words that sound alike to `sound_of` and mean different things, or one thing and several."""

REFUSED = {
    "nahin": "nahi", "zile": "zila", "zilay": "zila", "ittila": "ittela", "ek": "aik",
    "thanay": "thane", "usay": "use", "sath": "saath", "taakheer": "takheer", "surat": "soorat", "officer": "afsar",
    "nauiyat": "qism", "bachche": "bache", "wapis": "wapas", "kyonke": "kyunke", "hay": "hai",
}  # fmt: skip
"""Spellings that were in use beside the right one, or that the terms exclude (words.md: nahi, zila, ittela)."""

IN_ENGLISH = {"پیغام": "voice", "دور": "kilometre"}
"""Terms that are another word in some sentences: دور means far in a distance."""


def spellings() -> dict[str, dict[str, list[str]]]:
    """Return where each spelling stands, by its sound."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for where, roman, _ in (*roman_texts(), *((f"terms.csv {urdu}", roman, "") for urdu, roman in terms())):
        for word in words_of(roman):
            if len(word) > 1:
                found[sound_of(word)][word].append(where)
    return found


def terms() -> list[tuple[str, str]]:
    """Return the Urdu and Roman Urdu of every term."""
    with (ROOT / "docs/terms.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return [pair for row in rows for pair in zip(row["urdu"].split(" / "), row["roman"].split(" / "), strict=True)]


def test_every_word_has_one_spelling():
    split = []
    for words in spellings().values():
        known = [group for group in DIFFERENT_WORDS if group >= words.keys()]
        if len(words) > 1 and not known:
            split.append({word: places[:3] for word, places in words.items()})
    assert split == []


def test_no_sentence_has_a_refused_spelling():
    wrong = [
        (where, word, REFUSED[word])
        for where, roman, _ in roman_texts()
        for word in words_of(roman)
        if REFUSED.get(word, word) != word
    ]
    assert wrong == []


def test_a_term_of_the_urdu_sentence_is_in_the_roman_one():
    missing = [
        (where, urdu_term, roman_term, roman)
        for urdu_term, roman_term in terms()
        for where, roman, urdu in roman_texts()
        if "wa_title" not in where  # a title of 24 characters may leave a word out
        and re.search(rf"(?<!\w){re.escape(urdu_term)}(?!\w)", urdu)
        and roman_term.lower() not in roman.lower()
        and IN_ENGLISH.get(urdu_term, "\0") not in roman.lower()
    ]
    assert missing == []


def test_the_check_sees_a_second_spelling():
    assert sound_of("thanay") == sound_of("thane")
    assert sound_of("nahin") == sound_of("nahi")
    assert sound_of("tasdeeq") == sound_of("tasdiq")
    assert sound_of("afsar") != sound_of("afsaran")
