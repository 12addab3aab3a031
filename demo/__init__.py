"""The demo's people and ninety days of their work. Installed only where DEMO is set."""
