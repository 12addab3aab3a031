"""The address of a recipient, which a resolver looks up when a message is sent. It is never stored."""

from dataclasses import dataclass

from notifications.rules.delivery_hours import DailyHours


@dataclass(frozen=True)
class Address:
    """The result of a resolver `(ref_id, at)`. A resolver returns None instead if there is nobody to send to.

    - `phone`: in E.164.
    - `whatsapp`: the chat to write to ("chat:12"), or "" if the person agreed to none. None means any chat of the
      phone number.
    - `name`: for the greeting of an e-mail. It may be empty.
    - `prefers`: the only channel to use (notifications.message_channels), if the person chose one.
    - `neutral`: the message must not show what it is about.
    - `quiet`: send only messages that the person requested, with `"asked_for": true` in their context. Others go to
      the chat `whatsapp` if there is one, and never by SMS or e-mail.
    - `flooded`: send no messages with `"first": true` in their context. The address may be a stranger's and has
      received enough of them lately.
    - `hours`: the hours in which the person wants messages. Requested messages are sent at any hour.
    - `time_zone`: the time zone of a person abroad (an IANA name), or "". Their messages give each time in both.
    - `awake`: the hours for messages with `"unhurried": true` (sent by an automatic check, not because somebody has
      just acted), if the person chose no hours.
    - `takes_replies`: a reply to an e-mail is accepted (notifications.reply_addresses), if the portal receives e-mail.
    - `in_reply_to`: the Message-ID of the person's e-mail that this message answers.
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
    time_zone: str = ""
    hours: DailyHours | None = None
    awake: DailyHours | None = None
    takes_replies: bool = False
    in_reply_to: str = ""

    @property
    def chat(self) -> str:
        """The chat to write to, or "" for none."""
        return self.phone if self.whatsapp is None else self.whatsapp
