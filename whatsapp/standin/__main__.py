"""Run the stand-in: `python -m whatsapp.standin --portal http:

127.0.0.1:8000 --port 8800`.

Number, token and secret are the portal's own settings, from the environment.
"""

import argparse
import os

from whatsapp.standin.meta_simulator import MetaSimulator, SimulatorAccount
from whatsapp.standin.server import Server


def simulator_account(portal: str) -> SimulatorAccount:
    """Return the account that the stand-in shares with the portal at that address."""
    number, token, secret = (
        os.environ[f"WHATSAPP_{name}"] for name in ("PHONE_NUMBER_ID", "ACCESS_TOKEN", "APP_SECRET")
    )
    return SimulatorAccount(f"{portal.rstrip('/')}/whatsapp/webhook", number, token, secret)


def main() -> None:
    wishes = argparse.ArgumentParser(description="A stand-in for Meta's Cloud API on this machine.")
    wishes.add_argument("--portal", required=True)
    wishes.add_argument("--port", type=int, required=True)
    wishes = wishes.parse_args()
    simulator = MetaSimulator(simulator_account(wishes.portal))
    simulator.report_statuses()
    Server(simulator, port=wishes.port).serve_forever()


if __name__ == "__main__":
    main()
