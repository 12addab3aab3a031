"""Dossiers: their content, what they leave out, and their verification."""

import json

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Posting
from accounts.services.leave_arrangement import arrange_leave
from complaints.models import Custody, Event
from complaints.services.exclusion.officer_naming import name_officer
from desk.services import reading_log
from ledger import chain
from notifications.models import Message
from notifications.services import delete_old_messages
from reviews.models import Dossier, Flag, Review
from reviews.queries.dossier_bodies import build_dossier_bodies
from reviews.queries.review_details import parse_dossier_of_flag
from reviews.rules import dossier_format as rule
from reviews.rules.decision_kinds import Ground
from reviews.services import new_flag_details
from reviews.services.review_notifications import notify_officer
from sla.services.sweeping import sweep
from tests.monitoring.reviews.lives import flag_all, late_complaint
from tests.world import PHONES, clock


def body_of(flag: Flag) -> dict:
    return parse_dossier_of_flag(Flag.objects.select_related("dossier").get(pk=flag.pk)).body


@pytest.fixture
def known(world):
    """Bilal was reminded, opened the complaint and missed the deadline; Ayesha reports pressure and names Kamran."""
    complaint = world.complaint("financial_crime", "09:00", name="Ayesha Noor", address="14-B Tulip Lane")
    world.salma.marks(complaint, to=world.bilal, at="09:20")
    reading_log.record_reading(complaint, by=world.bilal.actor, at=clock("10:00"))
    reading_log.record_reading(complaint, by=world.zara.actor, at=clock("10:05"))
    sweep(at=clock("15:00"))
    name_officer(
        complaint_id=complaint.pk,
        officer_id=world.latif.officer.pk,
        why="He was there.",
        by=world.salma.actor,
        at=clock("16:00"),
    )
    world.ayesha.does("report_pressure", complaint, "16:30", silent="")
    flag_all("17:01")
    return complaint


def test_a_dossier_has_policy_deadlines_notices_views_custody_and_chain_hash(world, known):
    flag = Flag.objects.get(review__officer=world.bilal.officer, breach__clock="contact")
    body = body_of(flag)
    assert body["promised"]["contact_hours"] == known.policy.contact_hours == 8
    assert [piece["posting"] for piece in body["custody"]] == [
        world.usman.officer.postings.get(office__code="lahore").pk,
        world.bilal.posting.pk,
        world.dania.posting.pk,  # because Latif is named, who is below her
    ]
    assert [one["template"] for one in body["notices"]] == ["marked_to_you", "reminder"]
    assert [view["posting"] for view in body["views"]] == [world.bilal.posting.pk]
    assert body["leaves"] == body["pauses"] == []
    last = Event.objects.filter(complaint=known).order_by("seq").last()
    assert body["chain"] == {"seq": last.seq, "mac": bytes(last.mac).hex()}
    assert set(flag.dossier.grounds) == {Ground.NOTICES_READ, Ground.TIME_HELD, Ground.NO_LEAVE}


def test_a_dossier_reveals_no_complainant_and_nothing_excluded(world, known):
    text = Dossier.objects.get(flag__review__officer=world.bilal.officer, flag__breach__clock="contact").body
    for secret in ("Ayesha", "Tulip", PHONES["ayesha"], "shop", "pressure", "named", "Latif", "silent"):
        assert secret not in text
    views = json.loads(text)["views"]
    assert world.zara.posting.pk not in {view["posting"] for view in views}


def test_a_pause_refers_to_its_reason_and_leave_has_its_days(world):
    complaint = world.in_inquiry(at="10:00")
    world.bilal.asks(complaint, "11:00")
    world.ayesha.answers(complaint, "23:00")
    span = {"starts_at": clock("+2d 00:00"), "ends_at": clock("+3d 00:00")}
    arrange_leave(posting=world.bilal.posting, cover=world.kamran.posting, by=None, at=clock("+1d 10:00"), **span)
    flag_all("+5d 21:00")
    flag = Flag.objects.get(review__officer=world.bilal.officer)
    [pause] = body_of(flag)["pauses"]
    event = Event.objects.get(complaint=complaint, seq=pause["reason_in_event"])
    assert (event.kind, event.words.text) == ("ask_citizen", "In so many words.")
    assert len(body_of(flag)["leaves"]) == 1
    assert set(flag.dossier.grounds) == {Ground.TIME_HELD, Ground.PAUSES}  # no notice was delivered


def saved(tmp_path, **changes):
    """Save the only dossier as a file, with changes to its body."""
    dossier = Dossier.objects.first()
    file = json.loads(rule.dossier_file_bytes(dossier.body, key_id=dossier.key_id, mac=bytes(dossier.mac)))
    file["dossier"] |= changes
    path = tmp_path / "dossier.json"
    path.write_text(json.dumps(file))
    return path


@pytest.fixture
def version_1(monkeypatch):
    """Freeze dossiers as version 1 did: without new holders, and with notices that do not state whom they name."""

    def build(*args, **kwargs):
        for flag, body, grounds in build_dossier_bodies(*args, **kwargs):
            body["v"] = 1
            for event in body["events"]:
                event.pop("to", None)
            for notice in body["notices"]:
                del notice["names_it"]
            yield flag, body, grounds

    monkeypatch.setattr(new_flag_details, "build_dossier_bodies", build)


def verify(path, capsys) -> str:
    """Run `verify_dossier` and return its findings."""
    with pytest.raises(CommandError):
        call_command("verify_dossier", path)
    return capsys.readouterr().err


def test_an_unchanged_dossier_is_verified(world, tmp_path, capsys):
    late_complaint(world)
    call_command("verify_dossier", saved(tmp_path))
    assert "as it was frozen" in capsys.readouterr().out


def test_a_new_dossier_has_the_current_version_and_the_new_holders(world):
    late_complaint(world)
    body = json.loads(Dossier.objects.get().body)
    assert body["v"] == rule.DOSSIER_VERSION == max(rule.READABLE_VERSIONS) == 2
    [marked] = [event for event in body["events"] if event["kind"] == "mark"]
    assert marked["to"]["posting"] == world.bilal.posting.pk


def test_a_dossier_of_version_1_is_verified(world, version_1, tmp_path, capsys):
    late_complaint(world)
    body = json.loads(Dossier.objects.get().body)
    assert body["v"] == 1
    assert not any("to" in event for event in body["events"])
    call_command("verify_dossier", saved(tmp_path))
    assert "as it was frozen" in capsys.readouterr().out
    assert "v: the file says something else than what was frozen" in verify(saved(tmp_path, v=2), capsys)


def test_a_dossier_is_verified_after_later_events(world, tmp_path, capsys):
    complaint = late_complaint(world)
    world.bilal.records_contact(complaint, "18:00")
    call_command("verify_dossier", saved(tmp_path))
    assert "as it was frozen" in capsys.readouterr().out


def test_a_change_in_the_file_is_reported(world, tmp_path, capsys):
    late_complaint(world)
    findings = verify(saved(tmp_path, leaves=[{"posting": 1, "from": "x", "to": "y"}]), capsys)
    assert "does not bear its mark" in findings
    assert "leaves: the file says something else than what was frozen" in findings


def test_a_change_in_the_history_or_the_ledgers_is_reported(world, tmp_path, capsys):
    complaint = late_complaint(world)
    path = saved(tmp_path)
    Custody.objects.filter(complaint=complaint, posting=None).update(posting=world.kamran.posting)
    assert "custody[0].posting: the ledgers say something else now" in verify(path, capsys)


@pytest.mark.parametrize("contents", [b"", b"{}", b"[]", b'{"dossier": {"flag": 1, "v": 9}, "mac": ""}', b"\xff\xfe"])
def test_another_file_is_no_dossier(db, tmp_path, contents):
    path = tmp_path / "other.json"
    path.write_bytes(contents)
    with pytest.raises(CommandError, match="no dossier"):
        call_command("verify_dossier", path)


def test_the_hash_of_a_dossier_is_not_valid_for_a_history():
    assert rule.dossier_mac(b"key", "{}") != chain.compute_link(b"key", chain.CHAIN_START, "{}")


def test_notices_of_an_officer_under_review_outlive_the_other_messages(world, known):
    """The dossier of the next flag lists them, however long the review takes."""
    notify_officer(Review.objects.get(officer=world.bilal.officer), "explanation_wanted", at=clock("17:00"))
    Message.objects.update(sent_at=clock("17:00"), given_up_at=None)
    to_bilal = f"posting:{world.bilal.posting.pk}"
    notices = Message.objects.filter(recipient=to_bilal).count()
    request = Message.objects.filter(recipient=f"officer:{world.bilal.officer.pk}", template="explanation_wanted")
    assert delete_old_messages(at=clock("+500d 09:00")) > 0
    assert Message.objects.filter(recipient=to_bilal).count() == notices > 0
    assert request.exists()
    assert not Message.objects.filter(recipient__startswith="complainant:").exists()
    under_review = Review.objects.filter(closed_at=None).values("officer")
    others = Posting.objects.exclude(officer__in=under_review).values_list("pk", flat=True)
    assert not Message.objects.filter(recipient__in=[f"posting:{pk}" for pk in others]).exists()
