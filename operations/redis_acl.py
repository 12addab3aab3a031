"""Print the users of Redis: deploy/redis.acl with the passwords of CACHE_URL and BROKER_URL as hashes."""

import hashlib
import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

import environ

BASE_DIR = Path(__file__).resolve().parent.parent
USERS = {"CACHE_URL": "portal_cache", "BROKER_URL": "portal_broker"}


def acl_lines(urls: dict[str, str]) -> str:
    """Return the lines of an ACL file. Raises SystemExit for a URL without the user's name or a password."""
    lines = (BASE_DIR / "deploy" / "redis.acl").read_text().splitlines()
    text = "".join(f"{line}\n" for line in lines if line.startswith("user "))  # ACL files have no comments
    for name, user in USERS.items():
        address = urlsplit(urls.get(name, ""))
        if address.username != user or not address.password:
            raise SystemExit(f"{name} must sign in as {user} with a password: redis://{user}:PASSWORD@localhost:6379/0")
        digest = hashlib.sha256(unquote(address.password).encode()).hexdigest()
        text = text.replace(f"{name.removesuffix('_URL')}_PASSWORD_HASH", digest)
    return text


if __name__ == "__main__":
    environ.Env.read_env(BASE_DIR / ".env")
    print(acl_lines(dict(os.environ)), end="")
