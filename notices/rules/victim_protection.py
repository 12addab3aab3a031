"""Keep victims of sexual violence out of public notices, whether through the text or through the complaint behind it.

There are three independent safeguards, because a hurried officer may defeat one. Both officers answer a question about
sexual violence. A complaint whose category may involve sexual violence can have no notice of any kind, because the
neighbours of a wanted man would know the victim. And the text of an alert, whose subject would be the victim, is
searched for words about such crimes.
"""

import re

from information.rules.urdu_letters import to_urdu_letters

HARASSMENT_GROUP = "harassment"
"""The group of categories on harassment and domestic violence. Categories that are added to it are covered too."""

MISSING_CHILD_CATEGORIES = frozenset({"missing_child", "child_missing_abused"})
"""The categories that can have an alert. The second is old and confidential, but may contain missing children."""


def may_have_public_notice(*, code: str, group: str, confidential: bool) -> bool:
    """Return whether a complaint of that category may have a public notice. notices.models.notice has it as a query."""
    return code in MISSING_CHILD_CATEGORIES or not (confidential or group == HARASSMENT_GROUP)


SEXUAL_VIOLENCE_PATTERN = re.compile(
    r"\b(rap(e[sd]?|ing|ists?)|gang ?rape[sd]?|sexual(ly)?|sodom\w*|molest\w*|incest|zina|jinsi|zi?y?adti)\b"
    r"|\b37[567][ -]?[abc]?,? *p\.?p\.?c|\bsections? *37[567]|دفعہ *37[567]"
    r"|زیادتی|جنسی|ریپ|زنا|بد ?فعلی|عصمت"
)
"""Words for sexual crimes in the three languages, and their sections of the Penal Code (375 to 377)."""

URDU_DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789")


def suggests_sexual_violence(*texts: str) -> bool:
    """Return whether a text states or suggests that somebody suffered sexual violence."""
    return any(
        SEXUAL_VIOLENCE_PATTERN.search(to_urdu_letters(text).translate(URDU_DIGITS).casefold()) for text in texts
    )
