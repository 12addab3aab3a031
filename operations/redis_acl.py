"""Print the users of Redis: deploy/redis.acl with the passwords of CACHE_URL and BROKER_URL as hashes.

If SENTINEL_PASSWORD is set, the Sentinels' user is among them. `--sentinel` prints deploy/sentinel.acl instead.
"""

import argparse
import hashlib
import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

import environ

BASE_DIR = Path(__file__).resolve().parent.parent
USERS = {"CACHE_URL": "portal_cache", "BROKER_URL": "portal_broker"}
SERVER_FILE, SENTINEL_FILE = "redis.acl", "sentinel.acl"
SENTINEL_PASSWORD = "SENTINEL_PASSWORD"  # noqa: S105 (the variable's name)


def acl_lines(variables: dict[str, str], *, source: str = SERVER_FILE) -> str:
    """Return the lines of an ACL file. Raises SystemExit for a URL without the user's name or a password."""
    passwords = {name.removesuffix("_URL"): _password_in(variables, name) for name in USERS}
    passwords |= {"SENTINEL": variables.get(SENTINEL_PASSWORD, "")}
    if source == SENTINEL_FILE and not passwords["SENTINEL"]:
        raise SystemExit(f"{SENTINEL_PASSWORD} is not set. The Sentinels sign in with it.")
    lines = (BASE_DIR / "deploy" / source).read_text().splitlines()
    text = "".join(f"{line}\n" for line in lines if line.startswith("user "))  # ACL files have no comments
    text = text.replace("BROKER_DATABASE", _database_of(variables["BROKER_URL"]))
    for name, password in passwords.items():
        placeholder = f"{name}_PASSWORD_HASH"
        if password:
            text = text.replace(placeholder, hashlib.sha256(password.encode()).hexdigest())
        else:  # without Sentinel, it has no user
            text = "".join(f"{line}\n" for line in text.splitlines() if placeholder not in line)
    return text


def _database_of(url: str) -> str:
    """Return the number of the database in an address. Celery's channels begin with it."""
    address = urlsplit(url)
    named = dict(parse_qsl(address.query)).get("virtual_host", "") if address.scheme == "unix" else address.path
    number = named.rpartition("/")[2]
    return number if number.isdecimal() else "0"


def _password_in(variables: dict[str, str], name: str) -> str:
    user, address = USERS[name], urlsplit(variables.get(name, ""))
    if address.username != user or not address.password:
        raise SystemExit(f"{name} must sign in as {user} with a password: redis://{user}:PASSWORD@localhost:6379/0")
    return unquote(address.password)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sentinel", action="store_true", help="print the users of a Sentinel")
    environ.Env.read_env(BASE_DIR / ".env")
    chosen = SENTINEL_FILE if parser.parse_args().sentinel else SERVER_FILE
    print(acl_lines(dict(os.environ), source=chosen), end="")
