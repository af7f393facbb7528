// The other lists of a record: incidents, contradictions, deadlines, claims.
import { useAnswer, type Claim, type Contradiction, type Deadline, type Incident, type List } from "./api";
import { Differ } from "./agreements";
import { Filters, Pager, listPath } from "./filters";
import { A, AboutOrigins, Empty, Mark, Tags, Trouble, Value, Verdict } from "./parts";
import { href, type Route } from "./route";

export function Incidents(props: { route: Route }) {
  const { value, error } = useAnswer<List<Incident>>(listPath("incidents", props.route));
  return (
    <div>
      <h1>Incidents</h1>
      <Filters route={props.route} kind="incident" show={["q", "type", "flag", "actor", "place", "outlet"]} />
      {value && <Pager route={props.route} total={value.total} shown={value.rows.length} what="incidents" />}
      <Trouble error={error} />
      {value && value.rows.length === 0 && <Empty>Nothing fits.</Empty>}
      {value && value.rows.length > 0 && (
        <div class="wide" tabIndex={0} role="region" aria-label="Incidents"><table>
          <thead><tr><th scope="col">Date</th><th scope="col">Incident</th><th scope="col">Place</th><th scope="col">By</th><th scope="col">Origins</th><th scope="col">Sources</th></tr></thead>
          <tbody>{value.rows.map((row) => (
            <tr key={row.id} class={row.denied ? "denied" : row.modality === "actual" || row.modality === "historical" ? "" : "planned"}>
              <td class="when">{row.date}</td>
              <th scope="row"><Value of={row.statements}>{row.line}</Value> {row.modality !== "actual" && <Mark code={row.modality} />}{row.denied && <Mark code="denied" />}{row.aggregate && <Mark code="aggregate">several told as one</Mark>}<Verdict of={row.review} /></th>
              <td>{row.places.map((place, i) => <span key={place.id}>{i > 0 && ", "}<Value of={place.statements}>{place.name}</Value> <span class="quiet">{place.precision}</span></span>)}</td>
              <td>{row.perpetrators.map((one, i) => <span key={one.id}>{i > 0 && ", "}<Value of={one.statements}>{one.name}</Value> <Mark code={one.attribution} />{one.denied && <Mark code="denied" />}</span>)}</td>
              <td>{row.origins}</td>
              <td><Tags tags={row.tags} of={row.statements} /></td>
            </tr>))}</tbody>
        </table><AboutOrigins /></div>)}
    </div>
  );
}

export function Contradictions(props: { route: Route }) {
  const { value, error } = useAnswer<List<Contradiction>>(listPath("contradictions", props.route));
  return (
    <div>
      <h1>Where sources differ</h1>
      <Filters route={props.route} kind="contradiction" show={["q", "type", "flag", "actor", "place", "outlet"]} />
      {value && <Pager route={props.route} total={value.total} shown={value.rows.length} what="differences" />}
      <Trouble error={error} />
      {value && value.rows.length === 0 && <Empty>No difference between sources was found.</Empty>}
      {value?.rows.map((row) => <Differ key={row.id} row={row} linked />)}
    </div>
  );
}

export function Deadlines(props: { route: Route }) {
  const { value, error } = useAnswer<List<Deadline>>(listPath("deadlines", props.route));
  const rows = value?.rows ?? [];
  return (
    <div>
      <h1>Deadlines</h1>
      <Filters route={props.route} kind="deadline" show={["q", "type", "flag", "actor", "place", "outlet"]} />
      <Trouble error={error} />
      {value && <Pager route={props.route} total={value.total} shown={rows.length} what={"deadlines, as they stand on " + value.as_of} />}
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
  const { value, error } = useAnswer<List<Claim>>(listPath("claims", props.route));
  return (
    <div>
      <h1>Claims</h1>
      <Filters route={props.route} kind="claim" show={["q", "type", "flag", "actor", "place", "outlet"]} />
      {value && <Pager route={props.route} total={value.total} shown={value.rows.length} what="claims" />}
      <Trouble error={error} />
      {value && value.rows.length === 0 && <Empty>Nothing fits.</Empty>}
      <ol class="plain">{value?.rows.map((row) => (
        <li key={row.id}><b>{row.speaker || "unnamed source"}</b> <Mark code={row.act} /> <Value of={row.statements}>“{row.quote}”</Value> <Tags tags={row.tags} of={row.statements} /></li>))}</ol>
    </div>
  );
}

