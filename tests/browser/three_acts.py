"""Three tasks of a day at the desk, with the fewest clicks and keys that a practised officer needs.

The tasks are marking new complaints, answering one complainant, and reporting on one complaint: with the mouse and
without it.
"""

from tests.browser.hands import Hands

MESSAGE = "I have read your complaint. Please bring the receipt tomorrow, or send a photo of it."
REPORT = "I heard both sides and saw the receipt. The money was paid back in my presence on Monday."
WRITE, SEND = 'details[data-move="tell_citizen"] > summary', 'details[data-move="tell_citizen"] .btn-primary'
OUTCOME = 'details[data-move="submit_report"] input[value="relief_granted"]'
WORDS, PREVIEW = 'details[data-move="submit_report"] textarea', 'details[data-move="submit_report"] [data-previewed]'
SUBMIT = ".act-preview button[name=confirmed]"
MAKE, MARKING_PREVIEW = ".marking button[name=make]", ".marking-outcome .notice"


def marks_with_the_mouse(hands: Hands, officer: str = "") -> None:
    """Mark all to the proposed officers, or to the one who is named."""
    hands.click("[data-tick-all]")
    if officer:
        hands.picks("#bulk_to", officer)
    hands.clicks_to_another_page(MAKE)


def marks_by_keyboard(hands: Hands, officer: str = "") -> None:
    """Mark all to the proposed officers, or to the one who is named. Enter in the list of officers accepts."""
    hands.press("a")
    hands.page.locator(MAKE).wait_for()
    hands.press("m")
    if officer:
        hands.spells(officer)
        hands.page.locator(f'{MARKING_PREVIEW}:has-text("{officer}")').wait_for()
    hands.presses_to_another_page("Enter")


def answers_with_the_mouse(hands: Hands) -> None:
    hands.clicks_to_another_page(".queue-etag a")
    hands.click(WRITE)
    hands.writes(MESSAGE)
    hands.clicks_to_another_page(SEND)


def answers_by_keyboard(hands: Hands) -> None:
    hands.press("j")
    hands.presses_to_another_page("o")
    hands.press("w")
    hands.writes(MESSAGE)
    hands.reaches(SEND)
    hands.presses_to_another_page("Enter")


def reports_with_the_mouse(hands: Hands) -> None:
    hands.clicks_to_another_page(".queue-etag a")
    hands.click(OUTCOME)  # the cursor is in the finding now
    hands.writes(REPORT)
    hands.click(PREVIEW)
    hands.page.locator(SUBMIT).wait_for()
    hands.clicks_to_another_page(SUBMIT)


def reports_by_keyboard(hands: Hands) -> None:
    hands.press("j")
    hands.presses_to_another_page("o")
    hands.press("r", "Space")
    hands.reaches(WORDS)
    hands.writes(REPORT)
    hands.press("Control+Enter")
    hands.page.locator(".act-preview .preview:focus").wait_for()
    hands.reaches(SUBMIT)
    hands.presses_to_another_page("Enter")
