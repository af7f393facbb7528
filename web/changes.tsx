// What is new since a day? By agreement, as `hudna diff` tells it.
import { query, useAnswer, type Summary } from "./api";
import { A, Empty, Mark, Trouble, counted } from "./parts";
import { go, href, type Route } from "./route";

type Changes = { since: string; until: string; changes: number; groups: { id: string; title: string; lines: { mark: string; what: string; id: string }[] }[] };

export function WhatChanged(props: { route: Route; summary?: Summary }) {
  const since = props.route.get("since"), until = props.route.get("until");
  const { value, error } = useAnswer<Changes>(since ? query("changes", { since, until }) : null);
  const field = (key: string, label: string, shown: string) => (
    <label>{label} <input type="date" value={shown} min={props.summary?.first_report} onChange={(event) => go(href({ [key]: (event.target as HTMLInputElement).value }), true)} /></label>);
  return (
    <div>
      <h1>What changed</h1>
      <p class="filters">{field("since", "Since", since)} {field("until", "until", until || props.summary?.last_report || "")}</p>
      <p class="quiet">The record of what was published up to the first day, against that up to the second.</p>
      <Trouble error={error} />
      {!since && <Empty>Choose a day.</Empty>}
      {value && value.changes === 0 && <Empty>Nothing changed.</Empty>}
      {value && value.changes > 0 && <p role="status">{counted(value.changes, "change")}</p>}
      {value?.groups.map((group) => (
        <section key={group.id || group.title}>
          <h2>{group.id.startsWith("ag-") ? <A to={href({}, "/agreements/" + group.id)}>{group.title}</A> : group.title}</h2>
          <ul class="plain">{group.lines.map((line, i) => <li key={i}><Mark code={line.mark === "+" ? "added" : line.mark === "-" ? "removed" : "changed"} /> {line.what}</li>)}</ul>
        </section>))}
    </div>
  );
}
