"""Victims of sexual violence are never published: neither by what a notice says nor by the complaint that it is of.

Three walls, because one officer's haste breaks one. Both officers answer the question. A complaint of a kind that can
be of sexual violence lends itself to no notice of any kind: the man who is wanted in it is known where the victim
lives. And the text of an alert, whose subject would be the victim, is searched for words that tell of it.
"""

import re

from information.rules.letters import urdu

HARASSMENT = "harassment"
"""The group of categories on harassment and violence at home; kinds that are added to it are covered from the start."""

MISSING_CHILDREN = frozenset({"missing_child", "child_missing_abused"})
"""Alerts are made of these. The second one is old and confidential; the complaints in it may be of a missing child."""


def lends_itself(*, code: str, group: str, confidential: bool) -> bool:
    """Whether a complaint of that category may have a public notice. The same for queries: models.notice."""
    return code in MISSING_CHILDREN or not (confidential or group == HARASSMENT)


TELLING = re.compile(
    r"\b(rap(e[sd]?|ing|ists?)|gang ?rape[sd]?|sexual(ly)?|sodom\w*|molest\w*|incest|zina|jinsi|zi?y?adti)\b"
    r"|\b37[567][ -]?[abc]?,? *p\.?p\.?c|\bsections? *37[567]|دفعہ *37[567]"
    r"|زیادتی|جنسی|ریپ|زنا|بد ?فعلی|عصمت"
)
"""Words of crimes against a body in the three languages, and their sections of the Penal Code (375 to 377)."""

DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789")


def tells_of_it(*texts: str) -> bool:
    """Whether a text says, or seems to say, that somebody suffered sexual violence."""
    return any(TELLING.search(urdu(text).translate(DIGITS).casefold()) for text in texts)
