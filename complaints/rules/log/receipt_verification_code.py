"""The verification code of a receipt: 24 digits that are derived from the first link of the complaint's chain."""

import hashlib

CODE_DIGITS = 24  # 80 bits: nobody can find another link with the same code
SPACING = 4


def verification_code_of(mac: bytes) -> str:
    """Return the digits, without spaces. `mac`: the first link of the chain."""
    number = int.from_bytes(hashlib.sha256(b"receipt\x00" + mac).digest()[:16], "big")
    return f"{number % 10**CODE_DIGITS:0{CODE_DIGITS}d}"


def format_verification_code(mark: str) -> str:
    """Return the code in groups of four, as it is printed."""
    return " ".join(mark[start : start + SPACING] for start in range(0, CODE_DIGITS, SPACING))
