# SPDX-License-Identifier: MIT
"""Every family of modems that modem-sim knows, and everything that can be wrong with one."""
from desktop import IDLE, incoming, outbound
from record import require
from tap import case

SHORT_TALK = "0911222333"       # answered, and soon the far end hangs up
BUSY = "0911222331"
LONG_TALK = "0911222330"
CALLER = "0911555666"

# modem-sim's kind, and what the daemon takes it for.
CELLULAR = {
    "huawei": "huawei", "zte": "zte", "simcom": "simcom", "quectel": "quectel",
    "quectel-dsci": "quectel", "ublox": "ublox", "infineon": "infineon", "telit": "telit",
    "cinterion": "cinterion", "sonyericsson": "sonyericsson", "wavecom": "wavecom",
    "motorola": "motorola", "sierra": "sierra",
}

# A voice modem's kind, and how it hears on its line that the far end is gone.
VOICE = {
    "voice": "the busy tone", "voice-dial-tone": "the dial tone",
    "voice-loop-break": "a break of the loop current",
}


async def begin(stage, kind, *options):
    return await stage.begin("--kind", kind, "--talk", "1500", *options)


async def short_talk(stage):
    """A call that the far end answers and ends."""
    await stage.desktop.dial(SHORT_TALK)
    await stage.desktop.expect(outbound(SHORT_TALK))
    await stage.daemon.logged("call: connected")
    await stage.desktop.expect(IDLE)
    require(stage.modem.dialled() == [SHORT_TALK], f"dialled {stage.modem.dialled()}")


async def caller(stage, number=CALLER):
    """Somebody calls and gives up."""
    await stage.modem.order(f"ring {number or ''}")
    status = await stage.desktop.updates.next("the caller")
    if number is not None and status == incoming():     # the number may come behind
        status = await stage.desktop.updates.next("the caller's number")
    require(status == incoming(number), f"got {status}")
    await stage.modem.order("remote-hangup")
    await stage.desktop.expect(IDLE, limit=30)
    await stage.desktop.expect_status(IDLE)


def declare_cellular(kind, dialect):
    @case(f"{kind}: is recognised; a call answered, and ended by the far end")
    async def answered(stage):
        ready = await begin(stage, kind)
        require(ready.endswith(f"({dialect})"), f"it was not recognised: {ready}")
        await short_talk(stage)
        await stage.desktop.expect_status(IDLE)

    @case(f"{kind}: a busy number ends the call")
    async def busy(stage):
        await begin(stage, kind)
        await stage.desktop.dial(BUSY)
        await stage.desktop.expect(outbound(BUSY))
        await stage.desktop.expect(IDLE)
        # Cinterion has to be asked for the reason of a call that is over.
        await stage.daemon.logged("call: (over|why, says the modem): .*busy")
        await stage.desktop.expect_status(IDLE)

    @case(f"{kind}: a hang-up ends a call that is up")
    async def hung_up(stage):
        await begin(stage, kind)
        await stage.desktop.dial(LONG_TALK)
        await stage.desktop.expect(outbound(LONG_TALK))
        await stage.daemon.logged("call: connected")
        await stage.desktop.hang_up()
        await stage.desktop.expect(IDLE)
        require(await stage.modem.calls() == "  no call", "it is still up")

    @case(f"{kind}: an incoming call shows its caller, once, until he gives up")
    async def missed(stage):
        await begin(stage, kind)
        await caller(stage)

    @case(f"{kind}: a caller who withholds the number has no callerId, and can be rejected")
    async def rejected(stage):
        await begin(stage, kind)
        await stage.modem.order("ring")
        await stage.desktop.expect(incoming())
        await stage.desktop.hang_up()
        await stage.desktop.expect(IDLE)
        require(await stage.modem.calls() == "  no call", "it still rings")


async def begin_voice(stage, kind, *modem_options):
    await stage.desktop.start()
    await stage.modem.start("--kind", kind, "--talk", "1500", *modem_options)
    await stage.start_daemon("--analog-mode", "voice")
    await stage.ready()


def declare_voice(kind, sign):
    @case(f"{kind}: a call answered; {sign} tells that the far end has hung up", slow=True)
    async def answered(stage):
        await begin_voice(stage, kind)
        await short_talk(stage)
        await stage.modem.heard("ATH0?")
        await stage.desktop.expect_status(IDLE)
        require(await stage.modem.calls() == "  no call", "it is still off hook")


@case("voice: a busy number ends the call, and the log says so")
async def voice_busy(stage):
    await begin_voice(stage, "voice")
    await stage.desktop.dial(BUSY)
    await stage.desktop.expect(outbound(BUSY))
    await stage.desktop.expect(IDLE)
    await stage.daemon.logged("call: over: .*busy")
    await stage.modem.heard("ATH0?")
    await stage.modem.heard("AT[+]FCLASS=0")
    require(await stage.modem.calls() == "  no call", "it is still off hook")


@case("voice: a hang-up ends a call that is up, and the next one is dialled")
async def voice_hung_up(stage):
    await begin_voice(stage, "voice")
    for _ in range(2):
        await stage.desktop.dial(LONG_TALK)
        await stage.desktop.expect(outbound(LONG_TALK))
        await stage.daemon.logged("call: connected")
        await stage.desktop.hang_up()
        await stage.desktop.expect(IDLE)
        require(await stage.modem.calls() == "  no call", "it is still off hook")


@case("voice: an incoming call shows its caller until he gives up", slow=True)
async def voice_missed(stage):
    await begin_voice(stage, "voice")
    await caller(stage)


# What can be wrong with a modem all the time, and yet must not show.
FAULTS = {
    "slow": "all its answers come late",
    "split": "its bytes come one by one",
    "urc": "noise comes inside its responses",
    "echo": "echo cannot be switched off",
    "garbage": "garbage comes inside its responses",
    "second-ok": "each OK comes twice",
}


def declare_fault(fault, sentence):
    for kind in ("cellular", "huawei", "simcom"):
        @case(f"{kind}, {sentence}: a call out, and one that comes in", slow=fault == "slow")
        async def lives(stage, kind=kind):
            await stage.desktop.start()
            await stage.modem.start("--kind", kind, "--talk", "1500", "--fault", fault)
            await stage.start_daemon()
            await stage.desktop.expect(IDLE)
            await stage.daemon.logged("modem: ready", limit=60)
            await short_talk(stage)
            await caller(stage)


# What goes wrong once.
ONCE = {
    "no-final@D": "ATD has no result",
    "no-final@+CLCC": "+CLCC has no result",
    "late-ok=3000@D": "the OK of ATD comes late",
    "late-ok=7000@+CLCC": "the OK of +CLCC comes after the daemon's patience",
}


def declare_once(fault, sentence):
    @case(f"huawei, once {sentence}: the call is told, then the next, and the one that comes in",
          slow=True)
    async def lives(stage):
        await begin(stage, "huawei")
        await stage.modem.order(f"fault {fault}")
        await stage.desktop.dial(SHORT_TALK)
        await stage.desktop.expect(outbound(SHORT_TALK))
        await stage.desktop.expect(IDLE, limit=120)
        await stage.desktop.expect_status(IDLE)
        require(stage.modem.dialled() == [SHORT_TALK], f"dialled {stage.modem.dialled()}")
        await caller(stage)


@case("a modem that restarts during a call: the call is over, and the next is dialled")
async def banner(stage):
    await begin(stage, "cellular", "--fault", "banner")
    await stage.desktop.dial(LONG_TALK)
    await stage.desktop.expect(outbound(LONG_TALK))
    await stage.modem.said("RDY")
    await stage.desktop.expect(IDLE)
    await stage.daemon.logged("modem: ready", limit=30)
    await caller(stage)
    await stage.desktop.dial(LONG_TALK)
    await stage.desktop.expect(outbound(LONG_TALK))


@case("a modem that restarts while somebody calls: the caller is gone, the next is shown")
async def banner_while_ringing(stage):
    await begin(stage, "cellular", "--fault", "banner")
    await stage.modem.order(f"ring {CALLER}")
    await stage.desktop.expect(incoming(CALLER))
    await stage.modem.said("RDY")
    await stage.desktop.expect(IDLE)
    await stage.daemon.logged("modem: ready", limit=30)
    await caller(stage)


@case("a modem that says nothing is not ready; it is when it speaks again", slow=True)
async def silent_from_the_start(stage):
    await stage.desktop.start()
    await stage.modem.start("--talk", "1500", "--fault", "silence")
    await stage.start_daemon()
    await stage.desktop.expect(IDLE)
    await stage.modem.heard("AT")
    await stage.desktop.dial_in_vain(phoneNo="0922", rawPhoneNo="0922")
    await stage.modem.order("fault off")
    await stage.daemon.logged("modem: ready", limit=60)
    await short_talk(stage)
    await caller(stage)


@case("a modem that no longer answers is told to reset itself, once", slow=True)
async def reset_unheard(stage):
    await begin(stage, "cellular")
    await stage.modem.order("fault silence")
    await stage.modem.heard(r"AT[+]CFUN=1,1", limit=120)
    await stage.daemon.logged("modem: it is told to reset itself")
    await stage.modem.order("fault off")
    await stage.daemon.logged("modem: ready", limit=60)
    await short_talk(stage)


async def fall_silent_in_a_call(stage):
    await begin(stage, "cellular")
    await stage.desktop.dial(LONG_TALK)
    await stage.desktop.expect(outbound(LONG_TALK))
    await stage.daemon.logged("call: connected")
    await stage.modem.order("fault silence")


@case("a modem that falls silent during a call: shown until it speaks again, never dialled again",
      slow=True)
async def silent_in_a_call(stage):
    await fall_silent_in_a_call(stage)
    await stage.daemon.logged("modem: the modem no longer answers", limit=60)
    await stage.desktop.expect_status(outbound(LONG_TALK))
    await stage.modem.order("fault off")
    await stage.daemon.logged("modem: ready", limit=60)
    await stage.desktop.expect_status(outbound(LONG_TALK))
    await stage.modem.order("remote-hangup")
    await stage.desktop.expect(IDLE)
    require(stage.modem.dialled() == [LONG_TALK], f"dialled {stage.modem.dialled()}")


@case("a modem that falls silent during a call: a hang-up is shown when it was heard, not before",
      slow=True)
async def hung_up_in_silence(stage):
    await fall_silent_in_a_call(stage)
    await stage.daemon.logged("modem: the modem no longer answers", limit=60)
    await stage.desktop.hang_up()
    await stage.desktop.expect_status(outbound(LONG_TALK))
    await stage.modem.order("fault off")
    await stage.desktop.expect(IDLE, limit=60)
    require(await stage.modem.calls() == "  no call", "it is still up")


for _kind, _dialect in CELLULAR.items():
    declare_cellular(_kind, _dialect)
for _kind, _sign in VOICE.items():
    declare_voice(_kind, _sign)
for _fault, _sentence in FAULTS.items():
    declare_fault(_fault, _sentence)
for _fault, _sentence in ONCE.items():
    declare_once(_fault, _sentence)
