"""Owners view and remove their files; others cannot."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from complaints import evidence
from complaints.models import Evidence
from tests.citizen.conftest import Visitor, words
from tests.evidence import samples
from tests.evidence.conftest import PHOTO, checked, registers, rows
from tests.world import clock

pytestmark = pytest.mark.usefixtures("that_morning", "servers")
FILM = samples.film("mp4")


# --- view and remove ---


@pytest.mark.slow
@pytest.mark.parametrize("whose", ["at_draft", "opened"])
def test_a_photo_is_seen_in_the_page_and_everything_else_is_saved(whose, request):
    visitor = request.getfixturevalue(whose)
    visitor.hands_in(("my shop.jpg", PHOTO), ("told.mp4", FILM))
    evidence.inspect_waiting_files(at=clock("09:05"))
    photo, film = (visitor.client.get(f"{visitor.place}{row.pk}/") for row in Evidence.objects.order_by("size"))
    photo, film = (photo, film) if photo["Content-Type"] == "image/jpeg" else (film, photo)
    assert photo["Content-Disposition"] == 'inline; filename="my shop.jpg"'
    assert film["Content-Disposition"] == 'attachment; filename="told.mp4"'
    for answer in (photo, film):
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert "no-store" in answer["Cache-Control"]
    assert b"".join(photo.streaming_content).startswith(b"\xff\xd8")


@pytest.mark.mostly_slow(keep=3)
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
def test_any_part_of_a_film_can_be_asked_for(at_draft, asked, status, part):
    at_draft.hands_in(("told.mp4", FILM))
    row = checked(Evidence.objects.get())
    whole = b"".join(at_draft.client.get(f"{at_draft.place}{row.pk}/").streaming_content)
    answer = at_draft.client.get(f"{at_draft.place}{row.pk}/", headers={"Range": asked})
    assert answer.status_code == status
    assert b"".join(answer) == whole[part]
    if status == 206:
        start = whole.index(whole[part]) if asked == "bytes=0-0" else range(len(whole))[part].start
        assert answer["Content-Range"] == f"bytes {start}-{start + len(whole[part]) - 1}/{len(whole)}"


@pytest.mark.slow
def test_before_it_is_checked_and_when_it_is_refused_there_is_nothing_to_see(at_draft):
    at_draft.hands_in(("a.jpg", PHOTO), ("b.jpg", PHOTO[:-400]))
    places = [f"{at_draft.place}{row.pk}/" for row in Evidence.objects.all()]
    assert [at_draft.client.get(place).status_code for place in places] == [404, 404]
    evidence.inspect_waiting_files(at=clock("09:05"))
    assert sorted(at_draft.client.get(place).status_code for place in places) == [200, 404]
    page = words(at_draft.get(at_draft.place))
    assert "Ready" in page
    assert "Refused The file cannot be opened" in page


def test_a_damaged_copy_is_not_found(at_draft, tmp_path):
    at_draft.hands_in(("a.jpg", PHOTO))
    row = checked(Evidence.objects.get())
    (tmp_path / "evidence" / row.shown).write_bytes(b"nothing")
    assert at_draft.client.get(f"{at_draft.place}{row.pk}/").status_code == 404


def test_a_script_takes_a_file_away_while_it_is_only_in_a_draft(at_draft, opened):
    at_draft.hands_in(("a.jpg", PHOTO))
    place = f"{at_draft.place}{Evidence.objects.get().pk}/"
    assert [at_draft.client.delete(place).status_code for _ in range(2)] == [204, 204]
    assert rows() == []
    opened.hands_in(("b.jpg", PHOTO))
    answer = opened.client.delete(f"{opened.place}{Evidence.objects.get().pk}/")
    assert answer.status_code == 409
    assert "Open the page again to take it back" in json.loads(answer.content)["words"]
    assert rows() == [("b.jpg", "checking")]


# --- others ---


@pytest.mark.slow
def test_a_draft_that_is_a_complaint_or_has_run_out_shows_its_files_to_nobody(at_draft, draft):
    at_draft.hands_in(("a.jpg", PHOTO))
    row = Evidence.objects.get()
    checked(row)
    for at in ("09:00", "+1d 09:00"):
        if at == "09:00":
            registers(draft)
        assert at_draft.get(f"{at_draft.place}{row.pk}/", at).status_code == 404
        assert at_draft.get(f"{at_draft.place}{row.pk}/line/", at).status_code == 404
        assert at_draft.get(at_draft.place, at).status_code == 302
        assert at_draft.posts(f"{at_draft.place}begin/", at, name="b.jpg", size=10).status_code == 404


def test_a_complaints_files_are_open_only_during_a_visit(opened, world):
    opened.hands_in(("a.jpg", PHOTO))
    row = checked(Evidence.objects.get())
    stranger = Visitor()
    for place in (opened.place, f"{opened.place}{row.pk}/", f"{opened.place}{row.pk}/line/"):
        answer = stranger.get(place)
        assert (answer.status_code, answer["Location"]) == (302, f"/track/{row.complaint.etag}/")
    assert stranger.posts(f"{opened.place}begin/", name="b.jpg", size=10).status_code == 403
    assert stranger.client.delete(f"{opened.place}{row.pk}/").status_code == 403


def test_one_owners_door_does_not_lead_to_anothers_file(at_draft, opened):
    opened.hands_in(("a.jpg", PHOTO))
    row = checked(Evidence.objects.get())
    for part in ("", "line/", "piece/"):
        assert at_draft.client.get(f"{at_draft.place}{row.pk}/{part}").status_code == 404
    assert at_draft.sends(f"{at_draft.place}{row.pk}/piece/", 0, b"x").status_code == 404
    at_draft.posts(at_draft.place, evidence_remove=str(row.pk))
    assert len(rows()) == 1


@pytest.mark.slow
@pytest.mark.parametrize("number", [0, 5])
def test_a_page_of_files_costs_the_same_for_none_and_for_many(at_draft, opened, number):
    """The statements for draft and files, or for session, key digests, complaint and files."""
    for hands in (at_draft, opened):
        if number:
            hands.hands_in(*[(f"{n}.jpg", samples.photo()) for n in range(number)])
        hands.get(hands.place)  # shows the pending messages
    begun = bool(number)  # after a message there is a session, which is read
    assert [_queries(hands) for hands in (at_draft, opened)] == [2 + begun, 4]


def _queries(visitor) -> int:
    with CaptureQueriesContext(connection) as said:
        assert visitor.get(visitor.place).status_code == 200
    return len(said)
