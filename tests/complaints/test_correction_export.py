"""The export of corrections: labels and word groups, and nothing of the person."""

import csv
from io import StringIO

from django.core.management import call_command
from django.db import transaction

from complaints.models import CategoryProposal, Complaint
from complaints.queries.understanding.correction_export import load_corrections, word_groups_of
from complaints.rules.actors import Citizen
from complaints.rules.statuses import Channel
from complaints.services.drafts import PROPOSAL_KEY
from complaints.services.registration import register_complaint, start_draft
from complaints.services.retention.row_erasure import erase_personal_rows
from complaints.understanding.word_groups import DATA
from tests.world import clock

TOLD = "SHO Muhammad Aslam of Gulberg, Lahore asked 50000 rupees bribe from me, Ayesha, CNIC 35202-1234567-1."
SECRETS = ("Aslam", "aslam", "Ayesha", "ayesha", "50000", "35202", "1234567", "Gulberg", "gulberg", "lahore", "Lahore")


def registered(world, category: str, *proposed: str, text: str = TOLD, **answers) -> Complaint:
    stored = {"version": "test", "categories": proposed, "category_words": [[] for _ in proposed]}
    told = {"category": category, "district": "lahore", "text": text, "keep_from": "no", "language": "en"}
    draft = start_draft(channel=Channel.WEB, answers=told | answers | {PROPOSAL_KEY: stored}, at=clock("09:00"))
    return register_complaint(draft_id=draft.pk, channel=Channel.WEB, by=Citizen(), at=clock("09:00"))


def exported(**options) -> list[dict]:
    out = StringIO()
    call_command("export_corrections", stdout=out, stderr=StringIO(), **options)
    return list(csv.DictReader(StringIO(out.getvalue())))


def test_proposal_choice_and_later_correction_are_exported(world):
    complaint = registered(world, "threats", "property_crime", "threats", text="They broke my shop and threaten us.")
    world.salma.does("recategorise", complaint, "10:00", category="property_crime")
    (row,) = exported()
    assert (row["proposed_1"], row["proposed_2"], row["proposed_3"]) == ("property_crime", "threats", "")
    assert (row["chosen"], row["category"]) == ("threats", "property_crime")


def test_no_name_number_place_e_tag_or_date_is_in_it(world):
    complaint = registered(world, "financial_crime", "bribe_demand")
    (row,) = exported()
    assert row["groups"]
    for secret in (*SECRETS, complaint.etag, "2026"):
        assert secret not in str(row)


def test_any_text_gives_known_groups_only(world):
    with (DATA / "word_groups.csv").open(encoding="utf-8", newline="") as file:
        listed = {row["group"] for row in csv.DictReader(file)}
    found = set(word_groups_of(TOLD)) | set(word_groups_of("My brother was beaten in the police station at night"))
    assert found
    assert found <= listed
    assert word_groups_of("Xyzzy Qwertson 03001112233") == ()


def test_of_confidential_protected_and_young_people_no_group_is_exported(world):
    registered(world, "domestic_violence", "threats")
    registered(world, "financial_crime", "threats", protected=True)
    registered(world, "financial_crime", "threats", under_18=True)
    assert [row["groups"] for row in exported()] == ["", "", ""]


def test_only_wrong_ones_on_demand(world):
    registered(world, "threats", "threats")
    registered(world, "financial_crime", "threats")
    assert [row["category"] for row in exported(only_wrong=True)] == ["financial_crime"]
    assert len(list(load_corrections())) == 2


def test_nothing_of_it_stays_when_the_personal_data_are_destroyed(world):
    complaint = registered(world, "threats", "threats")
    with transaction.atomic():
        erase_personal_rows(complaint, at=clock("+1d 09:00"))
    assert not CategoryProposal.objects.exists()
