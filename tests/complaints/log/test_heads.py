"""The daily head: one a day, never changed, saved in a file and in messages, and compared with the log afterwards."""

import hashlib
import json
from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from django.db.utils import InternalError

from complaints.models import Event, HourlyHead, Seal
from complaints.queries.verification.head_check import head_of_row, read_head_folder
from complaints.rules.log.hourly_head import (
    NO_PREDECESSOR,
    InvalidHead,
    head_digest,
    head_from_file,
    head_to_file,
)
from complaints.rules.log.public_lines import public_line
from complaints.services.log.log_heads import publish_head
from complaints.services.log.log_seals import seal_events
from ledger import merkle, signing_keys
from notifications.models import Message
from notifications.services import deliver_due_messages
from tests.complaints.verifying import found
from tests.world import clock


@pytest.fixture
def folder(settings, tmp_path):
    settings.HEADS_FOLDER = str(tmp_path / "heads")
    return tmp_path / "heads"


def day(world, when: str):
    """A sealed complaint in inquiry, and the head made afterwards."""
    complaint = world.in_inquiry(when, station="gulberg")
    seal_events(at=clock(when) + timedelta(minutes=30))
    return complaint, publish_head(at=clock(when) + timedelta(hours=14))


def test_each_hour_has_one_head_that_names_the_one_before(world, folder):
    _, first = day(world, "10:00")
    assert publish_head(at=first.at + timedelta(minutes=59)) is None
    _, second = day(world, "+1d 10:00")
    assert [head.number for head in (first, second)] == [1, 2]
    assert json.loads(first.text)["prev"] == NO_PREDECESSOR.hex()
    assert json.loads(second.text)["prev"] == head_digest(first.text).hex()
    assert (second.events, second.complaints) == (Event.objects.count(), 2)
    assert found() == []


def test_it_says_nothing_of_how_much_there_is(world, folder):
    _, head = day(world, "10:00")
    assert sorted(json.loads(head.text)) == ["at", "hour", "number", "prev", "root", "seal", "v"]


def test_its_root_is_computed_from_the_links_and_the_digests_of_the_lines(world, folder):
    _, head = day(world, "10:00")
    leaves = []
    for event in Event.objects.select_related("complaint").order_by("pk"):
        link, key = bytes(event.mac), signing_keys.current_signing_key()[1]
        line = public_line(event.body, etag=event.complaint.etag, mac=link, key=key).text
        leaves.append(merkle.leaf_hash(link + hashlib.sha256(line.encode()).digest()))
    blind = bytes(head.roots)[-32:]
    assert json.loads(head.text)["root"] == merkle.tree_root([merkle.tree_root(leaves), blind]).hex()


def test_an_hour_without_any_event_has_a_head_too(world, folder):
    head = publish_head(at=clock("00:10"))
    assert (head.seal, head.events) == (None, 0)
    assert found() == []


def test_an_hour_without_any_event_looks_like_another(world, folder):
    """Otherwise the log would tell whether a duress word was entered at night: that is an event."""
    seal_events(at=clock("10:00"))
    texts = [json.loads(publish_head(at=clock(f"1{hour}:02")).text) for hour in range(3)]
    told = [text[name] for text in texts for name in ("root", "seal")]
    assert len(set(told)) == len(told)
    assert merkle.EMPTY_ROOT.hex() not in told


def test_the_file_holds_it_and_is_never_written_again(world, folder, caplog):
    _, head = day(world, "10:00")
    (path,) = folder.iterdir()
    assert path.name == f"head-{head.hour:%Y-%m-%dT%H}Z.json"
    assert head_from_file(path.read_text()) == head_of_row(head)
    path.write_text("{}")
    publish_head(at=head.at)
    assert path.read_text() == "{}"
    assert "is another head than the archive's" in caplog.text
    assert read_head_folder(str(folder)) == ([], [f"{path.name} is not the head that was written"])


def test_a_file_that_could_not_be_written_is_written_later(world, settings, tmp_path, caplog):
    (tmp_path / "heads").write_text("in the way")
    settings.HEADS_FOLDER = str(tmp_path / "heads")
    _, head = day(world, "10:00")
    assert "could not be written" in caplog.text
    (tmp_path / "heads").unlink()
    publish_head(at=head.at)
    assert head_from_file((tmp_path / "heads" / f"head-{head.hour:%Y-%m-%dT%H}Z.json").read_text()) == head_of_row(head)


def test_auditors_and_an_address_outside_get_it_by_letter(world, settings, folder, mailoutbox):
    settings.HEADS_RECIPIENTS = ["archive@example.org"]
    _, head = day(world, "10:00")
    told = set(Message.objects.filter(template="daily_head").values_list("recipient", flat=True))
    assert told == {f"posting:{world.asad.posting.pk}", "outside:1"}
    deliver_due_messages(at=head.at)
    letter = next(mail for mail in mailoutbox if mail.to == ["archive@example.org"])
    assert bytes(head.digest).hex() in letter.body
    assert head_from_file(letter.body) == head_of_row(head)


@pytest.mark.parametrize("contents", ["", "{}", "[]", '{"text": 1}', "no head"])
def test_what_is_no_head_is_not_taken_for_one(contents):
    with pytest.raises(InvalidHead):
        head_from_file(contents)


def test_the_portal_itself_cannot_change_the_archive(world, folder):
    day(world, "10:00")
    for statement in ("UPDATE complaints_hourlyhead SET events = 0", "DELETE FROM complaints_hourlyhead"):
        with pytest.raises((InternalError, ProgrammingError)), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert HourlyHead.objects.get().seal == Seal.objects.get()
    assert head_to_file(head_of_row(HourlyHead.objects.get()))
