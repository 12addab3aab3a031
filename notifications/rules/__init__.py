"""Rules about messages, as pure functions: SMS length, retry delays, hours and recipient references."""
