"""Check each line of a petition, a dossier or a complaint's page against the public log of the complaints portal:

    python verify_petition.py FILE LOGKEY [WITNESSKEY ...]

FILE is the PDF, or the proof.json that it carries. Get the keys from paper and from the witnesses, not from the portal.
Save check_receipt.py in the same folder. Python 3.8 or newer, nothing else: no portal, database or connection.
"""

import base64
import hashlib
import json
import re
import sys
import zlib

from check_receipt import digits_of, root_of_hour, root_of_log, signers

LARGEST = 20_000_000  # bytes
NO_PROOF = "This file is no proof, or a part of it is missing."
CANNOT_SHOW = """What this cannot show:
- which person or office acted. The log has no names, so the names in the document are the portal's word;
- that the document says what the lines say: compare moments, kinds and texts with it yourself;
- that no line was left out, and what was never recorded. If the code printed on the document is that of a line above,
  the document was made when that line was the last one."""


def read_file(path):
    with open(path, "rb") as file:
        content = file.read(LARGEST + 1)
    if content.startswith(b"%PDF"):
        content = attached_proof(content)
    try:
        proof = json.loads(content[: LARGEST + 1].decode("utf-8"))
        if proof["format"] != "record-proof/v1" or not proof["lines"]:
            raise ValueError
    except (ValueError, KeyError, TypeError, RecursionError):
        sys.exit(NO_PROOF)
    return proof


def attached_proof(pdf):
    """Return the stream of a PDF, compressed or not, that begins as a proof does."""
    for match in re.finditer(rb"stream\r?\n", pdf):
        if b'"record-proof/' in pdf[match.end() : match.end() + 100]:
            return pdf[match.end() :].split(b"endstream")[0]
        try:
            start = zlib.decompressobj().decompress(pdf[match.end() : match.end() + 1000], 100)
            if b'"record-proof/' in start:
                return zlib.decompressobj().decompress(pdf[match.end() :], LARGEST)
        except zlib.error:
            continue
    sys.exit("This PDF carries no proof. If it should, save its attachment proof.json and check that instead.")


def check_log(proof, keys):
    """Check the log's signature, and that each hour is an entry of the log. Return the names of those who signed."""
    if not proof["checkpoint"]:
        return set()
    text, _, lines = proof["checkpoint"].rpartition("\n\n")
    origin, size, root = (text + "\n").split("\n")[:3]
    signed = set(signers(text + "\n", lines.splitlines(), keys))
    name, _, raw = keys[0].split("+", 2)
    if name != origin or name not in signed or base64.b64decode(raw)[0] != 1:
        sys.exit("The log with this key has not signed it.")
    for hour, entry in proof["hours"].items():
        hashes = [base64.b64decode(step) for step in entry["hashes"]]
        if root_of_log(entry["head"], int(hour) - 1, int(size), hashes) != base64.b64decode(root):
            sys.exit(f"Hour {int(hour)} is not an entry of this log.")
    return signed


def check_line(number, entry, hours):
    """Return the facts of a line and its place in the log: its hour and its path, the earlier one first."""
    line, place = json.loads(entry["line"]), (float("inf"), [])
    if "hour" in entry:
        leaf = entry["link"] + hashlib.sha256(entry["line"].encode()).hexdigest()
        head = json.loads(hours[str(entry["hour"])]["head"])
        if root_of_hour({"leaf": leaf, "steps": entry["steps"]}) != head["root"]:
            sys.exit(f"Line {number} was changed, or its proof is of another line.")
        place = int(entry["hour"]), [side == "left" for side, _ in reversed(entry["steps"])]
    return line, place


def check_text(number, text, digest):
    """Compare a text with the digest in its line. Return the words that say what it is."""
    if text.get("destroyed"):
        return "destroyed after the set period; the log still has its digest"
    whole = text["text"]
    if text["parts"]:
        parts = {"text": whole, "parts": text["parts"]}
        whole = "\0" + json.dumps(parts, sort_keys=True, separators=(",", ":"))
    if hashlib.sha256(bytes.fromhex(text["salt"]) + whole.encode()).hexdigest() != digest:
        sys.exit(f"The text of line {number} was changed.")
    return " / ".join([text["text"], *(f"{name}: {part}" for name, part in sorted(text["parts"].items()))])


def printable(text):
    return "".join(letter if letter.isprintable() else " " for letter in str(text))


def check(proof, keys):
    """Check everything, and return what to print."""
    signed, before, said = check_log(proof, keys), ("", (0, [])), [f"Complaint {printable(proof['etag'])}"]
    hours = proof["hours"] if signed else {}
    for number, entry in enumerate(proof["lines"], 1):
        line, place = check_line(number, entry, hours)
        if line["etag"] != proof["etag"]:
            sys.exit(f"Line {number} is of another complaint.")
        if line["at"] < before[0] or ("hour" in entry and place <= before[1]):
            sys.exit(f"Line {number} is not in its place.")
        before = line["at"], place
        detail = f" ({check_text(number, entry['detail'], line['detail'])})" if "detail" in entry else ""
        state = f"proved, hour {place[0]} of the log" if "hour" in entry else "NOT YET IN THE LOG"
        said.append(printable(f"{number:3}. {line['at']}  {line['kind']}{detail}, by {line['by']}: {state}"))
        said.append(f"     code {digits_of(entry['link'])}")
        if "text" in entry:
            said.append(f"     text: {printable(check_text(number, entry['text'], line['words']))}")
    proved = sum("hour" in entry for entry in proof["lines"])
    said.append(f"{proved} of {len(proof['lines'])} lines are proved. A line that is not yet in the log is proved by a")
    said.append("file that the portal makes after the end of its hour.")
    return signed, said


def main(path, log_key, *witness_keys):
    if not all(re.fullmatch(r"[^\s+]+\+[0-9a-f]{8}\+[A-Za-z0-9+/]+=*", key) for key in (log_key, *witness_keys)):
        sys.exit("A key is written as name+id+base64.")
    try:
        signed, said = check(read_file(path), [log_key, *witness_keys])
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError):
        sys.exit(NO_PROOF)
    print(*said, sep="\n")
    for name in (key.split("+")[0] for key in [log_key, *witness_keys]):
        print("The log is signed by" if name in signed else "The log is NOT SIGNED by", name)
    print(CANNOT_SHOW)
    if len(signed) <= len(witness_keys):
        sys.exit("Not all of these have signed the log.")


if __name__ == "__main__":
    sys.exit(__doc__) if len(sys.argv) < 3 else main(*sys.argv[1:])
