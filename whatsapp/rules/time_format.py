"""Times as text, in Pakistan's time zone, which is named."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from whatsapp.rules.languages import Language

PAKISTAN = ZoneInfo("Asia/Karachi")
_DAYS = {
    Language.ENGLISH: ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    Language.URDU: ("پیر", "منگل", "بدھ", "جمعرات", "جمعہ", "ہفتہ", "اتوار"),
    Language.ROMAN: ("Peer", "Mangal", "Budh", "Jumerat", "Juma", "Hafta", "Itwar"),
}
_MONTHS = {
    Language.ENGLISH: ("January", "February", "March", "April", "May", "June", "July", "August", "September",
                       "October", "November", "December"),
    Language.URDU: ("جنوری", "فروری", "مارچ", "اپریل", "مئی", "جون", "جولائی", "اگست", "ستمبر",
                    "اکتوبر", "نومبر", "دسمبر"),
}  # fmt: skip
_PATTERNS = {
    Language.ENGLISH: "{hour}:{minute:02d} {half}, {day} {date} {month} (Pakistan time)",
    Language.URDU: "{day} {date} {month}، {half} {hour}:{minute:02d} بجے (پاکستانی وقت)",
    Language.ROMAN: "{day} {date} {month}, {half} {hour}:{minute:02d} baje (Pakistani waqt)",
}
_CLOCK_TIMES = {
    Language.ENGLISH: "{hour}:{minute:02d} {half}, {day}",
    Language.URDU: "{day}، {half} {hour}:{minute:02d} بجے",
    Language.ROMAN: "{day}, {half} {hour}:{minute:02d} baje",
}
_OWN_TIMES = {
    Language.ENGLISH: "; where you live: {time}",
    Language.URDU: "؛ آپ کے ہاں: {time}",
    Language.ROMAN: "; aap ke haan: {time}",
}
_DAY_PARTS = {
    Language.ENGLISH: lambda hour: "am" if hour < 12 else "pm",
    Language.URDU: lambda hour: _urdu_day_part(hour, "رات", "صبح", "دوپہر", "شام"),
    Language.ROMAN: lambda hour: _urdu_day_part(hour, "raat", "subah", "dopahar", "shaam"),
}


def format_moment(iso: str, language: Language, *, zone: str = "") -> str:
    """Return weekday, date and time in Pakistan of an ISO timestamp.

    `zone`: the IANA time zone of a person abroad. They get their own time too, where it differs.
    """
    at = datetime.fromisoformat(iso).astimezone(PAKISTAN)
    months = _MONTHS.get(language, _MONTHS[Language.ENGLISH])
    text = _PATTERNS[language].format(
        hour=at.hour % 12 or 12, minute=at.minute, half=_DAY_PARTS[language](at.hour),
        day=_DAYS[language][at.weekday()], date=at.day, month=months[at.month - 1],
    )  # fmt: skip
    if zone and at.astimezone(ZoneInfo(zone)).utcoffset() != at.utcoffset():
        own = format_clock_time(at, language, zone=ZoneInfo(zone))
        return text.removesuffix(")") + _OWN_TIMES[language].format(time=own) + ")"
    return text


def format_clock_time(at: datetime, language: Language, *, zone: ZoneInfo = PAKISTAN) -> str:
    """Return weekday and time of day in a zone: "10:12 am, Monday"."""
    local = at.astimezone(zone)
    return _CLOCK_TIMES[language].format(
        hour=local.hour % 12 or 12, minute=local.minute, half=_DAY_PARTS[language](local.hour),
        day=_DAYS[language][local.weekday()],
    )  # fmt: skip


def format_day(iso: str, language: Language) -> str:
    """Return date, month and year of an ISO date."""
    day = date.fromisoformat(iso)
    return f"{day.day} {_MONTHS.get(language, _MONTHS[Language.ENGLISH])[day.month - 1]} {day.year}"


def _urdu_day_part(hour: int, night: str, morning: str, day: str, evening: str) -> str:
    """Return the part of the day that Urdu names with an hour."""
    if 4 <= hour < 12:
        return morning
    if 12 <= hour < 16:
        return day
    return evening if 16 <= hour < 20 else night
