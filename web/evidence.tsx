// Which words is this value read from? The panel beside every view: the
// report, opened at the sentence, with outlet, date, speaker chain, how values
// were worked out, and the rule. What was left out of the report is greyed,
// with the reason.
import { useEffect, useRef } from "preact/hooks";
import { useAnswer, type FullReport, type Statement } from "./api";
import { go, href, type Route } from "./route";
import { Mark, Trouble, spaced } from "./parts";

export function Evidence(props: { route: Route }) {
  const list = props.route.get("words").split(",").filter((id) => id !== "");
  const at = Math.min(Math.max(Number(props.route.get("at")) || 0, 0), Math.max(list.length - 1, 0));
  const id = list[at];
  const { value, error } = useAnswer<Statement>(id ? "statements/" + encodeURIComponent(id) : null);
  const statement = value && value.id === id ? value : undefined;
  const report = useAnswer<FullReport>(statement ? "reports/" + encodeURIComponent(statement.report.id) : null);
  const marked = useRef<HTMLElement>(null);
  const panel = useRef<HTMLElement>(null);
  const before = useRef<Element | null>(null);

  useEffect(() => {
    if (id === undefined) return;
    if (!panel.current?.contains(document.activeElement)) before.current = document.activeElement;
    panel.current?.focus({ preventScroll: true });
  }, [id === undefined]);
  useEffect(() => {
    // Only the panel moves; the view beside it stays where it is.
    if (marked.current && panel.current) panel.current.scrollTop = marked.current.offsetTop - panel.current.clientHeight / 3;
  }, [report.value, id]);
  useEffect(() => {
    if (id === undefined) return;
    const close = () => {
      go(href({ words: "", at: "" }));
      (before.current as HTMLElement | null)?.focus?.();
    };
    const keys = (event: KeyboardEvent) => {
      if (event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "Escape") close();
      else if (event.key === "j" && at + 1 < list.length) go(href({ at: String(at + 1) }), true);
      else if (event.key === "k" && at > 0) go(href({ at: at > 1 ? String(at - 1) : "" }), true);
    };
    addEventListener("keydown", keys);
    return () => removeEventListener("keydown", keys);
  }, [id, at, list.length]);

  if (id === undefined) return null;
  const full = report.value && statement && report.value.id === statement.report.id ? report.value : undefined;
  return (
    <aside class="evidence" aria-label="Evidence" tabIndex={-1} ref={panel}>
      <div class="evidence-bar">
        <span>{list.length > 1 ? `Words ${at + 1} of ${list.length}` : "Words"}</span>
        <button disabled={at === 0} onClick={() => go(href({ at: at > 1 ? String(at - 1) : "" }), true)}>Previous <kbd>k</kbd></button>
        <button disabled={at + 1 >= list.length} onClick={() => go(href({ at: String(at + 1) }), true)}>Next <kbd>j</kbd></button>
        <button onClick={() => go(href({ words: "", at: "" }))}>Close <kbd>Esc</kbd></button>
      </div>
      <Trouble error={error ?? report.error} />
      {statement && (
        <div>
          <h2 dir="auto">{statement.report.title || statement.report.source}</h2>
          <p class="by">
            {statement.report.outlet || "outlet unknown"} · {statement.report.published || "date unknown"}{" "}
            <span class="quiet">({statement.report.published_basis})</span>
            {statement.report.copies > 1 && <span class="quiet"> · {statement.report.copy}, one of {statement.report.copies} with this text</span>}
          </p>
          <blockquote dir="auto">{statement.quote}</blockquote>
          <p><button onClick={() => navigator.clipboard?.writeText(
            `“${statement.quote}” ${statement.report.outlet}, ${statement.report.published}. ${statement.report.url || statement.report.source} [${statement.id}]`)}>Copy citation</button></p>
          <dl class="facts">
            <dt>Read as</dt><dd>{statement.kind}: {statement.words} <Mark code={statement.modality} /></dd>
            <dt>Said by</dt>
            <dd>{statement.chain.length === 0 ? "the report" : statement.chain.map((link, i) => (
              <span key={i}>{i > 0 && " → "}{link.name || link.text}{link.role && <span class="quiet"> ({spaced(link.role)})</span>}</span>))}
              {statement.directness && <span class="quiet"> · {spaced(statement.directness)}</span>}
              {statement.certainty_words.length > 0 && <span class="quiet"> · “{statement.certainty_words.join("”, “")}”</span>}</dd>
            {statement.slots.map((slot, i) => (
              <SlotRow key={i} name={slot.name} text={slot.text} value={slot.value} how={slot.how} precision={slot.precision} />))}
            <dt>Rule</dt><dd><code>{statement.rule}</code> <span class="quiet">{statement.id}</span></dd>
          </dl>
          {full && (
            <div class="report" dir="auto">
              {full.blocks.map((block, i) => {
                const out = block.kind !== "body" && block.kind !== "heading" && block.kind !== "caption";
                return (
                  <div key={i} class={"block block-" + block.kind + (out ? " left-out" : "")} dir="auto">
                    {out && <span class="reason">{spaced(block.block)}: {block.reason}</span>}
                    {block.pieces.map((piece, k) => piece.statements.includes(statement.id)
                      ? <mark key={k} ref={marked}>{piece.text}</mark>
                      : piece.statements.length > 0
                        ? <span key={k} class="said">{piece.text}</span>
                        : <span key={k}>{piece.text}</span>)}
                  </div>);
              })}
            </div>)}
        </div>)}
    </aside>
  );
}

function SlotRow(props: { name: string; text: string; value?: string; how?: string; precision?: string }) {
  return (
    <>
      <dt>{spaced(props.name)}</dt>
      <dd>
        {props.value || <span class="quiet">not resolved</span>}
        {props.text !== "" && props.text !== props.value && <span class="quiet"> “{props.text}”</span>}
        {props.precision && <span class="quiet"> · {props.precision}</span>}
        {props.how && <span class="how">{props.how}</span>}
      </dd>
    </>
  );
}
