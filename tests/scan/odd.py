"""Malformed and hostile input. It is the same in every run, because a seed draws it."""

import random
from urllib.parse import quote

WORDS = (
    *("", " ", "0", "-1", "1e309", "NaN", "9" * 40, "2147483648", "9223372036854775808", "0x10", "٣", "1;2", "null"),
    *("'", '"', "' OR '1'='1", "1' AND pg_sleep(3)--", "'; DROP TABLE complaints_complaint;--", "\\", "%", "_%_", "$$"),
    *("<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "javascript:alert(1)", "{{7*7}}", "{% debug %}"),
    *("../../../etc/passwd", "..%2f..%2f", "file:///etc/passwd", "http://spy.example/", "//spy.example", "\\\\spy\\x"),
    *("\x00", "a\x00b", "\r\nSet-Cookie: x=1", "\u202e", "\u2066x", "\ufeff", "ي" * 300, "\u0301" * 500, "\U0001f4a3"),
    *("a" * 5_000, "(" * 2_000, "[[" * 500, '{"a":' * 300, "2026-02-30", "9999-12-31", "0001-01-01T00:00", "24:61"),
    *("+92 300 1112233", "x@x", "@", "a@b.c\n", "=cmd|' /C calc'!A1", "true", "on", "None"),
    "00000000-0000-0000-0000-000000000000",
)  # fmt: skip
RAW = ("%00", "%ff", "%c0%af", "%ed%a0%80", "%", "%zz", "%u0041", "a%0d%0ab", "%F0%28%8C%28", "+", "&&", "=", "[]=1")
"""Parts of an address that are sent without encoding."""
HEADERS = {
    "Accept-Language": ("ur", "*", "xx;q=9", "en-" + "a" * 300, ",,,;;;"),
    "Accept-Encoding": ("identity;q=0", "br;q=nan", "*;q=0"),
    "Range": ("bytes=0-", "bytes=9-1", "bytes=" + "9" * 30 + "-", "lines=1-2", "bytes=-0"),
    "Cookie": ("sessionid=x", "sessionid=" + "a" * 3000, "csrftoken=", "=; =;;", "django_language=../x", "messages=x"),
    "Referer": ("http://spy.example/", "\\", "a" * 2000),
    "If-None-Match": ('"x"', "*", "W/", '"' * 99),
    "If-Modified-Since": ("yesterday", "Sat, 31 Feb 2026 00:00:00 GMT"),
    "X-Forwarded-For": ("::1, x", "999.1.1.1", "", "a" * 500),
    "X-Forwarded-Proto": ("javascript", ""),
    "HX-Request": ("true",),
    "HX-Current-URL": ("http://[", "\\\\", "x"),
    "Upload-Offset": ("-1", "9" * 30, "x", ""),
    "Content-Type": ("application/json", "text/xml", "multipart/form-data", "multipart/form-data; boundary=", "x"),
    "X-Hub-Signature-256": ("sha256=", "x"),
    "Authorization": ("Bearer x", "Basic !!!", "Bearer " + "a" * 3000),
}
BODIES = (
    b"",
    b"\xff\xfe",
    b"{",
    b"[" * 1000,
    b"<?xml version='1.0'?><x/>",
    b"--x\r\n\r\n--x--",
    b"a=%ff&b=%00",
    b"a" * 70_000,
)


class Chance:
    """Draws the input."""

    def __init__(self, seed: int):
        self._random = random.Random(seed)

    def one(self, things):
        return self._random.choice(list(things))

    def times(self, part: float) -> bool:
        """Return true with this probability."""
        return self._random.random() < part

    def word(self) -> str:
        return self.one(WORDS)

    def quoted(self) -> str:
        """Return a word as it is written in an address."""
        return self.one(RAW) if self.times(0.2) else quote(self.word().encode("utf-8", "replace"), safe="")

    def address(self) -> str:
        """Return a client address: a new one each time, so that no rate limit stops the requests."""
        return ".".join(str(1 + self._random.randrange(250)) for _ in range(4))
