"""How somebody opened a complaint as its complainant, and which acts that allows (domain.md, *E-tag and keys*)."""

from dataclasses import dataclass
from enum import StrEnum

from complaints.rules.refusals import Refusal


class OpenedBy(StrEnum):
    """What opened the complaint, or brought an answer to it."""

    FILING = "filing"  # nothing yet: the browser that has just filed it
    PHONE = "phone"  # a code sent to the phone, or WhatsApp, which vouches for the number
    EMAIL = "email"  # a code sent to the e-mail address
    MESSAGE = "message"  # a link or question in a message, answered without a code
    CHAT = "chat"  # the chat that lodged it
    WORD = "word"  # the secret word
    OFFICERS_KEY = "officers_key"  # a printed key that an officer issued


class Proof(StrEnum):
    """What is known of a phone or an e-mail address."""

    MISSING = "missing"
    UNPROVED = "unproved"
    PROVED = "proved"
    BY_OFFICERS_KEY = "by_officers_key"  # it was entered with a key that an officer issued


class Trust(StrEnum):
    """How far an act is known to be the complainant's own."""

    PROVED = "proved"
    UNPROVED = "unproved"
    OFFICERS_KEY = "officers_key"


@dataclass(frozen=True)
class Proofs:
    """What is known of a complaint's keys. `by_email`: messages go to the e-mail address, not to the phone."""

    phone: Proof = Proof.MISSING
    email: Proof = Proof.MISSING
    word_by_officers_key: bool = False
    by_email: bool = False


_OF_PROOF = {
    Proof.MISSING: Trust.UNPROVED,
    Proof.UNPROVED: Trust.UNPROVED,
    Proof.PROVED: Trust.PROVED,
    Proof.BY_OFFICERS_KEY: Trust.OFFICERS_KEY,
}


def trust_in(opened_by: OpenedBy, proofs: Proofs) -> Trust:
    """Return how far somebody who opened the complaint this way is known to be its complainant."""
    match opened_by:
        case OpenedBy.CHAT:
            return Trust.PROVED
        case OpenedBy.WORD:
            return Trust.OFFICERS_KEY if proofs.word_by_officers_key else Trust.PROVED
        case OpenedBy.OFFICERS_KEY:
            return Trust.OFFICERS_KEY
        case OpenedBy.PHONE:
            return _OF_PROOF[proofs.phone]
        case OpenedBy.EMAIL:
            return _OF_PROOF[proofs.email]
        case OpenedBy.MESSAGE:
            return _OF_PROOF[proofs.email if proofs.by_email else proofs.phone]
    return Trust.UNPROVED


def refusal(trust: Trust) -> Refusal | None:
    """Return why an act that needs a proof is refused to somebody known so far, or None.

    It is needed for the acts that can serve the police (`Kind.needs_proof`): contact, outcome, withdrawal, "nobody has
    bothered me", a file taken back. The wish to withdraw is none: a private call follows it.
    """
    if trust is Trust.PROVED:
        return None
    return Refusal.OFFICERS_KEY if trust is Trust.OFFICERS_KEY else Refusal.UNPROVED_KEY


def channels_to_prove(opened_by: OpenedBy, proofs: Proofs) -> tuple[str, ...]:
    """Return the channels ("phone", "email") to which a code can be sent that lifts the limits.

    With a key that an officer issued: only those that were proved before.
    """
    trust = trust_in(opened_by, proofs)
    wanted = {Proof.PROVED} if trust is Trust.OFFICERS_KEY else {Proof.UNPROVED, Proof.PROVED}
    if trust is Trust.PROVED:
        return ()
    return tuple(name for name, proof in (("phone", proofs.phone), ("email", proofs.email)) if proof in wanted)


def sees_identity(opened_by: OpenedBy, *, is_protected: bool, on_own_device: bool) -> bool:
    """Whether name, document and numbers are shown. `on_own_device`: the phone or address was proved on the device that
    filed the complaint.

    A mistyped number may be a stranger's: of a protected complainant he reads nothing that says who it is.
    """
    return not is_protected or on_own_device or opened_by in {OpenedBy.FILING, OpenedBy.CHAT, OpenedBy.WORD}
