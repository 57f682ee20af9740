# SPDX-License-Identifier: MIT
"""How the daemon is seen from outside: its status file, --status, and the metrics."""
import asyncio
import json
import os
import shutil
import signal
import threading
import time

import prometheus
from desktop import IDLE, incoming, outbound
from modem import Modem
from record import LIMIT, PATIENCE, Failure, Skip, require
from tap import case

CALL = "0911222330"
NOT_READY = 3


async def until(look, wanted):
    """The first true thing that look() gives."""
    deadline = time.monotonic() + LIMIT * PATIENCE
    while not (found := look()):
        if time.monotonic() > deadline:
            raise Failure(f"{wanted} did not come in {LIMIT} s")
        await asyncio.sleep(0.02)
    return found


class Files:
    def __init__(self, stage):
        self.stage = stage
        self.status = stage.folder / "status.json"
        self.metrics = stage.folder / "atdialler.prom"

    def options(self, *more):
        return ["--status-file", self.status, "--metrics-file", self.metrics, *more]

    async def begin(self, *more, **how):
        await self.stage.desktop.start()
        await self.stage.modem.start()
        await self.stage.start_daemon(*self.options(*more), **how)
        await self.stage.ready()
        await self.status_with(lambda s: s["ready"] and s["modem"]["network"], "all of it")

    def read(self):
        try:
            return json.loads(self.status.read_text())
        except FileNotFoundError:
            return {}

    async def status_with(self, fits, wanted):
        return await until(lambda: (found := self.read()) and fits(found) and found,
                           f"a status with {wanted}")

    async def metric(self, name, value, **labels):
        key = (name, tuple(sorted(labels.items())))
        return await until(lambda: self.metrics.exists() and
                           prometheus.read(self.metrics.read_text()).get(key) == value,
                           f"{key} = {value}")

    async def ask(self, *more, arguments=None, **how):
        """What --status says: exit status and output. It never is the stage's daemon."""
        status, output = await self.stage.run_daemon(
            "--status", *(arguments or ["--status-file", self.status]), *more, **how)
        self.stage.daemons.pop()
        return status, output


async def expect_says(answer, status, *words):
    got, output = await answer
    require(got == status, f"exit status {got}, expected {status}: {output}")
    for word in words:
        require(word in output, f"\"{word}\" is not in: {output}")
    return output


@case("the status file tells of a call from dialling to its end")
async def status_through_call(stage):
    files = Files(stage)
    await files.begin()
    found = files.read()
    require(found["modem"]["state"] == found["patriot"]["state"] == "ready", str(found))
    require(found["modem"]["signal"] == 21, str(found))
    require(found["patriot"]["certificateUntil"], str(found))
    require(found["call"]["state"] == "idle" and found["call"]["number"] is None, str(found))
    require(oct(files.status.stat().st_mode)[-3:] == "644", "it is not for everybody to read")
    await stage.desktop.dial(CALL)
    await stage.desktop.expect(outbound(CALL))
    await stage.daemon.logged("call: connected")
    found = await files.status_with(lambda s: s["call"]["state"] == "active", "the call")
    require(found["ready"] and found["call"]["outbound"], str(found))
    require(found["call"]["number"] == CALL, str(found))
    require(found["lastDial"]["when"] and not found["lastDial"]["outcome"], str(found))
    await stage.desktop.hang_up()
    await stage.desktop.expect(IDLE)
    found = await files.status_with(lambda s: s["lastDial"]["outcome"], "an outcome")
    require(found["call"]["state"] == "idle" and found["call"]["number"] is None, str(found))
    require(found["lastDial"]["outcome"] == "hung-up", str(found))
    require(found["counters"]["dials"] == found["counters"]["callsOut"] == 1, str(found))


@case("with --mask-numbers the status file has the last three digits only")
async def status_masked(stage):
    files = Files(stage)
    await files.begin("--mask-numbers")
    await stage.desktop.dial(CALL)
    await stage.desktop.expect(outbound(CALL))
    found = await files.status_with(lambda s: s["call"]["number"], "a number")
    require(found["call"]["number"] == ".......330", str(found["call"]))
    require(CALL not in files.status.read_text(), "the number is in the status file")


@case("without --status-file the status is in $RUNTIME_DIRECTORY, and --status finds it there")
async def status_in_runtime_directory(stage):
    files = Files(stage)
    environment = {"RUNTIME_DIRECTORY": f"{stage.folder}:/nowhere"}
    await stage.desktop.start()
    await stage.modem.start()
    await stage.start_daemon(environment=environment)
    await stage.ready()
    await files.status_with(lambda status: status["ready"], "ready")
    await expect_says(files.ask(arguments=["--config", "/dev/null"], environment=environment), 0,
                      "ready")
    status = await stage.daemon.stopped()
    require(status == 0, f"exit status {status}")
    require(not files.status.exists(), "the status file outlives a clean stop")
    await expect_says(files.ask(arguments=["--config", "/dev/null"], environment=environment),
                      NOT_READY, "does not run")


@case("--status says in words how it is, finds the file by the config, and ends with 0 when ready")
async def status_for_people(stage):
    files = Files(stage)
    await files.begin()
    config = stage.folder / "desk.conf"
    config.write_text(f"device = {stage.modem.link}\nstatus-file = {files.status}\n")
    await expect_says(files.ask(arguments=["--config", config]), 0, "ready       yes", "Patriot",
                      f"127.0.0.1 port {stage.desktop.port}, connected", "signal",
                      "call        none")
    output = await expect_says(files.ask("--json"), 0)
    require(json.loads(output)["ready"] is True, output)


@case("--status says why it is not ready and what to do, and ends with 3")
async def status_not_ready(stage):
    files = Files(stage)
    await stage.start_daemon(*files.options())
    await files.status_with(lambda s: s["modem"]["why"] and s["patriot"]["why"], "both faults")
    await expect_says(files.ask(), NOT_READY, "ready       NO", "is not there", "what to do",
                      "not connected")
    await stage.modem.start("--kind", "huawei")
    await stage.daemon.logged("modem: ready")
    await files.status_with(lambda s: "not connected to Patriot" in (s["reason"] or ""),
                            "Patriot for a reason")
    await expect_says(files.ask(), NOT_READY, "not connected to Patriot", "what to do")
    await stage.desktop.start()
    await stage.desktop.expect(IDLE)
    await files.status_with(lambda status: status["ready"], "ready")
    await stage.desktop.stop()
    await files.status_with(lambda status: not status["ready"], "not ready")


@case("a status that a killed daemon left, that is old, or that is none is not believed")
async def status_stale(stage):
    files = Files(stage)
    await expect_says(files.ask(), NOT_READY, "does not run", "there is no")
    await files.begin()
    left = files.read()
    stage.daemon.process.send_signal(signal.SIGKILL)
    await stage.daemon.ended()
    require(files.status.exists(), "the status file is gone")
    await expect_says(files.ask(), NOT_READY, "is gone", "start it again")
    require(json.loads((await files.ask("--json"))[1])["ready"] is False, "--json says ready")
    left.update(pid=os.getpid(), written="2026-01-01T00:00:00Z")
    files.status.write_text(json.dumps(left))
    await expect_says(files.ask(), NOT_READY, "has not written", "restart it")
    files.status.write_text("ready\n")
    await expect_says(files.ask(), NOT_READY, str(files.status))
    stage.daemons.clear()


@case("a user who may not read the config asks for the status all the same")
async def status_unprivileged(stage):
    if os.geteuid() != 0 or not shutil.which("setpriv"):
        raise Skip("only root, who has setpriv, can become another user")
    files = Files(stage)
    await files.begin()
    for folder in (stage.folder, *stage.folder.parents[:1]):
        folder.chmod(0o755)
    program = shutil.copy(os.environ.get("ATDIALLER", "./atdialler"), stage.folder)
    as_nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    process = await asyncio.create_subprocess_exec(
        *as_nobody, program, "--status", "--status-file", files.status,
        stdout=asyncio.subprocess.PIPE)
    output, _ = await process.communicate()
    require(process.returncode == 0, f"exit status {process.returncode}: {output}")


@case("who reads the status file again and again never sees a part of it")
async def status_atomic(stage):
    files = Files(stage)
    await files.begin()
    seen, broken, stop = set(), [], threading.Event()

    def read_on():
        while not stop.is_set():
            text = files.status.read_text() + files.metrics.read_text()
            if text in seen:
                continue
            seen.add(text)
            try:
                line, metrics = text.split("\n", 1)
                json.loads(line)
                prometheus.read(metrics)
            except (ValueError, Failure) as error:
                broken.append(f"{error}: {text!r}")

    reader = asyncio.create_task(asyncio.to_thread(read_on))
    try:
        for _ in range(4):
            await stage.desktop.dial(CALL)
            await stage.desktop.expect(outbound(CALL))
            await files.status_with(lambda s: s["call"]["state"] != "idle", "a call")
            await stage.desktop.hang_up()
            await stage.desktop.expect(IDLE)
            await files.status_with(lambda s: s["call"]["state"] == "idle", "no call")
    finally:
        stop.set()
        await reader
    require(not broken, "; ".join(broken[:2]))
    require(len(seen) >= 4, f"only {len(seen)} versions were seen")
    left = [path.name for path in stage.folder.iterdir() if path.name.endswith(".new")]
    require(not left, f"left over: {left}")


@case("what cannot be written is said once, and dialling goes on")
async def status_unwritable(stage):
    nowhere = stage.folder / "nowhere"
    await stage.desktop.start()
    await stage.modem.start()
    await stage.start_daemon("--status-file", nowhere / "status.json", "--metrics-file",
                             nowhere / "atdialler.prom")
    await stage.ready()
    for key in ("status-file", "metrics-file"):
        stage.daemon.log.read = 0
        await stage.daemon.logged(f"error: {key}: cannot write .*nowhere/.*: No such file")
    await stage.desktop.dial(CALL)
    await stage.desktop.expect(outbound(CALL))
    await stage.daemon.logged("call: connected")
    said = [line for line in stage.daemon.log.items if "cannot write" in line]
    require(len(said) == 2, f"said more than once: {said}")
    nowhere.mkdir()
    await stage.desktop.hang_up()
    await stage.desktop.expect(IDLE)
    await stage.daemon.logged("status-file: .* is written again")


@case("the metrics keep to the format, tell of a call, and go at a clean stop")
async def metrics_through_call(stage):
    files = Files(stage)
    await files.begin()
    await files.metric("atdialler_ready", 1)
    await files.metric("atdialler_patriot_connected", 1)
    await files.metric("atdialler_call_active", 0)
    await stage.desktop.dial(CALL)
    await stage.desktop.expect(outbound(CALL))
    await files.metric("atdialler_call_active", 1)
    await stage.desktop.dial_in_vain(phoneNo=CALL, rawPhoneNo=CALL)
    await files.metric("atdialler_dials_refused_total", 1, rule="line")
    await stage.desktop.hang_up()
    await stage.desktop.expect(IDLE)
    await files.metric("atdialler_call_active", 0)
    await stage.desktop.dial_in_vain(phoneNo="*21*0900#", rawPhoneNo="")
    await files.metric("atdialler_dials_refused_total", 1, rule="allow-service-codes")
    await files.metric("atdialler_dial_requests_total", 3)
    await files.metric("atdialler_calls_total", 1, direction="outbound", outcome="hung-up")
    await files.metric("atdialler_dial_latency_seconds_count", 1)
    require(files.read()["lastDial"]["outcome"] == "refused", str(files.read()["lastDial"]))
    await stage.modem.order(f"ring {CALL}")
    await stage.desktop.expect(incoming(CALL))
    await stage.modem.order("remote-hangup")
    await stage.desktop.expect(IDLE)
    await files.metric("atdialler_calls_total", 1, direction="inbound", outcome="missed")
    await stage.desktop.stop()
    await files.metric("atdialler_patriot_connected", 0)
    await files.metric("atdialler_ready", 0)
    await stage.desktop.start()
    await files.metric("atdialler_ready", 1)
    await files.metric("atdialler_patriot_reconnects_total", 1)
    stage.desktop.updates.read = len(stage.desktop.updates.items)
    status = await stage.daemon.stopped()
    require(status == 0, f"exit status {status}")
    require(not files.metrics.exists(), "the metrics outlive a clean stop")


class Command:
    """A command for --on-change that writes down what it is told, a line for each time."""

    def __init__(self, stage, more=""):
        self.told = stage.folder / "told"
        self.path = stage.folder / "on-change"
        self.path.write_text("#!/bin/sh\n"
                             "echo \"$1 $ATDIALLER_READY $ATDIALLER_SINCE $ATDIALLER_DEVICE "
                             f"$ATDIALLER_REASON - $ATDIALLER_REMEDY\" >> {self.told}\n"
                             f"env >> {stage.folder}/environment\n{more}\n")
        self.path.chmod(0o755)

    def lines(self):
        return self.told.read_text().splitlines() if self.told.exists() else []

    async def has_run(self, times):
        return await until(lambda: len(found := self.lines()) >= times and found,
                           f"run {times} of the command")


@case("--on-change is told ready and not ready, with why and what to do, but not the key",
      slow=True)
async def on_change(stage):
    command = Command(stage)
    await stage.desktop.start()
    await stage.modem.start()
    await stage.start_daemon("--on-change", f"{command.path} desk-1",
                             environment={"ATDIALLER_API_KEY": "of-no-use"})
    await stage.ready()
    await stage.daemon.logged("can dial$")
    ready = (await command.has_run(1))[0].split(" ")
    require(ready[:2] == ["desk-1", "1"] and ready[3] == str(stage.modem.link), str(ready))
    await stage.modem.order("unplug")
    await stage.daemon.logged("error: cannot dial: .*; look at its cable")
    line = (await command.has_run(2))[1]
    require(line.startswith("desk-1 0 ") and "plugged in" in line, line)
    await stage.modem.order("plug")
    await stage.daemon.logged("can dial again, after")
    require((await command.has_run(3))[2].startswith("desk-1 1 "), "not told that it is ready")
    environment = (stage.folder / "environment").read_text()
    require("of-no-use" not in environment and "API" not in environment, environment)


@case("a link that is made again within a moment is no reason to tell anybody")
async def on_change_grace(stage):
    command = Command(stage)
    await stage.begin_with("--on-change", command.path)
    await stage.daemon.logged("can dial$")
    await command.has_run(1)
    stage.desktop.cut()
    await stage.desktop.expect(IDLE)
    await stage.desktop.expect_status(IDLE)
    said = [line for line in stage.daemon.log.items if "cannot dial" in line or "again" in line]
    require(not said and len(command.lines()) == 1, f"{said}, {command.lines()}")


@case("what changes faster than every 10 s is told at last as it is", slow=True)
async def on_change_rate(stage):
    command = Command(stage)
    await stage.desktop.start()
    await stage.modem.start("--reply", "AT+CPIN?=+CME ERROR: 10")
    await stage.start_daemon("--on-change", command.path)
    await stage.daemon.logged("error: cannot dial: no SIM card; put a SIM card")
    await command.has_run(1)
    first = time.monotonic()
    await stage.modem.stop()
    stage.modem = Modem(stage.modem.link)       # another, with a card
    await stage.modem.start()
    await stage.daemon.logged("can dial again")
    lines = await command.has_run(2)
    require(time.monotonic() - first > 8, "told again too soon")
    require([line.split(" ")[1] for line in lines] == ["0", "1"], str(lines))


@case("a command of --on-change that fails or hangs is logged, and dialling goes on", slow=True)
async def on_change_fails(stage):
    command = Command(stage, more="test $ATDIALLER_READY = 1 && exit 7; sleep 600")
    await stage.begin_with("--on-change", command.path)
    await stage.daemon.logged("warning: on-change: it ended with status 7")
    await stage.desktop.dial(CALL)
    await stage.desktop.expect(outbound(CALL))
    await stage.desktop.hang_up()
    await stage.desktop.expect(IDLE)
    await stage.desktop.stop()
    await stage.daemon.logged("error: cannot dial: not connected to Patriot: .*; see that")
    await command.has_run(2)
    await stage.desktop.start()
    await stage.desktop.expect(IDLE)
    await stage.desktop.dial(CALL)
    await stage.desktop.expect(outbound(CALL))
    await stage.desktop.hang_up()
    await stage.desktop.expect(IDLE)


@case("a command of --on-change that cannot be run ends the start with status 2")
async def on_change_wrong(stage):
    for command, word in (("true", "absolute"), ("/no/such/program", "No such file"),
                          ("/etc/passwd", "Permission denied"), ("/etc", "folder")):
        status, output = await stage.run_daemon(*stage.arguments("--on-change", command))
        require(status == 2 and "--on-change" in output and word in output,
                f"{command}: exit status {status}: {output}")
    status, output = await stage.run_daemon(*stage.arguments("--check-config", "--on-change", "me"))
    require(status == 2 and "absolute" in output, f"exit status {status}: {output}")
