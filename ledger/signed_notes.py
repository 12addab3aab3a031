"""Signed notes, checkpoints of a log and witnesses' cosignatures, in the formats of C2SP.

*signed-note*: a text, an empty line, and lines of signatures. *tlog-checkpoint*: a note whose text names the log, the
number of its entries and the root of its tree. *tlog-cosignature*: a witness's Ed25519 signature with its time, over a
checkpoint that continues the last one the witness saw.
"""

import base64
import binascii
import hashlib
import re
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

SIGNATURE_OF_A_LOG = 0x01
COSIGNATURE_OF_A_WITNESS = 0x04
LARGEST_NOTE = 100_000  # characters
MOST_SIGNATURES = 64
SIGNATURE_LINE = re.compile(r"— (?P<name>[^\s+]+) (?P<signature>[A-Za-z0-9+/]+={0,2})")


class InvalidNote(ValueError):
    """The text is no signed note, no checkpoint or no key."""


@dataclass(frozen=True)
class VerifierKey:
    """A public key with the name of its owner. `kind`: SIGNATURE_OF_A_LOG or COSIGNATURE_OF_A_WITNESS."""

    name: str
    kind: int
    public: bytes

    @classmethod
    def parse(cls, text: str) -> "VerifierKey":
        """Return the key that is written as `name+id+base64`. Raises InvalidNote."""
        try:
            name, key_id, encoded = text.split("+", 2)
            raw = base64.b64decode(encoded, validate=True)
            key = cls(name, raw[0], raw[1:])
        except (ValueError, IndexError) as error:
            raise InvalidNote("a key is written as name+id+base64") from error
        if key.kind not in (SIGNATURE_OF_A_LOG, COSIGNATURE_OF_A_WITNESS) or len(key.public) != 32:
            raise InvalidNote("only Ed25519 keys of logs (type 1) and witnesses (type 4) are known")
        if not name or re.search(r"\s", name) or key.key_id.hex() != key_id:
            raise InvalidNote("the id is not that of this name and key")
        return key

    def __str__(self) -> str:
        encoded = base64.b64encode(bytes([self.kind]) + self.public).decode()
        return f"{self.name}+{self.key_id.hex()}+{encoded}"

    @property
    def key_id(self) -> bytes:
        """The four bytes by which a signature names its key."""
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:4]

    def signature_in(self, note: "SignedNote") -> "Signature | None":
        """Return this key's valid signature on a note, or None if there is none.

        Raises InvalidNote if a signature of this key is wrong: such a note is refused as a whole.
        """
        found = None
        for line in note.signatures:
            if line.name == self.name and line.raw[:4] == self.key_id:
                if not self._is_valid(line, note.text):
                    raise InvalidNote(f"a signature of {self.name} is wrong")
                found = found or line
        return found

    def _is_valid(self, line: "Signature", text: str) -> bool:
        signature, message = line.raw[4:], text
        if self.kind == COSIGNATURE_OF_A_WITNESS:
            if len(signature) != 72:
                return False
            message = cosigned_message(text, line.timestamp)
            signature = signature[8:]
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message.encode())
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True)
class Signature:
    """One line of signatures. `raw`: four bytes that name the key, then what its algorithm wrote."""

    name: str
    raw: bytes

    def __str__(self) -> str:
        return f"— {self.name} {base64.b64encode(self.raw).decode()}\n"

    @property
    def timestamp(self) -> int:
        """The seconds since 1970 at which a witness cosigned."""
        return struct.unpack(">Q", self.raw[4:12])[0]

    @property
    def signed_at(self) -> datetime:
        """The time at which a witness cosigned."""
        return datetime.fromtimestamp(self.timestamp, UTC)


@dataclass(frozen=True)
class SignedNote:
    """A text that ends with a newline, and its signatures."""

    text: str
    signatures: tuple[Signature, ...] = ()

    @classmethod
    def parse(cls, raw: str) -> "SignedNote":
        """Return the note in a text. Raises InvalidNote."""
        if len(raw) > LARGEST_NOTE or re.search(r"[\x00-\x09\x0b-\x1f]", raw):
            raise InvalidNote("a note is short and has no control characters")
        text, separator, lines = raw.rpartition("\n\n")
        if not separator or not lines.endswith("\n"):
            raise InvalidNote("a note has a text, an empty line and signatures")
        return cls(text + "\n", parse_signatures(lines))

    def __str__(self) -> str:
        return f"{self.text}\n{''.join(map(str, self.signatures))}"

    def with_signatures(self, more: Iterable[Signature]) -> "SignedNote":
        """Return the note with more signatures, each once."""
        return SignedNote(self.text, tuple(dict.fromkeys([*self.signatures, *more])))


@dataclass(frozen=True)
class TreeHead:
    """What a checkpoint states: the log's name, the number of its entries and the root of its tree."""

    origin: str
    size: int
    root: bytes

    @classmethod
    def parse(cls, text: str) -> "TreeHead":
        """Return what the text of a checkpoint states. Lines after the third are ignored. Raises InvalidNote."""
        lines = text.split("\n")
        try:
            origin, size, root = lines[0], lines[1], base64.b64decode(lines[2], validate=True)
        except (IndexError, binascii.Error) as error:
            raise InvalidNote("a checkpoint has three lines") from error
        if not origin or not re.fullmatch(r"0|[1-9][0-9]{0,18}", size) or len(root) != 32:
            raise InvalidNote("a checkpoint has a name, a size and a root")
        return cls(origin, int(size), root)

    def __str__(self) -> str:
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def parse_signatures(lines: str) -> tuple[Signature, ...]:
    """Return the signatures in lines of a note. Raises InvalidNote."""
    found = []
    for line in lines.splitlines():
        match = SIGNATURE_LINE.fullmatch(line)
        if match is None:
            raise InvalidNote("a line of signatures is damaged")
        try:
            raw = base64.b64decode(match["signature"], validate=True)
        except binascii.Error as error:
            raise InvalidNote("a line of signatures is damaged") from error
        if len(raw) < 5:
            raise InvalidNote("a signature is too short")
        found.append(Signature(match["name"], raw))
    if len(found) > MOST_SIGNATURES:
        raise InvalidNote("there are too many signatures")
    return tuple(found)


def cosigned_message(text: str, timestamp: int) -> str:
    """Return what a witness signs: its time, and the text of the checkpoint."""
    return f"cosignature/v1\ntime {timestamp}\n{text}"


def log_key(name: str, seed: bytes) -> VerifierKey:
    """Return the public key of a log. `seed`: the 32 bytes of its private key."""
    public = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    return VerifierKey(name, SIGNATURE_OF_A_LOG, public)


def witness_key(name: str, seed: bytes) -> VerifierKey:
    """Return the public key of a witness. `seed`: the 32 bytes of its private key."""
    return VerifierKey(name, COSIGNATURE_OF_A_WITNESS, log_key(name, seed).public)


def sign_note(text: str, name: str, seed: bytes) -> SignedNote:
    """Return the text with the signature of a log."""
    signature = Ed25519PrivateKey.from_private_bytes(seed).sign(text.encode())
    return SignedNote(text, (Signature(name, log_key(name, seed).key_id + signature),))


def cosign_note(note: SignedNote, name: str, seed: bytes, *, at: datetime) -> Signature:
    """Return the cosignature of a witness on a checkpoint."""
    timestamp = int(at.timestamp())
    signature = Ed25519PrivateKey.from_private_bytes(seed).sign(cosigned_message(note.text, timestamp).encode())
    return Signature(name, witness_key(name, seed).key_id + struct.pack(">Q", timestamp) + signature)
