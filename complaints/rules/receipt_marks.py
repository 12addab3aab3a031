"""The mark of a receipt: 24 digits that follow from the first link of the complaint's chain, and from nothing else."""

import hashlib

DIGITS = 24  # 80 bits: nobody finds another link with the same ones
SPACING = 4


def of_receipt(mac: bytes) -> str:
    """The digits, without spaces."""
    number = int.from_bytes(hashlib.sha256(b"receipt\x00" + mac).digest()[:16], "big")
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def spaced(mark: str) -> str:
    """In fours, as it is printed."""
    return " ".join(mark[place : place + SPACING] for place in range(0, DIGITS, SPACING))
