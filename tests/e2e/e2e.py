#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""
The end-to-end test: the real daemon between modem-sim and a Patriot of another make.

Environment: ATDIALLER, MODEM_SIM (programs; default ./atdialler, ./modem-sim),
ATDIALLER_WRAPPER (put before the daemon, for example "valgrind --error-exitcode=99 -q"),
TEST_PATIENCE (multiplies every time limit).
"""
import argparse
import asyncio
import os
import signal
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True  # the source tree may be read-only

try:
    import websockets  # noqa: F401
except ImportError:
    print("1..0 # SKIP python3-websockets is not installed")
    sys.exit(0)

import certificates  # noqa: E402
import cases_analog  # noqa: E402,F401
import cases_calls  # noqa: E402,F401
import cases_doctor  # noqa: E402,F401
import cases_config  # noqa: E402,F401
import cases_families  # noqa: E402,F401
import cases_incoming  # noqa: E402,F401
import cases_numbers  # noqa: E402,F401
import cases_link  # noqa: E402,F401
import cases_log  # noqa: E402,F401
import cases_modem  # noqa: E402,F401
import cases_ports  # noqa: E402,F401
import cases_process  # noqa: E402,F401
import cases_rules  # noqa: E402,F401
import cases_status  # noqa: E402,F401
import cases_record  # noqa: E402,F401
import cases_service  # noqa: E402,F401
import cases_trust  # noqa: E402,F401
import daemon  # noqa: E402
import tap  # noqa: E402


def read_arguments():
    jobs = os.cpu_count() * (1 if daemon.WRAPPER else 8)
    parser = argparse.ArgumentParser(description="End-to-end test of atdialler.")
    parser.add_argument("--jobs", type=int, default=jobs, help="cases side by side (%(default)s)")
    parser.add_argument("--list", action="store_true", help="name the cases and exit")
    parser.add_argument("words", nargs="*", help="only cases whose sentence holds one of these")
    return parser.parse_args()


async def main(arguments):
    task = asyncio.current_task()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    cases = [case for case in tap.CASES if not arguments.words or
             any(word in case.sentence for word in arguments.words)]
    if arguments.list:
        print("\n".join(case.sentence for case in cases))
        return 0
    with tempfile.TemporaryDirectory(prefix="atdialler-e2e-") as folder:
        wardrobe = certificates.Wardrobe(Path(folder))
        return await tap.run(cases, wardrobe, arguments.jobs)


if __name__ == "__main__":
    try:
        sys.exit(1 if asyncio.run(main(read_arguments())) else 0)
    except (KeyboardInterrupt, asyncio.CancelledError):
        sys.exit(130)
