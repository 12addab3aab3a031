"""Lists of options: chosen by a tap, a number or a name; nine rows a page."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from complaints.rules.search.category_search import normalised_words, score_category_match
from whatsapp.rules import typed_text
from whatsapp.rules.chat_inputs import Input, Tap, TypedText
from whatsapp.rules.dialog_steps import Context, Transition, ask_again, repeat_question_after
from whatsapp.rules.public_directory import Translations, translate
from whatsapp.rules.replies import (
    LONGEST_DESCRIPTION,
    LONGEST_LIST_BODY,
    LONGEST_ROW,
    MOST_ROWS,
    ListReply,
    ListRow,
    clip,
)
from whatsapp.rules.sentences import sentence_table
from whatsapp.rules.tap_ids import make_tap_id, parse_tap_id

MORE_PREFIX = "more"
NEXT_PAGE = frozenset({"more", "mazeed", "مزید", "next", "aage", "آگے"})
LEAST_SIMILARITY = 0.8
"""The least similarity of a misspelt name (ratio of equal letters, 0 to 1)."""

LEAST_BEGINNING = 3
"""Letters, as heard, from which a text may be the beginning of a name. *SHO* sounds like the beginning of *Social*."""

MOST_NUMBERED = 20
"""The first page's text numbers all options up to this many. Longer lists show numbers in their rows."""

TITLE_TAILS = (" Police Station",)
"""Ends of names that every name of a list has; a row that is too narrow leaves them to its description."""

DANGLING_WORDS = frozenset(
    {"of", "the", "for", "and", "or", "to", "in", "a", "par", "ki", "ka", "ke", "ya", "aur", "mein"}
) | {
    "کی",
    "کا",
    "کے",
    "یا",
    "اور",
    "میں",
    "پر",
}
"""Words at which no title of a row ends."""


@dataclass(frozen=True)
class Option:
    """One option. `title`: fits into a list row; `names`: every name by which it can be typed."""

    code: str
    names: Translations
    title: str = ""
    description: str = ""
    search_words: str = ""


def build_option_list(context: Context, body: str, options: Sequence[Option], *, button: str = "choose") -> ListReply:
    """Return the question: one page of the list, or the options that a typed name matched."""
    options, page = _offered_options(context, options), int(context.answers.get("_page", 0))
    size = MOST_ROWS - 1 if len(options) > MOST_ROWS else MOST_ROWS
    start = page * size if page * size < len(options) else 0
    numbered = list(enumerate(options, 1))[start : start + size]
    rows = [_list_row(context, option, number, with_number=len(options) > MOST_NUMBERED) for number, option in numbered]
    if len(options) > size:
        after = (start // size + 1) if start + size < len(options) else 0
        title = context.say("more" if after else "first_page")
        rows.append(ListRow(make_tap_id(context.state.step, f"{MORE_PREFIX}:{after}"), title))
    told = numbered if start else list(enumerate(options, 1))
    body = _numbered_body(context, body, told if len(options) <= MOST_NUMBERED else [])
    return ListReply(body, context.say(button), tuple(rows))


def handle_option_choice(
    context: Context,
    message: Input,
    options: Sequence[Option],
    then: Callable[[str], Transition],
    *,
    otherwise: str = "not_understood",
) -> Transition:
    """Return the transition for the chosen option, for another page, or for a shorter list.

    `then` gets the code of the option. `otherwise`: the key of the sentence for no match.
    """
    if isinstance(message, Tap):
        return _handle_tapped_option(context, message, options, then, otherwise)
    if not isinstance(message, TypedText):
        return ask_again(context.say(otherwise))
    offered = _offered_options(context, options)
    if (number := typed_text.parse_number(message.text)) is not None:
        matches = [offered[number - 1]] if 1 <= number <= len(offered) else []
    elif typed_text.is_one_of(message.text, NEXT_PAGE):
        return repeat_question_after(_page=int(context.answers.get("_page", 0)) + 1)
    else:
        matches = match_names(message.text, options)
    if len(matches) == 1:
        return _follow_choice(matches[0].code, then)
    if matches:
        return repeat_question_after(context.say("several"), _among=[option.code for option in matches], _page=0)
    return ask_again(context.say(otherwise), _among=[])


def _follow_choice(code: str, then: Callable[[str], Transition]) -> Transition:
    """Return the transition of the choice. The next list begins at its first page."""
    transition = then(code)
    return replace(transition, answers={"_page": 0, "_among": [], **transition.answers})


def _offered_options(context: Context, options: Sequence[Option]) -> Sequence[Option]:
    among = context.answers.get("_among") or ()
    return [option for option in options if option.code in among] or options


def match_names(text: str, options: Sequence[Option]) -> list[Option]:
    """Return the options that fit a typed name best: the whole name, its beginning, or a misspelling."""
    if not normalised_words(text):
        return []
    scored = [(_name_similarity(text, option), option) for option in options]
    best = max((score for score, _ in scored), default=0)
    return [option for score, option in scored if score == best and score >= LEAST_SIMILARITY]


def _name_similarity(text: str, option: Option) -> float:
    """Return 3 for a whole name, above 1 if every word begins a word of the name, else 0 to 1."""
    typed_words, names = (
        " ".join(normalised_words(text)),
        [name for name in (*option.names.values(), option.title) if name],
    )
    spelt = [" ".join(normalised_words(name)) for name in names]
    if typed_words in spelt:
        return 3
    fits = score_category_match(text, names=names, keywords=option.search_words)
    is_whole_word = any(typed_words in normalised_words(text) for text in (*names, option.search_words))
    if fits and (is_whole_word or len(typed_words) >= LEAST_BEGINNING):
        return 1 + fits / (6 * len(typed_words.split()))
    return max((SequenceMatcher(None, typed_words, name).ratio() for name in spelt), default=0)


def _handle_tapped_option(
    context: Context, message: Tap, options: Sequence[Option], then: Callable, otherwise: str
) -> Transition:
    _, code = parse_tap_id(message.id)
    page = code.removeprefix(f"{MORE_PREFIX}:")
    if code != page and page.isascii() and page.isdigit():
        return repeat_question_after(_page=int(page))
    if any(option.code == code for option in options):
        return _follow_choice(code, then)
    return ask_again(context.say(otherwise))


def _list_row(context: Context, option: Option, number: int, *, with_number: bool) -> ListRow:
    """Return the row of an option. A name that does not fit is whole in the description, and no title ends in dots."""
    name = option.title or translate(option.names, context.language)
    prefix = f"{number}. " if with_number else ""
    title = prefix + short_title(context, option, LONGEST_ROW - len(prefix))
    description = option.description or (name if title != prefix + name else "")
    return ListRow(make_tap_id(context.state.step, option.code), title, clip(description, LONGEST_DESCRIPTION))


def short_title(context: Context, option: Option, most: int) -> str:
    """Return the name of an option in at most `most` characters: the whole name, its short form, or its first words."""
    name = option.title or translate(option.names, context.language)
    short_name = sentence_table().get(f"short_{option.code}", {}).get(context.language, "")
    bare_name = re.sub(r"\s*\([^)]*\)$", "", name)
    for tail in TITLE_TAILS:
        bare_name = bare_name.removesuffix(tail)
    fitting = (title for title in (name, short_name, bare_name) if title and len(title) <= most)
    return next(fitting, "") or _first_words(bare_name, most)


def _first_words(name: str, most: int) -> str:
    """Return as many whole words as fit. A single word that is too long is cut."""
    words = name.split()
    while len(words) > 1 and (len(" ".join(words)) > most or words[-1].lower() in DANGLING_WORDS):
        words.pop()
    return " ".join(words)[:most].rstrip(" ,،-–(")


def _numbered_body(context: Context, body: str, numbered: Sequence[tuple[int, Option]]) -> str:
    """Return the text with a line for each of these options: all on the first page, the page's own on the others."""
    if not numbered:
        return clip(body, LONGEST_LIST_BODY)
    lines = [f"{number}. {translate(option.names, context.language)}" for number, option in numbered]
    return clip("\n".join([body, "", *lines]), LONGEST_LIST_BODY)
