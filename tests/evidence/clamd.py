"""A stand-in for clamd on the loopback interface. It accepts streams, recognises EICAR, and can be set to fail."""

import socketserver
import struct
import threading
from contextlib import contextmanager

from tests.evidence.samples import EICAR


class _Talk(socketserver.StreamRequestHandler):
    def handle(self):
        self.rfile.readline()  # nINSTREAM
        seen = bytearray()
        while length := struct.unpack("!L", self.rfile.read(4))[0]:
            seen += self.rfile.read(length)
        self.server.seen.append(bytes(seen))
        self.wfile.write(self.server.answer(bytes(seen)) + self.server.line_end)


class Clamd(socketserver.ThreadingTCPServer):
    """`seen`: all received streams. `error`: the response instead of a verdict. `line_end`: its end."""

    allow_reuse_address, daemon_threads = True, True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Talk)
        self.seen: list[bytes] = []
        self.error, self.line_end = b"", b"\n"

    @property
    def url(self) -> str:
        return f"tcp://127.0.0.1:{self.server_address[1]}"

    def answer(self, stream: bytes) -> bytes:
        if self.error:
            return self.error
        return b"stream: Win.Test.EICAR_HDB-1 FOUND" if EICAR in stream else b"stream: OK"


@contextmanager
def clamd():
    """Run the server for the length of the block."""
    with Clamd() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
