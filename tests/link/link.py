#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""
A hostile server against the real daemon: TLS, upgrade, frames, messages, resilience.

Many cases run in one process of the daemon, one after another, and after each it must be
alive, no larger, and must have told the modem nothing. Several processes run side by side,
since what ends a connection is followed by a back-off.

Environment: ATDIALLER, MODEM_SIM, ATDIALLER_WRAPPER, TEST_PATIENCE as for tests/e2e.
"""
import argparse
import asyncio
import signal
import sys
import tempfile
import traceback
from pathlib import Path

sys.dont_write_bytecode = True  # the source tree may be read-only
sys.path.insert(1, str(Path(__file__).resolve().parent.parent / "e2e"))

import papers  # noqa: E402
import tls_cases  # noqa: E402,F401
import upgrade_cases  # noqa: E402,F401
import frame_cases  # noqa: E402,F401
import message_cases  # noqa: E402,F401
import resilience_cases  # noqa: E402,F401
from daemon import WRAPPER  # noqa: E402
from hostile import CALM, CASES, OPEN  # noqa: E402
from lane import Lane  # noqa: E402
from record import PATIENCE, Failure, Skip  # noqa: E402
from tap import report  # noqa: E402

CASE_LIMIT = 100        # seconds
CALM_LANES = 2
LONG_WAIT = 10          # seconds of back-off; most lanes begin anew then
PATIENT_LANES = 4       # these go on, as long as there is much to do
MUCH = 60               # cases


class Report:
    """Prints the results in the order of the cases, as soon as that is possible."""

    def __init__(self, cases):
        self.cases = cases
        self.results = {}
        self.printed = self.failed = 0
        print(f"1..{len(cases)}", flush=True)

    def add(self, one, result):
        self.results[one.sentence] = result
        self.failed += isinstance(result, list)
        while self.printed < len(self.cases):
            one = self.cases[self.printed]
            if one.sentence not in self.results:
                break
            self.printed += 1
            report(self.printed, one, self.results[one.sentence])


class Work:
    """Hands out the cases: each lane gets what costs it the fewest reconnects."""

    def __init__(self, cases):
        self.left = sorted(cases, key=lambda one: not one.slow)

    def any(self, calm):
        return self.count(calm) > 0

    def count(self, calm):
        return sum((one.kind == CALM) == calm for one in self.left)

    def next(self, lane, calm):
        live = lane.peer is not None and lane.peer.live()
        fits = [one for one in self.left if (one.kind == CALM) == calm]
        fits.sort(key=lambda one: (not one.slow, (one.kind == OPEN) != live))
        self.left.remove(fits[0])
        return fits[0]


async def guard(lane, awaitable):
    """None, a Skip, or the lines that say why it failed."""
    try:
        await asyncio.wait_for(awaitable, CASE_LIMIT * PATIENCE)
        return None
    except Skip as skip:
        return skip
    except Failure as failure:
        return [str(failure), *lane.describe()]
    except Exception:       # a mistake in the test itself
        return [*traceback.format_exc().splitlines(), *lane.describe()]


async def play(one, lane):
    lane.cases += 1
    lane.begin()
    await one.function(lane)
    await lane.check(one.pty)


async def stop(lane, before):
    """The last case of a lane answers for how it ends, too."""
    if before is None:
        return await guard(lane, lane.finish())
    return before


async def run_lane(lane, calm, patient, work, results):
    """One process of the daemon, for as long as it is of use."""
    await lane.start()
    while work.any(calm) and not lane.retired:
        one = work.next(lane, calm)
        result = await guard(lane, play(one, lane))
        # What a failure leaves behind is not the next case's fault.
        lane.retired = lane.retired or isinstance(result, list) or (
            lane.wait > LONG_WAIT and not (patient and work.count(calm) > MUCH))
        if lane.retired or not work.any(calm):
            result = await stop(lane, result)
        results.add(one, result)


async def drive(calm, patient, work, results, certificates, notes):
    """One process after another until there is no more to do; mostly one is enough."""
    while work.any(calm):
        with tempfile.TemporaryDirectory(prefix="atdialler-link-") as folder:
            lane = Lane(folder, certificates)
            try:
                await run_lane(lane, calm, patient, work, results)
                notes.append((lane.cases, lane.grown))
            except Failure as failure:
                raise RuntimeError("\n".join([str(failure), *lane.describe()])) from None
            finally:
                await lane.clean()


async def run(cases, certificates, rough):
    """Prints the report; the number of failures."""
    results, work, notes = Report(cases), Work(cases), []
    tasks = [asyncio.create_task(drive(i < CALM_LANES, i < CALM_LANES + PATIENT_LANES, work,
                                       results, certificates, notes))
             for i in range(CALM_LANES + rough)]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    most, grown = (max(column, default=0) for column in zip(*notes))
    print(f"# {len(notes)} processes; at most {most} cases in one, and {grown} KiB more at the end")
    return results.failed


def read_arguments():
    parser = argparse.ArgumentParser(description="A hostile server against atdialler.")
    parser.add_argument("--lanes", type=int, default=6 if WRAPPER else 24,
                        help="daemons side by side whose links are cut (%(default)s)")
    parser.add_argument("--list", action="store_true", help="name the cases and exit")
    parser.add_argument("words", nargs="*", help="only cases whose sentence holds one of these")
    return parser.parse_args()


async def main(arguments):
    task = asyncio.current_task()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    cases = [one for one in CASES if not arguments.words or
             any(word in one.sentence for word in arguments.words)]
    if arguments.list:
        print("\n".join(one.sentence for one in cases))
        return 0
    if papers.TOOL is None:
        print("1..0 # SKIP certtool (gnutls-bin) is not installed")
        return 0
    with tempfile.TemporaryDirectory(prefix="atdialler-link-") as folder:
        return await run(cases, papers.Papers(Path(folder)), arguments.lanes)


if __name__ == "__main__":
    try:
        sys.exit(1 if asyncio.run(main(read_arguments())) else 0)
    except (KeyboardInterrupt, asyncio.CancelledError):
        sys.exit(130)
