"""The pages of a review, for the officer under review, the deciding officers, and everybody else."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from accounts.services.postings import end_posting
from complaints.services import orders
from reviews.models import Attachment, Flag, Review
from reviews.rules import Stage
from reviews.rules.decision_kinds import Decision
from reviews.services import officer_statements
from tests.documents.reading import words
from tests.monitoring.reviews.lives import (
    CALL,
    REASONS,
    WHY,
    called,
    decide,
    decided,
    doer,
    explained,
    flag_all,
    late_complaint,
)
from tests.signing_in import sign_in
from tests.world import PHONES, clock

NEXT_DAY = "+8d 10:00"


def address(review: Review, move: str = "") -> str:
    return reverse("review_act", args=[review.pk, move]) if move else reverse("review", args=[review.pk])


def photo(name="letter.png") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), "image/png")


def test_the_officer_sees_the_evidence_but_not_the_complainant(late, at_desk):
    review = called(late)
    page = at_desk(late.bilal, CALL).get(address(review))
    html = page.content.decode()
    complaint = Flag.objects.get().breach.complaint
    for said in (
        complaint.spaced_etag,
        "95.8%",
        "7:40:00</bdi> (hours:minutes:seconds)",
        "0:20:00",
        "contact within 8 hours",
        "Explanation by",
        "(PDF)",
    ):
        assert said in html
    for secret in ("Ayesha", PHONES["ayesha"], "shop"):
        assert secret not in html
    assert set(page.context["forms"]) == {"explain"}


@pytest.mark.mostly_slow(keep=3)
@pytest.mark.parametrize("who", ["dania", "farah", "kamran", "latif", "hina", "salma", "nadia", "omar", "rashid"])
def test_subordinates_and_colleagues_get_404(late, at_desk, who):
    review = explained(late)
    client = at_desk(late.people[who], NEXT_DAY)
    assert client.get(address(review)).status_code == 404
    assert client.post(address(review, "decide"), {"seen": review.seq, "words": "Why."}).status_code == 404
    assert str(review.pk) not in [str(row["pk"]) for row in client.get(reverse("reviews")).context["rows"]]


@pytest.mark.parametrize("who", ["zara", "imran", "asad"])
def test_overseers_are_offered_no_move(late, at_desk, who):
    review = explained(late)
    client = at_desk(late.people[who], NEXT_DAY)
    assert client.get(address(review)).context["forms"] == {}
    assert client.post(address(review, "decide"), {"seen": review.seq, "words": "Why."}).status_code == 404


@pytest.mark.slow
def test_files_of_an_explanation_are_inspected_and_shown_to_the_authority(late, at_desk):
    review = called(late)
    given = {"seen": review.seq, "words": WHY, "files": [photo(), photo("gate.png")]}
    assert at_desk(late.bilal, NEXT_DAY).post(address(review, "explain"), given).status_code == 302
    review.refresh_from_db()
    assert review.status == Stage.EXPLAINED
    rows = Attachment.objects.order_by("pk")
    told = review.events.get(kind="explain").facts()["files"]
    assert {one["sha256"] for one in told} == {bytes(row.sha256).hex() for row in rows}
    page = at_desk(late.noor, NEXT_DAY).get(address(review))
    assert "letter.png" in page.content.decode()
    file = at_desk(late.noor, NEXT_DAY).get(reverse("review_file", args=[review.pk, rows[0].pk]))
    assert (file.status_code, file["Content-Type"]) == (200, "image/jpeg")
    assert file.content[:2] == b"\xff\xd8"
    assert at_desk(late.dania, NEXT_DAY).get(reverse("review_file", args=[review.pk, rows[0].pk])).status_code == 404


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (
            [SimpleUploadedFile("letter.pdf", b"MZ\x90\x00 no pdf", "application/pdf")],
            "content does not match its name.",
        ),
        ([SimpleUploadedFile("song.mp3", b"ID3", "audio/mpeg")], "This type of file is not accepted."),
        ([photo() for _ in range(6)], "You can"),
    ],
)
def test_a_refused_file_shows_the_reason_and_the_text_is_kept(late, at_desk, files, said):
    review = called(late)
    given = {"seen": review.seq, "words": WHY, "files": files}
    answer = at_desk(late.bilal, NEXT_DAY).post(address(review, "explain"), given)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert WHY in answer.content.decode()
    review.refresh_from_db()
    assert (review.status, Attachment.objects.count()) == (Stage.CALLED, 0)


@pytest.mark.slow
def test_the_authority_is_offered_only_grounds_that_the_dossier_shows(late, at_desk):
    review = explained(late)
    client = at_desk(late.noor, NEXT_DAY)
    form = client.get(address(review)).context["forms"]["decide"]
    offered = {value for value, _ in form.fields["grounds"].choices}
    assert offered == {"time_held", "no_leave"}  # no notice was delivered, and the complaint was never opened
    given = {"seen": review.seq, "decision": "censure", "words": REASONS}
    answer = client.post(address(review, "decide"), given)
    assert answer.status_code == 422
    assert "a delay cannot be found deliberate without one." in answer.content.decode()
    assert client.post(address(review, "decide"), given | {"grounds": ["time_held"]}).status_code == 302
    html = at_desk(late.bilal, "+9d 09:00").get(address(review)).content.decode()
    assert "Censure" in html
    assert REASONS in html
    assert "long enough to act" in html


@pytest.mark.slow
def test_the_officer_appeals_and_only_the_next_authority_decides_finally(late, at_desk):
    review = decided(late, Decision.CENSURE, by=late.noor)
    bilal = at_desk(late.bilal, "+10d 09:00")
    assert set(bilal.get(address(review)).context["forms"]) == {"appeal"}
    assert bilal.post(address(review, "appeal"), {"seen": review.seq, "words": WHY}).status_code == 302
    review.refresh_from_db()
    assert at_desk(late.noor, "+10d 10:00").get(address(review)).context["forms"] == {}
    wajid = at_desk(late.wajid, "+10d 10:00")
    form = wajid.get(address(review)).context["forms"]["decide_finally"]
    assert [value for value, _ in form.fields["decision"].choices] == [
        "not_deliberate",
        "displeasure",
        "warning",
        "censure",
    ]
    given = {"seen": review.seq, "decision": "not_deliberate", "words": REASONS}
    assert wajid.post(address(review, "decide_finally"), given).status_code == 302
    review.refresh_from_db()
    assert (review.status, review.decision) == (Stage.CLOSED, "not_deliberate")


@pytest.mark.slow
def test_a_referral_is_closed_with_number_and_date(late, at_desk):
    review = decided(late, Decision.REFERRED, by=late.noor)
    assert at_desk(late.noor, "+20d 10:00").get(address(review)).context["forms"] == {}  # Bilal can still appeal
    noor = at_desk(late.noor, "+60d 10:00")
    assert set(noor.get(address(review)).context["forms"]) == {"record_order"}
    wrong = {"seen": review.seq, "number": "", "on": "2030-01-01"}
    assert noor.post(address(review, "record_order"), wrong).status_code == 422
    given = {"seen": review.seq, "number": "DO-114/2026", "on": "2027-01-15"}
    assert noor.post(address(review, "record_order"), given).status_code == 302
    html = noor.get(address(review)).content.decode()
    assert "DO-114/2026" in html
    assert "15 January 2027" in html


@pytest.mark.slow
def test_a_government_order_on_an_appeal_is_recorded_with_its_outcome(late, at_desk):
    late_complaint(late, "dania")
    review = decided(late, Decision.CENSURE, by=late.imran, who="dania")
    officer_statements.submit_appeal(review_id=review.pk, words=WHY, by=doer(late.dania), at=clock("+10d 10:00"))
    review.refresh_from_db()
    wajid = at_desk(late.wajid, "+12d 10:00")
    form = wajid.get(address(review)).context["forms"]["record_order"]
    assert [(value, str(words).partition(":")[0]) for value, words in form.fields["outcome"].choices] == [
        ("upheld", "Upheld"),
        ("modified:displeasure", "Modified to"),
        ("modified:warning", "Modified to"),
        ("set_aside", "Set aside"),
        ("remanded", "Remanded"),
    ]
    given = {"seen": review.seq, "number": "SO-D2/2026", "on": "2026-12-05"}
    for more in ({}, {"outcome": "modified"}, {"outcome": "modified:censure"}):
        answer = wajid.post(address(review, "record_order"), given | more)
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == ["outcome"]
    assert wajid.post(address(review, "record_order"), given | {"outcome": "set_aside"}).status_code == 302
    html = wajid.get(address(review)).content.decode()
    assert html.count("Set aside: no decision stands against the officer") == 2
    assert "<strong>The delay was not deliberate</strong>" in html


def test_a_concurrent_move_is_reported_and_the_typed_text_is_kept(late, at_desk):
    review = explained(late)
    given = {"seen": review.seq - 1, "decision": "not_deliberate", "words": REASONS}
    answer = at_desk(late.noor, NEXT_DAY).post(address(review, "decide"), given)
    assert answer.status_code == 422
    assert "Someone else acted first and the case has changed. Read it again." in answer.content.decode()
    assert REASONS in answer.content.decode()


def test_a_text_that_comes_after_the_case_has_advanced_is_given_back_on_its_page(late, at_desk):
    """The decision was made in another window, or by another head, while Noor still wrote."""
    review = explained(late)
    decide(review, Decision.NOT_DELIBERATE, by=late.noor, at=NEXT_DAY)
    given = {"seen": review.seq - 1, "decision": "censure", "words": WHY}
    answer = at_desk(late.noor, "+8d 11:00").post(address(review, "decide"), given)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Someone else acted first. Nothing you entered was recorded." in html
    assert f'dir="auto">{WHY}</blockquote>' in html.partition('class="review-standing"')[0]
    assert "The delay was not deliberate" in html


def test_text_typed_after_the_session_ended_is_shown_again(late, client):
    review = called(late)
    answer = client.post(address(review, "explain"), {"words": WHY})
    assert answer.status_code == 401
    assert WHY in answer.content.decode()


@pytest.mark.slow
def test_an_order_s_deadline_is_written_as_the_day_that_it_ends(world, at_desk):
    complaint = world.complaint("financial_crime", "09:00")
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    world.bilal.records_contact(complaint, "09:15")
    orders.give_order(
        complaint_id=complaint.pk, words="Ring her.", due_at=clock("+1d 00:00"), by=world.dania.actor, at=clock("09:20")
    )
    flag_all("+1d 09:00")
    review = called(world)
    bilal, flag = at_desk(world.bilal, NEXT_DAY), Flag.objects.get()
    assert "<dd>23 November 2026</dd>" in bilal.get(address(review)).content.decode()
    paper = words(bilal.get(reverse("review_dossier", args=[review.pk, flag.pk, "pdf"])).content)
    assert "23 November 2026 Delay detected" in paper
    assert "due 24 November 2026, 00:00" not in paper


@pytest.mark.parametrize("form", ["json", "pdf"])
def test_the_dossier_can_be_downloaded_by_those_who_see_the_flag(late, at_desk, form):
    review = called(late)
    where = reverse("review_dossier", args=[review.pk, Flag.objects.get().pk, form])
    answer = at_desk(late.bilal, NEXT_DAY).get(where)
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF" if form == "pdf" else b"{")
    assert at_desk(late.dania, NEXT_DAY).get(where).status_code == 404
    assert at_desk(late.bilal, NEXT_DAY).get(where.replace(f".{form}", ".txt")).status_code == 404


@pytest.mark.slow
def test_the_page_needs_the_same_queries_for_ten_flags(late, at_desk, django_assert_max_num_queries):
    review = called(late)
    client = at_desk(late.bilal, NEXT_DAY)
    client.get(address(review))

    def asked() -> int:
        with django_assert_max_num_queries(40) as captured:
            assert client.get(address(review)).status_code == 200
        return len(captured)

    one = asked()
    for _ in range(11):
        late_complaint(late)
    assert asked() == one
    page = client.get(address(review))
    assert len(page.context["flags"]) == 10
    assert len(client.get(address(review) + page.context["next_url"]).context["flags"]) == 2


def test_who_has_left_the_service_of_every_office_still_reads_and_explains(late, client):
    """An officer without a posting can still read the review and explain."""
    review = called(late)
    end_posting(posting=late.bilal.posting, by=None, at=clock("+7d 12:00"))
    sign_in(client, late.bilal.officer)
    assert client.get(reverse("reviews")).status_code == 200
    assert set(client.get(address(review)).context["forms"]) == {"explain"}
