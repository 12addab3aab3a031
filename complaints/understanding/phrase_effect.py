"""The effect of edited phrases on the sentences of the development sets, shown before they are saved."""

from dataclasses import dataclass, field
from functools import cache

from complaints.understanding.evaluation import parse_sentences
from complaints.understanding.normalisation import normalize, tokenize
from complaints.understanding.phrases import PhraseIndex
from complaints.understanding.sentence import understand
from complaints.understanding.training_data import danger_label
from complaints.understanding.word_groups import DATA

DEVELOPMENT = DATA / "development"


@dataclass
class PhraseEffect:
    """Sentences that are understood better and worse with the new phrases, and how many the phrases touch at all."""

    touched: int = 0
    better: list[str] = field(default_factory=list)
    worse: list[str] = field(default_factory=list)


def compare_phrases(old: PhraseIndex, new: PhraseIndex) -> PhraseEffect:
    """Return what the new phrases change. Sentences in which both find the same phrases are skipped."""
    effect = PhraseEffect()
    for name in ("first_sentences.csv", "danger_sentences.csv"):
        for sentence, right in _labelled_sentences(name):
            tokens = tokenize(normalize(sentence))
            if old.find(tokens) == new.find(tokens):
                continue
            effect.touched += 1
            is_danger = name.startswith("danger")
            understandings = [understand(sentence, phrases=phrases) for phrases in (old, new)]
            said = [found.danger.value if is_danger else found.category.code for found in understandings]
            before, after = (label in right for label in said)
            if before != after:
                (effect.better if after else effect.worse).append(sentence)
    return effect


@cache
def _labelled_sentences(name: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """Return each sentence with the labels that are right."""
    is_danger, rows = parse_sentences((DEVELOPMENT / name).read_text(encoding="utf-8"))
    return tuple(
        (
            row["sentence"],
            frozenset([danger_label(row)] if is_danger else [row["expected"], *row["acceptable"].split()]),
        )
        for row in rows
    )
