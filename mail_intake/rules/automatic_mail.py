"""Recognise mail that a program wrote, and mail that gets no automatic answer (RFC 3834, RFC 3464)."""

import re
from email import message_from_string, policy
from email.message import EmailMessage

from mail_intake.rules.mail_parsing import header_text, header_texts

_AWAY_SUBJECT = re.compile(
    r"^\s*(automatic reply|auto(matic)?[- ]?(reply|response)|out of (the )?office|خودکار جواب)\b", re.IGNORECASE
)
_PROGRAM_SENDER = re.compile(r"^(mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)([+-]|@)")
_LIST_HEADERS = ("List-Id", "List-Unsubscribe", "List-Post", "List-Help")
_AUTOMATIC_PRECEDENCE = {"auto_reply", "junk"}
_MASS_PRECEDENCE = {"bulk", "list"}
_SUPPRESSES = {"all", "autoreply", "oof"}


def is_written_by_program(message: EmailMessage) -> bool:
    """Return whether a program wrote the message: an out-of-office reply, a delivery report, or another system."""
    submitted = header_text(message, "Auto-Submitted").split(";")[0].strip().lower()
    return (
        submitted not in {"", "no"}
        or header_text(message, "Return-Path").strip() == "<>"
        or message.get_content_type() == "multipart/report"
        or header_text(message, "Precedence").strip().lower() in _AUTOMATIC_PRECEDENCE
        or any(header_texts(message, name) for name in ("X-Autoreply", "X-Autorespond", "X-Autoresponse"))
        or bool(_AWAY_SUBJECT.match(header_text(message, "Subject")))
    )


def wants_no_answer(message: EmailMessage, sender: str) -> bool:
    """Return whether an automatic answer would be wrong, although a person may have written the message."""
    suppressed = re.split(r"[,;\s]+", header_text(message, "X-Auto-Response-Suppress").lower())
    return (
        not sender
        or bool(_PROGRAM_SENDER.match(sender))
        or any(header_texts(message, name) for name in _LIST_HEADERS)
        or header_text(message, "Precedence").strip().lower() in _MASS_PRECEDENCE
        or bool(_SUPPRESSES.intersection(suppressed))
    )


def returned_message_id(message: EmailMessage) -> tuple[str, str]:
    """Return the Message-ID that a report says could not be delivered, and the status code ("5.1.1").

    Return two empty strings for anything else, including a report that the message is only delayed.
    """
    if message.get_content_type() != "multipart/report" or not message.is_multipart():
        return "", ""
    status, message_id = "", ""
    for part in message.get_payload():
        kind = part.get_content_type()
        if kind == "message/delivery-status" and part.is_multipart():
            failed = [block for block in part.get_payload() if header_text(block, "Action").lower() == "failed"]
            status = header_text(failed[0], "Status") if failed else ""
        elif kind == "message/rfc822" and part.is_multipart():
            message_id = header_text(part.get_payload(0), "Message-ID")
        elif kind in {"text/rfc822-headers", "message/rfc822-headers"}:
            headers = (part.get_payload(decode=True) or b"").decode("utf-8", "replace")
            message_id = header_text(message_from_string(headers, policy=policy.default), "Message-ID")
    is_code = re.fullmatch(r"5\.\d{1,3}\.\d{1,3}", status)
    return (message_id, status) if message_id and is_code else ("", "")


def failed_authentication(message: EmailMessage, authserv_id: str) -> bool:
    """Return whether our receiving server found that the sender's address is forged.

    Only the topmost Authentication-Results header counts, and only if our own server (`authserv_id`) wrote it: anybody
    can write the others. Without the setting, return False.
    """
    result = header_text(message, "Authentication-Results")
    server, *methods = [part.strip().lower() for part in result.split(";")]
    if not authserv_id or server.split(" ")[0] != authserv_id.lower():
        return False
    matches = filter(None, (re.match(r"(dmarc|spf|dkim)\s*=\s*(\w+)", part) for part in reversed(methods)))
    found = {match[1]: match[2] for match in matches}  # the first of each kind counts
    if "dmarc" in found and found["dmarc"] != "none":
        return found["dmarc"] == "fail"
    return found.get("spf") in {"fail", "softfail"} and found.get("dkim") != "pass"
