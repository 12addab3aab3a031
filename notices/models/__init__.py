"""Public notices with their editions and pictures, the acts of officers on them, and tips."""

from notices.models.edition import Edition
from notices.models.notice import Notice
from notices.models.notice_act import NoticeAct
from notices.models.picture import Picture
from notices.models.tip import Tip, TipAct

__all__ = ["Edition", "Notice", "NoticeAct", "Picture", "Tip", "TipAct"]
