# SPDX-License-Identifier: MIT
"""Calls between two iaxmodems."""
import asyncio
import re
import signal

from desktop import IDLE, incoming, outbound
from line import CALLER, DATA_MODE
from record import require
from tap import case

CALL, SECOND = "0922333444", "0933444555"
BUSIED_OUT = 6          # seconds; an iaxmodem takes no call for 5 after a hang-up
NO_ANSWER = 45          # seconds until an iaxmodem gives up
READY = re.compile(r"modem: ready: spandsp.* \(analog\)")
SILENCE = 12 + 5        # seconds without RING that end the ringing, and the one that may still come


async def dial(stage, number=CALL):
    """Up to the ringing of the far telephone."""
    await stage.desktop.dial(number)
    await stage.desktop.expect(outbound(number))
    called = await stage.line.rings()
    require(called == number, f"the far telephone was called as {called}")


async def dial_again(stage):
    """The line is free, and no call was left behind: its telephone would be busy."""
    await asyncio.sleep(BUSIED_OUT)
    await dial(stage, SECOND)


async def talk(stage):
    """A call that the modem has told us is answered."""
    await dial(stage)
    await stage.line.answer()
    await stage.daemon.logged("call: connected")


async def ring(stage, status):
    """The block of caller ID may come in one read or in several."""
    stage.line.call()
    await stage.daemon.logged(r"modem < .*RING")
    seen = [await stage.desktop.updates.next("the caller")]
    while seen[-1] != status:
        require(seen == [incoming()], f"expected {status}, got {seen}")
        seen.append(await stage.desktop.updates.next(f"{status}"))
    await stage.desktop.expect_status(status)


@case("iaxmodem: is recognised as an analog modem and asked for caller ID")
async def bring_up(stage):
    await stage.begin()
    require(any(READY.search(line) for line in stage.daemon.log.items), "it is not")
    require("AT+VCID=1" in stage.written(), "caller ID is not switched on")
    require(not set(stage.written()) & {"AT+CLCC", "AT+CPIN?", "AT+CREG?"},
            "it was asked what only a cellular modem knows")


@case("iaxmodem: dials the number as it is, hears the answer, and hangs up")
async def answered(stage):
    await stage.begin()
    await talk(stage)
    await stage.desktop.dial_in_vain(phoneNo=SECOND, rawPhoneNo=SECOND)
    await stage.desktop.expect_status(outbound(CALL))
    await stage.desktop.hang_up()
    await stage.line.hears_end()
    await stage.desktop.expect(IDLE)
    await stage.daemon.logged("call: over: hung up here")


@case("iaxmodem: a called telephone that refuses is busy")
async def busy(stage):
    await stage.begin()
    await dial(stage)
    await stage.line.refuse()
    await stage.desktop.expect(IDLE)
    await stage.daemon.logged("call: over: busy")


@case("iaxmodem: a called telephone off the hook ends the call at once, for want of a dial tone")
async def off_hook(stage):
    await stage.begin()
    await stage.line.phone.order("ATH1")
    await stage.desktop.dial(CALL)
    await stage.desktop.expect(outbound(CALL))
    await stage.desktop.expect(IDLE)
    await stage.daemon.logged("call: over: no dial tone")


@case("iaxmodem: a telephone that nobody answers rings until the modem gives up", slow=True)
async def no_answer(stage):
    await stage.begin()
    await dial(stage)
    await stage.desktop.expect(IDLE, limit=NO_ANSWER + 15)
    await stage.daemon.logged("call: over: no answer")
    require(stage.since_dial() == [], f"written while it dialled: {stage.since_dial()}")


@case("iaxmodem: a hang-up while it rings takes hold, though the modem ignores the abort")
async def hang_up_ringing(stage):
    await stage.begin()
    await dial(stage)
    await stage.desktop.hang_up()
    await stage.desktop.expect(IDLE)
    await stage.daemon.logged("call: over: hung up here")
    await dial_again(stage)


@case("iaxmodem: a far end that hangs up unheard is shown until we hang up, too")
async def unheard_end(stage):
    await stage.begin()
    await talk(stage)
    await stage.line.put_down()
    await stage.desktop.expect_status(outbound(CALL))
    await stage.desktop.hang_up()
    await stage.desktop.expect(IDLE)
    await dial_again(stage)


@case("iaxmodem: deaf after the answer, it is left alone until the far end hangs up")
async def deaf(stage):
    await stage.begin(mode=DATA_MODE)
    await dial(stage)
    await stage.line.answer()
    await stage.desktop.dial_in_vain(phoneNo=SECOND, rawPhoneNo=SECOND)
    await stage.desktop.expect_status(outbound(CALL))
    require(stage.since_dial() == [], f"written while it dialled: {stage.since_dial()}")
    await stage.line.put_down()
    await stage.desktop.expect(IDLE)
    await dial_again(stage)


@case("iaxmodem: deaf after the answer, it is hung up as soon as it listens again")
async def deaf_hang_up(stage):
    await stage.begin(mode=DATA_MODE)
    await dial(stage)
    await stage.line.answer()
    await stage.desktop.hang_up()
    await stage.daemon.logged("the modem no longer answers")
    await stage.desktop.expect_status(outbound(CALL))
    await stage.line.put_down()
    await stage.daemon.logged(r"modem > ATH", limit=30)
    await stage.desktop.expect(IDLE)
    await stage.daemon.logged("modem: ready")
    await dial_again(stage)


@case("iaxmodem: a caller is shown by number, refuses a dial, and is gone when he gives up",
      slow=True)
async def caller(stage):
    await stage.begin()
    await ring(stage, incoming(CALLER))
    await stage.daemon.logged("modem < .*RING")
    await stage.desktop.dial_in_vain(phoneNo=CALL, rawPhoneNo=CALL)
    await stage.desktop.expect_status(incoming(CALLER))
    await stage.line.refuse()
    await stage.desktop.expect(IDLE, limit=SILENCE + 5)
    await stage.daemon.logged("call: over: stopped ringing")


@case("iaxmodem: a caller without a number is shown without one", slow=True)
async def nameless(stage):
    await stage.begin(caller="", name="")
    await ring(stage, incoming())
    await stage.line.refuse()
    await stage.desktop.expect(IDLE, limit=SILENCE + 5)


@case("iaxmodem: a caller is rejected by a hang-up")
async def reject(stage):
    await stage.begin()
    await ring(stage, incoming(CALLER))
    await stage.desktop.hang_up()
    await stage.desktop.expect(IDLE)
    require(stage.written()[-2:] == ["ATH1", "ATH0"], f"by {stage.written()[-2:]}")
    await stage.line.phone.heard("OK")  # the far modem takes our ATH1 for an answer
    await stage.line.refuse()
    await dial_again(stage)


@case("iaxmodem: a daemon killed in a call and started again leaves it, and can hang it up")
async def killed(stage):
    await stage.begin()
    await talk(stage)
    await stage.daemon.stopped(signal.SIGKILL)
    await stage.start_daemon()
    await stage.ready()
    require("< NO CARRIER" not in stage.line.lines.items, "the call is over")
    await stage.desktop.hang_up()
    await stage.line.hears_end()
    await stage.desktop.expect_status(IDLE)


@case("iaxmodem: gone in a call, it ends the call, and dials again when it is back")
async def gone(stage):
    await stage.begin()
    await dial(stage)
    await stage.line.near.stop()
    await stage.desktop.expect(IDLE)
    await stage.daemon.logged("call: over: modem lost")
    await stage.line.refuse()
    await stage.line.near.start()
    await stage.daemon.logged("modem: ready")
    await dial_again(stage)
