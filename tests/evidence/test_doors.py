"""The upload routes: by script in pieces and by ordinary form, for the owner only."""

import json
import uuid

import pytest
from django.test import Client

from citizen import rate_limits
from citizen.filing.draft_addresses import draft_address
from complaints.models import Evidence
from complaints.rules.accepted_files import LARGEST_FORM, LARGEST_PIECE, SMALLEST_PIECE
from tests.citizen.conftest import words
from tests.evidence import samples
from tests.evidence.conftest import PHOTO, PHOTO_SIZE, rows

pytestmark = pytest.mark.usefixtures("that_morning", "servers")
FILM = samples.film("mp4")
LARGE = PHOTO + bytes(200_000)
HALF = SMALLEST_PIECE


# --- by a script ---


@pytest.mark.parametrize("whose", ["at_draft", "opened"])
def test_a_script_sends_a_file_in_pieces_and_asks_where_it_stands(whose, request):
    visitor = request.getfixturevalue(whose)
    begun = visitor.begins(size=len(LARGE))
    assert begun.status_code == 201
    told = json.loads(begun.content)
    assert told["offset"] == 0
    assert json.loads(visitor.sends(told["piece"], 0, LARGE[:HALF]).content) == {"offset": HALF, "done": False}
    head = visitor.client.head(told["piece"])
    assert (head["Upload-Offset"], head["Upload-Done"]) == (str(HALF), "0")
    last = visitor.sends(told["piece"], HALF, LARGE[HALF:])
    assert (last["Upload-Offset"], last["Upload-Done"]) == (str(len(LARGE)), "1")
    assert rows() == [("shop.jpg", "checking")]
    assert "Being checked" in words(visitor.client.get(told["line"]))


def test_a_piece_that_leaves_a_gap_is_told_where_the_file_stands(at_draft):
    piece = json.loads(at_draft.begins(size=len(LARGE)).content)["piece"]
    at_draft.sends(piece, 0, LARGE[:HALF])
    answer = at_draft.sends(piece, HALF * 2, LARGE[HALF * 2 :])
    assert (answer.status_code, answer["Upload-Offset"]) == (409, str(HALF))


@pytest.mark.parametrize("offset", ["", "-5", "x", "9" * 40])
def test_an_offset_that_is_none_is_told_where_the_file_stands(at_draft, offset):
    piece = json.loads(at_draft.begins(size=len(LARGE)).content)["piece"]
    assert at_draft.sends(piece, 0, LARGE[:HALF], **{"Upload-Offset": offset}).status_code == 409


def test_a_file_is_begun_again_under_its_key_after_the_page_was_loaded_anew(at_draft):
    key = str(uuid.uuid4())
    piece = json.loads(at_draft.begins(key=key, size=len(LARGE)).content)["piece"]
    at_draft.sends(piece, 0, LARGE[:HALF])
    page = at_draft.get(at_draft.place).content.decode()
    assert f'data-key="{key}"' in page
    assert 'data-state="coming"' in page
    assert json.loads(at_draft.begins(key=key, size=len(LARGE)).content) == {
        "offset": HALF,
        "piece": piece,
        "line": piece.replace("piece", "line"),
    }


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"name": "a.docm"}, "This type of file is not accepted."),
        ({"size": 26 * 1024 * 1024}, "larger than 25 MB"),
        ({"size": 0}, "The file is empty"),
        ({"size": "many"}, "The file is empty"),
    ],
)
def test_a_script_hears_in_words_why_a_file_is_not_taken(at_draft, told, reason):
    answer = at_draft.begins(**told)
    assert answer.status_code == 200
    assert reason in json.loads(answer.content)["words"]
    assert rows() == []


def test_crumbs_of_a_file_are_refused(at_draft):
    """Each piece is a stored file, so pieces of one byte could create a hundred million files for one draft."""
    piece = json.loads(at_draft.begins(size=len(LARGE)).content)["piece"]
    answer = at_draft.sends(piece, 0, LARGE[: HALF - 1])
    assert answer.status_code == 422
    assert "too small" in json.loads(answer.content)["words"]
    assert at_draft.client.head(piece)["Upload-Offset"] == "0"


def test_no_address_sends_pieces_without_end(at_draft, monkeypatch):
    """The bytes are counted too: tests/evidence/test_quota.py."""
    few = rate_limits.Bucket(f"few {uuid.uuid4()}", every=3600, burst=1)
    monkeypatch.setattr(rate_limits, "UPLOAD_PIECES", few)
    piece = json.loads(at_draft.begins(size=3 * LARGEST_PIECE).content)["piece"]
    large = PHOTO + bytes(LARGEST_PIECE - len(PHOTO))
    assert at_draft.sends(piece, 0, large).status_code == 200
    full = at_draft.sends(piece, LARGEST_PIECE, bytes(LARGEST_PIECE))
    assert (full.status_code, int(full["Retry-After"]) > 0) == (429, True)
    assert at_draft.client.head(piece)["Upload-Offset"] == str(LARGEST_PIECE)


def test_a_piece_that_is_too_large_is_refused_unread(at_draft):
    piece = json.loads(at_draft.begins().content)["piece"]
    answer = at_draft.sends(piece, 0, bytes(LARGEST_PIECE + 1), Accept="application/json")
    assert answer.status_code == 413
    assert "This is too much to send at once, so nothing was received." in json.loads(answer.content)["words"]
    assert at_draft.client.head(piece)["Upload-Offset"] == "0"


def test_a_body_that_says_it_is_too_large_is_refused_before_it_is_read(at_draft, draft):
    for place, length in (
        (at_draft.place, LARGEST_FORM + 1),
        (f"/complaint/{draft_address(draft.pk)}/evidence/begin/", 3_000_000),
    ):
        answer = Client().post(place, {}, CONTENT_LENGTH=str(length))
        assert answer.status_code == 413
        assert "Too many files at once" in words(answer)


def test_without_the_forms_token_nothing_is_taken(at_draft):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(f"{at_draft.place}begin/", {"name": "a.jpg", "size": 10}).status_code == 403
    assert strict.post(at_draft.place, {}).status_code == 403
    row = json.loads(at_draft.begins().content)
    assert strict.patch(row["piece"], b"x", "application/offset+octet-stream").status_code == 403
    assert strict.delete(row["line"].replace("line/", "")).status_code == 403


# --- by a form ---


@pytest.mark.parametrize("whose", ["at_draft", "opened"])
def test_a_form_brings_several_files(whose, request):
    visitor = request.getfixturevalue(whose)
    answer = visitor.hands_in(("shop.jpg", PHOTO), ("told.mp4", FILM))
    assert answer.status_code == 302
    assert rows() == [("shop.jpg", "checking"), ("told.mp4", "checking")]
    page = words(visitor.get(visitor.place))
    assert "2 files received." in page
    assert page.count("Being checked") == 2


def test_one_bad_file_of_a_form_is_refused_and_all_others_stay(at_draft):
    answer = at_draft.hands_in(("a.jpg", PHOTO), ("b.docm", b"x" * 99), ("c.jpg", samples.archive()), ("d.mp4", FILM))
    assert answer.status_code == 422
    said = words(answer)
    assert "b.docm – This type of file is not accepted" in said
    assert "c.jpg – The file&#x27;s content does not match its name" in said
    assert rows() == [("a.jpg", "checking"), ("d.mp4", "checking")]


def test_a_form_with_a_file_that_is_too_large_keeps_the_others(at_draft):
    answer = at_draft.hands_in(("huge.jpg", PHOTO + bytes(26 * 1024 * 1024)), ("a.jpg", PHOTO))
    assert "huge.jpg – The file is larger than 25 MB" in words(answer)
    assert rows() == [("a.jpg", "checking")]


@pytest.mark.slow
def test_the_twenty_first_file_of_a_form_is_refused(at_draft):
    answer = at_draft.hands_in(*[(f"{number:02}.jpg", samples.photo()) for number in range(21)])
    assert "20.jpg – There are already 20 files" in words(answer)
    assert len(rows()) == 20
    assert "You can't add more files. Remove one first." in words(answer)


def test_a_form_without_a_file_says_so(at_draft):
    at_draft.hands_in()
    assert "No file was chosen" in words(at_draft.get(at_draft.place))


@pytest.mark.slow
@pytest.mark.parametrize("whose", ["at_draft", "opened"])
def test_a_file_that_a_script_sent_since_the_page_was_drawn_is_said_to_have_come(whose, request):
    """C9: with a registered complaint, whose later evidence the finding is about, and with a draft."""
    visitor = request.getfixturevalue(whose)
    piece = json.loads(visitor.begins(size=PHOTO_SIZE).content)["piece"]
    assert visitor.sends(piece, 0, PHOTO)["Upload-Done"] == "1"
    visitor.posts(visitor.place, evidence_add="1", evidence_known="0")
    said = words(visitor.get(visitor.place))
    assert "1 file received." in said
    assert "No file was chosen" not in said
    visitor.posts(visitor.place, evidence_add="1", evidence_known="1")
    assert "No file was chosen" in words(visitor.get(visitor.place))


def test_a_button_takes_a_file_away_again(at_draft):
    at_draft.hands_in(("a.jpg", PHOTO), ("b.jpg", PHOTO))
    gone = next(row for row in Evidence.objects.all() if row.name == "a.jpg")
    assert at_draft.posts(at_draft.place, evidence_remove=str(gone.pk)).status_code == 302
    assert rows() == [("b.jpg", "checking")]
    assert "The file is removed." in words(at_draft.get(at_draft.place))
    assert at_draft.posts(at_draft.place, evidence_remove="nonsense").status_code == 302


def test_the_pages_own_button_leads_on(at_draft, draft, opened):
    answer = at_draft.posts(at_draft.place)
    assert (answer.status_code, answer["Location"]) == (302, f"/complain/{draft_address(draft.pk)}/what/")
    assert opened.posts(opened.place)["Location"].endswith("/mine/")


def test_too_many_files_over_one_line_have_to_wait(at_draft, monkeypatch):
    monkeypatch.setattr(rate_limits, "take_token", lambda *args, **kwargs: 7.0)
    assert at_draft.begins().status_code == 429
    assert "Too many files were sent over this connection in a short time." in words(
        at_draft.hands_in(("a.jpg", PHOTO))
    )
