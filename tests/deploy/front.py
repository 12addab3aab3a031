"""The example front (deploy/nginx.conf) on its own ports, and deliberately slow clients."""

import re
import shutil
import socket
import ssl
import subprocess
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from operations import child_processes
from operations.embedded_servers import find_free_port
from tests.databases import ROOT

EXAMPLE = ROOT / "deploy" / "nginx.conf"
TEMPORARY = "client_body", "proxy", "fastcgi", "uwsgi", "scgi"


class CannotServe(Exception):
    """nginx is missing, or it refuses the file; the message gives the reason."""


def program() -> str:
    """Return nginx, installed first if it is missing and may be. Raises CannotServe."""
    done = subprocess.run([ROOT / "bin" / "debian", "nginx", "nginx"], capture_output=True, text=True)
    found = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/bin")
    if done.returncode or not found:
        raise CannotServe(done.stderr.strip() or "there is no nginx")
    return found


class Front:
    """Run nginx with the example file in front of portals on these ports. `own`: the certificate that it shows."""

    def __init__(self, folder: Path, *, portal: int, beside: int = 0):
        self.folder, self.port, self.plain_port = folder, find_free_port(), find_free_port()
        self.own, self.beside = folder / "own.pem", beside
        certify(self.own, folder / "key.pem")
        (folder / "nginx.conf").write_text(self._adapted(portal))
        self.program, self.child = program(), None

    def _adapted(self, portal: int) -> str:
        """Return the example with this machine's ports, paths and certificate; nothing else is changed."""
        text = EXAMPLE.read_text()
        folders = "".join(f"    {name}_temp_path {self.folder}/{name};\n" for name in TEMPORARY)
        changes = {
            r"pid /run/nginx.pid;": f"pid {self.folder}/pid;",
            r"error_log \S+ warn;": f"error_log {self.folder}/error.log warn;",
            r"worker_processes auto;": "worker_processes 2;",
            r"http \{\n": "http {\n" + folders,
            r"server 127.0.0.1:8000 max_fails=0;": f"server 127.0.0.1:{portal} max_fails=0;",
            r"server 127.0.0.1:8001 max_fails=0;": f"server 127.0.0.1:{self.beside} max_fails=0;" * bool(self.beside),
            r"listen 80;": f"listen 127.0.0.1:{self.plain_port};",
            r"listen 443 ssl;": f"listen 127.0.0.1:{self.port} ssl;",
            r"\S+/fullchain.pem;": f"{self.own};",
            r"\S+/key.pem;": f"{self.folder}/key.pem;",
            r"root /srv/portal/app/deploy;": f"root {EXAMPLE.parent};",
        }
        for old, new in changes.items():
            text, times = re.subn(old, new, text)
            if times != 1:
                raise CannotServe(f"deploy/nginx.conf has {old} {times} times")
        return text

    def start(self) -> None:
        """Start it. Raises CannotServe with the message of nginx."""
        command = [self.program, "-e", self.folder / "error.log", "-c", self.folder / "nginx.conf"]
        tested = subprocess.run([*command, "-t"], capture_output=True, text=True)
        if tested.returncode:
            raise CannotServe(tested.stderr)
        self.child = child_processes.start_child([*command, "-g", "daemon off;"], stdout=subprocess.DEVNULL)
        child_processes.wait_until(self._listens, self.child, seconds=60)

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def stop(self) -> None:
        if self.child:
            child_processes.stop_child(self.child)

    def line(self) -> ssl.SSLSocket:
        """Return a connection of a client who trusts its certificate."""
        trusting = ssl.create_default_context(cafile=self.own)
        return trusting.wrap_socket(
            socket.create_connection(("127.0.0.1", self.port), timeout=60), server_hostname="127.0.0.1"
        )


def certify(certificate: Path, key: Path, *, address: str = "127.0.0.1") -> None:
    """Create a certificate for this address, valid for a day."""
    mine, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "front")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, mine.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))]), critical=False)
        .sign(mine, hashes.SHA256())
    )
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    key.write_bytes(mine.private_bytes(serialization.Encoding.PEM, *form))


LENGTH = 4096
HEADERS = b"POST /complain/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "
BODY = b"POST /complain/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
BODY += b"Content-Length: %d\r\n\r\ncategory=" % LENGTH
READING = b"GET /complain/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
KINDS = HEADERS, BODY, READING
"""Kinds of slow clients: one never ends its headers, one never ends its form, one never reads the answer."""


def slow(open_line, number: int) -> list[socket.socket]:
    """Open so many slow clients of every kind, in turn, each with its connection half used."""
    lines = []
    for each in range(number):
        line = open_line()
        line.sendall(KINDS[each % len(KINDS)])
        lines.append(line)
    return lines


def asked(line: socket.socket, path: str) -> int:
    """Return the status of a page requested on that connection, and close it."""
    line.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
    answer = b""
    while more := line.recv(65536):
        answer += more
    line.close()
    return int(answer.split(b" ", 2)[1])
