"""Create officers, change their records and ranks, and block or allow their sign-in."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import FormerOfficerName, Officer, Posting
from accounts.models.desk_session import SessionEnding
from accounts.models.staff_act import StaffActKind
from accounts.rules.name_preservation import names_to_keep
from accounts.rules.ranks import Rank
from accounts.services.admin_log import log_staff_act
from accounts.services.postings import end_posting
from accounts.services.sessions import end_sessions
from accounts.services.staff_refusals import StaffChangeRefused


@transaction.atomic
def create_officer(
    *, email: str, name_en: str, by: Actor | None, at: datetime, password: str | None = None, **fields
) -> Officer:
    """Create an officer. `fields`: name_ur, rank, belt_number, is_woman, language, is_staff.

    Without a password, the officer sets one by "forgotten password". Raises ValidationError for an invalid or used
    address.
    """
    officer = Officer(email=email.strip().lower(), name_en=name_en, date_joined=at, **fields)
    officer.changed_at, officer.changed_by_id = at, by and by.officer_id
    officer.set_password(password)
    officer.full_clean()
    officer.save()
    return officer


@transaction.atomic
def promote_officer(*, officer: Officer, rank: Rank, by: Actor | None, at: datetime) -> Officer:
    """Give an officer a higher rank. Complaints and postings stay. Raises StaffChangeRefused if it is not higher."""
    officer = Officer.objects.select_for_update(no_key=True).get(pk=officer.pk)
    if officer.rank and Rank(rank).level <= Rank(officer.rank).level:
        raise StaffChangeRefused(_("A promotion must be to a higher rank."))
    before, officer.rank = {"rank": officer.rank}, rank
    _log_record_changes(officer, before, by=by, at=at)
    return _save_officer(officer, by=by, at=at)


@transaction.atomic
def change_officer_record(
    *, officer: Officer, by: Actor | None, at: datetime, correction: bool = False, **facts
) -> Officer:
    """Change an officer's record: names, rank, belt number, is_woman, language. Raises ValidationError.

    `correction`: the names were wrong before, so histories show the correct ones for the past too.
    """
    officer = Officer.objects.select_for_update(no_key=True).get(pk=officer.pk)
    before = {name: getattr(officer, name) for name in facts}
    for name, value in facts.items():
        setattr(officer, name, value)
    officer.full_clean()
    _log_record_changes(officer, before, by=by, at=at, correction=correction)
    return _save_officer(officer, by=by, at=at)


@transaction.atomic
def deactivate_officer(*, officer: Officer, by: Actor | None, at: datetime) -> Officer:
    """End all postings of an officer, including future ones, end their sessions and block their sign-in."""
    officer = Officer.objects.select_for_update(no_key=True).get(pk=officer.pk)
    for posting in Posting.objects.held_by(officer).not_over(at):
        end_posting(posting=posting, by=by, at=at)
    officer.is_active = False
    end_sessions(officer=officer, ending=SessionEnding.DEACTIVATED, at=at)
    log_staff_act(StaffActKind.DEACTIVATED, officer=officer, by=by, at=at)
    return _save_officer(officer, by=by, at=at)


@transaction.atomic
def reactivate_officer(*, officer: Officer, by: Actor | None, at: datetime) -> Officer:
    """Let an officer sign in again. Their postings stay ended; they need new ones. Raises StaffChangeRefused."""
    officer = Officer.objects.select_for_update(no_key=True).get(pk=officer.pk)
    if officer.is_active:
        raise StaffChangeRefused(_("This officer can already sign in."))
    officer.is_active = True
    log_staff_act(StaffActKind.REACTIVATED, officer=officer, by=by, at=at)
    return _save_officer(officer, by=by, at=at)


def _log_record_changes(
    officer: Officer, before: dict, *, by: Actor | None, at: datetime, correction: bool = False
) -> None:
    """Write changed values to the admin log, and keep the former names.

    The auditors are notified of a rank, which decides what an officer may hold, and of a correction, which changes
    what histories show.
    """
    now = {name: getattr(officer, name) for name in before}
    changed = [name for name in before if (before[name] or "") != (now[name] or "")]
    if not changed:
        return
    names_now = {name: getattr(officer, name) for name in FormerOfficerName.NAMES}
    names_before = names_now | {name: before[name] for name in changed if name in names_now}
    if former_names := names_to_keep(names_before, names_now, correction=correction):
        FormerOfficerName.objects.create(officer=officer, until=at, **former_names)
    is_corrected = correction and bool({"name_en", "name_ur"} & set(changed))
    words = ", ".join(f"{name}: {before[name] or '–'} → {now[name] or '–'}" for name in changed)
    tell_auditors = by is not None and ("rank" in changed or is_corrected)
    words = f"correction: {words}" if is_corrected else words
    log_staff_act(StaffActKind.CORRECTED, officer=officer, by=by, at=at, words=words, tell_auditors=tell_auditors)


def _save_officer(officer: Officer, *, by: Actor | None, at: datetime) -> Officer:
    officer.changed_at, officer.changed_by_id = at, by and by.officer_id
    officer.save()
    return officer
