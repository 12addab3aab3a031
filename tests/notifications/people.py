"""The cast of these tests, as the resolvers know them."""

from notifications.addresses import Address

AYESHA = Address(name="Ayesha Bibi", language="ur", phone="+923001234567")
BILAL = Address(name="Bilal O'Neill", language="en", email="bilal@example.org")
CHANDA = Address(name="Chanda", language="ur", phone="+923007654321", email="chanda@example.org", prefers="email")
DANISH = Address(name="Danish", language="en", phone="+923331112223", quiet=True)
ESHA = Address(name="Esha", language="en", phone="+923339998887", neutral=True)
FARID = Address(name="Farid")  # neither telephone nor e-mail

CITIZENS = {1: AYESHA, 2: BILAL, 3: CHANDA, 4: DANISH, 5: ESHA, 6: FARID}


def citizen(ref_id, at):
    """Who is named above; nobody else exists."""
    return CITIZENS.get(ref_id)


def crowd(ref_id, at):
    """Anybody, each with a telephone of their own."""
    return Address(phone=f"+9230000{ref_id:05}")


def broken(ref_id, at):
    """A resolver with a mistake in it."""
    raise ZeroDivisionError("Ayesha Bibi, +923001234567")
