"""The cast of these tests, as the address resolvers return it."""

from zoneinfo import ZoneInfo

from notifications.recipient_address import Address
from notifications.rules.delivery_hours import DailyHours

KARACHI = ZoneInfo("Asia/Karachi")

AYESHA = Address(name="Ayesha Bibi", language="ur", phone="+923001234567")
BILAL = Address(name="Bilal O'Neill", language="en", email="bilal@example.org")
CHANDA = Address(name="Chanda", language="ur", phone="+923007654321", email="chanda@example.org", prefers="email")
DANISH = Address(name="Danish", language="en", phone="+923331112223", quiet=True)
ESHA = Address(name="Esha", language="en", phone="+923339998887", neutral=True)
FARID = Address(name="Farid")  # neither telephone nor e-mail
GULNAZ = Address(name="Gulnaz", phone="+923335557771", hours=DailyHours(18, 20, KARACHI))
HAMID = Address(name="Hamid", phone="+923335557772", email="hamid@example.org")
IRAM = Address(name="Iram", phone="+923335557773", email="iram@example.org", prefers="sms")
JAVED = Address(name="Javed", phone="+923335557774", awake=DailyHours(7, 22, KARACHI))
KIRAN = Address(name="Kiran", email="kiran@example.org", neutral=True)

CITIZENS = dict(enumerate([AYESHA, BILAL, CHANDA, DANISH, ESHA, FARID, GULNAZ, HAMID, IRAM, JAVED, KIRAN], 1))


def citizen(ref_id, at):
    """Return the address of a person named above; nobody else exists."""
    return CITIZENS.get(ref_id)


def crowd(ref_id, at):
    """Return an address for anybody, each with another telephone."""
    return Address(phone=f"+9230000{ref_id:05}")


def broken(ref_id, at):
    """Raise an error, like a resolver with a mistake."""
    raise ZeroDivisionError("Ayesha Bibi, +923001234567")
