"""Made-up content for the style guide, in the two languages. No person, number or complaint here is real."""

from datetime import UTC, datetime

from desk.complaint.clock_badges import Badge
from desk.queue.row_display import QueueRow

# A few districts where they lie: (English, Urdu, row, column, number past their limit).
DISTRICTS = (
    ("Multan", "ملتان", 7, 1, 62),
    ("Muzaffargarh", "مظفر گڑھ", 6, 1, 40),
    ("Nankana Sahib", "ننکانہ صاحب", 5, 4, 26),
    ("Toba Tek Singh", "ٹوبہ ٹیک سنگھ", 5, 2, 18),
    ("Khanewal", "خانیوال", 6, 2, 12),
    ("Lahore", "لاہور", 4, 5, 12),
    ("Sahiwal", "ساہیوال", 6, 3, 9),
    ("Kasur", "قصور", 5, 5, 3),
)


def district_tiles(language: int) -> list[dict]:
    """District tiles with the name in one language (0 English, 1 Urdu); step and share follow the number."""
    return [
        {
            "name": district[language],
            "row": district[2],
            "col": district[3],
            "number": district[4],
            "share": district[4] * 100 / 62,
            "step": min(4, district[4] // 13),
            "url": "#",
        }
        for district in DISTRICTS
    ]


def queue_row(etag: str, words: tuple, contact: tuple, report: tuple, *, late: bool = False) -> QueueRow:
    """One row of the queue: (category, station, status, holder) and two chips as (words, tone)."""
    said = dict(zip(("category", "station", "status", "holder"), words, strict=True))
    at = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
    more = {"received": "09:00", "received_at": at, "is_late": late}
    return QueueRow(url="#", etag=etag, contact=Badge(*contact), report=Badge(*report), **more, **said)


def today_line(why: str, subject: str, place: str, badge: str, tone: str, *, etag: str = "", gist: str = "") -> dict:
    """One line of *Today*."""
    at = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
    shown = {"why": why, "subject": subject, "place": place, "badge": Badge(badge, tone, at)}
    return {"url": "#", "etag": etag, "gist": gist, **shown}


def today_group(*lines: dict) -> dict:
    """Lines of *Today* under one heading."""
    return {"lines": lines, "number": len(lines)}


MENU_ICONS = ["today", "queue", "calls", "new", "team", "escalations", "reviews", "board", "notices", "settings"]

ENGLISH = {
    "today": today_group(
        today_line(
            "Citizen says nobody called",
            "Theft",
            "Gulberg Police Station",
            "2 h late",
            "late",
            etag="264819073555",
            gist="My shop was broken into during the night.",
        ),
        today_line("Decide the delay case", "Inspector Tahir", "", "5 h late", "late"),
    ),
    "prose": "The inquiry officer spoke to me the same evening and read my statement back. Nothing was left out.",
    "chips": [
        {"words": "Confirmed by the citizen", "tone": "good"},
        {"words": "5 h left", "tone": "soon"},
        {"words": "2 h late", "tone": "late"},
        {"words": "Paused, 9 d left", "tone": "paused"},
        {"words": "19 h left", "tone": "plain"},
    ],
    "entries": [
        {"when": "Today, 10:40 am", "sentence": "Registered on the web by the complainant, in Urdu."},
        {"when": "Today, 10:52 am", "sentence": "Marked to SDPO Gulberg by the district complaint cell."},
        {
            "when": "Today, 1:15 pm",
            "sentence": "Note by DSP Ayesha Malik",
            "words": "Call after five.",
            "internal": True,
        },
        {"when": "Today, 6:40 pm", "sentence": "The limit for contact passed. SP Model Town was told.", "tone": "late"},
        {"when": "Tomorrow, 10:40 am", "sentence": "The report is due.", "tone": "next"},
    ],
    "figures": [
        {"number": "18,204", "label": "received", "change": "6% up on the 30 days before", "url": "#"},
        {"number": "455", "label": "past their limit", "tone": "late", "url": "#"},
        {"number": "81%", "label": "contacted in 8 h", "url": "#"},
        {"number": "9.4%", "label": "relief denied by the citizen", "tone": "late", "url": "#"},
    ],
    "bars": [
        {"label": "under 8 h", "number": "1,240", "share": 41},
        {"label": "8–24 h", "number": "1,710", "share": 57},
        {"label": "3–14 d", "number": "3,020", "share": 100},
        {"label": "over 14 d", "number": "455", "share": 15, "tone": "late"},
    ],
    "tiles": district_tiles(0),
    "rows": [
        queue_row(
            "264819073555",
            ("Illegal detention", "PS Gulberg", "Marked", "DSP Ayesha Malik"),
            ("2 h late", "late"),
            ("5 h left", "soon"),
            late=True,
        ),
        queue_row(
            "267104521180",
            ("FIR not registered", "PS Ghalib Market", "In inquiry", "DSP Ayesha Malik"),
            ("Confirmed", "good"),
            ("19 h left", "plain"),
        ),
        queue_row(
            "265530179923",
            ("Faulty investigation", "PS Gulberg", "Waiting for the citizen", "Insp. Bilal Raza"),
            ("Said, not confirmed", "plain"),
            ("Paused, 9 d left", "paused"),
        ),
    ],
    "facts": [
        ("Category", "Illegal detention"),
        ("Police station", "PS Gulberg, Lahore"),
        ("Received", "24 November 2026, 10:40 am"),
    ],
    "notice": ("Not an FIR", "This complaint is not an FIR. If you need one, ask the police station for it."),
    "notice_late": ("Someone was first", "DSP Ayesha Malik marked this complaint at 10:52 am. Nothing was changed."),
    "empty": ("Nothing waits for you", "Every complaint of yours has been answered."),
    "buttons": ("Record the contact", "Ask the citizen", "Reject the complaint", "Cancel"),
    "phone_error": "Write the whole number, such as 03001234567.",
    "form": {
        "name": {"label": "Your name"},
        "phone": {"label": "Mobile number", "help_text": "We send a code to it, and nothing else without your leave."},
        "district": {"label": "District", "choices": [("", "Choose a district"), ("lahore", "Lahore")]},
        "channel": {
            "label": "How may we reach you?",
            "choices": [("call", "By a call"), ("portal", "Only here, in the portal")],
        },
        "words": {"label": "What happened?", "help_text": "In your own words. Dates and places help."},
        "agrees": {"label": "I would rather speak to a woman officer"},
    },
}

URDU = {
    "today": today_group(
        today_line(
            "شہری کے مطابق کسی نے رابطہ نہیں کیا",
            "چوری",
            "تھانہ گلبرگ",
            "2 گھنٹے تاخیر",
            "late",
            etag="264819073555",
            gist="رات کو میری دکان کا تالا توڑا گیا۔",
        ),
        today_line("تاخیر کے کیس کا فیصلہ کریں", "انسپکٹر طاہر", "", "5 گھنٹے تاخیر", "late"),
    ),
    "prose": "انکوائری افسر نے اُسی شام مجھ سے خود بات کی اور میرا بیان پڑھ کر سنایا۔ کوئی بات چھوڑی نہیں گئی۔",
    "chips": [
        {"words": "شہری نے تصدیق کی", "tone": "good"},
        {"words": "5 گھنٹے باقی", "tone": "soon"},
        {"words": "2 گھنٹے تاخیر", "tone": "late"},
        {"words": "رکی ہوئی، 9 دن باقی", "tone": "paused"},
        {"words": "19 گھنٹے باقی", "tone": "plain"},
    ],
    "entries": [
        {"when": "آج، صبح 10:40", "sentence": "شکایت کنندہ نے ویب سائٹ پر اردو میں درج کی۔"},
        {"when": "آج، صبح 10:52", "sentence": "ضلعی شکایت سیل نے ایس ڈی پی او گلبرگ کو مارک کی۔"},
        {
            "when": "آج، دوپہر 1:15",
            "sentence": "ڈی ایس پی عائشہ ملک کا نوٹ",
            "words": "پانچ بجے کے بعد کال کریں۔",
            "internal": True,
        },
        {
            "when": "آج، شام 6:40",
            "sentence": "رابطے کی مقررہ مدت گزر گئی۔ ایس پی ماڈل ٹاؤن کو بتا دیا گیا۔",
            "tone": "late",
        },
        {"when": "کل، صبح 10:40", "sentence": "رپورٹ کی آخری تاریخ۔", "tone": "next"},
    ],
    "figures": [
        {"number": "18,204", "label": "موصول", "change": "پچھلے 30 دن سے 6٪ زیادہ", "url": "#"},
        {"number": "455", "label": "مقررہ مدت سے تاخیر", "tone": "late", "url": "#"},
        {"number": "81%", "label": "8 گھنٹے میں رابطہ", "url": "#"},
        {"number": "9.4%", "label": "شہری نے حل ماننے سے انکار کیا", "tone": "late", "url": "#"},
    ],
    "bars": [
        {"label": "8 گھنٹے سے کم", "number": "1,240", "share": 41},
        {"label": "8 تا 24 گھنٹے", "number": "1,710", "share": 57},
        {"label": "3 تا 14 دن", "number": "3,020", "share": 100},
        {"label": "14 دن سے زیادہ", "number": "455", "share": 15, "tone": "late"},
    ],
    "tiles": district_tiles(1),
    "rows": [
        queue_row(
            "264819073555",
            ("غیر قانونی حراست", "تھانہ گلبرگ", "افسر کو مارک کر دی گئی", "ڈی ایس پی عائشہ ملک"),
            ("2 گھنٹے تاخیر", "late"),
            ("5 گھنٹے باقی", "soon"),
            late=True,
        ),
        queue_row(
            "267104521180",
            ("ایف آئی آر درج نہ کرنا", "تھانہ غالب مارکیٹ", "زیرِ انکوائری", "ڈی ایس پی عائشہ ملک"),
            ("تصدیق شدہ", "good"),
            ("19 گھنٹے باقی", "plain"),
        ),
        queue_row(
            "265530179923",
            ("ناقص تفتیش", "تھانہ گلبرگ", "مزید معلومات درکار", "انسپکٹر بلال رضا"),
            ("تصدیق باقی ہے", "plain"),
            ("رکی ہوئی، 9 دن باقی", "paused"),
        ),
    ],
    "facts": [("زمرہ", "غیر قانونی حراست"), ("تھانہ", "تھانہ گلبرگ، لاہور"), ("موصول", "24 نومبر 2026، صبح 10:40")],
    "notice": (
        "یہ ایف آئی آر نہیں ہے",
        "یہ شکایت ایف آئی آر نہیں ہے۔ ایف آئی آر درکار ہو تو تھانے سے درج کرنے کو کہیں۔",
    ),
    "notice_late": (
        "کوئی اور پہلے کر چکا ہے",
        "ڈی ایس پی عائشہ ملک نے یہ شکایت صبح 10:52 پر مارک کر دی۔ کچھ تبدیل نہیں ہوا۔",
    ),
    "empty": ("آپ کے لیے کوئی کام باقی نہیں", "آپ کی ہر شکایت کا جواب دیا جا چکا ہے۔"),
    "buttons": ("رابطہ درج کریں", "شہری سے پوچھیں", "شکایت مسترد کریں", "منسوخ کریں"),
    "phone_error": "پورا نمبر لکھیں، مثلاً 03001234567",
    "form": {
        "name": {"label": "آپ کا نام"},
        "phone": {
            "label": "موبائل نمبر",
            "help_text": "اس پر صرف کوڈ بھیجا جاتا ہے، آپ کی اجازت کے بغیر اور کچھ نہیں۔",
        },
        "district": {"label": "ضلع", "choices": [("", "ضلع منتخب کریں"), ("lahore", "لاہور")]},
        "channel": {
            "label": "آپ سے رابطہ کیسے کیا جائے؟",
            "choices": [("call", "فون پر"), ("portal", "صرف اسی پورٹل پر")],
        },
        "words": {"label": "کیا ہوا؟", "help_text": "اپنے الفاظ میں لکھیں۔ تاریخ اور جگہ سے مدد ملتی ہے۔"},
        "agrees": {"label": "میں خاتون افسر سے بات کرنا چاہوں گی"},
    },
}

SAMPLES = {"en": ENGLISH, "ur": URDU}
