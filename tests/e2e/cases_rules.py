# SPDX-License-Identifier: MIT
"""The rules for numbers: which are dialled, what the line is told, and how callers are shown."""
import re
import signal

from desktop import IDLE, incoming, outbound
from record import require
from tap import case

GERMANY = ("--country-code", "49", "--national-prefix", "0", "--international-prefix", "00")


async def begin(stage, kind, *rules):
    await stage.begin("--kind", kind, arguments=stage.arguments(*rules))


async def dials(stage, number, wire):
    """Patriot is shown what it asked for, the line is told `wire`."""
    stage.desktop.asked.append(wire)
    await stage.desktop.send("dial-request", phoneNo=number, rawPhoneNo=number)
    await stage.modem.heard(f"ATDT?{re.escape(wire)};")
    await stage.desktop.expect(outbound(number))
    await stage.modem.said("OK")        # a hang-up before it would abort the command
    await stage.desktop.hang_up()
    await stage.desktop.expect(IDLE)
    if number != wire:
        await stage.daemon.logged(f"call: on this line dialled as {re.escape(wire)}$")


async def refuses(stage, number, why):
    before = len(stage.modem.dialled())
    await stage.desktop.dial_in_vain(phoneNo=number, rawPhoneNo=number)
    await stage.daemon.logged(f"desk: refused: .*{why}")
    await stage.modem.calls()
    require(len(stage.modem.dialled()) == before, f"{number} was dialled")


@case("rules: an analog line is told its own form of a +, behind the way out of the PBX")
async def analog(stage):
    await begin(stage, "analog", *GERMANY, "--outside-line-prefix", "0,")
    for number, wire in (("+49911222330", "0,0911222330"), ("+490911222330", "0,0911222330"),
                         ("+6421555660", "0,006421555660"), ("0911222330", "0,0911222330"),
                         ("112", "0,112"), ("*31#0911222330", "0,*31#0911222330")):
        await dials(stage, number, wire)


@case("rules: a PBX that gives a second dial tone is waited for with W")
async def dial_tone(stage):
    await begin(stage, "analog", "--outside-line-prefix", "9W")
    await dials(stage, "0911222330", "9W0911222330")


@case("rules: an analog line without a rule for it refuses a +, and the log names the keys")
async def no_plus(stage):
    await begin(stage, "analog")
    await refuses(stage, "+49911222330", "set --international-prefix .*--country-code")


@case("rules: a cellular line is told the number as it is")
async def cellular(stage):
    await begin(stage, "cellular", *GERMANY, "--outside-line-prefix", "0,")
    for number in ("+49911222330", "0911222330", "112"):
        await dials(stage, number, number)


@case("rules: what is denied is so in every form, emergency numbers never")
async def deny(stage):
    await begin(stage, "cellular", *GERMANY, "--deny", "0900 1,+43", "--emergency-numbers", "110")
    for number, rule in (("0900222330", "0900"), ("+49900222330", "0900"),
                         ("0049900222330", "0900"), ("*31#0900222330", "0900"),
                         ("+431222330", "[+]43"), ("0043222330", "[+]43"), ("1180", "1")):
        await refuses(stage, number, f"deny = {rule} refuses it")
    for number in ("0911222330", "110", "112", "+44222330"):
        await dials(stage, number, number)


@case("rules: with an allow list nothing else is dialled but emergency numbers")
async def allow(stage):
    await begin(stage, "cellular", *GERMANY, "--allow", "0911", "--allow", "+43",
                "--deny", "0911666")
    for number in ("0911222330", "+49911222330", "004312220", "112"):
        await dials(stage, number, number)
    await refuses(stage, "030222330", "allow = 0911 [.]{3} has nothing that it begins with")
    await refuses(stage, "0911666222", "deny = 0911666")


@case("rules: service codes are dialled only with allow-service-codes")
async def codes(stage):
    await begin(stage, "cellular", "--allow-service-codes", "--deny", "*21,**21")
    stage.expected_mistakes = ["*100# is a service code, not a call: carried out"]
    await stage.desktop.dial("*100#")
    await stage.desktop.expect(outbound("*100#"))
    await stage.modem.said("OK")
    await stage.desktop.expect(IDLE)    # it is no call, and no list of calls has it
    await refuses(stage, "*21*0911222330#", "deny = [*]21 refuses it")


@case("rules: without allow-service-codes a number that ends in # is refused, too")
async def ussd(stage):
    await begin(stage, "cellular")
    for number in ("*100#", "100#", "1#", "0911222330#"):
        await refuses(stage, number, "--allow-service-codes")


@case("rules: more dials in a minute than allowed are refused, an emergency number passes")
async def rate(stage):
    await begin(stage, "cellular", "--max-dials-per-minute", "2")
    await dials(stage, "0911222330", "0911222330")
    await refuses(stage, "*21*1#", "service code")
    await dials(stage, "0911222330", "0911222330")
    await refuses(stage, "0911222330", r"max-dials-per-minute = 2 refuses it: .* in \d+ s")
    await dials(stage, "112", "112")


@case("rules: an emergency number is refused, too, while there is a call")
async def emergency_in_a_call(stage):
    await begin(stage, "cellular", "--emergency-numbers", "110")
    await stage.desktop.dial("0911222330")
    await stage.desktop.expect(outbound("0911222330"))
    await stage.modem.heard("ATD0911222330;")
    await refuses(stage, "110", "there is a call already")


@case("rules: a caller is shown as the rules rewrite the number, and the log has both")
async def rewrite(stage):
    await begin(stage, "cellular", "--rewrite", "+49:0,+49911:")
    for number, shown in (("+4930222330", "030222330"), ("+49911222330", "222330"),
                          ("+6421555666", "+6421555666"), ("0911555666", "0911555666")):
        await stage.modem.order(f"ring {number}")
        await stage.desktop.expect(incoming(shown))
        await stage.daemon.logged(f"incoming from {re.escape(number)}" +
                                  (f", for Patriot {shown}" if number != shown else ""))
        await stage.modem.order("remote-hangup")
        await stage.desktop.expect(IDLE)


@case("rules: the way out of a PBX is masked in the log like the number behind it")
async def masked(stage):
    await begin(stage, "analog", "--outside-line-prefix", "0,", "--mask-numbers")
    stage.desktop.asked.append("0,0911222330")
    await stage.desktop.send("dial-request", phoneNo="0911222330", rawPhoneNo="0911222330")
    await stage.desktop.expect(outbound("0911222330"))
    await stage.daemon.logged(r"call: on this line dialled as 0,[.]{7}330$")
    await stage.modem.calls()
    require("0911222330" not in "\n".join(stage.daemon.log.items), "the log has the number")


async def explains(stage, arguments, status, *lines):
    got, output = await stage.run_daemon("--explain", *arguments)
    require(got == status, f"--explain {arguments}: exit status {got}")
    for line in lines:
        require(re.search(line, output, re.M), f"--explain {arguments}: no {line} in\n{output}")


@case("rules: --explain says what would be dialled, and how a caller would be shown")
async def explain(stage):
    rules = (*GERMANY, "--outside-line-prefix", "0,", "--rewrite", "+49:0")
    await explains(stage, ("+49911222330", *rules), 0,
                   "^  on an analog line: dialled as 0,0911222330$",
                   r"^  on a cellular line: dialled as \+49911222330$",
                   "^  as a caller: shown as 0911222330$")
    await explains(stage, ("112", "--deny", "1", "--modem", "analog"), 0,
                   "emergency number, dialled as 112")
    require("cellular" not in stage.daemon.log.items[0], "the other line is explained, too")


@case("rules: --explain names the rule that refuses, where it stands, and ends with 3")
async def explain_refused(stage):
    file = stage.folder / "rules.conf"
    file.write_text("# premium\ndeny = 0137, 0138\ndeny = 0900\n")
    await explains(stage, ("0900222330", "--config", file), 3,
                   f"refused: deny = 0900 refuses it.*{re.escape(str(file))}:3")
    await explains(stage, ("*21*0911#",), 3, "^  on any line: refused: .*--allow-service-codes")
    await explains(stage, ("+49911",), 3, "cellular line: dialled as", "cannot dial '[+]'")
    await explains(stage, ("+49911", "--modem", "huawei"), 0)
    await explains(stage, ("+49911", "--modem", "analog"), 3)


@case("rules: SIGHUP replaces them, and the dials of the last minute still count")
async def reload(stage):
    file = stage.folder / "rules.conf"
    file.write_text("deny = 0911\nmax-dials-per-minute = 1\n")
    await begin(stage, "cellular", "--config", file)
    await refuses(stage, "0911222330", "deny = 0911 refuses it")
    await dials(stage, "030222330", "030222330")
    file.write_text("deny = 030\n")
    stage.daemon.process.send_signal(signal.SIGHUP)
    await stage.daemon.logged("config: max-dials-per-minute")
    await dials(stage, "0911222330", "0911222330")
    await refuses(stage, "030222330", "deny = 030 refuses it")
    file.write_text("max-dials-per-minute = 2\n")
    stage.daemon.process.send_signal(signal.SIGHUP)
    await stage.daemon.logged("config: max-dials-per-minute")
    await refuses(stage, "0911222330", "max-dials-per-minute = 2 refuses it")


@case("rules: a mistake names its key and what was expected, and ends with 2")
async def mistakes(stage):
    for arguments, says in ((("--deny", "09x"), "--deny: expected the beginning of a number"),
                            (("--country-code", "49"), "expected national-prefix, too"),
                            (("--rewrite", "+49"), "--rewrite: expected FROM:TO"),
                            (("--outside-line-prefix", "0;"), "--outside-line-prefix: expected"),
                            (("--max-dials-per-minute", "61"), "from 0 to 60")):
        status, output = await stage.run_daemon(*stage.arguments(*arguments))
        require(status == 2, f"{arguments}: exit status {status}")
        require(says in output, f"{arguments}: {output}")
