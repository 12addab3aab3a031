"""Run the portal on five simulated machines and break one part after the other: `make drill-ha` (drills/README.md)."""
