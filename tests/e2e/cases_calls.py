# SPDX-License-Identifier: MIT
"""Calls that we make. The last digit of a number says what modem-sim lets become of it."""
from desktop import IDLE, outbound
from record import require
from tap import case

ANSWERED = "0911222330"
BUSY = "0911222331"
UNANSWERED = "0911222332"
SHORT = "0911222333"
REJECTED = "0911222334"
REFUSED = "0911222335"


@case("a dial gives one ATD, is answered and ends when the far end hangs up")
async def short_call(stage):
    await stage.begin()
    await stage.desktop.dial(SHORT)
    await stage.modem.heard(f"ATD{SHORT};")
    await stage.desktop.expect(outbound(SHORT))
    await stage.daemon.logged("call: connected")
    await stage.desktop.expect(IDLE)
    await stage.daemon.logged("call: over: the far end hung up")
    require(stage.modem.dialled() == [SHORT], f"dialled {stage.modem.dialled()}")


async def call_fails(stage, number, why):
    await stage.begin()
    await stage.desktop.dial(number)
    await stage.desktop.expect(outbound(number))
    await stage.desktop.expect(IDLE)
    await stage.daemon.logged(f"call: over: {why}")
    await stage.desktop.expect_status(IDLE)


@case("a call to a busy number ends by itself, and the log says busy")
async def busy(stage):
    await call_fails(stage, BUSY, "busy")


@case("a call that the network rejects (NO CARRIER) ends by itself")
async def no_carrier(stage):
    await call_fails(stage, REJECTED, "")


@case("a dial that the modem refuses at once shows the call and then its end")
async def refused(stage):
    await call_fails(stage, REFUSED, "no network service")


@case("nobody answers: the call ends by itself")
async def no_answer(stage):
    await stage.begin()
    await stage.desktop.dial(UNANSWERED)
    await stage.desktop.expect(outbound(UNANSWERED))
    await stage.daemon.logged("call: ringing at the far end")
    await stage.modem.order("no-answer")
    await stage.desktop.expect(IDLE)
    await stage.daemon.logged("call: over: no answer")


async def hang_up(stage, number):
    await stage.desktop.hang_up()
    await stage.modem.heard("AT[+]CHUP|ATH")
    await stage.desktop.expect(IDLE)
    await stage.daemon.logged("call: over: hung up here")
    require(await stage.modem.calls() == "  no call", "the call is still there")
    require(stage.modem.dialled() == [number], f"dialled {stage.modem.dialled()}")


@case("Patriot hangs up while the far end rings")
async def hang_up_alerting(stage):
    await stage.begin()
    await stage.desktop.dial(UNANSWERED)
    await stage.desktop.expect(outbound(UNANSWERED))
    await stage.daemon.logged("call: ringing at the far end")
    await hang_up(stage, UNANSWERED)


@case("Patriot hangs up while connected")
async def hang_up_active(stage):
    await stage.begin()
    await stage.desktop.dial(ANSWERED)
    await stage.desktop.expect(outbound(ANSWERED))
    await stage.daemon.logged("call: connected")
    await hang_up(stage, ANSWERED)


@case("Patriot hangs up in the same moment as it dials")
async def hang_up_at_once(stage):
    await stage.begin()
    await stage.desktop.dial(ANSWERED)
    await stage.desktop.hang_up()
    await stage.desktop.expect(outbound(ANSWERED))
    await stage.desktop.expect(IDLE)
    require(await stage.modem.calls() == "  no call", "the call is still there")
    require(stage.modem.dialled() == [ANSWERED], f"dialled {stage.modem.dialled()}")


@case("a hang-up without a call still reaches the modem")
async def hang_up_nothing(stage):
    await stage.begin()
    await stage.desktop.hang_up()
    await stage.modem.heard("AT[+]CHUP|ATH")
    await stage.desktop.expect_status(IDLE)


@case("a second dial while a call is up is refused and answered with the status")
async def second_dial(stage):
    await stage.begin()
    await stage.desktop.dial(ANSWERED)
    await stage.desktop.expect(outbound(ANSWERED))
    await stage.desktop.dial_in_vain(phoneNo="0922", rawPhoneNo="0922")
    await stage.daemon.logged("refused: there is a call")
    await stage.daemon.logged("call: connected")
    await stage.desktop.dial_in_vain(phoneNo="0922", rawPhoneNo="0922")
    await stage.desktop.dial_in_vain(phoneNo=ANSWERED, rawPhoneNo=ANSWERED)
    await stage.desktop.expect_status(outbound(ANSWERED))
    await stage.modem.order("remote-hangup")
    await stage.desktop.expect(IDLE)
    await stage.desktop.expect_status(IDLE)
    require(stage.modem.dialled() == [ANSWERED], f"dialled {stage.modem.dialled()}")


@case("ten calls after one another are ten calls")
async def ten_calls(stage):
    await stage.begin()
    numbers = [f"09113344{i}0" for i in range(10)]
    for number in numbers:
        await stage.desktop.dial(number)
        await stage.desktop.expect(outbound(number))
        await stage.desktop.hang_up()
        await stage.desktop.expect(IDLE)
    require(stage.modem.dialled() == numbers, f"dialled {stage.modem.dialled()}")


@case("a call-status-request is answered, without a call and in one")
async def status_request(stage):
    await stage.begin()
    await stage.desktop.expect_status(IDLE)
    await stage.desktop.dial(ANSWERED)
    await stage.desktop.expect(outbound(ANSWERED))
    await stage.desktop.expect_status(outbound(ANSWERED))
    await stage.desktop.expect_status(outbound(ANSWERED))


@case("fifty call-status-requests in one burst have fifty answers")
async def burst(stage):
    await stage.begin()
    for _ in range(50):
        await stage.desktop.send("call-status-request")
    for _ in range(50):
        await stage.desktop.expect(IDLE)
    await stage.desktop.expect_status(IDLE)
