# SPDX-License-Identifier: MIT
"""The list of cases."""
from dataclasses import dataclass
from functools import partial
from typing import Callable

# How a case finds the link, which decides where it is cheapest to run: each reconnect costs a
# back-off that doubles.
FRESH = "fresh"         # takes the daemon's next connection from its first byte on
OPEN = "open"           # takes an authenticated connection, and ends it
CALM = "calm"           # takes an authenticated connection, and leaves it as it was


@dataclass
class Case:
    sentence: str
    function: Callable
    kind: str
    slow: bool          # mostly waits: started first
    pty: str            # what the modem may be told; None: nothing


CASES = []


def add(sentence, function, kind, slow=False, pty=None):
    assert sentence not in {one.sentence for one in CASES}, sentence
    CASES.append(Case(sentence, function, kind, slow, pty))


def case(sentence, kind, slow=False, pty=None):
    """Declares a case; the sentence says what is true when it passes."""
    def declare(function):
        add(sentence, function, kind, slow, pty)
        return function
    return declare


def rows(function, kind, table, sentence="{}", **how):
    """One case for each row: its name, and what `function` takes after the lane."""
    for name, *row in table:
        add(sentence.format(name), partial(_row, function, row), kind, **how)


def _row(function, row, lane):
    return function(lane, *row)
