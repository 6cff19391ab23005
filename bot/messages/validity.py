"""What is said of documents that may not hold any more."""

from dataclasses import dataclass
from datetime import date

from retrieval.answer import Standing

_NAME = 60
"""Characters of the title of the document that says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidityTexts:
    """One phrase for each kind of `Standing`; `dated` and `revised` say in brackets which document did it."""

    replaced: str
    repealed: str
    amended: str
    expired: str
    until: str
    dated: str
    revised: str

    def phrase(self, standing: Standing, today: date | None = None) -> str:
        """What `standing` means `today`, in one phrase without line breaks."""
        if standing.kind == "limited":
            over = (today or date.today()).isoformat() > (standing.until or "")
            return (self.expired if over else self.until).format(until=standing.until)
        words = {"replaced": self.replaced, "repealed": self.repealed, "amended": self.amended}[standing.kind]
        name = " ".join(standing.by.split())
        name = name if len(name) <= _NAME else name[: _NAME - 1] + "…"
        year = (self.revised if standing.revised else self.dated).format(year=standing.year) if standing.year else ""
        return words.format(name=name, year=year)


CHINESE_VALIDITY = ValidityTexts(
    replaced="⚠ 已被《{name}》{year}取代",
    repealed="⚠ 已被《{name}》{year}废止",
    amended="⚠ 已被《{name}》{year}修改",
    expired="⚠ 有效期至{until}，已过",
    until="有效期至{until}",
    dated="（{year}年）",
    revised="（{year}年修订）",
)

ENGLISH_VALIDITY = ValidityTexts(
    replaced="⚠ replaced by 《{name}》{year}",
    repealed="⚠ repealed by 《{name}》{year}",
    amended="⚠ amended by 《{name}》{year}",
    expired="⚠ held until {until}, which is past",
    until="holds until {until}",
    dated=" ({year})",
    revised=" (revised {year})",
)
