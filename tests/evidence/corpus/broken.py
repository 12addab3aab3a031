"""Valid files cut off at many places, with flipped bits or with something appended, and files of almost no content."""

import random
from collections.abc import Iterator

from tests.evidence.corpus.case import REFUSED, SHOWN, Case, case
from tests.evidence.corpus.parts import FORMS, good

CUTS = (0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99)
TURNED = 2  # files of each form with flipped bits


def cases() -> Iterator[Case]:
    """Yield all of these cases."""
    for form in FORMS:
        for part in CUTS:
            yield case(f"{form} cut at {part:.0%}", f"a.{form}", good(form)[: max(1, int(len(good(form)) * part))])
        for seed in range(TURNED):
            yield case(f"{form} with turned bits {seed}", f"a.{form}", _turned(good(form), f"{form}{seed}"), torn=True)
        yield case(f"{form}, nothing in it", f"a.{form}", b"", REFUSED)
    for form in ("jpg", "png", "webp", "heic"):
        yield case(f"{form}, then zeros", f"a.{form}", good(form) + bytes(100_000), SHOWN)
        yield case(f"{form}, then noise", f"a.{form}", good(form) + random.Random(1).randbytes(100_000), SHOWN)
        yield case(f"{form} twice", f"a.{form}", good(form) * 2, SHOWN)
        yield case(f"one byte of {form}", f"a.{form}", good(form)[:1], REFUSED)


def _turned(contents: bytes, seed: str) -> bytes:
    """Return the file with one bit in two hundred bytes flipped, but not in the first sixteen (the signature)."""
    chance, made = random.Random(seed), bytearray(contents)
    for _ in range(max(1, len(made) // 200)):
        made[chance.randrange(16, len(made))] ^= 1 << chance.randrange(8)
    return bytes(made)
