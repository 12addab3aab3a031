"""Pure decisions about messages: how long they are, when they are tried again, whom a reference names."""
