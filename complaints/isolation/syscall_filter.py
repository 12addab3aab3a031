"""The seccomp filter of the inspection sandbox: system calls that an inspection does not need and an attacker would.

A denied call fails with EPERM. A call by the numbers of another architecture ends the process. The filter is a program
of the classic Berkeley Packet Filter (linux/filter.h, linux/seccomp.h), which bubblewrap installs just before it starts
the inspection.
"""

import errno
import struct

INSTRUCTION = struct.Struct("=HBBI")  # struct sock_filter: code, jump if true, jump if false, operand
LOAD_WORD, JUMP_IF_EQUAL, JUMP_IF_AT_LEAST, JUMP_IF_ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
NUMBER_AT, ARCHITECTURE_AT, FIRST_ARGUMENT_AT = 0, 4, 16  # offsets in struct seccomp_data; arguments have 8 bytes
ALLOW, KILL_PROCESS = 0x7FFF0000, 0x80000000
DENY, UNKNOWN_CALL = 0x00050000 | errno.EPERM, 0x00050000 | errno.ENOSYS
X32_NUMBERS = 0x40000000  # x86-64 has the calls of a 32-bit variant from this number on
NEW_NAMESPACES = 0x7E020000  # all CLONE_NEW… flags that clone accepts, except CLONE_NEWTIME, which needs clone3

AUDIT_ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
DENIED = {
    "x86_64": {
        "socket": 41, "connect": 42, "accept": 43, "bind": 49, "listen": 50, "accept4": 288,
        "ptrace": 101, "process_vm_readv": 310, "process_vm_writev": 311, "kcmp": 312,
        "mount": 165, "umount2": 166, "pivot_root": 155, "chroot": 161, "unshare": 272, "setns": 308,
        "name_to_handle_at": 303, "open_by_handle_at": 304,
        "add_key": 248, "request_key": 249, "keyctl": 250, "bpf": 321, "perf_event_open": 298, "userfaultfd": 323,
        "init_module": 175, "finit_module": 313, "delete_module": 176, "kexec_load": 246, "kexec_file_load": 320,
        "reboot": 169, "swapon": 167, "swapoff": 168, "acct": 163, "syslog": 103, "personality": 135,
    },
    "aarch64": {
        "socket": 198, "connect": 203, "accept": 202, "bind": 200, "listen": 201, "accept4": 242,
        "ptrace": 117, "process_vm_readv": 270, "process_vm_writev": 271, "kcmp": 272,
        "mount": 40, "umount2": 39, "pivot_root": 41, "chroot": 51, "unshare": 97, "setns": 268,
        "name_to_handle_at": 264, "open_by_handle_at": 265,
        "add_key": 217, "request_key": 218, "keyctl": 219, "bpf": 280, "perf_event_open": 241, "userfaultfd": 282,
        "init_module": 105, "finit_module": 273, "delete_module": 106, "kexec_load": 104, "kexec_file_load": 294,
        "reboot": 142, "swapon": 224, "swapoff": 225, "acct": 89, "syslog": 116, "personality": 92,
    },
}  # fmt: skip
"""The numbers of the denied calls (asm/unistd.h of each architecture)."""

DENIED_EVERYWHERE = {
    "io_uring_setup": 425, "io_uring_enter": 426, "io_uring_register": 427,
    "open_tree": 428, "move_mount": 429, "fsopen": 430, "fsconfig": 431, "fsmount": 432, "fspick": 433,
    "pidfd_open": 434, "pidfd_getfd": 438, "process_madvise": 440, "mount_setattr": 442,
}  # fmt: skip
"""Denied calls with the same number on every architecture."""

CLONE = {"x86_64": 56, "aarch64": 220}
CLONE3 = 435


def is_known_architecture(machine: str) -> bool:
    """Return whether there is a filter for this machine (`platform.machine()`)."""
    return machine in DENIED


def build_syscall_filter(machine: str) -> bytes:
    """Return the filter for a machine as the kernel reads it. Raises KeyError for an unknown one."""
    program = [
        _instruction(LOAD_WORD, ARCHITECTURE_AT),
        _instruction(JUMP_IF_EQUAL, AUDIT_ARCHITECTURES[machine], if_true=1),
        _instruction(RETURN, KILL_PROCESS),
        _instruction(LOAD_WORD, NUMBER_AT),
        _instruction(JUMP_IF_AT_LEAST, X32_NUMBERS, if_false=1),
        _instruction(RETURN, KILL_PROCESS),
        # clone3 passes its flags in memory, where no filter can read them. Without it, glibc uses clone.
        _instruction(JUMP_IF_EQUAL, CLONE3, if_false=1),
        _instruction(RETURN, UNKNOWN_CALL),
    ]
    for number in sorted((DENIED[machine] | DENIED_EVERYWHERE).values()):
        program += [_instruction(JUMP_IF_EQUAL, number, if_false=1), _instruction(RETURN, DENY)]
    program += [
        _instruction(JUMP_IF_EQUAL, CLONE[machine], if_true=1),
        _instruction(RETURN, ALLOW),
        _instruction(LOAD_WORD, FIRST_ARGUMENT_AT),  # the low half: both architectures are little-endian
        _instruction(JUMP_IF_ANY_BIT, NEW_NAMESPACES, if_false=1),
        _instruction(RETURN, DENY),
        _instruction(RETURN, ALLOW),
    ]
    return b"".join(program)


def _instruction(code: int, operand: int, *, if_true: int = 0, if_false: int = 0) -> bytes:
    return INSTRUCTION.pack(code, if_true, if_false, operand)
