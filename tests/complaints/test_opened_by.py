"""How a complaint was opened, and which acts that allows: the whole table, and the same through the moves."""

import itertools

import pytest

from accounts.rules.office_tree import OfficeKind
from accounts.rules.roles import Role
from complaints.models import Complainant
from complaints.rules.access_proofs import (
    OpenedBy,
    Proof,
    Proofs,
    Trust,
    channels_to_prove,
    may_see_identity,
    trust_of_opening,
)
from complaints.rules.actors import Citizen
from complaints.rules.capacities import Capacity
from complaints.rules.key_approval import is_permitted_approver
from complaints.rules.refusals import Refusal
from complaints.services.access_keys.secret_word_hashing import digest_secret_word
from complaints.services.moves import make_move
from complaints.workflow.table import KINDS, MOVES, refusal_for_missing_proof
from ledger.service_exceptions import Refused
from tests.world import clock

EVERY = [
    (opened_by, Proofs(phone, email, word, by_email))
    for opened_by, phone, email, word, by_email in itertools.product(
        OpenedBy, Proof, Proof, (False, True), (False, True)
    )
]
OF_CHANNEL = {Proof.PROVED: Trust.PROVED, Proof.BY_OFFICERS_KEY: Trust.OFFICERS_KEY}
CITIZENS = sorted(name for name, move in MOVES.items() if Capacity.CITIZEN in move.by)
LIMITED = {"confirm_contact", "close", "withdraw", "all_well", "evidence_withdrawn", "station_consent_given"}
REASON = {Trust.PROVED: None, Trust.UNPROVED: Refusal.UNPROVED_KEY, Trust.OFFICERS_KEY: Refusal.OFFICERS_KEY}


def expected(opened_by: OpenedBy, proofs: Proofs) -> Trust:
    """The table of decision 0021, written a second time."""
    if opened_by is OpenedBy.CHAT or (opened_by is OpenedBy.WORD and not proofs.word_by_officers_key):
        return Trust.PROVED
    if opened_by in {OpenedBy.WORD, OpenedBy.OFFICERS_KEY}:
        return Trust.OFFICERS_KEY
    if opened_by is OpenedBy.FILING:
        return Trust.UNPROVED
    by_email = opened_by is OpenedBy.EMAIL or (opened_by is OpenedBy.MESSAGE and proofs.by_email)
    return OF_CHANNEL.get(proofs.email if by_email else proofs.phone, Trust.UNPROVED)


def test_how_far_somebody_is_trusted_depends_on_what_opened_it_and_on_that_channel_alone():
    assert {each: trust_of_opening(*each) for each in EVERY} == {each: expected(*each) for each in EVERY}


def test_every_act_is_allowed_exactly_as_the_table_says():
    for (opened_by, proofs), act in itertools.product(EVERY, CITIZENS):
        trust = expected(opened_by, proofs)
        assert refusal_for_missing_proof(act, trust) is (REASON[trust] if act in LIMITED else None)


def test_the_limited_acts_are_these_and_each_is_a_complainants():
    assert {name for name, kind in KINDS.items() if kind.needs_proof} == LIMITED
    assert LIMITED - {"evidence_withdrawn", "station_consent_given"} <= set(CITIZENS)  # these two are no moves
    assert {"add", "resume", "object", "deny_contact", "appeal", "report_pressure", "ask_to_withdraw"} <= set(CITIZENS)


def test_a_code_lifts_the_limits_only_where_it_may_be_sent():
    for opened_by, proofs in EVERY:
        trust = expected(opened_by, proofs)
        ok = {Trust.PROVED: set(), Trust.OFFICERS_KEY: {Proof.PROVED}}.get(trust, {Proof.UNPROVED, Proof.PROVED})
        wanted = tuple(name for name in ("phone", "email") if getattr(proofs, name) in ok)
        assert channels_to_prove(opened_by, proofs) == wanted


@pytest.mark.parametrize("opened_by", OpenedBy)
@pytest.mark.parametrize("is_protected", [False, True])
@pytest.mark.parametrize("on_own_device", [False, True])
def test_who_a_protected_complainant_is_a_strangers_number_never_shows(opened_by, is_protected, on_own_device):
    own = opened_by in {"filing", "chat", "word"}
    sees = may_see_identity(opened_by, is_protected=is_protected, on_own_device=on_own_device)
    assert sees is (own or on_own_device or not is_protected)


class Officer:
    def __init__(self, officer_id, office_kind, role, is_head):
        self.officer_id, self.office_kind, self.role, self.is_head = officer_id, office_kind, role, is_head


def test_only_another_persons_monitor_at_the_central_police_office_approves_a_key():
    for kind, role, is_head, number in itertools.product(OfficeKind, Role, (False, True), (1, 2)):
        second = Officer(number, kind, role, is_head)
        right = kind is OfficeKind.CENTRAL and role is Role.MONITOR and not is_head and number == 2
        assert is_permitted_approver(second, first_officer_id=1) is right


def claimed(world, **answers):
    complaint = world.complaint(**answers)
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    world.bilal.records_contact(complaint, "09:30")
    return complaint


HAS_WORD = {"secret_digest": digest_secret_word("somebody's")}
CONTACTS = {
    "an unproved phone": ({}, {}),
    "a proved phone": ({}, {"phone_verified_at": clock("09:05")}),
    "a phone from an officer's key": ({}, {"phone_verified_at": clock("09:05"), "phone_by_officers_key": True}),
    "an unproved address": ({"phone": "", "email": "a@example.org"}, {}),
    "a proved address": ({"phone": "", "email": "a@example.org"}, {"email_verified_at": clock("09:05")}),
    "a word": (HAS_WORD, {}),
    "a word from an officer's key": (HAS_WORD, {"word_by_officers_key": True}),
    "nothing": ({"phone": ""}, {}),
}


@pytest.mark.mostly_slow(keep=14)
@pytest.mark.parametrize("contact", CONTACTS)
@pytest.mark.parametrize("opened_by", OpenedBy)
def test_the_moves_obey_the_table_whoever_entered_what(world, contact, opened_by):
    answers, rows = CONTACTS[contact]
    complaint = claimed(world, **answers)
    Complainant.objects.filter(complaint=complaint).update(**rows)
    proofs = Complainant.objects.get(complaint=complaint).proofs
    move = {"complaint_id": complaint.pk, "by": Citizen(complaint.complainant_id, opened_by), "at": clock("10:00")}
    make_move(name="add", words="One more thing.", **move)
    for act, details in (("withdraw", {}), ("confirm_contact", {"answer": "in_person"})):
        if reason := REASON[expected(opened_by, proofs)]:
            with pytest.raises(Refused) as refused:
                make_move(name=act, details=details, **move)
            assert refused.value.reason is reason
    make_move(name="deny_contact", details={"answer": "nobody"}, **move)
    if REASON[expected(opened_by, proofs)] is None:
        make_move(name="withdraw", **move)
