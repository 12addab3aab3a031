""" "I don't know", "no", "later" and "stop" at every question in every language: nobody is misunderstood twice."""

import pytest

from tests.whatsapp.paths import PATHS, Walker, best
from whatsapp.rules.chat_inputs import TypedText
from whatsapp.rules.dialogs import STEPS
from whatsapp.rules.languages import Language
from whatsapp.rules.sentences import sentence_table

WORDS = {
    Language.ENGLISH: ("I don't know", "no", "later", "not now", "stop", "skip"),
    Language.URDU: ("معلوم نہیں", "پتا نہیں", "نہیں", "بعد میں", "ابھی نہیں", "بند کریں", "چھوڑیں"),
    Language.ROMAN: ("pata nahi", "mujhe nahi pata", "nahi", "baad mein", "abhi nahi", "band karo", "chhorein"),
}
CASES = [(language, word) for language, words in WORDS.items() for word in words]
SAID = {Language.URDU: "1", Language.ENGLISH: "2", Language.ROMAN: "3"}
KEPT_TEXTS = ("name", "landmark", "concerns", "worker_name", "employer_name")


def at_every_step(language: Language) -> dict[str, Walker]:
    """Return a person at each question, reached by the paths. Titles of buttons are typed as in English."""
    found: dict[str, Walker] = {}
    for path in PATHS:
        for most in range(len(path.sent) + 1):
            walker = Walker("+923001112233")
            walker.walks(path, language=SAID[Language.ENGLISH], most=most)
            if walker.state.step and walker.state.step not in found:
                found[walker.state.step] = walker
                walker.state = walker.state.from_json(walker.state.to_json() | {"language": language})
    return found


def heard(walker: Walker, word: str) -> str:
    return "\n".join(getattr(reply, "body", "") for reply in walker.hears(TypedText(word)).replies)


@pytest.fixture(scope="module")
def reached():
    return {language: at_every_step(language) for language in Language}


@pytest.mark.parametrize(("language", "word"), CASES)
def test_a_word_that_gives_no_answer_is_understood_at_every_question(reached, language, word):
    missed, texts = [], sentence_table()["not_understood"]
    steps = reached[language]
    assert set(STEPS) - set(steps) <= {"language", "paused"}
    for step, walker in steps.items():
        before = walker.state
        said = [heard(walker, word), heard(walker, word)]
        walker.state = before
        if any(text in reply for text in texts.values() for reply in said):
            missed.append(step)
    assert missed == []


@pytest.mark.parametrize(("language", "word"), CASES)
def test_such_a_word_is_never_taken_for_a_name_or_a_text(reached, language, word):
    taken = []
    for step, walker in reached[language].items():
        if step == "track.words" and word in WORDS[language][:2]:
            continue  # "I don't know" answers an officer's question
        before, sent = walker.state, []
        walker.came = lambda effect, sent=sent, walker=walker: (
            sent.append(effect) or best(effect, walker.at.isoformat())
        )
        heard(walker, word)
        told = walker.state.answers
        kept = [*(told.get(name) for name in KEPT_TEXTS), *told.get("texts", ())]
        sent_texts = [effect.facts.get(name) for effect in sent for name in ("text", "words")]
        if word in [*kept, *sent_texts]:
            taken.append(step)
        walker.state = before
        del walker.came
    assert taken == []


@pytest.mark.parametrize("language", Language)
def test_a_human_is_reached_from_every_question(reached, language):
    words = {Language.ENGLISH: "human", Language.URDU: "انسان سے بات", Language.ROMAN: "officer se baat karni hai"}
    missed = []
    for step, walker in reached[language].items():
        before = walker.state
        if "1787" not in heard(walker, words[language]) or walker.state.step != step:
            missed.append(step)
        walker.state = before
    assert missed == []
