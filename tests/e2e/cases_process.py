# SPDX-License-Identifier: MIT
"""The process: starting, stopping, its options, and doing nothing when there is nothing to do."""
import asyncio
import re
import shutil
import signal
import time

import daemon
from desktop import outbound
from record import Skip, require
from tap import case

CALL = "0911222330"


async def stops(stage, number):
    status = await stage.daemon.stopped(number)
    require(status == 0, f"exit status {status}")
    await stage.desktop.expect_close(1001)


async def stops_in_call(stage, number):
    await stage.begin()
    await stage.desktop.dial(CALL)
    await stage.desktop.expect(outbound(CALL))
    await stage.daemon.logged("call: connected")
    await stops(stage, number)
    require("active to" in await stage.modem.calls(), "the call is gone")


@case("SIGTERM stops it within 2 s with the close code 1001 and exit status 0")
async def sigterm(stage):
    await stage.begin()
    await stops(stage, signal.SIGTERM)


@case("SIGINT does, too")
async def sigint(stage):
    await stage.begin()
    await stops(stage, signal.SIGINT)


@case("SIGTERM in mid-call leaves the call alone")
async def sigterm_in_call(stage):
    await stops_in_call(stage, signal.SIGTERM)


@case("SIGINT in mid-call leaves the call alone")
async def sigint_in_call(stage):
    await stops_in_call(stage, signal.SIGINT)


@case("SIGTERM stops it within 2 s also when Patriot no longer reads")
async def sigterm_unread(stage):
    await stage.begin()
    stage.desktop.ws.transport.pause_reading()
    status = await stage.daemon.stopped()
    require(status == 0, f"exit status {status}")


async def busy(stage):
    """The modem takes its time, and has just been asked for its calls."""
    await stage.modem.order("fault slow")
    await stage.modem.calls()
    stage.modem.lines.read = len(stage.modem.lines.items)
    await stage.modem.heard(re.escape("AT+CLCC"))


@case("a hang-up that came while the modem was busy reaches it, although SIGTERM came behind it")
async def sigterm_behind_hangup(stage):
    await stage.begin()
    await stage.desktop.dial(CALL)
    await stage.daemon.logged("call: connected")
    await busy(stage)
    await stage.desktop.hang_up()
    await stage.daemon.logged("desk: Patriot asks to hang up")
    status = await stage.daemon.stopped()
    require(status == 0, f"exit status {status}")
    require("active to" not in await stage.modem.calls(), "the call is still up")


@case("what is not dialled when SIGTERM comes never will be, and that is said")
async def sigterm_behind_dial(stage):
    await stage.begin()
    await stage.modem.order("ring 0911555666")
    await stage.daemon.logged("call: incoming")
    await stage.modem.order("remote-hangup")
    await stage.daemon.logged("call: over")
    await busy(stage)
    stage.desktop.updates.read = len(stage.desktop.updates.items)
    await stage.desktop.dial(CALL)
    await stage.daemon.logged("desk: Patriot asks to dial")
    stage.desktop.ws.transport.pause_reading()
    status = await stage.daemon.stopped()
    require(status == 0, f"exit status {status}")
    await stage.daemon.logged("call: not dialled: stopped before it was dialled")
    await stage.modem.calls()
    require(not stage.modem.dialled(), "it was dialled")


@case("SIGTERM stops it within 2 s without Patriot and modem")
async def sigterm_alone(stage):
    await stage.start_daemon()
    await stage.daemon.logged("modem: .* is not there")
    await stage.daemon.logged("desk: not connected")    # which is said again and again
    status = await stage.daemon.stopped()
    require(status == 0, f"exit status {status}")


@case("a wrong option or value ends with status 2 and a message that names it")
async def bad_options(stage):
    good = ["--device", "/dev/null", "--api-key-file", stage.key_file]
    empty = stage.folder / "empty"
    empty.write_text("")
    two_lines = stage.folder / "two-lines"
    two_lines.write_text("one\ntwo\n")
    for named, arguments in (
            ("--bogus", [*good, "--bogus"]),
            ("-x", [*good, "-x"]),
            ("stray", [*good, "stray"]),
            ("--device", ["--api-key-file", stage.key_file]),
            ("--device", ["--device", "", "--api-key-file", stage.key_file]),
            ("--device", ["--api-key-file", stage.key_file, "--device"]),
            ("--baud", [*good, "--baud", "fast"]),
            ("--baud", [*good, "--baud", "0"]),
            ("--baud", [*good, "--baud", "115200x"]),
            ("--modem", [*good, "--modem", "fax"]),
            ("--url", [*good, "--url", "ws://localhost:9009/ws/dialler/v1"]),
            ("--url", [*good, "--url", "https://localhost/"]),
            ("--url", [*good, "--url", "wss://local host/"]),
            ("--connect-to", [*good, "--connect-to", "localhost:port"]),
            ("--api-key-file|/nowhere", ["--device", "/dev/null", "--api-key-file", "/nowhere"]),
            ("--api-key-file|empty", ["--device", "/dev/null", "--api-key-file", empty]),
            ("--api-key-file|two-lines", ["--device", "/dev/null", "--api-key-file", two_lines]),
            ("--api-key-file|ATDIALLER_API_KEY", ["--device", "/dev/null"]),
            ("--ca-file", [*good, "--ca-file", "/nowhere"]),
            ("--ca-file", [*good, "--ca-file", stage.key_file]),
            ("--ca-file", [*good, "--ca-file", stage.certificates.good.key])):
        status, output = await stage.run_daemon(*arguments)
        require(status == 2, f"{arguments}: exit status {status}: {output}")
        require(re.search(named, output), f"{arguments}: {named} is not named: {output}")


@case("there is no option that takes the key, and none that turns certificate checking off")
async def no_such_options(stage):
    for option in ("--api-key=x", "--insecure", "--no-verify", "-k"):
        status, output = await stage.run_daemon("--device", "/dev/null", option)
        require(status == 2, f"{option}: exit status {status}: {output}")
    status, output = await stage.run_daemon("--help")
    require(not re.search("insecure|no-check|no-verify", output), output)


@case("--help names every option, --version the version; both end with status 0")
async def help_and_version(stage):
    status, output = await stage.run_daemon("--help")
    require(status == 0, f"exit status {status}")
    for option in ("device", "baud", "modem", "url", "connect-to", "api-key-file", "ca-file",
                   "verbose", "version", "help"):
        require(f"--{option}" in output, f"--{option} is not in --help")
    status, output = await stage.run_daemon("--version")
    require(status == 0 and output.startswith("atdialler "), f"{status}: {output}")


def strace(stage, calls):
    """A wrapper that keeps the daemon's process id, and where the calls are written."""
    if shutil.which("strace") is None:
        raise Skip("strace is not installed")
    if daemon.WRAPPER:
        raise Skip("the daemon has a wrapper already")
    trace = stage.folder / "trace"
    return ["strace", "-D", "-qq", "-e", f"trace={calls}", "-e", "signal=none", "-o", str(trace)], \
        trace


async def begin_traced(stage, calls, environment=None):
    wrapper, trace = strace(stage, calls)
    await stage.desktop.start()
    await stage.modem.start()
    # A leak check by ASan would itself have to trace the process.
    await stage.start_daemon(wrapper=wrapper, environment={
        "ASAN_OPTIONS": "detect_leaks=0", **(environment or {})})
    try:
        await stage.ready()
    except Exception:
        if "ptrace" in "".join(stage.daemon.log.items):
            raise Skip("strace is not allowed here") from None
        raise
    return trace


@case("with nothing to do, it does nothing for 15 s", slow=True)
async def idle(stage):
    trace = await begin_traced(stage, "poll,ppoll,select,pselect6,epoll_wait,nanosleep")
    await asyncio.sleep(8)      # whatever the start still asks is answered
    before = trace.read_text().count("\n")
    await asyncio.sleep(15)
    turns = trace.read_text().count("\n") - before
    require(turns <= 2, f"{turns} turns of the loop")   # a ping and its pong may be due


@case("while Patriot takes his time to say goodbye, it waits, and does not turn round and round")
async def slow_goodbye(stage):
    trace = await begin_traced(stage, "poll")
    await stage.desktop.dial(CALL)
    await stage.desktop.expect(outbound(CALL))
    before = trace.read_text().count("\n")
    stage.daemon.process.send_signal(signal.SIGTERM)
    time.sleep(1)               # Patriot is this very thread
    require(await stage.daemon.ended() == 0, "it did not end well")
    turns = trace.read_text().count("\n") - before
    require(turns < 100, f"{turns} turns of the loop")


@case("ATD is written in the turn of the loop that reads the dial-request, and nothing before it")
async def same_turn(stage):
    trace = await begin_traced(stage, "poll,ppoll,recvfrom,recvmsg,read,write,sendto,sendmsg")
    await asyncio.sleep(1)
    await stage.desktop.dial(CALL)
    await stage.desktop.expect(outbound(CALL))
    calls = trace.read_text().splitlines()
    written = [i for i, call in enumerate(calls) if re.match(rf'write\(\d+, "ATD{CALL};', call)]
    require(len(written) == 1, f"ATD is written {len(written)} times")
    turn = []
    for call in reversed(calls[:written[0]]):
        turn.insert(0, call)
        if "poll(" in call and "fd=2," not in call:     # may a line of the log be written?
            break
    logged = re.compile(r"write\(2,")
    require(any(call.startswith("recv") for call in turn), f"nothing is read: {turn}")
    require(not [call for call in turn if call.startswith(("send", "write")) and
                 not logged.match(call)], f"something is written first: {turn}")
