# SPDX-License-Identifier: MIT
"""Where the log goes, how much of it, and what a supervisor may have closed."""
import asyncio
import fcntl
import os
import re
import socket
import subprocess

import daemon
import datagrams
from desktop import IDLE, outbound
from record import Skip, require
from tap import case

CALL = "0911222330"
STAMP = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} "
# Its own /dev, in which "log" is a socket of ours; $0 is a folder.
OTHER_DEV = ["unshare", "--mount", "sh", "-c",
             'touch "$0/null" && mount --bind /dev/null "$0/null" && mount --rbind "$0" /dev && '
             'exec "$@"']
IN_JOURNAL = ["sh", "-c", 'JOURNAL_STREAM=$(stat -Lc %d:%i /proc/self/fd/2) exec "$@"', "sh"]


async def log_of(stage, *options, until="modem: .* is not there", **how):
    """What a daemon without modem and Patriot says up to its end; until None: at once."""
    await stage.start_daemon(arguments=[
        "--device", stage.folder / "nowhere", "--connect-to", "127.0.0.1:1", "--api-key-file",
        stage.key_file, "--ca-file", stage.certificates.good.pem, *options],
        **how)
    if until is not None:
        await stage.daemon.logged(until)
    else:
        await asyncio.sleep(1)      # what must not be logged has its chance
    status = await stage.daemon.stopped()
    require(status == 0, f"exit status {status}")
    return stage.daemon.log.items


@case("--log-level says how much is logged")
async def levels(stage):
    words = {"error": "error: ", "warning": "error: |warning: ", "info": "(?!debug: )",
             "debug": ""}
    least = {"error": "", "warning": "warning: modem: ", "info": "stopping", "debug": "debug: "}
    for level, allowed in words.items():
        until = None if level == "error" else "modem: .* is not there"
        lines = await log_of(stage, "--log-level", level, until=until)
        wrong = [line for line in lines if not re.match(STAMP + f"({allowed})", line)]
        require(not wrong, f"--log-level {level}: {wrong}")
        require(least[level] in "".join(lines), f"--log-level {level}: no {least[level]} in {lines}")


@case("a line begins with its priority only when standard error itself is the journal")
async def journal(stage):
    lines = await log_of(stage, environment={"JOURNAL_STREAM": "1:2"})
    require(all(re.match(STAMP, line) for line in lines), f"{lines}")
    lines = await log_of(stage, wrapper=[*IN_JOURNAL, *daemon.WRAPPER])
    require(lines and all(re.match("<[346]>", line) for line in lines), f"{lines}")
    lines = await log_of(stage, "--log-target", "stderr", wrapper=[*IN_JOURNAL, *daemon.WRAPPER])
    require(lines and all(re.match(STAMP, line) for line in lines), f"{lines}")


@case("--log-target syslog says all to syslog, also why it does not start")
async def syslog(stage):
    others = stage.folder / "dev"
    others.mkdir()
    if subprocess.run([*OTHER_DEV, others, "true"], stderr=subprocess.DEVNULL).returncode:
        raise Skip("there can be no other /dev/log here")
    lines, transport = await datagrams.listen(others / "log", "syslog")
    wrapper = [*OTHER_DEV, others, *daemon.WRAPPER]
    shown = await log_of(stage, "--log-target", "syslog", until=None, wrapper=wrapper)
    require(not shown, f"on standard error: {shown}")
    # <facility * 8 + severity>; LOG_DAEMON is 3
    await lines.find(re.compile(r"<30>.* atdialler\[\d+\]: atdialler \d").match, "the start")
    await lines.find(re.compile(r"<28>.* atdialler\[\d+\]: modem: .* not there").match, "<28>")
    await lines.find(re.compile(r"<30>.* atdialler\[\d+\]: stopping").match, "the end")
    status, _ = await stage.run_daemon("--device", "/dev/null", "--log-target", "syslog",
                                       "--api-key-file", "/nowhere", wrapper=wrapper)
    require(status == 2, f"exit status {status}")
    await lines.find(re.compile(r"<27>.* /nowhere").match, "why it does not start")
    transport.close()


async def dials_unheard(stage):
    """Waits until the modem dials, when no log says that it is ready."""
    while True:
        await stage.desktop.dial(CALL)
        if await stage.desktop.updates.next("an answer") == outbound(CALL):
            return
        await asyncio.sleep(0.1)


@case("it dials although nobody reads its log any more, and says later what is missing")
async def unread(stage):
    fifo = stage.folder / "log"
    os.mkfifo(fifo)
    end = os.open(fifo, os.O_RDWR | os.O_NONBLOCK)
    fcntl.fcntl(end, daemon.F_SETPIPE_SZ, 4096)
    await stage.desktop.start()
    await stage.modem.start()
    await stage.start_daemon(wrapper=["sh", "-c", 'exec "$@" 2>"$0"', fifo, *daemon.WRAPPER])
    await stage.desktop.expect(IDLE)
    await dials_unheard(stage)
    text = os.read(end, 65536)
    require(b"call: dialling" not in text, "the pipe was never full")
    await stage.desktop.hang_up()
    await stage.desktop.expect(IDLE)
    text = os.read(end, 65536)
    require(re.search(rb"warning: log: \d+ lines are missing here", text), f"{text}")
    os.close(end)


@case("it dials although syslog has stopped")
async def syslog_stopped(stage):
    others = stage.folder / "dev"
    others.mkdir()
    if subprocess.run([*OTHER_DEV, others, "true"], stderr=subprocess.DEVNULL).returncode:
        raise Skip("there can be no other /dev/log here")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener, \
            socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as other:
        listener.bind(str(others / "log"))
        other.setblocking(False)
        try:
            while True:
                other.sendto(b"<30>noise", str(others / "log"))
        except BlockingIOError:
            pass
        await stage.desktop.start()
        await stage.modem.start()
        # Its device is outside of that /dev.
        await stage.start_daemon("--log-target", "syslog",
                                 wrapper=[*OTHER_DEV, others, *daemon.WRAPPER])
        await stage.desktop.expect(IDLE)


@case("it works with standard input, output and error closed, and says nothing to the modem")
async def closed(stage):
    await stage.desktop.start()
    await stage.modem.start()
    await stage.start_daemon(wrapper=["sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh", *daemon.WRAPPER])
    await stage.desktop.expect(IDLE)
    await dials_unheard(stage)
    strange = [line for line in stage.modem.commands() if not re.match("AT|$", line)]
    require(not strange, f"the modem was told {strange}")
