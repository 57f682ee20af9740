# SPDX-License-Identifier: MIT
"""Frames: RFC 6455 with all its corners."""
import wire
from hostile import CALM, OPEN, case, rows
from lane import IDLE
from record import require
from wire import BINARY, CLOSE, CONTINUATION, PING, PONG, TEXT, frame, fragments

MESSAGE_MAX = 64 * 1024
FRAMES_MAX = 1024
PEER_SENT = "the peer sent "
NOT_ALLOWED = PEER_SENT + "a frame that RFC 6455 does not allow"
NOT_UTF8 = PEER_SENT + "a text that is not UTF-8"
TOO_BIG = PEER_SENT + "a message of more than 64 KiB"


async def breaks(lane, data, code, why):
    """A violation; what stands behind it is not heard."""
    peer = await lane.ready()
    await peer.send(data, wire.text(wire.dial("0911222331")))
    await peer.expect_close(code)
    await peer.gone()
    await lane.down(why)


MASK = b"\x01\x02\x03\x04"

PROTOCOL_ERRORS = [
    ("a masked text", wire.text(wire.STATUS, mask=MASK)),
    ("a masked text with a mask of zeros", wire.text(wire.STATUS, mask=bytes(4))),
    ("a masked ping", frame(PING, b"x", mask=MASK)),
    ("a masked empty ping", frame(PING, mask=MASK)),
    ("a masked close", frame(CLOSE, b"\x03\xe8", mask=MASK)),
    ("RSV1 in a text", wire.text(wire.STATUS, rsv=4)),
    ("RSV2 in a text", wire.text(wire.STATUS, rsv=2)),
    ("RSV3 in a text", wire.text(wire.STATUS, rsv=1)),
    ("all RSV in an empty text", wire.text("", rsv=7)),
    ("RSV1 in a ping", frame(PING, b"x", rsv=4)),
    ("RSV1 in a close", frame(CLOSE, b"\x03\xe8", rsv=4)),
    ("RSV1 in a continuation", frame(TEXT, "{", fin=False) + frame(CONTINUATION, "}", rsv=4)),
    *[(f"the opcode {opcode}", frame(opcode, b"x")) for opcode in (3, 4, 5, 6, 7, 11, 12, 13, 14,
                                                                  15)],
    ("an empty frame of an unknown opcode", frame(3)),
    ("a fragmented ping", frame(PING, b"x", fin=False)),
    ("a fragmented pong", frame(PONG, b"x", fin=False)),
    ("a fragmented close", frame(CLOSE, b"\x03\xe8", fin=False)),
    ("a ping of 126 bytes", frame(PING, bytes(126))),
    ("a ping of 65,536 bytes", frame(PING, bytes(65536))),
    ("a ping that says 2^63 - 1 bytes", frame(PING, b"x", length=2**63 - 1, form=8)),
    ("a pong of 126 bytes", frame(PONG, bytes(126))),
    ("a close of 126 bytes", wire.close(1000, b"x" * 124)),
    ("a continuation of nothing", frame(CONTINUATION, "x")),
    ("a continuation of nothing that goes on", frame(CONTINUATION, "x", fin=False)),
    ("a continuation behind a whole message", wire.text("x") + frame(CONTINUATION, "y")),
    ("a text inside a fragmented text", frame(TEXT, "x", fin=False) + wire.text(wire.STATUS)),
    ("a binary inside a fragmented text", frame(TEXT, "x", fin=False) + frame(BINARY, b"y")),
    ("a length of 5 written in 16 bits", wire.text("hello", form=2)),
    ("a length of 125 written in 16 bits", wire.text("x" * 125, form=2)),
    ("a length of 5 written in 64 bits", wire.text("hello", form=8)),
    ("a length of 65,535 written in 64 bits", wire.text("x" * 65535, form=8)),
    ("a ping whose length is written in 16 bits", frame(PING, b"hello", form=2)),
    ("a length with its top bit set", wire.text("x", length=2**63 + 1, form=8)),
    ("a length of 2^64 - 1", wire.text("x", length=2**64 - 1, form=8)),
]

rows(breaks, OPEN, [(name, data, 1002, NOT_ALLOWED) for name, data in PROTOCOL_ERRORS],
     sentence="frames: {} is refused with 1002, and nothing behind it heard")

rows(breaks, OPEN, [(name, data, 1009, TOO_BIG) for name, data in (
    ("65,537 bytes in one frame", wire.text("x" * (MESSAGE_MAX + 1))),
    ("65,537 bytes in two frames", b"".join(fragments("x" * MESSAGE_MAX, "y"))),
    ("2^32 bytes, as its head says", wire.text("x", length=2**32, form=8)),
    ("2^62 bytes, as its head says", wire.text("x", length=2**62, form=8)),
    ("2^63 - 1 bytes in its second frame",
     frame(TEXT, "x", fin=False) + frame(CONTINUATION, "y", length=2**63 - 1, form=8)),
    ("1,025 empty fragments", b"".join(fragments(*[""] * (FRAMES_MAX + 1)))),
    ("1,025 fragments of one byte", b"".join(fragments(*["x"] * (FRAMES_MAX + 1)))),
)], sentence="frames: a message of {} is refused with 1009")


async def overruns(lane, data):
    """So much that our close frame may be lost in it: TCP resets what is not read."""
    peer = await lane.ready()
    await peer.send(data)
    await peer.gone()
    await lane.down(TOO_BIG)


rows(overruns, OPEN, [
    ("1 MiB in frames of 1 KiB", b"".join(fragments(*["x" * 1024] * 1024))),
    ("empty fragments without end",
     frame(TEXT, "x", fin=False) + frame(CONTINUATION, fin=False) * 100000),
    ("fragments without end, and pings between them",
     frame(TEXT, "x", fin=False) + (frame(CONTINUATION, "x", fin=False) + frame(PING)) * 5000),
], sentence="frames: a message of {} is the end of the connection")

rows(breaks, OPEN, [(name, data, 1003, PEER_SENT + "a binary message") for name, data in (
    ("that holds a request", frame(BINARY, wire.dial("0911222331"))),
    ("of no bytes", frame(BINARY)),
    ("in fragments", b"".join(fragments(b"a", b"b", opcode=BINARY))),
    ("that has only begun", frame(BINARY, b"a", fin=False)),
)], sentence="frames: a binary message {} is refused with 1003")

SMILE = "\N{SLIGHTLY SMILING FACE}".encode()       # 4 bytes

rows(breaks, OPEN, [(name, data, 1007, NOT_UTF8) for name, data in (
    *[(f"the bytes {bad.hex(' ')}", wire.text(b'{"type":"' + bad + b'"}')) for bad in (
        b"\xff", b"\xfe\xff", b"\x80", b"\xc0\x80", b"\xc1\xbf", b"\xe0\x80\xaf",
        b"\xed\xa0\x80", b"\xed\xb0\x80", b"\xf0\x80\x80\x80", b"\xf4\x90\x80\x80",
        b"\xf5\x80\x80\x80", b"\xe2\x28\xa1", b"\xc3")],
    *[(f"a character that ends after byte {n} with its message", wire.text(b"x" + SMILE[:n]))
      for n in (1, 2, 3)],
    *[(f"a character that goes on wrongly after byte {n}, in the next fragment",
       frame(TEXT, SMILE[:n], fin=False) + frame(CONTINUATION, b"x")) for n in (1, 2, 3)],
    ("a wrong byte in a fragment that is not the last", frame(TEXT, b"\xff", fin=False)),
    ("a wrong byte at the end of 64 KiB", wire.text(b"x" * (MESSAGE_MAX - 1) + b"\xff")),
)], sentence="frames: {} is refused with 1007, as no UTF-8")


# The close

async def closed(lane, code, name):
    """A close frame that RFC 6455 allows is sent back; what stands behind it is not heard."""
    peer = await lane.ready()
    await peer.send(wire.close(code, b"because"), wire.text(wire.dial("0911222331")))
    await peer.expect_close(code)
    await peer.gone()
    await lane.down(fr"Patriot closed the connection \({code} {name}: because\)")


rows(closed, OPEN, [(str(code), code, name) for code, name in (
    (1000, "normal"), (1001, "going away"), (1002, "protocol error"), (1003, "unsupported data"),
    (1007, "invalid text"), (1008, "policy violation"), (1009, "message too big"),
    (1010, ".*"), (1011, "internal error"), (3000, ".*"), (3999, ".*"), (4000, ".*"),
    (4999, ".*"))],
    sentence="frames: the close code {} is sent back, and logged with its reason")


async def closed_wrongly(lane, data, *codes):
    peer = await lane.ready()
    await peer.send(data, wire.text(wire.dial("0911222331")))
    await peer.expect_close(*codes)
    await peer.gone()
    await lane.down("Patriot closed the connection|the peer sent")


rows(closed_wrongly, OPEN, [
    *[(f"code {code}", wire.close(code), 1002) for code in (
        0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535)],
    ("one byte", frame(CLOSE, b"\x03"), 1002),
    ("a reason that is no UTF-8", wire.close(1000, b"\xff\xfe"), 1002, 1007),
    ("a reason that ends in mid-character", wire.close(1000, b"x" + SMILE[:3]), 1002, 1007),
], sentence="frames: a close with {} is refused as a violation")


async def closes(lane, data, why):
    """What is registered since RFC 6455, and what is odd but allowed."""
    peer = await lane.ready()
    await peer.send(data)
    await peer.gone()
    await lane.down(why)


PATRIOT_CLOSED = r"Patriot closed the connection \("
rows(closes, OPEN, [
    ("no code", wire.close(), PATRIOT_CLOSED + "1005 no code given"),
    ("1012", wire.close(1012, b"x"), PATRIOT_CLOSED + "1012 service restart: x"),
    ("1013", wire.close(1013, b"x"), PATRIOT_CLOSED + "1013 try again later: x"),
    ("1014", wire.close(1014, b"x"), PATRIOT_CLOSED + "1014 .*: x"),
    ("a code and no reason", wire.close(1001), PATRIOT_CLOSED + r"1001 going away\)"),
    ("a reason of 123 bytes", wire.close(1000, b"y" * 123), PATRIOT_CLOSED + "1000 normal: y+"),
    ("escape sequences in its reason", wire.close(1000, b"\x1b[31m\r\n2001 fake\0"),
     PATRIOT_CLOSED + r"1000 normal: \\x1B\[31m\\x0D\\x0A2001 fake\\x00"),
    ("what turns the writing direction in its reason",
     wire.close(1000, "\u202e\u2066\u2028\x9b".encode()), r"\\xE2\\x80\\xAE"),
    ("the API key in its reason", wire.close(1000, b"no Zq7-the-right-key-4W here"),
     r"1000 normal: no \*+ here"),
    ("the API key at the end of its reason", wire.close(1000, b"x" * 103 + b"Zq7-the-right-key-4W"),
     r"1000 normal: x{103}\*+"),
    ("between two fragments", frame(TEXT, "{", fin=False) + wire.close(1000, b"x"),
     PATRIOT_CLOSED + "1000 normal: x"),
    ("twice", wire.close(1000, b"x") * 2, PATRIOT_CLOSED + "1000 normal: x"),
], sentence="frames: a close with {} is the end, and logged as it came")


# What is allowed

async def answered(lane, *pieces):
    """One request for the status, in one way or another."""
    peer = await lane.ready()
    await peer.send(*pieces)
    await peer.expect(IDLE)
    await peer.expect_status(IDLE)


rows(answered, CALM, [
    ("in one frame", wire.text(wire.STATUS)),
    ("in two fragments", *fragments(wire.STATUS[:9], wire.STATUS[9:])),
    ("in fragments of one byte", b"".join(fragments(*wire.STATUS))),
    ("in 1,024 fragments, most of them empty",
     b"".join(fragments(wire.STATUS[:5], *[""] * (FRAMES_MAX - 2), wire.STATUS[5:]))),
    ("with an empty fragment first and last", *fragments("", wire.STATUS, "")),
    ("with a length written in 16 bits", wire.text(wire.STATUS.ljust(126))),
    ("with a length of 65,535", wire.text(wire.STATUS.ljust(65535))),
    ("with a length of 65,536 written in 64 bits", wire.text(wire.STATUS.ljust(MESSAGE_MAX))),
    ("of 65,536 bytes in fragments of 4 KiB", b"".join(fragments(
        *[wire.STATUS.ljust(MESSAGE_MAX)[i:i + 4096] for i in range(0, MESSAGE_MAX, 4096)]))),
    ("one byte in a record", *[wire.text(wire.STATUS)[i:i + 1] for i in range(35)],
     wire.text(wire.STATUS)[35:]),
    ("with a pong nobody asked for before it", frame(PONG, b"what?") + wire.text(wire.STATUS)),
    ("with control frames between its fragments",
     frame(TEXT, wire.STATUS[:9], fin=False) + frame(PING, b"in between") + frame(PONG) +
     frame(CONTINUATION, wire.STATUS[9:15], fin=False) + frame(PING) +
     frame(CONTINUATION, wire.STATUS[15:])),
], sentence="frames: a message {} is a message")


@case("frames: a character split at each of its bytes is whole", CALM)
async def split(lane):
    peer = await lane.ready()
    whole = '{"type":"call-status-request","name":"\u00e9\u20ac\U0001f642"}'.encode()
    for i in range(len(whole)):
        await peer.send(*fragments(whole[:i], whole[i:]))
        await peer.expect(IDLE)
    await peer.expect_status(IDLE)


async def pinged(lane, payload):
    peer = await lane.ready()
    await peer.send(frame(PING, payload))
    got = await peer.pongs.next("the pong")
    require(got == payload, f"the pong {got}")


rows(pinged, CALM, [
    ("no bytes", b""),
    ("125 bytes", bytes(range(125))),
    ("bytes that are no text", b"\xff\x00\x1b"),
], sentence="frames: a ping of {} is answered by its like")


@case("frames: 100 messages in one record are 100 messages", CALM)
async def hundred(lane):
    peer = await lane.ready()
    await peer.say(*[wire.STATUS] * 100)
    for _ in range(100):
        await peer.expect(IDLE)
    await peer.expect_status(IDLE)


@case("frames: 64 KiB and thousands of empty messages right behind them find room", CALM)
async def large_and_empty(lane):
    peer = await lane.ready()
    await peer.send(wire.text(wire.STATUS.ljust(MESSAGE_MAX)) + wire.text("") * 9000)
    await peer.expect(IDLE)
    await peer.expect_status(IDLE)


@case("frames: pings are answered in order while messages come", CALM)
async def pings_in_order(lane):
    peer = await lane.ready()
    await peer.send(b"".join(frame(PING, str(i)) + wire.text(wire.STATUS) for i in range(500)))
    for i in range(500):
        got = await peer.pongs.next(f"the pong {i}")
        require(got == str(i).encode(), f"the pong {got} as number {i}")
        await peer.expect(IDLE)
    await peer.expect_status(IDLE)


@case("frames: no mask is ever used twice, and none is zero", CALM)
async def masks(lane):
    peer = await lane.ready()
    before = len(peer.frames.masks)
    await peer.say(*[wire.STATUS] * 300)
    for _ in range(300):
        await peer.expect(IDLE)
    masks = peer.frames.masks[before:]
    require(len(masks) >= 300 and bytes(4) not in masks, f"{len(masks)} masks")
    # Of some hundred random masks of 32 bits one pair in a hundred thousand runs is alike.
    require(len(set(masks)) >= len(masks) - 1, "a mask is used again")
    await peer.expect_status(IDLE)


@case("frames: the end of the connection in the middle of a frame is noticed", OPEN)
async def half_a_frame(lane):
    peer = await lane.ready()
    await peer.send(wire.text(wire.dial("0911222331"))[:-1])
    await peer.notify()
    await lane.down("close_notify")


@case("frames: the end of the connection in the middle of a message is noticed", OPEN)
async def half_a_message(lane):
    peer = await lane.ready()
    await peer.send(frame(TEXT, wire.dial("0911222331"), fin=False))
    await peer.finish()
    await lane.down("closed")
