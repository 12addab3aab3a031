"""Titles and explanations of the questions."""

from django.utils.translation import gettext_lazy as _

from complaints.queries.followup_context import FollowupContext
from complaints.rules.followup_questions import Question

TITLES = {
    Question.PLACE: _("Where did it happen?"),
    Question.WHEN: _("When did it happen?"),
    Question.CONCERNS: _("Who is the complaint about?"),
    Question.EVIDENCE: _("Photos, recordings, documents"),
    Question.YOU: _("Who are you?"),
    Question.BEHALF: _("Who is this complaint for?"),
    Question.AGE: _("Are you under 18?"),
    Question.CONTACT: _("How can we contact you safely?"),
    Question.HOURS: _("When can we call you?"),
    Question.PROTECTION: _("Who can see your name?"),
    Question.WORD: _("Your secret word"),
    Question.SECOND_WORD: _("A second word"),
}
WHICH_OFFICER = _("Which officer is the complaint about?")

LEDES = {
    Question.PLACE: _("A police station and a landmark help officers find the place."),
    Question.WHEN: _("Give a date, or describe it in your own words. A rough idea helps too."),
    Question.CONCERNS: _("Names, a vehicle number, a phone number: whatever you know about them."),
    Question.EVIDENCE: _("Anything that shows what happened. You can add more later."),
    Question.YOU: _("This tells the officer who to ask for. We also accept your complaint without a document."),
    Question.BEHALF: _("If the complaint is for someone else, ask them first if you can: they should agree to it."),
    Question.AGE: _(
        "If you are, your complaint is confidential from now on. Only the complaint cell knows your name. "
        "We do not send a message to any parent, teacher or other adult unless you ask for it."
    ),
    Question.CONTACT: _("Choose what is safe, if others can see your phone or your letters."),
    Question.HOURS: _(
        "We do not call you outside these hours. If an officer's deadline to contact you ends before these "
        "hours begin, it is extended to the end of the first hour."
    ),
    Question.PROTECTION: _(
        "If you choose this, only the complaint cell sees your name, numbers and documents. The officer "
        "writes to you on your page and cannot call you. The complaint cell can call you."
    ),
    Question.WORD: _(
        "With a secret word, your phone alone cannot open your complaint. We send no codes, links in "
        "messages do not open it, and we send no messages unless you ask for them. Choose one if someone "
        "else could take your phone."
    ),
    Question.SECOND_WORD: _("You need your secret word to set it or to change it."),
}
ONE_IS_ENOUGH = _("One of these is enough. “I don't know” is fine.")
NOBODY_THERE = _("Nobody posted at the police station you name here will handle or read this complaint.")
SECOND_WORD_EXPLAINED = _(
    "Later you can set a second word beside your secret word, and write a short text about some everyday matter. If "
    "someone forces you to open your complaint, enter the second word instead: it opens a page that looks the same but "
    "shows that text, and silently tells the Central Police Office that you are under pressure. They have 2 hours to "
    "act on it. It does not bring help immediately: in danger, dial 15. For your safety, no page of your complaint "
    "explains this."
)
"""Never shown for a complaint with a secret word, and so on no page that the duress word opens (decision 0014)."""
CELL_ALONE = _("Your name is hidden: only the complaint cell sees what you write here.")


def question_title(question: Question, followup: FollowupContext) -> str:
    """Return the question's title on this complaint's page."""
    if question is Question.CONCERNS and followup.complaint.about_police:
        return WHICH_OFFICER
    return TITLES[question]


def question_explanations(question: Question, followup: FollowupContext) -> list[str]:
    """Return the sentences that explain what an answer does."""
    is_conduct = followup.complaint.about_police
    if question is Question.CONCERNS and is_conduct:
        return [ONE_IS_ENOUGH]
    lines = [LEDES[question]]
    if question is Question.WORD and not followup.person.has_secret:
        lines.append(SECOND_WORD_EXPLAINED)
    if question is Question.PLACE and is_conduct:
        lines.append(NOBODY_THERE)
    if question in {Question.YOU, Question.BEHALF} and followup.complaint.identity_is_protected:
        lines.append(CELL_ALONE)
    return lines
