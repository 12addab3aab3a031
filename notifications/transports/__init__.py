"""Ways out of the house. Each is a function `send(outgoing)`, named by dotted path in NOTIFICATIONS_TRANSPORTS."""
