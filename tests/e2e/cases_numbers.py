# SPDX-License-Identifier: MIT
"""Never a wrong call: what is no number does not reach the modem."""
from desktop import IDLE, outbound
from record import require
from tap import case

# What is wrong, and the payload.
BAD = {
    "a CR": {"phoneNo": "0911\r0922"},
    "a CR and a command": {"phoneNo": "0911;\rATD0922;\r"},
    "a LF": {"phoneNo": "0911\n"},
    "a semicolon": {"phoneNo": "0911;0922"},
    "letters": {"phoneNo": "0800FLOWERS"},
    "a pause": {"phoneNo": "0,0911"},
    "a W": {"phoneNo": "0W0911"},
    "a blank": {"phoneNo": "09 11"},
    "a minus": {"phoneNo": "-0911"},
    "two plus": {"phoneNo": "++0911"},
    "a plus inside": {"phoneNo": "09+11"},
    "only a plus": {"phoneNo": "+"},
    "digits of another script": {"phoneNo": "\u0660\u0669\u0661\u0661"},
    "full-width digits": {"phoneNo": "\uff10\uff19\uff11"},
    "41 digits": {"phoneNo": "0" * 41},
    "a thousand digits": {"phoneNo": "0" * 1000},
    "nothing": {"phoneNo": ""},
    "no phoneNo": {},
    "a JSON number": {"phoneNo": 911},
    "null": {"phoneNo": None},
    "a list": {"phoneNo": ["0911"]},
    "true": {"phoneNo": True},
    "a code that diverts the line": {"phoneNo": "*21*0911222333#"},
    "a code that asks": {"phoneNo": "*#06#"},
    "a code that begins with #": {"phoneNo": "#002#"},
}


NUL = {
    "a NUL inside": {"phoneNo": "0911\0" + "0922"},
    "a NUL behind": {"phoneNo": "0911\0"},
    "a NUL in front": {"phoneNo": "\0" + "0911"},
}


async def refuse(stage, payloads):
    await stage.begin()
    for what, payload in payloads.items():
        before = len(stage.modem.commands())
        await stage.desktop.send("dial-request", rawPhoneNo="0911", **payload)
        got = await stage.desktop.updates.next(f"the answer to a dial-request with {what}")
        require(got == IDLE, f"{what}: answered {got}")
        await stage.daemon.logged("refused|ignored")
        await stage.modem.calls()
        said = stage.modem.commands()[before:]
        # What is asked once after the start may still come.
        require(not [line for line in said if "D" in line], f"{what}: {said} was said")
    await stage.desktop.expect_status(IDLE)
    require(stage.modem.dialled() == [], f"dialled {stage.modem.dialled()}")


@case("a bad number never reaches the modem, is answered with the status, and the log says why")
async def bad_numbers(stage):
    await refuse(stage, BAD)


@case("a number with a NUL never reaches the modem, is answered, and the log says why")
async def nul(stage):
    await refuse(stage, NUL)


@case("a dial-request without a payload, or with a wrong one, is answered and never dialled")
async def bad_payloads(stage):
    await stage.begin()
    for text in ('{"type":"dial-request"}', '{"type":"dial-request","payload":null}',
                 '{"type":"dial-request","payload":"0911"}',
                 '{"type":"dial-request","phoneNo":"0911"}'):
        stage.desktop.watch.sent({"type": "dial-request"})
        await stage.desktop.say(text)
        await stage.desktop.expect(IDLE)
    await stage.desktop.expect_status(IDLE)


async def passes(stage, number):
    await stage.desktop.dial(number)
    await stage.modem.heard(f"ATD{number}".replace("+", "[+]").replace("*", "[*]") + ";")
    await stage.desktop.expect(outbound(number))
    await stage.desktop.hang_up()
    await stage.desktop.expect(IDLE)


@case("good numbers pass unchanged: one digit, 40 digits, +, and *31# in front")
async def good_numbers(stage):
    await stage.begin()
    for number in ("9", "1234567890" * 4, "+6421555660", "*31#0911222330", "#31#0911222330",
                   "0911*2#0"):
        await passes(stage, number)


@case("rawPhoneNo never reaches the modem")
async def raw_number(stage):
    await stage.begin()
    stage.desktop.asked.append("0911222330")
    await stage.desktop.send("dial-request", phoneNo="0911222330", rawPhoneNo="0\rATD0922;\r")
    await stage.desktop.expect(outbound("0911222330"))
    await stage.modem.calls()
    require(not [line for line in stage.modem.commands() if "0922" in line], "it was said")
