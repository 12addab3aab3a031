"""A row leaves the list of an open page: by an exclusion exactly as by a transfer or a closing elsewhere."""

from contextlib import contextmanager

import pytest
from django.db import transaction

from complaints.models import Complaint
from complaints.services.exclusion import officer_naming
from complaints.services.linking import merge_complaint
from tests.desk.conftest import DESK, OFFICE, etags
from tests.desk.test_polling import polls  # noqa: F401
from tests.world import clock


@contextmanager
def undone():
    """Undo what the block did, so that each way begins with the same complaints."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def is_excluded(world, complaint):
    officer_naming.name_officer(
        complaint_id=complaint.pk,
        officer_id=world.bilal.officer.pk,
        why="She says so.",
        by=world.nadia.actor,
        at=clock("10:30"),
    )


def is_transferred(world, complaint):
    world.usman.does("re_mark", complaint, "10:30", to=world.farah)


def is_closed(world, complaint):
    """The cell merges it with an earlier complaint, which Bilal does not hold."""
    earlier = Complaint.objects.unscoped("test").earliest("pk")
    merge_complaint(complaint, typed_etag=earlier.etag, by=world.salma.actor, at=clock("10:30"), words="The same.")


@pytest.mark.mostly_slow(keep=1)
@pytest.mark.parametrize("path", [DESK, f"{OFFICE}?only=1", f"{OFFICE}?holder={{bilal}}"])
def test_the_answers_are_the_same_whatever_the_reason(world, seat, polls, path):  # noqa: F811
    world.complaint("property_crime", "08:00", station="garden_town")
    stays, leaves = (world.complaint("financial_crime", at) for at in ("09:00", "09:01"))
    for complaint in (stays, leaves):
        world.salma.marks(complaint, to=world.bilal, at="09:10")
    bilal, path = seat(world.bilal), path.format(bilal=world.bilal.posting.pk)
    first = bilal.get(path, "10:29")
    assert set(etags(first)) == {stays.etag, leaves.etag}
    answers = []
    for way in (is_excluded, is_transferred, is_closed):
        with undone():
            way(world, leaves)
            answer = polls(bilal, path, "10:31", first["ETag"])
            headers = {name: value for name, value in answer.headers.items() if name != "Set-Cookie"}
            answers.append((answer.status_code, headers, answer.content))
            leaves.refresh_from_db(from_queryset=Complaint.objects.unscoped("test"))
    assert answers[0][0] == 200
    assert leaves.etag not in answers[0][2].decode()
    assert answers[0] == answers[1] == answers[2]


@pytest.mark.parametrize("way", [is_excluded, is_transferred])
def test_its_page_and_preview_are_gone_alike(world, seat, way):
    """A closed complaint stays open to its office, so that its page says what became of it."""
    complaint = world.complaint("financial_crime", "09:00")
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    bilal = seat(world.bilal)
    assert bilal.opens(complaint, "10:00").status_code == 200
    way(world, complaint)
    bilal.client.defaults["HTTP_X_PREVIEW"] = "1"
    for path in ("", "preview/"):
        answer = bilal.get(f"/desk/complaints/{complaint.etag}/{path}", "10:31")
        assert answer.status_code == 404
        assert "excluded" not in answer.content.decode().lower()
