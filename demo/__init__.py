"""Demo data: invented officers and ninety days of complaints. Installed only with DEMO."""
