"""Parse an e-mail as it arrived. Parsing never fails: it returns the parts that can be read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.utils import getaddresses

from mail_intake.rules.html_text import text_of_html

MOST_PARTS = 200
"""Parts of one message that are looked at. A message with more was made to keep a program busy."""
LONGEST_HEADER = 2_000  # characters
LONGEST_PARSED_HEADER = 4_000  # characters
MOST_CONTAINERS = 50
"""Parts that contain parts. For each line of a message, the parser compares the boundaries of all that are open."""
LONGEST_FILE_NAME = 120  # characters
RECIPIENT_HEADERS = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To")

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,185}\.[A-Za-z0-9-]{2,60}")
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,240}>")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


class _ShortHeaders(policy.EmailPolicy):
    """The policy of the standard library for the beginning of a header: a long one takes quadratic time to parse."""

    def header_fetch_parse(self, name, value):
        return super().header_fetch_parse(name, value[:LONGEST_PARSED_HEADER])


POLICY = _ShortHeaders()


@dataclass(frozen=True)
class MailFile:
    """A file of a message. `content` is None for what is never taken, such as a message inside the message."""

    name: str
    media_type: str
    content: bytes | None


@dataclass(frozen=True)
class ParsedMail:
    """What can be read of a message.

    `sender`: the address after "From:", in lower case; empty if there is none or more than one. `message_id`: with its
    angle brackets; empty if it is missing or malformed. `text`: the text, quoted history included.
    """

    sender: str
    recipients: tuple[str, ...]
    message_id: str
    subject: str
    text: str
    files: tuple[MailFile, ...]


def parse_mail(raw: bytes) -> ParsedMail:
    """Return what can be read of a message."""
    message = read_message(raw)
    senders = addresses_of(message, "From")
    message_id = header_text(message, "Message-ID").strip()
    texts, pages, files = [], [], []
    for part in _leaf_parts(message):
        kind = part.get_content_type()
        if part.is_attachment() or part.get_filename() or part.get_content_maintype() not in {"text", "multipart"}:
            files.append(_file_of(part))
        elif kind == "text/html":
            pages.append(_text_of(part))
        elif kind == "text/plain":  # other forms of the same text, such as calendar entries, are left out
            texts.append(_text_of(part))
    text = "\n\n".join(filter(None, (one.strip() for one in texts)))
    text = text or "\n\n".join(filter(None, map(text_of_html, pages)))
    return ParsedMail(
        sender=senders[0] if len(senders) == 1 else "",
        recipients=tuple(dict.fromkeys(one for name in RECIPIENT_HEADERS for one in addresses_of(message, name))),
        message_id=message_id if _MESSAGE_ID.fullmatch(message_id) else "",
        subject=header_text(message, "Subject").strip(),
        text=text,
        files=tuple(files),
    )


def read_message(raw: bytes) -> EmailMessage:
    """Return the parsed message. It never fails: the parser records defects instead.

    Of a message with too many containers the headers alone are parsed. It then has neither text nor files.
    """
    if raw.lower().count(b"multipart/") > MOST_CONTAINERS:
        return read_headers(raw)
    return message_from_bytes(raw, policy=POLICY)


def read_headers(raw: bytes) -> EmailMessage:
    """Return the message with its headers parsed, and its content as one text."""
    return BytesHeaderParser(policy=POLICY).parsebytes(raw)


def header_texts(message: EmailMessage, name: str) -> list[str]:
    """Return the values of a header, each on one line. A header that cannot be decoded counts as empty."""
    try:
        values = [str(value) for value in message.get_all(name, [])]
    except Exception:  # the parser of the standard library fails on some malformed headers
        return [""]
    return [_CONTROL.sub(" ", " ".join(value.split()))[:LONGEST_HEADER] for value in values]


def header_text(message: EmailMessage, name: str) -> str:
    """Return the first value of a header, or an empty text."""
    return next(iter(header_texts(message, name)), "")


def addresses_of(message: EmailMessage, name: str) -> list[str]:
    """Return the e-mail addresses in a header, in lower case. Anything else is left out."""
    found = [address.strip() for _, address in getaddresses(header_texts(message, name))]
    return [address.lower() for address in found if _ADDRESS.fullmatch(address)]


def _leaf_parts(message: EmailMessage) -> Iterator[EmailMessage]:
    """Yield the parts that are not containers. A message inside the message is one part and is not opened."""
    waiting, seen = [message], 0
    while waiting and seen < MOST_PARTS:
        part, seen = waiting.pop(0), seen + 1
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            waiting = [*part.get_payload(), *waiting]
        else:
            yield part


def _file_of(part: EmailMessage) -> MailFile:
    media_type = part.get_content_type()
    try:
        name = _CONTROL.sub("", str(part.get_filename() or "")).strip()[-LONGEST_FILE_NAME:]
    except Exception:  # a malformed name
        name = ""
    content = None if media_type.startswith("message/") else part.get_payload(decode=True) or b""
    return MailFile(name or media_type, media_type, content)


def _text_of(part: EmailMessage) -> str:
    content = part.get_payload(decode=True) or b""
    try:
        text = content.decode(part.get_content_charset("utf-8"), "replace")
    except (LookupError, ValueError):  # an unknown character set
        text = content.decode("utf-8", "replace")
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
