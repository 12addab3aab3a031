"""Read TRUSTED_PROXIES: how many proxies of our own are in front of the web server."""

from django.core.exceptions import ImproperlyConfigured

WORDS = {"": 0, "false": 0, "off": 0, "no": 0, "true": 1, "on": 1, "yes": 1}
MOST = 9


def count_trusted_proxies(text: str) -> int:
    """Return the number of proxies that add to X-Forwarded-For: "false" is none, "true" is one, "2" is two.

    Raises ImproperlyConfigured for anything else.
    """
    word = text.strip().lower()
    if word in WORDS:
        return WORDS[word]
    if word.isdecimal() and int(word) <= MOST:
        return int(word)
    raise ImproperlyConfigured(
        f'TRUSTED_PROXIES is "{text}". Set false, true (one proxy), or the number of your own proxies in a row.'
    )
