"""Which recorded sentences a page contains. Pure: no database, no files."""

from hypothesis import given
from hypothesis import strategies as st

from tests.databases import ROOT
from web.listening.spoken_text import (
    NUMBER_CONTEXT,
    SPOKEN_NUMBERS,
    STAND_IN,
    STAND_IN_CONTEXT,
    Recording,
    build_index,
    find_spoken_sentences,
    fixed_pieces,
    normalise_text,
    numbers_to_speak,
    sentence_key,
    visible_blocks,
)


def recorded(text: str, context: str = "") -> Recording:
    """Return a recording of a text, with clips named after its pieces."""
    pieces = fixed_pieces(text)
    return Recording(sentence_key(text, context), text, tuple(f"[{piece}]" for piece in pieces), False)


NUMBERS = [recorded(str(number), NUMBER_CONTEXT) for number in SPOKEN_NUMBERS]
PARTS = [*NUMBERS, recorded(STAND_IN, STAND_IN_CONTEXT)]


def clips(page: str, *texts: str, parts: list[Recording] = PARTS) -> list[str]:
    """Return the clips that speak a page, if these texts are recorded."""
    index = build_index([*parts, *map(recorded, texts)])
    return [" ".join(sentence.clips) for sentence in find_spoken_sentences(page, index)]


def test_a_question_and_its_answers_are_spoken_in_their_order():
    page = "<h1>Is it solved?</h1><p>Someone's own words.</p><button class='btn'>Yes</button><button>Partly</button>"
    assert clips(page, "Partly", "Yes", "Is it solved?") == ["[Is it solved?]", "[Yes]", "[Partly]"]


def test_sentences_of_one_paragraph_are_found_though_each_was_recorded_alone():
    page = "<p>Codes go here. <b>Never</b> tell\n anybody.  Unrecorded.</p>"
    assert clips(page, "Never tell anybody.", "Codes go here.") == ["[Codes go here.]", "[Never tell anybody.]"]


def test_an_e_tag_is_spoken_digit_by_digit_and_a_small_number_as_one():
    assert clips("<p>E-tag number <bdi>2648 1907 3555</bdi></p>", "E-tag number %(etag)s") == [
        "[E-tag number] [2] [6] [4] [8] [1] [9] [0] [7] [3] [5] [5] [5]"
    ]
    assert clips("<h2>E-tag number</h2><p><bdi dir='ltr'>2648 1907</bdi></p>", "E-tag number") == [
        "[E-tag number]",
        "[2] [6] [4] [8] [1] [9] [0] [7]",
    ]
    assert clips("<p>Step 2 of 15</p>", "Step %(number)s of %(of)s") == ["[Step] [2] [of] [15]"]


def test_a_name_or_a_date_is_replaced_by_what_says_that_it_stands_on_the_page():
    page = "<h1>Did <bdi>SP City</bdi> speak to you?</h1>"
    assert clips(page, "Did %(who)s speak to you?") == [f"[Did] [{STAND_IN}] [speak to you]"]
    assert clips(page, "Did %(who)s speak to you?", parts=NUMBERS) == [], "half a sentence would mislead"


def test_a_sentence_that_has_changed_since_it_was_recorded_is_not_spoken():
    assert clips("<h1>Where did it happen?</h1>", "In which district did it happen?") == []


def test_fields_navigation_quotations_and_hidden_text_are_not_read_aloud():
    page = (
        "<nav><a>Back</a></nav><blockquote>Back</blockquote><textarea>Back</textarea><p hidden>Back</p>"
        '<span class="visually-hidden">Back</span><script>"Back"</script><template><p>Back</p></template><p>Back</p>'
    )
    assert clips(page, "Back") == ["[Back]"]
    assert clips("<nav><nav><a>Back</a></nav><a>Back</a></nav><p>Next</p>", "Back", "Next") == ["[Next]"]


def test_a_name_beside_its_explanation_is_found():
    page = '<button><span class="row-name">Bribe</span><span class="row-help">Somebody asks for money</span></button>'
    assert clips(page, "Bribe", "Somebody asks for money") == ["[Bribe]", "[Somebody asks for money]"]


def test_a_sentence_of_little_but_values_matches_nothing():
    assert clips("<p>Ayesha, Lahore</p>", "%(who)s, %(office)s") == []


def test_numbers_with_leading_zeros_and_long_ones_are_spelled():
    assert numbers_to_speak("007") == ["0", "0", "7"]
    assert numbers_to_speak("20") == ["20"]
    assert numbers_to_speak("21") == ["2", "1"]
    assert numbers_to_speak("1 2") == ["1", "2"]


def test_marks_of_direction_tags_and_entities_do_not_count():
    assert normalise_text("\u2068Dial\u2069 <a href='tel:15'>15</a>\n&amp; wait") == "Dial 15 & wait"


def test_the_key_depends_on_the_message_and_its_context():
    assert sentence_key("Partly", "solved") != sentence_key("Partly")
    assert sentence_key("Partly") == "aba5d7675b6e"


@given(st.text(alphabet="<>/ab \"'=ph1!-", max_size=60))
def test_any_page_is_read_without_an_error(page):
    assert all(text.strip() for block in visible_blocks(page) for text in block)


@given(st.lists(st.text(alphabet=st.characters(categories=["L", "N", "P", "Zs"]), max_size=20), max_size=5))
def test_text_between_tags_is_found_whatever_it_is(texts):
    page = "".join(f"<p>{normalise_text(text).replace('<', '').replace('&', '')}</p>" for text in texts)
    found = [" ".join(block) for block in visible_blocks(page)]
    assert found == [
        plain for text in texts if (plain := normalise_text(text).replace("<", "").replace("&", "").strip())
    ]


def test_a_number_of_thousands_of_digits_is_not_spoken_and_stops_no_page():
    page = f'<p class="talk-words" dir="auto">{"9" * 5000}</p><p>{"9" * 5000}</p>'
    assert find_spoken_sentences(page, build_index([])) == []


def test_the_lists_of_clips_share_no_attribute_with_the_recorder_of_voice_notes():
    """The recorder takes the first element with `data-voice` of the page (static/portal/voice.js)."""
    assert "data-voice" not in (ROOT / "templates/components/listening.html").read_text()
