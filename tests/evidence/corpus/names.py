"""Good photos with bad names: shown under harmless names, or refused."""

from collections.abc import Iterator

from tests.evidence.corpus.case import REFUSED, SHOWN, Case, case
from tests.evidence.corpus.parts import good

TAKEN = (
    *("../../../etc/cron.d/x.jpg", "..\\..\\windows\\x.jpg", "/etc/passwd.jpg", "C:\\x\\y.jpg", "~root/x.jpg"),
    *("CON.jpg", "NUL.jpg", "aux.jpg", "-rf.jpg", "|sh.jpg", "$(id).jpg", "`id`.jpg", "a;b.jpg", "%00.jpg"),
    *("%2e%2e%2fx.jpg", "a\r\nSet-Cookie: x=1.jpg", 'a"; filename="b.exe.jpg', "a'b.jpg", "<script>x.jpg"),
    *("{{7*7}}.jpg", "${jndi:ldap:x}.jpg", "=cmd().jpg", "\u202egpj.jpg", "\u2066a\u2069.jpg", "\u200bb.jpg"),
    *(
        "a.php.jpg",
        "a.exe.jpg",
        "a." + "x" * 300 + ".jpg",
        "x" * 5000 + ".jpg",
        "\U0001f4a3.jpg",
        "شکایت.jpg",
        "a .jpg",
        "x.jpg/",
    ),
    *("\x00.jpg", "a\x00b.jpg", "\ud83d.jpg".encode("utf-8", "replace").decode(), "a" + "\u0301" * 200 + ".jpg"),
)
NOT_TAKEN = (
    "x.jpg\x00.exe",
    "x.jpg.",
    "x.jpg ",
    "x.jpg::$DATA",
    ".jpg",
    "..",
    "",
    "x.exe",
    "x.jpg;.asp",
    "x\u202egpj.exe",
)


def cases() -> Iterator[Case]:
    """Yield all of these cases."""
    for name in TAKEN:
        yield case(f"name {name[:40]!r}", name, good("jpg"), SHOWN)
    for name in NOT_TAKEN:
        yield case(f"name {name[:40]!r}", name, good("jpg"), REFUSED)
