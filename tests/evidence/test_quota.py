"""The quota of uploaded bytes: anonymous bytes are counted by address and together, a proved phone has its own."""

import json

import pytest

from citizen import rate_limits
from citizen.filing.draft_addresses import draft_address
from complaints.models import Complainant, Evidence
from complaints.rules.accepted_files import MB
from complaints.services.access_keys.secret_word_hashing import digest_secret_word
from enquiries.models import Photo
from notices.models import Picture, Tip
from operations.embedded_servers import find_free_port
from tests.citizen.conftest import Visitor, words
from tests.citizen.keys.cast import SECRET
from tests.enquiries.conftest import TYPED, upload
from tests.evidence import samples
from tests.evidence.conftest import Handing, rows
from tests.notices.conftest import board  # noqa: F401

pytestmark = pytest.mark.usefixtures("that_morning", "servers")
HALF = samples.photo() + bytes(MB // 2)  # a little more than half a megabyte
FULL = "Too many files were sent over this connection in a short time."
HOME, ELSEWHERE = "203.0.113.5", "198.51.100.7"


@pytest.fixture(autouse=True)
def one_megabyte(settings):
    """Allow one megabyte an hour for an address, and three for all of them."""
    settings.ANONYMOUS_UPLOADS_MB, settings.ANONYMOUS_UPLOADS_TOTAL_MB, settings.KNOWN_UPLOADS_MB = 1, 3, 2


def moves_to(visitor: Handing, address: str) -> Handing:
    visitor.client.defaults["REMOTE_ADDR"] = address
    return visitor


@pytest.fixture
def nameless(world) -> Handing:
    """The browser that has opened a complaint without a phone, by its secret word."""
    visitor, complaint = Handing(), world.complaint("bribe_demand", phone="", secret_digest=digest_secret_word(SECRET))
    visitor.posts(f"/track/{complaint.etag}/key/", key=SECRET)
    visitor.place = f"/track/{complaint.etag}/evidence/"
    return visitor


@pytest.mark.parametrize("whose", ["at_draft", "nameless"])
def test_a_nameless_sender_is_counted_by_address(whose, request):
    visitor = request.getfixturevalue(whose)
    visitor.hands_in(("a.jpg", HALF))
    answer = visitor.hands_in(("b.jpg", HALF))
    assert answer.status_code == 422
    assert FULL in words(answer)
    assert rows() == [("a.jpg", "checking")]
    assert moves_to(visitor, ELSEWHERE).hands_in(("b.jpg", HALF)).status_code == 302


@pytest.mark.parametrize("whose", ["at_draft", "nameless"])
def test_so_are_the_pieces_of_a_script(whose, request):
    visitor = request.getfixturevalue(whose)
    piece = json.loads(visitor.begins(size=2 * MB).content)["piece"]
    assert visitor.sends(piece, 0, HALF).status_code == 200
    full = visitor.sends(piece, len(HALF), bytes(MB // 2))
    assert (full.status_code, int(full["Retry-After"]) > 0) == (429, True)
    assert visitor.client.head(piece)["Upload-Offset"] == str(len(HALF))


def test_the_message_says_what_else_is_possible(at_draft, nameless):
    at_draft.hands_in(("a.jpg", HALF))
    assert "Or send your complaint now and add the files later." in words(at_draft.hands_in(("b.jpg", HALF)))
    assert "Open your complaint with a code sent to your phone" in words(nameless.hands_in(("b.jpg", HALF)))


def test_the_message_is_in_the_readers_language(at_draft):
    at_draft.hands_in(("a.jpg", HALF))
    answer = at_draft.client.post(f"/ur{at_draft.place}", {"evidence": upload("b.jpg", HALF), "evidence_add": "1"})
    assert "اس کنکشن سے" in words(answer)
    assert "Too many" not in words(answer)


def test_nothing_typed_is_lost(at_draft, draft):
    at_draft.hands_in(("a.jpg", HALF))
    typed = {"text": "He also took the deed of my house.", "evidence": upload("b.jpg", HALF)}
    answer = at_draft.client.post(f"/complain/{draft_address(draft.pk)}/what/", typed)
    assert FULL in words(answer)
    assert "He also took the deed of my house." in words(answer)


def test_photos_of_verifications_count_too_and_what_was_typed_stays(world):
    visitor = Visitor()
    assert visitor.posts("/verification/new/", **TYPED, photo=upload(content=HALF)).status_code == 202
    answer = visitor.posts("/verification/new/", **TYPED, photo=upload(content=HALF))
    assert answer.status_code == 422
    assert FULL in words(answer)
    assert 'value="Zubaida"' in answer.content.decode()
    assert Photo.objects.count() == 1


def test_photos_of_tips_count_too_and_what_was_typed_stays(board):  # noqa: F811
    place, visitor = f"/alerts/{board.published(at='08:00').code}/tip/", Visitor()
    assert visitor.posts(place, "10:00", text="I saw him there.", photo=upload(content=HALF)).status_code == 200
    answer = visitor.posts(place, "10:00", text="I saw him again.", photo=upload(content=HALF))
    assert answer.status_code == 422
    assert FULL in words(answer)
    assert "I saw him again." in words(answer)
    assert (Tip.objects.count(), Picture.objects.count()) == (1, 1)


def test_the_addresses_of_an_ipv6_subscriber_are_one(at_draft):
    moves_to(at_draft, "2001:db8:1:2:aaaa::1").hands_in(("a.jpg", HALF))
    assert moves_to(at_draft, "2001:db8:1:2:bbbb::2").hands_in(("b.jpg", HALF)).status_code == 422
    assert moves_to(at_draft, "2001:db8:1:3::1").hands_in(("b.jpg", HALF)).status_code == 302


def test_many_addresses_share_a_quota_and_the_refused_one_pays_nothing(at_draft, settings):
    settings.ANONYMOUS_UPLOADS_TOTAL_MB = 1
    moves_to(at_draft, HOME).hands_in(("a.jpg", HALF))
    assert moves_to(at_draft, ELSEWHERE).hands_in(("b.jpg", HALF)).status_code == 422
    settings.ANONYMOUS_UPLOADS_TOTAL_MB = 3
    assert at_draft.hands_in(("b.jpg", HALF)).status_code == 302


def test_a_proved_phone_has_a_larger_quota_that_strangers_do_not_use_up(at_draft, opened, settings):
    settings.ANONYMOUS_UPLOADS_TOTAL_MB = 1
    at_draft.hands_in(("a.jpg", HALF))
    assert Complainant.objects.exclude(phone_verified_at=None).exists()
    for name in ("a.jpg", "b.jpg", "c.jpg"):
        assert opened.hands_in((name, HALF)).status_code == 302
    assert FULL in words(opened.hands_in(("d.jpg", HALF)))
    assert Evidence.objects.filter(complaint__isnull=False).count() == 3


def test_a_phone_entered_with_an_officers_key_is_no_proof(opened):
    Complainant.objects.update(phone_by_officers_key=True)
    opened.hands_in(("a.jpg", HALF))
    assert opened.hands_in(("b.jpg", HALF)).status_code == 422


def test_without_the_broker_the_quota_is_smaller(at_draft, settings):
    settings.ANONYMOUS_UPLOADS_MB = 4
    settings.CACHE_URL = f"redis://127.0.0.1:{find_free_port()}/0"
    rate_limits._local_buckets.clear()
    assert at_draft.hands_in(("a.jpg", HALF)).status_code == 302
    assert at_draft.hands_in(("b.jpg", HALF)).status_code == 422
