"""A dump of the database, the broker and the log: no CNIC, telephone, e-mail or address stands there in clear.

People come in by every door. What they write of their matter stays searchable (docs/decisions/0005), and the columns
where it stands are named here: a word that is in no other column shows that the test would see one.
"""

import json

import pytest
from django.conf import settings as configured
from django.db import connections
from django.test import Client

from complaints.rules.statuses import Channel
from complaints.services.registration import start_draft
from enquiries.services.feedback_handling import record_feedback
from mail_intake.services import mail_answers, mail_processing, mail_storage
from notifications.services import deliver_due_messages
from tests.citizen.conftest import Visitor, registered
from tests.dump.reading import cells, dumped, in_the_broker, spellings
from tests.enquiries.conftest import asked as verification_asked
from tests.mail_intake.letters import letter
from tests.notices.conftest import Board
from tests.whatsapp.settings import SETTINGS
from tests.whatsapp.simulated_phone import Phone
from tests.world import build, clock

PERSONAL = {
    "a telephone on the web": "+923009470001",
    "a telephone in a draft": "+923009470002",
    "a telephone of a tip": "+923009470003",
    "a telephone of feedback": "+923009470004",
    "a telephone of an employer": "+923009470005",
    "a telephone in the chat": "+923009470006",
    "a telephone that texts": "+923009470007",
    "a telephone at the counter": "+923009470008",
    "an e-mail address": "zarmeena.durrani@example.org",
    "an e-mail address that writes": "gulmeena.wazir@example.org",
    "a CNIC": "3520194700019",
    "a CNIC of an employer": "35201-9470002-8",
    "a CNIC of a worker": "35201-9470003-7",
    "an address": "Haveli Chirag Din 47, Mochi Gate",
    "a name": "Zarmeena Durrani",
    "a name in a draft": "Gulrukh Afridi",
    "a worker's name": "Nargis Mastoi",
}
WORD = "quincunx"  # stands in what was written of the matter
SEARCHABLE = {"complaints_statement.text", "complaints_words.text"}  # and `folded`, in the desk's own spelling


def told(name: str) -> str:
    return PERSONAL[name]


@pytest.fixture
def doors(own_database, settings, tmp_path, caplog):
    """Everybody has been in: what they said lies in the database, the broker and the log."""
    for name, value in SETTINGS.items():
        setattr(settings, name, value)
    place = configured.STORAGES["evidence"] | {"OPTIONS": {"location": str(tmp_path / "evidence")}}
    settings.STORAGES = configured.STORAGES | {"evidence": place}
    settings.SMS_INBOUND_TOKEN = "t" * 32
    caplog.set_level("DEBUG")
    world = build()
    whole_web(world)
    unfinished()
    notices(world)
    enquiries()
    chat_and_texts()
    counter(world)
    mail(settings)
    deliver_due_messages(at=clock("+1d 12:00"))
    return own_database


def whole_web(world):
    visitor = Visitor()
    visitor.files("09:00", phone=told("a telephone on the web"), text=f"My {WORD} was taken from me at the market.")
    visitor.opens(registered()[-1], "10:00", reached_at=told("a telephone on the web"))
    world.in_inquiry(
        phone=told("a telephone on the web"), email=told("an e-mail address"), name=told("a name"),
        address=told("an address"), document="cnic", document_number=told("a CNIC"), text=f"They broke the {WORD}.",
    )  # fmt: skip


def unfinished():
    answers = {"name": told("a name in a draft"), "phone": told("a telephone in a draft"), "category": "bribe_demand"}
    start_draft(channel=Channel.WEB, answers=answers, at=clock("09:00"))


def notices(world):
    board = Board(world)
    board.told(board.published(), phone=told("a telephone of a tip"))


def enquiries():
    record_feedback(text="Be kinder at the counter, please.", channel=Channel.WEB, at=clock("09:00"),
                  phone=told("a telephone of feedback"))  # fmt: skip
    verification_asked(
        employer_name=told("a name"), employer_phone=told("a telephone of an employer"),
        employer_cnic=told("a CNIC of an employer"), worker_name=told("a worker's name"),
        worker_cnic=told("a CNIC of a worker"),
    )  # fmt: skip


def chat_and_texts():
    phone = Phone(number=told("a telephone in the chat").removeprefix("+"), user_id="PK.947")
    phone.writes("Salam")
    phone.writes("complaint")
    body = {"from": told("a telephone that texts"), "text": "status", "id": "sms-947"}
    Client().post("/sms/inbound", json.dumps(body), content_type="application/json",
                  headers={"Authorization": f"Bearer {'t' * 32}"})  # fmt: skip


def mail(settings):
    settings.MAIL_INTAKE_URL, settings.MAIL_INTAKE_ADDRESS = "imap://u:p@127.0.0.1:1", "complaints@portal.example"
    mail_storage.store_mail(
        letter(f"They took my {WORD}.", sender=told("an e-mail address that writes")), at=clock("09:00")
    )
    mail_processing.process_waiting_mail(at=clock("09:00"))
    mail_answers.send_due_answers(at=clock("09:00"))


def counter(world):
    complaint = world.complaint(
        "property_crime", "11:00", phone=told("a telephone at the counter"), name=told("a name")
    )
    world.salma.does("mark", complaint, "12:10", to=world.bilal, words=f"Ask for the {WORD}.")


@pytest.mark.slow
def test_no_personal_value_stands_in_clear_in_a_dump_of_the_database(doors):
    connections.close_all()
    dump, found = dumped(doors.owner_url), set()
    values = list(cells(dump))
    assert len(values) > 5_000
    for what, value in PERSONAL.items():
        ways = spellings(value)
        found |= {(what, where) for where, cell in values if any(way in cell for way in ways)}
    assert found == set()


@pytest.mark.slow
def test_what_stays_searchable_stands_in_the_columns_that_are_named_and_in_no_other(doors):
    connections.close_all()
    found = {where for where, cell in cells(dumped(doors.owner_url)) if WORD in cell.lower()}
    assert found == SEARCHABLE


@pytest.mark.slow
def test_neither_the_broker_nor_the_log_has_any(doors, settings, caplog):
    held = in_the_broker(settings.CACHE_URL)
    assert "limit:" in held
    seen = {
        (what, where)
        for what, value in PERSONAL.items()
        for where, text in {"the broker": held, "the log": caplog.text}.items()
        if any(way in text for way in spellings(value))
    }
    assert seen == set()


def test_every_way_of_writing_a_number_is_looked_for():
    ways = spellings("+923001234567")
    for way in ("+923001234567", "923001234567", "3001234567", "300 1234567", "۳۰۰۱۲۳۴۵۶۷", b"3001234567".hex()):
        assert way in ways
