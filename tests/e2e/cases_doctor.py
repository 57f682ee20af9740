# SPDX-License-Identifier: MIT
"""--doctor: each fault that can be staged is found, said, and comes with what to do."""
import asyncio
import json
import os
import pty
import re
import shlex
import shutil
import signal
import subprocess

import daemon
from cases_trust import shell, spelled
from desktop import KEY
from record import Skip, require
from tap import case

READY, NOT_READY, MISUSED = 0, 3, 2
LONG = 90       # seconds, for what takes its time-outs one after another


class Report:
    """What --doctor --json printed."""

    def __init__(self, status, output):
        self.status = status
        self.output = output
        found = json.loads(output[output.index('{"good"'):])
        self.good, self.verdict = found["good"], found["verdict"]
        self.order = [check["id"] for check in found["checks"]]
        self.checks = {check["id"]: check for check in found["checks"]}

    def bad(self):
        return [name for name in self.order if self.checks[name]["result"] == "bad"]

    def require(self, name, result, seen="", do=""):
        check = self.checks.get(name)
        require(check is not None, f"there is no check {name} in {self.order}")
        require(check["result"] == result, f"{name} is {check}, expected {result}")
        for key, wanted in (("seen", seen), ("do", do)):
            require(re.search(wanted, check[key]), f"{name}: {key} lacks {wanted}: {check}")


def options(stage):
    return ["--device", stage.modem.link, "--connect-to", f"127.0.0.1:{stage.desktop.port}",
            "--api-key-file", stage.key_file, "--ca-file", stage.certificates.good.pem]


async def run(stage, *arguments, limit=LONG, **how):
    """Its exit status and what it prints for people."""
    doctor = daemon.Daemon()
    stage.daemons.insert(0, doctor)     # the last is the daemon, if there is one
    await doctor.start("--doctor", *arguments, **how)
    status = await doctor.ended(limit)
    return status, "\n".join(doctor.log.items)


async def examine(stage, *more, arguments=None, **how):
    arguments = [*options(stage), *more] if arguments is None else [*arguments, *more]
    return Report(*await run(stage, "--json", *arguments, **how))


async def well(stage, *modem_options):
    """Patriot and modem as they should be."""
    stage.key_file.chmod(0o600)
    await stage.desktop.start()
    await stage.modem.start(*modem_options)


def finds(report, name, seen="", do="."):
    """The check `name` is the first that fails, and says what to do; nothing before it does."""
    require(report.status == NOT_READY and not report.good, f"exit status {report.status}")
    report.require(name, "bad", seen, do)
    require(report.bad()[0] == name, f"bad before it: {report.bad()}")
    for before in report.order[:report.order.index(name)]:
        require(report.checks[before]["result"] in ("ok", "warning"),
                f"before it: {report.checks[before]}")
    require(re.match(r"\d+ problems?; the first to mend: ", report.verdict) and
            report.checks[name]["seen"] in report.verdict, f"verdict: {report.verdict}")


TITLES = {"config": "configuration", "api-key": "API key", "url": "address and trust",
          "name": "Patriot's name", "tcp": "connection", "certificate": "certificate",
          "websocket": "websocket", "device": "modem's port", "permission": "permission",
          "holder": "used by", "at": "answers AT", "call": "call on the line", "sim": "SIM card",
          "pin": "PIN"}


def skips(report, *names, root=None):
    """What was not looked at names what is to be mended for that."""
    title = TITLES[root or report.bad()[0]]
    for name in names:
        report.require(name, "skipped", f'not looked at: first "{title}"$')


@case("the doctor finds nothing wrong when nothing is, and leaves Patriot politely")
async def all_well(stage):
    await well(stage)
    report = await examine(stage)
    require(report.status == READY and report.good, f"{report.output}")
    require(report.verdict == "ready to dial", report.verdict)
    require(all(check["result"] == "ok" for check in report.checks.values()), report.output)
    require([name for name in report.order if name == "test-call"] == [], "a call nobody wanted")
    await stage.desktop.expect_close(1000)
    require(len(stage.desktop.requests.items) == 1, "not one authentication-request")
    require(not stage.desktop.updates.items, "it said more than the authentication-request")
    touching = re.compile(r"AT(Z|&F|\+CFUN=|D|\+CHUP|H)")
    require(not list(filter(touching.match, stage.modem.commands())), "it touched the line")


@case("the doctor speaks ASCII without a UTF-8 locale, and has no colour off a terminal")
async def plain(stage):
    await well(stage)
    marks = {"C.UTF-8": "✓ ", "C": "ok   "}
    for locale, mark in marks.items():
        status, text = await run(stage, *options(stage), environment={"LC_ALL": locale})
        require(status == READY, text)
        lines = text.splitlines()
        require(lines[0].startswith(mark + "configuration"), lines[0])
        require(lines[-1] == "ready to dial" and lines[-2] == "", f"it ends in {lines[-2:]}")
        require("\x1b" not in text, "colour")
        require(locale != "C" or text.isascii(), "not ASCII")


@case("the doctor has colour on a terminal, but not with NO_COLOR")
async def colour(stage):
    for environment, wanted in (({"NO_COLOR": ""}, True), ({"NO_COLOR": "1"}, False),
                                ({"TERM": "dumb"}, False)):
        master, slave = pty.openpty()
        process = await asyncio.create_subprocess_exec(
            *daemon.COMMAND, "--doctor", "--config", "/nowhere/x.conf", stdout=slave,
            env={**os.environ, "TERM": "xterm", **environment})
        os.close(slave)
        await process.wait()
        text = os.read(master, 65536).decode()
        os.close(master)
        require(("\x1b[31m" in text) == wanted, f"{environment}: {text}")


# The configuration


@case("the doctor finds that the config file is not there")
async def no_file(stage):
    report = await examine(stage, arguments=["--config", stage.folder / "nothing.conf"])
    finds(report, "config", "nothing.conf")
    skips(report, "api-key", "url", "device", "tcp", "at")


@case("the doctor finds a wrong line of the config file; a wrong command line is a mistake")
async def wrong_line(stage):
    file = stage.folder / "atdialler.conf"
    file.write_text("device = /dev/ttyUSB0\nbaud = fast\n")
    finds(await examine(stage, arguments=["--config", file]), "config",
          f"{file}:2: baud.*expected a number")
    status, text = await stage.run_daemon("--doctor", "--baud", "fast")
    require(status == MISUSED and "--baud" in text, f"{status}: {text}")
    for wrong in (["--json"], ["--test-call", "1"]):
        status, text = await stage.run_daemon("--device", "x", *wrong)
        require(status == MISUSED and wrong[0] in text, f"{status}: {text}")


@case("the doctor takes a config file, and names it")
async def takes_file(stage):
    await well(stage)
    file = stage.folder / "atdialler.conf"
    words = list(map(str, options(stage)))
    file.write_text("".join(f"{key[2:]} = {value}\n" for key, value in
                            zip(words[::2], words[1::2])))
    report = await examine(stage, arguments=["--config", file])
    require(report.status == READY, report.output)
    report.require("config", "ok", str(file))


@case("the doctor finds that there is no API key")
async def no_key(stage):
    await well(stage)
    stage.key_file.unlink()
    report = await examine(stage)
    finds(report, "api-key", "api-key", "WebSocketApiKey")
    skips(report, "api-key-mode")


@case("the doctor finds the key that systemd gives the service, beside its configuration")
async def key_of_service(stage):
    await well(stage)
    words = list(map(str, options(stage)))
    del words[4:6]
    for name, key in (("atdialler.conf", "api-key"), ("desk7.conf", "desk7.api-key")):
        file = stage.folder / name
        file.write_text("".join(f"{word[2:]} = {value}\n" for word, value in
                                zip(words[::2], words[1::2])))
        (stage.folder / key).write_text(KEY)
        (stage.folder / key).chmod(0o600)
        report = await examine(stage, arguments=["--config", file])
        require(report.status == READY, report.output)
        report.require("api-key", "ok", str(stage.folder / key))
        (stage.folder / key).unlink()
        report = await examine(stage, arguments=["--config", file])
        finds(report, "api-key", "no API key")


@case("the doctor warns of an API key that others can read")
async def open_key(stage):
    await well(stage)
    stage.key_file.chmod(0o644)
    report = await examine(stage)
    require(report.status == READY and report.verdict == "ready to dial; 1 warning", report.output)
    report.require("api-key-mode", "warning", "0644", f"chmod 600 {stage.key_file}")
    subprocess.run(report.checks["api-key-mode"]["do"], shell=True, check=True)
    (await examine(stage)).require("api-key-mode", "ok")


@case("the doctor finds a URL that cannot be used")
async def wrong_url(stage):
    await well(stage)
    report = await examine(stage, "--url", "ws://patriot.example/")
    finds(report, "url", "--url.*wss", "--help")
    skips(report, "name", "tcp", "certificate", "websocket", "authentication")


# Patriot


@case("the doctor finds a name without an address")
async def no_name(stage):
    await well(stage)
    arguments = options(stage)
    del arguments[2:4]
    report = await examine(stage, "--url", "wss://patriot.invalid:9009/ws/dialler/v1",
                           arguments=arguments)
    finds(report, "name", "patriot.invalid", "--connect-to")
    skips(report, "tcp", "certificate", "websocket", "authentication")
    report.require("call-list", "ok")


@case("the doctor finds that nobody listens")
async def refused(stage):
    stage.key_file.chmod(0o600)
    await stage.modem.start()
    report = await examine(stage)
    finds(report, "tcp", f"port {stage.desktop.port}.*refused", "(?s)running.*WebSocketServerPort")
    require(report.bad() == ["tcp"], f"{report.bad()}")
    skips(report, "certificate")


async def impostor(stage, answer, name, seen, do, tls=False):
    """Something else than Patriot listens there."""
    await stage.modem.start()
    stage.key_file.chmod(0o600)
    context = stage.certificates.good.context() if tls else None
    server = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=context)
    where = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    report = await examine(stage, "--connect-to", where)
    server.close()
    finds(report, name, seen, do)
    return report


async def hold(reader, writer):
    await reader.read()
    writer.close()


@case("the doctor finds a port that accepts and then says nothing", slow=True)
async def silent_port(stage):
    report = await impostor(stage, hold, "certificate", "10 s", "WebSocketServerPort")
    report.require("tcp", "ok")
    skips(report, "websocket", "authentication")


@case("the doctor finds a port that does not speak TLS")
async def no_tls(stage):
    async def greet(_, writer):
        writer.write(b"220 mail.example ESMTP\r\n")
        await writer.drain()
        writer.close()
    await impostor(stage, greet, "certificate", "does not speak TLS", "something else listen")


def answers(line):
    async def answer(reader, writer):
        try:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(f"HTTP/1.1 {line}\r\nContent-Length: 0\r\n\r\n".encode())
            await writer.drain()
            await reader.read()
        except (OSError, asyncio.IncompleteReadError):
            pass
        writer.close()
    return answer


@case("the doctor finds a wrong path")
async def not_found(stage):
    report = await impostor(stage, answers("404 Not Found"), "websocket", "404", "path in --url",
                            tls=True)
    skips(report, "authentication")


@case("the doctor finds a server that wants a log-in")
async def unauthorized(stage):
    await impostor(stage, answers("401 Unauthorized"), "websocket", "401", "proxy", tls=True)


def lines_of(report):
    """The options that are offered, a list for each line."""
    text = report.checks["certificate"]["do"]
    return [shlex.split(line) for line in text.splitlines() if line.startswith("    --")]


@case("the doctor finds an unknown certificate, and each line that it offers mends it")
async def unknown_certificate(stage):
    await well(stage)
    plain_options = options(stage)[:-2]
    report = await examine(stage, arguments=plain_options)
    finds(report, "certificate", "self-signed and not the one we trust", "thumbprint")
    require(len(lines_of(report)) == 3, f"offered: {lines_of(report)}")
    require(not stage.desktop.requests.items, "the key was sent")
    save = report.checks["certificate"]["do"].splitlines()[-1].partition("after: ")[2]
    await shell(stage, spelled(save))
    for line in lines_of(report):
        words = [str(stage.folder / word) if word == "patriot.pem" else word for word in line]
        how = {"environment": {"STATE_DIRECTORY": str(stage.folder / "state")}}
        again = await examine(stage, *words, arguments=plain_options, **how)
        require(again.status == READY, f"{line}: {again.output}")
        first = "--trust-on-first-use" in line
        again.require("certificate", "warning" if first else "ok", "first time" if first else "",
                      "STATE_DIRECTORY" if first else "")
        again = await examine(stage, *words, arguments=plain_options, **how)
        again.require("certificate", "ok")


@case("the doctor finds a certificate for another name, and offers only what would do")
async def other_name(stage):
    stage.desktop.certificate = stage.certificates.other_name
    await well(stage)
    report = await examine(stage, "--ca-file", stage.certificates.other_name.pem)
    finds(report, "certificate", "another.example", "put a name that it is for into --url")
    offered = lines_of(report)
    require(len(offered) == 1 and "--pin" in offered[0], f"offered: {offered}")


@case("the doctor finds an expired certificate, and asks for the clock")
async def expired(stage):
    stage.desktop.certificate = stage.certificates.expired
    await well(stage)
    finds(await examine(stage, "--ca-file", stage.certificates.expired.pem), "certificate",
          "expired", "clock")


@case("the doctor finds that Patriot refuses the key, and does not show it")
async def refused_key(stage):
    stage.desktop.key = "another"
    stage.desktop.error = f"not this: {KEY}"
    await well(stage)
    report = await examine(stage)
    finds(report, "authentication", "refused the API key", "WebSocketApiKey")
    require(KEY not in report.output, "the key is shown")


@case("the doctor finds that Patriot does not answer the key", slow=True)
async def deaf_patriot(stage):
    stage.desktop.on_request = "wait"
    await well(stage)
    finds(await examine(stage), "authentication", "did not answer", "restart the client")


# The port


@case("the doctor finds that no device is configured, or that it is not there")
async def no_device(stage):
    await well(stage)
    report = await examine(stage, arguments=options(stage)[2:])
    finds(report, "device", "none is configured", "--device")
    skips(report, "permission", "holder", "at", "identity", "sim")
    finds(await examine(stage, "--device", stage.folder / "ttyUSB7"), "device", "ttyUSB7",
          "plugged in")
    finds(await examine(stage, "--device", "usb:ffff:fffe"), "device", "",  "plugged in")


@case("the doctor finds that the port is another user's, and names his group")
async def no_permission(stage):
    if os.geteuid() != 0:
        raise Skip("only root can be somebody else")
    nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    await well(stage)
    stage.folder.chmod(0o755)
    stage.key_file.chmod(0o644)
    stage.certificates.good.pem.parent.chmod(0o755)
    if subprocess.run([*nobody, *daemon.COMMAND, "--version"], capture_output=True).returncode:
        raise Skip("nobody cannot run it here")
    report = await examine(stage, wrapper=nobody)
    finds(report, "permission", r"nobody may not use /dev/pts/.* the group \w+",
          r"usermod -aG \w+ nobody|chgrp dialout")


@case("the doctor finds who has the port, and does not open it")
async def held(stage):
    await well(stage)
    fd = os.open(stage.modem.link, os.O_RDWR | os.O_NOCTTY)
    try:
        report = await examine(stage)
    finally:
        os.close(fd)
    finds(report, "holder", rf"\(pid {os.getpid()}\)", "only one can use")
    skips(report, "at", "identity")
    require(not stage.modem.commands(), "it spoke to the modem")


async def beside_daemon(stage, *more):
    """A daemon runs; what the doctor says meanwhile, and that he disturbs nobody."""
    if daemon.WRAPPER:
        raise Skip("under a wrapper the daemon has another name")
    stage.key_file.chmod(0o600)
    await stage.begin(arguments=stage.arguments(*more))
    said = len(stage.modem.commands())
    report = await examine(stage, *more)
    for name in ("websocket", "authentication", "at", "sim", "signal"):
        report.require(name, "skipped", "left to the running daemon")
    require(len(stage.desktop.requests.items) == 1, "it spoke to Patriot")
    extra = [line for line in stage.modem.commands()[said:]
             if line not in ("AT+CREG?", "AT+CSQ", "AT+COPS?", "AT+CLCC")]
    require(not extra, f"the modem was told {extra}")
    return report


@case("the doctor asks a running daemon, and leaves its modem and its Patriot alone")
async def running_daemon(stage):
    file = stage.folder / "status.json"
    report = await beside_daemon(stage, "--status-file", file)
    require(report.status == READY and report.verdict == "ready to dial", report.output)
    report.require("daemon", "ok", rf"pid {stage.daemon.process.pid} says: ready: .*no call")
    report = await examine(stage, "--test-call", "0911222330", "--status-file", file)
    require(report.bad() == ["test-call"], report.output)
    report.require("test-call", "bad", "running daemon", "stop the daemon")
    await stage.desktop.expect_status({"callActive": False})


@case("the doctor passes on why a running daemon is not ready")
async def daemon_not_ready(stage):
    file = stage.folder / "status.json"
    await well(stage, "--reply", "+CREG?=+CREG: 0,3")
    await stage.start_daemon(arguments=stage.arguments("--status-file", file))
    await stage.daemon.logged("cannot dial: the network refuses")
    for _ in range(100):
        if file.exists() and "network refuses" in file.read_text():
            break
        await asyncio.sleep(0.1)
    report = await examine(stage, "--status-file", file)
    finds(report, "daemon", "not ready: the network refuses", "(?s)operator.*stop the daemon")


@case("the doctor finds a daemon that hangs")
async def hung_daemon(stage):
    if daemon.WRAPPER:
        raise Skip("under a wrapper the daemon has another name")
    file = stage.folder / "status.json"
    stage.key_file.chmod(0o600)
    await stage.begin(arguments=stage.arguments("--status-file", file))
    stage.daemon.process.send_signal(signal.SIGSTOP)
    file.write_text(re.sub('"written":"[^"]*"', '"written":"2026-01-01T00:00:00Z"',
                           file.read_text()))
    report = await examine(stage, "--status-file", file)
    stage.daemon.process.send_signal(signal.SIGCONT)
    finds(report, "daemon", "it hangs", "restart it")
    report.require("at", "skipped", "left to the running daemon")


@case("the doctor knows a running daemon without a status by its hold on the port")
async def daemon_without_status(stage):
    report = await beside_daemon(stage)
    require(report.status == READY and "could not be made; 1 warning" in report.verdict,
            report.output)
    report.require("daemon", "warning", rf"pid {stage.daemon.process.pid}", "--status-file")
    report.require("holder", "ok", "atdialler")


@case("the doctor names a ModemManager that runs, and what it does to this port")
async def modem_manager(stage):
    await well(stage)
    program = stage.folder / "ModemManager"
    shutil.copy("/bin/sleep", program)
    manager = await asyncio.create_subprocess_exec(program, "100")
    report = await examine(stage)
    manager.kill()
    await manager.wait()
    report.require("modem-manager", "ok", r"running \(pid \d+\).*not USB")


# The modem


@case("the doctor finds that nothing answers AT", slow=True)
async def silent_modem(stage):
    server = await asyncio.start_server(hold, "127.0.0.1", 0)
    stage.key_file.chmod(0o600)
    await stage.desktop.start()
    report = await examine(stage, "--device",
                           f"tcp:127.0.0.1:{server.sockets[0].getsockname()[1]}")
    server.close()
    finds(report, "at", "nothing answers AT", "switched on")
    skips(report, "identity", "call", "sim", "signal", "voice")


@case("the doctor finds the speed that the modem has instead", slow=True)
async def other_speed(stage):
    await well(stage, "--baud", "9600")
    report = await examine(stage)
    finds(report, "at", "not at 115200 bits per second, but at 9600", "^--baud 9600$")
    report = await examine(stage, *report.checks["at"]["do"].split())
    require(report.status == READY, report.output)


@case("the doctor asks a modem with a call on its line no further")
async def call_up(stage):
    await well(stage, "--reply", '+CLCC=+CLCC: 1,0,0,0,0,"0911222330",129')
    report = await examine(stage)
    require(report.status == READY, report.output)
    report.require("call", "skipped", "active, 0911222330", "when it is over")
    skips(report, "sim", "signal", "voice", "caller-id", root="call")
    require("could not be made" in report.verdict, report.verdict)
    settings = [line for line in stage.modem.commands() if "CLIP" in line or "CPIN" in line]
    require(not settings, f"it went on: {settings}")


async def modem_fault(stage, name, replies, seen, do, kind="cellular"):
    words = [word for reply in replies for word in ("--reply", reply)]
    await well(stage, "--kind", kind, *words)
    report = await examine(stage)
    finds(report, name, seen, do)
    return report


@case("the doctor finds that there is no SIM card")
async def no_sim(stage):
    report = await modem_fault(stage, "sim", ["+CPIN?=+CME ERROR: 10"], "no SIM card", "put one in")
    skips(report, "pin", "registration")
    report.require("signal", "ok")


@case("the doctor finds that the SIM card wants its PIN, and never tries one")
async def pin_wanted(stage):
    await modem_fault(stage, "pin", ["+CPIN?=+CPIN: SIM PIN"], "wants its PIN", "--pin-file")
    file = stage.folder / "pin"
    file.write_text("1234\n")
    file.chmod(0o640)
    report = await examine(stage, "--pin-file", file)
    report.require("pin", "ok", "only the daemon enters it")
    report.require("pin-file", "warning", "0640", f"chmod 600 {file}")
    require("1234" not in report.output, "the PIN is shown")
    for name in ("registration", "caller-id", "call-waiting"):
        report.require(name, "skipped", "not looked at")
    require(report.status == READY and "could not be made" in report.verdict, report.verdict)
    file.write_text("none\n")
    finds(await examine(stage, "--pin-file", file), "pin-file", "must hold the SIM card's PIN")
    require(not [line for line in stage.modem.commands() if "CPIN=" in line], "it tried a PIN")


@case("the doctor finds that the SIM card wants its PUK")
async def puk_wanted(stage):
    report = await modem_fault(stage, "pin", ["+CPIN?=+CPIN: SIM PUK"], "PUK", "telephone")
    skips(report, "registration")


@case("the doctor finds a SIM card that does not work")
async def sim_failed(stage):
    await modem_fault(stage, "sim", ["+CPIN?=+CME ERROR: 13"], "does not work", "another card")


@case("the doctor finds that the modem is not registered")
async def not_registered(stage):
    await modem_fault(stage, "registration", ["+CREG?=+CREG: 0,0"], "not registered", "antenna")


@case("the doctor waits a little for a modem that searches for a network", slow=True)
async def searching(stage):
    await modem_fault(stage, "registration", ["+CREG?=+CREG: 0,2"], "searching", "antenna")


@case("the doctor finds that the network refuses the SIM card")
async def denied(stage):
    await modem_fault(stage, "registration", ["+CREG?=+CREG: 0,3"], "refuses", "paid for")


@case("the doctor warns of a weak signal")
async def weak(stage):
    await well(stage, "--reply", "+CSQ=+CSQ: 4,99")
    report = await examine(stage)
    require(report.status == READY, report.output)
    report.require("signal", "warning", r"Stand-in, 4 of 31 \(-105 dBm\): weak", "antenna")


@case("the doctor finds a modem that makes no voice calls")
async def no_voice(stage):
    await modem_fault(stage, "voice", ["^CVOICE?=ERROR"], "no voice calls", "another", "huawei")


@case("the doctor warns when the network gives no caller ID")
async def no_caller_id(stage):
    await well(stage, "--reply", "+CLIP?=+CLIP: 1,0")
    report = await examine(stage)
    require(report.status == READY, report.output)
    report.require("caller-id", "warning", "does not give it", "CLIP")


@case("the doctor knows what an analog modem can tell")
async def analog(stage):
    await well(stage, "--kind", "analog", "--reply", "+VCID=1=ERROR")
    report = await examine(stage, "--analog-mode", "voice")
    require(report.status == READY, report.output)
    report.require("voice", "warning", "no voice class", "handset")
    report.require("caller-id", "warning", "has none")
    for name in ("sim", "pin", "registration", "signal", "call-waiting"):
        require(name not in report.checks, f"{name} is shown for an analog modem")


# The test call


async def call(stage, number, dials=True, options=()):
    await well(stage)
    if dials:
        stage.desktop.asked.append(number)
    report = await examine(stage, "--test-call", number, *options)
    require(stage.modem.dialled() == ([number] if dials else []), f"{stage.modem.dialled()}")
    require("no call" in await stage.modem.calls(), "the call is still up")
    return report


@case("the doctor's test call says what it dials, and hangs up when it is answered")
async def answered(stage):
    report = await call(stage, "0911222330")
    require(report.status == READY, report.output)
    report.require("test-call", "ok", "0911222330 answered; hung up")
    text = report.output
    require(text.index("calling 0911222330 now") < text.index("   dialling"), text)


@case("the doctor's test call to a busy number works, but proves little")
async def busy(stage):
    report = await call(stage, "0911222331")
    require(report.status == READY, report.output)
    report.require("test-call", "warning", "busy", "somebody answers")


@case("the doctor's test call that the network refuses is a fault")
async def refused_call(stage):
    report = await call(stage, "0911222335")
    finds(report, "test-call", "0911222335", "telephone")


@case("the doctor's test call obeys the rules for numbers")
async def ruled_out(stage):
    report = await call(stage, "**21*0911222330#", dials=False)
    finds(report, "test-call", "refused.*service code", "nothing was dialled")


@case("the doctor's test call obeys a deny rule, and calls no emergency number")
async def denied_call(stage):
    report = await call(stage, "0900123456", dials=False, options=["--deny", "0900"])
    finds(report, "test-call", "refused.*deny", "nothing was dialled")
    finds(await examine(stage, "--test-call", "112"), "test-call", "emergency", "Patriot may")
    require(not stage.modem.dialled(), "it dialled")


@case("the doctor's test call is not made with a modem that is not ready")
async def not_ready(stage):
    await well(stage, "--reply", "+CREG?=+CREG: 0,3")
    report = await examine(stage, "--test-call", "0911222330")
    report.require("test-call", "bad", "not ready")
    require(not stage.modem.dialled(), "it dialled")


async def gives_way(stage, kind):
    await well(stage, "--kind", kind, "--fault", "slow=300")
    asked = asyncio.create_task(examine(stage, "--test-call", "0911222330"))
    await stage.modem.heard("ATS0=0" if kind == "analog" else r"AT\+COPS\?")
    await stage.modem.order("ring 0911000111")
    report = await asked
    report.require("test-call", "bad", "somebody is calling|not ready", "again")
    require(not stage.modem.dialled(), "it dialled")


@case("the doctor's test call gives way to somebody who calls meanwhile")
async def gives_way_cellular(stage):
    await gives_way(stage, "cellular")


@case("the doctor's test call gives way to somebody who calls meanwhile on an analog line")
async def gives_way_analog(stage):
    await gives_way(stage, "analog")


@case("the doctor's test call ends with the doctor")
async def interrupted(stage):
    await well(stage, "--manual")
    stage.desktop.asked.append("0911222330")
    doctor = daemon.Daemon()
    stage.daemons.append(doctor)
    await doctor.start("--doctor", *options(stage), "--test-call", "0911222330")
    await doctor.logged("dialling")
    doctor.process.send_signal(signal.SIGINT)
    status = await doctor.ended()
    text = "\n".join(doctor.log.items)
    require(status == READY and "broken off, and hung up" in text, f"{status}: {text}")
    require("no call" in await stage.modem.calls(), "the call is still up")
