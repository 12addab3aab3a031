"""The exportable table of the chat."""

from django.utils.translation import gettext_lazy as _

from complaints.rules.desk_tools.export_schedules import ViewPage
from desk.exports.tables import Choice, ExportableTable
from whatsapp.board.funnel_page import DEFAULT_PERIOD, LANGUAGE_NAMES, PERIODS, may_see_chat_funnel

TABLES = (
    ExportableTable(
        ViewPage.CHAT_FUNNEL,
        may_see_chat_funnel,
        "chat_funnel",
        "chat_funnel_file",
        choices={
            "days": Choice(_("Period"), PERIODS, default=DEFAULT_PERIOD),
            "language": Choice(_("Language of the chat"), {str(key): name for key, name in LANGUAGE_NAMES.items()}),
        },
    ),
)
