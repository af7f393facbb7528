// Who reported, and who says what? The reports with their groups of copies, and
// for one agreement the outlets against what is said of it.
import { query, useAnswer, type List, type Report } from "./api";
import { Filters, Pager, listPath } from "./filters";
import { A, Empty, Mark, Trouble, Value, counted, spaced } from "./parts";
import { chosen, go, href, type Route } from "./route";

type Cell = { outlet: string; stance: "said" | "denied"; statements: string[] };
type Matrix = { outlets: { outlet: string; reports: number; origins: number }[]; rows: { key: string; kind: string; words: string; cells: Cell[] }[] };

export function Sources(props: { route: Route }) {
  const agreement = props.route.get("agreement");
  return agreement ? <WhoSaysWhat route={props.route} agreement={agreement} /> : <Reports route={props.route} />;
}

function Reports(props: { route: Route }) {
  const { value, error } = useAnswer<List<Report>>(listPath("reports", props.route));
  return (
    <div>
      <h1>Sources</h1>
      <Filters route={props.route} kind="report" show={["q", "outlet", "actor", "place"]} />
      <Trouble error={error} />
      {value && <Pager route={props.route} total={value.total} shown={value.rows.length} what="reports. Copies of one text count as one origin" />}
      {value && (
        <div class="wide" tabIndex={0} role="region" aria-label="Sources"><table>
          <thead><tr><th scope="col">Published</th><th scope="col">Report</th><th scope="col">Outlet</th><th scope="col">Text</th><th scope="col">Statements</th><th scope="col">File</th></tr></thead>
          <tbody>{value.rows.map((row) => (
            <tr key={row.id}>
              <td class="when">{row.published || "unknown"} <span class="quiet">{row.published_basis}</span></td>
              <th scope="row" dir="auto"><A to={href({}, "/reports/" + row.id)}>{row.title || row.source}</A></th>
              <td>{row.outlet}{row.agency && <span class="quiet"> ({row.agency})</span>}</td>
              <td>{row.copies > 1 ? spaced(row.copy) + `, one of ${row.copies}` : "its own"}</td>
              <td>{row.statements}</td>
              <td class="file">{row.source}</td>
            </tr>))}</tbody>
        </table></div>)}
    </div>
  );
}

function WhoSaysWhat(props: { route: Route; agreement: string }) {
  const { value, error } = useAnswer<Matrix>(query("sources", { agreement: props.agreement, ...chosen(props.route, ["as_of"]) }));
  return (
    <div>
      <p class="path"><A to={href({ words: "", at: "" }, "/agreements/" + props.agreement)}>Agreement</A></p>
      <h1>Who says what</h1>
      <p class="quiet">An empty field is silence: the outlet did not speak of it. Silence is no denial.</p>
      <Trouble error={error} />
      {value && value.rows.length === 0 && <Empty>Nothing is reported.</Empty>}
      {value && value.rows.length > 0 && (
        <div class="wide" tabIndex={0} role="region" aria-label="Who says what"><table class="matrix">
          <thead><tr><th scope="col">What is said</th>{value.outlets.map((one) => (
            <th scope="col" key={one.outlet}>{one.outlet || "outlet unknown"} <span class="quiet">{counted(one.reports, "report")}</span></th>))}</tr></thead>
          <tbody>{value.rows.map((row) => (
            <tr key={row.key}>
              <th scope="row"><Mark code={row.kind} /> {row.words}</th>
              {value.outlets.map((one) => {
                const cell = row.cells.find((cell) => cell.outlet === one.outlet);
                return <td key={one.outlet} class={cell ? "stance-" + cell.stance : "silent"}>{cell ? <Value of={cell.statements}>{cell.stance}</Value> : <span class="unseen">silent</span>}</td>;
              })}
            </tr>))}</tbody>
        </table></div>)}
    </div>
  );
}

// One report with all that is read from it.
type Full = Report & { authors: string[]; blocks: { kind: string; block: string; reason: string; pieces: { text: string; statements: string[] }[] }[]; group_members?: { id: string; outlet: string; published: string; copy: string; similarity: number }[] };
export function OneReport(props: { id: string }) {
  const { value, error } = useAnswer<Full>("reports/" + encodeURIComponent(props.id));
  if (!value) return <Trouble error={error} />;
  const kept = (kind: string) => kind === "body" || kind === "heading" || kind === "caption";
  return (
    <article>
      <p class="path"><A to={href({ words: "", at: "" }, "/sources")}>Sources</A></p>
      <h1 dir="auto">{value.title || value.source}</h1>
      <p class="by">{value.outlet || "outlet unknown"} · {value.published || "date unknown"} <span class="quiet">({value.published_basis})</span> · {counted(value.statements, "statement")}</p>
      <p><button onClick={() => go(href({ report: value.id }, "/incidents"))}>Incidents told here</button> <button onClick={() => go(href({ report: value.id }, "/agreements"))}>Agreements told here</button></p>
      {(value.group_members?.length ?? 0) > 1 && (
        <section><h2>The same text elsewhere</h2>
          <ul class="plain">{value.group_members!.filter((one) => one.id !== value.id).map((one) => (
            <li key={one.id}><A to={href({}, "/reports/" + one.id)}>{one.outlet || one.id}</A> <span class="quiet">{one.published} · {spaced(one.copy)}, {Math.round(100 * one.similarity)} % alike</span></li>))}</ul>
        </section>)}
      <div class="report">{value.blocks.map((block, i) => (
        <div key={i} class={"block block-" + block.kind + (kept(block.kind) ? "" : " left-out")} dir="auto">
          {!kept(block.kind) && <span class="reason">{spaced(block.block)}: {block.reason}</span>}
          {block.pieces.map((piece, k) => piece.statements.length > 0 && piece.text.trim() !== "" ? <Value key={k} of={piece.statements}>{piece.text}</Value> : <span key={k}>{piece.text}</span>)}
        </div>))}</div>
    </article>
  );
}
