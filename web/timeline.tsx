// What happened when? One lane each for agreements, deadlines, incidents and
// claims; a bar as long as the time is uncertain, hollow where planned, struck
// through where denied.
import { useMemo, useState } from "preact/hooks";
import { useAnswer, type Item } from "./api";
import { Empty, Trouble } from "./parts";
import { go, href, type Route } from "./route";

const kDay = 86400000;
const kRow = 14, kLeft = 96, kTop = 26, kRows = 40;
const lanes = ["agreements", "deadlines", "incidents", "claims"];

function ticks(from: number, to: number): { at: number; label: string }[] {
  const out: { at: number; label: string }[] = [];
  const days = (to - from) / kDay;
  const step = days > 3000 ? 60 : days > 900 ? 12 : days > 400 ? 3 : days > 60 ? 1 : 0;
  if (step === 0) {
    const width = Math.max(1, Math.ceil(days / 10));
    for (let at = from; at <= to; at += width * kDay) out.push({ at, label: new Date(at).toISOString().slice(0, 10) });
    return out;
  }
  const first = new Date(from);
  for (let month = first.getUTCMonth() - (first.getUTCMonth() % step) + step, year = first.getUTCFullYear(); ; month += step) {
    const at = Date.UTC(year, month, 1);
    if (at > to) return out;
    out.push({ at, label: new Date(at).toISOString().slice(0, 7) });
  }
}

export function Timeline(props: { route: Route }) {
  const { value, error } = useAnswer<{ rows: Item[] }>("timeline");
  const from = props.route.get("from"), to = props.route.get("to"), words = props.route.get("find").toLowerCase();
  const [width] = useState(() => Math.max(600, Math.min(1400, document.documentElement.clientWidth - 60)));
  const shown = useMemo(() => {
    const rows = (value?.rows ?? []).filter((row) =>
      (!from || row.max >= from) && (!to || row.min <= to) && (!words || row.line.toLowerCase().includes(words)));
    if (rows.length === 0) return null;
    // Open ends and background of long ago would squeeze the rest: the middle of the times sets the view.
    const starts = rows.map((row) => Date.parse(row.min)).filter((at) => !Number.isNaN(at)).sort((a, b) => a - b);
    let low = from ? Date.parse(from) : starts[Math.floor(starts.length * 0.05)];
    let high = to ? Date.parse(to) : Math.max(starts[Math.ceil(starts.length * 0.99) - 1], low + kDay);
    if (!from) low -= (high - low) * 0.03 + kDay;
    if (!to) high += (high - low) * 0.03 + kDay;
    const x = (at: number) => kLeft + ((Math.min(Math.max(at, low), high) - low) / (high - low)) * (width - kLeft - 10);
    let y = kTop;
    const bands = lanes.map((lane) => {
      const ends: number[] = [];
      let hidden = 0;
      const bars = rows.filter((row) => row.lane === lane).sort((a, b) => a.min.localeCompare(b.min)).flatMap((row) => {
        const begin = Date.parse(row.min), end = Date.parse(row.max) + kDay;
        if (Number.isNaN(begin) || Number.isNaN(end) || end < low || begin > high) { hidden++; return []; }
        const left = x(begin), right = Math.max(x(end), left + 5);
        let place = ends.findIndex((taken) => taken + 2 <= left);
        if (place < 0) place = ends.length;
        if (place >= kRows) { hidden++; return []; }
        ends[place] = right;
        return [{ row, left, right, place }];
      });
      const top = y;
      y += Math.max(1, ends.length) * kRow + 12;
      return { lane, top, bars, hidden };
    });
    return { bands, ticks: ticks(low, high).map((tick) => ({ ...tick, x: x(tick.at) })), height: y };
  }, [value, from, to, words, width]);

  return (
    <div>
      <h1>Timeline</h1>
      <Trouble error={error} />
      <p class="filters">
        <label>From <input type="date" value={from} onChange={(event) => go(href({ from: (event.target as HTMLInputElement).value }), true)} /></label>
        <label>To <input type="date" value={to} onChange={(event) => go(href({ to: (event.target as HTMLInputElement).value }), true)} /></label>
        <label>Find <input type="search" value={props.route.get("find")} onInput={(event) => go(href({ find: (event.target as HTMLInputElement).value }), true)} /></label>
        <span class="legend"><span class="key reported" /> reported <span class="key planned" /> planned <span class="key denied" /> denied</span>
      </p>
      {value && !shown && <Empty>Nothing fits.</Empty>}
      {shown && (
        <div class="wide" tabIndex={0} role="region" aria-label="Timeline">
          <svg width={width} height={shown.height} role="group" aria-label="Timeline">
            {shown.ticks.map((tick) => (
              <g key={tick.at} class="tick"><line x1={tick.x} x2={tick.x} y1={18} y2={shown.height} /><text x={tick.x + 3} y={14}>{tick.label}</text></g>))}
            {shown.bands.map((band) => (
              <g key={band.lane}>
                <text class="lane" x={0} y={band.top + 11}>{band.lane}</text>
                {band.hidden > 0 && <text class="hidden-note" x={0} y={band.top + 24}>{band.hidden} outside</text>}
                {band.bars.map((bar) => {
                  const to = href({ words: bar.row.statements.slice(0, 40).join(","), at: "" });
                  const y = band.top + bar.place * kRow;
                  return (
                    <a key={bar.row.id} href={to} class={"bar " + bar.row.style + " lane-" + band.lane}
                      onClick={(event: MouseEvent) => { if (event.ctrlKey || event.metaKey) return; event.preventDefault(); go(to); }}>
                      <title>{`${bar.row.min}${bar.row.max !== bar.row.min ? " to " + bar.row.max : ""}: ${bar.row.line} (${bar.row.style})`}</title>
                      <rect x={bar.left} y={y} width={bar.right - bar.left} height={kRow - 4} rx={2} />
                      {bar.row.style === "denied" && <line x1={bar.left - 2} x2={bar.right + 2} y1={y + kRow / 2 - 2} y2={y + kRow / 2 - 2} />}
                    </a>);
                })}
              </g>))}
          </svg>
        </div>)}
    </div>
  );
}
