"""Record that a phone number or an e-mail address is proved to be the complainant's.

The proof is a code that was sent there and entered, or a number for which WhatsApp vouches. A call or a link in a
message is no proof: they reach anybody who has the number that was typed.
"""

from datetime import datetime

from complaints.models import Complainant


def record_phone_proof(person: Complainant, *, at: datetime, on_filing_device: bool = False) -> None:
    """Record that the phone number is proved. One statement; none if nothing is new or there is no number.

    `on_filing_device`: the code was entered on the device that filed the complaint.
    """
    if person.phone:
        _record_proof(person, "phone", at=at, on_filing_device=on_filing_device)


def record_email_proof(person: Complainant, *, at: datetime, on_filing_device: bool = False) -> None:
    """Record that the e-mail address is proved. One statement; none if nothing is new or there is no address.

    `on_filing_device`: the code was entered on the device that filed the complaint.
    """
    if person.email:
        _record_proof(person, "email", at=at, on_filing_device=on_filing_device)


def _record_proof(person: Complainant, channel: str, *, at: datetime, on_filing_device: bool) -> None:
    """Record the proof. On the filing device it also lifts the limits of a number that an officer entered."""
    names = [f"{channel}_verified_at", f"{channel}_is_of_filing", f"{channel}_by_officers_key"]
    old_values = verified_at, is_of_filing, by_officers_key = [getattr(person, name) for name in names]
    new_values = [verified_at or at, is_of_filing or on_filing_device, by_officers_key and not on_filing_device]
    if new_values != old_values:
        for name, value in zip(names, new_values, strict=True):
            setattr(person, name, value)
        person.save(update_fields=names)
