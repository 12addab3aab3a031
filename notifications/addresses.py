"""Where a recipient can be reached, as a resolver says it at the moment of sending. Never stored."""

from dataclasses import dataclass

from notifications.rules.hours import Hours


@dataclass(frozen=True)
class Address:
    """What a resolver `(ref_id, at)` returns; None instead of an Address means that there is nobody to tell.

    `phone` in E.164. `whatsapp`: the chat to write to ("chat:12"), "" where none was agreed to; None: whichever chat
    the number has. `prefers` names the channel ("sms", "email") that the person chose, if they did: then no other one
    is used. `name`: as a letter addresses them; empty is fine. `neutral`: the wording must not show what the
    matter is. `quiet`: only what they asked for themselves goes out, that is, messages whose context says
    `"asked_for": true`. `flooded`: the address, which may be a stranger's, has lately had enough of the messages whose
    context says `"first": true`. `hours`: those that they chose to be written to in; only what they asked for goes out
    at others. `awake`: when nobody chose any, the hours in which a message may come that no hurry demands
    (`"unhurried": true`: what the clock found out, not somebody just now).
    """

    language: str = "en"
    email: str = ""
    phone: str = ""
    whatsapp: str | None = None
    name: str = ""
    neutral: bool = False
    quiet: bool = False
    flooded: bool = False
    prefers: str = ""
    hours: Hours | None = None
    awake: Hours | None = None
