"""The story of `make demo`, from an empty folder to the address of its first page, and back to silence on Ctrl-C."""

import argparse
import signal
import socket
import sys

from config.demo import portal, prepared, servers
from config.demo.place import Place
from config.demo.team import ChildEnded, Team, say
from config.embedded import CannotStart


def main() -> int:
    """Run the demo until somebody ends it or a part of it dies. The exit code."""
    wishes = argparse.ArgumentParser(prog="make demo")
    wishes.add_argument("--port", type=int, default=8000)
    wishes.add_argument("--reset", action="store_true")
    wishes = wishes.parse_args()
    place = Place(wishes.port)
    if not place.lock():
        return refuse(f"a demo runs on port {wishes.port} already: end it first, or choose another: PORT=8001")
    if wishes.reset:
        place.forget()
        say("demo", f"the data of port {wishes.port} are gone; `make demo` makes them anew")
        return 0
    if taken(wishes.port):
        return refuse(f"port {wishes.port} is taken by another program: choose another, like make demo PORT=8001")
    return run(place)


def run(place: Place) -> int:
    """Start everything, say where it is, and watch it."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(0))
    team = Team()
    try:
        environment = servers.start(place, team)
        prepared.prepare(place, team, environment)
        portal.play_meta(place, team, environment)
        portal.open_doors(place, team, environment)
        if not prepared.is_filled(place):
            with portal.chat_answered(team, environment):
                prepared.fill(place, team, environment)
        portal.put_to_work(place, team, environment)
        portal.announce(place)
        team.watch()
    except (ChildEnded, CannotStart) as trouble:
        return refuse(str(trouble))
    except SystemExit:
        say("demo", "ending")
    finally:
        team.stop()
    return 0


def taken(port: int) -> bool:
    """Whether something listens on the port already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def refuse(reason: str) -> int:
    """Say why the demo does not run; the exit code of a failure."""
    print(f"demo: {reason}", file=sys.stderr, flush=True)
    return 1


if __name__ == "__main__":
    sys.exit(main())
