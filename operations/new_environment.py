"""Write the settings of a new installation: `python -m operations.new_environment HOST FOLDER`.

FOLDER/portal.env is .env.example with this host name, new secrets and new passwords, for web server and workers.
FOLDER/owner.env contains only the database owner's URL, for migrations. Only the files' owner can read them.
`--keep NAME` takes the URL of a server on another machine from the environment, where other users cannot see it.
"""

import argparse
import os
import re
import secrets
from pathlib import Path

from operations.fresh_secrets import new_secrets

BASE_DIR = Path(__file__).resolve().parent.parent
EXAMPLE = "complaints.example.org"
OWNER = "DATABASE_OWNER_URL"
SERVERS = ("DATABASE_URL", OWNER, "CACHE_URL", "BROKER_URL", "EVIDENCE_STORAGE")


def environment_files_for(host: str, kept: dict[str, str] | None = None) -> tuple[str, str]:
    """Return the contents of portal.env and owner.env. `kept`: URLs of servers that exist already, by their names."""
    app, owner, cache, broker = (secrets.token_urlsafe(24) for _ in range(4))
    values = new_secrets() | {
        "DATABASE_URL": f"postgresql://portal_app:{app}@localhost/portal",
        OWNER: "",
        "CACHE_URL": f"redis://portal_cache:{cache}@localhost:6379/0",
        "BROKER_URL": f"redis://portal_broker:{broker}@localhost:6379/0",
        "TRUSTED_PROXIES": "true",
        "EVIDENCE_STORAGE_GROUP": "true",  # files are inspected by a user of its own
    }
    owner_url = f"postgresql://portal_owner:{owner}@localhost/portal"
    values |= {name: value for name, value in (kept or {}).items() if name != OWNER}
    text = (BASE_DIR / ".env.example").read_text().replace(EXAMPLE, host)
    for name, value in values.items():
        text, count = re.subn(rf"^{name}=.*$", lambda _old, line=f"{name}={value}": line, text, flags=re.MULTILINE)
        if count != 1:
            raise SystemExit(f".env.example has {name} {count} times.")
    return text, f"{OWNER}={(kept or {}).get(OWNER, owner_url)}\n"


def write_new_file(file: Path, text: str) -> None:
    """Write a file that only its owner can read. Raises SystemExit if it exists."""
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise SystemExit(f"{file} exists already and is not changed.") from None
    with os.fdopen(descriptor, "w") as output:
        output.write(text)


def main() -> None:
    parser = argparse.ArgumentParser(description="Write the settings of a new installation.")
    parser.add_argument("host", help=f"the site's host name, such as {EXAMPLE}")
    parser.add_argument("folder", type=Path, help="where portal.env and owner.env are written, such as /etc/portal")
    parser.add_argument("--keep", action="append", default=[], choices=SERVERS, help="take it from the environment")
    arguments = parser.parse_args()
    arguments.folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    texts = environment_files_for(arguments.host, {name: os.environ[name] for name in arguments.keep})
    for name, text in zip(("portal.env", "owner.env"), texts, strict=True):
        write_new_file(arguments.folder / name, text)
        print(f"{arguments.folder / name}: written. Read it and fill in your own values.")


if __name__ == "__main__":
    main()
