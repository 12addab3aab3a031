"""E-mails as people and programs write them."""

import itertools
from email.message import EmailMessage
from email.utils import format_datetime

from tests.world import clock

INTAKE = "complaints@portal.example"
AYESHA = "ayesha@example.org"
TEXT = "My shop in Model Town was broken into last night. They took two phones."

_numbers = itertools.count(1)


def letter(text=TEXT, *, sender=f"Ayesha Khan <{AYESHA}>", to=INTAKE, subject="Theft", html="", files=(), **headers):
    """Return an e-mail as bytes. `files`: pairs of a name and the content. `headers`: with "_" instead of "-"."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Date"] = format_datetime(clock("09:00"))
    message["Message-ID"] = headers.pop("Message_ID", f"<{next(_numbers)}.ayesha@mail.example>")
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    if text or not html:
        message.set_content(text)
    if html and text:
        message.add_alternative(html, subtype="html")
    elif html:
        message.set_content(html, subtype="html")
    for name, content in files:
        main, sub = {"jpg": ("image", "jpeg"), "pdf": ("application", "pdf")}.get(
            name.rpartition(".")[2], ("application", "octet-stream")
        )
        message.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return message.as_bytes()


def forwarded(inner: bytes) -> bytes:
    """Return an e-mail to which another one is attached."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = AYESHA, INTAKE, "What he wrote to me"
    message["Message-ID"] = f"<{next(_numbers)}.forward@mail.example>"
    message.set_content("He threatens me. See the attached message.")
    message.add_attachment(EmailMessage(), filename="threat.eml")
    return message.as_bytes()


def report_of(returned_id: str, *, action="failed", status="5.1.1") -> bytes:
    """Return the report of a mail server that a message could not be delivered (RFC 3464)."""
    return "\r\n".join(
        [
            "Return-Path: <>",
            "From: Mail Delivery System <MAILER-DAEMON@mail.example>",
            f"To: {INTAKE}",
            "Subject: Undelivered Mail Returned to Sender",
            f"Message-ID: <{next(_numbers)}.report@mail.example>",
            "Auto-Submitted: auto-replied",
            'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
            "MIME-Version: 1.0",
            "",
            "--b",
            "Content-Type: text/plain",
            "",
            "I'm sorry to have to inform you that your message could not be delivered.",
            "--b",
            "Content-Type: message/delivery-status",
            "",
            "Reporting-MTA: dns; mail.example",
            "",
            f"Final-Recipient: rfc822; {AYESHA}",
            f"Action: {action}",
            f"Status: {status}",
            "",
            "--b",
            "Content-Type: text/rfc822-headers",
            "",
            "From: complaints@portal.example",
            f"Message-ID: {returned_id}",
            "Subject: Your complaint",
            "",
            "--b--",
            "",
        ]
    ).encode()
