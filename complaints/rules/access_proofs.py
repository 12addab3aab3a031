"""How a person opened a complaint as its complainant, and what that proves (docs/rules.md, *E-tag and keys*).

Moves that can serve the police need a proof that the person is the complainant.
"""

from dataclasses import dataclass
from enum import StrEnum

from complaints.rules.refusals import Refusal


class OpenedBy(StrEnum):
    """The means by which the complaint was opened or an answer arrived."""

    FILING = "filing"  # nothing yet: the browser session that has just filed the complaint
    PHONE = "phone"  # a code sent to the phone, or WhatsApp, which vouches for the number
    EMAIL = "email"  # a code sent to the e-mail address
    MESSAGE = "message"  # a link or question in a message, answered without a code
    CHAT = "chat"  # the chat in which the complaint was filed
    WORD = "word"  # the secret word
    OFFICERS_KEY = "officers_key"  # a printed key that an officer issued


class Proof(StrEnum):
    """Whether a phone number or an e-mail address is proved to be the complainant's."""

    MISSING = "missing"
    UNPROVED = "unproved"
    PROVED = "proved"
    BY_OFFICERS_KEY = "by_officers_key"  # entered by a person who opened the complaint with an officer-issued key


class Trust(StrEnum):
    """How certain it is that an act is the complainant's own."""

    PROVED = "proved"
    UNPROVED = "unproved"
    OFFICERS_KEY = "officers_key"


@dataclass(frozen=True)
class Proofs:
    """The proofs of a complaint's phone number, e-mail address and secret word.

    `word_by_officers_key`: the word was set after an officer-issued key opened the complaint. `by_email`: messages go
    to the e-mail address, not to the phone.
    """

    phone: Proof = Proof.MISSING
    email: Proof = Proof.MISSING
    word_by_officers_key: bool = False
    by_email: bool = False


_TRUST_BY_PROOF = {
    Proof.MISSING: Trust.UNPROVED,
    Proof.UNPROVED: Trust.UNPROVED,
    Proof.PROVED: Trust.PROVED,
    Proof.BY_OFFICERS_KEY: Trust.OFFICERS_KEY,
}


def trust_of_opening(opened_by: OpenedBy, proofs: Proofs) -> Trust:
    """Return how certain it is that a person who opened the complaint this way is its complainant."""
    match opened_by:
        case OpenedBy.CHAT:
            return Trust.PROVED
        case OpenedBy.WORD:
            return Trust.OFFICERS_KEY if proofs.word_by_officers_key else Trust.PROVED
        case OpenedBy.OFFICERS_KEY:
            return Trust.OFFICERS_KEY
        case OpenedBy.PHONE:
            return _TRUST_BY_PROOF[proofs.phone]
        case OpenedBy.EMAIL:
            return _TRUST_BY_PROOF[proofs.email]
        case OpenedBy.MESSAGE:
            return _TRUST_BY_PROOF[proofs.email if proofs.by_email else proofs.phone]
    return Trust.UNPROVED


def refusal_for_trust(trust: Trust) -> Refusal | None:
    """Return the reason why an act that needs a proof is refused, or None.

    Acts that can serve the police need a proof (`Kind.needs_proof`): to confirm a contact or an outcome, to withdraw,
    to report that nobody troubles them, to take back a file. A request to withdraw does not: a private call follows it.
    """
    if trust is Trust.PROVED:
        return None
    return Refusal.OFFICERS_KEY if trust is Trust.OFFICERS_KEY else Refusal.UNPROVED_KEY


def channels_to_prove(opened_by: OpenedBy, proofs: Proofs) -> tuple[str, ...]:
    """Return the channels ("phone", "email") to which a code can be sent that gives the missing proof.

    After an officer-issued key, only channels that were proved before.
    """
    trust = trust_of_opening(opened_by, proofs)
    usable = {Proof.PROVED} if trust is Trust.OFFICERS_KEY else {Proof.UNPROVED, Proof.PROVED}
    if trust is Trust.PROVED:
        return ()
    return tuple(name for name, proof in (("phone", proofs.phone), ("email", proofs.email)) if proof in usable)


def may_see_identity(opened_by: OpenedBy, *, is_protected: bool, on_own_device: bool) -> bool:
    """Return whether name, document and numbers are shown.

    `on_own_device`: the phone or address was proved on the device that filed the complaint. A mistyped number may
    belong to a stranger, who must not learn the identity of a protected complainant.
    """
    return not is_protected or on_own_device or opened_by in {OpenedBy.FILING, OpenedBy.CHAT, OpenedBy.WORD}
