"""Chat in the terminal: a simulated phone that writes to a running portal through its webhook."""

import threading
import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from whatsapp.queries.service_status import missing_settings
from whatsapp.standin.meta_simulator import MetaSimulator, SimulatorAccount
from whatsapp.standin.phone_bubbles import Bubble
from whatsapp.standin.phone_client import SimulatedPhone, SimulatorUnavailable
from whatsapp.standin.server import Server

QUIET = 2.5  # seconds without a reply, after which the turn is over
HELP = "Write, or /1 to tap the first choice, /photo FILE, /voice FILE, /place LAT,LON, /quit."


class Command(BaseCommand):
    help = (
        "Plays a telephone with WhatsApp. The portal must run with WHATSAPP_GRAPH_URL set to a port of this machine, "
        "where this command starts a stand-in for Meta unless one answers there already."
    )

    def add_arguments(self, parser):
        parser.add_argument("--portal", default=settings.SITE_URL, help="the running portal (SITE_URL)")
        parser.add_argument("--number", default="923001112233", help="digits with the country code")

    def handle(self, *args, portal: str, number: str, **options):
        if lacking := missing_settings():
            raise CommandError(f"{lacking[0]} is not set, for the portal and for this command alike.")
        self.telephone = SimulatedPhone(settings.WHATSAPP_GRAPH_URL, number)
        self.choices, self.seen = (), 0
        self._find_or_start(portal)
        self.stdout.write(HELP)
        try:
            while True:
                self._send(input("> ").strip())
                self._show()
        except (EOFError, KeyboardInterrupt):
            self.stdout.write("")

    def _find_or_start(self, portal: str) -> None:
        try:
            self.seen = len(self.telephone.shown())
            return
        except SimulatorUnavailable:
            port = int(settings.WHATSAPP_GRAPH_URL.rpartition(":")[2].strip("/") or 0)
        if not port:
            raise CommandError("WHATSAPP_GRAPH_URL names no port of this machine, like http://127.0.0.1:8800")
        account = SimulatorAccount(
            f"{portal.rstrip('/')}/whatsapp/webhook", settings.WHATSAPP_PHONE_NUMBER_ID,
            settings.WHATSAPP_ACCESS_TOKEN, settings.WHATSAPP_APP_SECRET,
        )  # fmt: skip
        threading.Thread(target=Server(MetaSimulator(account), port=port).serve_forever, daemon=True).start()

    def _send(self, typed: str) -> None:
        match typed.split(maxsplit=1):
            case ["/quit"]:
                raise EOFError
            case [tap] if tap[1:].isdigit() and tap[0] == "/" and 0 < int(tap[1:]) <= len(self.choices):
                self.telephone.write(self.choices[int(tap[1:]) - 1].part)
            case ["/place", where]:
                latitude, longitude = map(float, where.split(","))
                self.telephone.write({"type": "location", "location": {"latitude": latitude, "longitude": longitude}})
            case ["/photo" | "/voice" as kind, path]:
                self._hand_in(kind, path)
            case []:
                return
            case _:
                self.telephone.write({"type": "text", "text": {"body": typed}})

    def _hand_in(self, kind: str, path: str) -> None:
        with open(path, "rb") as file:
            content = file.read()
        if kind == "/photo":
            self.telephone.hand_in("image", content, "image/jpeg")
        else:
            self.telephone.hand_in("audio", content, "audio/ogg")

    def _show(self) -> None:
        """Print everything that arrives until nothing more comes."""
        quiet_since = time.monotonic()
        while time.monotonic() - quiet_since < QUIET:
            for one in self.telephone.shown(self.seen):
                self.seen += 1
                if not one.mine:
                    self._print(one)
                    quiet_since = time.monotonic()
            time.sleep(0.2)

    def _print(self, one: Bubble) -> None:
        self.stdout.write("\n".join(f"  {line}" for line in one.words.splitlines()))
        self.choices = one.choices
        for number, choice in enumerate(one.choices, 1):
            self.stdout.write(f"  /{number} [{choice.title}] {choice.description}".rstrip())
