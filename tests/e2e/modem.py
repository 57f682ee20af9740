# SPDX-License-Identifier: MIT
"""modem-sim, and what it shows of its dialogue with the daemon."""
import asyncio
import os
import re
import shlex
from pathlib import Path

from record import LIMIT, Record

COMMAND = shlex.split(os.environ.get("MODEM_SIM", "./modem-sim"))
SHOWN = re.compile(r"\d\d:\d\d:\d\d\.\d\d\d ([<>*!]) ?(.*)")
DIAL = re.compile(r"ATDT?([^;]*);?")

# Brisk, so that a case takes no longer than it must.
BRISK = ["--alert-after", "100", "--answer-after", "300", "--talk", "300",
         "--ring-every", "500", "--digit", "10"]


class Modem:
    def __init__(self, link):
        self.link = link
        self.process = None
        self.lines = Record("the modem")        # "> ATH": the daemon said; "< OK": the modem
        self.answers = Record("modem-sim")      # what it says to us
        self.reader = None

    async def start(self, *options):
        self.process = await asyncio.create_subprocess_exec(
            *COMMAND, "--link", str(self.link), *BRISK, *options,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT)
        self.reader = asyncio.create_task(self._read())
        await self.answers.find(lambda line: " modem at " in line, "a modem")

    async def _read(self):
        while line := await self.process.stdout.readline():
            line = line.decode(errors="replace").rstrip("\n")
            shown = SHOWN.fullmatch(line)
            if shown:
                self.lines.add(f"{shown[1]} {shown[2]}")
            else:
                self.answers.add(line)
        self.lines.end()
        self.answers.end()

    async def order(self, text):
        self.process.stdin.write(f"{text}\n".encode())
        await self.process.stdin.drain()

    async def calls(self):
        """The first call as the modem has it; all that reached it before has been shown then."""
        self.answers.read = len(self.answers.items)
        await self.order("calls")
        return await self.answers.find(lambda line: line.startswith("  "), "the list of calls")

    async def heard(self, pattern, limit=LIMIT):
        """Waits until the daemon has said a line that matches."""
        return await self.lines.find(re.compile(f"> ({pattern})").fullmatch,
                                     f"the command {pattern}", limit)

    async def said(self, pattern, limit=LIMIT):
        return await self.lines.find(re.compile(f"< ({pattern})").fullmatch,
                                     f"the answer {pattern}", limit)

    def commands(self):
        return [line[2:] for line in self.lines.items if line.startswith("> ")]

    def dialled(self):
        return [found[1] for found in map(DIAL.fullmatch, self.commands()) if found]

    def mistakes(self):
        """What a real modem would have taken amiss."""
        return [line[2:] for line in self.lines.items if line.startswith("! ")]

    async def stop(self):
        if self.process is None:
            return
        if self.process.returncode is None:
            self.process.kill()
        await self.process.wait()
        Path(self.link).unlink(missing_ok=True)     # its terminal may be another's soon
        await self.reader
        self.process = None
