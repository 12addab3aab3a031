"""The complainant reads a structured report in its parts: on the page, behind the link, in the chat."""

import pytest

from complaints.rules.access_proofs import OpenedBy
from tests.citizen.mine.conftest import told
from tests.citizen.mine.test_solved import answer_link, proved
from tests.world import clock
from whatsapp.services.effects.complaint_snapshot import load_complaint_snapshot

PARTS = {
    "persons_heard": "The dealer and two neighbours.",
    "evidence_seen": "The receipt of the bank.",
    "relief": "Rs 20,000 were paid back.",
    "next_step": "The dealer signs a bond.",
}


def reported(world):
    complaint = proved(world.in_inquiry())
    world.bilal.does(
        "submit_report", complaint, "+1d 09:00", words="The dealer kept the money.", outcome="relief_granted", **PARTS
    )
    world.salma.does("verify", complaint, "+1d 10:00", verdict="satisfied")
    world.farah.does("accept", complaint, "+1d 11:00")
    return complaint


@pytest.mark.slow
def test_the_page_shows_every_part_with_its_label(world, ayesha):
    page = told(ayesha.opens(reported(world), "+1d 12:00"))
    for text in ("The dealer kept the money.", "Persons heard", "Evidence seen", *PARTS.values()):
        assert text in page


def test_the_link_and_the_chat_give_finding_relief_and_next_step(world, ayesha):
    complaint = reported(world)
    page = told(ayesha.get(answer_link(complaint), "+1d 12:00"))
    snapshot = load_complaint_snapshot(complaint.pk, by="key", opened_by=OpenedBy.CHAT, at=clock("+1d 12:00"))
    for text in ("The dealer kept the money.", PARTS["relief"], PARTS["next_step"]):
        assert text in page
        assert text in snapshot["report"]["words"]
    assert PARTS["persons_heard"] not in snapshot["report"]["words"]
