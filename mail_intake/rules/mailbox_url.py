"""The address of the mailbox: `imap+ssl://user:password@host:993/INBOX`."""

from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

PORTS = {"imap+ssl": 993, "imap+tls": 143, "imap": 143}
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True)
class Mailbox:
    """A folder on an IMAP server. `security`: "ssl" from the first byte, "tls" by STARTTLS, or "" on this computer."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    folder: str
    security: str


def parse_mailbox_url(url: str) -> Mailbox:
    """Return the mailbox of MAIL_INTAKE_URL. Raises ValueError with the problem, without the password."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise ValueError("it is not a URL") from None
    if parts.scheme not in PORTS:
        raise ValueError("it must begin with imap+ssl:// or imap+tls://")
    if not host or not parts.username or not parts.password:
        raise ValueError("it needs a user, a password and a host")
    if parts.scheme == "imap" and host not in LOOPBACK:
        raise ValueError("imap:// is not encrypted; use imap+ssl:// or imap+tls://")
    return Mailbox(
        host=host,
        port=port or PORTS[parts.scheme],
        user=unquote(parts.username),
        password=unquote(parts.password),
        folder=unquote(parts.path.lstrip("/")) or "INBOX",
        security=parts.scheme.removeprefix("imap").lstrip("+"),
    )
