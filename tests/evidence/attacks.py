"""A stand-in for the inspection program, taken over by an attacker who tries everything that should be impossible.

`python -c "$(cat attacks.py)" PARENT PORT FOLDER …`: the process id and an open port of the portal, and a folder that
it must not read. It prints a verdict whose media type lists what succeeded.
"""

import ctypes
import json
import os
import socket
import subprocess
import sys

PARENT, PORT, FOLDER = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
LIBC = ctypes.CDLL(None, use_errno=True)
CALLS = {
    "x86_64": {"ptrace": 101, "process_vm_readv": 310, "keyctl": 250, "bpf": 321, "perf_event_open": 298, "mount": 165},
    "aarch64": {"ptrace": 117, "process_vm_readv": 270, "keyctl": 219, "bpf": 280, "perf_event_open": 241, "mount": 40},
}[os.uname().machine]


def read(path):
    with open(path, "rb") as file:
        return file.read(1)


def call(number):
    """Call the kernel. Any other answer than EPERM means that the filter let the call through."""
    ctypes.set_errno(0)
    LIBC.syscall(number, 0, 0, 0, 0, 0, 0)
    return ctypes.get_errno() != 1


def connect():
    socket.create_connection(("127.0.0.1", PORT), timeout=5).close()
    return True


def write(path):
    with open(path, "w") as file:
        file.write("x")
    os.remove(path)
    return True


ATTACKS = {
    "environment of the parent": lambda: read(f"/proc/{os.getppid()}/environ") or read(f"/proc/{PARENT}/environ"),
    "memory of the parent": lambda: read(f"/proc/{PARENT}/maps"),
    "own environment": lambda: set(os.environ) - {"LANG", "LC_CTYPE", "PWD"},
    "signal to the parent": lambda: os.kill(PARENT, 0) is None,
    "the settings": lambda: read(f"{FOLDER}/config/settings.py"),
    "the folder": lambda: read(f"{FOLDER}/manage.py"),
    "a file of the system": lambda: read("/etc/passwd"),
    "a file in /tmp": lambda: write(f"/tmp/attack-{os.getpid()}"),
    "a file beside the code": lambda: write(f"{FOLDER}/attack.py"),
    "a connection": connect,
    "a socket": lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
    "a local socket": lambda: socket.socket(socket.AF_UNIX),
    "a shell": lambda: subprocess.run(["/bin/sh", "-c", "true"], check=True),
    "a shell by another name": lambda: subprocess.run(["/usr/bin/env", "sh", "-c", "true"], check=True),
    "a new user namespace": lambda: os.unshare(0x10000000) is None,
    **{name: lambda number=number: call(number) for name, number in CALLS.items()},
}


def succeeds(attack):
    try:
        return bool(attack())
    except (OSError, subprocess.SubprocessError):
        return False


if __name__ == "__main__":
    json.dump({"media_type": ", ".join(name for name, attack in ATTACKS.items() if succeeds(attack))}, sys.stdout)
