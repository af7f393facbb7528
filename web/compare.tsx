// How do two agreements differ? Clause by clause, side by side, with what each
// lacks.
import { query, useAnswer, type Agreement, type AgreementLine, type List, type Provision } from "./api";
import { A, Empty, Mark, Trouble, Value, spaced } from "./parts";
import { chosen, go, href, type Route } from "./route";

type Comparison = {
  as_of: string; a: AgreementLine; b: AgreementLine;
  rows: { type: string; words: string; a: Provision[]; b: Provision[]; lacks: "" | "a" | "b" }[];
  checklist: { element: string; a: string; b: string }[]; third_parties: { role: string; a: Agreement["third_parties"]; b: Agreement["third_parties"] }[];
};

export function Compare(props: { route: Route }) {
  const a = props.route.get("a"), b = props.route.get("b");
  const list = useAnswer<List<AgreementLine>>("agreements?order=newest&limit=500");
  const { value, error } = useAnswer<Comparison>(a && b ? query("compare", chosen(props.route, ["a", "b", "as_of"])) : null);
  const choose = (key: "a" | "b", label: string) => (
    <label>{label} <select value={props.route.get(key)} onChange={(event) => go(href({ [key]: (event.target as HTMLSelectElement).value, words: "", at: "" }), true)}>
      <option value="">choose an agreement</option>
      {list.value?.rows.map((row) => <option key={row.id} value={row.id}>{row.title}</option>)}
    </select></label>);
  return (
    <div>
      <h1>Compare two agreements</h1>
      <p class="filters">{choose("a", "First")} {choose("b", "Second")}</p>
      <Trouble error={error ?? list.error} />
      {value && a && b && (
        <>
          <div class="wide" tabIndex={0} role="region" aria-label="Terms of both"><table class="compare">
            <thead><tr><th scope="col">Term</th>{[value.a, value.b].map((one) => <th scope="col" key={one.id}><A to={href({}, "/agreements/" + one.id)}>{one.title}</A></th>)}</tr></thead>
            <tbody>
              <tr><th scope="row">state</th>{[value.a, value.b].map((one) => <td key={one.id}><Mark code={one.state} /> {one.status}</td>)}</tr>
              <tr><th scope="row">sides</th>{[value.a, value.b].map((one) => <td key={one.id}>{one.sides || <span class="quiet">not reported</span>}</td>)}</tr>
              {value.third_parties.map((row) => (
                <tr key={row.role}><th scope="row">{spaced(row.role)}</th>{[row.a, row.b].map((names, i) => <td key={i}>{names.length === 0 ? <span class="lack">none reported</span> : names.map((one, k) => (
                  <span key={one.id + k}>{k > 0 && ", "}<Value of={one.statements}>{one.name}</Value>{one.modality !== "actual" && <> <Mark code={one.modality} /></>}</span>))}</td>)}</tr>))}
              {value.rows.map((row) => (
                <tr key={row.type} class={row.lacks ? "lacks" : ""}><th scope="row">{row.words}</th>{[row.a, row.b].map((terms, i) => (
                  <td key={i}>{terms.length === 0 ? <span class="lack">not reported</span> : terms.map((term) => (
                    <p key={term.id}><Value of={term.statements}>{term.words}</Value> {term.detail && term.detail !== term.words && <span class="quiet">{term.detail}</span>} <Mark code={term.compliance.state} /></p>))}</td>))}</tr>))}
            </tbody>
          </table></div>
          {value.rows.length === 0 && <Empty>No terms are reported of either.</Empty>}
          <h2>Checklist</h2>
          <div class="wide" tabIndex={0} role="region" aria-label="Checklist of both"><table>
            <thead><tr><th scope="col">Element</th><th scope="col">{value.a.title}</th><th scope="col">{value.b.title}</th></tr></thead>
            <tbody>{value.checklist.map((row) => <tr key={row.element}><th scope="row">{row.element}</th><td><Mark code={row.a} /></td><td><Mark code={row.b} /></td></tr>)}</tbody>
          </table></div>
        </>)}
    </div>
  );
}
