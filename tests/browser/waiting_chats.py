"""Chats in the inbox of the complaint cell of Lahore, as the pages show them: in danger, taken, to be called."""

from datetime import datetime, timedelta

from tests.world import World
from whatsapp.models import Chat, Handover, HandoverLine, Sending
from whatsapp.rules.chat_state import State
from whatsapp.rules.languages import Language

Kind = HandoverLine.Kind


def waiting_chats(world: World, complaint, *, at: datetime) -> dict[str, int]:
    """Create a chat in danger about no complaint, one that Salma has about this complaint, and one to call.

    Return their ids: `chat_waiting`, `chat_taken`, `chat_to_call`.
    """
    waiting = _handover(world, 1, Language.URDU, at=at, waiting_since=at - timedelta(minutes=7), in_danger=True)
    _lines(waiting, at, "وہ دروازہ توڑ رہے ہیں", "جلدی آئیں")
    HandoverLine.objects.create(handover=waiting, kind=Kind.DANGER, at=at)
    taken = _handover(
        world, 2, Language.ENGLISH, at=at, waiting_since=None, complaint=complaint, about=[complaint.pk],
        holder=world.salma.posting, holder_active_at=at,
    )  # fmt: skip
    _lines(taken, at, "میری شکایت کا کیا ہوا؟")
    HandoverLine.objects.create(handover=taken, kind=Kind.TAKEN, at=at, posting=world.salma.posting)
    sent = {"created_at": at, "not_before": at, "given_up_at": at, "outcome": "failed", "code": 131047}
    refused = Sending.objects.create(chat=taken.chat, **sent)
    said = {"kind": Kind.OPERATOR, "at": at, "posting": world.salma.posting, "sending": refused.pk}
    HandoverLine.objects.create(handover=taken, text="آپ اسے اس لنک سے دیکھ سکتے ہیں۔", **said)
    to_call = _handover(
        world, 3, Language.ROMAN, at=at, waiting_since=at - timedelta(hours=1), is_live=False, wants_call=True,
        call_back_at=at - timedelta(hours=1),
    )  # fmt: skip
    _lines(to_call, at, "کسی سے بات کرنی ہے")
    return {"chat_waiting": waiting.pk, "chat_taken": taken.pk, "chat_to_call": to_call.pk}


def _handover(world: World, number: int, language: Language, *, at: datetime, **values) -> Handover:
    phone = f"+92300555000{number}"
    chat = Chat(phone=phone, phone_index=b"%015d" % number, created_at=at, heard_at=at)
    chat.state = State(language=language)
    chat.save()
    return Handover.objects.create(
        chat=chat, office=world.office("lahore"), reason=Handover.Reason.REQUESTED, began_at=at, **values
    )


def _lines(handover: Handover, at: datetime, *texts: str) -> None:
    HandoverLine.objects.create(handover=handover, kind=Kind.BEGAN, at=at - timedelta(minutes=8))
    for text in texts:
        HandoverLine.objects.create(handover=handover, kind=Kind.PERSON, at=at - timedelta(minutes=7), text=text)
