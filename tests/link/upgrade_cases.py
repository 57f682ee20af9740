# SPDX-License-Identifier: MIT
"""The upgrade: answers of HTTP, right and wrong."""
import asyncio

import wire
from certificates import HOST
from hostile import FRESH, case, rows
from lane import IDLE, PATH
from record import PATIENCE, Failure, require
from wire import Line, head


@case("upgrade: the request is what RFC 6455 asks for, and nothing is sent behind it", FRESH)
async def request(lane):
    peer = await lane.asked()
    lines = peer.plain.decode().split("\r\n")
    require(lines[0] == f"GET {PATH} HTTP/1.1", lines[0])
    require(f"Host: {HOST}:9009" in lines, f"{lines}")
    require({"Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13"} <=
            set(lines), f"{lines}")
    require(len(peer.key) == 24, f"the key {peer.key}")
    require("Zq7" not in peer.plain.decode(), "the API key is in it")
    await peer.send(wire.fill(head(), peer.key))
    await peer.asked.next("the authentication-request")
    await lane.greet(peer)


async def passes(lane, answer):
    peer = await lane.asked()
    await peer.send(wire.fill(answer, peer.key))
    await peer.asked.next("the authentication-request")
    await lane.greet(peer)


rows(passes, FRESH, [
    ("no reason phrase", head("HTTP/1.1 101 ")),
    ("no reason phrase and no blank for it", head("HTTP/1.1 101")),
    ("another reason phrase", head("HTTP/1.1 101 Web Socket Protocol Handshake, as it were")),
    ("names and tokens in small letters", head(
        upgrade="upgrade: websocket", connection="connection: upgrade",
        accept="sec-websocket-accept: <ACCEPT>")),
    ("names and tokens in capitals", head(
        upgrade="UPGRADE: WEBSOCKET", connection="CONNECTION: UPGRADE",
        accept="SEC-WEBSOCKET-ACCEPT: <ACCEPT>")),
    ("a list of tokens in Connection", head(connection="Connection: keep-alive, Upgrade")),
    ("a list with empty members in Connection",
     head(connection="Connection: ,, keep-alive,Upgrade")),
    ("two Connection lines", head(connection="Connection: keep-alive", more="Connection: Upgrade")),
    ("no blanks behind the colons", head(
        upgrade="Upgrade:websocket", connection="Connection:Upgrade",
        accept="Sec-WebSocket-Accept:<ACCEPT>")),
    ("blanks and tabs around the values", head(
        upgrade="Upgrade: \t websocket \t", connection="Connection:   Upgrade  ",
        accept="Sec-WebSocket-Accept:\t<ACCEPT>\t ")),
    ("a header line with no value", head(more="X-Empty:")),
    ("200 header lines nobody knows", head(more=[f"X-{i}: {i}" for i in range(200)])),
    ("a header line of 15,000 bytes", head(more="X-Long: " + "x" * 15000)),
    ("bytes above 127 in a value", head(more="X-Latin: \xe4\xf6\xfc\xff")),
    ("the lines in another order", head(status="HTTP/1.1 101 X", upgrade=Line.ACCEPT,
                                        accept=Line.UPGRADE)),
    ("a name that only begins like one we know",
     head(more=["Sec-WebSocket-Accept2: wrong", "Sec-WebSocket-Extensionsx: x"])),
], sentence="upgrade: an answer with {} is good")


async def refuses(lane, answer, why):
    peer = await lane.asked()
    answer = wire.fill(answer, peer.key)
    # What stands behind must not matter.
    await peer.send(answer + wire.text(wire.dial("0911222331")))
    await peer.gone()
    require(len(peer.asked.items) == 1, "the API key was sent")
    await lane.down(why)


REFUSED = "the server refused the websocket: "

rows(refuses, FRESH, [
    (status, head(f"HTTP/1.1 {status}", None, None, None), REFUSED + status + hint)
    for status, hint in (
        ("200 OK", ""), ("301 Moved Permanently", ""), ("400 Bad Request", ""),
        ("401 Unauthorized", "; something asks for a log-in"), ("403 Forbidden", ""),
        ("404 Not Found", "; is the path"), ("407 Proxy Authentication Required", ""),
        ("426 Upgrade Required", "; it speaks another version"), ("429 Too Many Requests", ""),
        ("500 Internal Server Error", ""), ("503 Service Unavailable", "; is Patriot still"),
        ("100 Continue", ""), ("102 Processing", ""), ("999 ?", ""))
], sentence="upgrade: the status {} is refused and named")

rows(refuses, FRESH, [
    ("a status other than 101, though all else is right", head("HTTP/1.1 200 OK"),
     REFUSED + "200"),
    ("HTTP/1.0", head("HTTP/1.0 101 Switching Protocols"), "not an HTTP/1.1 answer"),
    ("HTTP/2", head("HTTP/2 101"), "not an HTTP/1.1 answer"),
    ("HTTP/1.10", head("HTTP/1.10 101 Switching Protocols"), "not an HTTP/1.1 answer"),
    ("http in small letters", head("http/1.1 101 Switching Protocols"), "not an HTTP/1.1 answer"),
    ("a status of two digits", head("HTTP/1.1 10 Switching"), "not an HTTP/1.1 answer"),
    ("a status of four digits", head("HTTP/1.1 1010 Switching"), "not an HTTP/1.1 answer"),
    ("a status that is no number", head("HTTP/1.1 1O1 Switching"), "not an HTTP/1.1 answer"),
    ("a status with a sign", head("HTTP/1.1 +101 Switching"), "not an HTTP/1.1 answer"),
    ("two blanks before the status", head("HTTP/1.1  101 Switching"), "not an HTTP/1.1 answer"),
    ("a blank before the status line", head(" HTTP/1.1 101 Switching"), "not an HTTP/1.1 answer"),
    ("an empty line first", b"\r\n" + head(), "not an HTTP/1.1 answer"),
    ("two empty lines", b"\r\n\r\n", "not an HTTP/1.1 answer|not HTTP"),
    ("no status line", head(None), "not an HTTP/1.1 answer"),
    ("no Sec-WebSocket-Accept", head(accept=None), "0 Sec-WebSocket-Accept"),
    ("two Sec-WebSocket-Accept, both right", head(more=Line.ACCEPT), "2 Sec-WebSocket-Accept"),
    ("two Sec-WebSocket-Accept, the second wrong",
     head(more="Sec-WebSocket-Accept: x"), "2 Sec-WebSocket-Accept"),
    ("an empty Sec-WebSocket-Accept", head(accept="Sec-WebSocket-Accept:"), "not for our key"),
    ("the Sec-WebSocket-Accept of another key",
     head(accept="Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo="), "not for our key"),
    ("our own key as Sec-WebSocket-Accept", head(accept="Sec-WebSocket-Accept: <KEY>"),
     "not for our key"),
    ("something behind the right Sec-WebSocket-Accept",
     head(accept="Sec-WebSocket-Accept: <ACCEPT>x"), "not for our key"),
    ("a list in Sec-WebSocket-Accept", head(accept="Sec-WebSocket-Accept: <ACCEPT>, <ACCEPT>"),
     "not for our key"),
    ("no Upgrade", head(upgrade=None), "lacks \"Upgrade"),
    ("another Upgrade", head(upgrade="Upgrade: h2c"), "lacks \"Upgrade"),
    ("an Upgrade that only begins right", head(upgrade="Upgrade: websockets"), "lacks \"Upgrade"),
    ("two Upgrade", head(more="Upgrade: h2c"), "lacks \"Upgrade"),
    ("no Connection", head(connection=None), "lacks \"Connection"),
    ("another Connection", head(connection="Connection: close"), "lacks \"Connection"),
    ("a Connection that only holds the word", head(connection="Connection: no-upgrade, upgrades"),
     "lacks \"Connection"),
    ("an extension nobody asked for", head(more="Sec-WebSocket-Extensions: permessage-deflate"),
     "an extension nobody asked for"),
    ("a subprotocol nobody asked for", head(more="Sec-WebSocket-Protocol: chat"),
     "a subprotocol nobody asked for"),
    ("a folded line", head(more=["X-Folded: a", " b"]), "not an HTTP header line"),
    ("a line folded by a tab", head(more=["X-Folded: a", "\tb"]), "not an HTTP header line"),
    ("a line without a colon", head(more="No colon here"), "not an HTTP header line"),
    ("a blank before the colon", head(accept="Sec-WebSocket-Accept : <ACCEPT>"),
     "not an HTTP header line"),
    ("a colon first", head(more=": nameless"), "not an HTTP header line"),
    ("a name with a bracket", head(more="X(y): z"), "not an HTTP header line"),
    ("a name with a byte above 127", head(more="X\xe4: z"), "not an HTTP header line"),
    ("a NUL in a value", head(more="X: a\0b"), "a control character"),
    ("a NUL in a name", head(more="X\0: a"), "a control character"),
    ("a NUL in the status line", head("HTTP/1.1 101 \0"), "a control character"),
    ("a BEL in a value", head(more="X: \a"), "a control character"),
    ("a DEL in a value", head(more="X: \x7f"), "a control character"),
    ("an escape sequence in a value", head(more="X: \x1b[31m"), "a control character"),
    ("only line feeds", head(end="\n"), "CR LF"),
    ("a bare line feed in a value", head(more="X: a\nY: b"), "CR LF"),
    ("a bare carriage return in a value", head(more="X: a\rY: b"), "CR LF"),
    ("two carriage returns", head(more="X: a\r"), "CR LF"),
    ("a head of more than 16 KiB", head(more="X: " + "x" * 16384), "longer than 16384"),
    ("a head of 1 MiB in small lines", head(more=["X: x"] * 170000), "longer than 16384"),
    ("an endless status line", b"HTTP/1.1 101 " + b"x" * 100000, "longer than 16384"),
    ("bytes that are no text", b"\x80\x81\x82\x83\r\n\r\n", "not an HTTP/1.1 answer"),
    ("a websocket frame instead of it", wire.text(wire.STATUS), "HTTP"),
], sentence="upgrade: an answer with {} is refused, and nothing behind it heard")

rows(refuses, FRESH, [
    ("401 and a long body", head("HTTP/1.1 401 No", None, None, None, ["Content-Length: 50000"]) +
     b"x" * 50000, REFUSED + "401"),
    ("200 and a body in chunks", head("HTTP/1.1 200 OK", None, None, None,
                                      "Transfer-Encoding: chunked") + b"5\r\nhello\r\n0\r\n\r\n",
     REFUSED + "200"),
    ("302 and where to go instead", head("HTTP/1.1 302 Found", None, None, None,
                                         "Location: wss://127.0.0.1:1/"), REFUSED + "302"),
    ("200 and a wrong header line", head("HTTP/1.1 200 OK", None, None, None, "wrong"),
     REFUSED + "200|not an HTTP header line"),
], sentence="upgrade: {} is refused by its status")

rows(refuses, FRESH, [
    ("the key of the websocket in the reason phrase", head("HTTP/1.1 400 <KEY> is no key"),
     r"400 \*+== is no key"),
    ("the key of the websocket in a wrong header line", head(more="<KEY>"),
     "not an HTTP header line"),
    ("the key of the websocket instead of a status line", b"<KEY>\r\n\r\n",
     "not an HTTP/1.1 answer"),
    ("the API key in the reason phrase", head("HTTP/1.1 401 Zq7-the-right-key-4W is not known"),
     "401 .* is not known"),
    ("the API key at the very end of what is shown",
     head("HTTP/1.1 401 " + "x" * 92 + "Zq7-the-right-key-4W"), REFUSED + "401"),
    ("the API key in a wrong header line", head(more="Zq7-the-right-key-4W"),
     "not an HTTP header line"),
    ("a reason phrase of bytes above 127", head("HTTP/1.1 400 \x80\x9b31m\xff"),
     r"400 \\x80\\x9B31m\\xFF"),
    ("a reason phrase of 15,000 bytes", head("HTTP/1.1 400 " + "y" * 15000), r"400 y+\.\.\."),
    ("a reason phrase that looks like a conversion", head("HTTP/1.1 400 %s%n%s%n%99999d"),
     "400 %s%n%s%n%99999d"),
], sentence="upgrade: {} is not logged as it is")


@case("upgrade: an answer byte by byte, each in a record of its own, is good", FRESH)
async def byte_by_byte(lane):
    peer = await lane.asked()
    answer = wire.fill(head(), peer.key)
    await peer.put(b"".join(peer.seal(answer[i:i + 1]) for i in range(len(answer))))
    await peer.asked.next("the authentication-request")
    await lane.greet(peer)


@case("upgrade: frames right behind the blank line are not lost", FRESH)
async def behind(lane):
    peer = await lane.upgraded(behind=wire.frame(wire.PING, b"early") + wire.text("early too"))
    require(await peer.pongs.next("the pong") == b"early", "another pong")
    await lane.logs("early too")
    await lane.logs("ignored .*not a JSON object")
    await lane.greet(peer)


@case("upgrade: a frame cut in two by the end of the answer's record is whole", FRESH)
async def cut_behind(lane):
    ping = wire.frame(wire.PING, b"cut in two")
    peer = await lane.asked()
    await peer.send(wire.fill(head(), peer.key) + ping[:5], ping[5:])
    require(await peer.pongs.next("the pong") == b"cut in two", "another pong")
    await lane.greet(peer)


@case("upgrade: requests right behind the blank line are not acted on", FRESH)
async def requests_behind(lane):
    peer = await lane.upgraded(behind=b"".join(map(wire.text, (
        wire.dial("0911222331"), wire.HANGUP, wire.STATUS))))
    for kind in ("dial-request", "hangup-request", "call-status-request"):
        await lane.logs(f"ignored {kind} before our key was accepted")
    await lane.greet(peer)
    await peer.expect_status(IDLE)


@case("upgrade: a close frame right behind the blank line is heard", FRESH)
async def close_behind(lane):
    peer = await lane.asked()
    await peer.send(wire.fill(head(), peer.key) + wire.close(1013, b"not now"))
    await lane.down(r"Patriot closed the connection \(1013 try again later: not now\)")


@case("upgrade: a wrong frame right behind the blank line is noticed", FRESH)
async def wrong_behind(lane):
    peer = await lane.asked()
    await peer.send(wire.fill(head(), peer.key) + wire.frame(3, b"x"))
    await lane.down("the peer sent")


@case("upgrade: an answer that ends in the middle is noticed", FRESH)
async def half(lane):
    peer = await lane.asked()
    await peer.send(wire.fill(head(), peer.key)[:-3])
    await peer.notify()
    await lane.down("close_notify|closed")


@case("upgrade: the end of the connection instead of an answer is noticed", FRESH)
async def nothing(lane):
    peer = await lane.asked()
    await peer.reset()
    await lane.down("reset|lost")


@case("upgrade: no answer within 10 s is given up", FRESH, slow=True)
async def silent(lane):
    peer = await lane.asked()
    await peer.gone(12)
    await lane.down("upgrade within 10 s")


@case("upgrade: an answer that drips is given up after 10 s all the same", FRESH, slow=True)
async def drips(lane):
    peer = await lane.asked()
    began = asyncio.get_running_loop().time()
    for byte in wire.fill(head(), peer.key):
        if not await peer.send(bytes([byte])):
            break
        await asyncio.sleep(0.25)
        if asyncio.get_running_loop().time() - began > 13 * PATIENCE:
            raise Failure("it waits longer than 10 s")
    await lane.down("upgrade within 10 s")


async def retries(lane, status, after, least, most):
    peer = await lane.asked()
    more = [f"Retry-After: {after}"]
    await peer.send(wire.fill(head(f"HTTP/1.1 {status}", None, None, None, more), peer.key))
    wait = await lane.down(REFUSED + status)
    require(least <= wait <= most, f"next try in {wait} s")


# The longest back-off is 30 s, and 20 % of jitter.
rows(retries, FRESH, [
    ("503 Service Unavailable", "503 Service Unavailable", "45", 45, 45),
    ("503 Service Unavailable, an hour", "503 Service Unavailable", "3600", 300, 300),
    ("503 Service Unavailable, a date", "503 Service Unavailable",
     "Fri, 31 Dec 2100 23:59:59 GMT", 0, 300),
    ("503 Service Unavailable, no number", "503 Service Unavailable", "soon", 0, 36),
    ("503 Service Unavailable, a negative number", "503 Service Unavailable", "-5", 0, 36),
    ("503 Service Unavailable, a number beyond all", "503 Service Unavailable", "9" * 40, 0, 300),
    ("404 Not Found", "404 Not Found", "45", 0, 45),
], sentence="upgrade: Retry-After with {} is honoured up to 5 minutes, or not at all")
