"""Register complaints. Only this module creates them."""

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from accounts.actors import Actor
from accounts.models import Office
from complaints.evidence import history as evidence
from complaints.models import Complainant, Complaint, Draft, MissingChild, ProvisionalExclusion, Statement
from complaints.queries.conflict_exclusion import wall_before
from complaints.rules import etag
from complaints.rules.categories import MISSING_CHILD
from complaints.rules.parties import Citizen
from complaints.rules.search import full_text
from complaints.rules.statuses import Channel, Status
from complaints.services import announcements, clock_notes, clocks, custody, drafts, history, obligations, routing
from complaints.services.administration import categories
from complaints.services.draft_answers import Answers, BadAnswer, checked
from complaints.services.exclusion import provisional_exclusion
from complaints.signals import event_recorded
from ledger import commitment
from web import identity_numbers
from web.countries import PAKISTAN, is_zone

__all__ = ["Answers", "BadAnswer", "register", "register_complaint", "start_draft"]

DRAWS = 20
"""How many E-tags are tried before the year's numbers count as used up."""


def start_draft(*, channel: Channel, answers: dict, at: datetime, key: UUID | None = None) -> Draft:
    """Create an encrypted draft that is kept for a day.

    `key`: the id of the draft, which the client chose; without it, a random one.
    """
    return drafts.begin(key=key or uuid4(), answers=answers, channel=channel, at=at)[0]


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

    Raises Draft.DoesNotExist, and the errors of `register`.
    """
    draft = drafts.locked(draft_id)
    if draft.complaint_id:
        return Complaint.objects.unscoped("a complaint is being registered").get(pk=draft.complaint_id)
    return register(draft, channel=channel, by=by, at=at, randbelow=randbelow)


def register(
    draft: Draft,
    *,
    channel: Channel,
    by: Actor | Citizen,
    at: datetime,
    last_answers: dict | None = None,
    recorded_facts: dict | None = None,
    randbelow: Callable[[int], int] = secrets.randbelow,
) -> Complaint:
    """Register the complaint of a draft that the caller has locked (`drafts.locked`) and that is not registered yet.

    last: the last answers, which are added to those of the draft, with a digest of their form (`drafts.SENT`).
    stated: facts for the registration event about what an operator took down, without free text (who agreed, when).
    randbelow: the source of random numbers for the E-tag.

    The answers are erased from the draft. Raises Category.DoesNotExist or Office.DoesNotExist for a code that is not
    offered, and BadAnswer for an answer that no form accepts.
    """
    draft_answers = draft.answers | (last_answers or {})
    answers = _with_phone_zone(checked(Answers(**drafts.told(draft_answers))))
    complaint, exclusions = _new_complaint(answers, channel=channel, at=at)
    clock_notes.open_notes(complaint)
    new_clocks = clocks.promise(complaint, at=at)
    _save_with_free_etag(complaint, randbelow)
    provisional_exclusion.save(complaint, exclusions)
    obligations.begin_urgent(complaint, at=at)
    obligations.begin_referral(complaint, at=at)
    statement = _create_statement(complaint, answers)
    _create_missing_child(complaint, answers)
    custody.begin(complaint, at=at)
    clocks.run(complaint, new_clocks)
    head = history.begin(complaint.pk)
    event = history.append(head, _registration_entry(complaint, statement, recorded_facts or {}), by=by, at=at)
    drafts.finish(draft, complaint, draft_answers)
    if draft.has_files:
        evidence.adopt(draft=draft, complaint=complaint, head=head, by=by, at=at)
    announcements.announce(event, complaint, at=at)
    event_recorded.send(Complaint, event=event, complaint=complaint)
    return complaint


def _save_with_free_etag(complaint: Complaint, randbelow: Callable[[int], int]) -> None:
    """Save the complaint with a random E-tag; draw again if the E-tag is in use.

    The unique constraint decides, so that concurrent registrations never get the same E-tag.
    """
    year = complaint.received_at.astimezone(clocks.PAKISTAN).year
    for _ in range(DRAWS):
        complaint.etag = etag.draw(year, randbelow)
        try:
            with transaction.atomic():
                complaint.save(force_insert=True)
        except IntegrityError:
            if not Complaint.objects.unscoped("a complaint is being registered").filter(etag=complaint.etag).exists():
                raise
        else:
            return
    raise RuntimeError(f"No free E-tag in {DRAWS} draws: the year's numbers are nearly used up.")


def _with_phone_zone(answers: Answers) -> Answers:
    """Set the time zone to that of the phone number, unless the complainant chose another one than Pakistan's.

    Nobody is called at night, and it is the night at the place of the phone that counts.
    """
    if answers.time_zone != PAKISTAN or not answers.phone:
        return answers
    zone = identity_numbers.zone_of_phone(answers.phone)
    return replace(answers, time_zone=zone) if zone and is_zone(zone) else answers


def _new_complaint(answers: Answers, *, channel: Channel, at: datetime) -> tuple[Complaint, list[ProvisionalExclusion]]:
    """Return the unsaved complaint, at its first office, and its provisional exclusions.

    The exclusions are derived first, so that no excluded officer has the complaint even for a moment.
    """
    policy = categories.offered(answers.category, at=at)
    line = Office.objects.line_to(answers.station or answers.district)
    happened_on = date.fromisoformat(answers.happened_on) if answers.happened_on else None
    description = provisional_exclusion.of_words(answers.concerns, answers.officer)
    exclusions = provisional_exclusion.derive(line, description, happened_on=happened_on, at=at)
    complaint = Complaint(
        complainant=_create_complainant(answers),
        category=policy.category,
        policy=policy,
        channel=channel,
        status=Status.RECEIVED,
        about_police=policy.category.about_police,
        confidential=policy.category.confidential or answers.under_18,
        protected=answers.protected,
        place=line[-1],
        received_at=at,
    )
    if exclusions:
        custody.stand_at(complaint, routing.first_cell(line, wall_before(exclusions, at=at)))
    else:
        _set_first_office(complaint, line)
    return complaint, exclusions


def _set_first_office(complaint: Complaint, line: list[Office]) -> None:
    """Give the complaint to the cell of the incident district, or to the office to which the district is routed."""
    depth = next((number for number, office in enumerate(line, 1) if office.kind == Office.Kind.DISTRICT), len(line))
    cell = line[depth - 1]
    if cell.routes_to_id:
        custody.stand_at(complaint, cell.routes_to)
    else:
        custody.stand_at(complaint, cell, line=line[:depth])


def _create_statement(complaint: Complaint, answers: Answers) -> Statement:
    return Statement.objects.create(
        complaint=complaint,
        text=answers.text,
        landmark=answers.landmark,
        concerns=answers.concerns,
        concerned=answers.officer,
        folded=full_text.stored(answers.text, answers.landmark, answers.concerns),
        happened_about=answers.happened_about,
        happened_on=date.fromisoformat(answers.happened_on) if answers.happened_on else None,
        salt=commitment.new_salt(),
        position="",
    )


def _create_missing_child(complaint: Complaint, answers: Answers) -> None:
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


def _create_complainant(answers: Answers) -> Complainant:
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
        secret_hash=answers.secret_hash,
        safe_from=answers.safe_from,
        safe_until=answers.safe_until,
        neutral=answers.neutral,
        wants_calls=answers.wants_calls,
    )
    complainant.set_indexes()
    complainant.save(force_insert=True)
    return complainant


def _registration_entry(complaint: Complaint, statement: Statement, stated: dict) -> history.Entry:
    return history.Entry(
        kind="registered",
        cycle=complaint.cycle,
        facts={
            "state": history.state_of(complaint),
            "channel": complaint.channel,
            "category": complaint.category.code,
            "policy": complaint.policy_id,
            "place": complaint.place_id,
            "contact_due": _iso(complaint.contact_due_at),
            "report_due": _iso(complaint.report_due_at),
            "digests": commitment.made(statement.salt, statement, complaint.complainant),
            **stated,
        },
    )


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
