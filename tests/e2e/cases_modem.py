# SPDX-License-Identifier: MIT
"""The modem: vanishing, falling silent, restarting, found in a call."""
import asyncio

from desktop import IDLE, incoming, outbound
from record import require
from tap import case

CALL = "0911222330"
BACK = 5        # seconds from the node's return to ready, as promised


async def connect(stage, *modem_options):
    await stage.begin(*modem_options)
    await stage.desktop.dial(CALL)
    await stage.desktop.expect(outbound(CALL))
    await stage.daemon.logged("call: connected")


async def dials_again(stage):
    await stage.desktop.expect_status(IDLE)
    await stage.desktop.dial("0911222440")
    await stage.modem.heard("ATD0911222440;")
    await stage.desktop.expect(outbound("0911222440"))
    await stage.desktop.hang_up()
    await stage.desktop.expect(IDLE)


@case("unplugged in mid-call: the call is over at once; plugged again: ready within 5 s, and dials")
async def unplugged(stage):
    await connect(stage)
    await stage.modem.order("unplug")
    await stage.desktop.expect(IDLE)
    await stage.daemon.logged("call: over: modem lost")
    await stage.desktop.dial_in_vain(phoneNo=CALL, rawPhoneNo=CALL)
    await stage.daemon.logged("refused: the modem is not ready")
    await stage.desktop.hang_up()
    await stage.desktop.expect(IDLE)
    await stage.modem.order("plug")
    await stage.daemon.logged("modem: ready", limit=BACK)
    await dials_again(stage)


@case("unplugged while a call rings: it is over")
async def unplugged_ringing(stage):
    await stage.begin()
    await stage.modem.order("ring 0911555666")
    await stage.desktop.expect(incoming("0911555666"))
    await stage.modem.order("unplug")
    await stage.desktop.expect(IDLE)
    await stage.desktop.expect_status(IDLE)


@case("a modem that restarts in mid-call has no call, is set up again and dials")
async def restarted(stage):
    await connect(stage)
    await stage.modem.order("reset")
    await stage.desktop.expect(IDLE)
    await stage.daemon.logged("the modem has restarted")
    await stage.daemon.logged("modem: ready")
    await dials_again(stage)


@case("a modem that falls silent over a command is noticed, and dials when it is back")
async def frozen_busy(stage):
    await connect(stage)
    await stage.desktop.hang_up()
    await stage.desktop.expect(IDLE)
    await stage.modem.order("freeze")
    # A second after a call the list is asked once more.
    await stage.daemon.logged("no answer to AT", limit=20)
    await stage.desktop.dial_in_vain(phoneNo="0922", rawPhoneNo="0922")
    await stage.daemon.logged("no longer answers", limit=30)
    await stage.desktop.dial_in_vain(phoneNo="0922", rawPhoneNo="0922")
    await stage.daemon.logged("refused: the modem is not ready")
    await stage.modem.order("thaw")
    await stage.daemon.logged("modem: ready", limit=60)
    await dials_again(stage)


@case("a modem that falls silent when idle is noticed within 30 s", slow=True)
async def frozen_idle(stage):
    await stage.begin()
    await asyncio.sleep(1)      # whatever the start still asks is answered
    await stage.modem.order("freeze")
    await stage.daemon.logged("no answer to AT", limit=30)


@case("a modem that falls silent in mid-call: the call is not given up before the modem is")
async def frozen_in_call(stage):
    await connect(stage)
    await stage.modem.order("freeze")
    await stage.daemon.logged("no answer to AT", limit=20)
    await stage.desktop.expect_status(outbound(CALL))
    await stage.modem.order("thaw")
    await asyncio.sleep(2)
    await stage.desktop.expect_status(outbound(CALL))
    require(CALL in await stage.modem.calls(), "the call is gone")
    await stage.desktop.hang_up()
    await stage.desktop.expect(IDLE)


@case("noise on the line changes nothing")
async def noise(stage):
    await connect(stage)
    for _ in range(3):
        await stage.modem.order("garbage")
    await stage.desktop.expect_status(outbound(CALL))
    await stage.desktop.hang_up()
    await stage.desktop.expect(IDLE)
    await stage.modem.order("garbage")
    await dials_again(stage)


@case("a daemon that starts in mid-call finds the call, tells it and leaves it alone")
async def found(stage):
    await connect(stage)
    status = await stage.daemon.stopped()
    require(status == 0, f"exit status {status}")
    await stage.start_daemon()
    status = await stage.desktop.updates.next("the first status")
    if status == IDLE:          # Patriot was faster than the modem
        status = await stage.desktop.updates.next("the call")
    require(status == outbound(CALL), f"found {status}")
    await stage.daemon.logged("modem: ready")
    require("active to" in await stage.modem.calls(), "the call is gone")
    await stage.desktop.dial_in_vain(phoneNo="0922", rawPhoneNo="0922")
    await stage.modem.order("remote-hangup")
    await stage.desktop.expect(IDLE)


@case("an ATD that was never answered is not sent again")
async def frozen_dial(stage):
    await stage.begin()
    await stage.modem.heard(r"AT\+COPS\?")      # the last that it is asked of its own accord
    await stage.modem.said("OK")
    await stage.modem.order("freeze")
    await stage.desktop.dial(CALL)
    await stage.desktop.expect(outbound(CALL))
    await stage.desktop.hang_up()
    await stage.daemon.logged("Patriot asks to hang up")
    await stage.daemon.logged("no answer to the dial command", limit=30)
    await stage.modem.order("thaw")
    await stage.desktop.expect(IDLE, limit=60)
    require(stage.modem.dialled() in ([], [CALL]), f"dialled {stage.modem.dialled()}")
    await stage.daemon.logged("modem: ready|call: over")
    require(await stage.modem.calls() == "  no call", "a call has been left")
