"""Files with an explanation: the sandbox inspects them, and the virus scanner scans each."""

import pytest
from django.conf import settings as portal_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from reviews.models import Attachment
from reviews.rules import Stage
from reviews.services import due_review_moves
from tests.evidence import samples
from tests.evidence.clamd import clamd
from tests.monitoring.reviews.lives import WHY, called, late_complaint, review_of
from tests.world import clock

NEXT_DAY = "+8d 10:00"


@pytest.fixture(autouse=True)
def own_storage(settings, tmp_path):
    """Store files in the test's own folder."""
    place = portal_settings.STORAGES["evidence"] | {"OPTIONS": {"location": str(tmp_path / "evidence")}}
    settings.STORAGES = portal_settings.STORAGES | {"evidence": place}


@pytest.fixture
def bilal_explains(world, at_desk):
    """Submit Bilal's explanation with photos, by the form."""
    late_complaint(world)
    review = called(world)

    def explain(*photos: bytes):
        files = [SimpleUploadedFile(f"{n}.jpg", photo, "image/jpeg") for n, photo in enumerate(photos)]
        address = reverse("review_act", args=[review.pk, "explain"])
        return at_desk(world.bilal, NEXT_DAY).post(address, {"seen": review.seq, "words": WHY, "files": files})

    return explain


def stored(tmp_path) -> list:
    return [path for path in (tmp_path / "evidence").rglob("*") if path.is_file()]


def test_a_virus_is_refused_with_a_reason_and_nothing_is_stored(world, settings, tmp_path, bilal_explains):
    with clamd() as server:
        settings.CLAMAV_URL = server.url
        answer = bilal_explains(samples.photo(), samples.photo(comment=samples.EICAR))
    assert (answer.status_code, len(server.seen)) == (422, 2)
    assert WHY in answer.content.decode()  # the typed text is not lost
    assert (review_of(world.bilal).status, Attachment.objects.count(), stored(tmp_path)) == (Stage.CALLED, 0, [])


def test_a_file_is_shown_only_after_the_scanner_has_seen_it(world, settings, at_desk, bilal_explains):
    with clamd() as server:
        settings.CLAMAV_URL = server.url
        server.error = b"INSTREAM size limit exceeded. ERROR"
        assert bilal_explains(samples.photo()).status_code == 302
    row = Attachment.objects.get()
    assert (row.scanned_at, row.is_open, review_of(world.bilal).status) == (None, False, Stage.EXPLAINED)
    address = reverse("review_file", args=[review_of(world.bilal).pk, row.pk])
    assert at_desk(world.bilal, NEXT_DAY).get(address).status_code == 404
    with clamd() as server:
        settings.CLAMAV_URL = server.url
        due_review_moves.handle_due_reviews(at=clock("+8d 10:05"))
        assert server.seen == [samples.photo()]  # the file itself, not the copy
        shown = at_desk(world.bilal, NEXT_DAY).get(address)
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/jpeg")


def test_a_virus_that_a_late_scan_finds_is_never_shown(settings, bilal_explains):
    settings.CLAMAV_URL = "tcp://127.0.0.1:9"  # nothing listens there
    assert bilal_explains(samples.photo(comment=samples.EICAR)).status_code == 302
    with clamd() as server:
        settings.CLAMAV_URL = server.url
        due_review_moves.handle_due_reviews(at=clock("+8d 10:05"))
        row = Attachment.objects.get()
        assert (row.refused_because, row.is_open) == ("virus", False)
