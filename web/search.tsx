// Where is it said? Words over the reports, and over the rows of the record.
import { useEffect, useState } from "preact/hooks";
import { query, useAnswer, type AgreementLine, type Claim, type Contradiction, type Incident, type Report } from "./api";
import { A, Empty, Mark, Trouble, Value, counted, spaced } from "./parts";
import { chosen, go, href, type Route } from "./route";

type Passage = { section: "title" | "body" | "comment"; begin: number; end: number; pieces: { text: string; hit: boolean }[] };
type Found<T> = { total: number; rows: T[] };
type Answer = {
  reports: Found<Report & { passages: Passage[] }> & { at_least?: boolean };
  actors: Found<{ id: string; name: string }>; places: Found<{ id: string; name: string; country: string; precision: string }>;
  agreements: Found<AgreementLine>; incidents: Found<Incident>; claims: Found<Claim>; contradictions: Found<Contradiction>;
};

// The box in the head of every view.
export function SearchBox(props: { route: Route }) {
  const asked = props.route.path[0] === "search" ? props.route.get("q") : "";
  const [text, write] = useState(asked);
  useEffect(() => write(asked), [asked]);
  return (
    <form class="search-box" role="search" aria-label="Whole record" onSubmit={(event) => { event.preventDefault(); if (text.trim()) go(href({ q: text.trim() }, "/search")); }}>
      <input type="search" aria-label="Search reports and record" placeholder="Search" value={text} onInput={(event) => write((event.target as HTMLInputElement).value)} />
      <button>Search</button>
    </form>
  );
}

export function Search(props: { route: Route }) {
  const words = props.route.get("q"), comments = props.route.get("comments") === "1";
  const { value, error } = useAnswer<Answer>(words ? query("search", chosen(props.route, ["q", "from", "to", "outlet", "skip", "comments"])) : null);
  return (
    <div>
      <h1>Search</h1>
      <p class="quiet">All words must stand in a report. “A phrase” in quotation marks, begin* for words that begin so, -without for reports without a word.</p>
      <p><label><input type="checkbox" checked={comments} onChange={() => go(href({ comments: comments ? "" : "1" }), true)} /> also in comments of readers</label></p>
      <Trouble error={error} />
      {!words && <Empty>Write words into the field above.</Empty>}
      {value && (
        <>
          <Rows name="Agreements" found={value.agreements} all={href({ q: words }, "/agreements")}>
            {(row) => <><A to={href({}, "/agreements/" + row.id)}>{row.title}</A> <Mark code={row.state} /> <span class="quiet">{row.status}</span></>}</Rows>
          <Rows name="Actors" found={value.actors}>
            {(row) => <A to={href({ actor: row.id }, "/incidents")}>{row.name}</A>}</Rows>
          <Rows name="Places" found={value.places}>
            {(row) => <><A to={href({ place: row.id }, "/incidents")}>{row.name}</A> <span class="quiet">{row.country} {spaced(row.precision)}</span></>}</Rows>
          <Rows name="Incidents" found={value.incidents} all={href({ q: words }, "/incidents")}>
            {(row) => <><span class="when">{row.date}</span> <Value of={row.statements}>{row.line}</Value></>}</Rows>
          <Rows name="Claims" found={value.claims} all={href({ q: words }, "/claims")}>
            {(row) => <><b>{row.speaker || "unnamed source"}</b> <Mark code={row.act} /> <Value of={row.statements}>“{row.quote}”</Value></>}</Rows>
          <Rows name="Differences" found={value.contradictions} all={href({ q: words }, "/contradictions")}>
            {(row) => <>{row.about}: {row.positions.map((one) => one.value).join(" / ")}</>}</Rows>
          <section>
            <h2>Reports <span class="quiet">{value.reports.at_least ? "at least " : ""}{value.reports.total.toLocaleString("en")}</span></h2>
            {value.reports.rows.length === 0 && <Empty>No report has these words.</Empty>}
            <ol class="plain">{value.reports.rows.map((row) => (
              <li key={row.id} dir="auto">
                <A to={href({}, "/reports/" + row.id)}>{row.title || row.source}</A> <span class="quiet">{row.outlet} {row.published}</span>
                {row.passages.map((passage, i) => (
                  <p key={i} class={"passage passage-" + passage.section}>{passage.section === "comment" && <Mark code="comment">reader comment</Mark>} {passage.pieces.map((piece, k) => piece.hit ? <mark key={k}>{piece.text}</mark> : piece.text)}</p>))}
              </li>))}</ol>
            {value.reports.total > value.reports.rows.length && (
              <p class="pager"><button onClick={() => go(href({ skip: String((Number(props.route.get("skip")) || 0) + value.reports.rows.length) }))}>Further reports</button></p>)}
          </section>
        </>)}
    </div>
  );
}

function Rows<T extends { id: string }>(props: { name: string; found: Found<T>; all?: string; children: (row: T) => preact.ComponentChildren }) {
  if (props.found.rows.length === 0) return null;
  return (
    <section>
      <h2>{props.name} <span class="quiet">{props.found.total.toLocaleString("en")}</span></h2>
      <ul class="plain">{props.found.rows.map((row) => <li key={row.id}>{props.children(row)}</li>)}</ul>
      {props.all && props.found.total > props.found.rows.length && <p><A to={props.all}>All {counted(props.found.total, props.name.toLowerCase().replace(/s$/, ""))}</A></p>}
    </section>
  );
}
