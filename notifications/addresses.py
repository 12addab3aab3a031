"""Where a recipient can be reached, as a resolver says it at the moment of sending. Never stored."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Address:
    """What a resolver `(ref_id, at)` returns; None instead of an Address means that there is nobody to tell.

    `phone` in E.164. `prefers` names a channel ("sms", "email") if the person chose one.
    `neutral`: the wording must not show what the matter is. `quiet`: only what they asked for themselves goes out,
    that is, messages whose context says `"asked_for": true`.
    """

    language: str = "en"
    email: str = ""
    phone: str = ""
    name: str = ""
    neutral: bool = False
    quiet: bool = False
    prefers: str = ""
