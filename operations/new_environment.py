"""Write the settings of a new installation: `python -m operations.new_environment HOST FOLDER`.

FOLDER/portal.env is .env.example with this host name, new secrets and new passwords, for web server and workers.
FOLDER/owner.env contains only the database owner's URL, for migrations. Only the files' owner can read them.
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


def environment_files_for(host: str) -> tuple[str, str]:
    """Return the contents of portal.env and owner.env."""
    app, owner, cache, broker = (secrets.token_urlsafe(24) for _ in range(4))
    values = new_secrets() | {
        "DATABASE_URL": f"postgresql://portal_app:{app}@localhost/portal",
        OWNER: "",
        "CACHE_URL": f"redis://portal_cache:{cache}@localhost:6379/0",
        "BROKER_URL": f"redis://portal_broker:{broker}@localhost:6379/0",
        "TRUSTED_PROXIES": "true",
    }
    text = (BASE_DIR / ".env.example").read_text().replace(EXAMPLE, host)
    for name, value in values.items():
        text, count = re.subn(rf"^{name}=.*$", f"{name}={value}", text, flags=re.MULTILINE)
        if count != 1:
            raise SystemExit(f".env.example has {name} {count} times.")
    return text, f"{OWNER}=postgresql://portal_owner:{owner}@localhost/portal\n"


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
    arguments = parser.parse_args()
    arguments.folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    texts = environment_files_for(arguments.host)
    for name, text in zip(("portal.env", "owner.env"), texts, strict=True):
        write_new_file(arguments.folder / name, text)
        print(f"{arguments.folder / name}: written. Read it and fill in your own values.")


if __name__ == "__main__":
    main()
