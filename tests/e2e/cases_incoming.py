# SPDX-License-Identifier: MIT
"""Calls that come in."""
from desktop import IDLE, incoming, outbound
from record import require
from tap import case


async def rings(stage, number, *modem_options):
    await stage.begin(*modem_options)
    await stage.modem.order(f"ring {number or ''}")
    await stage.desktop.expect(incoming(number))


@case("an incoming call shows its caller, once, and is missed when the caller gives up")
async def missed(stage):
    await rings(stage, "0911555666")
    await stage.modem.said("[+]CLIP:.*")
    await stage.modem.said("[+]CLIP:.*")
    await stage.desktop.expect_status(incoming("0911555666"))
    await stage.modem.order("remote-hangup")
    await stage.desktop.expect(IDLE)
    await stage.daemon.logged("call: over: stopped ringing")
    await stage.desktop.expect_status(IDLE)


@case("an international caller's number begins with +")
async def international(stage):
    await rings(stage, "+6421555666")
    await stage.modem.order("remote-hangup")
    await stage.desktop.expect(IDLE)


@case("a caller who withholds the number has no callerId")
async def withheld(stage):
    await rings(stage, None)
    await stage.daemon.logged("withheld")
    await stage.modem.order("remote-hangup")
    await stage.desktop.expect(IDLE)


@case("an incoming call answered on another telephone stays the same status until it ends")
async def answered_elsewhere(stage):
    await rings(stage, "0911555666")
    await stage.modem.order("answer")
    await stage.daemon.logged("call: connected from")
    await stage.desktop.expect_status(incoming("0911555666"))
    await stage.modem.order("remote-hangup")
    await stage.desktop.expect(IDLE)


@case("a hang-up rejects a ringing call")
async def rejected(stage):
    await rings(stage, "0911555666")
    await stage.desktop.hang_up()
    await stage.modem.heard("AT[+]CHUP|ATH")
    await stage.desktop.expect(IDLE)
    require(await stage.modem.calls() == "  no call", "it still rings")


@case("a dial while a call rings is refused")
async def dial_while_ringing(stage):
    await rings(stage, "0911555666")
    await stage.desktop.dial_in_vain(phoneNo="0922", rawPhoneNo="0922")
    await stage.daemon.logged("refused: there is a call")
    await stage.modem.order("remote-hangup")
    await stage.desktop.expect(IDLE)
    await stage.desktop.expect_status(IDLE)
    require(stage.modem.dialled() == [], f"dialled {stage.modem.dialled()}")


@case("who calls during a call becomes the status when the first ends and it still rings")
async def waiting(stage):
    await stage.begin()
    await stage.desktop.dial("0911222330")
    await stage.desktop.expect(outbound("0911222330"))
    await stage.daemon.logged("call: connected")
    await stage.modem.order("ring 0911777888")
    await stage.modem.said("[+]CCWA:.*")
    await stage.daemon.logged("another caller waits")
    await stage.desktop.expect_status(outbound("0911222330"))
    await stage.modem.order("remote-hangup")
    status = await stage.desktop.updates.next("the waiting call")
    if status == IDLE:          # the one had ended before the other was seen
        status = await stage.desktop.updates.next("the waiting call")
    require(status == incoming("0911777888"), f"got {status}")
    await stage.modem.order("remote-hangup")
    await stage.desktop.expect(IDLE)
