"""Weak words are refused wherever a word can be set: when filing, later, and as the duress word."""

import pytest

from complaints.models import Complainant
from complaints.rules.followup_questions import Question
from complaints.services.followup import followup_answer_types
from tests.citizen.conftest import Visitor, mistakes
from tests.citizen.keys.cast import SECRET, STORY, set_words
from whatsapp.rules.dialogs import STEPS
from whatsapp.services.effects import HANDLERS

WEAK = ["12345", "123456", "0300 1112233", "+92 300 1112233", "aaaaaa", "Pakistan", "password123", "abc1234", "خفیہ"]


def files(visitor: Visitor, word: str):
    told = {"category": "gender_harassment", "reach": "secret", "phone": "0300 1112233", "secret": word}
    return visitor.files("09:00", **told, behalf="self"), "secret"


def opens(world, visitor: Visitor):
    complaint = world.complaint("gender_harassment", name="Ayesha")
    visitor.opens(complaint, "10:00")
    return complaint


def sets_word(world, visitor: Visitor, word: str):
    complaint = opens(world, visitor)
    return visitor.posts(f"/track/{complaint.etag}/more/{Question.WORD}/", "10:01", word=word), "word"


def changes_word(world, visitor: Visitor, word: str):
    complaint = world.complaint("gender_harassment", name="Ayesha")
    set_words(complaint)
    visitor.posts(f"/track/{complaint.etag}/key/", "10:00", key=SECRET)
    typed = {"word": word, "present": SECRET}
    return visitor.posts(f"/track/{complaint.etag}/more/{Question.WORD}/", "10:01", **typed), "word"


def sets_duress(world, visitor: Visitor, word: str):
    complaint = world.complaint("gender_harassment", name="Ayesha")
    set_words(complaint)
    visitor.posts(f"/track/{complaint.etag}/key/", "10:00", key=SECRET)
    typed = {"word": word, "present": SECRET, "story": STORY}
    return visitor.posts(f"/track/{complaint.etag}/more/{Question.SECOND_WORD}/", "10:01", **typed), "word"


WAYS = {
    "when filing": lambda world, visitor, word: files(visitor, word),
    "later": sets_word,
    "as another word": changes_word,
    "as the duress word": sets_duress,
}


@pytest.mark.mostly_slow(keep=8)
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("word", WEAK)
def test_a_weak_word_is_refused(world, ayesha, way, word):
    """S13: one way took the person's own phone number and 123456."""
    before = set(Complainant.objects.values_list("secret_hash", "duress_hash"))
    answer, field = WAYS[way](world, ayesha, word)
    assert answer.status_code == 422
    assert list(mistakes(answer)) == [field]
    after = set(Complainant.objects.values_list("secret_hash", "duress_hash"))
    assert all(duress == "" for _, duress in after)
    assert len({secret for secret, _ in after - before if secret}) <= (way in {"as another word", "as the duress word"})


@pytest.mark.parametrize("word", ["Ayesha786", "ayesha"])
def test_her_own_name_is_no_word(world, ayesha, word):
    answer, _ = sets_word(world, ayesha, word)
    assert answer.status_code == 422


def test_no_other_way_sets_a_word():
    """The chat has no step and no effect for it, and of all answers two have a word."""
    assert [name for name in (*STEPS, *HANDLERS) if "secret" in name or "duress" in name] == []
    with_word = {
        one.question for one in followup_answer_types.FollowupAnswer.__args__ if "word" in one.__dataclass_fields__
    }
    assert with_word == {Question.WORD, Question.SECOND_WORD}
