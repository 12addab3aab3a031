"""Transports, which send messages by one channel: functions `send(outgoing)`, listed in NOTIFICATIONS_TRANSPORTS."""
