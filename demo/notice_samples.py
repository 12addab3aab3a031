"""Samples of public notices: invented children, persons and roads, marked SAMPLE, with drawn pictures."""

import io
from dataclasses import replace
from datetime import datetime, timedelta

from PIL import Image, ImageDraw

from accounts.actors import Actor
from accounts.models import Office, Posting
from complaints.rules.statuses import Channel
from notices.models import Notice
from notices.rules.notice_content import ProposedContent, TranslatedText
from notices.rules.notice_kinds import NoticeKind
from notices.services import picture_inspection
from notices.services.edition_decisions import approve_edition
from notices.services.notice_proposals import propose_notice
from notices.services.picture_inspection import NOTICE_PIXELS, SubmittedPhoto
from notices.services.tip_recording import record_tip

HOURS = timedelta(hours=1)
DAYS = timedelta(days=1)
GROUND, SHAPE = (223, 229, 236), (124, 140, 158)

GIRL = ProposedContent(
    name=TranslatedText("Sample child: a girl of seven", "نمونہ: سات سال کی بچی", "Namoona: saat saal ki bachi"),
    words=TranslatedText(
        "An invented example. She did not come home from the market.",
        "بنائی گئی مثال۔ وہ بازار سے گھر واپس نہیں آئی۔",
        "Banai gayi misaal. Woh bazaar se ghar wapas nahi aayi.",
    ),
    age=7,
    sex="female",
    wearing=TranslatedText("Blue frock, white shawl", "نیلا فراک، سفید چادر", "Neela frock, safaid chadar"),
    seen_place=TranslatedText(
        "A market in Lahore (invented)", "لاہور کا ایک بازار (فرضی)", "Lahore ka aik bazaar (farzi)"
    ),
    helplines=("15", "1121", "1099"),
    expires_at=datetime.max,
)
BOY = replace(
    GIRL,
    name=TranslatedText("Sample child: a boy of eleven", "نمونہ: گیارہ سال کا بچہ", "Namoona: gyarah saal ka bacha"),
    words=TranslatedText(
        "An invented example. He left for school and did not arrive.",
        "بنائی گئی مثال۔ وہ اسکول کے لیے نکلا اور نہیں پہنچا۔",
        "Banai gayi misaal. Woh school ke liye nikla aur nahi pahuncha.",
    ),
    age=11,
    sex="male",
    wearing=TranslatedText(
        "Grey school uniform, red bag", "سرمئی اسکول یونیفارم، سرخ بستہ", "Grey school uniform, surkh basta"
    ),
)
ROBBER = ProposedContent(
    name=TranslatedText("Sample person one", "نمونہ: پہلا شخص", "Namoona: pehla shakhs"),
    words=TranslatedText("An invented example: robbery", "بنائی گئی مثال: ڈکیتی", "Banai gayi misaal: dakaiti"),
    sex="male",
    aliases=TranslatedText("The Example", "مثالی", "Misaali"),
    helplines=("15", "03372332489"),
    expires_at=datetime.max,
)
SWINDLER = replace(
    ROBBER,
    name=TranslatedText("Sample person two", "نمونہ: دوسرا شخص", "Namoona: doosra shakhs"),
    words=TranslatedText(
        "An invented example: fraud with plots", "بنائی گئی مثال: پلاٹوں کا فراڈ", "Banai gayi misaal: ploton ka fraud"
    ),
)
ROAD = ProposedContent(
    name=TranslatedText("Sample notice: a road is closed", "نمونہ: ایک سڑک بند ہے", "Namoona: aik sarak band hai"),
    words=TranslatedText(
        "An invented example. On Friday from noon the road is closed.",
        "بنائی گئی مثال۔ جمعہ کو دوپہر سے سڑک بند رہے گی۔",
        "Banai gayi misaal. Jumme ko dopahar se sarak band rahegi.",
    ),
    helplines=("15",),
    expires_at=datetime.max,
)
SAMPLES = [
    (NoticeKind.ALERT, GIRL, 7),
    (NoticeKind.ALERT, BOY, 11),
    (NoticeKind.WANTED, ROBBER, 30),
    (NoticeKind.WANTED, SWINDLER, None),
    (NoticeKind.NOTICE, ROAD, None),
]
"""Kind, content, and the age that the drawn picture shows; None for no picture."""


def create_notice_samples(*, at: datetime) -> int:
    """Publish the samples; another waits for approval, and a tip waits to be read.

    Return how many were published; 0 if notices exist.
    """
    if Notice.objects.exists():
        return 0
    published = []
    for kind, content, age in SAMPLES:
        edition = _propose_sample(kind, content, age, at=at).editions.get()
        by = _actor_at_office("monitor", "punjab")
        published.append(approve_edition(edition=edition, sexual_violence=False, by=by, at=at))
    _propose_sample(NoticeKind.ALERT, replace(BOY, age=5), None, at=at)
    record_tip(notice=published[0], text="SAMPLE. نمونہ: میں نے اسے اڈے پر دیکھا۔", channel=Channel.WEB, at=at)
    return len(published)


def _propose_sample(kind: NoticeKind, content: ProposedContent, age: int | None, *, at: datetime) -> Notice:
    dated_content = replace(content, expires_at=at + (13 * DAYS if kind is NoticeKind.ALERT else 60 * DAYS))
    picture = None
    if age:
        png = draw_silhouette(age)
        row = picture_inspection.seal_photo(
            SubmittedPhoto("shape.png", "image/png", len(png), [png]), side=NOTICE_PIXELS, at=at
        )
        picture = picture_inspection.inspect_photo(row.pk, at=at)
    return propose_notice(
        kind=kind,
        office=Office.objects.get(code="lahore"),
        content=replace(dated_content, seen_at=at - 5 * HOURS) if kind is NoticeKind.ALERT else dated_content,
        sexual_violence=False,
        picture=picture,
        is_sample=True,
        by=_actor_at_office("ccpo", "lahore"),
        at=at,
    )


def _actor_at_office(address: str, office: str) -> Actor:
    posting = Posting.objects.with_people().get(officer__email=f"{address}@demo.example", office__code=office)
    return Actor.of(posting)


def draw_silhouette(age: int) -> bytes:
    """Return a drawn silhouette as PNG. A child's head is larger in proportion to its shoulders."""
    width, height = 640, 800
    head, shoulders = 130 - min(age, 20) * 2, 190 + min(age, 20) * 5
    image = Image.new("RGB", (width, height), GROUND)
    pen, middle, neck = ImageDraw.Draw(image), width // 2, height - shoulders
    pen.ellipse((middle - head, neck - 2 * head - 30, middle + head, neck - 10), fill=SHAPE)
    pen.ellipse((middle - shoulders, neck, middle + shoulders, neck + 3 * shoulders), fill=SHAPE)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
