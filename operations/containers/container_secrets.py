"""Write the secrets of compose.yaml: `python -m operations.containers.container_secrets HOST FOLDER`.

FOLDER gets the settings of the portal and of the database's owner, the passwords of PostgreSQL's superuser and of
Valkey's users, the list of pgbouncer's users, and a self-signed certificate for a trial. The folder is closed to other
users of the machine. Everybody may read the files in it, because each container reads its own as another user.
"""

import argparse
import datetime
import re
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from operations.new_environment import environment_files_for
from operations.redis_acl import acl_lines

SERVERS = {"@localhost/portal": "@postgres/portal", "@localhost:6379": "@valkey:6379"}
TRIAL = datetime.timedelta(days=30)


def container_secrets(host: str, *, port: int = 443) -> dict[str, str]:
    """Return the content of each file by its name. `port`: where people reach nginx."""
    portal, owner = environment_files_for(host)
    for local, named in SERVERS.items():
        portal, owner = portal.replace(local, named), owner.replace(local, named)
    if port != 443:
        portal = portal.replace(f"SITE_URL=https://{host}", f"SITE_URL=https://{host}:{port}")
    portal = re.sub(r"^METRICS_TOKEN=$", f"METRICS_TOKEN={secrets.token_urlsafe(24)}", portal, flags=re.MULTILINE)
    values = dict(line.split("=", 1) for line in portal.splitlines() if re.match(r"[A-Z_]+=", line))
    database = urlsplit(values["DATABASE_URL"])
    certificate, key = make_trial_certificate(host)
    return {
        "portal.env": portal,
        "owner.env": owner,
        "postgres-password": f"{secrets.token_urlsafe(24)}\n",
        "valkey.acl": acl_lines(values),
        "pgbouncer-users": f'"{database.username}" "{unquote(database.password)}"\n',
        "metrics-token": values["METRICS_TOKEN"],
        "tls-certificate.pem": certificate,
        "tls-key.pem": key,
    }


def make_trial_certificate(host: str) -> tuple[str, str]:
    """Return a self-signed certificate for a host name and its key, both as PEM."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.datetime.now(datetime.UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(minutes=5))
        .not_valid_after(now + TRIAL)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return certificate.public_bytes(serialization.Encoding.PEM).decode(), private.decode()


def write_container_secrets(folder: Path, files: dict[str, str]) -> None:
    """Write the files into a folder that only its owner enters. Raises SystemExit if one exists, and writes none."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    if existing := [name for name in files if (folder / name).exists()]:
        raise SystemExit(f"{folder / existing[0]} exists already. Nothing is changed.")
    for name, text in files.items():
        (folder / name).write_text(text)
        (folder / name).chmod(0o444)


def main() -> None:
    parser = argparse.ArgumentParser(description="Write the secrets of compose.yaml.")
    parser.add_argument("host", help="the site's host name, such as complaints.example.org")
    parser.add_argument("folder", type=Path, help="where the files are written, such as ./secrets")
    parser.add_argument("--port", type=int, default=443, help="the port of the site's address (443)")
    arguments = parser.parse_args()
    write_container_secrets(arguments.folder, container_secrets(arguments.host, port=arguments.port))
    print(
        f"{arguments.folder}: written. Read portal.env and fill in your own values; keep a copy of its keys elsewhere."
    )


if __name__ == "__main__":
    main()
