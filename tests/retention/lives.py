"""Ayesha's complaint with everything that a complaint can have, and a list of the personal data in it."""

import subprocess
from collections.abc import Iterator
from uuid import uuid4

from django.apps import apps

from complaints import evidence
from complaints.models import (
    AccessCode,
    Category,
    Complaint,
    Decoy,
    LookUp,
    Prepared,
    Reading,
    RetentionPeriod,
)
from complaints.models.access_log_entry import ReadingKind
from complaints.queries.uploaded_files import FileOwner
from complaints.rules.actors import Citizen
from complaints.services.followup import IncidentPlaceAnswer, record_answer
from desk.services import audit_records
from ledger import field_encryption
from ledger.encrypted_fields import SealedTextField
from notifications.models import DeliveredMail
from tests.factories import create_naming
from tests.postgres_programs import find_program
from tests.world import PHONES, World, clock
from whatsapp.models import Chat, Handover, HandoverLine, Media, OwnComplaint, Sending

MONTHS = 84
LATER = "+3000d 02:00"
PERSONAL = {
    "name": "Ayesha Zarnigar",
    "phone": PHONES["ayesha"],
    "email": "ayesha.zarnigar@example.org",
    "address": "House 9, Street Anarkali-Kothi",
    "document": "cnic",
    "document_number": "3520212345671",
    "text": "My brother Wajahat-Murad took the jewellery box.",
    "landmark": "behind the Shadman bakery",
    "concerns": "Inspector Qadirabadi of the crossing",
    "position": "31.52040,74.35870,5",
}
SAID = {
    "contact": "I rang her on the number of Tabassum-Villa.",
    "question": "Which neighbour, Zubeda-Kausar, saw it?",
    "answer": "It was Zubeda-Kausar from the corner.",
    "report": "The box was found in the shop of Wajahat-Murad.",
    "next step": "Inspector Gulfam-Raza returns the box.",
    "call": "She says that Rukhsana-Begum heard it too.",
    "note": "Her cousin Mehr-un-Nisa rang the circle.",
    "reveal": "Needed for the summons of Zarnigar-Household.",
    "finding": "The file of Zarnigar-Household was read too often.",
    "naming": "She pointed at Qadirabadi herself.",
    "prepared": "Dear Zarnigar-Household, please come.",
    "file": "zarnigar-box.jpg",
}


def settle(category: str, months: int = MONTHS) -> None:
    """Set a retention period as two administrators would."""
    RetentionPeriod.objects.create(
        category=Category.objects.get(code=category), months=months, since=clock("08:00"), source="order 1"
    )


def lived(world: World, *, by="ayesha", photo: bytes | None = None, told=PERSONAL, said=SAID) -> Complaint:
    """Run a whole complaint to its end on the first day: filed, inquired into, confirmed, with a later note."""
    asked = {name: value for name, value in told.items() if name != "position"}
    complaint = world.complaint("financial_crime", by=by, **asked)
    place = IncidentPlaceAnswer(landmark=told["landmark"], position=told["position"])
    record_answer(complaint_id=complaint.pk, answer=place, by=Citizen(complaint.complainant_id), at=clock("09:05"))
    citizen = world.people[by]
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    world.bilal.does("record_contact", complaint, "09:30", words=said["contact"])
    citizen.says("in_person", complaint, "10:00")
    if photo:
        hand_in(complaint, photo, said["file"])
    world.bilal.does("ask_citizen", complaint, "10:30", words=said["question"])
    citizen.does("resume", complaint, "11:00", words=said["answer"])
    world.bilal.reports(complaint, "12:00", words=said["report"], next_step=said["next step"])
    world.salma.does("verify", complaint, "12:30", verdict="satisfied", words=said["call"])
    world.farah.does("accept", complaint, "13:00")
    citizen.does("close", complaint, "14:00")
    world.dania.does("note", complaint, "14:10", words=said["note"])
    return with_traces(world, complaint, said)


def hand_in(complaint: Complaint, photo: bytes, name: str) -> None:
    told = {"name": name, "media_type": "image/jpeg", "size": len(photo)}
    evidence.upload_whole_file(owner=FileOwner(complaint_id=complaint.pk), parts=[photo], at=clock("10:10"), **told)
    evidence.inspect_waiting_files(at=clock("10:11"))


def with_traces(world: World, complaint: Complaint, said: dict) -> Complaint:
    """Add related rows: readings, findings, searches, keys, messages, a chat."""
    person = complaint.complainant
    whose, at = {"complaint": complaint}, {"created_at": clock("09:00"), "not_before": clock("09:00")}
    zara, salma = world.zara.posting, world.salma.posting
    Reading.objects.create(
        **whose, posting=zara, office=zara.office, at=clock("15:00"), kind=ReadingKind.REVEALED, why=said["reveal"]
    )
    audit_records.record_finding(words=said["finding"], by=world.asad.actor, at=clock("15:10"), **whose)
    create_naming(
        **whose, officer=world.latif.officer, source="cell", named_at=clock("15:15"), by=salma, why=said["naming"]
    )
    for kind, mark in ((LookUp.Kind.PHONE, person.phone_index), (LookUp.Kind.DOCUMENT, person.document_index)):
        LookUp.objects.create(posting=salma, office=salma.office, at=clock("15:20"), kind=kind, mark=mark, found=1)
    Prepared.objects.create(
        **whose, move="tell_citizen", words=said["prepared"], by=world.hina.posting, prepared_at=clock("11:30")
    )
    code = {"code_hash": b"1" * 16, "asked_by": b"2" * 16}
    AccessCode.objects.create(**whose, **code, created_at=clock("09:05"), expires_at=clock("09:15"))
    Decoy.objects.create(**whose, sealed_rows=said["note"], is_closed=True)
    DeliveredMail.objects.create(channel="sms", address=person.phone, text="News", language="en", at=clock("09:00"))
    chat = Chat.objects.create(phone=person.phone, phone_index=person.phone_index, created_at=clock("08:00"))
    OwnComplaint.objects.create(chat=chat, complaint=complaint, wants_news=True)
    Sending.objects.create(chat=chat, payload=said["question"], **at)
    talk = Handover.objects.create(
        chat=chat, **whose, about=[complaint.pk], office=salma.office, reason="requested", began_at=clock("09:00"),
        ended_at=clock("09:20"), ended_why="handed_back",
    )  # fmt: skip
    HandoverLine.objects.create(handover=talk, kind="person", at=clock("09:10"), text=said["answer"])
    Media.objects.create(chat=chat, **whose, evidence=uuid4(), media_id="1", name=said["file"], **at)
    return complaint


def dumped(url: str) -> str:
    """Return a dump of the whole database, followed by everything in it that the portal's keys decrypt."""
    command = [find_program("pg_dump", major=18), "--data-only", "--inserts", "-d", url]
    text = subprocess.run(command, check=True, capture_output=True, text=True, cwd="/").stdout
    return "\n".join([text, *_unsealed()])


def _unsealed() -> Iterator[str]:
    """Yield every encrypted text, opened in its row."""
    for model in apps.get_models():
        names = [field.name for field in model._meta.concrete_fields if isinstance(field, SealedTextField)]
        for row in model._base_manager.only(*names) if names else ():
            yield from (getattr(row, name) for name in names)


def personal(told: dict, said: dict) -> dict[str, str]:
    """Return what must be found nowhere afterwards, by name: texts, numbers, and their blind indexes."""
    marks = {
        "mark of the phone": field_encryption.blind_index("phone", told["phone"]).hex(),
        "mark of the e-mail": field_encryption.blind_index("email", told["email"]).hex(),
        "mark of the document": field_encryption.blind_index(told["document"], told["document_number"]).hex(),
    }
    told = {name: value for name, value in told.items() if name != "document"}
    return told | {f"said: {name}": words for name, words in said.items()} | marks
