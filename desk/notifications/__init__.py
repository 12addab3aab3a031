"""The officer's notifications at the desk: the list, the bell in the header, and the e-mail digest's settings."""
