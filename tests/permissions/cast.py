"""The actors who send a request to every route, and the objects that the routes show.

A stranger          has no session            The complainant   Ayesha; her browser has her complaints open
Another             Bashir, with his own open: a complaint with a secret word
Deactivated, unposted, factorless     an officer who left, one without a posting, one without a second factor
Lahore              Salma to Usman (tests.world): from the cell and the circle up to the CCPO
Another region      Rashid, Sana; Ghazala heads it        Another district of it   Tariq
Acting for a head   Yasmin, of Vehari: she acts for Rashid, who is on leave
Transferred         Moved, this morning from Gulberg to Multan
Accused             Dania, with her subordinates Bilal, Hina, Kamran and Latif; and Asad, who sees all the rest
The centre          Imran to Wajid (its discipline officer)
"""

from dataclasses import dataclass, field
from datetime import timedelta

from django.test import Client
from django.utils.timezone import now

from accounts.models import Officer
from accounts.rules.ranks import Rank
from accounts.rules.roles import Role
from accounts.services.leave_arrangement import arrange_leave
from accounts.services.officers import deactivate_officer
from accounts.services.postings import create_posting, transfer_officer
from citizen.access.my_complaints_page import OPENED_KEY, REQUESTED_KEY
from citizen.filing import browser_drafts
from citizen.filing.draft_addresses import draft_id_at
from citizen.services.my_complaints_access import contact_blind_index
from tests.browser.samples import Samples
from tests.factories import OfficerFactory
from tests.permissions.behind import WORD, Behind
from tests.permissions.slate import Slate
from tests.signing_in import sign_in
from tests.world import PHONES, World, build

CITIZENS = ["stranger", "complainant", "another"]
OFFICERS = [
    *("salma", "farah", "dania", "bilal", "hina", "kamran", "latif", "usman"),
    *("rashid", "sana", "ghazala", "tariq", "yasmin"),
    *("imran", "nadia", "zara", "asad", "omar", "wajid"),
    "moved",
]
SHUT_OUT = ["deactivated", "unposted", "factorless"]
ACTORS = [*CITIZENS, *OFFICERS, *SHUT_OUT]
OF_ONE_ROLE = [
    ("farah", "dania", "kamran", "usman", "rashid", "ghazala", "tariq", "yasmin", "imran"),
    *(("salma", "sana", "nadia"), ("bilal", "latif", "moved")),
]

# The officers who see each complaint. Plain: Bilal has it. Conduct: against Gulberg station, with Asad named, who was
# there once; the cell of the district has it. Confidential: Dania has it. Accusing: a conduct complaint that names
# Dania, who heads the circle; the CCPO has it. Far: Bashir's complaint; Multan's cell has it.
SEES = """
               salma farah dania bilal hina kamran latif usman rashid sana ghazala tariq yasmin imran nadia zara asad omar wajid moved
  plain          x     x     x     x    x     -      -     x     -     -      -      -     -      x     x     x    x    -     -     -
  conduct        x     -     -     -    -     -      -     x     -     -      -      -     -      x     x     x    -    -     -     -
  confidential   x     x     x     x    -     -      -     x     -     -      -      -     -      x     x     x    x    -     -     -
  accusing       x     -     -     -    -     -      -     x     -     -      -      -     -      x     x     x    x    -     -     -
  far            -     -     -     -    -     -      -     -     x     x      x      -     x      x     x     x    x    -     -     x
"""  # noqa: E501


def of_their_role(actor: str) -> tuple[str, ...]:
    """Return all actors with the actor's role. Heads of offices, operators and inquiry officers have several."""
    return next((officers for officers in OF_ONE_ROLE if actor in officers), (actor,))


def sight() -> dict[str, frozenset[str]]:
    """Return the table above: by complaint, the officers who see it."""
    head, *lines = [line.split() for line in SEES.strip().splitlines()]
    return {name: frozenset(who for who, sees in zip(head, row, strict=True) if sees == "x") for name, *row in lines}


@dataclass
class Cast:
    """The cast of tests.world, the objects that the addresses show, and a browser for each actor."""

    world: World = field(default_factory=build)
    slate: Slate | None = None

    def __post_init__(self):
        self.samples = Samples(self.world)
        self.people = {name: self.world.people[name].officer for name in OFFICERS if name in self.world.people}
        self.people["wajid"] = self._hired("wajid", Rank.SP, "punjab", Role.DISCIPLINE_OFFICER)
        self.people["ghazala"] = self._hired("ghazala", Rank.DIG, "region_multan", Role.SUPERVISOR, heads=True)
        self.people["tariq"] = self._hired("tariq", Rank.SSP, "vehari", Role.SUPERVISOR, heads=True)
        self.people["moved"] = self._hired("moved", Rank.IP, "gulberg_circle", Role.INQUIRY_OFFICER)
        self.people["deactivated"] = self._hired("deactivated", Rank.IP, "gulberg_circle", Role.INQUIRY_OFFICER)
        self.people["unposted"] = OfficerFactory(name_en="Unposted")
        self.people["factorless"] = self._hired("factorless", Rank.SP, "punjab", Role.MONITOR)
        transfer_officer(posting=self.people["moved"].postings.get(), to=self.world.office("multan"), by=None, at=now())
        self.people["yasmin"] = self._hired("yasmin", Rank.DSP, "vehari", Role.INQUIRY_OFFICER)
        self._on_leave("rashid", cover="yasmin")
        self.behind = Behind(self.world, self.samples)
        self.browsers = {actor: self._browser(actor) for actor in ACTORS}

    def _browser(self, actor: str) -> Client:
        """Return a browser that is signed in as far as this actor can, at an address of its own."""
        client = Client(REMOTE_ADDR=f"192.0.2.{ACTORS.index(actor) + 1}")
        match actor:
            case "stranger":
                pass
            case "complainant":
                self._ayesha(client)
            case "another":
                client.post(f"/track/{self.behind.far.etag}/key/", {"key": WORD})
            case "factorless":
                client.force_login(self.people[actor])
            case "yasmin":
                sign_in(client, self.people[actor])
                client.post("/desk/posting/", {"posting": self.people["rashid"].postings.get().pk})
            case "deactivated":
                sign_in(client, self.people[actor])
                deactivate_officer(officer=self.people[actor], by=None, at=now())
            case _:
                sign_in(client, self.people[actor])
        return client

    def _ayesha(self, client: Client) -> None:
        """Return the complainant's browser.

        Her complaints are open in it, her list is shown and requested once more, and a draft that stays closed to every
        other browser was begun in it.
        """
        client.cookies["sessionid"] = self.samples.session("complainant")
        session, at, index = client.session, now().timestamp(), contact_blind_index(PHONES["ayesha"]).hex()
        session[REQUESTED_KEY], session[OPENED_KEY] = index, [index, at]
        session[browser_drafts.SESSION_KEY] = {str(draft_id_at(self.behind.names["closed"])): at}
        session.save()

    def _on_leave(self, name: str, *, cover: str) -> None:
        """Return a leave of a week that begins now."""
        postings = {"posting": self.people[name].postings.get(), "cover": self.people[cover].postings.get()}
        at = now()
        arrange_leave(**postings, starts_at=at, ends_at=at + timedelta(days=7), by=None, at=at)

    def _hired(self, name: str, rank: Rank, office: str, role: Role, *, heads: bool = False) -> Officer:
        officer = OfficerFactory(name_en=name.title(), rank=rank)
        given = {"office": self.world.office(office), "role": role, "is_head": heads}
        create_posting(officer=officer, **given, by=None, at=self.samples.start)
        return officer
