# SPDX-License-Identifier: MIT
"""The text format of Prometheus (0.0.4), read more strictly than promtool check metrics does."""
import re

from record import require

NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
SAMPLE = re.compile(rf'({NAME})(?:\{{(.*)\}})? (-?[0-9.]+(?:e[-+]?[0-9]+)?|[-+]?Inf|NaN)')
LABEL = re.compile(r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)')
UNITS = ("_milliseconds", "_minutes", "_hours", "_days", "_percent", "_kilobytes")
OF_HISTOGRAM = ("_bucket", "_sum", "_count")


def read_labels(text, line):
    labels, at = {}, 0
    while at < len(text):
        found = LABEL.match(text, at)
        require(found, f"labels that cannot be read: {line}")
        require(found[1] not in labels, f"a label twice: {line}")
        labels[found[1]] = found[2]
        at = found.end()
    return labels


def check_family(name, kind):
    require(name.startswith("atdialler_"), f"{name} is without our prefix")
    require(not name.endswith(UNITS), f"{name} is not in a base unit")
    require((kind == "counter") == name.endswith("_total"), f"{name} is a {kind}")
    require(not name.endswith(OF_HISTOGRAM), f"{name} is called like a part of a histogram")


def check_histogram(name, samples):
    buckets = [(float(labels["le"]), value) for sample, labels, value in samples
               if sample == f"{name}_bucket"]
    count = [value for sample, _, value in samples if sample == f"{name}_count"]
    require(buckets == sorted(buckets) and buckets[-1][0] == float("inf"), f"{name}: {buckets}")
    require([value for _, value in buckets] == sorted(value for _, value in buckets),
            f"{name} is not cumulative: {buckets}")
    require(count == [buckets[-1][1]], f"{name}: count and +Inf differ")
    require(any(sample == f"{name}_sum" for sample, *_ in samples), f"{name} has no sum")


def read(text):
    """{(name, ((label, value), ...)): value}; fails when anything is not as it must be."""
    require(text.endswith("\n") and "\r" not in text, "the text does not end in a line end")
    samples, kinds, helped, family = {}, {}, set(), None
    for line in text[:-1].split("\n"):
        if line.startswith("# HELP "):
            family, helps = line[7:].split(" ", 1)
            require(family not in helped and helps, f"help is there twice, or not: {line}")
            helped.add(family)
        elif line.startswith("# TYPE "):
            name, kind = line[7:].split(" ")
            require(name == family and name not in kinds, f"out of place: {line}")
            require(kind in ("gauge", "counter", "histogram"), f"an unknown type: {line}")
            check_family(name, kind)
            kinds[name] = kind
        else:
            found = SAMPLE.fullmatch(line)
            require(found, f"a line that cannot be read: {line!r}")
            parts = OF_HISTOGRAM if kinds.get(family) == "histogram" else ("",)
            require(any(found[1] == family + part for part in parts), f"out of place: {line}")
            key = (found[1], tuple(sorted(read_labels(found[2] or "", line).items())))
            require(key not in samples, f"a sample twice: {line}")
            samples[key] = float(found[3])
            require(kinds[family] == "gauge" or samples[key] >= 0, f"less than none: {line}")
    for name, kind in kinds.items():
        if kind == "histogram":
            check_histogram(name, [(sample, dict(labels), value)
                                   for (sample, labels), value in samples.items()
                                   if sample.startswith(name)])
    return samples
