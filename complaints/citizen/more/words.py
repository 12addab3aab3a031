"""Each question in plain words: what is asked, and what an answer does."""

from django.utils.translation import gettext_lazy as _

from complaints.queries.telling import Asked
from complaints.rules.telling import Question

TITLES = {
    Question.PLACE: _("Where did it happen?"),
    Question.WHEN: _("When did it happen?"),
    Question.CONCERNS: _("Whom does it concern?"),
    Question.EVIDENCE: _("Photos, recordings, documents"),
    Question.YOU: _("Who are you?"),
    Question.BEHALF: _("For whom do you complain?"),
    Question.AGE: _("Are you under 18?"),
    Question.CONTACT: _("How do we reach you safely?"),
    Question.HOURS: _("When may we ring you?"),
    Question.PROTECTION: _("Who may see your name?"),
    Question.WORD: _("Your secret word"),
    Question.SECOND_WORD: _("A second word"),
}
WHICH_OFFICER = _("Which officer does it concern?")

LEDES = {
    Question.PLACE: _("With the police station and a landmark an officer finds the place."),
    Question.WHEN: _("A day, or in your own words. What you know roughly helps too."),
    Question.CONCERNS: _("Names, a vehicle number, a phone number: whatever you know of them."),
    Question.EVIDENCE: _("What shows what happened. You can add more later."),
    Question.YOU: _("So that the officer knows whom to ask for. Your complaint is taken without a document too."),
    Question.BEHALF: _("If somebody else is concerned, they should agree, where they can be asked."),
    Question.AGE: _(
        "If you are, your complaint is confidential from now on: only the complaint cell knows your name, and no "
        "parent, teacher or other grown-up gets a message from us unless you ask for it."
    ),
    Question.CONTACT: _("Choose what is safe, if others can see your phone or your letters."),
    Question.HOURS: _(
        "Nobody rings you outside these hours. If the time in which an officer has to speak to you ends before they "
        "begin, it lasts until the first of them."
    ),
    Question.PROTECTION: _(
        "If you ask for it, only the complaint cell sees your name, numbers and documents. The officer writes to you "
        "on your page and cannot ring you; the complaint cell can."
    ),
    Question.WORD: _(
        "With a secret word, your phone alone opens nothing: no code is sent, links in messages open nothing, and no "
        "message goes out unless you ask for it. Choose one if somebody else can take your phone."
    ),
    Question.SECOND_WORD: _(
        "If somebody forces you to open your complaint, type this word in place of the secret one. It opens a harmless "
        "page that looks the same, and it tells the Central Police Office, in silence, that you are under pressure. "
        "They have two hours to act on it."
    ),
}
ONE_IS_ENOUGH = _("One of these is enough. That you don't know is an answer too.")
NOBODY_THERE = _("Nobody posted at the police station that you name here will have this complaint or read it.")
CELL_ALONE = _("Your name is hidden: only the complaint cell sees what you write here.")


def title(question: Question, found: Asked) -> str:
    """The question as this complaint's page asks it."""
    if question is Question.CONCERNS and found.complaint.about_police:
        return WHICH_OFFICER
    return TITLES[question]


def ledes(question: Question, found: Asked) -> list[str]:
    """What an answer does, a line each."""
    is_conduct = found.complaint.about_police
    if question is Question.CONCERNS and is_conduct:
        return [ONE_IS_ENOUGH]
    lines = [LEDES[question]]
    if question is Question.PLACE and is_conduct:
        lines.append(NOBODY_THERE)
    if question in {Question.YOU, Question.BEHALF} and found.complaint.identity_is_protected:
        lines.append(CELL_ALONE)
    return lines
