"""The portal's own transports: functions `send(outgoing)` that fit `transport_interface.Transport`."""
