"""Register complaints. Only this module creates them."""

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.actors import Actor
from accounts.models import Office
from complaints.evidence import evidence_added_events as evidence
from complaints.models import Complainant, Complaint, Draft, Exclusion, MissingChild, Statement
from complaints.models.complainant import protection_of
from complaints.queries.exclusion.conflict_exclusion_lookup import conflict_exclusion_before_saving
from complaints.rules import etag
from complaints.rules.actors import Citizen
from complaints.rules.exclusion.conflict_exclusion import is_sealed_from_police
from complaints.rules.exclusion.settling import ANSWERS_TO_SETTLE
from complaints.rules.search import search_words
from complaints.rules.special_categories import MISSING_CHILD
from complaints.rules.statuses import Channel, Status
from complaints.services import (
    clocks,
    custody,
    drafts,
    event_messages,
    history,
    internal_clocks,
    routing,
    statement_proposals,
)
from complaints.services.access_keys import secret_word_hashing
from complaints.services.administration import category_texts_and_policies
from complaints.services.clock_changes import clock_notes
from complaints.services.draft_answers import BadAnswer, DraftAnswers, validate_answers
from complaints.services.exclusion import exclusion_by_description, outside_transfer
from complaints.signals import event_recorded
from ledger import commitment
from web import identity_numbers
from web.countries import PAKISTAN, is_time_zone

__all__ = ["BadAnswer", "DraftAnswers", "register_complaint", "register_locked_draft", "start_draft"]

ETAG_DRAWS = 20
"""How many E-tags are tried before the year's numbers count as used up."""


def start_draft(*, channel: Channel, answers: dict, at: datetime, key: UUID | None = None) -> Draft:
    """Create an encrypted draft that is kept for a day.

    `key`: the id of the draft, which the client chose; without it, a random one.
    """
    return drafts.get_or_create_draft(key=key, answers=answers, channel=channel, at=at)[0]


@transaction.atomic
def register_complaint(
    *,
    draft_id: UUID,
    channel: Channel,
    by: Actor | Citizen,
    at: datetime,
    randbelow: Callable[[int], int] = secrets.randbelow,
) -> Complaint:
    """Register the complaint of a draft and return it. A repeated call, even a concurrent one, returns the same one.

    Raises Draft.DoesNotExist, and the errors of `register_locked_draft`.
    """
    draft = drafts.lock_draft(draft_id)
    if draft.complaint_id:
        return Complaint.objects.unscoped("a complaint is being registered").get(pk=draft.complaint_id)
    return register_locked_draft(draft, channel=channel, by=by, at=at, randbelow=randbelow)


def register_locked_draft(
    draft: Draft,
    *,
    channel: Channel,
    by: Actor | Citizen,
    at: datetime,
    last_answers: dict | None = None,
    recorded_facts: dict | None = None,
    is_announced: bool = True,
    randbelow: Callable[[int], int] = secrets.randbelow,
) -> Complaint:
    """Register the complaint of a draft that the caller has locked (`lock_draft`) and that is not registered yet.

    last_answers: the last answers, which are added to those of the draft, with a digest of their form
    (`drafts.SENT_FORM_DIGEST`).
    recorded_facts: facts for the registration event about what an operator took down, without free text (who agreed,
    when).
    is_announced: whether the complainant gets the message about the registration.
    randbelow: the source of random numbers for the E-tag.

    The answers are erased from the draft. Raises Category.DoesNotExist or Office.DoesNotExist for a code that is not
    offered, and BadAnswer for an answer that no form accepts.
    """
    draft_answers = draft.answers | (last_answers or {})
    answers = _set_time_zone_of_phone(
        validate_answers(DraftAnswers(**drafts.answers_without_page_state(draft_answers)))
    )
    complaint, statement, is_sealed = _save_complaint(answers, channel=channel, at=at, randbelow=randbelow)
    head = history.new_chain_head(complaint.pk)
    event = history.append(head, _registration_entry(complaint, statement, recorded_facts or {}), by=by, at=at)
    if proposal := draft_answers.get(drafts.PROPOSAL_KEY):
        statement_proposals.record_proposal(complaint, proposal)
    drafts.finish_draft(draft, complaint, draft_answers)
    if draft.has_files:
        evidence.adopt_draft_files(draft=draft, complaint=complaint, head=head, by=by, at=at)
    if is_announced:
        event_messages.write_event_messages(event, complaint, at=at)
    event_recorded.send(Complaint, event=event, complaint=complaint)
    if is_sealed:
        outside_transfer.transfer_complaint(head, complaint, at=at)
    return complaint


def _save_complaint(
    answers: DraftAnswers, *, channel: Channel, at: datetime, randbelow: Callable[[int], int]
) -> tuple[Complaint, Statement, bool]:
    """Save a new complaint with its exclusions, clocks, custody and statement.

    Return the complaint, the statement, and whether nobody in the police may see the complaint.
    """
    complaint, exclusions, is_sealed = _build_complaint(answers, channel=channel, at=at)
    clock_notes.begin_clock_notes(complaint)
    new_clocks = []
    if is_sealed:  # No officer could meet a deadline.
        clocks.clear_deadlines(complaint)
    else:
        new_clocks = clocks.set_round_deadlines(complaint, at=at)
    _save_with_free_etag(complaint, randbelow)
    if answers.secret_digest:
        secret_word_hashing.set_secret_word(complaint, answers.secret_digest)
    exclusion_by_description.save_exclusions(complaint, exclusions)
    if not is_sealed:
        _start_internal_clocks(complaint, answers, has_exclusions=bool(exclusions), at=at)
    statement = _create_statement(complaint, answers)
    _create_missing_child(complaint, answers)
    custody.begin_custody(complaint, at=at)
    clocks.start_clocks(complaint, new_clocks)
    return complaint, statement, is_sealed


def _start_internal_clocks(complaint: Complaint, answers: DraftAnswers, *, has_exclusions: bool, at: datetime) -> None:
    """Start the clocks that exist only for the police."""
    if has_exclusions or answers.keep_from in ANSWERS_TO_SETTLE:
        internal_clocks.start_settling_clock(complaint, keep_from=answers.keep_from, at=at)
    internal_clocks.start_urgent_action_clock(complaint, at=at)
    internal_clocks.start_referral_clock(complaint, at=at)
    internal_clocks.start_listening_clock(complaint, text=answers.text, at=at)


def _save_with_free_etag(complaint: Complaint, randbelow: Callable[[int], int]) -> None:
    """Save the complaint with a random E-tag; draw again if the E-tag is in use.

    The unique constraint decides, so that concurrent registrations never get the same E-tag.
    """
    year = complaint.received_at.astimezone(clocks.PAKISTAN).year
    for _ in range(ETAG_DRAWS):
        complaint.etag = etag.draw_random_etag(year, randbelow)
        try:
            with transaction.atomic():
                complaint.save(force_insert=True)
        except IntegrityError:
            if not Complaint.objects.unscoped("a complaint is being registered").filter(etag=complaint.etag).exists():
                raise
        else:
            return
    raise RuntimeError(f"No free E-tag in {ETAG_DRAWS} draws: the year's numbers are nearly used up.")


def _set_time_zone_of_phone(answers: DraftAnswers) -> DraftAnswers:
    """Set the time zone to that of the phone number, unless the complainant chose another one than Pakistan's.

    Nobody is called at night, and it is the night at the place of the phone that counts.
    """
    if answers.time_zone != PAKISTAN or not answers.phone:
        return answers
    zone = identity_numbers.time_zone_of_phone(answers.phone)
    return replace(answers, time_zone=zone) if zone and is_time_zone(zone) else answers


def _build_complaint(
    answers: DraftAnswers, *, channel: Channel, at: datetime
) -> tuple[Complaint, list[Exclusion], bool]:
    """Return the unsaved complaint, at its first office, its exclusions, and whether nobody in the police may see it.

    The exclusions are derived first, so that no excluded officer has the complaint even for a moment.
    """
    policy = category_texts_and_policies.current_policy_of(answers.category, at=at)
    line = Office.objects.line_to(answers.station or answers.district)
    about_police = policy.category.about_police
    exclusions = exclusion_by_description.exclusions_from_answers(answers, line, about_police=about_police, at=at)
    complainant = _create_complainant(answers)
    complaint = Complaint(
        pk=complainant.pk,
        complainant=complainant,
        category=policy.category,
        policy=policy,
        channel=channel,
        status=Status.RECEIVED,
        about_police=about_police,
        confidential=policy.category.confidential or answers.under_18,
        protected=answers.protected,
        place=line[-1],
        received_at=at,
    )
    conflict = conflict_exclusion_before_saving(exclusions, at=at)
    if exclusions:
        custody.set_office(complaint, routing.first_permitted_cell(line, conflict))
    else:
        _set_first_office(complaint, line)
    return complaint, exclusions, is_sealed_from_police(conflict)


def _set_first_office(complaint: Complaint, line: list[Office]) -> None:
    """Give the complaint to the cell of the incident district, or to the office to which the district is routed."""
    depth = next((number for number, office in enumerate(line, 1) if office.kind == Office.Kind.DISTRICT), len(line))
    cell = line[depth - 1]
    if cell.routes_to_id:
        custody.set_office(complaint, cell.routes_to)
    else:
        custody.set_office(complaint, cell, line=line[:depth])


def _create_statement(complaint: Complaint, answers: DraftAnswers) -> Statement:
    return Statement.objects.create(
        complaint=complaint,
        text=answers.text,
        landmark=answers.landmark,
        concerns=answers.concerns,
        concerned=answers.officer,
        keep_from=answers.keep_from,
        senior_possible=answers.senior_possible,
        folded=search_words.index_text(answers.text, answers.landmark, answers.concerns),
        happened_about=answers.happened_about,
        happened_on=date.fromisoformat(answers.happened_on) if answers.happened_on else None,
        salt=commitment.new_commitment_salt(),
        position="",
    )


def _create_missing_child(complaint: Complaint, answers: DraftAnswers) -> None:
    """Store the description of a missing child. Does nothing for other categories."""
    if answers.category != MISSING_CHILD:
        return
    MissingChild.objects.create(
        complaint=complaint,
        name=answers.child_name,
        age=int(answers.child_age) if answers.child_age else None,
        sex=answers.child_sex,
        wearing=answers.child_wearing,
        left=answers.child_left,
        custody=answers.child_custody,
    )


def _create_complainant(answers: DraftAnswers) -> Complainant:
    complainant = Complainant(
        name=answers.name,
        phone=answers.phone,
        email=answers.email,
        address=answers.address,
        document=answers.document,
        document_number=answers.document_number,
        no_document_reason=answers.no_document_reason,
        language=answers.language,
        woman_officer=answers.woman_officer,
        anonymous=answers.anonymous,
        under_18=answers.under_18,
        behalf=answers.behalf,
        behalf_name=answers.behalf_name,
        behalf_consent=answers.behalf_consent,
        time_zone=answers.time_zone,
        safe_from=answers.safe_from,
        safe_until=answers.safe_until,
        neutral=answers.neutral,
        wants_calls=answers.wants_calls,
        protection=protection_of(answers.protected),
    )
    complainant.set_indexes()
    complainant.save(force_insert=True)
    return complainant


def _registration_entry(complaint: Complaint, statement: Statement, stated: dict) -> history.EventEntry:
    return history.EventEntry(
        kind="registered",
        cycle=complaint.cycle,
        facts={
            "state": history.event_state_of(complaint),
            "channel": complaint.channel,
            "category": complaint.category.code,
            "policy": complaint.policy_id,
            "place": complaint.place_id,
            "protected": complaint.protected,
            "contact_due": _iso_or_none(complaint.contact_due_at),
            "report_due": _iso_or_none(complaint.report_due_at),
            "digests": commitment.commitment_digests(statement.salt, statement, complaint.complainant),
            **stated,
        },
    )


def _iso_or_none(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
