"""How many parts a text costs as an SMS (3GPP TS 23.038: the 7-bit alphabet, or UCS-2 for everything else)."""

GSM_7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
# Behind an escape, so each counts twice.
GSM_7_EXTENDED = frozenset("\f^{}\\[~]|€")

# Room in one message alone, and in each part of a longer one (the rest names the part).
SEPTETS = (160, 153)
UCS_2_UNITS = (70, 67)

# What a citizen's message may cost: two parts, 134 characters of Urdu.
LONGEST = 2


def segments(text: str) -> int:
    """How many SMS parts the text takes; an empty text takes one. A character is never cut in two by a part's end."""
    if is_gsm_7(text):
        return _parts([2 if character in GSM_7_EXTENDED else 1 for character in text], *SEPTETS)
    return _parts([2 if ord(character) > 0xFFFF else 1 for character in text], *UCS_2_UNITS)


def is_gsm_7(text: str) -> bool:
    """Whether the 7-bit alphabet carries the whole text; one letter outside makes all of it UCS-2."""
    return all(character in GSM_7 or character in GSM_7_EXTENDED for character in text)


def _parts(widths: list[int], alone: int, each: int) -> int:
    if sum(widths) <= alone:
        return 1
    parts, room = 1, each
    for width in widths:
        if width > room:
            parts, room = parts + 1, each
        room -= width
    return parts
