"""Generate secrets in the form of the settings, for the demo, the tests and new installations."""

import base64
import os
import secrets


def new_key() -> str:
    """Return 32 random bytes in base64, as used in FIELD_KEYS, INDEX_KEY, CHAIN_KEY and LOG_SIGNING_KEY."""
    return base64.b64encode(os.urandom(32)).decode()


def new_secrets() -> dict[str, str]:
    """Return a value for every secret setting."""
    return {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "FIELD_KEYS": f"1:{new_key()}",
        "INDEX_KEY": new_key(),
        "CHAIN_KEY": new_key(),
        "CHAIN_KEY_ID": "1",
        "LOG_SIGNING_KEY": new_key(),
    }


if __name__ == "__main__":
    print(*(f"{name}={value}" for name, value in new_secrets().items()), sep="\n")
