# SPDX-License-Identifier: MIT
"""Ports: over TCP, renamed, held by others; --list-devices and --trace."""
import asyncio
import os
import re
import shutil
import signal
from pathlib import Path

import modem
from desktop import IDLE, incoming, outbound
from record import Skip, require
from tap import case

CALL = "0911222330"
SHORT = "0911222333"
CALLER = "0911555666"
BACK = 5        # seconds from the port's return to ready, as promised
LOCKS = Path("/var/lock")


class Server:
    """A serial device server: passes bytes between a TCP connection and a port as they are."""

    def __init__(self, path):
        self.path = path
        self.port = 0
        self.server = None
        self.writer = None
        self.connections = 0

    async def start(self):
        self.server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self.server.sockets[0].getsockname()[1]

    async def _serve(self, reader, writer):
        loop = asyncio.get_running_loop()
        line = os.open(self.path, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
        self.connections += 1
        self.writer = writer

        def from_modem():
            writer.write(os.read(line, 1024))

        loop.add_reader(line, from_modem)
        try:
            while said := await reader.read(1024):
                os.write(line, said)
        except ConnectionError:
            pass
        loop.remove_reader(line)
        os.close(line)
        writer.close()

    def cut(self):
        self.writer.transport.abort()

    async def stop(self):
        self.server.close()
        self.cut()
        await self.server.wait_closed()


async def begin_behind_server(stage):
    await stage.desktop.start()
    await stage.modem.start()
    server = Server(stage.modem.link)
    await server.start()
    await stage.start_daemon("--device", f"tcp:127.0.0.1:{server.port}")
    await stage.ready()
    return server


@case("tcp: a modem behind a serial device server dials; when the connection is lost, so is the "
      "modem, and it is back within 5 s")
async def over_tcp(stage):
    server = await begin_behind_server(stage)
    await stage.desktop.dial(CALL)
    await stage.modem.heard(f"ATD{CALL};")
    await stage.desktop.expect(outbound(CALL))
    await stage.daemon.logged("call: connected")
    server.cut()
    await stage.daemon.logged("modem: .*; trying again")
    await stage.desktop.expect(IDLE)
    await stage.desktop.expect(outbound(CALL), limit=BACK)      # it is still up, and found
    await stage.daemon.logged("modem: ready", limit=BACK)
    await stage.desktop.hang_up()
    await stage.desktop.expect(IDLE)
    require(server.connections == 2, f"{server.connections} connections")
    await server.stop()


@case("tcp: a server that is not there is waited for, and the log says what to look at")
async def tcp_later(stage):
    await stage.desktop.start()
    await stage.modem.start()
    server = Server(stage.modem.link)
    await server.start()
    server.server.close()
    await stage.start_daemon("--device", f"tcp:127.0.0.1:{server.port}")
    await stage.daemon.logged("modem: .*refused; is the serial device server switched on")
    await stage.desktop.expect(IDLE)
    await stage.desktop.dial_in_vain(phoneNo=CALL, rawPhoneNo=CALL)
    await server.start()
    await stage.daemon.logged("modem: ready", limit=BACK)
    await server.stop()


@case("plugged in again under another name behind the same link: ready within 5 s")
async def renamed(stage):
    await stage.begin()
    before = os.readlink(stage.modem.link)
    await stage.modem.order("unplug")
    await stage.daemon.logged("modem: .*trying again")
    taken = [os.openpty()]      # somebody else has the old name when the modem comes back
    while os.ttyname(taken[-1][1]) != before and not os.path.exists(before) and len(taken) < 200:
        taken.append(os.openpty())
    await stage.modem.order("plug")
    await stage.daemon.logged("modem: ready", limit=BACK)
    require(os.readlink(stage.modem.link) != before, "the name is still the same")
    for pair in taken:
        os.close(pair[0])
        os.close(pair[1])


async def sleep_on(path=None):
    """Another program, which has the port open."""
    line = os.open(path, os.O_RDWR | os.O_NOCTTY) if path else asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec("sleep", "1000", stdin=line)
    if path:
        os.close(line)
    return process


async def end(process):
    process.kill()
    await process.wait()


@case("a port that another program has open is left alone and its name logged, until it is free")
async def held(stage):
    await stage.desktop.start()
    await stage.modem.start()
    other = await sleep_on(stage.modem.link)
    await stage.start_daemon()
    await stage.daemon.logged(rf"modem: {stage.modem.link} is in use by sleep \(pid {other.pid}\)")
    await asyncio.sleep(1.5)
    require(not stage.modem.commands(), f"it was told {stage.modem.commands()}")
    await end(other)
    await stage.daemon.logged("modem: ready", limit=BACK)


def lock_of(stage):
    return LOCKS / f"LCK..pts_{Path(os.readlink(stage.modem.link)).name}"


@case("the lock file of a living process is honoured, that of a dead one is not")
async def locked(stage):
    if not os.access(LOCKS, os.W_OK):
        raise Skip(f"{LOCKS} is not ours to write to")
    await stage.desktop.start()
    await stage.modem.start()
    other = await sleep_on()
    lock = lock_of(stage)
    lock.write_text(f"{other.pid:10}\n")
    try:
        await stage.start_daemon()
        await stage.daemon.logged(rf"in use by sleep \(pid {other.pid}\), says {lock}")
        await end(other)
        await stage.daemon.logged(f"{lock} is left from a program that is gone", limit=BACK)
        await stage.daemon.logged("modem: ready", limit=BACK)
    finally:
        lock.unlink()


@case("--list-devices needs no --device and ends with status 0")
async def list_devices(stage):
    status, output = await stage.run_daemon("--list-devices")
    require(status == 0, f"exit status {status}: {output}")
    require(re.search("^/dev/|No serial port was found", output, re.M), output)


@case("--list-devices names who holds a port, and with --probe what answers")
async def probe(stage):
    await stage.modem.start()
    look = ["--list-devices", "--probe", "--device", stage.modem.link]
    status, output = await stage.run_daemon(*look)
    require(status == 0 and re.search("answers AT +yes: .*modem-sim.* \\(cellular\\)", output),
            f"{status}: {output}")
    other = await sleep_on(stage.modem.link)
    status, output = await stage.run_daemon(*look)
    require(status == 0 and f"sleep (pid {other.pid})" in output, f"{status}: {output}")
    require("answers" not in output, output)
    await end(other)


@case("--probe says when nothing answers", slow=True)
async def probe_silence(stage):
    await stage.modem.start()
    await stage.modem.order("freeze")
    status, output = await stage.run_daemon("--list-devices", "--probe", "--device",
                                            stage.modem.link)
    require(status == 0 and re.search("answers AT +no", output), f"{status}: {output}")


@case("--probe leaves a call alone")
async def probe_in_call(stage):
    await stage.begin()
    await stage.desktop.dial(CALL)
    await stage.desktop.expect(outbound(CALL))
    await stage.daemon.logged("call: connected")
    await stage.daemon.stopped()
    status, output = await stage.run_daemon("--list-devices", "--probe", "--device",
                                            stage.modem.link)
    require(status == 0 and "answers AT" in output, f"{status}: {output}")
    require("active to" in await stage.modem.calls(), "the call is gone")


@case("a malformed device, a trace that cannot be written and a stray --probe end with status 2")
async def bad_options(stage):
    good = stage.arguments
    for named, arguments in (
            ("--device.*usb:VID:PID", good("--device", "usb:12d1")),
            ("--device.*tcp:HOST:PORT", good("--device", "tcp:here")),
            ("--trace.*nowhere", good("--trace", "/nowhere/trace")),
            ("--probe", good("--probe"))):
        status, output = await stage.run_daemon(*arguments)
        require(status == 2, f"{arguments}: exit status {status}: {output}")
        require(re.search(named, output), f"{arguments}: {named} is not named: {output}")


async def two_calls(stage, caller, called, orders):
    """What is traced and then played: a call out, a missed one in."""
    await stage.desktop.dial(called)
    await stage.desktop.expect(outbound(called))
    await stage.daemon.logged("call: over: the far end hung up")
    await stage.desktop.expect(IDLE)
    if orders:
        await asyncio.sleep(1.5)        # so that it is not one and the same moment
        await stage.modem.order(f"ring {caller}")
    await stage.desktop.expect(incoming(caller))
    if orders:
        await asyncio.sleep(0.5)
        await stage.modem.order("remote-hangup")


async def at_rest(stage):
    """It is ready, and has asked all that it wants to know when it is."""
    await stage.ready()
    await stage.daemon.logged(r"modem < [+]COPS:")


async def record_calls(stage, *options):
    trace = stage.folder / "trace"
    await stage.desktop.start()
    await stage.modem.start()
    await stage.start_daemon("--trace", trace, *options)
    await at_rest(stage)
    await two_calls(stage, CALLER, SHORT, orders=True)
    await stage.daemon.logged("call: over: stopped ringing", limit=30)
    await stage.desktop.expect(IDLE)
    await stage.daemon.stopped()
    await stage.desktop.expect_close(1001)
    await stage.modem.stop()
    return trace


async def play(stage, trace, caller, called):
    """Holds a daemon to the trace of another one."""
    stage.modem = modem.Modem(stage.folder / "player")
    await stage.modem.start("--play", str(trace))
    await stage.start_daemon()
    await at_rest(stage)
    await two_calls(stage, caller, called, orders=False)
    await stage.modem.answers.find(lambda line: "as written" in line, "the end of the dialogue",
                                   limit=40)
    require(not stage.modem.mistakes(), f"{stage.modem.mistakes()}")
    await stage.desktop.expect(IDLE)
    await stage.modem.stop()


async def test_dialogue(trace):
    """The same as a test of the pure floors, when that was built."""
    simulator = Path(shutil.which(modem.COMMAND[0]) or modem.COMMAND[0])
    player = simulator.parent / "tests/play_dialogues"
    if not player.exists():
        return
    process = await asyncio.create_subprocess_exec(str(player), str(trace),
                                                   stdout=asyncio.subprocess.PIPE)
    output, _ = await process.communicate()
    require(process.returncode == 0, output.decode())


@case("--trace writes a dialogue that modem-sim plays and that is a test", slow=True)
async def traced(stage):
    trace = await record_calls(stage)
    text = trace.read_text()
    require(text.startswith("# ") and "\nfrom start\n" in text, text[:80])
    for line in (f"desk< dial-request {SHORT}", f"> ATD{SHORT};", f"= dialling {SHORT}",
                 f"= incoming {CALLER}", "= idle, stopped ringing", "< +CRING: VOICE"):
        require(f"\n{line}" in text, f"{line} is not in the trace:\n{text}")
    require(trace.stat().st_mode & 0o777 == 0o600, oct(trace.stat().st_mode))
    await test_dialogue(trace)
    await play(stage, trace, CALLER, SHORT)


@case("--mask-numbers leaves three digits in log and trace, and the trace can still be played",
      slow=True)
async def masked(stage):
    trace = await record_calls(stage, "--mask-numbers")
    for what in (trace.read_text(), "\n".join(stage.daemon.log.items)):
        for number in (SHORT, CALLER):
            require(number[:7] not in what and number[:4] not in what, f"{number} in:\n{what}")
    require("> ATD0000000333;" in trace.read_text(), trace.read_text())
    require("modem > ATD.......333;" in "\n".join(stage.daemon.log.items), "not in the log")
    await test_dialogue(trace)
    await play(stage, trace, "0000000666", "0000000333")


@case("a trace that cannot be written ends, and disturbs nothing else")
async def full_disk(stage):
    if not os.access("/dev/full", os.W_OK):
        raise Skip("there is no /dev/full")
    await stage.desktop.start()
    await stage.modem.start()
    await stage.start_daemon("--trace", "/dev/full")
    await stage.daemon.logged("trace: cannot write to /dev/full: No space left")
    await stage.ready()
    await stage.desktop.dial(CALL)
    await stage.desktop.expect(outbound(CALL))
    await stage.daemon.logged("call: connected")
    await stage.desktop.hang_up()
    await stage.desktop.expect(IDLE)
    status = await stage.daemon.stopped(signal.SIGTERM)
    require(status == 0, f"exit status {status}")
    text = "\n".join(stage.daemon.log.items)
    require(text.count("trace: ") == 1, "said more than once")
