"""What a list is like whatever is asked: its form, its size, how alike its items are."""

import re
from collections import Counter

import numpy as np
from numpy.typing import NDArray

from corpus.enumerations.enumeration import Enumeration

FORMS = (
    "headings",
    "point",
    "ordinal",
    "paren_han",
    "marked",
    "rows",
    "dashes",
    "paragraphs",
    "leads",
    "alike",
    "sentences",
    "semicolons",
    "commas",
    "listed",
)
SHAPES = (
    *(f"form_{form}" for form in FORMS),
    "size",
    "pair",
    "many",
    "complete",
    "announced",
    "colon",
    "stemless",
    "depth",
    "lead_length",
    "long_leads",
    "uneven",
    "first_long",
    "last_long",
    "first_announces",
    "same_beginning",
    "stated_agrees",
    "stated_differs",
    "bare_first",
    "position",
    "before_sections",
)
_ANNOUNCES = re.compile(r"下列|如下|以下|包括|主要是|主要有|分别是|分为|做到|做好|抓好|着力|重点|：$|:$")
_WITHIN = re.compile(
    r"[：:]$|如下|下列|主要是|主要有|是[：:]?$|我们也|在看到|同时，$|必须看到|认识到|[一二三四五六七八九十]个?(?:方面|条|项|步)"
)


def shape_of(text: str, one: Enumeration) -> NDArray[np.float64]:
    """The values named in SHAPES for a list of the document with this text.

    size: ln of the number of items; pair, many: two, more than 15. announced, colon: the stem announces a list, ends in a
    colon. lead_length: ln of the mean characters of the leads; long_leads: it is over 80; uneven: their deviation by their mean;
    first_long, last_long: those two by the median; first_announces: the first lead itself announces. same_beginning: the
    share of items with the commonest two first characters. stated_agrees, stated_differs: what is stated is the number of items, or
    another. bare_first: the first lead ends as no sentence does; position: where the list begins in
    the document (0..1); before_sections: under no heading.
    """
    kind = one.family if one.family in FORMS and one.form == "marked" else one.form
    stem = text[slice(*one.stem)]
    leads = [text[slice(*lead)] for lead in one.leads]
    lengths = np.array([len(lead) for lead in leads], dtype=np.float64)
    ordered, half = sorted(map(len, leads)), len(leads) // 2
    middle = (ordered[half] + ordered[-half - 1]) / 2
    mean = lengths.mean()
    begins = Counter(lead[:2] for lead in leads).most_common(1)[0][1] / len(leads)
    values = {
        f"form_{kind}": 1.0,
        "size": np.log(len(leads)),
        "pair": len(leads) == 2,
        "many": len(leads) > 15,
        "complete": one.complete,
        "announced": bool(_ANNOUNCES.search(stem)),
        "colon": stem[-1:] in ("：", ":"),
        "stemless": not stem,
        "depth": min(one.depth, 3),
        "lead_length": np.log(mean),
        "long_leads": mean > 80,
        "uneven": min(2.0, lengths.std() / mean),
        "first_long": max(-2.0, min(2.0, np.log(lengths[0] / middle))),
        "last_long": max(-2.0, min(2.0, np.log(lengths[-1] / middle))),
        "first_announces": bool(_WITHIN.search(leads[0])),
        "same_beginning": begins,
        "stated_agrees": one.stated == len(leads),
        "bare_first": one.form not in ("headings", "rows", "marked") and leads[0][-1:] not in "。；;，,、！：",
        "position": one.items[0][0] / len(text),
        "before_sections": one.section < 0,
        "stated_differs": one.stated is not None and one.stated != len(leads),
    }
    return np.array([float(values.get(name, 0.0)) for name in SHAPES])
