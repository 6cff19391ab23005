"""How the page of an evaluation looks, and the few lines that sort and filter it. Nothing is fetched from anywhere."""

STYLE = """
:root { color-scheme: light dark; --paper: #fff; --ink: #1d2126; --faint: #8a929c; --line: #d9dde2; --soft: #f4f6f8;
  --series: #2563a8; --good: #1d7a46; --bad: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --paper: #15181c; --ink: #e4e7ea; --faint: #8f98a3; --line: #343a42;
  --soft: #1e2329; --series: #6fb1f5; --good: #67c58f; --bad: #f2887f; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1360px; padding: 1rem; background: var(--paper); color: var(--ink);
  font: 15px/1.55 system-ui, "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; margin: .2rem 0; } h2 { font-size: 1.15rem; margin: 2rem 0 .6rem; } h3 { font-size: 1rem; margin: 0; }
.origin, .note { color: var(--faint); font-size: .87rem; }
.wide { overflow-x: auto; border: 1px solid var(--line); border-radius: 6px; }
table { border-collapse: collapse; width: 100%; font-size: .88rem; font-variant-numeric: tabular-nums;
  overflow-wrap: normal; }
th, td { padding: .3rem .45rem; text-align: right; white-space: nowrap; border-bottom: 1px solid var(--line); }
th:first-child, td:first-child, .words th:nth-child(2), .words td:nth-child(2) { text-align: left; }
thead th { background: var(--soft); cursor: pointer; user-select: none; }
tr:last-child td { border-bottom: 0; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 320px), 1fr)); gap: 1rem; }
figure { margin: 0; border: 1px solid var(--line); border-radius: 6px; padding: .6rem; min-width: 0; }
figure svg { width: 100%; height: auto; display: block; } figcaption { font-size: .87rem; }
.filter { display: flex; flex-wrap: wrap; gap: .5rem; margin: .5rem 0; }
.filter > * { font: inherit; color: inherit; background: var(--soft); border: 1px solid var(--line); border-radius: 6px;
  padding: .3rem .5rem; min-width: 0; max-width: 100%; } .filter input { flex: 1 1 12rem; }
article { border: 1px solid var(--line); border-radius: 6px; padding: .8rem; margin: .8rem 0; }
.sides { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 300px), 1fr)); gap: .8rem; margin: .5rem 0; }
.sides > div { min-width: 0; } blockquote { margin: .3rem 0 .6rem; padding-left: .6rem; border-left: 3px solid var(--bad);
  white-space: pre-wrap; } .wanted blockquote { border-color: var(--good); }
cite { display: block; font-style: normal; font-size: .82rem; color: var(--faint); }
details ul { margin: .3rem 0; padding-left: 1.2rem; font-size: .87rem; } .won { color: var(--good); } .lost { color: var(--bad); }
[hidden] { display: none; }
@media print { :root { --paper: #fff; --ink: #000; --faint: #555; --line: #bbb; --soft: #eee; --series: #1b4f8a; }
  body { max-width: none; font-size: 10pt; } .filter { display: none; } article, figure, tr { break-inside: avoid; }
  .wide { overflow: visible; border: 0; } table { font-size: 8pt; } th, td { padding: .15rem .3rem; } }
"""

SCRIPT = """
for (const th of document.querySelectorAll("thead th")) th.addEventListener("click", () => {
  const body = th.closest("table").tBodies[0], column = th.cellIndex, down = th.dataset.down !== "1";
  th.dataset.down = down ? "1" : "";
  const of = row => row.cells[column].dataset.value ?? row.cells[column].textContent;
  const rows = [...body.rows].sort((a, b) => {
    const [x, y] = [of(a), of(b)], by = x !== "" && y !== "" ? x - y : NaN;
    return (Number.isNaN(by) ? x.localeCompare(y) : by) * (down ? -1 : 1);
  });
  body.append(...rows);
});
const words = document.getElementById("words"), kind = document.getElementById("kind"), left = document.getElementById("left");
const filter = () => {
  let shown = 0;
  for (const one of document.querySelectorAll("article")) {
    one.hidden = !(one.textContent.includes(words.value) && (!kind.value || one.dataset.kind === kind.value));
    shown += !one.hidden;
  }
  left.textContent = shown + " shown";
};
for (const control of [words, kind]) control?.addEventListener("input", filter);
"""
