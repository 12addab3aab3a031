"""The demo's accounts: about 160 officers at real ranks across the province, and one partner organisation of the API.

Every name is invented.
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password

from accounts.models import Office, Officer, Posting
from accounts.rules.office_tree import OfficeKind
from accounts.rules.ranks import Rank
from accounts.rules.roles import Role
from accounts.services.officers import create_officer
from accounts.services.postings import create_posting
from accounts.services.second_factor_reset import set_up_authenticator_app
from api.models import ApiClient
from api.rules.client_scopes import SCOPES_OF_KIND, ClientKind
from api.services.client_registration import create_client
from demo.authenticator_codes import authenticator_secret_of

PASSWORD = "demo only, never in production"  # noqa: S105 (the page of codes shows it; DEMO is refused elsewhere)
PARTNER_ID, PARTNER_SECRET = "demo-partner", "demo-partner-secret"

FIRST_NAMES = [
    ("Ahmad", "احمد"), ("Sana", "ثنا"), ("Bilal", "بلال"), ("Faisal", "فیصل"), ("Hina", "حنا"), ("Imran", "عمران"),
    ("Junaid", "جنید"), ("Kashif", "کاشف"), ("Mehwish", "مہوش"), ("Nadeem", "ندیم"), ("Omar", "عمر"),
    ("Rabia", "رابعہ"), ("Saad", "سعد"), ("Tahir", "طاہر"), ("Usman", "عثمان"), ("Zara", "زارا"), ("Waqas", "وقاص"),
    ("Asma", "اسما"), ("Danish", "دانش"), ("Farhan", "فرحان"), ("Ghazala", "غزالہ"),
]  # fmt: skip
LAST_NAMES = [
    ("Chaudhry", "چوہدری"), ("Malik", "ملک"), ("Bhatti", "بھٹی"), ("Gondal", "گوندل"), ("Rana", "رانا"),
    ("Sheikh", "شیخ"), ("Cheema", "چیمہ"), ("Warraich", "وڑائچ"), ("Mirza", "مرزا"), ("Awan", "اعوان"),
]  # fmt: skip
WOMENS_FIRST_NAMES = {"Sana", "Hina", "Mehwish", "Rabia", "Zara", "Asma", "Ghazala"}

CITY_DISTRICTS = ("rawalpindi", "faisalabad", "multan", "gujranwala")
STAFFED_DISTRICTS = (*CITY_DISTRICTS, "sargodha", "bahawalpur")


@dataclass(frozen=True)
class OfficerPost:
    """A post to fill. `address`: the e-mail address before the @; `rank`: None for a civilian."""

    address: str
    office: str
    role: Role
    rank: Rank | None
    is_head: bool = False


def list_officer_posts() -> Iterator[OfficerPost]:
    """Yield every post of the demo, from the Central Police Office down."""
    yield OfficerPost("igp", "punjab", Role.SUPERVISOR, Rank.IG, True)
    yield OfficerPost("operator.cpo", "punjab", Role.COMPLAINT_OPERATOR, None)
    yield OfficerPost("operator2.cpo", "punjab", Role.COMPLAINT_OPERATOR, None)
    yield OfficerPost("monitor", "punjab", Role.MONITOR, Rank.SSP)
    yield OfficerPost("auditor", "punjab", Role.AUDITOR, Rank.SP)
    yield OfficerPost("discipline", "punjab", Role.DISCIPLINE_OFFICER, Rank.DIG)
    yield OfficerPost("administrator", "punjab", Role.ADMINISTRATOR, None)
    yield OfficerPost("administrator2", "punjab", Role.ADMINISTRATOR, None)
    yield from _lahore_posts()
    regions = Office.objects.regions().exclude(code="region_lahore").order_by("code").values_list("code", flat=True)
    for region in regions:
        yield OfficerPost(f"rpo.{region.removeprefix('region_')}", region, Role.SUPERVISOR, Rank.DIG, True)
    for district in Office.objects.districts().exclude(code="lahore").order_by("code").values_list("code", flat=True):
        title, rank = ("cpo", Rank.SSP) if district in CITY_DISTRICTS else ("dpo", Rank.SP)
        yield OfficerPost(f"{title}.{district}", district, Role.SUPERVISOR, rank, True)
        yield OfficerPost(f"operator.{district}", district, Role.COMPLAINT_OPERATOR, None)
    for district in STAFFED_DISTRICTS:
        yield from _circle_posts(district)
    for address in ("appeals", "appeals2"):  # last, so that the other officers keep their names
        yield OfficerPost(address, "punjab", Role.SUPERVISOR, Rank.DIG)


def _lahore_posts() -> Iterator[OfficerPost]:
    yield OfficerPost("ccpo", "region_lahore", Role.SUPERVISOR, Rank.ADDL_IG, True)
    yield OfficerPost("operator", "lahore", Role.COMPLAINT_OPERATOR, None)
    yield OfficerPost("operator2", "lahore", Role.COMPLAINT_OPERATOR, None)
    for division in Office.objects.filter(kind=OfficeKind.DIVISION, parent__code="lahore").order_by("code"):
        yield OfficerPost(f"sp.{division.code.removeprefix('lahore_')}", division.code, Role.SUPERVISOR, Rank.SP, True)
    for circle in Office.objects.filter(kind=OfficeKind.CIRCLE, code__startswith="lahore_").order_by("code"):
        name = circle.code.removeprefix("lahore_").removesuffix("_circle")
        yield OfficerPost(f"sdpo.{name}", circle.code, Role.SUPERVISOR, Rank.DSP, True)
        yield OfficerPost(f"inquiry.{name}", circle.code, Role.INQUIRY_OFFICER, Rank.IP)
        yield OfficerPost(f"sho.{name}", f"lahore_{name}", Role.SUPERVISOR, Rank.IP, True)
    yield OfficerPost("sho.block_j", "lahore_block_j", Role.SUPERVISOR, Rank.IP, True)
    yield OfficerPost("clerk", "lahore_gulshan_park_circle", Role.CLERK, Rank.HC)


def _circle_posts(district: str) -> Iterator[OfficerPost]:
    """Yield SDPO, inquiry officer and SHO of each circle. The first circle's addresses carry only the district."""
    circles = Office.objects.filter(kind=OfficeKind.CIRCLE, parent__code=district).order_by("code")
    for number, circle in enumerate(circles, 1):
        ending = district if number == 1 else f"{district}.{number}"
        yield OfficerPost(f"sdpo.{ending}", circle.code, Role.SUPERVISOR, Rank.DSP, True)
        yield OfficerPost(f"inquiry.{ending}", circle.code, Role.INQUIRY_OFFICER, Rank.IP)
        yield OfficerPost(f"sho.{ending}", circle.code.removesuffix("_circle"), Role.SUPERVISOR, Rank.IP, True)


def create_demo_officers(*, at: datetime) -> list[Posting]:
    """Create every officer and their posting, dated before the first complaint."""
    names = itertools.cycle(itertools.product(LAST_NAMES, FIRST_NAMES))
    offices = {office.code: office for office in Office.objects.all()}
    hired = [_create_officer(post, next(names), offices, at=at) for post in list_officer_posts()]
    ccpo = next(posting for posting in hired if posting.office.code == "region_lahore")
    # Hash the password once: a hundred hashes would take most of the time.
    password, column = make_password(PASSWORD), Officer._meta.get_field("password")
    for posting in hired:
        Officer.objects.filter(pk=posting.officer_id).update(password=column.seal(password, posting.officer_id))
    hired.append(
        create_posting(officer=ccpo.officer, office=offices["lahore"], role=ccpo.role, is_head=True, by=None, at=at)
    )
    return hired


def _create_officer(post: OfficerPost, name, offices: dict[str, Office], *, at: datetime) -> Posting:
    (last, last_ur), (first, first_ur) = name
    officer = create_officer(
        email=f"{post.address}@demo.example",
        name_en=f"{first} {last}",
        name_ur=f"{first_ur} {last_ur}",
        rank=post.rank,
        is_woman=first in WOMENS_FIRST_NAMES,
        by=None,
        at=at,
    )
    set_up_authenticator_app(officer=officer, secret=authenticator_secret_of(officer.email))
    return create_posting(
        officer=officer, office=offices[post.office], role=post.role, is_head=post.is_head, by=None, at=at
    )


def create_demo_partner(*, at: datetime) -> None:
    """Register the partner of the demo, once."""
    if ApiClient.objects.filter(client_id=PARTNER_ID).exists():
        return
    create_client(
        kind=ClientKind.PARTNER,
        name_en="SAMPLE 1787 call centre",
        name_ur="نمونہ 1787 کال سینٹر",
        scopes=SCOPES_OF_KIND[ClientKind.PARTNER],
        client_id=PARTNER_ID,
        secret=PARTNER_SECRET,
        at=at,
    )
