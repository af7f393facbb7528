// The other lists of a record: incidents, contradictions, deadlines, claims,
// sources.
import { useState } from "preact/hooks";
import { useAnswer, type Claim, type Contradiction, type Deadline, type Incident, type Report } from "./api";
import { Differ } from "./agreements";
import { A, Empty, Mark, Tags, Trouble, Value, spaced } from "./parts";
import { href, type Route } from "./route";

function Find(props: { what: string; onFind: (words: string) => void }) {
  return <label class="find">Find in {props.what} <input type="search" onInput={(event) => props.onFind((event.target as HTMLInputElement).value)} /></label>;
}

function useList<T>(list: string, route: Route, words: string) {
  const parameters = new URLSearchParams();
  if (route.get("as_of")) parameters.set("as_of", route.get("as_of"));
  // Filters stand in the address, so that a filtered list can be linked to.
  for (const key of ["actor", "place", "outlet", "type", "status", "agreement", "from", "to"]) {
    if (route.get(key)) parameters.set(key, route.get(key));
  }
  parameters.set("limit", "200");
  if (words !== "") parameters.set("q", words);
  return useAnswer<{ as_of: string; total: number; rows: T[] }>(list + "?" + parameters.toString());
}

export function Incidents(props: { route: Route }) {
  const [words, find] = useState("");
  const { value, error } = useList<Incident>("incidents", props.route, words);
  return (
    <div>
      <h1>Incidents</h1>
      <Find what="incidents" onFind={find} />
      <Trouble error={error} />
      {value && value.rows.length === 0 && <Empty>Nothing fits.</Empty>}
      {value && value.rows.length > 0 && (
        <div class="wide" tabIndex={0} role="region" aria-label="Incidents"><table>
          <thead><tr><th scope="col">Date</th><th scope="col">Incident</th><th scope="col">Place</th><th scope="col">By</th><th scope="col">Origins</th><th scope="col">Sources</th></tr></thead>
          <tbody>{value.rows.map((row) => (
            <tr key={row.id} class={row.denied ? "denied" : row.modality === "actual" || row.modality === "historical" ? "" : "planned"}>
              <td class="when">{row.date}</td>
              <th scope="row"><Value of={row.statements}>{row.line}</Value> {row.modality !== "actual" && <Mark code={row.modality} />}{row.denied && <Mark code="denied" />}{row.aggregate && <Mark code="aggregate">several told as one</Mark>}</th>
              <td>{row.places.map((place, i) => <span key={place.id}>{i > 0 && ", "}<Value of={place.statements}>{place.name}</Value> <span class="quiet">{place.precision}</span></span>)}</td>
              <td>{row.perpetrators.map((one, i) => <span key={one.id}>{i > 0 && ", "}<Value of={one.statements}>{one.name}</Value> <Mark code={one.attribution} />{one.denied && <Mark code="denied" />}</span>)}</td>
              <td>{row.origins}</td>
              <td><Tags tags={row.tags} of={row.statements} /></td>
            </tr>))}</tbody>
        </table></div>)}
    </div>
  );
}

export function Contradictions(props: { route: Route }) {
  const { value, error } = useList<Contradiction>("contradictions", props.route, "");
  return (
    <div>
      <h1>Where sources differ</h1>
      <Trouble error={error} />
      {value && value.rows.length === 0 && <Empty>No difference between sources was found.</Empty>}
      {value?.rows.map((row) => <Differ key={row.id} row={row} linked />)}
    </div>
  );
}

export function Deadlines(props: { route: Route }) {
  const { value, error } = useList<Deadline>("deadlines", props.route, "");
  const rows = [...(value?.rows ?? [])].sort((a, b) => (a.max || a.min).localeCompare(b.max || b.min));
  return (
    <div>
      <h1>Deadlines</h1>
      <Trouble error={error} />
      {value && <p class="quiet">as of {value.as_of}</p>}
      {value && rows.length === 0 && <Empty>No deadline is reported.</Empty>}
      {rows.length > 0 && (
        <div class="wide" tabIndex={0} role="region" aria-label="Deadlines"><table>
          <thead><tr><th scope="col">Due</th><th scope="col">Term</th><th scope="col">Agreement</th><th scope="col">Where it stands</th><th scope="col">Sources</th></tr></thead>
          <tbody>{rows.map((row) => (
            <tr key={row.id}>
              <td class="when"><Value of={row.statements}>{row.due}</Value> <Mark code={row.hardness} /></td>
              <th scope="row">{row.provision?.words}</th>
              <td>{row.agreement && <A to={href({ words: "", at: "" }, "/agreements/" + row.agreement.id)}>{row.agreement.title}</A>}</td>
              <td><span class={"state state-" + row.state}>{row.status}</span></td>
              <td><Tags tags={row.tags} of={row.statements} /></td>
            </tr>))}</tbody>
        </table></div>)}
    </div>
  );
}

export function Claims(props: { route: Route }) {
  const [words, find] = useState("");
  const { value, error } = useList<Claim>("claims", props.route, words);
  return (
    <div>
      <h1>Claims</h1>
      <Find what="claims" onFind={find} />
      <Trouble error={error} />
      {value && value.rows.length === 0 && <Empty>Nothing fits.</Empty>}
      <ol class="plain">{value?.rows.map((row) => (
        <li key={row.id}><b>{row.speaker || "unnamed source"}</b> <Mark code={row.act} /> <Value of={row.statements}>“{row.quote}”</Value> <Tags tags={row.tags} of={row.statements} /></li>))}</ol>
    </div>
  );
}

export function Sources(props: { route: Route }) {
  const { value, error } = useList<Report>("reports", props.route, "");
  const groups = new Map<string, Report[]>();
  for (const row of value?.rows ?? []) groups.set(row.group, [...(groups.get(row.group) ?? []), row]);
  return (
    <div>
      <h1>Sources</h1>
      <Trouble error={error} />
      {value && <p class="quiet">{value.total} reports{value.total > value.rows.length && `, the first ${value.rows.length} below`}. Copies of one text count as one origin.</p>}
      {value && (
        <div class="wide" tabIndex={0} role="region" aria-label="Sources"><table>
          <thead><tr><th scope="col">Published</th><th scope="col">Report</th><th scope="col">Outlet</th><th scope="col">Text</th><th scope="col">Statements</th><th scope="col">File</th></tr></thead>
          <tbody>{[...groups.values()].flat().map((row) => (
            <tr key={row.id}>
              <td class="when">{row.published || "unknown"} <span class="quiet">{row.published_basis}</span></td>
              <th scope="row" dir="auto">{row.title || row.source}</th>
              <td>{row.outlet}{row.agency && <span class="quiet"> ({row.agency})</span>}</td>
              <td>{row.copies > 1 ? spaced(row.copy) + `, one of ${row.copies}` : "its own"}</td>
              <td>{row.statements}</td>
              <td class="file">{row.source}</td>
            </tr>))}</tbody>
        </table></div>)}
    </div>
  );
}
