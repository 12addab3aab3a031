"""The only writers of disciplinary reviews, but for the sweep, which flags (reviews.services.flagging)."""
