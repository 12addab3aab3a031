"""Codes that are sent to the phone of a complaint and open it."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from complaints.models import AccessCode
from complaints.rules.etag import compose_etag
from complaints.services.access_keys import access_codes
from complaints.services.access_keys.access_codes import CODES_PER_HOUR, open_with_code, send_code
from notifications.models import Message
from tests.world import PHONES, clock

AYESHA = PHONES["ayesha"]


def code_sent(complaint, at) -> str:
    """Return the code in the last message, which only the sender can decrypt."""
    assert send_code(etag=complaint.etag, phone_or_email=AYESHA, at=clock(at))
    message = Message.objects.filter(template="access_code").latest("pk")
    return access_codes.unseal_code(message.context["code_sealed"], recipient=message.recipient)


def wrong(code) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def opens(complaint, code, at) -> bool:
    found = open_with_code(etag=complaint.etag, code=code, at=clock(at))
    return found is not None and found.complaint == complaint


def test_a_code_opens_the_complaint_for_ten_minutes(world):
    complaint = world.complaint()
    assert opens(complaint, code_sent(complaint, "10:00"), "10:09")
    assert not opens(complaint, code_sent(complaint, "11:00"), "11:10")


def test_a_code_opens_once(world):
    complaint = world.complaint()
    code = code_sent(complaint, "10:00")
    assert opens(complaint, code, "10:01")
    assert not opens(complaint, code, "10:02")


def test_the_fifth_wrong_try_spends_a_code(world):
    complaint = world.complaint()
    code = code_sent(complaint, "10:00")
    for _ in range(4):
        assert not opens(complaint, wrong(code), "10:01")
    assert opens(complaint, code, "10:02")
    code = code_sent(complaint, "10:20")
    for _ in range(5):
        assert not opens(complaint, wrong(code), "10:21")
    assert not opens(complaint, code, "10:22")


def test_a_new_code_leaves_the_one_before_it_valid(world):
    complaint = world.complaint()
    first = code_sent(complaint, "10:00")
    code_sent(complaint, "10:01")
    assert opens(complaint, first, "10:02")


def test_opening_proves_the_phone(world):
    complaint = world.complaint()
    opens(complaint, code_sent(complaint, "10:00"), "10:01")
    complaint.complainant.refresh_from_db()
    assert complaint.complainant.phone_verified_at == clock("10:01")


@pytest.mark.parametrize("reached_at", ["+923339999999", "", "nobody@example.org"])
def test_a_stranger_is_answered_nothing_and_gets_no_code(world, reached_at):
    complaint = world.complaint()
    assert not send_code(etag=complaint.etag, phone_or_email=reached_at, at=clock("10:00"))
    assert not AccessCode.objects.filter(complaint=complaint).exists()
    assert not Message.objects.filter(template="access_code").exists()


def test_an_unknown_etag_and_a_wrong_code_are_answered_alike(world):
    complaint = world.complaint()
    code = code_sent(complaint, "10:00")
    assert open_with_code(etag="260000000000", code=code, at=clock("10:01")) is None
    assert open_with_code(etag=complaint.etag, code=wrong(code), at=clock("10:01")) is None
    assert not send_code(etag="260000000000", phone_or_email=AYESHA, at=clock("10:01"))


def test_a_lost_try_is_not_waited_for_on_the_disk_as_nothing_is_where_nobody_has_the_number(world):
    """The wait would reveal that the complaint exists and has a valid code. After a correct code the commit waits."""
    complaint = world.complaint()
    code = code_sent(complaint, "10:00")
    waits = {}
    tries = {
        "wrong": (complaint.etag, wrong(code)),
        "nobody's": (compose_etag(26, 7), code),
        "right": (complaint.etag, code),
    }
    for what, (etag, typed) in tries.items():
        with CaptureQueriesContext(connection) as asked:
            open_with_code(etag=etag, code=typed, at=clock("10:01"))
        waits[what] = not any("synchronous_commit = off" in one["sql"] for one in asked)
    assert waits == {"wrong": False, "nobody's": False, "right": True}


def test_a_code_opens_no_other_complaint_of_the_same_phone(world):
    one, other = world.complaint(), world.complaint()
    assert not opens(other, code_sent(one, "10:00"), "10:01")


def test_an_hour_has_a_handful_of_codes(world):
    complaint = world.complaint()
    for minute in range(CODES_PER_HOUR):
        code_sent(complaint, f"10:{minute:02d}")
    assert not send_code(etag=complaint.etag, phone_or_email=AYESHA, at=clock("10:30"))
    assert send_code(etag=complaint.etag, phone_or_email=AYESHA, at=clock("11:01"))


def test_neither_the_outbox_nor_the_table_of_codes_holds_a_code_that_can_be_read(world):
    complaint = world.complaint()
    code = code_sent(complaint, "10:00")
    message = Message.objects.get(template="access_code")
    row = AccessCode.objects.get(complaint=complaint)
    assert code not in re.findall(r"\d{6}", str(message.context | {"etag": "", "spaced_etag": ""}))
    assert code.encode() not in bytes(row.code_hash)
    assert access_codes.CODE_SEAL_PURPOSE == "access_code"
