"""Count the SMS parts of a text (3GPP TS 23.038: the 7-bit alphabet, or UCS-2 for everything else)."""

GSM_7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
# Sent with an escape character, so each counts twice.
GSM_7_EXTENDED = frozenset("\f^{}\\[~]|€")

# Capacity of a single message, and of each part of a longer one (the header of a part takes the rest).
SEPTETS = (160, 153)
UCS_2_UNITS = (70, 67)

# Longest message to a citizen, in parts: two, or 134 characters of Urdu.
LONGEST = 2


def count_segments(text: str) -> int:
    """Return how many SMS parts the text takes; an empty text takes one. Characters are not split between parts."""
    if is_gsm_7(text):
        return _count_parts_without_splitting([2 if character in GSM_7_EXTENDED else 1 for character in text], *SEPTETS)
    return _count_parts_without_splitting([2 if ord(character) > 0xFFFF else 1 for character in text], *UCS_2_UNITS)


def is_gsm_7(text: str) -> bool:
    """Return whether the 7-bit alphabet has all characters of the text. If not, all of it is sent as UCS-2."""
    return all(character in GSM_7 or character in GSM_7_EXTENDED for character in text)


def _count_parts_without_splitting(widths: list[int], single: int, each: int) -> int:
    if sum(widths) <= single:
        return 1
    parts, free = 1, each
    for width in widths:
        if width > free:
            parts, free = parts + 1, each
        free -= width
    return parts
