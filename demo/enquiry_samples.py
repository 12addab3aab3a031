"""Samples of feedback, verifications and school visits. Each says that it is a SAMPLE."""

import io
from datetime import datetime, timedelta

from PIL import Image, ImageDraw

from complaints.rules.statuses import Channel
from demo.officer_accounts import STAFFED_DISTRICTS
from demo.sample_selection import actor_by_address
from enquiries.services import (
    VerificationRequest,
    enter_school_visit,
    record_feedback,
    request_verification,
    store_photo,
)
from enquiries.services.feedback_handling import FeedbackAnswer, move_feedback, publish_feedback
from enquiries.services.school_visit_entry import HeldVisit
from enquiries.services.verification_moves import move_verification

FEEDBACK_SAMPLES = [
    (
        "SAMPLE. Show the helplines on the first page too.",
        "do",
        FeedbackAnswer(
            "SAMPLE: helplines on the first page",
            "SAMPLE: پہلے صفحے پر ہیلپ لائنز",
            "They stand on the first page now.",
            "اب یہ پہلے صفحے پر ہیں۔",
            "SAMPLE: pehle safhe par helplines",
            "Ab yeh pehle safhe par hain.",
        ),
    ),
    (
        "SAMPLE. The letters are too small on my phone.",
        "plan",
        FeedbackAnswer(
            "SAMPLE: larger letters",
            "SAMPLE: بڑے حروف",
            "It is being worked on.",
            "اس پر کام ہو رہا ہے۔",
            "SAMPLE: bare huroof",
            "Is par kaam ho raha hai.",
        ),
    ),
    (
        "SAMPLE. Let me complain without choosing a district.",
        "decline",
        FeedbackAnswer(
            "SAMPLE: no district",
            "SAMPLE: ضلع کے بغیر",
            "Without a district nobody would be in charge. A landmark in words is enough for the place.",
            "ضلع کے بغیر کوئی ذمہ دار نہ ہوتا۔ جگہ کے لیے کوئی نشانی لکھ دینا کافی ہے۔",
            "SAMPLE: zile ke baghair",
            "Zile ke baghair koi zimmedar na hota. Jagah ke liye koi nishani likh dena kaafi hai.",
        ),
    ),
    ("SAMPLE. A page in Punjabi would help my mother.", "", FeedbackAnswer()),
]
VERIFICATION_MOVES = [[], ["pass_on"], ["pass_on", "found_nothing"], ["pass_on", "found_record"]]
"""The moves of each sample, one after the other."""


def create_enquiry_samples(*, at: datetime) -> None:
    """Create all samples, dated before `at`. The officers must exist."""
    _create_feedback(at=at)
    _create_verifications(at=at)
    _create_school_visits(at=at)


def _create_feedback(*, at: datetime) -> None:
    monitor = actor_by_address("monitor")
    for number, (text, name, answer) in enumerate(FEEDBACK_SAMPLES):
        received_at = at - timedelta(days=20 - number)
        record = record_feedback(text=text, channel=Channel.WEB, at=received_at)
        if name:
            common = {"feedback_id": record.pk, "answer": answer, "by": monitor}
            move_feedback(**common, name=name, seen=record.version, at=received_at + timedelta(days=2))
            publish_feedback(**common, seen=record.version + 1, at=received_at + timedelta(days=3))


def _create_verifications(*, at: datetime) -> None:
    operator = actor_by_address("operator")
    for number, moves in enumerate(VERIFICATION_MOVES):
        received_at = at - timedelta(days=6 - number)
        photo = store_photo(name="sample.png", media_type="image/png", at=received_at, **_sample_photo_arguments())
        request = VerificationRequest(
            f"SAMPLE employer {number}", f"352020000000{number}", f"+9230000000{number:02d}",
            f"SAMPLE worker {number}", f"352010000000{number}", "lahore", photo.pk, agreed=True, language="en",
        )  # fmt: skip
        record = request_verification(typed=request, channel=Channel.WEB, at=received_at)
        for hours, name in enumerate(moves, 1):
            move_verification(
                verification_id=record.pk, name=name, by=operator, at=received_at + timedelta(hours=hours)
            )


def _sample_photo_arguments() -> dict:
    """Return a grey placeholder picture."""
    picture, out = Image.new("RGB", (320, 320), "#8a93a3"), io.BytesIO()
    ImageDraw.Draw(picture).text((120, 150), "SAMPLE", fill="white")
    picture.save(out, "PNG")
    return {"size": out.tell(), "parts": [out.getvalue()]}


def _create_school_visits(*, at: datetime) -> None:
    for number, district in enumerate(("lahore", *STAFFED_DISTRICTS)):
        address = "operator" if district == "lahore" else f"operator.{district}"
        for talk in range(1, 3 - number % 2 + 1):
            day = (at - timedelta(days=12 * talk + number)).date()
            school = f"SAMPLE school {talk}, {district.replace('_', ' ').title()}"
            visit = HeldVisit(school, day, "SAMPLE officer", 60 + 15 * talk + 5 * number, poster=talk % 2 == 1)
            enter_school_visit(visit=visit, by=actor_by_address(address), at=at - timedelta(days=1), is_sample=True)
