"""`api_client`: register, list, rotate and revoke the clients of the API. A secret is printed once."""

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import now

from api.models import ApiClient
from api.rules.client_scopes import SCOPES_OF_KIND, ClientKind
from api.services import client_registration


class Command(BaseCommand):
    help = "Register, list, rotate and revoke the clients of the API (docs/api/README.md)."

    def add_arguments(self, parser: CommandParser):
        commands = parser.add_subparsers(dest="act", required=True)
        create = commands.add_parser("create", help="register a client and print its id and its secret, once")
        create.add_argument("name_en", help="name of the organisation in English, as histories show it")
        create.add_argument("name_ur", help="the same in Urdu")
        create.add_argument("--kind", choices=[str(kind) for kind in ClientKind], default=str(ClientKind.PARTNER))
        create.add_argument("--scope", action="append", default=[], help="default: all scopes of the kind")
        create.add_argument("--office", action="append", default=[], help="code of an office; default: all")
        create.add_argument("--category", action="append", default=[], help="code; default: all but confidential ones")
        create.add_argument("--per-minute", type=int, default=120, help="requests a minute (default: 120)")
        rotate = commands.add_parser("rotate", help="print a new secret; the former one works for another day")
        rotate.add_argument("client_id")
        rotate.add_argument("--at-once", action="store_true", help="the former secret and its tokens end now")
        revoke = commands.add_parser("revoke", help="end a client and its tokens now, for good")
        revoke.add_argument("client_id")
        commands.add_parser("list", help="list all clients; no secret is shown")

    def handle(self, *, act: str, **options):
        try:
            getattr(self, f"_{act}")(**options)
        except client_registration.UnusableClient as unusable:
            raise CommandError(str(unusable)) from unusable
        except ApiClient.DoesNotExist as missing:
            raise CommandError("No client has this id. `api_client list` shows all.") from missing

    def _create(self, *, name_en, name_ur, kind, scope, office, category, per_minute, **_):
        new = client_registration.create_client(
            kind=ClientKind(kind),
            name_en=name_en,
            name_ur=name_ur,
            scopes=scope or SCOPES_OF_KIND[ClientKind(kind)],
            offices=office,
            categories=category,
            requests_per_minute=per_minute,
            at=now(),
        )
        self._print_secret(new)

    def _rotate(self, *, client_id, at_once, **_):
        self._print_secret(client_registration.rotate_secret(client_id, at_once=at_once, at=now()))

    def _print_secret(self, new: client_registration.NewSecret) -> None:
        self.stdout.write(f"client id: {new.client.client_id}\nsecret: {new.secret}\nThis secret is not shown again.")

    def _revoke(self, *, client_id, **_):
        client = client_registration.revoke_client(client_id, at=now())
        self.stdout.write(f"{client.client_id} was revoked. Its tokens no longer work.")

    def _list(self, **_):
        for client in ApiClient.objects.order_by("created_at"):
            state = f"revoked {client.revoked_at:%Y-%m-%d}" if client.revoked_at else "in use"
            offices, categories = (", ".join(codes) or "all" for codes in (client.offices, client.categories))
            scopes = " ".join(client.scopes)
            self.stdout.write(
                f"{client.client_id}\t{client.name_en}\t{client.kind}\t{state}\t{scopes}\t{offices}\t{categories}"
            )
