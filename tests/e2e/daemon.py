# SPDX-License-Identifier: MIT
"""The daemon under test, and its log."""
import asyncio
import fcntl
import os
import re
import shlex
import signal
import subprocess

from record import LIMIT, PATIENCE, Failure, Record

COMMAND = shlex.split(os.environ.get("ATDIALLER", "./atdialler"))
WRAPPER = shlex.split(os.environ.get("ATDIALLER_WRAPPER", ""))
VERSION = subprocess.run([*COMMAND, "--version"], capture_output=True, text=True).stdout
# Wherever it can, it dies of a system call that its filter does not allow; a wrapper makes others.
OPTIONS = ["--confine", "kill" if "libseccomp: yes" in VERSION and not WRAPPER else "no"]
F_SETPIPE_SZ = 1031     # which Python knows since 3.10
STOP_LIMIT = 3          # seconds: two are promised, one is for a machine that has other work
REPORTS = re.compile(r"runtime error:|Sanitizer:|==\d+== *Open (file descriptor|AF_)")
OURS = ("ATDIALLER_API_KEY", "ATDIALLER_SIM_PIN", "CREDENTIALS_DIRECTORY", "RUNTIME_DIRECTORY", "JOURNAL_STREAM",
        "NOTIFY_SOCKET")


class Daemon:
    def __init__(self):
        self.process = None
        self.log = Record("the daemon's log")
        self.reader = None

    async def start(self, *arguments, environment=None, wrapper=None):
        # A file that is installed here is none of a case's.
        named = {"-c", "--config"}.intersection(arguments)
        config = [] if named else ["--config", "/dev/null"]
        clean = {key: value for key, value in os.environ.items() if key not in OURS}
        self.process = await asyncio.create_subprocess_exec(
            *(WRAPPER if wrapper is None else wrapper), *COMMAND, *config, *OPTIONS,
            *map(str, arguments), env={**clean, **(environment or {})},
            stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT)
        # A flood fills its log; it must not stand still because we read that slowly.
        pipe = self.process._transport.get_pipe_transport(1).get_extra_info("pipe")
        fcntl.fcntl(pipe, F_SETPIPE_SZ, 1 << 20)
        self.reader = asyncio.create_task(self._read())

    async def _read(self):
        while line := await self.process.stdout.readline():
            self.log.add(line.decode(errors="replace").rstrip("\n"))
        self.log.end()

    async def logged(self, pattern, limit=LIMIT):
        return await self.log.find(re.compile(pattern).search, f'"{pattern}"', limit)

    async def ended(self, limit=LIMIT):
        """Its exit status, once it has ended and all its output is read."""
        try:
            await asyncio.wait_for(self.process.wait(), limit * PATIENCE)
        except asyncio.TimeoutError:
            raise Failure(f"the daemon has not ended in {limit} s") from None
        await self.reader
        return self.process.returncode

    async def stopped(self, number=signal.SIGTERM):
        """Asks it to stop; its exit status."""
        self.process.send_signal(number)
        return await self.ended(STOP_LIMIT)

    def running(self):
        return self.process is not None and self.process.returncode is None

    def reports(self):
        """What a sanitizer or valgrind found without ending the daemon."""
        lines = self.log.items
        return [line for i, line in enumerate(lines) if REPORTS.search(line) and
                "inherited from parent" not in "".join(lines[i + 1:i + 2])]

    async def kill(self):
        if self.process is None:
            return
        if self.running():
            self.process.kill()
        await self.process.wait()
        await self.reader
