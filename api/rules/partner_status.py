"""The states that a partner can push about a matter that it referred to the police, and the proofs of consent."""

from enum import StrEnum


class PartnerStatus(StrEnum):
    """How far the partner's own handling of the matter is."""

    RECEIVED = "received"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    CLOSED = "closed"


class ConsentProof(StrEnum):
    """How the complainant agreed that the partner registers the complaint for them."""

    RECORDED_CALL = "recorded_call"
    SIGNED_FORM = "signed_form"
    ONLINE_FORM = "online_form"
