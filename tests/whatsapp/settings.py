"""The service's settings in tests and benches."""

SETTINGS = {
    "WHATSAPP_PHONE_NUMBER_ID": "106500000000001",
    "WHATSAPP_ACCESS_TOKEN": "a-token-of-the-tests",
    "WHATSAPP_APP_SECRET": "a-secret-of-the-tests",
    "WHATSAPP_VERIFY_TOKEN": "our-token",
}
