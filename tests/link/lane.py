# SPDX-License-Identifier: MIT
"""One daemon, its modem and its hostile server, through many cases in the same process."""
import asyncio
import re
import socket
from pathlib import Path

import daemon as e2e_daemon
from certificates import HOST
from daemon import Daemon
from modem import Modem
from peer import Peer
from record import PATIENCE, Failure, require
from papers import TRUSTED
import wire

KEY = "Zq7-the-right-key-4W"
IDLE = {"callActive": False}
LONGEST_WAIT = 40       # seconds: the longest back-off, and some
PATH = "/ws/dialler/v1"
URL = f"wss://{HOST}:9009{PATH}"
SHOWN = 60              # lines of each record, when a case has failed
LINE_MAX = 1600         # 200 characters from outside may be written \xHH, and what we say

# What a modem is asked while nothing is wanted of it.
QUIET = re.compile(r"AT|AT\+CREG\?|AT\+CGREG\?|AT\+CEREG\?|AT\+CLCC|AT\+CSQ|AT\+COPS\?|AT\+CPIN\?")
STAMP = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} ")
WRITTEN = re.compile(r"debug: modem > (.*)")
DOWN = r"not connected: .*(?:{}).*; next try in (?P<wait>\d+) s"
ESCAPED = re.compile(r"\\+u([0-9a-fA-F]{4})")
UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufffd]")

COMMAND = Path(e2e_daemon.COMMAND[-1])
SANITIZED = COMMAND.exists() and b"__asan_init" in COMMAND.read_bytes()
# KiB above what it had when it was first connected. A sanitizer keeps what is freed for a while.
MEMORY_MAX = 65536 if SANITIZED or e2e_daemon.WRAPPER else 2048


class Lane:
    def __init__(self, folder, papers):
        self.folder = Path(folder)
        self.papers = papers
        self.context = papers.context()
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=16)
        self.listener.setblocking(False)
        self.port = self.listener.getsockname()[1]
        self.daemon = Daemon()
        self.modem = Modem(self.folder / "modem")
        self.peers = []
        self.keys = [KEY[:6], KEY[-6:]]       # parts of keys that no log line may hold
        self.said = self.logged = 0             # what earlier cases have accounted for
        self.memory = self.descriptors = None   # when it was first connected
        self.grown = 0
        self.cases = 0
        self.wait = 0                           # seconds, before the daemon came back
        self.retired = False                    # the daemon waits too long to go on with it

    async def start(self):
        (self.folder / "api-key").write_text(KEY + "\n")
        self.trust(*TRUSTED)
        await self.modem.start("--manual")
        await self.daemon.start(
            "--device", self.modem.link, "--url", URL, "--connect-to", f"127.0.0.1:{self.port}",
            "--api-key-file", self.folder / "api-key", "--ca-file", self.folder / "trusted.pem",
            "--verbose", environment={"ASAN_OPTIONS": "quarantine_size_mb=4"} if SANITIZED else {})
        await self.daemon.logged("modem: ready")
        await self.open()
        self.memory, self.descriptors = self.resident(), self.open_files()
        self.begin()

    def trust(self, *names):
        """What the daemon's ca-file holds from now on."""
        (self.folder / "trusted.pem").write_text(self.papers.bundle(names))

    # Towards an authenticated connection, step by step

    @property
    def peer(self):
        return self.peers[-1] if self.peers else None

    async def accept(self):
        """The daemon's next connection, with nothing said yet."""
        if self.peer is not None:
            await self.peer.drop()
        loop = asyncio.get_running_loop()
        try:
            sock, _ = await asyncio.wait_for(loop.sock_accept(self.listener),
                                             LONGEST_WAIT * PATIENCE)
        except asyncio.TimeoutError:
            raise Failure("the daemon did not come back") from None
        sock.setblocking(False)
        self.peers = self.peers[-3:] + [Peer(sock)]
        return self.peer

    async def secured(self, context=None):
        peer = await self.accept()
        await peer.secure(context or self.context)
        return peer

    async def asked(self, context=None):
        """The daemon waits for the answer to its upgrade."""
        peer = await self.secured(context)
        await peer.requested()
        self.keys.append(peer.key.decode()[:22])
        return peer

    async def upgraded(self, context=None, behind=b""):
        """The daemon waits for the answer to its authentication-request."""
        peer = await self.asked(context)
        await peer.send(wire.fill(wire.head(), peer.key) + behind)
        await peer.asked.next("the authentication-request")
        return peer

    async def greet(self, peer):
        await peer.authenticate()
        await peer.expect(IDLE)
        return peer

    async def open(self, context=None):
        return await self.greet(await self.upgraded(context))

    async def ready(self):
        """An authenticated connection: the one there is, or the next."""
        if self.peer is not None and self.peer.live():
            self.peer.forget()
            return self.peer
        return await self.open()

    # What the daemon says

    async def down(self, pattern, limit=15):
        """The daemon gave the connection up for that reason; after how long it comes back."""
        line = await self.daemon.logged(DOWN.format(pattern), limit)
        if self.peer is not None:
            await self.peer.drop()
        wait = int(re.search(DOWN.format(pattern), line)["wait"])
        self.wait = wait
        self.retired = self.retired or wait > LONGEST_WAIT
        return wait

    async def logs(self, pattern, limit=15):
        return await self.daemon.logged(pattern, limit)

    async def log_is_read(self):
        """Whoever takes too few of its lines in a flood misses some: until no more come."""
        seen = -1
        while seen != len(self.daemon.log.items):
            seen = len(self.daemon.log.items)
            await asyncio.sleep(0.5)

    def log_since(self):
        """The lines of this case."""
        return self.daemon.log.items[self.logged:]

    async def commands(self):
        """What the modem was told in this case."""
        await self.modem.calls()
        return self.modem.commands()[self.said:]

    async def dialled(self):
        return [line for line in await self.commands() if line.startswith("ATD")]

    # What is true of every case

    def begin(self):
        self.said = len(self.modem.commands())
        self.modem.lines.read = len(self.modem.lines.items)
        self.logged = self.daemon.log.read = len(self.daemon.log.items)

    async def check(self, pty=None):
        require(self.daemon.running(), "the daemon has ended")
        await self._check_modem(re.compile(pty) if pty else None)
        self._check_log()
        await self._check_files()
        self.check_memory()
        complaints = [text for peer in self.peers for text in peer.complaints]
        require(not complaints, f"said by the daemon: {complaints}")
        require(not self.daemon.reports(), "; ".join(self.daemon.reports()))

    async def _check_modem(self, pty):
        said = await self.commands()
        for line in self.log_since():
            written = WRITTEN.search(line)
            if written:
                said += written[1].replace("\\x0A", "").split("\\x0D")
        wrong = [line for line in said if line and not QUIET.fullmatch(line) and
                 not (pty and pty.fullmatch(line))]
        require(not wrong, f"the modem was told {wrong}")
        require(not self.modem.mistakes(), f"mistakes towards the modem: {self.modem.mistakes()}")

    def _check_log(self):
        for line in self.log_since():
            require(STAMP.match(line), f"a log line of its own making: {line[:200]}")
            require(not UNPRINTABLE.search(line), f"not escaped: {line[:200]!r}")
            require(len(line) <= LINE_MAX, f"a log line of {len(line)} characters")
            plain = ESCAPED.sub(lambda found: chr(int(found[1], 16)), line)
            for key in self.keys:
                require(key not in line and key not in plain, f"a part of a key is in the log: {line}")

    def open_files(self):
        return len(list(Path(f"/proc/{self.daemon.process.pid}/fd").iterdir()))

    async def _check_files(self):
        """With the link down there is one less; but it may already be on its way up again."""
        most = self.descriptors
        for _ in range(40):
            if self.open_files() in (most, most - 1):
                return
            await asyncio.sleep(0.05 * PATIENCE)
        raise Failure(f"{self.open_files()} open files, {most} at first")

    def resident(self, what="VmRSS"):
        status = Path(f"/proc/{self.daemon.process.pid}/status").read_text()
        return int(re.search(rf"{what}:\s+(\d+) kB", status)[1])

    def check_memory(self):
        self.grown = max(self.resident(what) - self.memory for what in ("VmRSS", "VmHWM"))
        require(self.grown <= MEMORY_MAX, f"memory has grown by {self.grown} KiB")

    async def finish(self):
        """The end of a lane: it stops when it is asked to, whatever it went through."""
        status = await self.daemon.stopped()
        require(status == 0, f"exit status {status} after SIGTERM")
        require(not self.daemon.reports(), "; ".join(self.daemon.reports()))

    async def clean(self):
        for peer in self.peers:
            await peer.drop()
        await self.daemon.kill()
        await self.modem.stop()
        self.listener.close()

    def describe(self):
        yield f"-- daemon, case {self.cases} of this process"
        yield from self.log_since()[-SHOWN:]
        yield "-- modem (> said by the daemon)"
        yield from self.modem.lines.items[-SHOWN // 2:]
