// What was agreed, by whom, since when, and does it hold? The list of
// agreements, and one agreement as of a chosen day.
import { query, useAnswer, type Agreement, type AgreementLine, type Contradiction, type List, type Named, type Summary } from "./api";
import { Filters, Pager, filtered, listPath } from "./filters";
import { A, AboutOrigins, Empty, Mark, Tags, Trouble, Value, Verdict, counted, spaced } from "./parts";
import { go, href, type Route } from "./route";

export function Agreements(props: { route: Route }) {
  const narrowed = filtered(props.route);
  // Without a filter what runs comes first, and what is only mentioned in passing below it.
  const main = useAnswer<List<AgreementLine>>(listPath("agreements", props.route, narrowed ? { order: "newest" } : { order: "newest", flag: "reported" }));
  const passing = useAnswer<List<AgreementLine>>(narrowed ? null : listPath("agreements", props.route, { order: "newest", flag: "background,prospective", skip: "0" }));
  const value = main.value;
  return (
    <div>
      <h1>Agreements</h1>
      <Filters route={props.route} kind="agreement" show={["q", "status", "type", "actor", "place", "outlet"]} />
      <Trouble error={main.error} />
      {value && <Pager route={props.route} total={value.total} shown={value.rows.length} what={"agreements, as they stand on " + value.as_of} />}
      {value && value.rows.length === 0 && <Empty>{narrowed ? "Nothing fits." : "No report of this record tells of an agreement."}</Empty>}
      {value && <Cards rows={value.rows} />}
      {value && value.rows.length > 0 && <AboutOrigins />}
      {!narrowed && passing.value && passing.value.rows.length > 0 && (
        <section>
          <h2>Mentioned in passing</h2>
          <p class="quiet">Earlier truces told as background, and rumoured or proposed ones.</p>
          <Cards rows={passing.value.rows} deeper />
          {passing.value.total > passing.value.rows.length && <p><A to={href({ flag: "background" })}>All {passing.value.total}</A></p>}
        </section>)}
    </div>
  );
}

function Cards(props: { rows: AgreementLine[]; deeper?: boolean }) {
  const Heading = props.deeper ? "h3" : "h2";
  return (
    <ul class="cards">
      {props.rows.map((row) => (
        <li key={row.id} class={"card standing-" + row.standing}>
          <Heading><A to={href({}, "/agreements/" + row.id)}>{row.title}</A></Heading>
          <p><Mark code={row.state} /> {row.status}</p>
          <p>{row.sides || <span class="quiet">sides not reported</span>}</p>
          <p class="counts">
            <span>{counted(row.provisions, "term")}</span>
            {row.overdue > 0 && <span class="warn">{row.overdue} overdue</span>}
            {row.contradictions > 0 && <span class="warn">{row.contradictions} differ</span>}
            {row.alleged_violations.length > 0 && <span class="warn">violations alleged</span>}
            <span>{counted(row.incidents, "incident")} in scope</span>
            <span>{counted(row.reports, "report")}, {counted(row.origins, "origin")}</span>
          </p>
        </li>))}
    </ul>
  );
}

const day = (iso: string) => Math.round(Date.parse(iso + "T00:00:00Z") / 86400000);
const iso = (days: number) => new Date(days * 86400000).toISOString().slice(0, 10);

function AsOf(props: { value: string; summary?: Summary }) {
  const first = props.summary?.first_report || props.value;
  // A while beyond the last report, so that deadlines can be watched passing.
  const last = iso(day(props.summary?.last_report || props.value) + 180);
  const set = (to: string) => { if (/^\d{4}-\d\d-\d\d$/.test(to)) go(href({ as_of: to }), true); };
  return (
    <div class="as-of">
      <label>As of <input type="date" value={props.value} onInput={(event) => set((event.target as HTMLInputElement).value)} /></label>
      <input type="range" aria-label="As of day" min={day(first)} max={day(last)} value={day(props.value)}
        aria-valuetext={props.value} onInput={(event) => set(iso(Number((event.target as HTMLInputElement).value)))} />
    </div>
  );
}

export function OneAgreement(props: { route: Route; id: string; summary?: Summary }) {
  const as_of = props.route.get("as_of");
  const { value, error } = useAnswer<Agreement>(query("agreements/" + encodeURIComponent(props.id), { as_of }));
  if (!value) return <Trouble error={error} />;
  const groups = [...new Set(value.parties.map((party) => party.group))].sort();
  return (
    <article>
      <p class="path"><A to={href({ words: "", at: "" }, "/agreements")}>Agreements</A></p>
      <h1>{value.title}</h1>
      <p class="links"><A to={href({ agreement: value.id }, "/sources")}>Who says what</A> · <A to={href({ a: value.id }, "/compare")}>Compare with another</A> · <A to={href({ agreement: value.id }, "/exports")}>Export</A></p>
      <AsOf value={as_of || value.as_of} summary={props.summary} />
      {props.summary && (as_of || value.as_of) < props.summary.last_report && <p class="quiet">States and dates are those of that day. Terms and differences are as all reports tell them, later ones too; <code>hudna show --as-of {as_of || value.as_of}</code> leaves out what was published later.</p>}
      <p class="status"><Mark code={value.state} /> {value.status}
        <Verdict of={value.review} /><span class="quiet"> · last evidence {value.last_evidence || "has no date"}{value.evidence_age_days !== null && `, ${value.evidence_age_days} days before`}</span></p>
      <section>
        <h2>Who</h2>
        <dl class="facts">
          {groups.map((group) => (
            <Row key={group} name={group === "third" ? "third side" : "side " + group} list={value.parties.filter((party) => party.group === group)} />))}
          {value.parties.length === 0 && <><dt>sides</dt><dd class="quiet">not reported</dd></>}
          {[...new Set(value.third_parties.map((third) => third.role))].map((role) => (
            <Row key={role} name={spaced(role)} list={value.third_parties.filter((third) => third.role === role)} />))}
        </dl>
      </section>
      <section>
        <h2>When and where</h2>
        <dl class="facts">
          {(["declared", "effective", "ended"] as const).map((name) => (
            <><dt>{name === "declared" ? "agreed" : name === "effective" ? "in force" : "ended"}</dt>
              <dd>{value[name] ? <Value of={value[name]!.statements}>{value[name]!.edtf}</Value> : <span class="quiet">not reported</span>}
                {value[name]?.accord === "Conflict" || value[name]?.accord === "conflict" ? <span class="warn"> sources differ</span> : null}</dd></>))}
          {value.term && <><dt>for</dt><dd><Value of={value.term.statements}>{value.term.words}</Value></dd></>}
          <dt>where</dt><dd>{value.places.length === 0 ? <span class="quiet">not reported</span> : value.places.map((place, i) => (
            <span key={place.id}>{i > 0 && ", "}<Value of={place.statements}>{place.name}</Value> <span class="quiet">({place.precision})</span></span>))}</dd>
        </dl>
      </section>
      <section>
        <h2>Terms</h2>
        {value.terms.length === 0 ? <Empty>No terms are reported.</Empty> : (
          <div class="wide" tabIndex={0} role="region" aria-label="Terms"><table>
            <thead><tr><th scope="col">Term</th><th scope="col">Obligor</th><th scope="col">What, where</th><th scope="col">Due</th><th scope="col">As of {as_of || value.as_of}</th><th scope="col">Sources</th></tr></thead>
            <tbody>{value.terms.map((term) => (
              <tr key={term.id} id={term.id}>
                <th scope="row"><Value of={term.statements}>{term.words}</Value> {term.modality !== "actual" && <Mark code={term.modality} />}</th>
                <td>{term.obligors.length === 0 ? <span class="quiet">not reported</span> : <Names list={term.obligors} />}</td>
                <td>
                  {term.figures.map((set, i) => <span key={i} class="part"><Value of={set.reported.map((one) => one.statement)}>{set.words}</Value></span>)}
                  {term.objects.map((object, i) => <span key={i} class="part"><Value of={object.statements}>“{object.text}”</Value></span>)}
                  {term.places.map((place) => <span key={place.id} class="part"><Value of={place.statements}>{place.name}</Value></span>)}
                </td>
                <td>{term.deadlines.map((deadline) => <span key={deadline.id} class="part"><Value of={deadline.statements}>{deadline.due}</Value> <Mark code={deadline.hardness} /></span>)}</td>
                <td><span class={"state state-" + term.compliance.state}><Value of={term.compliance.statements}>{term.compliance.words}</Value></span></td>
                <td><Tags tags={term.tags} of={term.statements} /></td>
              </tr>))}</tbody>
          </table></div>)}
      </section>
      <section>
        <h2>Where sources differ</h2>
        {value.differ.length === 0 ? <Empty>No difference between sources was found.</Empty> : value.differ.map((row) => <Differ key={row.id} row={row} />)}
      </section>
      <section>
        <h2>Stages</h2>
        <ol class="plain">{value.stages.map((stage) => (
          <li key={stage.id}><span class="when">{stage.time || "no date"}{!stage.dated && stage.time && <span class="quiet"> (report)</span>}</span>{" "}
            <Value of={stage.statements}>{stage.words}</Value> {stage.modality !== "actual" && <Mark code={stage.modality} />} <Tags tags={stage.tags} of={stage.statements} /></li>))}</ol>
      </section>
      <section>
        <h2>Incidents in scope</h2>
        {value.happened.length === 0 ? <Empty>No incident in its place and time is reported.</Empty> : (
          <ol class="plain">{value.happened.map((row) => (
            <li key={row.id}><span class="when">{row.date}</span> <Value of={row.statements}>{row.line}</Value> <Mark code={row.relation ?? ""} />
              <span class="how">{row.tests}</span></li>))}</ol>)}
        <p class="quiet">In scope says that place, time and actor fit. It is never a finding that the agreement was broken.</p>
      </section>
      {value.claims.length > 0 && (
        <section><h2>What is claimed</h2>
          <ol class="plain">{value.claims.map((claim) => (
            <li key={claim.id}><b>{claim.speaker || "unnamed source"}</b> <Mark code={claim.act} /> <Value of={claim.statements}>“{claim.quote}”</Value></li>))}</ol>
        </section>)}
      {value.relations.length > 0 && (
        <section><h2>Linked agreements</h2>
          <ul class="plain">{value.relations.map((relation) => (
            <li key={relation.kind + relation.id}>{spaced(relation.kind)} <A to={href({ words: "", at: "" }, "/agreements/" + relation.id)}>{relation.title}</A> <Value of={relation.statements}>why</Value></li>))}</ul>
        </section>)}
      <section>
        <h2>Checklist</h2>
        <p class="quiet">The elements that drafting guidance asks for. Not reported is not the same as absent from the text.</p>
        <ol class="checklist">{value.checklist.map((one) => (
          <li key={one.element} class={"answer-" + one.answer}><Value of={one.statements}>{one.element}</Value> <Mark code={one.answer} /></li>))}</ol>
      </section>
    </article>
  );
}

function Names(props: { list: Named[] }) {
  return <>{props.list.map((one, i) => <span key={one.id + i}>{i > 0 && ", "}<Value of={one.statements}>{one.name}</Value></span>)}</>;
}

function Row(props: { name: string; list: (Named & { modality?: string })[] }) {
  return (
    <>
      <dt>{props.name}</dt>
      <dd>{props.list.map((one, i) => (
        <span key={one.id + i}>{i > 0 && ", "}<Value of={one.statements}>{one.name}</Value>
          {one.modality && one.modality !== "actual" && <Mark code={one.modality} />}
          <span class="quiet"> {counted(one.origins, "origin")}</span></span>))}</dd>
    </>
  );
}

// `linked`: it stands in a list of its own, with a link to the agreement.
export function Differ(props: { row: Contradiction; linked?: boolean }) {
  const row = props.row;
  const Heading = props.linked ? "h2" : "h3";
  return (
    <div class="differ" id={row.id}>
      <Heading>{row.about} <Mark code={row.kind} /></Heading>
      {props.linked && row.agreement && <p><A to={href({ words: "", at: "" }, "/agreements/" + row.agreement.id)}>{row.agreement.title}</A></p>}
      <div class="positions">{row.positions.map((position, i) => (
        <div key={i} class="position">
          <p class="says"><Value of={position.statements}>{position.value}</Value></p>
          {position.speakers.length > 0 && <p>said by {position.speakers.join(", ")}</p>}
          <p class="quiet">{counted(position.origins, "origin")}{position.first_seen && `, ${position.first_seen}${position.last_seen !== position.first_seen ? " to " + position.last_seen : ""}`}</p>
          <Tags tags={position.tags} of={position.statements} />
        </div>))}</div>
      <p class="quiet">{row.why}</p>
    </div>
  );
}
