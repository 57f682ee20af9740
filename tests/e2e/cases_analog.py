# SPDX-License-Identifier: MIT
"""A modem on an analog line, which hears nothing of a call once it has dialled."""
from desktop import IDLE, incoming, outbound
from record import require
from tap import case

CALL = "0911222330"
ABORTED = "a byte from the host aborted the command (V.250 5.6.1)"


async def begin(stage, *options):
    await stage.begin("--kind", "analog", *options)


@case("analog: is recognised, dials with ATDT and hangs up with ATH")
async def dials(stage):
    await begin(stage)
    await stage.desktop.dial(CALL)
    await stage.modem.heard(f"ATDT{CALL};")
    await stage.desktop.expect(outbound(CALL))
    await stage.daemon.logged("call: connected")
    await stage.desktop.dial_in_vain(phoneNo="0922", rawPhoneNo="0922")
    await stage.desktop.hang_up()
    await stage.modem.heard("ATH0?")
    await stage.desktop.expect(IDLE)
    require(await stage.modem.calls() == "  no call", "it is still off hook")


@case("analog: a hang-up while the digits go out aborts by a lone CR, and then comes ATH")
async def abort(stage):
    await begin(stage, "--digit", "1000")
    stage.expected_mistakes = [ABORTED]
    await stage.desktop.dial(CALL)
    await stage.modem.heard(f"ATDT{CALL};")
    await stage.desktop.expect(outbound(CALL))
    await stage.desktop.hang_up()
    require(await stage.modem.lines.find(lambda line: line[0] == ">", "the CR") == "> ",
            "it is no lone CR")
    await stage.modem.said("NO CARRIER")
    await stage.modem.heard("ATH0?")
    await stage.desktop.expect(IDLE)
    require(await stage.modem.calls() == "  no call", "it is still off hook")
    require(stage.modem.dialled() == [CALL], f"dialled {stage.modem.dialled()}")


@case("analog: nothing is said to the modem while the digits go out")
async def silence(stage):
    await begin(stage, "--digit", "1000")
    await stage.desktop.dial(CALL)
    await stage.modem.heard(f"ATDT{CALL};")
    await stage.desktop.expect(outbound(CALL))
    await stage.desktop.dial_in_vain(phoneNo="0922", rawPhoneNo="0922")
    await stage.desktop.expect_status(outbound(CALL))
    stage.desktop.cut()
    await stage.desktop.expect(outbound(CALL))
    await stage.modem.said("OK")        # had anything been said, it were NO CARRIER
    await stage.desktop.expect_status(outbound(CALL))


@case("analog: no dial tone ends the call at once, and the log says so")
async def no_dial_tone(stage):
    await begin(stage)
    await stage.desktop.dial("0911222334")
    await stage.desktop.expect(outbound("0911222334"))
    await stage.desktop.expect(IDLE)
    await stage.daemon.logged("call: over: no dial tone")


@case("analog: + is refused, since no tone exists for it")
async def plus(stage):
    await begin(stage)
    await stage.desktop.dial_in_vain(phoneNo="+6421555660", rawPhoneNo="+64 21 555 660")
    await stage.daemon.logged("refused|not dialled")
    await stage.desktop.expect_status(IDLE)


@case("analog: a caller is shown when the number is known, and is gone when the ringing stops",
      slow=True)
async def caller(stage):
    await begin(stage)
    await stage.modem.order("ring 0911555666")
    await stage.desktop.expect(incoming())
    await stage.desktop.expect(incoming("0911555666"))
    await stage.daemon.logged("call: the caller's name is A CALLER")
    await stage.modem.said("RING")
    await stage.desktop.expect_status(incoming("0911555666"))
    await stage.modem.order("remote-hangup")
    await stage.desktop.expect(IDLE, limit=20)
    await stage.desktop.expect_status(IDLE)


@case("analog: a caller who withholds the number has no callerId; a hang-up rejects him")
async def withheld(stage):
    await begin(stage)
    await stage.modem.order("ring")
    await stage.desktop.expect(incoming())
    await stage.modem.said("NMBR = P")
    await stage.desktop.expect_status(incoming())
    await stage.desktop.hang_up()
    await stage.modem.heard("ATH1")
    await stage.modem.heard("ATH0?")
    await stage.desktop.expect(IDLE)
    require(await stage.modem.calls() == "  no call", "it still rings")


@case("analog: unplugged in mid-call and plugged again")
async def unplugged(stage):
    await begin(stage)
    await stage.desktop.dial(CALL)
    await stage.desktop.expect(outbound(CALL))
    await stage.daemon.logged("call: connected")
    await stage.modem.order("unplug")
    await stage.desktop.expect(IDLE)
    await stage.modem.order("plug")
    await stage.daemon.logged("modem: ready", limit=5)
    await stage.desktop.dial(CALL)
    await stage.desktop.expect(outbound(CALL))
