"""Where things are: the checkout, the shipped speeches, the real data beside the repository."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SPEECHES = ROOT / "corpus" / "speeches"
SHARED = ROOT.parent / "shared" / "data"
