# SPDX-License-Identifier: MIT
"""Runs the cases side by side and reports them in order, in the Test Anything Protocol."""
import asyncio
import tempfile
import traceback
from dataclasses import dataclass
from typing import Callable

from record import Failure, Skip
from stage import Stage


@dataclass
class Case:
    sentence: str
    function: Callable
    slow: bool      # mostly waits: started first


CASES = []


def case(sentence, slow=False):
    """Declares a case; the sentence says what is true when it passes."""
    def add(function):
        CASES.append(Case(sentence, function, slow))
        return function
    return add


async def _run(one, certificates, stage_of):
    """None, or the lines that say why it failed."""
    with tempfile.TemporaryDirectory(prefix="atdialler-e2e-") as folder:
        stage = stage_of(folder, certificates)
        try:
            await one.function(stage)
            await stage.finish()
            return None
        except Failure as failure:
            return [str(failure), *stage.describe()]
        except Skip:
            raise
        except Exception:       # a mistake in the test itself
            return [*traceback.format_exc().splitlines(), *stage.describe()]
        finally:
            await stage.clean()


def report(number, one, result):
    if isinstance(result, Skip):
        print(f"ok {number} - {one.sentence} # SKIP {result}", flush=True)
    elif result is None:
        print(f"ok {number} - {one.sentence}", flush=True)
    else:
        print(f"not ok {number} - {one.sentence}")
        for line in result:
            print("#", line.encode("ascii", "backslashreplace").decode())
        print(end="", flush=True)


async def run(cases, certificates, jobs, stage_of=Stage):
    """Prints the report; the number of failures."""
    seats = asyncio.Semaphore(jobs)

    async def take_seat(one):
        async with seats:
            try:
                return await _run(one, certificates, stage_of)
            except Skip as skip:
                return skip

    print(f"1..{len(cases)}", flush=True)
    tasks = {}
    for one in sorted(cases, key=lambda one: not one.slow):
        tasks[one.sentence] = asyncio.create_task(take_seat(one))
    failed = 0
    try:
        for number, one in enumerate(cases, 1):
            result = await tasks[one.sentence]
            report(number, one, result)
            failed += isinstance(result, list)
    finally:
        for task in tasks.values():
            task.cancel()
        await asyncio.gather(*tasks.values(), return_exceptions=True)
    return failed
