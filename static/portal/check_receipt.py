"""Checks a receipt against the public log of the complaints portal, without the portal: python check_receipt.py FILES

    python check_receipt.py proof.json "1234 5678 ..."
    python check_receipt.py proof.json "1234 5678 ..." heads.txt

The proof is what the portal gave, the digits are the receipt's mark; heads.txt, the lines of all days, is looked at if
it is named. It prints the mark of the day. Compare it with what somebody else has kept of that day: that is the point.
Python 3.8 or newer, nothing else. What it reckons: leaf = SHA-256(00 link), node = SHA-256(01 left right), up to the
day's "root"; the receipt's mark is SHA-256("receipt" 00 link), its first 16 bytes as a number, the last 24 digits.
"""

import hashlib
import json
import sys


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def root_of(proof):
    """What the proof's steps lead to."""
    here = sha256(b"\x00", bytes.fromhex(proof["leaf"]))
    for side, other in proof["steps"]:
        other = bytes.fromhex(other)
        here = sha256(b"\x01", other, here) if side == "left" else sha256(b"\x01", here, other)
    return here.hex()


def mark_of(proof):
    """The digits that the receipt must show."""
    number = int.from_bytes(sha256(b"receipt\x00", bytes.fromhex(proof["leaf"]))[:16], "big")
    return str(number % 10**24).zfill(24)


def broken_line(lines):
    """The first line that does not name the one before it, counted from 1; 0 where all do."""
    before = "00" * 32
    for number, line in enumerate(lines, 1):
        if json.loads(line)["prev"] != before:
            return number
        before = sha256(line.encode()).hex()
    return 0


def trouble(proof, mark, lines):
    """What does not agree, in words; nothing where all does."""
    if mark_of(proof) != "".join(filter(str.isdigit, mark)):
        yield "The proof is of another receipt."
    if root_of(proof) != json.loads(proof["head"])["root"]:
        yield "The proof does not lead to the root of that day."
    if lines is not None and proof["head"] not in lines:
        yield "The day's line is not among the published lines."
    if lines is not None and broken_line(lines):
        yield f"Line {broken_line(lines)} does not continue the one before it."


def main(arguments):
    if len(arguments) not in (2, 3):
        sys.exit(__doc__)
    with open(arguments[0], encoding="utf-8") as file:
        proof = json.load(file)
    lines = None
    if len(arguments) == 3:
        with open(arguments[2], encoding="utf-8") as file:
            lines = file.read().splitlines()
    found = list(trouble(proof, arguments[1], lines))
    if found:
        sys.exit("\n".join(found))
    print("The receipt is part of the log of", json.loads(proof["head"])["day"])
    print("The mark of that day:", sha256(proof["head"].encode()).hex())


if __name__ == "__main__":
    main(sys.argv[1:])
