# SPDX-License-Identifier: MIT
"""Resilience: floods, silence, slowness, and what is left of a request when the link is lost."""
import asyncio
import ssl

import wire
from hostile import CALM, FRESH, OPEN, case
from lane import IDLE
from record import PATIENCE, require
from wire import PING, frame

CALL = "0911222331"
HANGS_UP = r"AT\+CHUP|ATH"
DIALS = fr"ATD\d+;|{HANGS_UP}"


def outbound(number):
    return {"callActive": True, "outbound": True, "callerId": number}


def incoming(number):
    return {"callActive": True, "outbound": False, "callerId": number}


async def collect(peer, count, what):
    return [await peer.updates.next(f"{what} {i} of {count}", limit=30) for i in range(count)]


async def all_heard(peer):
    """All that was said so far; a pong may overtake what one read of 4 KiB brings."""
    await peer.send(frame(PING, b"heard?"))
    await peer.pongs.find(b"heard?".__eq__, "the pong", limit=30)
    await asyncio.sleep(0.5 * PATIENCE)


# Floods

@case("resilience: 10,000 status requests in one burst are answered, each of them", CALM)
async def status_flood(lane):
    peer = await lane.ready()
    await peer.say(*[wire.STATUS] * 10000)
    got = await collect(peer, 10000, "answer")
    require(all(one == IDLE for one in got), "another status")
    await peer.expect_status(IDLE)


@case("resilience: a call that comes amid 10,000 status requests changes the answers once", CALM)
async def status_flood_in_call(lane):
    peer = await lane.ready()
    peer.reading.clear()
    burst = asyncio.create_task(peer.say(*[wire.STATUS] * 10000))
    await lane.modem.order("ring 0911555666")
    peer.reading.set()
    await burst
    got = await collect(peer, 10000, "answer")
    await asyncio.sleep(0.3)
    got += peer.updates.unread()
    peer.updates.read = len(peer.updates.items)
    changes = [one for i, one in enumerate(got) if i == 0 or one != got[i - 1]]
    require(changes in ([IDLE, incoming("0911555666")], [incoming("0911555666")]),
            f"the answers changed so: {changes}")
    await peer.expect_status(incoming("0911555666"))
    await lane.modem.order("remote-hangup")
    await peer.expect(IDLE)
    await peer.expect_status(IDLE)


@case("resilience: of 1,000 dial-requests in one burst at most one is dialled", CALM, pty=DIALS)
async def dial_flood(lane):
    peer = await lane.ready()
    await peer.say(*[wire.dial(f"0911{i:06}") for i in range(1000)])
    await all_heard(peer)
    await lane.modem.heard("ATD0911000000;")
    require(await lane.dialled() == ["ATD0911000000;"], f"dialled {await lane.dialled()}")
    await peer.say(wire.HANGUP)
    await lane.logs("call: over")
    await asyncio.sleep(0.2)
    told = peer.updates.unread()
    require(told[0] == outbound("0911000000") and told[-1] == IDLE, f"told {told[0]}, {told[-1]}")
    require(IDLE not in told[:-1], "the call was over in between")
    peer.updates.read = len(peer.updates.items)
    await peer.expect_status(IDLE)
    require(len(await lane.dialled()) == 1, f"dialled {await lane.dialled()}")


@case("resilience: of 1,000 requests for the same number in one burst at most one is dialled",
      CALM, pty=DIALS)
async def same_dial_flood(lane):
    peer = await lane.ready()
    await peer.say(*[wire.dial(CALL)] * 1000)
    await all_heard(peer)
    await lane.modem.heard(f"ATD{CALL};")
    require(await lane.dialled() == [f"ATD{CALL};"], f"dialled {await lane.dialled()}")
    await peer.say(wire.HANGUP)
    await lane.logs("call: over")
    await asyncio.sleep(0.2)
    peer.updates.read = len(peer.updates.items)
    await peer.expect_status(IDLE)


@case("resilience: 1,000 hang-ups in one burst, without a call, are borne", CALM, pty=HANGS_UP)
async def hangup_flood(lane):
    peer = await lane.ready()
    await peer.say(*[wire.HANGUP] * 1000)
    await all_heard(peer)
    peer.updates.read = len(peer.updates.items)
    await peer.expect_status(IDLE)
    said = [line for line in await lane.commands() if line in ("AT+CHUP", "ATH")]
    require(0 < len(said) <= 5, f"{len(said)} hang-ups were said")


@case("resilience: 20,000 pings are answered in order by a server that reads", CALM)
async def ping_flood(lane):
    peer = await lane.ready()
    for start in range(0, 20000, 1000):
        await peer.send(b"".join(frame(PING, str(start + i)) for i in range(1000)))
    for i in range(20000):
        got = await peer.pongs.next(f"the pong {i}", limit=30)
        require(got == str(i).encode(), f"the pong {got} as number {i}")
    await peer.expect_status(IDLE)


@case("resilience: 5,000 messages of nothing are borne", CALM)
async def empty_flood(lane):
    peer = await lane.ready()
    await peer.send(wire.text("") * 5000)
    await peer.expect_status(IDLE)


async def stuff(peer, data):
    """Sends it again and again until the daemon takes no more; True when it is that far."""
    sealed = 0
    while sealed < 64 << 20:
        piece = peer.seal(data)
        sealed += len(piece)
        try:
            await asyncio.wait_for(peer.loop.sock_sendall(peer.sock, piece), 1 * PATIENCE)
        except asyncio.TimeoutError:
            return True
        except ConnectionError:
            return False
    return False


@case("resilience: pings without end by a server that does not read take no memory", OPEN)
async def unread_pongs(lane):
    peer = await lane.ready()
    peer.reading.clear()
    await stuff(peer, frame(PING, bytes(125)) * 100)
    lane.check_memory()
    await peer.reset()
    await lane.down("reset|lost|reads too slowly")


@case("resilience: requests without end by a server that does not read take no memory", OPEN)
async def unread_answers(lane):
    peer = await lane.ready()
    peer.reading.clear()
    await stuff(peer, wire.text(wire.STATUS) * 100)
    lane.check_memory()
    await lane.log_is_read()
    await peer.reset()
    await lane.down("reset|lost|reads too slowly")


@case("resilience: 64 KiB messages without end by a server that does not read take no memory", OPEN)
async def unread_large(lane):
    peer = await lane.ready()
    peer.reading.clear()
    await stuff(peer, wire.text(wire.STATUS.ljust(65536)))
    lane.check_memory()
    await peer.reset()
    await lane.down("reset|lost|reads too slowly")


# Slow readers

@case("resilience: a server that does not read holds up no call, and hears the newest status when "
      "it reads again", OPEN)
async def slow_reader(lane):
    peer = await lane.ready()
    peer.reading.clear()
    require(await stuff(peer, wire.text(wire.STATUS) * 100), "the daemon takes 64 MiB")
    await lane.modem.order("ring 0911555666")
    await lane.logs("call: incoming from 0911555666")
    await lane.modem.order("remote-hangup")
    await lane.logs("call: over")
    await lane.modem.order("ring 0911555777")
    await lane.logs("call: incoming from 0911555777")
    peer.reading.set()
    # We stopped in mid-record and can say nothing more, but hear.
    await peer.updates.find(lambda status: status == incoming("0911555777"), "the newest status",
                            limit=30)
    await lane.modem.order("remote-hangup")
    await peer.updates.find(lambda status: status == IDLE, "the end of the call", limit=30)
    await lane.log_is_read()
    await peer.reset()
    await lane.down("reset|lost")


@case("resilience: a server that never reads is left after 30 s", OPEN, slow=True)
async def never_reads(lane):
    peer = await lane.ready()
    peer.reading.clear()
    await lane.down("no answer to a ping", limit=35)


@case("resilience: a server that never answers pings is left after 30 s", OPEN, slow=True)
async def never_answers(lane):
    peer = await lane.ready()
    peer.polite = False
    await peer.expect_status(IDLE)
    await lane.down("no answer to a ping", limit=35)


@case("resilience: a server that only floods, and never answers pings, is left all the same", OPEN,
      slow=True)
async def busy_but_impolite(lane):
    peer = await lane.ready()
    peer.polite = False
    down = asyncio.create_task(lane.down("no answer to a ping", limit=35))
    while not down.done() and await peer.say(wire.STATUS):
        await asyncio.sleep(0.2)
    await down


@case("resilience: a server that never answers the authentication-request is left after 10 s",
      FRESH, slow=True)
async def never_authenticates(lane):
    peer = await lane.upgraded()
    await peer.expect_close(1000)
    await lane.down("did not answer the authentication-request within 10 s")


@case("resilience: a close frame of ours that nobody answers ends within 2 s", FRESH)
async def close_unanswered(lane):
    peer = await lane.upgraded()
    await peer.say(wire.message("authentication-response", success=False))
    await peer.expect_close(1000)
    began = peer.loop.time()
    await peer.gone(3)
    require(peer.loop.time() - began < 2.2 * PATIENCE, "longer than 2 s")
    await lane.down("refused the API key")
    lane.retired = True


# Back-off

@case("resilience: a server that accepts the key and closes at once is given longer and longer",
      FRESH, slow=True)
async def closes_at_once(lane):
    waits = []
    while len(waits) < 4 and (not waits or waits[-1] < 16):
        peer = await lane.open()
        await peer.send(wire.close(1000))
        await peer.gone()
        waits.append(await lane.down("Patriot closed the connection"))
    require(waits[-1] >= 5 and waits == sorted(waits), f"it waited {waits} s")


@case("resilience: a server that ends each connection before TLS is given longer and longer", FRESH,
      slow=True)
async def ends_at_once(lane):
    waits = []
    while len(waits) < 4 and (not waits or waits[-1] < 16):
        peer = await lane.accept()
        await peer.finish()
        waits.append(await lane.down("closed by the other side"))
    require(waits[-1] >= 5 and waits == sorted(waits), f"it waited {waits} s")


# A request received before the link was lost is never carried out after it

async def come_back(lane):
    """On the next connection the line is idle, and stays so."""
    peer = await lane.open()
    await asyncio.sleep(0.5)
    await peer.expect_status(IDLE)


@case("resilience: a dial-request behind a close frame is never dialled", OPEN)
async def dial_behind_close(lane):
    peer = await lane.ready()
    await peer.send(wire.close(1000) + wire.text(wire.dial(CALL)))
    await peer.gone()
    await lane.down("Patriot closed the connection")
    await come_back(lane)


@case("resilience: a dial-request behind close_notify is never dialled", OPEN)
async def dial_behind_notify(lane):
    peer = await lane.ready()
    sealed = peer.seal(wire.text(wire.dial(CALL)))
    try:
        peer.tls.unwrap()
    except ssl.SSLError:    # the daemon's own is still to come
        pass
    await peer.put(peer.outgoing.read() + sealed)
    await peer.gone()
    await lane.down("close_notify|TLS")
    await come_back(lane)


async def dialled_once_at_most(lane):
    """And not on the next connection."""
    first = await lane.dialled()
    require(len(first) <= 1, f"dialled {first}")
    await lane.modem.order("busy" if first else "calls")
    if first:
        await lane.logs("call: over")
    await come_back(lane)
    require(await lane.dialled() == first, f"dialled later: {await lane.dialled()}")


@case("resilience: a dial-request and the end of the connection in one packet dial at most once, "
      "at once", OPEN, pty=DIALS)
async def dial_and_drop(lane):
    peer = await lane.ready()
    await peer.put(peer.seal(wire.text(wire.dial(CALL))))
    await peer.finish()
    await lane.down("closed by the other side")
    await dialled_once_at_most(lane)


@case("resilience: a dial-request that came before a reset dials at most once, at once", OPEN,
      pty=DIALS)
async def dial_and_reset(lane):
    peer = await lane.ready()
    await peer.say(wire.dial(CALL))
    await peer.reset()
    await lane.down("reset|lost")
    await dialled_once_at_most(lane)


@case("resilience: requests left in the buffers of a lost connection are not carried out on the "
      "next", OPEN)
async def left_in_buffer(lane):
    peer = await lane.ready()
    # While there is a call none of them is dialled, and when it is over the link is gone.
    await lane.modem.order("ring 0911555666")
    await peer.expect(incoming("0911555666"))
    peer.reading.clear()
    require(await stuff(peer, wire.text(wire.dial(CALL)) * 100), "the daemon takes 64 MiB")
    await peer.reset()
    await lane.down("reset|lost|reads too slowly")
    await lane.modem.order("remote-hangup")
    await lane.logs("call: over")
    await come_back(lane)
