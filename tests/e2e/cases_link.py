# SPDX-License-Identifier: MIT
"""The link to Patriot: who it is, the key, and coming back."""
import asyncio
import json
import re
import signal
from pathlib import Path

from certificates import HOST
from desktop import IDLE, KEY, Desktop, outbound
from record import PATIENCE, Skip, require
from tap import case

CALL = "0911222330"
WRONG_KEY = "Zq7-the-wrong-key-9X"


@case("authenticates with a requestId, verified by name, and sends the status once")
async def authenticates(stage):
    await stage.begin()
    asked = stage.desktop.requests.items
    require(len(asked) == 1 and set(asked[0]) == {"requestId", "apiKey"}, f"asked {asked}")
    require(isinstance(asked[0]["requestId"], str) and asked[0]["requestId"] != "",
            "no requestId")
    require(asked[0]["apiKey"] == KEY, "not with the key")
    require(stage.desktop.server_names == [HOST], f"SNI {stage.desktop.server_names}")
    await stage.desktop.expect_status(IDLE)


@case("the certificate may be given in DER, the key in the environment")
async def other_sources(stage):
    await stage.desktop.start()
    await stage.modem.start()
    await stage.start_daemon(
        arguments=["--device", stage.modem.link, "--connect-to", f"127.0.0.1:{stage.desktop.port}",
                   "--ca-file", stage.certificates.good_der],
        environment={"ATDIALLER_API_KEY": KEY})
    await stage.ready()


@case("the key may be systemd's credential")
async def credential(stage):
    await stage.desktop.start()
    await stage.modem.start()
    await stage.start_daemon(
        arguments=["--device", stage.modem.link, "--connect-to", f"127.0.0.1:{stage.desktop.port}",
                   "--ca-file", stage.certificates.good.pem],
        environment={"CREDENTIALS_DIRECTORY": stage.folder, "ATDIALLER_API_KEY": WRONG_KEY})
    await stage.ready()


@case("nothing is acted on and no status sent before authentication succeeds")
async def before_authentication(stage):
    stage.desktop.on_request = "wait"
    await stage.desktop.start()
    await stage.modem.start()
    await stage.start_daemon()
    await stage.daemon.logged("modem: ready")
    await stage.desktop.requests.next("the authentication-request")
    await stage.desktop.send("dial-request", phoneNo=CALL, rawPhoneNo=CALL)
    await stage.desktop.send("hangup-request")
    await stage.desktop.send("call-status-request")
    await stage.daemon.logged("ignored call-status-request")
    await stage.desktop.send("authentication-response", requestId="another", success=True)
    await stage.desktop.send("call-status-request")
    await stage.daemon.logged("ignored call-status-request")
    await stage.desktop.authenticate()
    await stage.desktop.expect(IDLE)
    await stage.desktop.expect_status(IDLE)
    said = [line for line in stage.modem.commands() if line.startswith(("ATD", "ATH", "AT+CHUP"))]
    require(not said, f"the modem was told {said}")


async def use_wrong_key(stage):
    stage.key_file.write_text(WRONG_KEY)
    await stage.desktop.start()
    await stage.modem.start()
    await stage.start_daemon()
    await stage.daemon.logged("refused the API key.*" + stage.desktop.error)


def require_secret(stage, *keys):
    log = "\n".join(stage.daemon.log.items)
    require(not [key for key in keys if key in log], "a key is in the daemon's output")


@case("a refused key is logged with Patriot's reason, and tried again after 30 s from the file",
      slow=True)
async def wrong_key(stage):
    await use_wrong_key(stage)
    stage.key_file.write_text(f"  {KEY}\r\n")
    await asyncio.sleep(5)
    require(len(stage.desktop.requests.items) == 1, "it came back within 5 s")
    require(not stage.desktop.updates.items, "a status was sent without authentication")
    await stage.desktop.expect_close(1000)
    await asyncio.sleep(20)
    await stage.desktop.expect(IDLE)
    require(len(stage.desktop.requests.items) == 2, "asked more than twice")
    require_secret(stage, KEY, WRONG_KEY)


@case("a refused key comes with what to do: correct its file, and restart what systemd gave it to")
async def advice_for_key(stage):
    stage.key_file.write_text(WRONG_KEY)
    await stage.desktop.start()
    await stage.modem.start()
    await stage.start_daemon()
    await stage.daemon.logged("refused the API key.*; correct it in its file, which is read again")
    await stage.daemon.stopped()
    folder = stage.folder / "credentials"
    folder.mkdir()
    (folder / "api-key").write_text(WRONG_KEY)
    await stage.start_daemon(
        arguments=["--device", stage.modem.link, "--connect-to", f"127.0.0.1:{stage.desktop.port}",
                   "--ca-file", stage.certificates.good.pem],
        environment={"CREDENTIALS_DIRECTORY": str(folder)})
    await stage.daemon.logged("refused the API key.*; correct it where .*, and restart the service")


@case("the key does not appear in the log, not even when Patriot repeats it in its error")
async def secret_key(stage):
    stage.desktop.error = f"The key '{WRONG_KEY}' is not known"
    stage.key_file.write_text(WRONG_KEY)
    await stage.desktop.start()
    await stage.modem.start()
    await stage.start_daemon()
    await stage.daemon.logged("refused the API key")
    require_secret(stage, WRONG_KEY)


async def refuses(stage, certificate, why):
    """Two tries, so that the first was no accident; the key is sent in none of them."""
    stage.desktop.certificate = certificate
    await stage.desktop.start()
    await stage.modem.start()
    await stage.start_daemon()
    await stage.daemon.logged(f"not connected: certificate refused.*({why})")
    await stage.daemon.logged("connecting to")
    await stage.daemon.logged("not connected: certificate refused")
    require(not stage.desktop.requests.items, "the key was sent")
    require(stage.desktop.ws is None, "the websocket was opened")


@case("a certificate for another name is refused before the key is sent; the log says so")
async def other_name(stage):
    # It is trusted: only the name is wrong.
    stage.arguments = lambda: [
        "--device", stage.modem.link, "--connect-to", f"127.0.0.1:{stage.desktop.port}",
        "--api-key-file", stage.key_file, "--ca-file", stage.certificates.other_name.pem, "-v"]
    await refuses(stage, stage.certificates.other_name, "another.example.*" + HOST)


@case("a certificate of an issuer that is not trusted is refused before the key is sent")
async def untrusted(stage):
    await refuses(stage, stage.certificates.untrusted, "issuer not trusted.*Stranger CA")


@case("a self-signed certificate that is not the one we know is refused")
async def self_signed(stage):
    # For the right name, as when Patriot has made itself a new one.
    await refuses(stage, stage.certificates.renewed, "not signed by|not the one")


@case("an expired certificate is refused before the key is sent; the log says so")
async def expired(stage):
    stage.arguments = lambda: [
        "--device", stage.modem.link, "--connect-to", f"127.0.0.1:{stage.desktop.port}",
        "--api-key-file", stage.key_file, "--ca-file", stage.certificates.expired.pem, "-v"]
    await refuses(stage, stage.certificates.expired, "expired")


@case("Patriot restarted in mid-call: the call lives on and is announced again")
async def restarted(stage):
    await stage.begin()
    await stage.desktop.dial(CALL)
    await stage.desktop.expect(outbound(CALL))
    await stage.daemon.logged("call: connected")
    await stage.desktop.stop()
    await stage.daemon.logged("not connected")
    require("active to" in await stage.modem.calls(), "the call is gone")
    await stage.desktop.start()
    await stage.desktop.expect(outbound(CALL))
    await stage.desktop.expect_status(outbound(CALL))
    await stage.desktop.hang_up()
    await stage.desktop.expect(IDLE)
    require(stage.modem.dialled() == [CALL], f"dialled {stage.modem.dialled()}")


@case("a call that ended while Patriot was away is over when it is back")
async def ended_meanwhile(stage):
    await stage.begin()
    await stage.desktop.dial(CALL)
    await stage.desktop.expect(outbound(CALL))
    await stage.daemon.logged("call: connected")
    stage.desktop.cut()
    await stage.daemon.logged("not connected")
    await stage.modem.order("remote-hangup")
    await stage.daemon.logged("call: over")
    await stage.desktop.expect(IDLE)
    await stage.desktop.expect_status(IDLE)


@case("a dial-request during a call, sent just before the connection is cut, is not dialled later")
async def dial_and_cut_in_call(stage):
    await stage.begin()
    await stage.desktop.dial(CALL)
    await stage.desktop.expect(outbound(CALL))
    await stage.daemon.logged("call: connected")
    await stage.desktop.send("dial-request", phoneNo="0922", rawPhoneNo="0922")
    stage.desktop.cut()
    await stage.daemon.logged("not connected")
    await stage.desktop.expect(outbound(CALL))
    await stage.modem.order("remote-hangup")
    await stage.desktop.expect(IDLE)
    await stage.desktop.expect_status(IDLE)
    require(stage.modem.dialled() == [CALL], f"dialled {stage.modem.dialled()}")


async def hold_up(stage):
    """The modem leaves a command unanswered while there is no call: it is busy."""
    await stage.begin("--manual")
    await stage.modem.heard(r"AT\+COPS\?")      # the last that it is asked of its own accord
    await stage.modem.said("OK")
    await stage.desktop.dial(CALL)
    await stage.desktop.expect(outbound(CALL))
    await stage.modem.order("busy")
    await stage.desktop.expect(IDLE)
    await stage.daemon.logged("call: over")
    await stage.modem.order("freeze")
    # A second after a call the list is asked once more.
    await stage.daemon.logged(r"modem > AT\+CLCC")


@case("a dial-request that waits for a busy modem is not dialled after the link was lost")
async def dial_and_cut(stage):
    await hold_up(stage)
    await stage.desktop.send("dial-request", phoneNo="0922", rawPhoneNo="0922")
    await stage.daemon.logged("Patriot asks to dial")
    stage.desktop.cut()
    await stage.daemon.logged("not connected")
    await stage.modem.order("thaw")
    await stage.desktop.expect(IDLE)
    await stage.desktop.expect_status(IDLE)
    require(stage.modem.dialled() == [CALL], f"dialled {stage.modem.dialled()}")


@case("a dial-request that a busy modem cannot take within 2 s is refused, and stays so")
async def dial_too_late(stage):
    await hold_up(stage)
    await stage.desktop.dial_in_vain(phoneNo="0922", rawPhoneNo="0922")
    await stage.daemon.logged("not dialled: .*busy")
    await stage.modem.order("thaw")
    await stage.modem.said("OK")
    await stage.desktop.expect_status(IDLE)
    require(stage.modem.dialled() == [CALL], f"dialled {stage.modem.dialled()}")


async def stand_still(stage, seconds, meanwhile):
    stage.daemon.process.send_signal(signal.SIGSTOP)
    await meanwhile()
    await asyncio.sleep(seconds)
    stage.daemon.process.send_signal(signal.SIGCONT)


@case("a dial-request that came while the daemon was stopped is never dialled, and the link is made "
      "afresh")
async def dial_while_stopped(stage):
    await stage.begin()
    await stand_still(stage, 3, lambda: stage.desktop.send(
        "dial-request", phoneNo=CALL, rawPhoneNo=CALL))
    await stage.daemon.logged("not connected: .*stood still")
    await stage.desktop.expect(IDLE)
    await stage.desktop.expect_status(IDLE)
    require(stage.modem.dialled() == [], f"dialled {stage.modem.dialled()}")
    await stage.desktop.dial(CALL)
    await stage.desktop.expect(outbound(CALL))


@case("a dial-request that waits for a busy modem is not dialled after the daemon was stopped")
async def wait_while_stopped(stage):
    await hold_up(stage)
    await stage.desktop.send("dial-request", phoneNo="0922", rawPhoneNo="0922")
    await stage.daemon.logged("Patriot asks to dial")
    await stand_still(stage, 3, lambda: stage.modem.order("thaw"))
    await stage.daemon.logged("not connected: .*stood still")
    await stage.desktop.expect(IDLE)
    await stage.desktop.expect_status(IDLE)
    require(stage.modem.dialled() == [CALL], f"dialled {stage.modem.dialled()}")


@case("a crash leaves no core file, which would hold the key")
async def no_core(stage):
    # Where core_pattern names a program, that one decides; but the limit is then 1, see core(5).
    folder = stage.folder / "crashes"
    folder.mkdir()
    run = f'ulimit -c unlimited; run=$(realpath "$1"); shift; cd {folder} && exec "$run" "$@"'
    await stage.begin(wrapper=["sh", "-c", run, "sh"])
    limits = Path(f"/proc/{stage.daemon.process.pid}/limits").read_text()
    require(re.search(r"Max core file size +1 +1 ", limits), limits)
    stage.daemon.process.send_signal(signal.SIGABRT)    # not one that a sanitizer catches
    require(await stage.daemon.ended() != 0, "it did not crash")
    require(not list(folder.iterdir()), "a core file is there")


@case("comes back after each loss of the link, and asks with a new requestId")
async def comes_back(stage):
    await stage.begin()
    stage.desktop.cut()
    await stage.desktop.expect(IDLE)
    await stage.desktop.ws.close(1001)
    await stage.desktop.expect(IDLE)
    ids = [request["requestId"] for request in stage.desktop.requests.items]
    require(len(ids) == len(set(ids)) == 3, f"requestIds {ids}")


@case("a Patriot that no longer answers pings is left and found again", slow=True)
async def silent_patriot(stage):
    await stage.begin()
    stage.desktop.ws.transport.pause_reading()
    await stage.daemon.logged("not connected: no answer to a ping", limit=45)
    await stage.desktop.expect(IDLE)


@case("a ping is answered")
async def ping(stage):
    await stage.begin()
    await asyncio.wait_for(await stage.desktop.ws.ping(b"are you there?"), 15 * PATIENCE)


@case("what is no message of Patriot's is logged and ignored")
async def nonsense(stage):
    await stage.begin()
    for text in ("", "hello", "[]", "null", "[" * 1000, '{"type":7}', '{"type":"dial"}',
                 '{"type":"DIAL-REQUEST"}', '{"type":"hangup-request"',
                 '{"type":"call-status-update","payload":{"callActive":true}}',
                 '{"payload":{"phoneNo":"0911"}}'):
        await stage.desktop.say(text)
        await stage.daemon.logged("ignored")
    await stage.desktop.expect_status(IDLE)


@case("a message in fragments is one message")
async def fragments(stage):
    await stage.begin()
    text = json.dumps({"type": "call-status-request"})
    stage.desktop.watch.sent({"type": "call-status-request"})
    await stage.desktop.ws.send([text[:1], text[1:20], text[20:]])
    await stage.desktop.expect(IDLE)
    await stage.desktop.expect_status(IDLE)


@case("a message of 64 KiB is taken, a longer one closes with 1009")
async def too_long(stage):
    await stage.begin()
    request = json.dumps({"type": "call-status-request"})
    stage.desktop.watch.sent({"type": "call-status-request"})
    await stage.desktop.say(request.ljust(64 * 1024))
    await stage.desktop.expect(IDLE)
    await stage.desktop.say(request.ljust(64 * 1024 + 1))
    await stage.desktop.expect_close(1009)
    await stage.desktop.expect(IDLE)


@case("a binary message closes with 1003, and the daemon comes back")
async def binary(stage):
    await stage.begin()
    await stage.desktop.say(json.dumps({"type": "call-status-request"}).encode())
    await stage.desktop.expect_close(1003)
    await stage.desktop.expect(IDLE)


@case("a text that is not UTF-8 closes with 1007")
async def not_utf8(stage):
    await stage.begin()
    if not hasattr(stage.desktop.ws, "write_frame"):
        raise Skip("this version of python3-websockets sends none")
    await stage.desktop.ws.write_frame(True, 1, b'{"type":"\xff\xfe"}')
    await stage.desktop.expect_close(1007)
    await stage.desktop.expect(IDLE)


@case("started before Patriot and the modem, it finds both")
async def first(stage):
    await stage.start_daemon()
    await stage.daemon.logged("modem: .* is not there")
    await stage.daemon.logged("desk: not connected")    # which is said again and again
    await stage.desktop.start()
    await stage.modem.start()
    await stage.ready()
    await stage.desktop.dial(CALL)
    await stage.desktop.expect(outbound(CALL))


@case("two daemons, each with its desk and its modem, do not know one another")
async def two(stage):
    await stage.begin()
    other = Desktop(stage.certificates.good)
    try:
        await other.start()
        await stage.start_daemon(arguments=[
            "--device", "/dev/does-not-exist", "--connect-to", f"127.0.0.1:{other.port}",
            "--api-key-file", stage.key_file, "--ca-file", stage.certificates.good.pem])
        await other.expect(IDLE)
        await stage.desktop.dial(CALL)
        await stage.desktop.expect(outbound(CALL))
        await other.expect_status(IDLE)
        status = await stage.daemons[0].stopped()
        require(status == 0, f"exit status {status}")
        await other.expect_status(IDLE)
    finally:
        await other.stop()
