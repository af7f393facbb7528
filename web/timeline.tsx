// What happened when? One lane each for agreements, deadlines, incidents and
// claims; a bar as long as the time is uncertain, hollow where planned, struck
// through where denied. Where a lane has too many, columns say how many; the
// strip above narrows the time, for the map and the lists too.
import { useMemo, useRef, useState } from "preact/hooks";
import { useAnswer, type Item } from "./api";
import { Filters, listPath } from "./filters";
import { A, Empty, Trouble, counted, words } from "./parts";
import { go, href, type Route } from "./route";

type Bin = { bin: string; rows: number };
type Lane = { lane: string; total: number; bins?: Bin[] };
type Answer = { lanes: Lane[]; rows: Item[] };

const kDay = 86400000;
const kRow = 14, kLeft = 96, kTop = 26, kRows = 40, kColumns = 60, kStrip = 46;

const iso = (at: number) => new Date(at).toISOString().slice(0, 10);
// A bin is a year, a month or a day.
const start = (bin: string) => Date.parse(bin + "-01-01".slice(bin.length === 4 ? 0 : bin.length === 7 ? 3 : 6));
function end(bin: string): number {
  const [year, month] = bin.split("-").map(Number);
  return bin.length === 4 ? Date.UTC(year + 1, 0, 1) : bin.length === 7 ? Date.UTC(year, month, 1) : Date.parse(bin) + kDay;
}

function ticks(from: number, to: number): { at: number; label: string }[] {
  const out: { at: number; label: string }[] = [];
  const days = (to - from) / kDay;
  const step = days > 3000 ? 60 : days > 900 ? 12 : days > 400 ? 3 : days > 60 ? 1 : 0;
  if (step === 0) {
    const width = Math.max(1, Math.ceil(days / 10));
    for (let at = from; at <= to; at += width * kDay) out.push({ at, label: iso(at) });
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
  const { value, error } = useAnswer<Answer>(listPath("timeline", props.route, { limit: "300" }));
  // The strip shows the whole time, whatever is looked at.
  const whole = useAnswer<Answer>("timeline?limit=1");
  const from = props.route.get("from"), to = props.route.get("to");
  const [width] = useState(() => Math.max(600, Math.min(1400, document.documentElement.clientWidth - 60)));
  const shown = useMemo(() => {
    if (!value) return null;
    const times = [...value.rows.map((row) => Date.parse(row.min)), ...value.lanes.flatMap((lane) => (lane.bins ?? []).map((bin) => start(bin.bin)))]
      .filter((at) => !Number.isNaN(at)).sort((a, b) => a - b);
    if (times.length === 0) return null;
    // Open ends and background of long ago would squeeze the rest: the middle of the times sets the view.
    let low = from ? Date.parse(from) : times[Math.floor(times.length * 0.05)];
    let high = to ? Date.parse(to) + kDay : Math.max(times[Math.ceil(times.length * 0.99) - 1], low + kDay);
    if (!from) low -= (high - low) * 0.03 + kDay;
    if (!to) high += (high - low) * 0.03 + kDay;
    const x = (at: number) => kLeft + ((Math.min(Math.max(at, low), high) - low) / (high - low)) * (width - kLeft - 10);
    let y = kTop;
    const bands = value.lanes.map((lane) => {
      const top = y;
      if (lane.bins && lane.bins.length > 0) {
        const most = Math.max(...lane.bins.map((bin) => bin.rows), 1);
        const columns = lane.bins.filter((bin) => end(bin.bin) > low && start(bin.bin) < high)
          .map((bin) => ({ bin, left: x(start(bin.bin)), right: x(end(bin.bin)), height: (kColumns * bin.rows) / most }));
        y += kColumns + 16;
        return { lane, top, bars: [], columns, hidden: 0 };
      }
      const ends: number[] = [];
      let hidden = 0;
      const bars = value.rows.filter((row) => row.lane === lane.lane).sort((a, b) => a.min.localeCompare(b.min)).flatMap((row) => {
        const begin = Date.parse(row.min), last = Date.parse(row.max) + kDay;
        if (Number.isNaN(begin) || Number.isNaN(last) || last < low || begin > high) { hidden++; return []; }
        const left = x(begin), right = Math.max(x(last), left + 5);
        let place = ends.findIndex((taken) => taken + 2 <= left);
        if (place < 0) place = ends.length;
        if (place >= kRows) { hidden++; return []; }
        ends[place] = right;
        return [{ row, left, right, place }];
      });
      y += Math.max(1, ends.length) * kRow + 12;
      return { lane, top, bars, columns: [], hidden };
    });
    return { bands, ticks: ticks(low, high).map((tick) => ({ ...tick, x: x(tick.at) })), height: y };
  }, [value, from, to, width]);

  return (
    <div>
      <h1>Timeline</h1>
      <Filters route={props.route} kind="incident" show={["q", "type", "actor", "place", "outlet"]} />
      <p class="legend"><span class="key reported" /> reported <span class="key planned" /> planned <span class="key denied" /> denied</p>
      <Trouble error={error} />
      {whole.value && <Strip lanes={whole.value.lanes} width={width} from={from} to={to} />}
      {value && !shown && <Empty>Nothing fits.</Empty>}
      {shown && (
        <div class="wide" tabIndex={0} role="region" aria-label="Timeline">
          <svg width={width} height={shown.height} role="group" aria-label="Timeline">
            {shown.ticks.map((tick) => (
              <g key={tick.at} class="tick"><line x1={tick.x} x2={tick.x} y1={18} y2={shown.height} /><text x={tick.x + 3} y={14}>{tick.label}</text></g>))}
            {shown.bands.map((band) => (
              <g key={band.lane.lane}>
                <text class="lane" x={0} y={band.top + 11}>{band.lane.lane}</text>
                <text class="hidden-note" x={0} y={band.top + 24}>{band.lane.total.toLocaleString("en")}{band.hidden > 0 && `, ${band.hidden} outside`}</text>
                {band.columns.map((one) => {
                  const what = `${one.bin.bin}: ${counted(one.bin.rows, "row")}`;
                  return (
                    <A key={one.bin.bin} to={href({ from: iso(start(one.bin.bin)), to: iso(end(one.bin.bin) - kDay) })} class={"bar reported lane-" + band.lane.lane} label={what}>
                      <title>{what}</title>
                      <rect x={one.left} y={band.top + kColumns - one.height} width={Math.max(1, one.right - one.left - 1)} height={Math.max(1, one.height)} />
                    </A>);
                })}
                {band.bars.map((bar) => {
                  const y = band.top + bar.place * kRow;
                  return (
                    <A key={bar.row.id} to={words(bar.row.statements)} class={"bar " + bar.row.style + " lane-" + band.lane.lane}>
                      <title>{`${bar.row.min}${bar.row.max !== bar.row.min ? " to " + bar.row.max : ""}: ${bar.row.line} (${bar.row.style})`}</title>
                      <rect x={bar.left} y={y} width={bar.right - bar.left} height={kRow - 4} rx={2} />
                      {bar.row.style === "denied" && <line x1={bar.left - 2} x2={bar.right + 2} y1={y + kRow / 2 - 2} y2={y + kRow / 2 - 2} />}
                    </A>);
                })}
              </g>))}
          </svg>
        </div>)}
    </div>
  );
}

// The whole time as columns; dragging over it sets from and to.
function Strip(props: { lanes: Lane[]; width: number; from: string; to: string }) {
  const box = useRef<SVGSVGElement>(null);
  const [drag, setDrag] = useState<[number, number] | null>(null);
  const sums = new Map<string, number>();
  for (const lane of props.lanes) for (const bin of lane.bins ?? []) sums.set(bin.bin, (sums.get(bin.bin) ?? 0) + bin.rows);
  const bins = [...sums].map(([bin, rows]) => ({ bin, rows })).filter((one) => !Number.isNaN(start(one.bin))).sort((a, b) => start(a.bin) - start(b.bin));
  if (bins.length < 2) return null;
  // The few of long ago would take all the room.
  const all = bins.reduce((sum, one) => sum + one.rows, 0);
  let seen = 0;
  const shown = bins.filter((one) => { const before = seen; seen += one.rows; return before >= all * 0.01; });
  const low = start(shown[0].bin), high = end(shown[shown.length - 1].bin);
  const most = Math.max(...shown.map((one) => one.rows));
  const inner = props.width - kLeft - 10;
  const x = (at: number) => kLeft + ((Math.min(Math.max(at, low), high) - low) / (high - low)) * inner;
  const at = (event: PointerEvent) => {
    const area = box.current!.getBoundingClientRect();
    return low + (Math.min(Math.max(event.clientX - area.left - kLeft, 0), inner) / inner) * (high - low);
  };
  const [left, right] = drag ? [Math.min(...drag), Math.max(...drag)] : [props.from ? Date.parse(props.from) : low, props.to ? Date.parse(props.to) + kDay : high];
  return (
    <div class="wide" tabIndex={0} role="region" aria-label="All times">
      <svg ref={box} class="strip" width={props.width} height={kStrip} role="img" aria-label={`All times, ${iso(low)} to ${iso(high)}; drag to choose, or set From and To above`}
        onPointerDown={(event) => { (event.currentTarget as SVGSVGElement).setPointerCapture(event.pointerId); setDrag([at(event), at(event)]); }}
        onPointerMove={(event) => drag && setDrag([drag[0], at(event)])}
        onPointerUp={(event) => {
          if (!drag) return;
          const [a, b] = [drag[0], at(event)].sort((one, other) => one - other);
          setDrag(null);
          // A click without a way takes the choice back.
          go(b - a < (high - low) / 200 ? href({ from: "", to: "" }) : href({ from: iso(a), to: iso(b) }), true);
        }}>
        {shown.map((one) => <rect key={one.bin} class="column" x={x(start(one.bin))} y={kStrip - 14 - (30 * one.rows) / most} width={Math.max(1, x(end(one.bin)) - x(start(one.bin)))} height={(30 * one.rows) / most} />)}
        <rect class="window" x={x(left)} y={0} width={Math.max(2, x(right) - x(left))} height={kStrip - 12} />
        <text class="hidden-note" x={kLeft} y={kStrip - 1}>{iso(low)}</text><text class="hidden-note" x={props.width - 10} y={kStrip - 1} text-anchor="end">{iso(high)}</text>
      </svg>
    </div>
  );
}
