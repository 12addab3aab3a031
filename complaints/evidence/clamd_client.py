"""A client of the virus scanner clamd. It knows one command of its protocol, INSTREAM (`man clamd`, *Commands*)."""

import socket
from typing import BinaryIO
from urllib.parse import urlsplit

DEFAULT_PORT = 3310
CHUNK = 64 * 1024
LONGEST_REPLY = 4096


class NoReply(Exception):
    """clamd closed the connection before its reply was complete, or its reply has no end."""


def scan_stream(file: BinaryIO, *, url: str, timeout: float) -> str:
    """Send a file to clamd, from the present position to its end. Return the reply, such as "stream: OK".

    `url`: `tcp://host:port` or `unix:///path`. `timeout`: seconds for each connection, chunk and part of the reply.
    Raises OSError and NoReply.
    """
    with _connect(url, timeout) as connection:
        connection.sendall(b"nINSTREAM\n")
        while chunk := file.read(CHUNK):
            connection.sendall(len(chunk).to_bytes(4) + chunk)
        connection.sendall(bytes(4))
        return _read_line(connection)


def _connect(url: str, timeout: float) -> socket.socket:
    parts = urlsplit(url)
    if parts.scheme != "unix":
        return socket.create_connection((parts.hostname, parts.port or DEFAULT_PORT), timeout)
    connection = socket.socket(socket.AF_UNIX)
    try:
        connection.settimeout(timeout)
        connection.connect(parts.path)
    except OSError:
        connection.close()
        raise
    return connection


def _read_line(connection: socket.socket) -> str:
    reply = b""
    while not reply.endswith(b"\n"):
        part = connection.recv(LONGEST_REPLY)
        reply += part
        if not part or len(reply) > LONGEST_REPLY:
            raise NoReply
    return reply.decode(errors="replace").strip()
