"""The doors of one's own files: by a script in pieces, by an ordinary form, and for nobody else."""

import json
import uuid

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from complaints.citizen import limits
from complaints.models import Evidence
from complaints.rules.files import FORM, PIECE
from complaints.services import evidence
from tests.citizen.conftest import Visitor, words
from tests.evidence import samples
from tests.evidence.conftest import checked, registers
from tests.world import clock

PHOTO = samples.photo(size=(1600, 1200), quality=100)
FILM = samples.film("mp4")


@pytest.fixture(autouse=True)
def that_morning():
    """Whatever names no moment happens at nine, and no bucket is empty."""
    limits._own.clear()
    with time_machine.travel(clock("09:00"), tick=False):
        yield


class Handing(Visitor):
    """Somebody's browser before the files of a draft, or of an opened complaint; `place` is their address."""

    place = ""

    def begins(self, name="shop.jpg", size=None, key="", **more):
        size = len(PHOTO) if size is None else size
        return self.posts(f"{self.place}begin/", name=name, size=size, key=key, **more)

    def sends(self, url: str, offset: int, piece: bytes, **headers):
        told = {"Upload-Offset": str(offset)} | headers
        return self.client.patch(url, piece, "application/offset+octet-stream", headers=told)

    def hands_in(self, *files: tuple[str, bytes], **more):
        uploads = [SimpleUploadedFile(name, contents, content_type="") for name, contents in files]
        return self.posts(self.place, evidence=uploads, evidence_add="1", **more)


@pytest.fixture
def ayesha(draft):
    visitor = Handing()
    visitor.place = f"/complaint/{draft.pk}/evidence/"
    return visitor


@pytest.fixture
def opened(world):
    """Ayesha's complaint, opened in her browser by the code."""
    visitor, complaint = Handing(), world.complaint("financial_crime")
    visitor.opens(complaint, "09:00")
    visitor.place = f"/track/{complaint.etag}/evidence/"
    return visitor


def rows() -> list[tuple[str, str]]:
    return [(row.name, row.state) for row in Evidence.objects.order_by("created_at")]


# --- by a script ---


@pytest.mark.parametrize("whose", ["ayesha", "opened"])
def test_a_script_sends_a_file_in_pieces_and_asks_where_it_stands(whose, request):
    visitor = request.getfixturevalue(whose)
    begun = visitor.begins()
    assert begun.status_code == 201
    told = json.loads(begun.content)
    assert told["offset"] == 0
    assert json.loads(visitor.sends(told["piece"], 0, PHOTO[:500]).content) == {"offset": 500, "done": False}
    head = visitor.client.head(told["piece"])
    assert (head["Upload-Offset"], head["Upload-Done"]) == ("500", "0")
    last = visitor.sends(told["piece"], 500, PHOTO[500:])
    assert (last["Upload-Offset"], last["Upload-Done"]) == (str(len(PHOTO)), "1")
    assert rows() == [("shop.jpg", "checking")]
    assert "Being checked" in words(visitor.client.get(told["line"]))


def test_a_piece_that_leaves_a_gap_is_told_where_the_file_stands(ayesha):
    piece = json.loads(ayesha.begins().content)["piece"]
    ayesha.sends(piece, 0, PHOTO[:500])
    answer = ayesha.sends(piece, 900, PHOTO[900:1000])
    assert (answer.status_code, answer["Upload-Offset"]) == (409, "500")


@pytest.mark.parametrize("offset", ["", "-5", "x", "9" * 40])
def test_an_offset_that_is_none_is_told_where_the_file_stands(ayesha, offset):
    piece = json.loads(ayesha.begins().content)["piece"]
    assert ayesha.sends(piece, 0, PHOTO[:500], **{"Upload-Offset": offset}).status_code == 409


def test_a_file_is_begun_again_under_its_key_after_the_page_was_loaded_anew(ayesha):
    key = str(uuid.uuid4())
    piece = json.loads(ayesha.begins(key=key).content)["piece"]
    ayesha.sends(piece, 0, PHOTO[:500])
    page = ayesha.get(ayesha.place).content.decode()
    assert f'data-key="{key}"' in page
    assert 'data-state="coming"' in page
    assert json.loads(ayesha.begins(key=key).content) == {
        "offset": 500,
        "piece": piece,
        "line": piece.replace("piece", "line"),
    }


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"name": "a.docm"}, "This kind of file is not taken"),
        ({"size": 26 * 1024 * 1024}, "larger than 25 MB"),
        ({"size": 0}, "The file is empty"),
        ({"size": "many"}, "The file is empty"),
    ],
)
def test_a_script_hears_in_words_why_a_file_is_not_taken(ayesha, told, reason):
    answer = ayesha.begins(**told)
    assert answer.status_code == 422
    assert reason in json.loads(answer.content)["words"]
    assert rows() == []


def test_the_words_are_in_the_readers_language(ayesha):
    ayesha.language = "ur"
    told = json.loads(ayesha.begins(name="a.docm").content)["words"]
    assert "This kind" not in told or told  # the catalogue gets its Urdu with the rest of the issue


def test_a_piece_that_is_too_large_is_refused_unread(ayesha):
    piece = json.loads(ayesha.begins().content)["piece"]
    answer = ayesha.sends(piece, 0, bytes(PIECE + 1), Accept="application/json")
    assert answer.status_code == 413
    assert "Nothing of it was read" in json.loads(answer.content)["words"]
    assert ayesha.client.head(piece)["Upload-Offset"] == "0"


def test_a_body_that_says_it_is_too_large_is_refused_before_it_is_read(ayesha, draft):
    for place, length in ((ayesha.place, FORM + 1), (f"/complaint/{draft.pk}/evidence/begin/", 3_000_000)):
        answer = Client().post(place, {}, CONTENT_LENGTH=str(length))
        assert answer.status_code == 413
        assert "Too much at once" in words(answer)


def test_without_the_forms_token_nothing_is_taken(ayesha):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(f"{ayesha.place}begin/", {"name": "a.jpg", "size": 10}).status_code == 403
    assert strict.post(ayesha.place, {}).status_code == 403
    row = json.loads(ayesha.begins().content)
    assert strict.patch(row["piece"], b"x", "application/offset+octet-stream").status_code == 403
    assert strict.delete(row["line"].replace("line/", "")).status_code == 403


# --- by a form ---


@pytest.mark.parametrize("whose", ["ayesha", "opened"])
def test_a_form_brings_several_files(whose, request):
    visitor = request.getfixturevalue(whose)
    answer = visitor.hands_in(("shop.jpg", PHOTO), ("told.mp4", FILM))
    assert answer.status_code == 302
    assert rows() == [("shop.jpg", "checking"), ("told.mp4", "checking")]
    page = words(visitor.get(visitor.place))
    assert "2 files have come." in page
    assert page.count("Being checked") == 2


def test_one_bad_file_of_a_form_is_refused_and_all_others_stay(ayesha):
    answer = ayesha.hands_in(("a.jpg", PHOTO), ("b.docm", b"x" * 99), ("c.jpg", samples.archive()), ("d.mp4", FILM))
    assert answer.status_code == 422
    said = words(answer)
    assert "b.docm – This kind of file is not taken" in said
    assert "c.jpg – What is in the file is not what its name says" in said
    assert rows() == [("a.jpg", "checking"), ("d.mp4", "checking")]


def test_a_form_with_a_file_that_is_too_large_keeps_the_others(ayesha):
    answer = ayesha.hands_in(("huge.mp4", FILM + bytes(26 * 1024 * 1024)), ("a.jpg", PHOTO))
    assert "huge.mp4 – It is larger than 25 MB" in words(answer)
    assert rows() == [("a.jpg", "checking")]


def test_the_twenty_first_file_of_a_form_is_refused(ayesha):
    answer = ayesha.hands_in(*[(f"{number:02}.jpg", samples.photo()) for number in range(21)])
    assert "20.jpg – Twenty files are there already" in words(answer)
    assert len(rows()) == 20
    assert "There is no room for more" in words(answer)


def test_a_form_without_a_file_says_so(ayesha):
    ayesha.hands_in()
    assert "No file was chosen" in words(ayesha.get(ayesha.place))


def test_a_button_takes_a_file_away_again(ayesha):
    ayesha.hands_in(("a.jpg", PHOTO), ("b.jpg", PHOTO))
    gone = next(row for row in Evidence.objects.all() if row.name == "a.jpg")
    assert ayesha.posts(ayesha.place, evidence_remove=str(gone.pk)).status_code == 302
    assert rows() == [("b.jpg", "checking")]
    assert "The file is removed." in words(ayesha.get(ayesha.place))
    assert ayesha.posts(ayesha.place, evidence_remove="nonsense").status_code == 302


def test_the_pages_own_button_leads_on(ayesha, draft, opened):
    answer = ayesha.posts(ayesha.place)
    assert (answer.status_code, answer["Location"]) == (302, f"/complain/{draft.pk}/what/")
    assert opened.posts(opened.place)["Location"].endswith("/mine/")


def test_too_many_files_over_one_line_have_to_wait(ayesha, monkeypatch):
    monkeypatch.setattr(limits, "take", lambda *args, **kwargs: 7.0)
    assert ayesha.begins().status_code == 429
    assert "Too many files came over this line" in words(ayesha.hands_in(("a.jpg", PHOTO)))


# --- looking at them, and taking them away ---


@pytest.mark.parametrize("whose", ["ayesha", "opened"])
def test_a_photo_is_seen_in_the_page_and_everything_else_is_saved(whose, request):
    visitor = request.getfixturevalue(whose)
    visitor.hands_in(("my shop.jpg", PHOTO), ("told.mp4", FILM))
    evidence.check_what_came(at=clock("09:05"))
    photo, film = (visitor.client.get(f"{visitor.place}{row.pk}/") for row in Evidence.objects.order_by("size"))
    photo, film = (photo, film) if photo["Content-Type"] == "image/jpeg" else (film, photo)
    assert photo["Content-Disposition"] == 'inline; filename="my shop.jpg"'
    assert film["Content-Disposition"] == 'attachment; filename="told.mp4"'
    for answer in (photo, film):
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert "no-store" in answer["Cache-Control"]
    assert b"".join(photo.streaming_content).startswith(b"\xff\xd8")


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("bytes=0-0", 206, slice(0, 1)),
        ("bytes=100-199", 206, slice(100, 200)),
        ("bytes=-10", 206, slice(-10, None)),
        ("bytes=5-", 206, slice(5, None)),
        ("bytes=5-99999999", 206, slice(5, None)),
        ("bytes=99999999-", 416, slice(0, 0)),
        ("bytes=9-5", 416, slice(0, 0)),
        ("bytes=0-1,4-5", 200, slice(None)),
        ("pages=1", 200, slice(None)),
    ],
)
def test_any_part_of_a_film_can_be_asked_for(ayesha, asked, status, part):
    ayesha.hands_in(("told.mp4", FILM))
    row = checked(Evidence.objects.get())
    whole = b"".join(ayesha.client.get(f"{ayesha.place}{row.pk}/").streaming_content)
    answer = ayesha.client.get(f"{ayesha.place}{row.pk}/", headers={"Range": asked})
    assert answer.status_code == status
    assert b"".join(answer) == whole[part]
    if status == 206:
        start = whole.index(whole[part]) if asked == "bytes=0-0" else range(len(whole))[part].start
        assert answer["Content-Range"] == f"bytes {start}-{start + len(whole[part]) - 1}/{len(whole)}"


def test_before_it_is_checked_and_when_it_is_refused_there_is_nothing_to_see(ayesha):
    ayesha.hands_in(("a.jpg", PHOTO), ("b.jpg", PHOTO[:-400]))
    places = [f"{ayesha.place}{row.pk}/" for row in Evidence.objects.all()]
    assert [ayesha.client.get(place).status_code for place in places] == [404, 404]
    evidence.check_what_came(at=clock("09:05"))
    assert sorted(ayesha.client.get(place).status_code for place in places) == [200, 404]
    page = words(ayesha.get(ayesha.place))
    assert "Ready" in page
    assert "Not accepted It cannot be opened" in page


def test_a_damaged_copy_is_not_found(ayesha, tmp_path):
    ayesha.hands_in(("a.jpg", PHOTO))
    row = checked(Evidence.objects.get())
    (tmp_path / "evidence" / row.shown).write_bytes(b"nothing")
    assert ayesha.client.get(f"{ayesha.place}{row.pk}/").status_code == 404


def test_a_script_takes_a_file_away_while_it_is_only_in_a_draft(ayesha, opened):
    ayesha.hands_in(("a.jpg", PHOTO))
    place = f"{ayesha.place}{Evidence.objects.get().pk}/"
    assert [ayesha.client.delete(place).status_code for _ in range(2)] == [204, 204]
    assert rows() == []
    opened.hands_in(("b.jpg", PHOTO))
    answer = opened.client.delete(f"{opened.place}{Evidence.objects.get().pk}/")
    assert answer.status_code == 409
    assert "it stays" in json.loads(answer.content)["words"]
    assert rows() == [("b.jpg", "checking")]


# --- nobody else ---


def test_a_draft_that_is_a_complaint_or_has_run_out_shows_its_files_to_nobody(ayesha, draft):
    ayesha.hands_in(("a.jpg", PHOTO))
    row = Evidence.objects.get()
    checked(row)
    for at in ("09:00", "+1d 09:00"):
        if at == "09:00":
            registers(draft)
        assert ayesha.get(f"{ayesha.place}{row.pk}/", at).status_code == 404
        assert ayesha.get(f"{ayesha.place}{row.pk}/line/", at).status_code == 404
        assert ayesha.get(ayesha.place, at).status_code == 302
        assert ayesha.posts(f"{ayesha.place}begin/", at, name="b.jpg", size=10).status_code == 404


def test_a_complaints_files_are_open_only_during_a_visit(opened, world):
    opened.hands_in(("a.jpg", PHOTO))
    row = checked(Evidence.objects.get())
    stranger = Visitor()
    for place in (opened.place, f"{opened.place}{row.pk}/", f"{opened.place}{row.pk}/line/"):
        answer = stranger.get(place)
        assert (answer.status_code, answer["Location"]) == (302, f"/track/{row.complaint.etag}/")
    assert stranger.posts(f"{opened.place}begin/", name="b.jpg", size=10).status_code == 403
    assert stranger.client.delete(f"{opened.place}{row.pk}/").status_code == 403


def test_one_owners_door_does_not_lead_to_anothers_file(ayesha, opened):
    opened.hands_in(("a.jpg", PHOTO))
    row = checked(Evidence.objects.get())
    for part in ("", "line/", "piece/"):
        assert ayesha.client.get(f"{ayesha.place}{row.pk}/{part}").status_code == 404
    assert ayesha.sends(f"{ayesha.place}{row.pk}/piece/", 0, b"x").status_code == 404
    ayesha.posts(ayesha.place, evidence_remove=str(row.pk))
    assert len(rows()) == 1


@pytest.mark.parametrize("number", [0, 5])
def test_a_page_of_files_costs_the_same_for_none_and_for_many(ayesha, opened, number):
    """Draft and files; session, complaint's mark, complaint and files (and the transaction's edges of a session)."""
    for hands in (ayesha, opened):
        if number:
            hands.hands_in(*[(f"{n}.jpg", samples.photo()) for n in range(number)])
        hands.get(hands.place)  # says what was said
    assert [_queries(hands) for hands in (ayesha, opened)] == [2, 4]


def _queries(visitor) -> int:
    with CaptureQueriesContext(connection) as said:
        assert visitor.get(visitor.place).status_code == 200
    return len(said)
