"""The shapes of what the operator's own app sends and reads for a complainant."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from ninja import Field, Schema

from api.complaint_input import ComplaintInput, Input, with_example


class AppComplaintInput(ComplaintInput):
    """A complaint of the person who holds the device."""

    model_config = with_example(
        category="property_crime",
        district="lahore",
        text="SAMPLE: my motorcycle was stolen from the market in the morning.",
        keep_from="no",
        reach="phone",
        phone="+923001234567",
        language="ur",
    )

    reach: Literal["phone", "email", "secret", "anonymous"] = Field(description="How the person can be contacted.")
    secret: str = Field("", max_length=1000, description="The secret word, with reach “secret” or “anonymous”.")


class FiledComplaint(Schema):
    etag: str = Field(examples=["264819073555"])
    registered_on: date
    state: Literal["open", "closed"]
    contact_due_at: datetime | None = Field(description="An officer must have contacted the person by then.")
    report_due_at: datetime | None
    not_an_fir: str = Field(description="Show this sentence.")
    excluded_offices: list[str] = Field(description="Offices that cannot open the complaint. Never store or print it.")
    visit: str = Field(description="Send it as the header `Visit`.")


class CodeInput(Input):
    model_config = with_example(reached_at="+923001234567")

    reached_at: str = Field(max_length=254, description="The phone number or e-mail address of the complaint.")


class VisitInput(Input):
    """Open a complaint with a code from a message, or with the secret word. A printed code opens on the web only."""

    model_config = with_example(etag="2648 1907 3555", code="482913")

    etag: str = Field(max_length=60)
    code: str = Field("", max_length=40)
    key: str = Field("", max_length=1000)


class VisitAnswer(Schema):
    etag: str
    visit: str = Field(description="Send it as the header `Visit`. It ends after 30 minutes without use, or 10.")


class ChallengeInput(Input):
    """The solution of the ALTCHA challenge of a problem `challenge_required`."""

    model_config = with_example(solution="eyJhbGdvcml0aG0iOiAiU0hBLTI1NiJ9", etag="264819073555")

    solution: str = Field(max_length=4000, description="Base64, as ALTCHA's own client makes it.")
    etag: str = Field("", max_length=60, description="For a secret word: the E-tag of the complaint.")


class PassAnswer(Schema):
    visit: str = Field(description="Send it as the header `Visit` with the next attempt.")


class AcceptedAnswer(Schema):
    accepted: Literal[True]


class PublicState(Schema):
    etag: str
    registered_on: date
    state: Literal["open", "closed"]


class AvailableMove(Schema):
    name: str = Field(examples=["object"])
    needs_words: bool
    answers: list[str]
    until: str = Field(description="Until when, as text; empty: no limit.")


class TimelineEntry(Schema):
    at: datetime | None
    sentence: str
    words: str


class ConversationEntry(Schema):
    mine: bool
    who: str
    at: datetime
    words: str
    asks: bool


class FileState(Schema):
    id: UUID
    name: str
    size: int
    received: int
    state: str = Field(examples=["coming", "checking", "shown", "refused"])


class OwnComplaint(Schema):
    """One's own complaint, as the web page shows it."""

    etag: str
    status: str
    sentence: str
    category: str
    registered_at: datetime
    holder: str
    next_deadline: str
    excluded_offices: list[str]
    opened_by_offices: int
    seen: int = Field(description="Send it with a move, so that nothing is answered that was not read.")
    moves: list[AvailableMove]
    refused_moves: dict[str, str]
    timeline: list[TimelineEntry]
    conversation: list[ConversationEntry]
    files: list[FileState]


class MoveInput(Input):
    """A move of the complainant, with the words and answers that the web form of the same name has."""

    model_config = with_example(name="object", seen=7, words="SAMPLE: nobody has called me.")

    name: str = Field(max_length=40, examples=["object"])
    seen: int = Field(ge=0, lt=10**9, description="`seen` of the complaint that was read.")
    words: str = Field("", max_length=20_000)
    answer: str = Field("", max_length=40)
    already: bool = Field(False, description="“I have already told the officer.”")
    changes: bool = Field(False, description="The answer “Yes, it is solved” is changed.")


class MoveAnswer(Schema):
    done: str = Field(description="Confirmation for the person.")


class FileInput(Input):
    model_config = with_example(
        name="shop.jpg", size=245_760, media_type="image/jpeg", key="4b2f0c1e-8a55-4a0e-9d6e-2f6f7a1b3c4d"
    )

    name: str = Field(max_length=200, examples=["shop.jpg"])
    size: int = Field(ge=0, lt=10**12, description="Bytes.")
    media_type: str = Field("", max_length=100, examples=["image/jpeg"])
    key: UUID = Field(description="Your own id of the file. The same key again continues the same file.")


class UploadProgress(Schema):
    id: UUID
    offset: int = Field(description="Send the next part from this byte, as the header `Upload-Offset`.")
    done: bool
    part: int = Field(description="Bytes to send at once.")
