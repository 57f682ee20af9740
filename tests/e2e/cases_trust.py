# SPDX-License-Identifier: MIT
"""Trust: each way to it works, each refusal names its reason, and no key is sent before."""
import asyncio
import os
import re
import shlex
import socket
import ssl
import subprocess
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

import daemon
from certificates import HOST, make
from desktop import IDLE
from record import PATIENCE, Failure, Skip, require
from tap import case

TRUSTED, UNREACHABLE, MISUSED, NOT_TRUSTED = 0, 1, 2, 3


def pin_of(certificate):
    """Of its public key, by OpenSSL."""
    text = subprocess.run(
        f"openssl x509 -in {certificate.pem} -noout -pubkey | openssl pkey -pubin -outform der |"
        " openssl dgst -sha256", shell=True, check=True, capture_output=True, text=True).stdout
    return "sha256:" + text.split()[-1]


def place(stage):
    return ["--connect-to", f"127.0.0.1:{stage.desktop.port}"]


def options(stage, *trust):
    return ["--device", stage.modem.link, "--api-key-file", stage.key_file, "--verbose",
            *place(stage), *trust]


async def connects(stage, certificate, *trust, **how):
    """The desktop shows the certificate, the daemon has the options, and they come together."""
    stage.desktop.certificate = certificate
    await stage.desktop.start()
    await stage.modem.start()
    await stage.start_daemon(arguments=options(stage, *trust), **how)
    await stage.desktop.expect(IDLE)


async def again(stage, *trust, **how):
    """The daemon is started anew; the desktop as it is."""
    if stage.daemon.running():
        await stage.daemon.stopped()
    await stage.start_daemon(arguments=options(stage, *trust), **how)


async def swap(stage, certificate):
    await stage.desktop.stop()
    stage.desktop.certificate = certificate
    await stage.desktop.start()


async def refuses(stage, certificate, why, *trust, **how):
    stage.desktop.certificate = certificate
    await stage.desktop.start()
    await stage.modem.start()
    await stage.start_daemon(arguments=options(stage, *trust), **how)
    line = await stage.daemon.logged(f"not connected: certificate refused.*({why})")
    await stage.daemon.logged("connecting to")
    await stage.daemon.logged("not connected: certificate refused")
    require(not stage.desktop.requests.items, "the key was sent")
    require(stage.desktop.ws is None, "the websocket was opened")
    return line


def once(stage, name, **how):
    """A certificate for this case alone."""
    return make(stage.folder, name, **how)


# Pins


@case("a pin alone is enough for a self-signed certificate, whatever name and dates it has")
async def pin_alone(stage):
    certificate = once(stage, "old", host="desk-7", days=-1, algorithm="ec")
    await connects(stage, certificate, "--pin", pin_of(certificate))


@case("one of several pins has to match")
async def pins(stage):
    good, other = stage.certificates.good, stage.certificates.renewed
    await connects(stage, good, "--pin", pin_of(other), "--pin", pin_of(good).upper().replace(
        "SHA256", "sha256"))


@case("another key than the pinned one is refused; the log has both")
async def wrong_pin(stage):
    good, other = stage.certificates.good, stage.certificates.renewed
    await refuses(stage, good, f"{pin_of(good)}.*{pin_of(other)}", "--pin", pin_of(other))


@case("with a CA file a pin is one check more: the certificate is right, the pin is not")
async def right_file_wrong_pin(stage):
    good, other = stage.certificates.good, stage.certificates.renewed
    await refuses(stage, good, f"pinned is {pin_of(other)}",
                  "--ca-file", good.pem, "--pin", pin_of(other))


@case("with a CA file a pin is one check more: the pin is right, the certificate has expired")
async def right_pin_expired(stage):
    expired = stage.certificates.expired
    await refuses(stage, expired, "expired .* UTC, our clock says .* UTC.*valid from",
                  "--ca-file", expired.pem, "--pin", pin_of(expired))


@case("with a CA file a pin is one check more: the pin is right, the file is another's")
async def right_pin_wrong_file(stage):
    good, other = stage.certificates.good, stage.certificates.other_name
    await refuses(stage, good, "self-signed and not the one we trust",
                  "--ca-file", other.pem, "--pin", pin_of(good))


# First use


def remembers(stage):
    """$STATE_DIRECTORY as systemd sets it, but the folder is not there yet."""
    return {"environment": {"STATE_DIRECTORY": str(stage.folder / "state" / "atdialler")}}


@case("the key seen first is trusted, and again after a restart; a changed one is refused until "
      "the command in the log has been given")
async def first_use(stage):
    option, how = "--trust-on-first-use", remembers(stage)
    await connects(stage, stage.certificates.good, option, **how)
    kept = list((stage.folder / "state" / "atdialler").iterdir())
    require([path.name for path in kept] == [f"known-127.0.0.1-{stage.desktop.port}"],
            f"kept: {kept}")
    await again(stage, option, **how)
    await stage.desktop.expect(IDLE)

    asked = len(stage.desktop.requests.items)
    await swap(stage, stage.certificates.renewed)
    line = await stage.daemon.logged("certificate refused; its key is not the one seen first")
    require(pin_of(stage.certificates.renewed) in line, f"the new key is not named: {line}")
    await stage.daemon.logged("connecting to")
    await stage.daemon.logged("certificate refused")
    require(len(stage.desktop.requests.items) == asked, "the key was sent")
    command = re.search(r"accept it by: (rm [^;]*);", line)[1]
    subprocess.run(command, shell=True, check=True)
    await stage.desktop.expect(IDLE)


@case("at the first use the name still counts, and nothing is remembered that was refused")
async def first_use_name(stage):
    how = remembers(stage)
    await refuses(stage, stage.certificates.other_name, "another.example.*" + HOST,
                  "--trust-on-first-use", **how)
    require(not list((stage.folder / "state" / "atdialler").iterdir()), "it was remembered")


@case("at the first use the dates still count")
async def first_use_dates(stage):
    await refuses(stage, stage.certificates.expired, "expired", "--trust-on-first-use",
                  **remembers(stage))


@case("a damaged memory of the first key is not a first use")
async def first_use_damaged(stage):
    state = stage.folder / "state" / "atdialler"
    state.mkdir(parents=True)
    (state / f"known-127.0.0.1-{stage.desktop.port}").write_text("|g0|127.0.0.1|")
    await refuses(stage, stage.certificates.good, "holds no key.*rm ", "--trust-on-first-use",
                  **remembers(stage))


@case("without a folder to remember in, the first use ends with status 2")
async def first_use_nowhere(stage):
    status, output = await stage.run_daemon(
        *options(stage, "--trust-on-first-use"), environment={"STATE_DIRECTORY": "/dev/null/x"})
    require(status == MISUSED and "--trust-on-first-use" in output, f"{status}: {output}")


# Other refusals


@case("a weak key is refused, also when it is pinned")
async def weak_key(stage):
    weak = once(stage, "weak", algorithm="rsa:1024")
    context = weak.context

    def lax():
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        made.set_ciphers("DEFAULT:@SECLEVEL=0")
        made.load_cert_chain(weak.pem, weak.key)
        return made
    try:
        context()
    except ssl.SSLError:
        object.__setattr__(weak, "context", lax)
    await refuses(stage, weak, "RSA 1024 bits.*too weak", "--pin", pin_of(weak))


@case("a certificate swapped between two connections is refused")
async def swapped(stage):
    await connects(stage, stage.certificates.good, "--ca-file", stage.certificates.good.pem)
    asked = len(stage.desktop.requests.items)
    await swap(stage, stage.certificates.renewed)
    await stage.daemon.logged("certificate refused")
    await stage.daemon.logged("certificate refused")
    require(len(stage.desktop.requests.items) == asked, "the key was sent")
    await swap(stage, stage.certificates.good)
    await stage.desktop.expect(IDLE)


@case("a refusal that persists is logged once, though our clock goes on")
async def refused_once(stage):
    await refuses(stage, stage.certificates.expired, "expired", "--ca-file",
                  stage.certificates.expired.pem)
    loud = [line for line in stage.daemon.log.items if "warning" in line and "refused" in line]
    require(len(loud) <= 1, f"logged again and again: {loud}")


# --show-certificate


async def shell(stage, command, **how):
    """Its exit status and what it prints."""
    process = await asyncio.create_subprocess_shell(
        command, cwd=stage.folder, stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT, **how)
    output, _ = await process.communicate()
    return process.returncode, output.decode()


async def show(stage, *arguments, **how):
    words = [*daemon.COMMAND, "--show-certificate", *map(str, arguments)]
    return await shell(stage, shlex.join(words), **how)


def spelled(line):
    """A command line that was printed, for a program that is not installed."""
    require(line.startswith("atdialler "), f"not a command line: {line}")
    return shlex.join(daemon.COMMAND) + line[len("atdialler"):]


async def lead(stage, way):
    """From "certificate not trusted" to connected by nothing but what is printed."""
    stage.desktop.certificate = stage.certificates.good
    await stage.desktop.start()
    await stage.modem.start()
    await stage.start_daemon(arguments=options(stage))
    line = await stage.daemon.logged("certificate refused; self-signed")
    command = re.search("atdialler --show-certificate.*", line)[0]
    status, shown = await shell(stage, spelled(command))
    require(status == NOT_TRUSTED, f"{command}: exit status {status}: {shown}")
    lines = [text.strip() for text in shown.splitlines()]
    for save in [text for text in lines if text.endswith("> patriot.pem")]:
        await shell(stage, spelled(save))
    chosen = [text for text in lines if text.startswith("--") and way in text]
    require(len(chosen) == 1, f"lines for {way}: {chosen}")
    require(not stage.desktop.requests.items, "the key was sent")
    await stage.daemon.stopped()
    words = [str(stage.folder / word) if word == "patriot.pem" else word
             for word in shlex.split(chosen[0])]
    await stage.start_daemon(
        arguments=["--device", stage.modem.link, "--api-key-file", stage.key_file, *words],
        **remembers(stage))
    await stage.desktop.expect(IDLE)


@case("what the daemon prints leads from \"not trusted\" to connected: --ca-file")
async def lead_to_file(stage):
    await lead(stage, "--ca-file")


@case("what the daemon prints leads from \"not trusted\" to connected: --pin")
async def lead_to_pin(stage):
    await lead(stage, "--pin")


@case("what the daemon prints leads from \"not trusted\" to connected: --trust-on-first-use")
async def lead_to_first_use(stage):
    await lead(stage, "--trust-on-first-use")


@case("what --show-certificate prints for the config file leads from there to connected, too")
async def lead_to_config(stage):
    stage.desktop.certificate = stage.certificates.good
    await stage.desktop.start()
    await stage.modem.start()
    words = [str(word) for word in options(stage) if word != "--verbose"]
    file = stage.folder / "desk.conf"
    file.write_text("".join(f"{word[2:]} = {value}\n" for word, value in
                            zip(words[::2], words[1::2])))
    status, shown = await show(stage, "--config", file)
    require(status == NOT_TRUSTED, f"exit status {status}: {shown}")
    lines = re.findall("in the config file: (.*)", shown)
    require([line.split()[0] for line in lines] == ["ca-file", "pin", "trust-on-first-use"], shown)
    with file.open("a") as text:
        text.write(lines[1] + "\n")
    await stage.start_daemon(arguments=["--config", file])
    await stage.desktop.expect(IDLE)


@case("--show-certificate describes it, and says whether and why it is trusted")
async def show_describes(stage):
    good = stage.certificates.good
    await stage.desktop.start()
    status, output = await show(stage, *place(stage))
    require(status == NOT_TRUSTED, f"exit status {status}: {output}")
    for wanted in (f"subject +CN={HOST}", f"for +{HOST}", r"self-signed", "valid from +20",
                   "valid until +20", "our clock +20", "RSA 2048 bits", "RSA-SHA256",
                   pin_of(good), "issuer +WRONG", "name +good", "pin +does not count",
                   "NOT trusted: .*self-signed and not the one we trust"):
        require(re.search(wanted, output), f"{wanted} is not in {output}")
    require(good.pem.read_text().strip() in output, "not this PEM")
    for trust, wanted in ((["--ca-file", good.pem], "issuer +good"),
                          (["--pin", pin_of(good)], "pin +good"),
                          (["--ca-file", good.pem, "--pin", pin_of(good)], "pin +good")):
        status, output = await show(stage, *place(stage), *trust)
        require(status == TRUSTED, f"{trust}: exit status {status}: {output}")
        require(re.search(wanted, output) and "It is trusted." in output, output)
    status, output = await show(stage, *place(stage), "--pin", pin_of(stage.certificates.renewed))
    require(status == NOT_TRUSTED and re.search("pin +WRONG", output), output)
    require(stage.desktop.ws is None, "it said more than TLS")


@case("--show-certificate remembers nothing")
async def show_forgets(stage):
    await stage.desktop.start()
    state = stage.folder / "state"
    status, output = await show(stage, *place(stage), "--trust-on-first-use",
                                env={**os.environ, "STATE_DIRECTORY": str(state)})
    require(status == TRUSTED, f"exit status {status}: {output}")
    require("would be remembered" in output, output)
    require(not state.exists(), "it made a folder")


@case("--show-certificate offers no way that would not do, and says why")
async def show_other_name(stage):
    stage.desktop.certificate = stage.certificates.other_name
    await stage.desktop.start()
    status, output = await show(stage, *place(stage))
    require(status == NOT_TRUSTED, f"exit status {status}: {output}")
    lines = [line.strip() for line in output.splitlines() if line.strip().startswith("--conn")]
    require(len(lines) == 1 and "--pin" in lines[0], f"offers {lines}")
    require(output.count("would not do: certificate refused; it is for another.example") == 2,
            output)


@case("--show-certificate without anybody there ends with status 1, misused with 2")
async def show_fails(stage):
    status, output = await show(stage, *place(stage))
    require(status == UNREACHABLE and "cannot connect" in output, f"{status}: {output}")
    for wrong in (["--pin", "sha256:abc"], ["--ca-file", "/nowhere"], ["--url", "ws://h/"]):
        status, output = await show(stage, *wrong)
        require(status == MISUSED and wrong[0] in output, f"{status}: {output}")
    server = await asyncio.start_server(lambda reader, writer: writer.write(b"220 hello\r\n"),
                                        "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    status, output = await show(stage, "--connect-to", f"127.0.0.1:{port}")
    server.close()
    require(status == UNREACHABLE and "does not speak TLS" in output, f"{status}: {output}")


# The connection itself


@case("a second connection resumes the first")
async def resumes(stage):
    await stage.begin()
    reused = []
    for _ in range(3):
        reused.append(stage.desktop.ws.transport.get_extra_info("ssl_object").session_reused)
        stage.desktop.cut()
        await stage.desktop.expect(IDLE)
    reused.append(stage.desktop.ws.transport.get_extra_info("ssl_object").session_reused)
    require(reused == [False, True, True, True], f"resumed: {reused}")


async def unavailable(stage, header, low, high):
    """A Patriot that answers every upgrade by 503: how long the daemon waits."""
    async def answer(reader, writer):
        try:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(b"HTTP/1.1 503 Service Unavailable\r\n" + header + b"\r\n")
            await writer.drain()
            await reader.read()
        except (OSError, asyncio.IncompleteReadError):
            pass
        writer.close()
    server = await asyncio.start_server(answer, "127.0.0.1", 0,
                                        ssl=stage.certificates.good.context())
    port = server.sockets[0].getsockname()[1]
    await stage.start_daemon(arguments=[
        "--device", stage.modem.link, "--connect-to", f"127.0.0.1:{port}",
        "--api-key-file", stage.key_file, "--ca-file", stage.certificates.good.pem])
    line = await stage.daemon.logged("503 Service Unavailable; is Patriot still starting")
    server.close()
    wait = int(re.search(r"next try in (\d+) s", line)[1])
    require(low <= wait <= high, f"waits {wait} s")


@case("a 503 is waited for as its Retry-After says")
async def retry_after(stage):
    await unavailable(stage, b"Retry-After: 77\r\n", 77, 77)


@case("a Retry-After may be a date")
async def retry_after_date(stage):
    when = format_datetime(datetime.now(timezone.utc) + timedelta(seconds=200), usegmt=True)
    await unavailable(stage, f"Retry-After: {when}\r\n".encode(), 120, 200)


@case("a Retry-After of more than five minutes is five minutes")
async def retry_after_long(stage):
    await unavailable(stage, b"Retry-After: 86400\r\n", 300, 300)


@case("an address that does not answer does not hold up the next one")
async def races(stage):
    found = {entry[0] for entry in socket.getaddrinfo("localhost", 9, type=socket.SOCK_STREAM)}
    if found != {socket.AF_INET, socket.AF_INET6}:
        raise Skip("localhost is not two addresses here")
    deaf = socket.socket(socket.AF_INET6)
    fillers = []
    try:
        deaf.bind(("::1", stage.desktop.port))
        deaf.listen(0)
        for _ in range(8):
            filler = socket.socket(socket.AF_INET6)
            filler.setblocking(False)
            filler.connect_ex(("::1", stage.desktop.port))
            fillers.append(filler)
        await stage.desktop.start()
        await stage.modem.start()
        loop = asyncio.get_running_loop()
        began = loop.time()
        await stage.start_daemon(arguments=[
            "--device", stage.modem.link, "--connect-to", f"localhost:{stage.desktop.port}",
            "--api-key-file", stage.key_file, "--ca-file", stage.certificates.good.pem])
        await stage.desktop.expect(IDLE)
        if loop.time() - began > 2.5 * PATIENCE:
            raise Failure(f"it took {loop.time() - began:.1f} s")
    finally:
        for each in (*fillers, deaf):
            each.close()
