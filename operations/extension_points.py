"""Extension points: parts of the portal that a setting chooses by name, from its own or from an installed package.

A package offers an entry point (`importlib.metadata`). The settings turn a name into a dotted path and import nothing;
`operations.extension_checks` loads what is named and refuses the start if it does not fit (docs/extending.md).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import EntryPoint, entry_points

from environ import Env


@dataclass(frozen=True)
class ExtensionPoint:
    """A part that a package may replace.

    setting: the environment variable with the name. group: of the entry points. protocol: the dotted path of the
    `typing.Protocol` that it must fit. built_in: the portal's own, by name. is_optional: an empty setting turns the
    part off; otherwise the first of built_in is the default.
    """

    setting: str
    group: str
    protocol: str
    built_in: Mapping[str, str] = field(default_factory=dict)
    is_optional: bool = False

    @property
    def default(self) -> str:
        """Return the name that is used if the setting is empty; "" if the part is then off."""
        return "" if self.is_optional else next(iter(self.built_in))

    def packages_with(self, name: str) -> list[EntryPoint]:
        """Return the entry points of installed packages with this name. Reads metadata alone; imports nothing."""
        return list(entry_points(group=self.group, name=name))

    def path_of(self, name: str) -> str:
        """Return the dotted path of what has this name, or "" for an empty name.

        An unknown name gets a path that cannot be imported, so that nothing is silently off if no check has run.
        """
        if not name or name in self.built_in:
            return self.built_in.get(name, "")
        found = self.packages_with(name)
        return f"{found[0].module}.{found[0].attr}" if found else f"no_such_extension.{name}"


TRANSPORT = "complaint_portal.transports", "notifications.transports.transport_interface.Transport"
TRANSPORTS = {
    "email": ExtensionPoint("EMAIL_TRANSPORT", *TRANSPORT, {"smtp": "notifications.transports.email.send"}),
    "sms": ExtensionPoint("SMS_TRANSPORT", *TRANSPORT, {"json_gateway": "notifications.transports.sms.send"}),
    "whatsapp": ExtensionPoint("WHATSAPP_TRANSPORT", *TRANSPORT, {"cloud_api": "whatsapp.transport.send"}),
}
"""By channel of messages (`notifications.message_channels`)."""
EVIDENCE_SCANNER = ExtensionPoint(
    "EVIDENCE_SCANNER",
    "complaint_portal.evidence_scanners",
    "complaints.file_scanning.EvidenceScanner",
    {"clamd": "complaints.evidence.scanner.scan_file"},
)
EVIDENCE_STORAGE = ExtensionPoint(
    "EVIDENCE_STORAGE",
    "complaint_portal.evidence_storages",
    "complaints.file_stores.storage_interface.EvidenceStorage",
    {
        "folder": "complaints.file_stores.durable_storage.DurableStorage",
        "s3": "complaints.file_stores.bucket_storage.BucketStorage",
    },
)
UNDERSTANDING_MODEL = ExtensionPoint(
    "UNDERSTANDING_MODEL",
    "complaint_portal.understanding_models",
    "complaints.queries.understanding.chosen_model.UnderstandingModel",
    {"linear": "complaints.understanding.sentence.understand"},
)
DRAFTING_HELP = ExtensionPoint(
    "DRAFTING_HELP", "complaint_portal.drafting_help", "desk.drafting_help.DraftingHelp", is_optional=True
)
MAP_TILES = ExtensionPoint(
    "MAP_TILES",
    "complaint_portal.map_tiles",
    "monitoring.map_tiles.MapTiles",
    {"xyz": "monitoring.map_tiles.xyz_path"},
    is_optional=True,
)
EXTENSION_POINTS = (
    *TRANSPORTS.values(),
    EVIDENCE_SCANNER,
    EVIDENCE_STORAGE,
    UNDERSTANDING_MODEL,
    DRAFTING_HELP,
    MAP_TILES,
)


NAMED_POINTS = {point.setting: point for point in EXTENSION_POINTS if point is not EVIDENCE_STORAGE}
"""Those whose setting is a name. That of the storage is an address."""


def extension_names(env: Env) -> dict[str, str]:
    """Return the chosen name of each setting."""
    return {setting: env.str(setting, default="") or point.default for setting, point in NAMED_POINTS.items()}


def extension_paths(names: Mapping[str, str]) -> dict[str, str]:
    """Return the dotted path of each chosen extension, or "" for none."""
    return {setting: NAMED_POINTS[setting].path_of(name) for setting, name in names.items()}


def storage_name(address: str) -> str:
    """Return the name of a storage: the scheme of its address, or "folder" for a path."""
    scheme, separator, _rest = address.partition("://")
    return scheme if separator else "folder"
