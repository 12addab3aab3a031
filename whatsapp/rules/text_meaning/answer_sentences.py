"""Reading of a short sentence as the answer to a question of the police that has buttons.

"haan baat ho gayi" and "masla hal nahi hua" are as clear as a tap. A sentence counts only if it consists of nothing but
words of its question; with any other word it is no answer, because it may say more ("yes, but he wanted money").
"""

import re

from whatsapp.rules import typed_text

LONGEST_ANSWER = 12
"""Words of a sentence that is read as an answer."""

YES = frozenset({"haan", "han", "haa", "yes", "yeah", "jee", "ji", "ہاں", "جی"})
POLITE = frozenset({"ji", "jee", "جی"})
"""Words that may precede a no as well as a yes."""
NO = frozenset(
    {
        *("nahi", "nahin", "nai", "nhi", "ni", "no", "not", "never", "nobody", "none", "didn't", "didnt", "hasn't"),
        *("hasnt", "haven't", "havent", "wasn't", "wasnt", "isn't", "isnt", "نہیں", "نہ"),
    }
)
SOME = frozenset({"kuch", "کچھ"})
PARTLY = SOME | {"thora", "thori", "thoda", "adha", "aadha", "partly", "partially", "half", "تھوڑا", "تھوڑی", "آدھا"}
ANYBODY = frozenset({"koi", "kisi", "anyone", "anybody", "کوئی", "کسی"})
"""With them, a sentence without a no does not say whether it was the officer."""
ASKING = frozenset({"kya", "kia", "کیا"})
"""Words with which a sentence begins that asks something."""
HAPPENED = frozenset(
    {
        *("hua", "hwa", "hue", "hui", "gaya", "gya", "gia", "gayi", "gai", "gyi"),
        *("called", "spoke", "spoken", "talked", "wrote", "written", "solved", "resolved"),
        *("ہوا", "ہوئی", "گیا", "گئی"),
    }
)
"""Words without which a sentence that has no yes does not say that it happened: "masla hal ho"."""
AROUND = (
    HAPPENED
    | ANYBODY
    | {
        *("ab", "abhi", "tak", "to", "bhi", "hai", "hain", "he", "hay", "ho", "thi", "tha", "the", "ki", "kia", "kiya"),
        *("kar", "kr", "di", "mera", "meri", "mujhe", "mujhay", "mujh", "se", "sath", "ne", "is", "it", "was", "has"),
        *("have", "had", "been", "my", "me", "i", "with", "yet", "already", "now", "sir", "sahab", "janab", "bilkul"),
        *("shukriya", "thanks", "thank", "you", "sa", "had"),
        *("اب", "ابھی", "تک", "تو", "بھی", "ہے", "ہیں", "ہو", "تھی", "تھا", "کی", "کیا", "میرا", "میری", "مجھ", "مجھے"),
        *("سے", "نے", "بالکل", "شکریہ", "سا", "حد"),
    }
)
"""Words that may stand in an answer and say nothing by themselves."""

SOLVED = frozenset({"hal", "hall", "solved", "resolved", "solve", "حل"})
WORK = frozenset({"kaam", "کام"})
MATTER = WORK | {"masla", "maslay", "masle", "mamla", "problem", "issue", "matter", "مسئلہ", "معاملہ"}
SPOKE = frozenset(
    {
        *("baat", "bat", "call", "called", "phone", "fone", "rabta", "raabta", "spoke", "spoken", "talked", "talk"),
        *("بات", "فون", "کال", "رابطہ"),
    }
)
WROTE = frozenset({"likha", "paigham", "message", "msg", "wrote", "written", "لکھا", "پیغام"})
OFFICER = frozenset({"officer", "afsar", "he", "she", "they", "unhon", "unho", "us", "افسر", "انہوں", "اس"})

IS_IT_SOLVED = "is_it_solved"
READINGS = {
    "who_spoke": ("in_person", "nobody", SPOKE, OFFICER),
    "who_wrote": ("in_person", "nobody", WROTE, OFFICER),
    IS_IT_SOLVED: ("solved", "not_solved", SOLVED, MATTER | PARTLY),
}
"""By question: what *yes* stands for, what *no* stands for, words for what is asked, and other words allowed."""


def read_answer(text: str, question: str) -> str:
    """Return the answer that a sentence gives to the question with this key; "" if it is no clear answer."""
    if question not in READINGS or len(text) > typed_text.LONGEST_COMMAND or re.search(r"[?؟]", text):
        return ""
    yes, no, asked, others = READINGS[question]
    words = re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", typed_text.normalize(text))
    known = YES | NO | AROUND | asked | others
    if not words or len(words) > LONGEST_ANSWER or words[0] in ASKING or not known.issuperset(words):
        return ""
    partial = [word for word in words if word in PARTLY] if question == IS_IT_SOLVED else []
    if NO.intersection(words) and len(partial) < 2:
        return no if _is_clear_no(words, partial, question) else ""
    if partial:
        return "partly"
    if YES.intersection(words):
        return yes
    is_told = asked.intersection(words) and HAPPENED.intersection(words) and not ANYBODY.intersection(words)
    return yes if is_told else ""


def _is_clear_no(words: list[str], partial: list[str], question: str) -> bool:
    """Return whether a sentence with a no means no: neither "yes … not …", nor "no problem", nor "not half"."""
    if (YES - POLITE).intersection(words) or not SOME.issuperset(partial):
        return False
    if question != IS_IT_SOLVED or not MATTER.intersection(words) or SOLVED.intersection(words):
        return True
    return bool(WORK.intersection(words) and HAPPENED.intersection(words))
