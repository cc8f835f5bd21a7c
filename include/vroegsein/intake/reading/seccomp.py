"""Which system calls a process gives up for good, so that its parser cannot use them.

A filter of the kernel (seccomp, Linux 3.5) that every later call of the process and its
threads passes through. It needs no privileges, also inside containers, and cannot be
taken off. It closes what a network namespace leaves open: local sockets of databases.
"""

import ctypes
import errno
import platform
import struct

_PR_SET_NO_NEW_PRIVS = 38
_SET_MODE_FILTER = 1
_KILL = 0x80000000
_ALLOW = 0x7FFF0000
_REFUSE = 0x00050000
_LOAD, _EQUAL, _ANY_BIT, _RETURN = 0x20, 0x15, 0x45, 0x06
_AT_NUMBER, _AT_MACHINE, _AT_FIRST_ARGUMENT = 0, 4, 16
_CLONE_THREAD = 0x10000
_X32 = 0x40000000  # the other numbering of x86_64, for which there is no list

#: Calls by name: number on x86_64 and on aarch64; None where it does not exist.
NUMBERS: dict[str, tuple[int | None, int | None]] = {
    "socket": (41, 198),
    "socketpair": (53, 199),
    "connect": (42, 203),
    "bind": (49, 200),
    "io_uring_setup": (425, 425),  # opens sockets without a call for it
    "execve": (59, 221),
    "execveat": (322, 281),
    "fork": (57, None),
    "vfork": (58, None),
    "kill": (62, 129),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "mount": (165, 40),
    "unshare": (272, 97),
    "setns": (308, 268),
    "bpf": (321, 280),
    "seccomp": (317, 277),
    "clone": (56, 220),
    "clone3": (435, 435),
}
#: Network, other programs, other processes and further privileges.
DENIED = frozenset(NUMBERS) - {"seccomp", "clone", "clone3"}
_MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}


class NotSupportedError(OSError):
    """This machine or kernel takes no filter."""


def give_up(denied: frozenset[str] = DENIED, *, threads_only: bool = True) -> None:
    """Refuse these calls to this process from now on, with `EPERM`.

    Args:
        denied: Names among NUMBERS.
        threads_only: Whether starting a process is refused too; threads are allowed.

    Raises:
        NotSupportedError: The machine is not known, or the kernel takes no filter.
    """
    machine = platform.machine()
    if machine not in _MACHINES:
        raise NotSupportedError(errno.ENOSYS, "seccomp")
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        raise NotSupportedError(ctypes.get_errno(), "no_new_privs")
    steps = _filter(machine, denied, threads_only=threads_only)
    code = ctypes.create_string_buffer(b"".join(steps))
    program = struct.pack("HxxxxxxP", len(steps), ctypes.addressof(code))
    number = _number("seccomp", machine)
    if libc.syscall(number, _SET_MODE_FILTER, 0, ctypes.c_char_p(program)):
        raise NotSupportedError(ctypes.get_errno(), "seccomp")


def _number(name: str, machine: str) -> int | None:
    return NUMBERS[name][_MACHINES[machine][0]]


def _filter(machine: str, denied: frozenset[str], *, threads_only: bool) -> list[bytes]:
    """Return the filter's instructions (classic BPF)."""
    refuse = _step(_RETURN, _REFUSE | errno.EPERM)
    steps = [
        _step(_LOAD, _AT_MACHINE),
        _step(_EQUAL, _MACHINES[machine][1], 1, 0),
        _step(_RETURN, _KILL),
        _step(_LOAD, _AT_NUMBER),
    ]
    if machine == "x86_64":
        steps += [_step(_ANY_BIT, _X32, 0, 1), refuse]
    numbers = [_number(name, machine) for name in sorted(denied)]
    for number in numbers:
        if number is not None:
            steps += [_step(_EQUAL, number, 0, 1), refuse]
    if threads_only:
        # clone3 hides its flags in memory; without it the C library takes clone.
        absent = _step(_RETURN, _REFUSE | errno.ENOSYS)
        steps += [
            _step(_EQUAL, _number("clone3", machine) or 0, 0, 1),
            absent,
            _step(_EQUAL, _number("clone", machine) or 0, 0, 3),
            _step(_LOAD, _AT_FIRST_ARGUMENT),
            _step(_ANY_BIT, _CLONE_THREAD, 1, 0),
            refuse,
        ]
    return [*steps, _step(_RETURN, _ALLOW)]


def _step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("HBBI", code, if_true, if_false, value)
