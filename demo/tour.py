"""Accounts to try in the demo, and what to try as each: the texts and links of /demo/.

Cards come in groups of three. A citizen's steps are links; an officer's steps are buttons that sign in and open the
page.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

QUEUE, BOARD, REVIEWS = "desk:queue", "board", "reviews"


@dataclass(frozen=True)
class TourStep:
    """One step of a card. `route`: the page where it begins; empty if it continues the previous step.

    `officer` takes the step instead of the card's officer.
    """

    title: Promise
    text: Promise
    route: str = ""
    officer: str = ""


@dataclass(frozen=True)
class TourCard:
    """One person to try. `officer`: the address before @demo.example, empty for a citizen. `action`: the button's
    label.

    `language`: the links lead to pages in this language, whatever the language of /demo/.
    """

    slug: str
    title: Promise
    text: Promise
    action: Promise
    steps: tuple[TourStep, ...]
    officer: str = ""
    language: str = ""

    @property
    def start(self) -> str:
        """The name of the page of the first step."""
        return self.steps[0].route


@dataclass(frozen=True)
class TourGroup:
    slug: str
    title: Promise
    text: Promise
    cards: tuple[TourCard, ...]


CITIZENS = TourGroup(
    "citizens",
    _("As a citizen"),
    _("No account is needed, on the web or by WhatsApp."),
    (
        TourCard(
            "english",
            _("Citizen, in English"),
            _("Makes a complaint and follows it."),
            _("Open the portal in English"),
            (
                TourStep(_("Look at the first page"), _("Three ways in, and what the police promise."), "home"),
                TourStep(
                    _("Make a complaint"),
                    _("Say what happened in your own words. You get a number and two dates."),
                    "complain",
                ),
                TourStep(
                    _("Follow the complaint"),
                    _("Open it with a code or your secret word: you see who must act, and by when."),
                    "track",
                ),
                TourStep(
                    _("Read your messages"), _("The mailbox shows what your phone would receive."), "demo:mailbox"
                ),
            ),
            language="en",
        ),
        TourCard(
            "urdu",
            _("Citizen, in Urdu"),
            _("Uses the same portal, from right to left."),
            _("Open the portal in Urdu"),
            (
                TourStep(_("Look at the first page"), _("Every page exists in both languages."), "home"),
                TourStep(_("Complain in Urdu"), _("The receipt and every message are in Urdu too."), "complain"),
                TourStep(_("Find a service"), _("Helplines, documents, offices, and how to get an FIR."), "services"),
                TourStep(_("Compare districts"), _("See how well each district keeps its time limits."), "performance"),
            ),
            language="ur",
        ),
        TourCard(
            "whatsapp",
            _("Phone with WhatsApp"),
            _("Uses every service by chat. A simulator on this computer plays WhatsApp."),
            _("Open the phone"),
            (
                TourStep(_("Write “Salam”"), _("The menu of services comes within seconds."), "demo_phones"),
                TourStep(_("Make a complaint"), _("Choose it in the menu, then tell what happened.")),
                TourStep(_("Send a photo"), _("It is checked and added to your complaint.")),
                TourStep(_("Ask how it stands"), _("The chat answers with the next step and its date.")),
            ),
        ),
    ),
)

HANDLING = TourGroup(
    "handling",
    _("Handling complaints"),
    _("Officers who take complaints from the first call to the report."),
    (
        TourCard(
            "operator",
            _("Complaint operator"),
            _("Receives new complaints, marks them to officers and calls citizens."),
            _("Sign in as complaint operator, Lahore"),
            (
                TourStep(_("Mark a new complaint"), _("Open one that nobody has yet and choose its officer."), QUEUE),
                TourStep(
                    _("Take a complaint at the counter"), _("Write down what a visitor tells you."), "desk:intake"
                ),
                TourStep(_("Register a scanned letter"), _("Its pages stand beside the form."), "desk:letters"),
                TourStep(_("Call a citizen"), _("Ask whether the officer really made contact."), "desk:calls"),
                TourStep(_("Search"), _("Find complaints by number, name, phone or words."), "desk:search"),
            ),
            officer="operator",
        ),
        TourCard(
            "inquiry",
            _("Inquiry officer"),
            _("Speaks to the citizen, inquires and writes the report."),
            _("Sign in as inquiry officer, Lahore"),
            (
                TourStep(_("See what is urgent"), _("The complaint with the nearest time limit comes first."), QUEUE),
                TourStep(_("Record a contact"), _("Open one and note that you spoke to the citizen.")),
                TourStep(_("Write the report"), _("Say what you found; your supervisor decides on it.")),
                TourStep(_("Read the record"), _("Every step stays on it. Nobody can delete one.")),
            ),
            officer="inquiry.gulshan_park",
        ),
        TourCard(
            "sdpo",
            _("Supervisor (SDPO)"),
            _("Heads a circle and decides on its officers’ reports."),
            _("Sign in as SDPO, Gulshan Park"),
            (
                TourStep(_("Decide on a report"), _("Accept it, or return it and say what is missing."), QUEUE),
                TourStep(_("See the whole circle"), _("All its complaints, the late ones in red."), "desk:office"),
                TourStep(_("Look at the team"), _("Who has how much to do, and who is on leave."), "desk:team"),
            ),
            officer="sdpo.gulshan_park",
        ),
    ),
)

COMMAND = TourGroup(
    "command",
    _("In command"),
    _("Officers who see at a glance where complaints are late, and why."),
    (
        TourCard(
            "dpo",
            _("District head (DPO)"),
            _("Answers for a whole district."),
            _("Sign in as DPO, Sargodha"),
            (
                TourStep(_("Read the district’s figures"), _("Each figure opens exactly its complaints."), BOARD),
                TourStep(_("See what is due next"), _("Time limits of the coming hours and weeks."), "ahead"),
                TourStep(_("Look at the team"), _("Who has how much to do, and who is on leave."), "desk:team"),
                TourStep(_("Open the weekly report"), _("A PDF that never changes once it is made."), "reports"),
            ),
            officer="dpo.sargodha",
        ),
        TourCard(
            "monitor",
            _("Monitor"),
            _("Watches the whole province from the Central Police Office."),
            _("Sign in as monitor, Punjab"),
            (
                TourStep(_("Find the late districts"), _("Colours on the map; a click opens the district."), BOARD),
                TourStep(_("Show the wall display"), _("The same figures for a large screen."), "wall"),
                TourStep(_("Compare districts"), _("The league sorts them by any figure."), "league"),
                TourStep(_("Decide on held delays"), _("When too many run out at once, you look first."), "held"),
            ),
            officer="monitor",
        ),
        TourCard(
            "igp",
            _("Inspector General (IGP)"),
            _("Heads the police of the province."),
            _("Sign in as IGP, Punjab"),
            (
                TourStep(_("Read the province"), _("Received, late, solved: one screen for all of it."), BOARD),
                TourStep(_("See what reached the top"), _("Delays that nobody below has settled."), "escalations"),
                TourStep(_("Decide an appeal"), _("Officers may appeal against the finding on a delay."), REVIEWS),
                TourStep(_("Open the monthly report"), _("Figures only: it names no officer."), "reports"),
            ),
            officer="igp",
        ),
    ),
)

OVERSIGHT = TourGroup(
    "oversight",
    _("Oversight"),
    _("People who check the others and look after the portal."),
    (
        TourCard(
            "discipline",
            _("Discipline officer"),
            _("Looks into delays and recommends what follows from them."),
            _("Sign in as discipline officer, Punjab"),
            (
                TourStep(_("Open a delay"), _("Who had the complaint, for how long, and who knew."), REVIEWS),
                TourStep(_("Read the explanation"), _("The officer’s own words stand beside the evidence.")),
                TourStep(_("Download the file"), _("A PDF with everything the decision rests on.")),
                TourStep(_("Choose a stage"), _("From explanation to appeal: see what waits where.")),
            ),
            officer="discipline",
        ),
        TourCard(
            "auditor",
            _("Auditor"),
            _("Reads everything and changes nothing. Every reading is recorded."),
            _("Sign in as auditor, Punjab"),
            (
                TourStep(_("Check who read what"), _("Each opened complaint, by whom and when."), "desk:access_log"),
                TourStep(_("Open a complaint"), _("Then look again: your own reading is listed."), "desk:office"),
                TourStep(_("Check the administrators"), _("Every account and limit they changed."), "staff_acts"),
                TourStep(_("Verify the public log"), _("It shows whether the record was changed later."), "public_log"),
            ),
            officer="auditor",
        ),
        TourCard(
            "administrator",
            _("Administrator"),
            _("Looks after accounts, postings, time limits and public information. Reads no complaint."),
            _("Sign in as administrator, Punjab"),
            (
                TourStep(
                    _("See what can be changed"), _("Offices, officers, time limits and helplines."), "admin:index"
                ),
                TourStep(
                    _("Ask for another time limit"),
                    _("It does not apply until a second person agrees."),
                    "admin:complaints_policychange_add",
                ),
                TourStep(
                    _("Approve it as the second administrator"),
                    _("Open the request and confirm it. The first one cannot."),
                    "admin:complaints_policychange_changelist",
                    officer="administrator2",
                ),
                TourStep(_("Add an officer"), _("The invitation is in the mailbox."), "admin:accounts_officer_add"),
            ),
            officer="administrator",
        ),
    ),
)

GROUPS = (CITIZENS, HANDLING, COMMAND, OVERSIGHT)
CARDS = {card.slug: card for group in GROUPS for card in group.cards}
OFFICERS = {step.officer or card.officer for card in CARDS.values() for step in card.steps} - {""}
