"""When a telephone number or e-mail address is known to be its complainant's: a code that was sent there was entered.

WhatsApp vouches for the number that writes. Nothing else proves one: neither a call nor a link in a message, which
reach whoever has the number that somebody typed.
"""

from datetime import datetime

from complaints.models import Complainant


def verify_phone(person: Complainant, *, at: datetime, on_filing_device: bool = False) -> None:
    """Note that the number is known to be theirs. One statement; none where nothing is new or there is no number."""
    if person.phone:
        _verify(person, "phone", at=at, on_filing_device=on_filing_device)


def verify_email(person: Complainant, *, at: datetime, on_filing_device: bool = False) -> None:
    """Note that the address is known to be theirs. One statement; none where nothing is new or there is no address."""
    if person.email:
        _verify(person, "email", at=at, on_filing_device=on_filing_device)


def _verify(person: Complainant, channel: str, *, at: datetime, on_filing_device: bool) -> None:
    """Note the proof. On the device that filed the complaint it also lifts the limits of what an officer entered."""
    names = [f"{channel}_verified_at", f"{channel}_is_of_filing", f"{channel}_by_officers_key"]
    was = verified_at, is_of_filing, by_officers_key = [getattr(person, name) for name in names]
    proved = [verified_at or at, is_of_filing or on_filing_device, by_officers_key and not on_filing_device]
    if proved != was:
        for name, value in zip(names, proved, strict=True):
            setattr(person, name, value)
        person.save(update_fields=names)
