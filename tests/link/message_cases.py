# SPDX-License-Identifier: MIT
"""Messages: who may say what, and JSON that is right, wrong or meant to mislead."""
import json

import wire
from hostile import CALM, FRESH, case, rows
from lane import IDLE
from record import require

CALL = "0911222331"             # the modem's number that is busy; it tells when it is told to
DIALS = f"ATD{CALL};"
HANGS_UP = r"AT\+CHUP|ATH"
KEY = "Zq7-the-right-key-4W"


# Before the key is accepted

async def not_accepted(lane, response, why):
    """It is no answer to our question, so nothing is acted on; then the right one comes."""
    peer = await lane.upgraded()
    await peer.say(response.replace("ID", peer.asked.items[-1]["requestId"]),
                   wire.dial(CALL), wire.HANGUP, wire.STATUS)
    await lane.logs(f"ignored .*{why}")
    await lane.logs("ignored call-status-request before our key was accepted")
    await lane.greet(peer)
    await peer.expect_status(IDLE)


def response(inside):
    return '{"type":"authentication-response","payload":' + inside + "}"


rows(not_accepted, FRESH, [
    ("to another requestId", response('{"requestId":"x","success":true}'), "another request"),
    ("to an empty requestId", response('{"requestId":"","success":true}'), "another request"),
    ("to our requestId and some more", response('{"requestId":"ID0","success":true}'),
     "another request"),
    ("to a requestId that is a number", response('{"requestId":1,"success":true}'),
     "requestId is not a string"),
    ("to a requestId with a NUL behind ours", response(r'{"requestId":"ID\u0000","success":true}'),
     "NUL"),
    ("that refuses another request", response('{"requestId":"x","success":false}'),
     "another request"),
    ("with success as a string", response('{"requestId":"ID","success":"true"}'),
     "success is neither"),
    ("with success as a number", response('{"requestId":"ID","success":1}'), "success is neither"),
    ("with success null", response('{"requestId":"ID","success":null}'), "success is missing"),
    ("with success as a list", response('{"requestId":"ID","success":[true]}'),
     "success is neither"),
    ("without success", response('{"requestId":"ID"}'), "success is missing"),
    ("with Success in capitals", response('{"requestId":"ID","Success":true}'),
     "success is missing"),
    ("without a payload", '{"type":"authentication-response"}', "success is missing"),
    ("with a payload of null", response("null"), "success is missing"),
    ("with a list as payload", response('[true]'), "success is missing"),
    ("with success beside the payload", '{"type":"authentication-response","requestId":"ID",'
     '"success":true}', "success is missing"),
    ("with an error that is no string", response('{"requestId":"ID","success":true,"error":{}}'),
     "error is not a string"),
    ("of a type in capitals", response('{"requestId":"ID","success":true}').replace("auth", "Auth"),
     "before our key was accepted|not for us"),
    ("in an array", "[" + response('{"requestId":"ID","success":true}') + "]",
     "not a JSON object"),
], sentence="messages: an authentication-response {} accepts nothing")


async def accepted(lane, response):
    peer = await lane.upgraded()
    peer.authenticated = True
    await peer.say(response.replace("ID", peer.asked.items[-1]["requestId"]))
    await peer.expect(IDLE)
    await peer.expect_status(IDLE)


rows(accepted, FRESH, [
    ("without a requestId", response('{"success":true}')),
    ("with a requestId of null", response('{"requestId":null,"success":true}')),
    ("with an error of null", response('{"requestId":"ID","success":true,"error":null}')),
    ("with keys nobody knows", response('{"requestId":"ID","success":true,"more":[{}]}')),
    ("with blanks and line ends around it",
     "\r\n\t " + response(' { "requestId" : "ID" , "success" : true } ') + "\n"),
    ("with escapes in its type", response('{"requestId":"ID","success":true}').replace(
        "authentication-response", r"\u0061uthentication\u002dresponse")),
], sentence="messages: an authentication-response {} is one")


@case("messages: a response, a status request and a dial-request in one packet are taken in order",
      FRESH, pty=f"{DIALS}|{HANGS_UP}")
async def all_at_once(lane):
    peer = await lane.upgraded()
    peer.authenticated = True
    await peer.say(wire.STATUS, peer.response(), wire.STATUS, wire.dial(CALL))
    await peer.expect(IDLE)
    await peer.expect(IDLE)
    await peer.expect({"callActive": True, "outbound": True, "callerId": CALL})
    await peer.say(wire.HANGUP)
    await peer.expect(IDLE)


@case("messages: a second authentication-response is ignored", CALM)
async def second_response(lane):
    peer = await lane.ready()
    await peer.say(peer.response())
    await lane.logs("ignored a second authentication-response")
    await peer.expect_status(IDLE)


@case("messages: an authentication-request from Patriot is ignored", CALM)
async def reversed_roles(lane):
    peer = await lane.ready()
    await peer.say(wire.message("authentication-request", apiKey=KEY))
    await lane.logs("ignored .*authentication-request")
    await peer.expect_status(IDLE)


async def refused(lane, response, why, accept_first=False):
    """A closed link, and half a minute until the next try."""
    peer = await (lane.ready() if accept_first else lane.upgraded())
    await peer.say(response.replace("ID", peer.asked.items[-1]["requestId"]), wire.dial(CALL))
    await peer.expect_close(1000)
    await peer.send(wire.close(1000))
    wait = await lane.down(f"Patriot refused the API key: {why}")
    require(wait == 30, f"next try in {wait} s")
    lane.retired = True


def refusal(error):
    return response('{"requestId":"ID","success":false,"error":' + json.dumps(error) + "}")


rows(refused, FRESH, [
    ("plainly", refusal("Invalid API key"), "Invalid API key;"),
    ("without a reason", response('{"requestId":"ID","success":false}'), "no reason given"),
    ("with the key in the reason", refusal(f"The key '{KEY}' is not known"),
     r"The key '\*+' is not known"),
    ("with the key in the reason, escaped",
     refusal("x").replace("x", "".join(f"\\u{ord(c):04x}" for c in KEY)), r"\*+"),
    ("with the key where the reason is cut", refusal("x" * 190 + KEY), "x{190}"),
    ("with the key where only its last letter is cut", refusal("x" * 181 + KEY), "x{181}"),
    ("with escape sequences and line ends in the reason",
     refusal("\x1b]0;owned\x07\r\n2001-01-01 fake"),
     r"\\x1B\]0;owned\\x07\\x0D\\x0A2001-01-01 fake"),
    ("with a reason of 60,000 characters", refusal("y" * 60000), r"y{190,200}(?:\.\.\.)?;"),
], sentence="messages: the key refused {}: closed with 1000, next try in 30 s, and logged safely")

rows(refused, FRESH, [("", refusal("no longer"), "no longer", True)],
     sentence="messages: a key that is refused after it was accepted is refused{}")


# What is no message of Patriot's

async def ignored(lane, text, why):
    peer = await lane.ready()
    await peer.say(text)
    await lane.logs(f"ignored .*(?:{why})")
    await peer.expect_status(IDLE)


def typed(value):
    return '{"type":' + value + "}"


def deep(n):
    return '{"type":"hangup-request","x":' + "[" * (n - 1) + "]" * (n - 1) + "}"


OBJECT, SYNTAX, UNKNOWN = "not a JSON object", "not JSON", "not for us: "

rows(ignored, CALM, [
    ("nothing", "", OBJECT),
    ("blanks", " \r\n\t ", OBJECT),
    ("a word", "hello", OBJECT),
    ("null", "null", OBJECT),
    ("a string", '"hangup-request"', OBJECT),
    ("a number", "12", OBJECT),
    ("an array of messages", "[" + wire.HANGUP + "]", OBJECT),
    ("an empty object", "{}", "type is missing"),
    ("a byte order mark in front", "\ufeff" + wire.HANGUP, OBJECT),
    ("a NUL in front", "\0" + wire.HANGUP, OBJECT),
    ("a NUL behind", wire.HANGUP + "\0", "something follows"),
    ("a letter behind", wire.HANGUP + "x", "something follows"),
    ("a second message behind", wire.HANGUP + wire.HANGUP, "something follows"),
    ("a closing bracket behind", wire.HANGUP + "}", "something follows"),
    ("a comma behind", wire.HANGUP + ",", "something follows"),
    ("a message without its end", wire.HANGUP[:-1], SYNTAX),
    ("a message without its beginning", wire.HANGUP[1:], OBJECT),
    ("a string without its end", '{"type":"hangup-request', SYNTAX),
    ("brackets that do not match", '{"type":"hangup-request","x":[}]', SYNTAX),
    ("a comma too many", '{"type":"hangup-request",}', SYNTAX),
    ("a comma too few", '{"type":"hangup-request" "x":1}', SYNTAX),
    ("a colon too few", '{"type" "hangup-request"}', SYNTAX),
    ("single quotes", "{'type':'hangup-request'}", SYNTAX),
    ("no quotes around the key", '{type:"hangup-request"}', SYNTAX),
    ("a comment", '{"type":"hangup-request"/* */}', SYNTAX),
    ("NaN", '{"type":"hangup-request","x":NaN}', SYNTAX),
    ("True", '{"type":"hangup-request","x":True}', SYNTAX),
    ("a number in hexadecimals", '{"type":"hangup-request","x":0x10}', SYNTAX),
    ("an unknown escape", r'{"type":"hangup-request","x":"\a"}', SYNTAX),
    ("\\u without digits", r'{"type":"hangup-request","x":"\u12g4"}', SYNTAX),
    ("\\u at the end", '{"type":"hangup-request","x":"\\u1', SYNTAX),
    ("a line feed in a string", '{"type":"hangup-request\n"}', "control character"),
    ("an escape character in a string", '{"type":"\x1b[31m"}', "control character"),
    ("a NUL in a string", '{"type":"hangup-request\0"}', "control character"),
    ("a NUL escape in its type", r'{"type":"hangup-request\u0000x"}', "NUL"),
    ("a NUL escape in another string", r'{"type":"hangup-request","x":"\u0000"}', "NUL"),
    ("a NUL escape in a key", r'{"type\u0000":"x","type":"hangup-request"}', "NUL"),
    ("a high surrogate alone", r'{"type":"hangup-request","x":"\ud83d"}', "surrogate"),
    ("a low surrogate alone", r'{"type":"hangup-request","x":"\ude42"}', "surrogate"),
    ("two high surrogates", r'{"type":"hangup-request","x":"\ud83d\ud83d"}', "surrogate"),
    ("surrogates the wrong way round", r'{"type":"hangup-request","x":"\ude42\ud83d"}',
     "surrogate"),
    ("a depth of 17", deep(17), "nested too deep"),
    ("a depth of 1,000", deep(1000), "nested too deep"),
    ("a depth of 30,000", deep(30000), "nested too deep"),
    ("30,000 opening brackets", '{"x":' + "[" * 30000, "nested too deep"),
    ("30,000 objects in one another", '{"x":' * 10000, "nested too deep"),
    ("a type that is a number", typed("7"), "type is not a string"),
    ("a type that is a number with an exponent", typed("1e3"), "type is not a string"),
    ("a type that is an array", typed('["hangup-request"]'), "type is not a string"),
    ("a type that is an object", typed('{"type":"hangup-request"}'), "type is not a string"),
    ("a type that is true", typed("true"), "type is not a string"),
    ("a type that is null", typed("null"), "type is missing"),
    ("the key type in capitals", '{"Type":"hangup-request"}', "type is missing"),
    ("a type in capitals", typed('"HANGUP-REQUEST"'), UNKNOWN + "HANGUP-REQUEST"),
    ("a type with a blank behind", typed('"hangup-request "'), UNKNOWN + "hangup-request "),
    ("a type that only begins like one", typed('"hangup-requests"'), UNKNOWN),
    ("an empty type", typed('""'), UNKNOWN),
    ("a type nobody knows", typed('"video-request"'), UNKNOWN + "video-request"),
    ("our own kind of message", wire.message("call-status-update", callActive=True),
     UNKNOWN + "call-status-update"),
    ("a type of 60,000 letters", typed('"' + "z" * 60000 + '"'), UNKNOWN + "z{50,200}"),
    ("a type of 15,000 bells", typed('"' + r"\u0007" * 10000 + '"'), UNKNOWN + r"(\\x07){50}"),
    ("a type with escape sequences and line ends",
     typed(r'"\u001b[2J\r\n2001-01-01 00:00:00.000 desk: connected"'),
     UNKNOWN + r"\\x1B\[2J\\x0D\\x0A2001-01-01"),
    ("a type that turns the writing direction", typed(r'"\u202egnitset"'),
     UNKNOWN + r"\\xE2\\x80\\xAEgnitset"),
    ("a type with C1 controls", typed(r'"\u009b31m"'), UNKNOWN + r"\\xC2\\x9B31m"),
    ("a type of a conversion", typed('"%s%n%s%n"'), UNKNOWN + "%s%n%s%n"),
    ("a type that is the key", typed(f'"{KEY}"'), UNKNOWN + r"\*+"),
    ("a type that ends in half the key", typed('"' + "x" * 50 + KEY + '"'), UNKNOWN + "x{50}"),
    ("the key where the log cuts it", "x" * 190 + KEY, OBJECT),
    ("the key's last letter where the log cuts it", "x" * 181 + KEY, OBJECT),
    ("the key again and again", (KEY + " ") * 300, OBJECT),
], sentence="messages: {} is ignored, and logged safely")


# What is odd, and yet a request

async def answered(lane, text):
    peer = await lane.ready()
    await peer.say(text)
    await peer.expect(IDLE)
    await peer.expect_status(IDLE)


rows(answered, CALM, [
    ("with blanks and line ends everywhere", '\n{\r\n "type"\t: "call-status-request" }\n\n'),
    ("with escapes in its type", r'{"\u0074ype":"call\u002dstatus-request"}'),
    ("with a payload of null", '{"type":"call-status-request","payload":null}'),
    ("with a payload nobody knows", '{"type":"call-status-request","payload":{"x":[1,2]}}'),
    ("with a second type, which does not count",
     '{"type":"call-status-request","type":"dial-request","payload":{"phoneNo":"0911222331"}}'),
    ("with a depth of 16", deep(16).replace("hangup", "call-status")),
    ("with 5,000 keys", '{"type":"call-status-request",' +
     ",".join(f'"{i}":0' for i in range(5000)) + "}"),
    ("of 64 KiB, nearly all one string",
     '{"type":"call-status-request","x":"' + "x" * (65536 - 37) + '"}'),
    ("with a number beyond all bounds", '{"type":"call-status-request","x":[1e999999,-1e-999999]}'),
    ("with characters of four bytes", '{"type":"call-status-request","x":"\U0001f642\U0010ffff"}'),
    ("with a pair of surrogates", r'{"type":"call-status-request","x":"\ud83d\ude42"}'),
    ("with a slash escaped", r'{"type":"call-status-request","x":"\/"}'),
], sentence="messages: a status request {} is answered")


# Numbers: never a wrong call

async def not_dialled(lane, text):
    """Refused, and answered with the status: the operator's window must not hang."""
    peer = await lane.ready()
    await peer.say(text)
    await peer.expect(IDLE)
    await lane.logs("refused: ")
    await peer.expect_status(IDLE)
    require(not await lane.dialled(), "dialled")


NO_NUMBERS = {
    "a CR": "0911\r0922", "a CR and a command": "0911;\rATD0922;\r", "a CR behind": "0911222331\r",
    "a LF": "0911\n0922", "a LF behind": "0911222331\n", "CR and LF": "0911\r\nATD0922;\r\n",
    "a semicolon": "0911;0922", "a semicolon behind": "0911222331;",
    "another command": "0911;+CPBW=1,\"0922\"", "A/": "A/", "A/ behind": "0911A/",
    "+++": "+++", "+++ and ATH": "+++ATH", "^Z": "0911\x1a", "ESC": "0911\x1b",
    "a NUL": "0911\0" + "222331", "a DEL": "0911\x7f", "a backspace": "0911\b\b0922",
    "a letter": "0911A", "all letters": "ABCD", "E and digits": "9E11", "hexadecimals": "0x911",
    "a pause": "0,0911", "W": "0W0911", "T": "T0911", "P": "P0911", "!": "0911!", "@": "@0911",
    "> and a phone book entry": ">1", "> and a name": ">\"police\"", "L": "L", "S=0": "S=0",
    "G behind": "0911222331G", "I behind": "0911222331I", "a dollar": "0911$", "a percent": "%s%n",
    "a blank": "09 11", "a blank in front": " 0911", "a blank behind": "0911 ",
    "only blanks": "   ",
    "a tab": "0911\t", "a minus": "-0911", "brackets": "(0911)", "a dot": "0911.5",
    "a plus": "+", "two plus": "++0911", "a plus inside": "09+11", "a plus behind": "0911+",
    "nothing": "", "41 digits": "0" * 41, "+ and 41 digits": "+" + "1" * 41,
    "256 digits": "1" * 256, "30,000 digits": "1" * 30000,
    "a full-width plus": "\uff0b0911", "full-width digits": "\uff10\uff19\uff11\uff11",
    "Arabic digits": "\u0660\u0669\u0661\u0661", "mathematical digits": "\U0001d7ce\U0001d7d7",
    "superscript digits": "\u00b2\u00b3", "a soft hyphen": "0911\u00ad222331",
    "a blank of no width": "0911\u200b222331", "a byte order mark": "\ufeff0911222331",
    "a mark that turns the direction": "\u202e1332221190", "a combining mark": "0911\u0301",
    "a number sign of another width": "\uff030911",
    "a service code": "*21*0911222333#", "a service code that asks": "*#06#", "**": "**0911",
    "## and a code": "##002#", "a service code behind *31#": "*31#*21*0911#",
    "*31# alone": "*31#",
}

rows(not_dialled, CALM, [(name, wire.dial(number)) for name, number in NO_NUMBERS.items()],
     sentence="messages: a dial-request for {} is refused and answered")

rows(not_dialled, CALM, [
    ("no payload", '{"type":"dial-request"}'),
    ("a payload of null", '{"type":"dial-request","payload":null}'),
    ("a string as payload", '{"type":"dial-request","payload":"0911222331"}'),
    ("a list as payload", '{"type":"dial-request","payload":["0911222331"]}'),
    ("the number beside the payload", '{"type":"dial-request","phoneNo":"0911222331"}'),
    ("an empty payload", '{"type":"dial-request","payload":{}}'),
    ("only a rawPhoneNo", '{"type":"dial-request","payload":{"rawPhoneNo":"0911222331"}}'),
    ("phoneNo in capitals", '{"type":"dial-request","payload":{"PhoneNo":"0911222331"}}'),
    *[(f"a phoneNo that is {what}", '{"type":"dial-request","payload":{"phoneNo":' + value + "}}")
      for what, value in (
          ("a number", "911222331"), ("a number with an exponent", "9.11e8"), ("null", "null"),
          ("true", "true"), ("a list", '["0911222331"]'),
          ("an object", '{"phoneNo":"0911222331"}'))],
    ("two phoneNo, the first of them bad",
     '{"type":"dial-request","payload":{"phoneNo":"0911;","phoneNo":"0911222331"}}'),
    ("a NUL escape in rawPhoneNo",
     r'{"type":"dial-request","payload":{"phoneNo":"0911222331","rawPhoneNo":"\u0000"}}'),
], sentence="messages: a dial-request with {} is refused and answered")


async def dials(lane, text, number):
    peer = await lane.ready()
    await peer.say(text)
    await peer.expect({"callActive": True, "outbound": True, "callerId": number})
    await lane.modem.heard(f"ATD{number};")
    await peer.say(wire.HANGUP)
    await peer.expect(IDLE)
    await peer.expect_status(IDLE)
    require(await lane.dialled() == [f"ATD{number};"], f"dialled {await lane.dialled()}")


rows(dials, CALM, [
    ("escapes for its digits",
     r'{"type":"dial-request","payload":{"phoneNo":"\u0030911222331","rawPhoneNo":""}}', CALL),
    ("a second phoneNo, which does not count",
     '{"type":"dial-request","payload":{"phoneNo":"0911222331","phoneNo":"0922"}}', CALL),
    ("commands in its rawPhoneNo", wire.message(
        "dial-request", phoneNo=CALL, rawPhoneNo="0\rATD0922;\r\x1b[31m"), CALL),
    ("a rawPhoneNo of 60,000 letters", wire.message(
        "dial-request", phoneNo=CALL, rawPhoneNo="x" * 60000), CALL),
    ("a rawPhoneNo that is a list", '{"type":"dial-request","payload":{"phoneNo":"0911222331",'
     '"rawPhoneNo":[]}}', CALL),
    ("40 digits", wire.dial("0" * 40), "0" * 40),
], sentence="messages: a dial-request with {} dials that number, once", pty=fr"ATD\d+;|{HANGS_UP}")


@case("messages: types nobody knows are each logged once, and a flood of them is not", FRESH)
async def unknown_types(lane):
    peer = await lane.open()
    await peer.say(*[typed('"video-request"')] * 1000)
    await peer.expect_status(IDLE)
    await peer.say(*[typed(f'"type-{i}"') for i in range(1000)])
    await peer.expect_status(IDLE)
    await peer.say(*["not JSON"] * 1000)
    await peer.expect_status(IDLE)
    warned = [line for line in lane.log_since() if "warning: desk: ignored" in line]
    require(len([line for line in warned if "video-request" in line]) == 1,
            "video-request is not logged once")
    require(len(warned) < 100, f"{len(warned)} warnings")
