"""Proofs of each line of a complaint's page, a petition and a dossier, and the program that checks them."""

import io
import json
import os
from datetime import timedelta

import pikepdf
import pytest
from django.conf import settings as portal_settings
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, settings
from hypothesis import given as for_any
from hypothesis import strategies as st

import documents
from citizen.complaint_page import citizen_timeline, petition_view
from citizen.complaint_page.record_proof_view import proof_of_page
from citizen.queries import own_complaint
from citizen.queries.petition_record import load_petition_record
from complaints.models import Complaint, Event, Words
from complaints.queries.verification import verify_complaints
from complaints.services.retention.anonymisation import anonymise
from ledger import log_keys, signed_notes
from reviews.desk import dossier_pdf
from reviews.models import Flag
from reviews.queries.review_details import parse_dossier_of_flag
from sla.services.sweeping import sweep
from tests.citizen.conftest import Visitor
from tests.citizen.log.record_proofs import attached, changed, lines_of, publish, refusal, verify
from tests.citizen.mine.conftest import closed, opens
from tests.complaints.test_random_histories import takes_a_step
from tests.legal_forms import review_forms
from tests.monitoring.reviews.lives import flag_all
from tests.secret_words import set_words
from tests.world import REPORT_PARTS, clock

HISTORIES = int(os.environ.get("HISTORIES", "8"))
WITHHELD = ("posting", "officer_id", "office", "holder", "clocks", "seq", "prev", "complaint", "cycle", "digests")


@pytest.fixture
def late(world):
    """Return Ayesha's complaint: Bilal wrote to her and missed the deadline. Bashir filed before and after her."""
    review_forms(world)
    world.in_inquiry(by="bashir")
    complaint = world.complaint("financial_crime", "09:05", station="gulberg")
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    world.bilal.does("tell_citizen", complaint, "09:20", words="آپ کی درخواست مل گئی ہے۔")
    world.complaint(at="09:30", by="bashir")
    publish("10:02")
    sweep(at=clock("17:30"))
    publish("18:02")
    return complaint


def page_file(visitor, complaint, at="18:30"):
    visitor.opens(complaint, at)
    return visitor.get(f"/track/{complaint.etag}/mine/proof.json", at)


def petition(visitor, complaint, at="18:30"):
    visitor.opens(complaint, at)
    return visitor.get(f"/track/{complaint.etag}/mine/petition.pdf", at).content


@pytest.mark.slow
def test_each_line_of_ayeshas_page_is_proved(late, ayesha, tmp_path):
    page = opens(ayesha, late, "18:20")
    assert "Download a proof of each line" in page
    answer = page_file(ayesha, late)
    assert answer["Content-Type"] == "application/json"
    assert answer["Content-Disposition"] == f"attachment; filename*=UTF-8''proof-{late.etag}.json"
    done = verify(tmp_path, answer.content)
    assert done.returncode == 0, done.stderr
    assert [line["kind"] for line in lines_of(answer.content)] == ["registered", "mark", "tell_citizen", "breach"]
    assert f"Complaint {late.etag}" in done.stdout
    assert "  1. 2026-11-23T04:05:00+00:00  registered, by citizen: proved, hour 1 of the log" in done.stdout
    assert "  4. 2026-11-23T12:30:00+00:00  breach (contact), by system: proved, hour 2 of the log" in done.stdout
    assert "     text: آپ کی درخواست مل گئی ہے۔" in done.stdout
    assert "4 of 4 lines are proved." in done.stdout
    assert f"The log is signed by {portal_settings.LOG_ORIGIN}" in done.stdout
    assert "What this cannot show:" in done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ur"])
def test_the_petition_carries_a_proof_of_its_timeline(late, ayesha, tmp_path, language):
    ayesha.language = language
    pdf = petition(ayesha, late)
    done = verify(tmp_path, pdf)
    assert done.returncode == 0, done.stderr
    facts = load_petition_record(own_complaint.load_own_complaint(late.pk)).facts
    assert [line["at"] for line in lines_of(attached(pdf))] == [fact.event.at.isoformat() for fact in facts]
    assert f"{len(facts)} of {len(facts)} lines are proved." in done.stdout
    assert "text:" not in done.stdout  # the petition's timeline shows no message


@pytest.mark.slow
@pytest.mark.parametrize(
    "saved",
    [
        {"object_stream_mode": pikepdf.ObjectStreamMode.generate, "recompress_flate": True},
        {"linearize": True},
        {"compress_streams": False, "stream_decode_level": pikepdf.StreamDecodeLevel.all},
    ],
    ids=["packed", "linearized", "uncompressed"],
)
def test_a_petition_that_another_program_has_saved_still_carries_it(late, ayesha, tmp_path, saved):
    with pikepdf.open(io.BytesIO(petition(ayesha, late))) as paper:
        paper.save(tmp_path / "saved.pdf", **saved)
    done = verify(tmp_path, (tmp_path / "saved.pdf").read_bytes())
    assert (done.returncode, done.stderr) == (0, "")
    assert "lines are proved." in done.stdout


@pytest.mark.slow
def test_a_petition_against_a_refusal_proves_the_reason_that_it_quotes(world, ayesha, tmp_path):
    review_forms(world)
    complaint = world.complaint("land_grab")
    world.usman.does("reject", complaint, "10:00", words="A matter for the revenue court.")
    publish("11:02")
    pdf = petition(ayesha, complaint, "11:30")
    assert "text: A matter for the revenue court." in verify(tmp_path, pdf).stdout
    forged = changed(attached(pdf), lambda proof: proof["lines"][-1]["text"].update(text="She withdrew it."))
    assert refusal(tmp_path, forged) == "The text of line 2 was changed."


@pytest.mark.slow
def test_a_report_in_parts_is_proved_as_a_whole(world, tmp_path):
    complaint = world.in_inquiry()
    world.bilal.reports(complaint, "+1d 09:00", **REPORT_PARTS)
    publish("+1d 10:02")
    proof = proof_of_page(own_complaint.load_own_complaint(complaint.pk))
    report = next(entry for entry in json.loads(proof)["lines"] if entry.get("text", {}).get("parts"))
    done = verify(tmp_path, proof)
    assert done.returncode == 0, done.stderr
    assert f"persons_heard: {report['text']['parts']['persons_heard']}" in done.stdout
    assert "submit_report (relief_granted), by officer: proved" in done.stdout


@pytest.mark.slow
def test_a_line_of_this_hour_is_not_yet_in_the_log(world, late, ayesha, tmp_path):
    world.ayesha.does("add", late, "18:10", words="He called again.")
    proof = page_file(ayesha, late).content
    done = verify(tmp_path, proof)
    assert done.returncode == 0, done.stderr
    assert "  5. 2026-11-23T13:10:00+00:00  add, by citizen: NOT YET IN THE LOG" in done.stdout
    assert "4 of 5 lines are proved." in done.stdout
    publish("19:02")
    assert "5 of 5 lines are proved." in verify(tmp_path, page_file(ayesha, late, "19:10").content).stdout


@pytest.mark.slow
def test_before_the_first_hour_of_a_log_nothing_is_proved(world, tmp_path):
    complaint = world.complaint()
    proof = proof_of_page(own_complaint.load_own_complaint(complaint.pk))
    done = verify(tmp_path, proof)
    assert "0 of 1 lines are proved." in done.stdout
    assert f"The log is NOT SIGNED by {portal_settings.LOG_ORIGIN}" in done.stdout
    assert done.returncode == 1
    forged = changed(proof, lambda facts: facts["lines"][0].update(hour=1, steps=[]))
    assert refusal(tmp_path, forged) == "This file is no proof, or a part of it is missing."


@pytest.fixture
def proof(late):
    return proof_of_page(own_complaint.load_own_complaint(late.pk))


def other_line(name):
    """Return a change of one fact of the third line."""

    def change(proof):
        line = json.loads(proof["lines"][2]["line"])
        proof["lines"][2]["line"] = json.dumps(line | name, sort_keys=True, separators=(",", ":"))

    return change


def swap(proof):
    lines = proof["lines"]
    lines[1], lines[2] = lines[2], lines[1]


def swap_contents(proof):
    first, second = proof["lines"][1:3]
    first["line"], second["line"] = second["line"], first["line"]


IN_THE_LINE = "Line 3 was changed, or its proof is of another line."
FORGERIES = {
    "another kind": (other_line({"kind": "close"}), IN_THE_LINE),
    "another moment": (other_line({"at": "2026-11-23T04:15:00+00:00"}), IN_THE_LINE),
    "another actor": (other_line({"by": "citizen"}), IN_THE_LINE),
    "another text": (lambda proof: proof["lines"][2]["text"].update(text="No."), "The text of line 3 was changed."),
    "another salt": (lambda proof: proof["lines"][2]["text"].update(salt="00"), "The text of line 3 was changed."),
    "a text from elsewhere": (
        lambda proof: proof["lines"][1].update(text=proof["lines"][2]["text"]), "The text of line 2 was changed.",
    ),
    "another detail": (
        lambda proof: proof["lines"][3]["detail"].update(text="report"), "The text of line 4 was changed.",
    ),
    "another link": (lambda proof: proof["lines"][2].update(link="00" * 32), IN_THE_LINE),
    "lines in another order": (swap, "Line 3 is not in its place."),
    "contents of lines swapped": (swap_contents, "Line 2 was changed, or its proof is of another line."),
    "a line twice": (
        lambda proof: proof["lines"].insert(3, dict(proof["lines"][2])), "Line 4 is not in its place.",
    ),
    "another E-tag": (lambda proof: proof.update(etag="000000000000"), "Line 1 is of another complaint."),
    "an hour moved": (
        lambda proof: proof["hours"].update({"2": proof["hours"]["1"]}), "Hour 2 is not an entry of this log.",
    ),
    "no such hour": (
        lambda proof: proof["lines"][0].update(hour=7), "This file is no proof, or a part of it is missing.",
    ),
    "no line": (lambda proof: proof.update(lines=[]), "This file is no proof, or a part of it is missing."),
    "nonsense": (lambda proof: proof.update(hours=[1]), "This file is no proof, or a part of it is missing."),
    "no signature": (
        lambda proof: proof.update(checkpoint=proof["checkpoint"].split("— ")[0]),
        "The log with this key has not signed it.",
    ),
}  # fmt: skip


@pytest.mark.slow
def test_every_forgery_is_refused_in_one_line(proof, tmp_path):
    for name, (change, said) in FORGERIES.items():
        assert refusal(tmp_path, changed(proof, change)) == said, name


@pytest.mark.slow
def test_a_line_of_another_complaint_is_refused_although_it_is_in_the_log(late, proof, tmp_path):
    bashirs = Complaint.objects.unscoped("test").exclude(pk=late.pk).first()
    theirs = json.loads(proof_of_page(own_complaint.load_own_complaint(bashirs.pk)))
    forged = changed(proof, lambda facts: facts["lines"].insert(0, theirs["lines"][0]))
    assert refusal(tmp_path, forged) == "Line 1 is of another complaint."


@pytest.mark.slow
def test_what_is_no_proof_is_refused_in_one_line(late, proof, ayesha, tmp_path):
    no_proof = "This file is no proof, or a part of it is missing."
    for content in (proof[: len(proof) // 2], "", "[]", "{}", b"\xff\xd8\xff", "[" * 100_000):
        assert refusal(tmp_path, content) == no_proof
    pdf = petition(ayesha, late)
    assert refusal(tmp_path, pdf[: len(pdf) // 8]).startswith("This PDF carries no proof.")
    other = signed_notes.log_key(portal_settings.LOG_ORIGIN, b"\x09" * 32)
    assert refusal(tmp_path, proof, other) == "The log with this key has not signed it."
    assert refusal(tmp_path, proof, "a key") == "A key is written as name+id+base64."
    witness = signed_notes.witness_key("university.example/witness", b"\x02" * 32)
    done = verify(tmp_path, proof, log_keys.public_key(), witness)
    assert (done.returncode, "NOT SIGNED by university.example/witness" in done.stdout) == (1, True)


@pytest.mark.slow
def test_after_anonymisation_a_line_is_proved_and_its_text_is_gone(world, tmp_path):
    complaint = closed(world)
    publish("+2d 10:02")
    assert anonymise(complaint.pk, at=clock("+800d 12:00"), months={complaint.category_id: 12})
    assert not Words.objects.filter(event__complaint=complaint).exclude(text="").exists()
    proof = proof_of_page(own_complaint.load_own_complaint(complaint.pk))
    assert {entry["text"]["destroyed"] for entry in json.loads(proof)["lines"] if "text" in entry} == {True}
    done = verify(tmp_path, proof)
    assert done.returncode == 0, done.stderr
    assert "text: destroyed after the set period; the log still has its digest" in done.stdout
    assert [str(finding) for _, found in verify_complaints() for finding in found] == []


@pytest.mark.slow
def test_a_longer_history_takes_no_more_queries(world, late):
    with CaptureQueriesContext(connection) as short:
        before = proof_of_page(own_complaint.load_own_complaint(late.pk))
    for hour in range(1, 7):
        world.ayesha.does("add", late, f"+1d {10 + hour}:10", words="He called again.")
        publish(f"+1d {11 + hour}:02")
    with CaptureQueriesContext(connection) as long:
        after = proof_of_page(own_complaint.load_own_complaint(late.pk))
    assert len(json.loads(after)["lines"]) == len(json.loads(before)["lines"]) + 6
    assert len(long) == len(short) <= 20


# --- what nobody may learn from a proof ---------------------------------------------------------------------------


@pytest.mark.slow
def test_a_proof_names_no_other_complaint_and_no_fact_that_the_page_withholds(world, late, proof):
    world.ayesha.does("report_pressure", late, "18:10", silent="")
    publish("19:02")
    with_pressure = proof_of_page(own_complaint.load_own_complaint(late.pk))
    assert [line["kind"] for line in lines_of(with_pressure)] == [line["kind"] for line in lines_of(proof)]
    theirs = Event.objects.exclude(complaint=late).values_list("mac", "complaint__etag", "body")
    hidden = Event.objects.filter(complaint=late, kind__in=["reminder", "report_pressure"])
    links = [bytes(mac).hex() for mac, *_ in theirs] + [bytes(event.mac).hex() for event in hidden]
    assert hidden.count() == 2
    assert not [link for link in links if link in with_pressure]
    assert not {etag for _, etag, _ in theirs if etag in with_pressure}
    assert {frozenset(line) for line in lines_of(with_pressure)} == {
        frozenset({"v", "etag", "at", "kind", "by", "detail", "words", "salt"})
    }
    texts = [entry["line"] for entry in json.loads(with_pressure)["lines"]]
    assert not [name for name in WITHHELD for text in texts if f'"{name}"' in text]


@pytest.mark.slow
def test_a_complaint_with_a_secret_word_has_no_proofs(late, ayesha):
    set_words(late.pk, secret_hash="the blue mango tree")
    visitor = Visitor()
    visitor.posts(f"/track/{late.etag}/key/", "18:20", key="the blue mango tree")
    page = visitor.get(f"/track/{late.etag}/mine/", "18:21").content.decode()
    assert "proof.json" not in page
    assert "proof of each line" not in page
    refused = visitor.get(f"/track/{late.etag}/mine/proof.json", "18:22")
    assert refused.status_code == 302
    pdf = visitor.get(f"/track/{late.etag}/mine/petition.pdf", "18:23").content
    assert pdf.startswith(b"%PDF")
    assert attached(pdf) is None


@pytest.mark.slow
def test_the_duress_word_and_the_secret_word_offer_equally_little(late):
    """The pages after both words are compared byte by byte in citizen/keys/test_under_duress.py."""
    set_words(late.pk, secret_hash="the blue mango tree", duress_hash="my aunt's red door")
    answers = []
    for word in ("the blue mango tree", "my aunt's red door"):
        visitor = Visitor()
        visitor.posts(f"/track/{late.etag}/key/", "18:20", key=word)
        assert "proof" not in visitor.get(f"/track/{late.etag}/mine/", "18:21").content.decode()
        refused = visitor.get(f"/track/{late.etag}/mine/proof.json", "18:22")
        answers.append((refused.status_code, refused["Location"], refused.content, sorted(refused.headers)))
        pdf = visitor.get(f"/track/{late.etag}/mine/petition.pdf", "18:23").content
        assert b"EmbeddedFile" not in pdf
    assert answers[0] == answers[1]


@pytest.mark.slow
def test_without_a_signed_log_there_are_no_proofs(late, ayesha, settings):
    settings.LOG_SIGNING_KEY = ""
    assert "proof.json" not in ayesha.opens(late, "18:20").content.decode()
    assert page_file(ayesha, late).status_code == 302


@pytest.mark.slow
def test_the_dossier_carries_a_proof_of_its_events_also_with_a_secret_word(world, late, tmp_path):
    world.bilal.does("record_contact", late, "18:10")
    world.ayesha.says("someone_else", late, "18:20")
    flag_all("18:31")
    publish("19:02")
    set_words(late.pk, secret_hash="the blue mango tree")
    related = "dossier", "breach__complaint__category", "review__officer"
    flag = Flag.objects.select_related(*related).get(breach__complaint=late)
    evidence = parse_dossier_of_flag(flag)
    pdf = documents.make_dossier(dossier_pdf.dossier_pdf_facts(evidence), "en")
    done = verify(tmp_path, pdf)
    assert done.returncode == 0, done.stderr
    lines = lines_of(attached(pdf))
    assert [line["at"] for line in lines] == [event["at"] for event in evidence.body["events"]]
    assert "someone_else" not in done.stdout
    assert "deny_contact, by citizen: proved" in done.stdout


steps = st.lists(st.tuples(st.integers(0, 999), st.integers(1, 60 * 40)), min_size=4, max_size=12)


@pytest.mark.slow
def test_no_proof_is_of_an_event_that_its_reader_does_not_see(world, tmp_path):
    """In any history, with silent and internal events: a proof has the reader's lines, and no link of another event."""

    @settings(max_examples=HISTORIES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @for_any(steps)
    def in_any_history(history):
        with transaction.atomic():
            complaint, at = world.complaint("financial_crime", "09:00", station="gulberg"), clock("09:00")
            for choice, minutes in history:
                at += timedelta(minutes=minutes)
                sweep(at=at)
                complaint.refresh_from_db(from_queryset=Complaint.objects.unscoped("test"))
                takes_a_step(world, complaint, choice, at)
            world.ayesha.does("report_pressure", complaint, at, silent="")
            publish((at + timedelta(hours=1)).replace(minute=2))
            opened = own_complaint.load_own_complaint(complaint.pk)
            facts = load_petition_record(opened).facts
            entries = citizen_timeline.citizen_timeline_entries(opened, now=at)
            for proof, moments in (
                (proof_of_page(opened), [entry["at"] for entry in entries]),
                (petition_view.petition_facts(opened).proof, [fact.event.at for fact in facts]),
            ):
                assert [line["at"] for line in lines_of(proof)] == [moment.isoformat() for moment in moments]
                done = verify(tmp_path, proof)
                assert (done.returncode, "NOT YET" in done.stdout) == (0, False), done.stderr
                links = {entry["link"] for entry in json.loads(proof)["lines"]}
                assert len(links) == len(moments)
                others = [bytes(mac).hex() for mac in Event.objects.values_list("mac", flat=True)]
                assert not [mac for mac in others if mac in proof and mac not in links]
            transaction.set_rollback(True)

    in_any_history()
