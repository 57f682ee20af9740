#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""
The real daemon against a modem that none of us wrote: Debian's iaxmodem, an analog modem on a
pseudo-terminal with IAX2 behind it, which a second one calls and is called by.

Environment: as for tests/e2e/e2e.py. Arguments: words; only cases whose sentence holds one.
"""
import asyncio
import ctypes
import fcntl
import os
import shutil
import signal
import socket
import struct
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True  # the source tree may be read-only
sys.path.insert(1, str(Path(__file__).resolve().parent.parent / "e2e"))

CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
SIOCSIFFLAGS, IFF_UP = 0x8914, 1


def skip(reason):
    print(f"1..0 # SKIP {reason}")
    sys.exit(0)


def enter_network():
    """A network of our own, since an iaxmodem listens on all addresses: loopback only."""
    user, group = os.getuid(), os.getgid()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWNET | (CLONE_NEWUSER if user else 0)) != 0:
        raise OSError(ctypes.get_errno(), "unshare")
    if user:
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"0 {user} 1")
        Path("/proc/self/gid_map").write_text(f"0 {group} 1")
    with socket.socket() as any_socket:
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sh22x", b"lo", IFF_UP))


async def main(words):
    import cases  # noqa: F401
    import certificates
    import line
    import tap
    task = asyncio.current_task()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    chosen = [case for case in tap.CASES if not words or
              any(word in case.sentence for word in words)]
    with tempfile.TemporaryDirectory(prefix="atdialler-iaxmodem-") as folder:
        wardrobe = certificates.Wardrobe(Path(folder))
        return await tap.run(chosen, wardrobe, len(chosen), line.LineStage)


if __name__ == "__main__":
    try:
        import websockets  # noqa: F401
    except ImportError:
        skip("python3-websockets is not installed")
    if shutil.which("iaxmodem") is None:
        skip("iaxmodem is not installed")
    try:
        enter_network()
    except OSError as error:
        skip(f"no network namespace: {error}")
    try:
        sys.exit(1 if asyncio.run(main(sys.argv[1:])) else 0)
    except (KeyboardInterrupt, asyncio.CancelledError):
        sys.exit(130)
