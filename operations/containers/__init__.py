"""What images and containers need: the secrets of compose.yaml, a worker's health, and the bill of materials."""
