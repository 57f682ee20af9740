# SPDX-License-Identifier: MIT
"""The call record: exactly one line for each dial-request and each call."""
import asyncio
import json
import os
import random
import signal
import subprocess
from datetime import datetime

import modem
from desktop import IDLE, KEY, incoming, outbound
from record import LIMIT, PATIENCE, Failure, Skip, require
from tap import case

ANSWERED = "0911222330"
BUSY = "0911222331"
UNANSWERED = "0911222332"
SHORT = "0911222333"
REFUSED = "0911222335"
ORDER = ["requested", "seen", "firstDigit", "answered", "hangupRequested", "ended"]
SEED = int(os.environ.get("TEST_SEED", random.randrange(1 << 32)))
KILLS = 10


class CallLog:
    def __init__(self, path):
        self.path = path

    def lines(self, path=None):
        """All of them, each whole."""
        try:
            text = (path or self.path).read_text()
        except FileNotFoundError:
            return []
        require(text == "" or text.endswith("\n"), f"the last line has no end: {text[-200:]!r}")
        lines = [json.loads(line) for line in text.splitlines()]
        for line in lines:
            check(line)
        return lines

    async def grows_to(self, count):
        """Waits until it has so many lines; the last one."""
        for _ in range(int(LIMIT * PATIENCE * 50)):
            if len(lines := self.lines()) >= count:
                require(len(lines) == count, f"{len(lines)} lines, not {count}: {lines}")
                return lines[-1]
            await asyncio.sleep(0.02)
        raise Failure(f"{len(self.lines())} lines in the call log, not {count}")


def check(line):
    """What is true of every line."""
    require(set(line["utc"]) == set(line["monotonic"]) and "ended" in line["utc"], f"{line}")
    times = [line["monotonic"][name] for name in ORDER[:-2] + ORDER[-1:]
             if name in line["monotonic"]]
    require(times == sorted(times), f"not in the order of time: {line}")
    utc = {name: datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").timestamp() * 1000
           for name, text in line["utc"].items()}
    ahead = [utc[name] - line["monotonic"][name] for name in utc]
    require(max(ahead) - min(ahead) < 0.5, f"two clocks that do not agree: {line}")


async def begin(stage, *arguments, options=(), name="calls.jsonl"):
    log = CallLog(stage.folder / name)
    await stage.desktop.start()
    await stage.modem.start(*options)
    await stage.start_daemon("--call-log", log.path, *arguments)
    await stage.ready()
    return log


def shows(line, *times, **fields):
    # Ringing at the far end can be too short to be seen.
    may = {"ringing"} if line["kind"] == "dial" else set()
    require(set(line["utc"]) - may == {*times, "ended"}, f"expected the times {times}: {line}")
    for name, value in fields.items():
        require(line.get(name) == value, f"expected {name} = {value}: {line}")


async def call(stage, number, end=IDLE):
    await stage.desktop.dial(number)
    await stage.desktop.expect(outbound(number))
    await stage.desktop.expect(end)


@case("each dial and its end is one line of the call log")
async def dials(stage):
    log = await begin(stage)
    await call(stage, SHORT)
    shows(await log.grows_to(1), "requested", "firstDigit", "answered", kind="dial",
          direction="outbound", number=SHORT, outcome="far-end-hung-up")
    await call(stage, BUSY)
    shows(await log.grows_to(2), "requested", "firstDigit", number=BUSY, outcome="busy",
          duration=0)
    await call(stage, REFUSED)
    line = await log.grows_to(3)
    shows(line, "requested", "firstDigit", outcome="no-service", duration=0)
    require("+CME ERROR" in line["cause"], f"{line}")
    await stage.desktop.dial(ANSWERED)
    await stage.desktop.expect(outbound(ANSWERED))
    await stage.daemon.logged(f"call: connected to {ANSWERED}")
    await stage.desktop.hang_up()
    await stage.desktop.expect(IDLE)
    line = await log.grows_to(4)
    shows(line, "requested", "firstDigit", "answered", "hangupRequested",
          outcome="hung-up")
    spent = line["monotonic"]["ended"] - line["monotonic"]["answered"]
    require(line["duration"] == spent / 1000, f"{line}")
    require((log.path.stat().st_mode & 0o777) & ~0o640 == 0, "others can read it")


@case("a refused dial-request is a line that says what refused it, before it is answered")
async def refused(stage):
    log = await begin(stage)
    for count, (number, rule) in enumerate((("*21*0900#", "allow-service-codes"),
                                            ("0911 222", "not-a-number"),
                                            ("0900;ATH", "not-a-number")), 1):
        await stage.desktop.dial_in_vain(phoneNo=number, rawPhoneNo="")
        require(len(log.lines()) == count, "the answer came before the line")
        shows(log.lines()[-1], "requested", kind="dial", number=number, outcome="refused",
              refusedBy=rule)
    await stage.desktop.dial(ANSWERED)
    await stage.desktop.expect(outbound(ANSWERED))
    await stage.desktop.dial_in_vain(phoneNo="0922", rawPhoneNo="0922")
    shows(await log.grows_to(4), "requested", number="0922", outcome="refused",
          refusedBy="there is a call already")
    await stage.modem.order("remote-hangup")
    await stage.desktop.expect(IDLE)
    require((await log.grows_to(5))["number"] == ANSWERED, f"{log.lines()}")


@case("an incoming call is one line, and so is one that is found on the line")
async def others(stage):
    log = await begin(stage)
    await stage.modem.order("ring 0911555666")
    await stage.desktop.expect(incoming("0911555666"))
    await stage.modem.order("remote-hangup")
    await stage.desktop.expect(IDLE)
    shows(await log.grows_to(1), "seen", "ringing", kind="incoming", direction="inbound",
          number="0911555666", outcome="missed", duration=0)
    await stage.modem.order("ring")
    await stage.desktop.expect(incoming())
    await stage.desktop.hang_up()
    await stage.desktop.expect(IDLE)
    shows(await log.grows_to(2), "seen", "ringing", "hangupRequested", number=None, withheld=True,
          outcome="hung-up")
    await stage.desktop.hang_up()
    shows(await log.grows_to(3), "requested", kind="hangup", outcome="no-call")
    status = await stage.daemon.stopped()
    require(status == 0, f"exit status {status}")
    await stage.modem.order("ring 0911555777")
    await stage.modem.order("answer")
    await stage.start_daemon("--call-log", log.path)
    await shown(stage, incoming("0911555777"))
    await stage.modem.order("remote-hangup")
    await stage.desktop.expect(IDLE)
    shows(await log.grows_to(4), "seen", "answered", kind="found", direction="inbound",
          number="0911555777")


async def shown(stage, status):
    await stage.desktop.updates.find(lambda got: got == status, f"{status}")


async def restarts_in_call(stage, number):
    log = await begin(stage)
    await stage.desktop.dial(ANSWERED)
    await stage.desktop.expect(outbound(ANSWERED))
    await stage.daemon.logged("call: connected")
    stage.daemon.process.send_signal(number)
    await stage.daemon.ended()
    require(log.lines() == [], "it is not over yet")
    return log


@case("a call that outlives the daemon, stopped or killed, is still one line with all its times")
async def outlives(stage):
    log = await restarts_in_call(stage, signal.SIGTERM)
    await stage.start_daemon("--call-log", log.path)
    await shown(stage, outbound(ANSWERED))
    stage.daemon.process.kill()
    await stage.daemon.ended()
    await stage.start_daemon("--call-log", log.path)
    await shown(stage, outbound(ANSWERED))
    await stage.modem.order("remote-hangup")
    await stage.desktop.expect(IDLE)
    shows(await log.grows_to(1), "requested", "firstDigit", "answered", kind="dial",
          number=ANSWERED, outcome="far-end-hung-up")


@case("a call that ended while the daemon was away is one line that says so")
async def unseen_end(stage):
    log = await restarts_in_call(stage, signal.SIGKILL)
    await stage.modem.order("remote-hangup")
    await stage.modem.calls()
    await stage.start_daemon("--call-log", log.path)
    await stage.ready()
    shows(await log.grows_to(1), "requested", "firstDigit", "answered", kind="dial",
          number=ANSWERED, outcome="unknown")
    await call(stage, BUSY)
    await log.grows_to(2)


@case("with --mask-numbers the call log holds no number")
async def masked(stage):
    log = await begin(stage, "--mask-numbers")
    await stage.desktop.dial(ANSWERED)
    await stage.desktop.expect(outbound(ANSWERED))
    require(ANSWERED not in stage.folder.joinpath("calls.jsonl.open").read_text(), "kept in full")
    await stage.modem.order("remote-hangup")
    await stage.desktop.expect(IDLE)
    line = await log.grows_to(1)
    require(line["number"] == "." * 7 + ANSWERED[-3:], f"{line}")


@case("a call log that cannot be written stops no dial, and is written when it can be")
async def unwritable(stage):
    log = await begin(stage, name="away/calls.jsonl")
    for _ in range(3):
        await call(stage, BUSY)
    log.path.parent.mkdir()
    await call(stage, SHORT)
    await stage.daemon.logged("call-log: .* is written again, and nothing is lost")
    await log.grows_to(4)
    require([line["outcome"] for line in log.lines()] == ["busy"] * 3 + ["far-end-hung-up"],
            f"{log.lines()}")
    errors = [line for line in stage.daemon.log.items if "call-log: cannot open" in line and
              "dialling goes on" in line]
    require(len(errors) == 1, f"said more than once: {errors}")


def fill(path, ballast):
    """Leaves no room: neither on the disk, nor for a line on the log's last page."""
    with open(path, "ab", buffering=0) as file:
        file.write(b'{"utc":{"ended":"2026-01-01T00:00:00.000Z"},"monotonic":{"ended":'
                   b'1767225600000},"x":"' + b"x" * (4096 - 102 - path.stat().st_size) + b'"}\n')
    with open(ballast, "wb", buffering=0) as file:
        try:
            while file.write(b"x" * 4096):
                pass
        except OSError:
            pass


@case("a full disk stops no dial, and nothing is lost when there is room again")
async def full_disk(stage):
    disk = stage.folder / "disk"
    disk.mkdir()
    if os.geteuid() != 0 or subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=64k", "none", disk], capture_output=True).returncode:
        raise Skip("only root can mount a small tmpfs")
    try:
        log = await begin(stage, name="disk/calls.jsonl")
        await call(stage, BUSY)
        first = await log.grows_to(1)
        ballast = disk / "ballast"
        fill(log.path, ballast)
        for _ in range(3):
            await call(stage, SHORT)
        await stage.daemon.logged("call-log: cannot write to .*: No space left on device")
        before = len(log.lines())
        require(before < 5, "the disk is not full")
        ballast.unlink()
        await call(stage, BUSY)
        await stage.daemon.logged("call-log: .* is written again, and nothing is lost")
        await log.grows_to(6)
        require(log.lines()[0] == first and [line["outcome"] for line in log.lines()[2:]] ==
                ["far-end-hung-up"] * 3 + ["busy"], f"{log.lines()}")
    finally:
        await stage.daemon.kill()
        subprocess.run(["umount", disk], check=True)


@case("a call log that was renamed is followed by a new one after SIGHUP, and no line is lost")
async def rotation(stage):
    log = await begin(stage)
    old = log.path.with_suffix(".1")
    await call(stage, BUSY)
    log.path.rename(old)
    await call(stage, REFUSED)
    require(len(log.lines(old)) == 2 and not log.path.exists(), "not in the renamed file")
    await stage.desktop.dial(ANSWERED)
    await stage.desktop.expect(outbound(ANSWERED))
    stage.daemon.process.send_signal(signal.SIGHUP)
    for _ in range(int(LIMIT * PATIENCE * 50)):
        if log.path.exists():
            break
        await asyncio.sleep(0.02)
    await stage.modem.order("remote-hangup")
    await stage.desktop.expect(IDLE)
    shows(await log.grows_to(1), *set(log.lines()[0]["utc"]) - {"ended", "ringing"},
          number=ANSWERED)
    require(len(log.lines(old)) == 2, "written into the renamed file")


@case("a torn last line of a machine that crashed spoils none behind it")
async def torn(stage):
    (stage.folder / "calls.jsonl").write_text('{"kind":"di')
    log = CallLog(stage.folder / "calls.jsonl")
    await begin(stage)
    await call(stage, BUSY)
    for _ in range(int(LIMIT * PATIENCE * 50)):
        if (text := log.path.read_text()).count("\n") == 2:
            break
        await asyncio.sleep(0.02)
    lines = text.splitlines()
    require(lines[0] == '{"kind":"di' and json.loads(lines[1])["number"] == BUSY, text)


async def acts(stage, dice, told):
    """What operators and callers do, until nothing answers any more; `told` counts what was."""
    while True:
        number = dice.choice((SHORT, BUSY, ANSWERED, REFUSED, None))
        if number is None:
            before = stage.desktop.watch.told
            await stage.desktop.send("dial-request", phoneNo="*21#", rawPhoneNo="")
            await stage.desktop.expect(before)
            told["refused"] += 1
            continue
        await stage.desktop.dial(number)
        await stage.desktop.expect(outbound(number))
        told["dialled"] += 1
        if number == ANSWERED:
            await asyncio.sleep(dice.random() * 0.3)
            await stage.desktop.hang_up()
        await stage.desktop.expect(IDLE)


async def restarts(stage, log):
    """What is left of a call is ended, so that each life begins with an idle line."""
    stage.desktop.updates.read = len(stage.desktop.updates.items)
    await stage.modem.order("remote-hangup")
    await stage.start_daemon("--call-log", log.path)
    await shown(stage, IDLE)
    await stage.daemon.logged("modem: ready")
    while await stage.desktop.status() != IDLE:
        await asyncio.sleep(0.05)


async def killed(stage, seed):
    dice = random.Random(seed)
    log = await begin(stage)
    told = {"refused": 0, "dialled": 0}
    for _ in range(KILLS):
        acting = asyncio.create_task(acts(stage, dice, told))
        await asyncio.sleep(dice.random() * 0.6)
        stage.daemon.process.kill()
        acting.cancel()
        await asyncio.gather(acting, return_exceptions=True)
        await stage.daemon.ended()
        await restarts(stage, log)
        lines = log.lines()
        refused = sum(line["outcome"] == "refused" for line in lines)
        dialled = sum(line["kind"] == "dial" for line in lines) - refused
        asked = sum(item.startswith(">") and "dial-request" in item
                    for item in stage.desktop.history)
        require(refused >= told["refused"] and dialled >= told["dialled"] and
                refused + dialled <= asked,
                f"seed {seed}: told {told}, asked {asked}, in the log {refused} and {dialled}")


# A hundred times, ten of them side by side.
for number in range(10):
    @case(f"ten times kill -9: every line is whole, and what was told is there ({number})")
    async def ten_kills(stage, seed=SEED + number):
        await killed(stage, seed)


def boxes(stage):
    return sorted((stage.folder / "state").glob("blackbox-*"))


async def box_is_written(stage, reason, count=1):
    await stage.daemon.logged(f"black box: what led to it is in .*-{reason}.txt")
    require(len(boxes(stage)) == count, f"{boxes(stage)}")
    text = boxes(stage)[-1].read_text()
    require(boxes(stage)[-1].stat().st_mode & 0o777 == 0o600, "others can read it")
    require(f"black box: {reason}" in text and KEY not in text, text)
    for number in (ANSWERED, BUSY, REFUSED, "0911555666"):
        require(number[:-3] not in text, f"{number} is not masked:\n{text}")
    return text


async def begin_with_box(stage, *arguments, options=()):
    await stage.desktop.start()
    await stage.modem.start(*options)
    await stage.start_daemon(*arguments, environment={"STATE_DIRECTORY": f"{stage.folder}/state"})
    await stage.ready()


@case("a call that fails leaves a black box, which modem-sim plays; one that is busy leaves none")
async def black_box(stage):
    await begin_with_box(stage)
    await asyncio.sleep(1)      # the bring-up ends where it says that it is ready
    await call(stage, BUSY)
    await asyncio.sleep(0.1)
    await call(stage, REFUSED)
    text = await box_is_written(stage, "call-failed")
    for line in ("desk< dial-request 0000000335", "> ATD0000000335;", "# desk> inactive",
                 "# desk: connected", "= idle, no network service"):
        require(f"\n{line}" in text, f"{line} is not in it:\n{text}")
    await call(stage, REFUSED)
    await stage.daemon.stopped()
    await stage.desktop.expect_close(1001)
    require(len(boxes(stage)) == 1, f"the same reason at once: {boxes(stage)}")
    await stage.modem.stop()

    stage.modem = modem.Modem(stage.folder / "player")
    await stage.modem.start("--play", str(boxes(stage)[0]))
    await stage.start_daemon()
    await stage.ready()
    await asyncio.sleep(1)
    await call(stage, "0000000331")
    await asyncio.sleep(0.1)
    await call(stage, "0000000335")
    await stage.modem.answers.find(lambda line: "as written" in line, "the end of the dialogue")
    require(not stage.modem.mistakes(), f"{stage.modem.mistakes()}")
    await stage.modem.stop()


@case("a modem that is lost, and a Patriot that is, leave a black box each; --black-box no does not")
async def lost(stage):
    await begin_with_box(stage)
    await stage.modem.stop()
    text = await box_is_written(stage, "modem-lost")
    require("\n@usb-remove" in text, text)
    stage.desktop.cut()
    text = await box_is_written(stage, "link-lost", 2)
    require("\n# desk: not connected" in text, text)
    await stage.daemon.stopped()
    stage.modem = modem.Modem(stage.folder / "modem")
    await stage.modem.start()
    await stage.start_daemon("--black-box", "no",
                             environment={"STATE_DIRECTORY": f"{stage.folder}/state"})
    await stage.daemon.logged("modem: ready")
    await stage.modem.stop()
    await stage.daemon.logged("modem: .* is not there")
    await stage.daemon.stopped()
    require(len(boxes(stage)) == 2, f"{boxes(stage)}")


@case("a hang-up that the modem has to be asked for twice leaves a black box")
async def stuck(stage):
    await begin_with_box(stage, options=("--reply", "+CHUP=OK"))
    await stage.desktop.dial(ANSWERED)
    await stage.desktop.expect(outbound(ANSWERED))
    await stage.daemon.logged("call: connected")
    await stage.desktop.hang_up()
    await stage.daemon.logged("the call is not over yet", limit=30)
    text = await box_is_written(stage, "hang-up")
    require("\n> AT+CHUP" in text and "\ndesk< hangup-request" in text, text)
    await stage.desktop.expect(IDLE)


@case("of the black boxes the newest twenty are kept")
async def twenty_boxes(stage):
    state = stage.folder / "state"
    state.mkdir()
    for day in range(10, 32):
        (state / f"blackbox-202601{day}T000000Z-link-lost.txt").write_text("")
    (state / "known_hosts").write_text("")
    await begin_with_box(stage)
    stage.desktop.cut()
    await box_is_written(stage, "link-lost", 20)
    require(boxes(stage)[0].name == "blackbox-20260113T000000Z-link-lost.txt", f"{boxes(stage)}")
    require((state / "known_hosts").exists(), "something else was removed")


@case("a black box that cannot be written is said, and disturbs nothing else")
async def no_box(stage):
    (stage.folder / "state").write_text("")
    await begin_with_box(stage)
    await call(stage, REFUSED)
    await stage.daemon.logged("black box: cannot make")
    await call(stage, BUSY)
