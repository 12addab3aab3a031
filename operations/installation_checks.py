"""System checks of an installation: database server, Redis, evidence folder, catalogues, host name and operator."""

from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register
from django.db import Error as DatabaseError
from django.db import NotSupportedError, connections
from django.http.request import split_domain_port, validate_host

from operations.configuration_checks import PORTAL
from operations.file_storage.storage_settings import FOLDER, PAIR

OPERATOR = ("OPERATOR_NAME", "OPERATOR_TAGLINE", "OPERATOR_DISCLAIMER")
OPEN_TO_OTHERS = 0o006
ENTERED_BY_OTHERS = 0o001


@register(Tags.database, PORTAL)
def check_database_version(databases=None, **_) -> list[Error]:
    """Check that PostgreSQL is new enough for Django. An unavailable one is reported elsewhere."""
    try:
        if "default" in (databases or []):
            connections["default"].check_database_version_supported()
    except NotSupportedError as error:
        hint = "Upgrade PostgreSQL (pg_upgradecluster on Debian) and start the portal again."
        return [Error(f"{str(error).rstrip('.')}.", hint=hint, id="portal.E051")]
    except DatabaseError:
        pass
    return []


@register(PORTAL)
def check_redis_passwords(**_) -> list[Error]:
    """Check that Redis has passwords, because who can write to it can give jobs to the workers.

    A socket that other users cannot reach needs no password.
    """
    return [
        Error(
            f"{name} has no password.",
            hint="Give each user of Redis one (deploy/redis.acl) and put it into the address, or use a private socket.",
            id="portal.E040",
        )
        for name in ("CACHE_URL", "BROKER_URL")
        if not is_redis_url_protected(getattr(settings, name))
    ]


def is_redis_url_protected(url: str) -> bool:
    """Return whether a URL has a password, or is a socket that other users cannot reach."""
    address = urlsplit(url)
    if address.password:
        return True
    return address.scheme == "unix" and is_socket_private(Path(address.path))


def is_socket_private(socket: Path) -> bool:
    """Return whether the mode of a socket or of its folder excludes other users. A missing one counts as private."""
    try:
        is_reachable = socket.stat().st_mode & OPEN_TO_OTHERS and socket.parent.stat().st_mode & ENTERED_BY_OTHERS
        return not is_reachable
    except (FileNotFoundError, PermissionError):
        return True


@register(PORTAL)
def check_evidence_path(**_) -> list[Error]:
    """Check that the evidence folder is an absolute path, so that it is the same for every release."""
    entry = settings.STORAGES["evidence"]
    entries = entry["OPTIONS"].values() if entry["BACKEND"] == PAIR else [entry]
    folders = [one.get("OPTIONS", {}).get("location") for one in entries if one["BACKEND"] == FOLDER]
    hint = "Give the whole path, for example /var/lib/portal/evidence."
    return [
        Error(f"EVIDENCE_STORAGE is a relative path: {folder}.", hint=hint, id="portal.E041")
        for folder in folders
        if folder and not Path(folder).is_absolute()
    ]


@register(Tags.translation, deploy=True)
def check_catalogues(**_) -> list[Error]:
    """Check that the message catalogues are compiled. Without them, the Urdu pages show English from right to left."""
    return [
        Error(
            f"The catalogue {source.relative_to(settings.BASE_DIR)} is not compiled.",
            hint="Run bin/compile-catalogues.",
            id="portal.E042",
        )
        for folder in settings.LOCALE_PATHS
        for source in sorted(Path(folder).glob("*/LC_MESSAGES/*.po"))
        if not is_catalogue_compiled(source)
    ]


def is_catalogue_compiled(source: Path) -> bool:
    """Return whether a catalogue has been compiled since its last change."""
    compiled = source.with_suffix(".mo")
    return compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime


@register(Tags.security, deploy=True)
def check_allowed_hosts(**_) -> list[Error]:
    """Check that ALLOWED_HOSTS contains the host of SITE_URL, to which links in messages lead.

    Health checks and metrics are answered under any name (operations.health_check_middleware).
    """
    host = split_domain_port(urlsplit(settings.SITE_URL).netloc.lower())[0]
    if host and validate_host(host, settings.ALLOWED_HOSTS):
        return []
    hint = "Put the host name of SITE_URL into ALLOWED_HOSTS."
    return [Error(f"ALLOWED_HOSTS refuses SITE_URL's own host: {host or '(none)'}.", hint=hint, id="portal.E043")]


@register(Tags.translation, deploy=True)
def check_operator_languages(**_) -> list[Warning]:
    """Warn if an operator's text is set in one language only, because pages in the other one would show it too."""
    return [
        Warning(f"{name} is set in one language only.", hint=f"Set {name} and {name}_UR.", id="portal.W044")
        for name in OPERATOR
        if len(list(filter(None, getattr(settings, name).values()))) == 1
    ]
