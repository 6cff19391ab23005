"""What is said above, between and below the items of a whole answer."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeTexts:
    """Above, between and below the items of a whole answer: what is counted, and what is not shown."""

    listed: str
    stated: str
    across: str
    across_none: str
    comparison: str
    over_time: str
    parts: str
    without: str
    without_more: str

    def head(self, kind: str, count: int, stated: int | None, without: int) -> str:
        """The line above the items; empty where they need none."""
        if kind == "across" and not count:
            return self.across_none.format(total=without)
        if kind == "list" and stated is not None and stated != count:
            return self.stated.format(count=count, stated=stated)
        heads = {
            "list": self.listed,
            "across": self.across,
            "comparison": self.comparison,
            "over_time": self.over_time,
            "parts": self.parts,
        }
        return heads.get(kind, "").format(count=count, total=count + without)
