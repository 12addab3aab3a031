"""Addresses for events: only public servers, checked when saved and at each attempt, and connected as checked."""

import datetime
import socket
import ssl
import threading

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.utils.timezone import now

from api import webhook_sender
from api.models import EventDelivery, EventEndpoint
from api.rules.webhook_addresses import (
    AddressProblem,
    RefusedAddress,
    choose_address,
    parse_address,
    problem_of_ip,
)
from api.services.event_endpoints import set_address
from api.services.event_recording import write_test_event
from api.services.event_relay import deliver_due_events
from api.setting_checks import check_refused_networks
from tests.api.conftest import Caller, partner_named

WRITTEN_WRONGLY = {
    "": AddressProblem.UNREADABLE,
    "events": AddressProblem.UNREADABLE,
    "https://": AddressProblem.UNREADABLE,
    "https://exa mple.org/": AddressProblem.UNREADABLE,
    "https://example.org\\@127.0.0.1/": AddressProblem.UNREADABLE,
    "https://example.org/\r\nHost: other": AddressProblem.UNREADABLE,
    "https://مثال.example/": AddressProblem.UNREADABLE,
    "https://example.org:99999/": AddressProblem.UNREADABLE,
    "https://[fe80::1%25eth0]/": AddressProblem.UNREADABLE,
    "https://example.org/" + "a" * 400: AddressProblem.UNREADABLE,
    "http://example.org/": AddressProblem.NOT_HTTPS,
    "ftp://example.org/": AddressProblem.NOT_HTTPS,
    "gopher://127.0.0.1:443/": AddressProblem.NOT_HTTPS,
    "https://user:word@example.org/": AddressProblem.HAS_CREDENTIALS,
    "https://@example.org/": AddressProblem.HAS_CREDENTIALS,
    "https://example.org/#part": AddressProblem.HAS_FRAGMENT,
    "https://example.org:22/": AddressProblem.PORT,
    "https://example.org:6379/": AddressProblem.PORT,
    "http://127.0.0.1/": AddressProblem.NOT_HTTPS,
}
NETWORKS = {
    "127.0.0.1": AddressProblem.LOOPBACK, "127.9.9.9": AddressProblem.LOOPBACK, "::1": AddressProblem.LOOPBACK,
    "0.0.0.0": AddressProblem.LOOPBACK, "::": AddressProblem.LOOPBACK, "::ffff:127.0.0.1": AddressProblem.LOOPBACK,
    "10.0.0.1": AddressProblem.PRIVATE, "172.16.5.4": AddressProblem.PRIVATE, "192.168.1.1": AddressProblem.PRIVATE,
    "100.64.0.1": AddressProblem.PRIVATE, "192.0.2.1": AddressProblem.PRIVATE, "198.18.0.1": AddressProblem.PRIVATE,
    "240.0.0.1": AddressProblem.PRIVATE, "255.255.255.255": AddressProblem.PRIVATE, "fd12::1": AddressProblem.PRIVATE,
    "::ffff:10.0.0.1": AddressProblem.PRIVATE, "2001:db8::1": AddressProblem.PRIVATE,
    "169.254.1.1": AddressProblem.LINK_LOCAL, "fe80::1": AddressProblem.LINK_LOCAL,
    "fe80::1%eth0": AddressProblem.LINK_LOCAL,
    "224.0.0.1": AddressProblem.MULTICAST, "ff02::1": AddressProblem.MULTICAST,
    "169.254.169.254": AddressProblem.METADATA, "fd00:ec2::254": AddressProblem.METADATA,
    "::ffff:169.254.169.254": AddressProblem.METADATA, "100.100.100.200": AddressProblem.METADATA,
    "168.63.129.16": AddressProblem.METADATA,
    "64:ff9b::7f00:1": AddressProblem.EMBEDDED, "2002:7f00:1::1": AddressProblem.EMBEDDED,
    "::7f00:1": AddressProblem.EMBEDDED, "2001:0:1::1": AddressProblem.EMBEDDED,
    "::ffff:0:a00:1": AddressProblem.EMBEDDED, "fec0::1": AddressProblem.PRIVATE, "5f00::1": AddressProblem.PRIVATE,
    "192.88.99.1": AddressProblem.PRIVATE, "::ffff:192.88.99.1": AddressProblem.PRIVATE,
    "not an address": AddressProblem.NOT_RESOLVED,
    "8.8.8.8": None, "2606:4700::1111": None,
}  # fmt: skip


def problem_of(text: str, **more) -> AddressProblem | None:
    try:
        parse_address(text, **more)
    except RefusedAddress as refused:
        return refused.problem
    return None


def test_how_an_address_must_be_written():
    assert {text: problem_of(text) for text in WRITTEN_WRONGLY} == WRITTEN_WRONGLY
    found = parse_address("https://events.example.org:8443/portal?x=1")
    assert (found.host, found.port, found.target) == ("events.example.org", 8443, "/portal?x=1")
    assert problem_of("http://127.0.0.1:5000/", allows_loopback=True) is None
    assert problem_of("http://10.0.0.1:443/", allows_loopback=True) is AddressProblem.NOT_HTTPS


def test_only_public_networks_are_called():
    assert {ip: problem_of_ip(ip) for ip in NETWORKS} == NETWORKS


def test_a_site_refuses_its_own_public_networks_and_its_own_nat64(settings):
    settings.EVENTS_REFUSED_NETWORKS = ["8.8.8.0/24", "2606:4700:64::/96"]
    assert check_refused_networks() == []
    for host in ("8.8.8.8", "[::ffff:8.8.8.8]", "[2606:4700:64::a00:1]"):
        with pytest.raises(RefusedAddress, match=AddressProblem.PRIVATE):
            webhook_sender.check_address(f"https://{host}/")
    assert webhook_sender.check_address("https://9.9.9.9/")[1] == "9.9.9.9"


def test_an_unreadable_entry_of_the_refused_networks_keeps_the_portal_from_starting(settings):
    settings.EVENTS_REFUSED_NETWORKS = ["8.8.8.0/24", "8.8.4.4/8", "our network"]
    (error,) = check_refused_networks()
    assert "unreadable entries: 8.8.4.4/8, our network." in error.msg


def test_one_bad_result_of_the_resolver_refuses_the_name():
    assert choose_address(["8.8.8.8", "1.1.1.1"]) == "8.8.8.8"
    for found in (["8.8.8.8", "10.0.0.1"], ["10.0.0.1", "8.8.8.8"], []):
        with pytest.raises(RefusedAddress):
            choose_address(found)


@pytest.mark.parametrize(
    ("address", "text"),
    [
        ("http://events.example.org/", "must begin with https"),
        ("https://events.example.org:22/", "port 443 or 8443"),
        ("https://localhost/", "own machine"),
        ("https://127.1/", "own machine"),
        ("https://2130706433/", "own machine"),
        ("https://169.254.169.254/latest/meta-data/", "data centre"),
        ("https://10.0.0.7/", "private or reserved"),
        ("https://[fe80::1]/", "link-local"),
        ("https://no-such-name.invalid/", "not found"),
    ],
)
def test_a_refused_address_is_explained_and_nothing_is_saved(partner, address, text):
    answer = partner.call("PUT", "partner/endpoint", {"address": address}, **{"Accept-Language": "en"})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    (error,) = answer.json()["errors"]
    assert error["field"] == "address"
    assert text in error["message"]
    assert not EventEndpoint.objects.exists()


def resolve_to(monkeypatch, *addresses: str) -> list[str]:
    """Let names resolve to these addresses in turn, and the last one from then on. Return the names that were asked."""
    asked, left, real = [], list(addresses), socket.getaddrinfo

    def getaddrinfo(host, port, *rest, **more):
        if host == "127.0.0.1":  # no name: the connection itself
            return real(host, port, *rest, **more)
        asked.append(host)
        ip = left.pop(0) if len(left) > 1 else left[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port))]

    monkeypatch.setattr(webhook_sender.socket, "getaddrinfo", getaddrinfo)
    return asked


def test_a_name_that_resolves_to_the_inside_later_is_refused_at_the_attempt(world, monkeypatch):
    asked = resolve_to(monkeypatch, "8.8.8.8", "192.168.0.5")
    endpoint, _ = set_address(Caller(partner_named()).new.client, "https://rebind.example.org/", at=now())
    write_test_event(endpoint, at=now())
    assert deliver_due_events(at=now()) == {"retrying": 1}
    assert EventDelivery.objects.get().problem == AddressProblem.PRIVATE
    assert asked == ["rebind.example.org"] * 2


def certificate_for(name: str, folder) -> str:
    """Write a self-signed certificate with its key; return the path."""
    key, today = ec.generate_private_key(ec.SECP256R1()), datetime.datetime.now(datetime.UTC)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    one = x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
    one = one.serial_number(7).not_valid_before(today - datetime.timedelta(days=1))
    one = one.not_valid_after(today + datetime.timedelta(days=1))
    one = one.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    one = one.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    pem = one.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "one.pem"
    path.write_bytes(pem + private)
    return str(path)


@pytest.fixture
def tls_server(tmp_path):
    """A server with a certificate for events.example.org. Gives its port, its certificate, and what it was asked."""
    path, names = certificate_for("events.example.org", tmp_path), []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    context.sni_callback = lambda connection, name, _: names.append(name)
    listener = socket.create_server(("127.0.0.1", 0))

    def serve():
        while True:
            try:
                plain, _ = listener.accept()
            except OSError:
                return
            try:
                with context.wrap_socket(plain, server_side=True) as secure:
                    request = b""
                    while not request.endswith(b"{}"):
                        request += secure.recv(65_536)
                    names.append(request.decode())
                    secure.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")
            except OSError:
                plain.close()

    threading.Thread(target=serve, daemon=True).start()
    yield listener.getsockname()[1], path, names
    listener.close()


@pytest.mark.parametrize(
    ("name", "expected"), [("events.example.org", (204, "")), ("other.example.org", (None, "certificate"))]
)
def test_the_connection_goes_to_the_checked_address_and_the_certificate_is_that_of_the_name(
    tls_server, monkeypatch, settings, name, expected
):
    port, path, seen = tls_server
    monkeypatch.setenv("SSL_CERT_FILE", path)
    webhook_sender.tls_context.cache_clear()
    monkeypatch.setattr("api.webhook_sender.parse_address", lambda text, **_: _address(name, port))
    settings.EVENTS_TO_LOOPBACK = True
    asked = resolve_to(monkeypatch, "127.0.0.1", "10.0.0.1")
    answer = webhook_sender.send(webhook_sender.Outgoing("evt_1", "", ("whsec_" + "QUJD" * 8,), "{}", now()))
    webhook_sender.tls_context.cache_clear()
    assert (answer.status, answer.problem) == expected
    assert asked == [name], "the name is resolved once, so a second answer cannot lead elsewhere"
    assert seen[0] == name
    if answer.is_delivered:
        assert f"Host: {name}:{port}" in seen[1]


def _address(name: str, port: int):
    return webhook_sender.WebhookAddress("https", name, port, "/")
