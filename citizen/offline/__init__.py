"""A complaint that is written without a connection, kept on the phone, and sent later."""
