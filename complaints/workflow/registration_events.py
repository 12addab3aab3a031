"""Registration of a complaint, and the details that the complainant adds afterwards."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from complaints.rules.clock import Clock
from complaints.rules.statuses import Channel
from complaints.workflow.declaration import CitizensEvent, Kind, NoMessage, OfficersEvent, Sentences, Text
from complaints.workflow.partner_events import partner_name

_SENTENCE_BY_CHANNEL = {
    Channel.WEB: _("The complainant registered it on the web."),
    Channel.COUNTER: _("Registered at a counter."),
    Channel.TELEPHONE: _("Registered by telephone."),
    Channel.LETTER: _("Registered from a letter."),
    Channel.WHATSAPP: _("The complainant registered it by WhatsApp."),
    Channel.PARTNER: _("Registered through a partner."),
    Channel.APP: _("The complainant registered it in the app."),
    Channel.IMPORTED: _("Registered from the file of another system."),
}


def describe_registration(event: OfficersEvent) -> Text:
    """Return how it arrived. A partner organisation is named as the event keeps its name."""
    if event.facts.get("channel") == Channel.PARTNER and event.facts.get("partner"):
        text = gettext("Registered by %(partner)s, with the complainant's consent.")
        return text % {"partner": partner_name(event)}
    return _SENTENCE_BY_CHANNEL.get(event.facts.get("channel"), _SENTENCE_BY_CHANNEL[Channel.WEB])


def describe_registration_to_citizen(event: CitizensEvent) -> str:
    """Return who made the complaint: the complainant, or a partner organisation for them."""
    if event.facts.get("channel") == Channel.PARTNER and event.facts.get("partner"):
        text = gettext("%(partner)s made this complaint for you, with your consent.")
        return text % {"partner": partner_name(event)}
    if event.facts.get("channel") == Channel.IMPORTED:
        return gettext("The police moved your earlier complaint into this portal.")
    return gettext("You made this complaint.")


REGISTERED = Kind(
    "registered",
    sentences=Sentences(
        officer=describe_registration,
        citizen=describe_registration_to_citizen,
        petition=_("The complaint was registered."),
        review=_("Registered"),
    ),
    to_citizen="registered",
    begins={Clock.REFERRAL, Clock.SETTLING, Clock.LISTENING},
)

_DETAILS_SENTENCES = {
    "citizen": {
        "what": _("The complainant added: {what}."),
        "unknown": _("The complainant does not know: {unknown}."),
        "contact_due": _(
            "The contact deadline was extended so that an officer can call in the hours the complainant chose."
        ),
    },
    "officer": {
        "what": _("{who} recorded details from the complainant: {what}."),
        "unknown": _("{who} recorded that the complainant does not know: {unknown}."),
        "contact_due": _(
            "The contact deadline was extended so that an officer can call in the hours the complainant chose."
        ),
    },
}


def describe_details(event: OfficersEvent) -> Text:
    """Return one sentence for each part that the event records."""
    return " ".join(str(text) for part, text in _DETAILS_SENTENCES[event.actor_kind].items() if event.facts.get(part))


def describe_details_to_citizen(event: CitizensEvent) -> str:
    """Return which questions were answered, never the answers: somebody may look over the complainant's shoulder."""
    texts = []
    if event.what and event.actor_kind == "officer":
        texts.append(_("The complaint cell recorded what you told them: %(what)s.") % {"what": event.what})
    elif event.what:
        texts.append(_("You added: %(what)s.") % {"what": event.what})
    if event.unknown:
        texts.append(_("You said that you don't know: %(what)s.") % {"what": event.unknown})
    return " ".join(texts)


TOLD = Kind(
    "told",
    sentences=Sentences(
        officer=describe_details,
        citizen=describe_details_to_citizen,
    ),
    to_citizen=NoMessage("they have just given the details themselves"),
    begins={Clock.SETTLING},
)

STOOD_BEFORE = Kind(
    "stood_before",
    sentences=Sentences(
        officer=_("Before the change:"),
        citizen=_("Before the change:"),
    ),
    to_citizen=NoMessage("it only preserves what they said earlier"),
)

KINDS = (
    REGISTERED,
    TOLD,
    STOOD_BEFORE,
)
