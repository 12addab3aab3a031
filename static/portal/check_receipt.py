"""Check a receipt against the public log of the complaints portal, without the portal:

    python check_receipt.py receipt.tlog-proof "1234 5678 ..." LOGKEY [WITNESSKEY ...]

Give the proof that you saved, the 24 digits of the receipt, and the public keys of the log and of witnesses, each as
name+id+base64. Get the keys from paper and from the witnesses, not from the portal. Without a witness the portal could
show you one log and other people another. Python 3.8 or newer, nothing else.
The formats are c2sp.org/tlog-proof, tlog-checkpoint, tlog-cosignature and RFC 6962.
"""

import base64
import hashlib
import json
import sys

P = 2**255 - 19  # Ed25519 as in RFC 8032, section 6; slow, and enough for a few signatures
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
BASE_Y = 4 * pow(5, P - 2, P) % P


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def recover_x(y, sign):
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if y >= P or (x * x - square) % P or (x == 0 and sign):
        raise ValueError("no point of the curve")
    return P - x if x & 1 != sign else x


def point(y, sign=0):
    x = recover_x(y, sign)
    return x, y, 1, x * y % P


def add(a, b):
    e, f = (a[1] - a[0]) * (b[1] - b[0]), (a[1] + a[0]) * (b[1] + b[0])
    c, d = 2 * a[3] * b[3] * D, 2 * a[2] * b[2]
    w, x, y, z = f - e, d - c, d + c, f + e
    return w * x % P, y * z % P, x * y % P, w * z % P


def multiply(number, a):
    total = 0, 1, 1, 0
    while number:
        if number & 1:
            total = add(total, a)
        a, number = add(a, a), number >> 1
    return total


def is_signed(public, message, signature):
    read = int.from_bytes(public, "little"), int.from_bytes(signature[:32], "little")
    try:
        key, r = (point(value % 2**255, value >> 255) for value in read)
    except ValueError:
        return False
    s = int.from_bytes(signature[32:], "little")
    digest = hashlib.sha512(signature[:32] + public + message).digest()
    left = multiply(s, point(BASE_Y))
    right = add(r, multiply(int.from_bytes(digest, "little") % ORDER, key))
    same = (left[i] * right[2] - right[i] * left[2] for i in (0, 1))
    return s < ORDER and len(signature) == 64 and not any(value % P for value in same)


def read_proof(path):
    with open(path, encoding="utf-8") as file:
        head, _, note = file.read().partition("\n\n")
    lines = head.split("\n")
    if lines[0] != "c2sp.org/tlog-proof@v1" or not note:
        sys.exit("This file is no proof of a signed log.")
    extra = json.loads(base64.b64decode(lines[1].split(" ")[1]))
    return extra, int(lines[2].split(" ")[1]), [base64.b64decode(line) for line in lines[3:]], note


def root_of_hour(extra):
    here = sha256(b"\x00", bytes.fromhex(extra["leaf"]))
    for side, other in extra["steps"]:
        pair = [bytes.fromhex(other), here] if side == "left" else [here, bytes.fromhex(other)]
        here = sha256(b"\x01", *pair)
    return here.hex()


def root_of_log(text, index, size, hashes):
    here, last = sha256(b"\x00", text.encode()), size - 1
    for other in hashes:
        if last == 0 or index > last:
            return None
        if index & 1 or index == last:
            here = sha256(b"\x01", other, here)
            while index and not index & 1:
                index, last = index >> 1, last >> 1
        else:
            here = sha256(b"\x01", here, other)
        index, last = index >> 1, last >> 1
    return here if last == 0 == index else None


def digits_of(leaf):
    number = int.from_bytes(sha256(b"receipt\x00", bytes.fromhex(leaf)[:32])[:16], "big")  # the rest is of the line
    return str(number % 10**24).zfill(24)


def signers(text, lines, keys):
    for key in keys:
        name, _, raw = key.split("+", 2)
        raw = base64.b64decode(raw)
        key_id = sha256(name.encode(), b"\n", raw)[:4]
        for line in lines:
            signer, raw_line = line[2:].split(" ")
            line_id, signature = base64.b64decode(raw_line)[:4], base64.b64decode(raw_line)[4:]
            if signer != name or line_id != key_id:
                continue
            message = text
            if raw[0] == 4:  # a witness signs the time too
                time, signature = int.from_bytes(signature[:8], "big"), signature[8:]
                message = f"cosignature/v1\ntime {time}\n{text}"
            if is_signed(raw[1:], message.encode(), signature):
                yield name


def main(path, digits, log_key, *witness_keys):
    extra, index, hashes, note = read_proof(path)
    text, _, lines = note.rpartition("\n\n")
    origin, size, root = (text + "\n").split("\n")[:3]
    head = json.loads(extra["head"])
    if digits_of(extra["leaf"]) != "".join(filter(str.isdigit, digits)):
        sys.exit("The proof is of another receipt.")
    if root_of_hour(extra) != head["root"]:
        sys.exit("The proof does not lead to the root of its hour.")
    if root_of_log(extra["head"], index, int(size), hashes) != base64.b64decode(root):
        sys.exit("The hour is not an entry of this log.")
    signed = set(signers(text + "\n", lines.splitlines(), [log_key, *witness_keys]))
    name, _, raw = log_key.split("+", 2)
    if name != origin or name not in signed or base64.b64decode(raw)[0] != 1:
        sys.exit("The log with this key has not signed it.")
    print(f"The receipt is in hour {head['hour']!a} of the log {name}, which has {int(size)} entries.")
    for name in (key.split("+")[0] for key in witness_keys):
        print("signed by" if name in signed else "NOT SIGNED by", name)
    if len(signed) <= len(witness_keys):
        sys.exit("Not all of these witnesses have signed it.")


if __name__ == "__main__":
    sys.exit(__doc__) if len(sys.argv) < 4 else main(*sys.argv[1:])
