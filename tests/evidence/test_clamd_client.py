"""A file reaches clamd whole, and only a complete reply is a verdict."""

import io
import socketserver
import threading

import pytest

from complaints.evidence import scanner
from complaints.evidence.clamd_client import CHUNK, NoReply, scan_stream
from complaints.evidence.scanner import ScanResult
from tests.evidence.clamd import Clamd, clamd
from tests.evidence.real_clamd import scanner as real_scanner
from tests.evidence.samples import EICAR


@pytest.mark.parametrize("length", [0, 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_a_file_arrives_whole_whatever_its_length(length):
    contents = bytes(range(256)) * (length // 256) + bytes(length % 256)
    with clamd() as server:
        assert scan_stream(io.BytesIO(contents), url=server.url, timeout=10) == "stream: OK"
    assert server.seen == [contents]


def test_a_file_is_sent_from_its_present_position():
    file = io.BytesIO(EICAR + b"the rest")
    file.seek(len(EICAR))
    with clamd() as server:
        assert scan_stream(file, url=server.url, timeout=10) == "stream: OK"
    assert server.seen == [b"the rest"]


def test_clamd_may_listen_on_a_socket_of_the_file_system(tmp_path, settings):
    class OnSocket(Clamd):
        """The stand-in at a path."""

        address_family = socketserver.socket.AF_UNIX

        def server_bind(self):
            self.server_address = str(tmp_path / "clamd.ctl")
            self.socket.bind(self.server_address)

    settings.CLAMAV_URL = f"unix://{tmp_path}/clamd.ctl"
    with OnSocket() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        assert scanner.scan_file(io.BytesIO(EICAR)) is ScanResult.VIRUS
        assert scanner.scan_file(io.BytesIO(b"text")) is ScanResult.CLEAN
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("reply", "line_end"),
    [
        (b"stream: OK", b""),  # cut off: it could have been "stream: OK... FOUND"
        (b"", b""),
        (b"stream: OK", b"x" * 10_000),
        (b"INSTREAM size limit exceeded. ERROR", b"\n"),
        (b"stream: Can't allocate memory ERROR", b"\n"),
        (b"UNKNOWN COMMAND", b"\n"),
    ],
)
def test_an_incomplete_or_unknown_reply_is_no_verdict(settings, reply, line_end):
    with clamd() as server:
        settings.CLAMAV_URL = server.url
        server.error, server.line_end = reply, line_end
        if not reply:
            server.answer = lambda _stream: b""
        assert scanner.scan_file(io.BytesIO(b"text")) is ScanResult.UNSEEN


def test_a_connection_that_ends_without_a_reply_is_an_error():
    with clamd() as server:
        server.answer, server.line_end = (lambda _stream: b""), b""
        with pytest.raises(NoReply):
            scan_stream(io.BytesIO(b"text"), url=server.url, timeout=10)


@pytest.mark.slow
def test_debians_clamd_understands_it(settings):
    with real_scanner() as real:
        if "stand-in" in real.what:
            pytest.skip(real.what)
        settings.CLAMAV_URL = real.url
        assert scanner.scan_file(io.BytesIO(bytes(3 * CHUNK))) is ScanResult.CLEAN
        assert scanner.scan_file(io.BytesIO(EICAR)) is ScanResult.VIRUS
        assert scanner.scan_file(io.BytesIO(bytes(31 * 1024 * 1024))) is ScanResult.UNSEEN  # above its StreamMaxLength
