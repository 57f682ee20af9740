# SPDX-License-Identifier: MIT
"""
Two iaxmodems that call each other by IAX2 on loopback: the near one is the daemon's modem,
the far one is a telephone that the case lifts and puts down.
"""
import asyncio
import itertools
import os
import re
import tty

from record import LIMIT, PATIENCE, Record, require
from stage import Stage

PORTS = itertools.count(5000)
CALLER, NAME = "0911222333", "Anna"
STATION = "0911000111"
DATA_MODE = "+FCLASS=0" # after the answer it is deaf until the far end hangs up
FAX_MODE = "+FCLASS=1"  # it says OK to the answer, and then obeys
END_OF_DATA = "\x10\x03"
WRITTEN = re.compile(r"modem > (.*?)(\\x0D)?$")


class Iaxmodem:
    def __init__(self, folder, port, peer, number, name):
        self.link = folder / f"tty-{port}"
        self.config = folder / f"iaxmodem-{port}"
        self.output = folder / f"iaxmodem-{port}.log"
        self.config.write_text(
            f"device {self.link}\nowner {os.getuid()}:{os.getgid()}\nmode 600\n"
            f"port {port}\nserver 127.0.0.1:{peer}\nrefresh 0\n"
            f"peername none\nsecret none\ncidname {name}\ncidnumber {number}\ncodec slinear\n")
        self.process = None

    async def start(self):
        with open(self.output, "w") as output:
            # It looks for its configuration in /etc/iaxmodem.
            self.process = await asyncio.create_subprocess_exec(
                "iaxmodem", f"../..{self.config}", stdin=asyncio.subprocess.DEVNULL,
                stdout=output, stderr=output)
        for _ in range(int(LIMIT * PATIENCE / 0.05)):
            if self.link.exists():
                return
            await asyncio.sleep(0.05)
        require(False, f"iaxmodem makes no {self.link}: {self.output.read_text()}")

    async def stop(self):
        if self.process is None:
            return
        # Before its pseudo-terminal's number can become another's.
        self.link.unlink(missing_ok=True)
        if self.process.returncode is None:
            self.process.kill()
        await self.process.wait()
        self.process = None


class Handle:
    """An iaxmodem's terminal, as a program holds it."""

    def __init__(self, link, lines):
        self.lines = lines      # "> ATA": we said; "< RING": the modem
        self.text = b""
        self.fd = os.open(link, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
        tty.setraw(self.fd)
        asyncio.get_running_loop().add_reader(self.fd, self._read)

    def _read(self):
        try:
            self.text += os.read(self.fd, 1000)
        except OSError:         # the iaxmodem was killed
            self.close()
            return
        *lines, self.text = re.split(rb"[\r\n]+", self.text)
        for line in filter(None, lines):
            self.lines.add(f"< {line.decode('latin-1')}")

    def write(self, text):
        self.lines.add(f"> {text[:-1]}")
        os.write(self.fd, text.encode())

    async def heard(self, pattern, limit=LIMIT):
        """Waits until it has said a line that matches."""
        found = await self.lines.find(re.compile(f"< ({pattern})").fullmatch, pattern, limit)
        return found[2:]

    async def order(self, command, answer="OK"):
        self.write(command + "\r")
        await self.heard(answer)

    def close(self):
        if self.fd is not None:
            asyncio.get_running_loop().remove_reader(self.fd)
            os.close(self.fd)
        self.fd = None


class Line:
    """Stands where modem-sim stands in the other end-to-end cases."""

    def __init__(self, folder):
        self.folder = folder
        self.ports = next(PORTS), next(PORTS)
        self.link = folder / f"tty-{self.ports[0]}"
        self.near = self.far = None
        self.phone = None       # the far modem's Handle
        self.process = None     # there is no modem-sim to be asked
        self.lines = Record("the far telephone")

    async def start(self, mode=FAX_MODE, caller=CALLER, name=NAME):
        near, far = self.ports
        self.near = Iaxmodem(self.folder, near, far, STATION, "Station")
        self.far = Iaxmodem(self.folder, far, near, caller, name)
        await asyncio.gather(self.near.start(), self.far.start())
        await self.set_mode(mode)
        self.phone = Handle(self.far.link, self.lines)
        for command in "ATE0", f"AT{FAX_MODE}", "AT+VCID=1":
            await self.phone.order(command)

    async def set_mode(self, mode):
        """The near modem as its owner has left it."""
        owner = Handle(self.near.link, Record("the near modem"))
        await owner.order(f"AT{mode}")
        owner.close()

    async def rings(self):
        """The far telephone rings; the number that the network was told to call."""
        called = await self.phone.heard("NDID=.*")
        await self.phone.heard("RING")
        return called.removeprefix("NDID=")

    async def answer(self):
        """In the fax class: then it is told when we are gone."""
        await self.phone.order("ATA", "CONNECT")

    async def refuse(self):
        await self.phone.order("ATH")

    async def put_down(self):
        """Ends a call that was answered."""
        await self.phone.order(END_OF_DATA)
        await self.phone.order("ATH")

    async def hears_end(self):
        await self.phone.heard("NO CARRIER")

    def call(self):
        self.phone.write(f"ATDT{STATION};\r")

    def dialled(self):
        """The calls that the network has brought to the far telephone."""
        return [line[7:] for line in self.lines.items if line.startswith("< NDID=")]

    def mistakes(self):
        return []

    async def stop(self):
        if self.phone is not None:
            self.phone.close()
        for modem in (self.near, self.far):
            if modem is not None:
                await modem.stop()


class LineStage(Stage):
    def __init__(self, folder, certificates):
        super().__init__(folder, certificates)
        self.modem = self.line = Line(self.folder)

    async def begin(self, **line):
        await self.desktop.start()
        await self.line.start(**line)
        await self.start_daemon()
        await self.ready()

    def written(self):
        """The commands that the daemons have written."""
        return [found[1] for daemon in self.daemons for found in
                map(WRITTEN.search, daemon.log.items) if found]

    def since_dial(self):
        """What was written behind the last dial command."""
        behind = []
        for text in self.written():
            behind = [] if text.startswith("ATD") else behind + [text]
        return behind

    async def finish(self):
        await super().finish()
        dials = [text for text in self.written() if text.startswith("ATD")]
        require(dials == [f"ATDT{number};" for number in self.desktop.asked],
                f"asked for {self.desktop.asked}, it wrote {dials}")
