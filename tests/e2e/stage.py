# SPDX-License-Identifier: MIT
"""One case's stage: its folder, Patriot, modem and daemon, and what must hold of all three."""
import asyncio
from collections import Counter
from pathlib import Path

from daemon import Daemon
from desktop import IDLE, KEY, Desktop
from modem import Modem
from record import require

SHOWN = 80      # lines of each record, when a case has failed


class Stage:
    def __init__(self, folder, certificates):
        self.folder = Path(folder)
        self.certificates = certificates
        self.desktop = Desktop(certificates.good)
        self.modem = Modem(self.folder / "modem")
        self.daemons = []
        self.expected_mistakes = []
        self.key_file = self.folder / "api-key"
        self.key_file.write_text(KEY + "\n")

    @property
    def daemon(self):
        return self.daemons[-1]

    def arguments(self, *more):
        return ["--device", self.modem.link, "--connect-to", f"127.0.0.1:{self.desktop.port}",
                "--api-key-file", self.key_file, "--ca-file", self.certificates.good.pem,
                "--verbose", *more]

    async def start_daemon(self, *more, arguments=None, **how):
        self.daemons.append(Daemon())
        await self.daemon.start(*(arguments or self.arguments(*more)), **how)

    async def run_daemon(self, *arguments, **how):
        """Runs it to its end: exit status and output."""
        await self.start_daemon(arguments=list(arguments), **how)
        status = await self.daemon.ended()
        return status, "\n".join(self.daemon.log.items)

    async def ready(self):
        """Patriot has had its first status and the modem can dial; what the log says of it."""
        await self.desktop.expect(IDLE)
        return await self.daemon.logged("modem: ready")

    async def begin(self, *modem_options, **how):
        await self.desktop.start()
        await self.modem.start(*modem_options)
        await self.start_daemon(**how)
        return await self.ready()

    async def begin_with(self, *options, **how):
        await self.desktop.start()
        await self.modem.start()
        await self.start_daemon(*options, **how)
        await self.ready()

    async def finish(self):
        """What is true at the end of every case."""
        if self.daemons and self.daemon.running():
            status = await self.daemon.stopped()
            require(status == 0, f"exit status {status} after SIGTERM")
        if self.modem.process is not None:
            await self.modem.calls()
        require(not self.desktop.watch.complaints, "; ".join(self.desktop.watch.complaints))
        wrong = Counter(self.modem.dialled()) - Counter(self.desktop.asked)
        require(not wrong, f"the modem was told to dial what nobody asked for: {dict(wrong)}")
        mistakes = self.modem.mistakes()
        require(mistakes == self.expected_mistakes, f"mistakes towards the modem: {mistakes}")
        for daemon in self.daemons:
            require(KEY not in "\n".join(daemon.log.items), "the API key is in the log")
            require("stuck for" not in "\n".join(daemon.log.items), "a half was stuck")
            require(not daemon.reports(), "; ".join(daemon.reports()))

    async def clean(self):
        for daemon in self.daemons:
            await daemon.kill()
        await self.modem.stop()
        await asyncio.wait_for(self.desktop.stop(), 10)

    def describe(self):
        """The dialogues so far, for whoever looks into a failure."""
        yield "-- Patriot (< said by the daemon)"
        yield from self.desktop.history[-SHOWN:]
        yield "-- modem (> said by the daemon)"
        yield from self.modem.lines.items[-SHOWN:]
        for daemon in self.daemons:
            yield "-- daemon"
            yield from daemon.log.items[-SHOWN:]
