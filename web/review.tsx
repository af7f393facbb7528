// What should a person look at, and what was decided? The queue of what no
// reviewer has seen, each with the sentences that it rests on; the log, in which
// nothing is ever taken away; and how far two coders agree.
import { useEffect, useRef, useState } from "preact/hooks";
import { decide, mayWrite, useAnswer, type AgreementLine, type Claim, type Contradiction, type Decision, type Incident, type Sentence } from "./api";
import { Filters, Pager, listPath } from "./filters";
import { A, Empty, Mark, Trouble, Value, counted, spaced } from "./parts";
import { go, href, type Route } from "./route";

type Kind = "contradiction" | "agreement" | "incident" | "claim";
type Entry = { kind: Kind; id: string; row: unknown; sentences: Sentence[] };

// Key, decision, what it says on the button; those with `needs` ask for more first.
const acts: { key: string; decision: string; label: string; needs?: "others" | "value" | "reason"; kinds?: Kind[] }[] = [
  { key: "a", decision: "accept", label: "Accept" },
  { key: "e", decision: "edit", label: "Edit", needs: "value" },
  { key: "x", decision: "reject", label: "Reject", needs: "reason" },
  { key: "d", decision: "mark_disputed", label: "Disputed", needs: "reason" },
  { key: "s", decision: "split", label: "Split", needs: "others", kinds: ["agreement", "incident"] },
  { key: "m", decision: "merge", label: "Merge", needs: "others", kinds: ["agreement", "incident"] },
  { key: "r", decision: "redact", label: "Redact", needs: "reason" },
  { key: "l", decision: "defer", label: "Later" },
];
const editable: Record<Kind, string[]> = { contradiction: ["explanation", "significance"], agreement: ["title", "kind"], incident: ["type"], claim: [] };

const kReviewer = "hudna-reviewer", kRole = "hudna-role";

function Tabs() {
  return (
    <p class="filters"><A to={href({}, "/review")}>Queue</A> <A to={href({}, "/review/log")}>Log</A> <A to={href({}, "/review/coding")}>Two coders</A></p>
  );
}

export function Review(props: { route: Route }) {
  const [reviewer, setReviewer] = useState(localStorage.getItem(kReviewer) ?? "");
  const [role, setRole] = useState(localStorage.getItem(kRole) ?? "first");
  const kind = props.route.get("kind") || "contradiction,agreement,incident,claim";
  const { value, error } = useAnswer<{ total: number; rows: Entry[] }>(listPath("queue", props.route, { kind, role, limit: "20" }));
  const [at, move] = useState(0);
  const [asking, ask] = useState<(typeof acts)[number] | null>(null);
  const [told, tell] = useState<{ text: string; bad?: boolean; undo?: string }>({ text: "" });
  const card = useRef<HTMLElement>(null);
  const rows = value?.rows ?? [];
  const entry = rows[Math.min(at, Math.max(0, rows.length - 1))];

  // One decision at a time: a key pressed twice must not decide on the next row, which nobody has seen yet.
  const sending = useRef(false);
  const send = async (decision: Record<string, unknown>) => {
    if (sending.current) return;
    sending.current = true;
    ask(null);
    try {
      const done = await decide({ reviewer, role, ...decision });
      tell({ text: `${spaced(done.decision)}: logged as ${done.id}${done.effect === "apart" ? ", kept apart from the first coder's" : ""}`, undo: done.decision === "undo" ? undefined : done.id });
    } catch (failure) {
      tell({ text: (failure as Error).message, bad: true });
    }
    sending.current = false;
    card.current?.focus({ preventScroll: true });
  };
  const act = (one: (typeof acts)[number]) => {
    if (!entry) return;
    if (!mayWrite()) return tell({ text: "Open the address that hudna serve printed: it carries the right to write.", bad: true });
    if (reviewer.trim() === "") return tell({ text: "Say who decides first: every decision is logged with a name.", bad: true });
    if (one.needs) ask(one);
    else void send({ decision: one.decision, target: entry.id });
  };
  useEffect(() => {
    const keys = (event: KeyboardEvent) => {
      const field = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement || event.target instanceof HTMLTextAreaElement;
      if (field || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "n") move(Math.min(at + 1, rows.length - 1));
      else if (event.key === "p") move(Math.max(at - 1, 0));
      else if (event.key === "u" && told.undo) void send({ decision: "undo", target: told.undo });
      else {
        const one = acts.find((one) => one.key === event.key);
        if (!one || !entry || (one.kinds && !one.kinds.includes(entry.kind)) || (one.decision === "edit" && editable[entry.kind].length === 0)) return;
        event.preventDefault();
        act(one);
      }
    };
    addEventListener("keydown", keys);
    return () => removeEventListener("keydown", keys);
  });

  return (
    <div>
      <h1>Review</h1>
      <Tabs />
      {!mayWrite() && <p class="warn">This page was opened without the right to write; open the address that hudna serve printed.</p>}
      <form class="filters" aria-label="Who reviews" onSubmit={(event) => event.preventDefault()}>
        <label>Your name or initials <input value={reviewer} onInput={(event) => { const name = (event.target as HTMLInputElement).value; setReviewer(name); localStorage.setItem(kReviewer, name); }} /></label>
        <label>You decide as <select value={role} onChange={(event) => { const to = (event.target as HTMLSelectElement).value; setRole(to); localStorage.setItem(kRole, to); move(0); }}>
          <option value="first">first coder</option><option value="second">second coder, blind</option><option value="adjudicator">adjudicator</option></select></label>
        <label>Look at <select value={props.route.get("kind")} onChange={(event) => { go(href({ kind: (event.target as HTMLSelectElement).value, skip: "" }), true); move(0); }}>
          <option value="">all</option><option value="contradiction">differences</option><option value="agreement">agreements</option><option value="incident">incidents</option><option value="claim">claims</option></select></label>
      </form>
      <Filters route={props.route} kind="incident" show={["q", "actor", "place", "outlet"]} />
      <Trouble error={error} />
      <p role="status" class={told.bad ? "trouble" : "quiet"}>{told.text} {told.undo && <button onClick={() => void send({ decision: "undo", target: told.undo })}>Undo <kbd>u</kbd></button>}</p>
      {value && rows.length === 0 && <Empty>Nothing waits for a review.</Empty>}
      {entry && (
        <article class="queue-card" tabIndex={-1} ref={card}>
          <p class="pager"><span>{Math.min(at, rows.length - 1) + 1} of {value!.total.toLocaleString("en")} that wait</span>
            <button disabled={at === 0} onClick={() => move(at - 1)}>Before <kbd>p</kbd></button>
            <button disabled={at + 1 >= rows.length} onClick={() => move(at + 1)}>Next <kbd>n</kbd></button></p>
          <Waiting entry={entry} />
          <p class="acts">{acts.filter((one) => (!one.kinds || one.kinds.includes(entry.kind)) && (one.decision !== "edit" || editable[entry.kind].length > 0)).map((one) => (
            <button key={one.key} disabled={!mayWrite()} onClick={() => act(one)}>{one.label} <kbd>{one.key}</kbd></button>))}</p>
          {asking && <Asked key={asking.key + entry.id} act={asking} entry={entry} close={() => ask(null)} send={send} />}
        </article>)}
    </div>
  );
}

function Sentences(props: { list: Sentence[] }) {
  return (
    <ul class="plain">{props.list.map((one) => (
      <li key={one.statement} dir="auto"><Value of={[one.statement]}>“{one.quote}”</Value> <span class="quiet">{one.speaker && one.speaker + ", "}{one.outlet} {one.published}</span></li>))}</ul>
  );
}

// What waits, with the sentences that it rests on.
function Waiting(props: { entry: Entry }) {
  const { kind, row, sentences } = props.entry;
  if (kind === "contradiction") {
    const one = row as Omit<Contradiction, "positions"> & { positions: (Contradiction["positions"][number] & { sentences?: Sentence[] })[] };
    return (
      <>
        <h2>{one.about} <Mark code={one.kind} /></h2>
        {one.agreement && <p><A to={href({}, "/agreements/" + one.agreement.id)}>{one.agreement.title}</A></p>}
        <div class="positions">{one.positions.map((position, i) => (
          <div key={i} class="position">
            <p class="says"><Value of={position.statements}>{position.value}</Value></p>
            <p class="quiet">{counted(position.origins, "origin")}{position.first_seen && `, ${position.first_seen}`}</p>
            <Sentences list={position.sentences ?? []} />
          </div>))}</div>
        <p class="quiet">{one.why}</p>
      </>
    );
  }
  const title = kind === "agreement" ? (row as AgreementLine).title : kind === "incident" ? (row as Incident).line : `${(row as Claim).speaker || "unnamed source"}: ${(row as Claim).words}`;
  return (
    <>
      <h2>{title} <Mark code={kind} /></h2>
      {kind === "agreement" && <p><Mark code={(row as AgreementLine).state} /> {(row as AgreementLine).status} <A to={href({}, "/agreements/" + props.entry.id)}>open</A></p>}
      {kind === "incident" && <p>{(row as Incident).date} · {(row as Incident).places.map((place) => place.name).join(", ")} <Mark code={(row as Incident).modality} /></p>}
      <Sentences list={sentences} />
    </>
  );
}

// What a decision needs to know besides.
function Asked(props: { act: (typeof acts)[number]; entry: Entry; close: () => void; send: (decision: Record<string, unknown>) => Promise<void> }) {
  const { act, entry } = props;
  const [reason, setReason] = useState(""), [value, setValue] = useState(""), [others, setOthers] = useState<string[]>([]), [typed, setTyped] = useState("");
  const [field, setField] = useState(editable[entry.kind][0] ?? "");
  const first = useRef<HTMLInputElement & HTMLSelectElement>(null);
  useEffect(() => first.current?.focus(), []);
  const joined = [...others, ...typed.split(/[\s,]+/).filter((one) => one !== "")];
  return (
    <form class="asked" aria-label={act.label} onKeyDown={(event) => { if (event.key === "Escape") { event.stopPropagation(); props.close(); } }}
      onSubmit={(event) => {
        event.preventDefault();
        void props.send({ decision: act.decision, target: entry.id, reason, ...(act.needs === "value" ? { field, value } : {}), ...(act.needs === "others" ? { others: joined } : {}) });
      }}>
      {act.needs === "value" && <>
        <label>Field <select ref={first} value={field} onChange={(event) => setField((event.target as HTMLSelectElement).value)}>{editable[entry.kind].map((one) => <option key={one} value={one}>{spaced(one)}</option>)}</select></label>
        <label>New value <input required value={value} onInput={(event) => setValue((event.target as HTMLInputElement).value)} /></label></>}
      {act.decision === "split" && (
        <fieldset><legend>Which sentences tell of something else?</legend>{entry.sentences.map((one) => (
          <label key={one.statement} class="line"><input type="checkbox" checked={others.includes(one.statement)}
            onChange={() => setOthers(others.includes(one.statement) ? others.filter((id) => id !== one.statement) : [...others, one.statement])} /> “{one.quote}” <span class="quiet">{one.outlet}</span></label>))}</fieldset>)}
      {act.decision === "merge" && <label>Which is the same? Its id (as in its address) <input ref={first} required value={typed} onInput={(event) => setTyped((event.target as HTMLInputElement).value)} /></label>}
      <label>Why <input ref={act.needs === "reason" ? first : undefined} value={reason} onInput={(event) => setReason((event.target as HTMLInputElement).value)} /></label>
      <button>{act.label}</button> <button type="button" onClick={props.close}>Leave it</button>
    </form>
  );
}

export function Log(props: { route: Route }) {
  const { value, error } = useAnswer<{ total: number; rows: Decision[] }>(listPath("log", props.route));
  const [trouble, setTrouble] = useState("");
  const undo = (id: string) => decide({ decision: "undo", target: id, reviewer: localStorage.getItem(kReviewer) ?? "", role: localStorage.getItem(kRole) ?? "first" }).then(() => setTrouble(""), (failure: Error) => setTrouble(failure.message));
  return (
    <div>
      <h1>Decisions</h1>
      <Tabs />
      <p class="quiet">Nothing is ever taken out of this log: a decision is undone by a new one.</p>
      <Trouble error={error || trouble} />
      {value && <Pager route={props.route} total={value.total} shown={value.rows.length} what="decisions, newest first" />}
      {value && value.rows.length > 0 && (
        <div class="wide" tabIndex={0} role="region" aria-label="Decisions"><table>
          <thead><tr><th scope="col">When</th><th scope="col">Who</th><th scope="col">Decision</th><th scope="col">On</th><th scope="col">Why</th><th scope="col">Effect</th><th scope="col"><span class="unseen">Undo</span></th></tr></thead>
          <tbody>{value.rows.map((row) => (
            <tr key={row.id} class={row.effect === "undone" ? "denied" : ""}>
              <td class="when">{row.at}</td><td>{row.reviewer} <span class="quiet">{row.role}</span></td>
              <th scope="row">{spaced(row.decision)}{row.field && ` ${row.field}: ${row.before} → ${row.after}`}</th>
              <td><span class="file">{row.now || row.target}</span></td><td dir="auto">{row.reason}</td><td><Mark code={row.effect} /></td>
              <td>{mayWrite() && row.effect === "in_force" && row.decision !== "undo" && <button aria-label={"Undo " + row.id} onClick={() => void undo(row.id)}>Undo</button>}</td>
            </tr>))}</tbody>
        </table></div>)}
    </div>
  );
}

type Coding = {
  fields: { field: string; items: number; agree: number; percent: number; kappa: number | null; alpha: number | null }[];
  disagreements: { id: string; field: string; first: { value: string; reviewer: string }; second: { value: string; reviewer: string }; ruling: { value: string } | null }[];
};
export function DoubleCoding() {
  const { value, error } = useAnswer<Coding>("coding");
  const figure = (one: number | null) => (one === null ? "none" : one.toFixed(2));
  return (
    <div>
      <h1>Two coders</h1>
      <Tabs />
      <p class="quiet">A second coder decides without seeing what the first one decided. Kappa is Cohen's, alpha Krippendorff's (nominal).</p>
      <Trouble error={error} />
      {value && value.fields.length === 0 && <Empty>No row was decided on by two coders.</Empty>}
      {value && value.fields.length > 0 && (
        <div class="wide" tabIndex={0} role="region" aria-label="Agreement of two coders"><table>
          <thead><tr><th scope="col">Field</th><th scope="col">Rows</th><th scope="col">Alike</th><th scope="col">Kappa</th><th scope="col">Alpha</th></tr></thead>
          <tbody>{value.fields.map((row) => <tr key={row.field}><th scope="row">{spaced(row.field)}</th><td>{row.items}</td><td>{Math.round(row.percent)} %</td><td>{figure(row.kappa)}</td><td>{figure(row.alpha)}</td></tr>)}</tbody>
        </table></div>)}
      {value && value.disagreements.length > 0 && (
        <section><h2>Where they differ</h2>
          <ul class="plain">{value.disagreements.map((row) => (
            <li key={row.id + row.field}><span class="file">{row.id}</span> {spaced(row.field)}: {row.first.value} <span class="quiet">({row.first.reviewer})</span> / {row.second.value} <span class="quiet">({row.second.reviewer})</span> {row.ruling && <Mark code="ruling">{row.ruling.value}</Mark>}</li>))}</ul>
        </section>)}
    </div>
  );
}
