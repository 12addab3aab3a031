"""Files that a person sends to an operator are fetched, inspected and shown; reading a chat is recorded."""

import json
import re

import pytest

from complaints.evidence.inspection_job import inspect_waiting_files
from complaints.models import Complaint, Evidence, Reading
from tests.evidence import samples
from tests.whatsapp.handover.conftest import FILING
from tests.whatsapp.test_files import sends
from tests.whatsapp.transcripts import part
from whatsapp.models import HandoverLine, Media
from whatsapp.rules.chat_state import State
from whatsapp.rules.dialogs.incident_account import LONGEST_ACCOUNT
from whatsapp.services import media_download
from whatsapp.services.handover_erasure import erase_texts_of_chat

Kind = HandoverLine.Kind
FETCHING = "The file is being fetched"


def page_of(talk) -> str:
    return f"/desk/inbox/{talk.handover.pk}/"


def fetch(talk) -> None:
    assert media_download.download_due_files(at=talk.phone.at) == 1
    inspect_waiting_files(at=talk.phone.at)


@pytest.mark.slow
def test_a_photo_reaches_the_operator_after_its_check_and_nobody_else(talk, simulator, seat):
    talk.writes("Salam", "2", "operator")
    said = json.dumps(sends(talk.phone, simulator, samples.photo(), caption="My receipt"))
    assert "sees this file as soon as it is checked" in said
    nadia = seat(talk.world.nadia)
    assert FETCHING in nadia.get(page_of(talk), "09:20").content.decode()
    fetch(talk)
    shown = nadia.get(page_of(talk), "09:21").content.decode()
    (address,) = re.findall(rf'href="({page_of(talk)}files/[0-9a-f-]{{36}}/)"', shown)
    answer = nadia.get(address, "09:22")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    for person in (talk.world.salma, talk.world.bilal):
        assert seat(person).get(address, "09:22").status_code == 404
    other = address.replace(str(Evidence.objects.get().pk), "00000000-0000-4000-8000-000000000000")
    assert nadia.get(other, "09:22").status_code == 404


@pytest.mark.slow
def test_a_refused_file_is_called_refused_and_has_no_link(talk, simulator, seat):
    talk.writes("Salam", "2", "operator")
    sends(talk.phone, simulator, b"MZ" + bytes(200))
    fetch(talk)
    shown = seat(talk.world.nadia).get(page_of(talk), "09:21").content.decode()
    assert "/files/" not in shown
    assert FETCHING not in shown


@pytest.mark.slow
def test_a_file_sent_while_a_complaint_is_written_is_added_to_it_too(talk, simulator, seat):
    talk.writes(*FILING, "operator")
    assert "also added to the complaint" in json.dumps(sends(talk.phone, simulator, samples.photo()))
    assert talk.chat.state.answers["files"] == 1
    fetch(talk)
    talk.writes("0", "continue", "No", "Submit, no updates")
    assert Evidence.objects.get().complaint == Complaint.objects.unscoped("test").get()


def test_files_go_with_the_texts(talk, simulator, seat):
    talk.writes("Salam", "2", "operator")
    sends(talk.phone, simulator, samples.photo())
    fetch(talk)
    talk.writes("0")
    erase_texts_of_chat(talk.chat, at=talk.phone.at)
    assert not Evidence.objects.exists()
    assert not Media.objects.exists()


@pytest.mark.slow
def test_more_files_than_a_complaint_may_have_are_refused(talk):
    talk.writes("Salam", "2", "operator")
    said = [json.dumps(talk.phone.sends(part("photo", ""))) for _ in range(21)]
    assert "Twenty files" in said[-1]
    assert Media.objects.count() == 20


# --- Reading records -----------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_to_open_a_chat_about_no_complaint_leaves_a_record_that_the_head_sees(talk, seat):
    talk.writes(*FILING, "operator")
    salma, usman = seat(talk.world.salma), seat(talk.world.usman)
    salma.get(page_of(talk), "09:20")
    salma.get(page_of(talk), "09:20")
    (line,) = talk.handover.lines.filter(kind=Kind.READ)
    assert line.posting == talk.world.salma.posting
    assert "Opened" not in salma.get(page_of(talk), "09:25").content.decode()
    assert "Opened" in usman.get(page_of(talk), "09:26").content.decode()


def test_a_chat_about_a_complaint_records_a_reading_of_it_and_none_in_its_log(talk, seat):
    complaint = talk.world.complaint(at="08:00")
    talk.writes("Salam", "2", complaint.etag, "operator")
    operator = talk.world.salma if talk.handover.office.code == "lahore" else talk.world.nadia
    seat(operator).get(page_of(talk), "09:20")
    assert Reading.objects.filter(complaint=complaint, posting=operator.posting).exists()
    assert not talk.handover.lines.filter(kind=Kind.READ).exists()


# --- What the chat itself keeps ------------------------------------------------------------------------------------


def test_delete_my_messages_empties_what_the_conversation_keeps_too(talk):
    talk.writes(*FILING, "xyzzy", "operator", "0")
    talk.writes("delete my messages")
    stored = json.dumps(talk.chat.state.to_json())
    assert "xyzzy" not in stored
    assert "bicycle" not in stored


@pytest.mark.parametrize("name", ["texts", "_misses", "_held", "concerns", "written"])
def test_texts_of_interrupted_dialogs_are_emptied_too(name):
    first = State(step="tell.what", answers={"category": "x", name: ["words"]}, dialog_key="k").interrupt()
    second = State(step="tell.what", answers={"category": "y", name: ["words"]}, interrupted=first.interrupted)
    emptied = json.dumps(second.interrupt().without_texts().to_json())
    assert "words" not in emptied
    assert '"category": "x"' in emptied


@pytest.mark.slow
def test_captions_do_not_exceed_the_accounts_limit(talk, simulator):
    talk.writes("Salam", "2", "1", "2", "Lahore")
    for number in range(20):
        talk.phone.sends(part("photo", f"{number} " + "x" * 1000))
    assert LONGEST_ACCOUNT - 1100 < sum(map(len, talk.chat.state.answers["texts"])) <= LONGEST_ACCOUNT
