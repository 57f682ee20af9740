# SPDX-License-Identifier: MIT
"""The config file: what is wrong with it, and reading it again on SIGHUP."""
import asyncio
import os
import re
import signal

from cases_trust import pin_of, swap
from desktop import IDLE, KEY, Desktop, outbound
from record import require
from tap import case

CALL = "0911222330"
PATH = "conf"


def config_of(stage, *, leave_out=(), **other):
    """A good config file's text; `other` names values that differ, with _ for -."""
    values = {"device": stage.modem.link, "connect-to": f"127.0.0.1:{stage.desktop.port}",
              "api-key-file": stage.key_file, "ca-file": stage.certificates.good.pem,
              "verbose": "yes"}
    values.update({key.replace("_", "-"): value for key, value in other.items()})
    return "".join(f"{key} = {value}\n" for key, value in values.items() if key not in leave_out)


def write(stage, text):
    path = stage.folder / PATH
    path.write_text(text)
    return path


async def begin(stage, environment=None, **other):
    stage.key_file.chmod(0o600)
    write(stage, config_of(stage, **other))
    await stage.desktop.start()
    await stage.modem.start()
    await stage.start_daemon(arguments=["--config", stage.folder / PATH],
                             environment=environment)
    await stage.ready()


def hang_up(stage):
    stage.daemon.process.send_signal(signal.SIGHUP)


async def refused(stage, text, *expected, arguments=(), data=None):
    path = stage.folder / PATH
    path.write_bytes(text.encode() if data is None else data)
    status, output = await stage.run_daemon("--config", path, *arguments)
    require(status == 2, f"{text!r}: exit status {status}: {output}")
    for part in expected:
        require(part.replace("FILE", str(path)) in output, f"{text!r}: {part!r} is not in {output}")


@case("the whole desk can be in the config file")
async def from_file(stage):
    await begin(stage)
    await stage.desktop.dial(CALL)
    await stage.desktop.expect(outbound(CALL))


@case("a mistake in the config file ends with status 2, and file, line, key and what was expected")
async def mistakes(stage):
    good = config_of(stage)
    lines = good.count("\n")
    for text, *expected in (
            ("devise = /dev/x\n", "FILE:1: devise: expected a key", 'did you mean "device"?'),
            (good + "volume = 11\n", f"FILE:{lines + 1}: volume: expected a key"),
            (good + "help = yes\n", f"FILE:{lines + 1}: help: ", "only the command line"),
            (good + "probe = yes\n", f"FILE:{lines + 1}: probe: ", "only the command line"),
            (good + "baud = fast\n", f"FILE:{lines + 1}: baud: expected a number", '"fast"'),
            (good + "mask-numbers = perhaps\n", "mask-numbers: expected yes or no", '"perhaps"'),
            (good + "log-level = loud\n", "log-level: expected error|warning", '"loud"'),
            (good + "modem = nokia\n", f"FILE:{lines + 1}: modem: expected ", '"nokia"'),
            (good + "device = /dev/y\n", f"FILE:{lines + 1}: device: ", "line 1 has it"),
            (good + "baud =\n", "baud: expected N, got nothing"),
            (good + "baud\n", f"FILE:{lines + 1}: expected KEY = VALUE"),
            (good + 'trace = "x\n', f"FILE:{lines + 1}: trace: expected one value in quotes"),
            (config_of(stage, url="ws://h/"), f"FILE:{lines + 1}: url: ", "wss:"),
            (config_of(stage, connect_to="h:0"), "FILE:2: connect-to: "),
            (config_of(stage, api_key_file="/nowhere"), "FILE:3: api-key-file: ", "/nowhere"),
            (config_of(stage, ca_file="/nowhere"), "FILE:4: ca-file: ", "/nowhere"),
            (config_of(stage, pin="sha256:00"), f"FILE:{lines + 1}: pin: "),
            (config_of(stage, pin_file="/nowhere"), f"FILE:{lines + 1}: pin-file: ", "/nowhere"),
            (config_of(stage, trace="/nowhere/x"), f"FILE:{lines + 1}: trace: cannot write"),
            (config_of(stage, device="usb:1"), "FILE:1: device: expected usb:"),
            ("# nothing\n", "--device is required", "config file")):
        await refused(stage, text, *expected)


@case("a config file from anywhere: line ends and mark of Windows are read, other bytes are named")
async def foreign_bytes(stage):
    good = config_of(stage)
    windows = b"\xef\xbb\xbf" + good.replace("\n", "\r\n").encode()
    await refused(stage, "", "FILE:6: baud: ", data=windows + b"baud = x\r\n")
    await refused(stage, "", "FILE:1: ", "UTF-16", data=b"\xff\xfe" + good.encode("utf-16-le"))
    await refused(stage, "", "FILE:1: ", "NUL", data=b"a\0b = c\n")
    await refused(stage, "", "FILE:2: ", "control", data=b"\na = \x1b[2J\n")
    await refused(stage, "", "FILE:1: ", "1000 bytes", data=b"a" * 1001)
    await refused(stage, "", "FILE: File too large", data=b"#\n" * 40000)


@case("a config file that was named must be readable; --help does not want it")
async def unreadable(stage):
    for path, why in ((stage.folder / "none", "No such file"), (stage.folder, "Is a directory")):
        status, output = await stage.run_daemon("--config", path)
        require(status == 2 and "--config: " in output and why in output, f"{status}: {output}")
        status, output = await stage.run_daemon("--config", path, "--help")
        require(status == 0, f"{status}: {output}")
    os.mkfifo(stage.folder / "pipe")
    status, output = await stage.run_daemon("--config", stage.folder / "pipe")
    require(status == 2 and "expected a file, got a pipe" in output, f"{status}: {output}")


@case("a misspelled option is told the one that was probably meant")
async def near_miss(stage):
    status, output = await stage.run_daemon("--devise", "/dev/x")
    require(status == 2 and "did you mean --device?" in output, f"{status}: {output}")


@case("SIGHUP with an unchanged file changes nothing, also in mid-call")
async def unchanged(stage):
    await begin(stage)
    await stage.desktop.dial(CALL)
    await stage.desktop.expect(outbound(CALL))
    await stage.daemon.logged("call: connected")
    hang_up(stage)
    await stage.daemon.logged("config: nothing changed")
    await stage.desktop.expect_status(outbound(CALL))
    require(len(stage.desktop.requests.items) == 1, "it has connected again")
    await stage.desktop.hang_up()
    await stage.desktop.expect(IDLE)


@case("SIGHUP that changes nothing leaves the way to Patriot as good as it was")
async def still_connects(stage):
    # What is freed is overwritten: the file's text of before is no longer to be used.
    await begin(stage, {"MALLOC_PERTURB_": "165"})
    write(stage, config_of(stage, connect_to=f"localhost:{stage.desktop.port}"))
    hang_up(stage)
    await stage.desktop.expect(IDLE)
    hang_up(stage)
    await stage.daemon.logged("config: nothing changed")
    stage.desktop.cut()
    await stage.desktop.expect(IDLE)


@case("SIGHUP takes up another log level at once, and says what needs a restart")
async def at_once(stage):
    await begin(stage)
    write(stage, config_of(stage, leave_out=["verbose"], log_level="warning", baud="9600"))
    hang_up(stage)
    await stage.daemon.logged(r"warning: config: baud is now 9600 \(.*conf:6\), but .* a restart")
    await stage.desktop.dial(CALL)
    await stage.desktop.expect(outbound(CALL))
    hang_up(stage)
    await stage.daemon.logged("warning: config: baud is now 9600 .*restart")
    require(not [line for line in stage.daemon.log.items if "call: dialling" in line],
            "the call was logged")
    require(len(stage.desktop.requests.items) == 1, "it has connected again")
    await stage.desktop.hang_up()
    await stage.desktop.expect(IDLE)


@case("SIGHUP with another way to Patriot connects anew, and the call stays")
async def another_link(stage):
    await begin(stage)
    await stage.desktop.dial(CALL)
    await stage.desktop.expect(outbound(CALL))
    await stage.daemon.logged("call: connected")
    write(stage, config_of(stage, leave_out=["ca-file"], pin=pin_of(stage.certificates.good)))
    hang_up(stage)
    await stage.daemon.logged("config: ca-file is no longer set; connecting to Patriot anew")
    await stage.daemon.logged(r"config: pin has other values \(.*conf:5\); connecting")
    await stage.desktop.expect_close(1000)
    await stage.desktop.expect(outbound(CALL))
    require("active to" in await stage.modem.calls(), "the call is gone")
    await stage.desktop.hang_up()
    await stage.desktop.expect(IDLE)
    require("not connected" not in "\n".join(stage.daemon.log.items), "it is called a fault")


@case("SIGHUP during an outage: the right CA file, another machine, are tried at once")
async def outage(stage):
    stage.key_file.chmod(0o600)
    write(stage, config_of(stage, ca_file=stage.certificates.renewed.pem))
    await stage.desktop.start()
    await stage.modem.start()
    await stage.start_daemon(arguments=["--config", stage.folder / PATH])
    await stage.daemon.logged("not connected: certificate refused")
    write(stage, config_of(stage))
    hang_up(stage)
    await stage.daemon.logged("config: ca-file is now .*good.pem")
    await stage.ready()
    elsewhere = Desktop(stage.certificates.good)
    try:
        await elsewhere.start()
        write(stage, config_of(stage, connect_to=f"127.0.0.1:{elsewhere.port}"))
        hang_up(stage)
        await elsewhere.expect(IDLE)
        write(stage, config_of(stage, connect_to="127.0.0.1:1"))
        hang_up(stage)
        await stage.daemon.logged("not connected: .*127.0.0.1")
        write(stage, config_of(stage, connect_to="127.0.0.1:1", mask_numbers="yes"))
        hang_up(stage)
        await stage.daemon.logged("config: mask-numbers is now yes")
        write(stage, config_of(stage))
        hang_up(stage)
        await stage.desktop.expect(IDLE)
    finally:
        await elsewhere.stop()


@case("SIGHUP with another key in the same file connects anew with it")
async def another_key(stage):
    await begin(stage)
    other = "Zq7-another-right-key-5R"
    stage.desktop.key = other
    stage.key_file.write_text(other + "\n")
    hang_up(stage)
    await stage.daemon.logged("desk: the API key is another one")
    await stage.desktop.expect(IDLE)
    require([asked["apiKey"] for asked in stage.desktop.requests.items] == [KEY, other],
            "it was not used")
    require(other not in "\n".join(stage.daemon.log.items), "the key is in the log")


@case("SIGHUP when a refused key has been corrected tries it at once, not after 30 s")
async def corrected_key(stage):
    stage.key_file.write_text("a wrong one\n")
    stage.key_file.chmod(0o600)
    write(stage, config_of(stage))
    await stage.desktop.start()
    await stage.modem.start()
    await stage.start_daemon(arguments=["--config", stage.folder / PATH])
    await stage.daemon.logged("Patriot refused the API key: .*; next try in 30 s")
    stage.key_file.write_text(KEY + "\n")
    hang_up(stage)
    await stage.daemon.logged("config: nothing changed")
    await stage.desktop.expect(IDLE, limit=8)


@case("SIGHUP with a broken file: the mistake is logged, and all stays as it was")
async def broken(stage):
    await begin(stage)
    good = config_of(stage, leave_out=["verbose"])
    for text, expected in (
            (good + "baud = fast\n", "conf:5: baud: expected a number"),
            (good + "devise = x\n", 'conf:5: devise: .*"device"'),
            (good.replace("ca-file = ", "ca-file = /nowhere"), "conf:4: ca-file: "),
            (good.replace("api-key-file = ", "api-key-file = /nowhere"), "conf:3: api-key-file"),
            ("", "--device is required")):
        write(stage, text)
        hang_up(stage)
        await stage.daemon.logged(f"error: config: .*{expected}.*; all stays as it was")
    (stage.folder / PATH).unlink()
    hang_up(stage)
    await stage.daemon.logged("error: config: --config: cannot open .*conf: No such file")
    write(stage, config_of(stage))
    hang_up(stage)
    await stage.daemon.logged("config: nothing changed")
    await stage.desktop.expect_status(IDLE)
    require(len(stage.desktop.requests.items) == 1, "it has connected again")


@case("a hundred SIGHUPs with two files in turn leave it as the last one says")
async def storm(stage):
    await begin(stage)
    for number in range(100):
        write(stage, config_of(stage, connect_to=f"localhost:{stage.desktop.port}" if number % 2
                               else f"127.0.0.1:{stage.desktop.port}"))
        hang_up(stage)
        await asyncio.sleep(0.01)
    write(stage, config_of(stage, leave_out=["verbose"]))
    hang_up(stage)
    await stage.daemon.logged("config: verbose is now no")
    stage.desktop.updates.read = len(stage.desktop.updates.items)
    hang_up(stage)
    await stage.daemon.logged("config: nothing changed")
    await stage.desktop.stop()
    stage.desktop.watch.told = None
    await swap(stage, stage.certificates.good)
    await stage.desktop.expect(IDLE)


@case("a key file that others can read is warned of, with the command that mends it")
async def exposed(stage):
    stage.key_file.chmod(0o640)
    pin = stage.folder / "pin"
    pin.write_text("1234\n")
    pin.chmod(0o604)
    await stage.start_daemon("--pin-file", pin)
    line = await stage.daemon.logged("warning: config: --api-key-file: .*chmod 600")
    require(re.search(rf"mode 0640\): chmod 600 {re.escape(str(stage.key_file))}$", line), line)
    await stage.daemon.logged("warning: config: --pin-file: .*mode 0604.*chmod 600")


@case("what the environment has goes before the config file, and behind the command line")
async def environment(stage):
    stage.key_file.write_text("Zq7-the-wrong-key-9X\n")
    stage.key_file.chmod(0o600)
    write(stage, config_of(stage))
    await stage.desktop.start()
    await stage.modem.start()
    await stage.start_daemon(arguments=["--config", stage.folder / PATH],
                             environment={"ATDIALLER_API_KEY": KEY})
    await stage.ready()
    await stage.daemon.stopped()
    await stage.start_daemon(arguments=["--config", stage.folder / PATH, "--api-key-file",
                                        stage.key_file], environment={"ATDIALLER_API_KEY": KEY})
    await stage.daemon.logged("Patriot refused the API key")


@case("--check-config prints what is in force, as a config file that has the same in force")
async def check_config(stage):
    stage.key_file.chmod(0o600)
    path = write(stage, config_of(stage, deny='"#31#, *21"') + "rewrite = +49:0\n")
    status, output = await stage.run_daemon("--check-config", "--config", path, "--baud", "9600")
    require(status == 0, f"{status}: {output}")
    for line in (rf"device = {stage.modem.link} +# {path}:1", 'deny = "#31#, \\*21" +# .*conf:6',
                 r"rewrite = \+49:0 +# .*conf:7", "baud = 9600 +# command line",
                 "modem = auto +# default", "#trace = FILE +# not set"):
        require(re.search(f"^{line}$", output, re.M), f"{line} is not in {output}")
    require(KEY not in output, "the key is in it")
    path.write_text(output)
    status, again = await stage.run_daemon("--check-config", "--config", path)
    require(status == 0, f"{status}: {again}")
    require(re.sub(" +#.*", "", output) == re.sub(" +#.*", "", again), f"{output} is not {again}")


@case("--check-config names every mistake, and ends with status 2")
async def check_mistakes(stage):
    stage.key_file.chmod(0o644)
    path = write(stage, config_of(stage, ca_file="/nowhere", pin_file=stage.folder))
    status, output = await stage.run_daemon("--check-config", "--config", path)
    require(status == 2, f"{status}: {output}")
    for line in ("atdialler: .*conf:4: ca-file: .*/nowhere",
                 "atdialler: .*conf:6: pin-file: .*director",
                 "atdialler: warning: .*conf:3: api-key-file: .*chmod 600"):
        require(re.search(f"^{line}", output, re.M), f"{line} is not in {output}")
    require(not stage.desktop.requests.items and not stage.modem.process, "it has connected")
    for text in ("baud = x\n", "devise = /dev/x\n", "# no device\n", "deny = fax\n"):
        path.write_text(text)
        status, output = await stage.run_daemon("--check-config", "--config", path)
        require(status == 2, f"{text!r}: {status}: {output}")


@case("--check-config says that the environment has key and PIN, and prints neither")
async def check_environment(stage):
    path = write(stage, config_of(stage, leave_out=["api-key-file"]))
    status, output = await stage.run_daemon(
        "--check-config", "--config", path,
        environment={"ATDIALLER_API_KEY": KEY, "ATDIALLER_SIM_PIN": "8642"})
    require(status == 0, f"{status}: {output}")
    for key in ("api-key-file", "pin-file"):
        require(re.search(f"^#{key} = FILE +# the environment has it$", output, re.M), output)
    require(KEY not in output and "8642" not in output, "a secret is in it")
    status, output = await stage.run_daemon(
        "--check-config", "--config", path,
        environment={"ATDIALLER_API_KEY": KEY, "ATDIALLER_SIM_PIN": "86421x"})
    require(status == 2 and "ATDIALLER_SIM_PIN must hold" in output, f"{status}: {output}")
    require("86421" not in output, "the PIN is in it")
