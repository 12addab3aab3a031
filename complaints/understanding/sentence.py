"""Understanding of a citizen's sentence: category, district, station and danger, each with the words that led to it.

It proposes and never decides. The models are trained from sentences in the repository (`training`), the phrases are
data that administrators edit.
"""

from collections.abc import Mapping, Sequence

from complaints.understanding.features import extract_features
from complaints.understanding.linear_model import LinearModel, load_model
from complaints.understanding.normalisation import normalize, tokenize
from complaints.understanding.phrases import PhraseIndex, PhraseMatch, committed_phrases
from complaints.understanding.places import PlaceIndex, find_districts, find_stations
from complaints.understanding.proposals import Danger, Proposal, Understanding
from complaints.understanding.word_groups import DATA

CATEGORY_MODEL, DANGER_MODEL = DATA / "category_model.json", DATA / "danger_model.json"
OTHER = "other"
LONGEST_BEGINNING, LONGEST_END = 1200, 400
"""Characters that are read of a long text: most people say what happened first and where at the end."""
FEW_WORDS = 5
DANGER_FROM, DANGER_FROM_IN_FEW_WORDS = 0.27, 0.36
"""The share from which a sentence counts as danger. Low: a needless *Dial 15* costs less than a missing one. A few
words, which may be a secret word, need more."""
POLICE_FROM = 0.3
"""The part of this share from which the police count as the danger. Low: *Dial 15* alone would call the danger."""
LEAST_POLICE_WORDS = 3
"""With fewer words, nobody says that the police are harming somebody: *SHO* alone means nothing."""
MOST_WORDS = 5
"""Words shown to a person as the reason for a proposal."""


def understand(sentence: str, *, places: PlaceIndex | None = None, phrases: PhraseIndex | None = None) -> Understanding:
    """Return what a sentence in Urdu, Roman Urdu or English seems to say.

    `places` are the stations that the caller knows (`index_places`); without them no station is proposed. `phrases`
    are the weighted phrases; without them the committed ones count. A text without words is *other*.
    """
    is_shortened = len(sentence) > LONGEST_BEGINNING + LONGEST_END
    if is_shortened:
        sentence = f"{sentence[:LONGEST_BEGINNING]} {sentence[-LONGEST_END:]}"
    tokens = tokenize(normalize(sentence))
    features = extract_features(tokens)
    matches = (committed_phrases() if phrases is None else phrases).find(tokens)
    districts = find_districts(tokens)
    danger, danger_score, danger_words = _find_danger(len(tokens), features, matches)
    return Understanding(
        categories=_find_categories(features, matches),
        districts=districts,
        stations=find_stations(tokens, places, districts) if places else (),
        danger=danger,
        danger_score=danger_score,
        danger_words=danger_words,
        is_shortened=is_shortened,
    )


def indicates_danger(sentence: str) -> bool:
    """Return whether somebody seems to be in danger now, from the police or from others."""
    return understand(sentence).danger is not Danger.NONE


def _find_categories(features: Mapping[str, tuple[str, ...]], matches: Sequence[PhraseMatch]) -> tuple[Proposal, ...]:
    """Return the three most likely categories. A text without a known word is *other*."""
    model = load_model(CATEGORY_MODEL)
    if not matches and not _knows_a_word(model, features):
        return (Proposal(OTHER, 1.0),)
    shares = model.score(features, _bonus(matches))
    best = sorted(shares, key=lambda code: (-shares[code], code))[:3]
    return tuple(Proposal(code, round(shares[code], 4), _reasons(model, code, features, matches)) for code in best)


def _find_danger(
    number_of_words: int, features: Mapping[str, tuple[str, ...]], matches: Sequence[PhraseMatch]
) -> tuple[Danger, float, tuple[str, ...]]:
    """Return the kind of danger, the share that speaks for danger, and the words that do."""
    model = load_model(DANGER_MODEL)
    if not matches and not _knows_a_word(model, features):
        return Danger.NONE, 0.0, ()
    shares = model.score(features, _bonus(matches))
    if number_of_words < LEAST_POLICE_WORDS:
        shares |= {"none": shares["none"] + shares["police"], "police": 0.0}
    score = round(1 - shares["none"], 4)
    if score < (DANGER_FROM if number_of_words > FEW_WORDS else DANGER_FROM_IN_FEW_WORDS):
        return Danger.NONE, score, ()
    danger = Danger.POLICE if shares["police"] >= POLICE_FROM * score else Danger.NOW
    return danger, score, _reasons(model, danger.value, features, matches)


def _knows_a_word(model: LinearModel, features: Mapping[str, tuple[str, ...]]) -> bool:
    return any(feature[0] == "c" and feature in model.weights for feature in features)


def _bonus(matches: Sequence[PhraseMatch]) -> dict[str, float]:
    """Return what the phrases add to each label."""
    bonus: dict[str, float] = {}
    for match in matches:
        bonus[match.label] = bonus.get(match.label, 0.0) + match.weight
    return bonus


def _reasons(
    model: LinearModel, label: str, features: Mapping[str, tuple[str, ...]], matches: Sequence[PhraseMatch]
) -> tuple[str, ...]:
    """Return the words that speak most for a label, as they stand in the normalised sentence."""
    weighed: dict[str, float] = {}
    for match in matches:
        if match.label == label and match.weight > 0:
            weighed[" ".join(match.words)] = match.weight * 10
    for feature, words in features.items():
        if feature[0] in "wcg" and words:
            reason = " ".join(words)
            weighed[reason] = weighed.get(reason, 0.0) + model.weigh(feature, label)
    strongest = sorted(weighed, key=lambda reason: (-weighed[reason], reason))
    return tuple(reason for reason in strongest[:MOST_WORDS] if weighed[reason] > 0)
