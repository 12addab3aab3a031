"""Which addresses may receive events: how an address is written, and to which networks it may resolve.

The portal's servers stand inside the police network. An address of a partner must not make them call anything there, or
the metadata service of a cloud. So a host name is resolved, every result is checked, and the connection goes to a
checked result (api.webhook_sender).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

type Network = IPv4Network | IPv6Network

LONGEST_ADDRESS = 400
PORTS = frozenset({443, 8443})
USUAL_PORTS = {"https": 443, "http": 80}
HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|[0-9A-Fa-f:.]+")
TARGET = re.compile(r"[!-~]*")  # printable ASCII without spaces

# Addresses of no partner, although Python counts them as global. These contain IPv4 addresses, also private ones.
EMBEDDING = (
    ip_network("::ffff:0:0:0/96"),  # IPv4 inside IPv6 (translated, SIIT)
    ip_network("64:ff9b::/96"),  # IPv4 inside IPv6 (NAT64), so also private IPv4
    ip_network("64:ff9b:1::/48"),
    ip_network("2002::/16"),  # IPv4 inside IPv6 (6to4)
    ip_network("2001::/32"),  # IPv4 inside IPv6 (Teredo)
    ip_network("::/96"),  # IPv4 inside IPv6 (compatible, deprecated)
)
RESERVED = (
    ip_network("fec0::/10"),  # site-local, deprecated but still routed inside sites
    ip_network("5f00::/16"),  # segment routing
    ip_network("192.88.99.0/24"),  # relays of 6to4, deprecated
)
METADATA = (
    ip_network("169.254.169.254/32"),
    ip_network("fd00:ec2::254/128"),
    ip_network("100.100.100.200/32"),
    ip_network("168.63.129.16/32"),  # also the health service of Azure
)


class AddressProblem(StrEnum):
    """Why an address is refused."""

    UNREADABLE = "unreadable"
    NOT_HTTPS = "not_https"
    HAS_CREDENTIALS = "has_credentials"
    HAS_FRAGMENT = "has_fragment"
    PORT = "port"
    NOT_RESOLVED = "not_resolved"
    LOOPBACK = "loopback"
    METADATA = "metadata"
    LINK_LOCAL = "link_local"
    MULTICAST = "multicast"
    PRIVATE = "private"
    EMBEDDED = "embedded"


class RefusedAddress(ValueError):
    """The address may not receive events."""

    def __init__(self, problem: AddressProblem):
        super().__init__(str(problem))
        self.problem = problem


@dataclass(frozen=True)
class WebhookAddress:
    """The parts of an address. `target`: path and query."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def host_header(self) -> str:
        """Return the host, with the port unless it is the usual one of the scheme."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == USUAL_PORTS[self.scheme] else f"{host}:{self.port}"


def parse_address(text: str, *, allows_loopback: bool = False) -> WebhookAddress:
    """Return the parts of an address. Raises RefusedAddress.

    `allows_loopback`: for the demo and tests; http and any port are then accepted for this machine.
    """
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise RefusedAddress(AddressProblem.UNREADABLE) from error
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if len(text) > LONGEST_ADDRESS or not HOST.fullmatch(host) or not TARGET.fullmatch(text) or "\\" in text:
        raise RefusedAddress(AddressProblem.UNREADABLE)
    if parts.username is not None or parts.password is not None:
        raise RefusedAddress(AddressProblem.HAS_CREDENTIALS)
    if "#" in text:
        raise RefusedAddress(AddressProblem.HAS_FRAGMENT)
    is_local = allows_loopback and host in {"localhost", "127.0.0.1", "::1"}
    if parts.scheme != "https" and not (is_local and parts.scheme == "http"):
        raise RefusedAddress(AddressProblem.NOT_HTTPS)
    port = port or USUAL_PORTS[parts.scheme]
    if port not in PORTS and not is_local:
        raise RefusedAddress(AddressProblem.PORT)
    return WebhookAddress(parts.scheme, host, port, target)


def parse_networks(texts: Sequence[str]) -> tuple[list[Network], list[str]]:
    """Return the networks (CIDR) of a setting, and the entries that are none."""
    networks: list[Network] = []
    unreadable = []
    for text in texts:
        try:
            networks.append(ip_network(text.strip()))
        except ValueError:
            unreadable.append(text)
    return networks, unreadable


def choose_address(found: Sequence[str], *, refused: Sequence[Network] = (), allows_loopback: bool = False) -> str:
    """Return the first of the IP addresses to which a host name resolves. Raises RefusedAddress.

    `refused`: networks that this site calls its own.
    One bad result refuses all: a name that mixes public and private addresses is an attack or a mistake.
    """
    if not found:
        raise RefusedAddress(AddressProblem.NOT_RESOLVED)
    for text in found:
        problem = problem_of_ip(text, refused=refused)
        if problem and not (allows_loopback and problem is AddressProblem.LOOPBACK):
            raise RefusedAddress(problem)
    return found[0]


def problem_of_ip(text: str, *, refused: Sequence[Network] = ()) -> AddressProblem | None:
    """Return why an IP address may not be called; None if it is public and in no refused network."""
    try:
        address: IPv4Address | IPv6Address = ip_address(text.partition("%")[0])
    except ValueError:
        return AddressProblem.NOT_RESOLVED
    address = getattr(address, "ipv4_mapped", None) or address
    if any(address in network for network in METADATA):
        return AddressProblem.METADATA
    if address.is_loopback or address.is_unspecified:
        return AddressProblem.LOOPBACK
    if address.is_link_local:
        return AddressProblem.LINK_LOCAL
    if address.is_multicast:
        return AddressProblem.MULTICAST
    if any(address in network for network in EMBEDDING):
        return AddressProblem.EMBEDDED
    if not address.is_global or any(address in network for network in (*RESERVED, *refused)):
        return AddressProblem.PRIVATE
    return None
