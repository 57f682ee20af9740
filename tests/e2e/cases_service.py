# SPDX-License-Identifier: MIT
"""What a service manager is told: a NOTIFY_SOCKET as systemd has one, without systemd."""
import asyncio
import re
import signal
import time

import cases_process
import daemon
import datagrams
from desktop import IDLE, outbound
from record import Skip, require
from tap import case

CALL = "0911222330"


async def manager(stage, watchdog=0):
    """The messages, the transport to close, and the environment of a service."""
    if "libsystemd: yes" not in daemon.VERSION:
        raise Skip("built without libsystemd")
    path = stage.folder / "notify"
    messages, transport = await datagrams.listen(path, "the service manager")
    environment = {"NOTIFY_SOCKET": str(path)}
    if watchdog:
        environment["WATCHDOG_USEC"] = str(int(watchdog * 1e6))
    return messages, transport, environment


async def told(messages, pattern):
    return await messages.find(re.compile(f"^{pattern}", re.M).search, f'"{pattern}"')


@case("a service manager is told that it runs, how it is through a call, and that it stops")
async def through_a_call(stage):
    messages, transport, environment = await manager(stage)
    await stage.begin("--answer-after", "700", environment=environment)
    require(await told(messages, "") == messages.items[0] and
            messages.items[0].startswith("READY=1\nSTATUS="), f"first of all: {messages.items}")
    await told(messages, "STATUS=ready: .*; connected to Patriot; no call$")
    await stage.desktop.dial(CALL)
    await stage.desktop.expect(outbound(CALL))
    await told(messages, "STATUS=ready: .*; connected to Patriot; (?!no call)")
    await stage.desktop.hang_up()
    await stage.desktop.expect(IDLE)
    await told(messages, "STATUS=ready: .*; no call$")
    require(await stage.daemon.stopped() == 0, "exit status")
    await told(messages, "STOPPING=1")
    ready = [text for text in messages.items if "READY=1" in text]
    require(len(ready) == 1, f"{ready}")
    transport.close()


@case("a service manager is told when SIGHUP is served, whether the new configuration is good or not")
async def reload(stage):
    messages, transport, environment = await manager(stage)
    config = stage.folder / "atdialler.conf"
    config.write_text("log-level = info\n")
    await stage.start_daemon("--config", config, environment=environment)
    await told(messages, "READY=1")
    for text in ("log-level = error\n", "log-level = loud\n"):
        config.write_text(text)
        before = time.monotonic_ns() // 1000
        stage.daemon.process.send_signal(signal.SIGHUP)
        began = await told(messages, "RELOADING=1")
        when = int(re.search(r"^MONOTONIC_USEC=(\d+)$", began, re.M)[1])
        require(before <= when <= time.monotonic_ns() // 1000, f"{began}, sent at {before}")
        await told(messages, "READY=1")
    transport.close()


@case("it is ready for a service manager without Patriot and modem, and says what is missing")
async def alone(stage):
    messages, transport, environment = await manager(stage)
    await stage.start_daemon(environment=environment)
    await told(messages, "READY=1")
    await told(messages, "STATUS=not ready: .* is not there.*; not connected to Patriot; no call")
    transport.close()


@case("a wrong configuration is never ready, and the reason is its status")
async def never_ready(stage):
    messages, transport, environment = await manager(stage)
    status, _ = await stage.run_daemon("--device", "/dev/null", "--api-key-file", "/nowhere",
                                       environment=environment)
    require(status == 2, f"exit status {status}")
    await told(messages, "STATUS=.*/nowhere")
    require("READY=1" not in "".join(messages.items), f"{messages.items}")
    transport.close()


@case("the watchdog is fed without Patriot and modem, and not while the process is stopped")
async def watchdog(stage):
    messages, transport, environment = await manager(stage, watchdog=0.4)
    await stage.start_daemon(environment=environment)
    for _ in range(3):
        await told(messages, "WATCHDOG=1")
    stage.daemon.process.send_signal(signal.SIGSTOP)
    await asyncio.sleep(0.5)    # what was sent before has arrived
    before = len(messages.items)
    await asyncio.sleep(1)
    require(len(messages.items) == before, f"a stopped process said {messages.items[before:]}")
    stage.daemon.process.send_signal(signal.SIGCONT)
    messages.read = before
    await told(messages, "WATCHDOG=1")
    await told(messages, "WATCHDOG=1")
    transport.close()


@case("a watchdog wakes it twice in its time, and nothing else does", slow=True)
async def idle(stage):
    messages, transport, environment = await manager(stage, watchdog=10)
    trace = await cases_process.begin_traced(
        stage, "poll,ppoll,select,pselect6,epoll_wait,nanosleep", environment)
    await asyncio.sleep(8)
    before = trace.read_text().count("\n")
    await asyncio.sleep(15)
    turns = trace.read_text().count("\n") - before
    require(turns <= 2 + 4, f"{turns} turns of the loop")
    require("WATCHDOG=1" in messages.items, f"{messages.items}")
    transport.close()


@case("--udev-rule prints a rule for the modem and the unit that the configuration names")
async def udev_rule(stage):
    config = stage.folder / "desk-3.conf"
    config.write_text("device = usb:12d1:1001\n")
    status, rule = await stage.run_daemon("--udev-rule", "--config", config)
    require(status == 0, f"exit status {status}: {rule}")
    for part in ('ATTR{idVendor}=="12d1", ATTR{idProduct}=="1001", ENV{ID_MM_DEVICE_IGNORE}="1"',
                 'ENV{SYSTEMD_WANTS}+="atdialler@desk-3.service"'):
        require(part in rule, f"{part} is not in {rule}")
    status, why = await stage.run_daemon("--udev-rule", "--device", "tcp:server:4001")
    require(status == 2 and "no port of this machine" in why, f"{status}: {why}")
