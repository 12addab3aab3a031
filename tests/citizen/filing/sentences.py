"""Sentences on the first page, and what the engine proposes for them."""

import uuid

from django.core.files.uploadedfile import SimpleUploadedFile

from citizen.filing.draft_addresses import draft_address
from complaints.services.statement_proposals import StatementProposal
from complaints.understanding.proposals import Danger
from tests.citizen.conftest import Visitor
from tests.evidence import samples

REACH = {"reach": "phone", "phone": "0300 1112233", "language": "en"}
SHOP = "The lock of my shop was broken at night and the till is gone."
PASHTO = "زما ورور پولیسو نیولی دی او موږ ته نه وايي چې چیرته دی."
ARABIC = "سرقوا هاتفي في السوق هذا الصباح وأنا بحاجة إلى مساعدة."
EMOJI = "😭😭😭😭😭😭😭😭😭😭😭😭"


def proposal(
    *categories: str, district: str = "", station: str = "", danger: str = Danger.NONE, is_sensitive: bool = False
) -> StatementProposal:
    return StatementProposal(
        "test",
        categories,
        tuple(("word",) for _ in categories),
        district,
        station,
        ("Lahore",) if district else (),
        danger,
        is_sensitive,
    )


def says(visitor: Visitor, text: str, *, key: str = "", **typed):
    """Send the first page. Return the draft's key and the answer."""
    key = key or draft_address(uuid.uuid4())
    return key, visitor.posts("/complain/", key=key, text=text, **typed)


def voice_note() -> SimpleUploadedFile:
    return SimpleUploadedFile("note.ogg", samples.film("ogg", video="", audio="libopus"), content_type="audio/ogg")
