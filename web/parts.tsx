// Small parts that all views share: links, values that open their words, the
// marks of how firm a value is.
import type { ComponentChildren } from "preact";
import { go, href } from "./route";
import type { Reviewed, Tag } from "./api";

// Also of use inside a drawing: an <a> there is drawn by its children.
export function A(props: { to: string; children: ComponentChildren; class?: string; current?: boolean; label?: string }) {
  return (
    <a href={props.to} class={props.class} aria-current={props.current ? "page" : undefined} aria-label={props.label}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
        event.preventDefault();
        go(props.to);
      }}>{props.children}</a>
  );
}

// Statements behind one value at most that the address carries.
const kShown = 40;

// The address that opens the sentences behind a value.
export function words(of: string[]): string {
  return href({ words: of.slice(0, kShown).join(","), at: "" });
}

// A value that opens the sentences that it rests on.
export function Value(props: { of: string[]; children: ComponentChildren; label?: string }) {
  if (props.of.length === 0) return <span>{props.children}</span>;
  return <A class="value" to={words(props.of)} label={props.label}>{props.children}</A>;
}

export function Tags(props: { tags: Tag[]; of: string[] }) {
  const shown = props.tags.slice(0, 4);
  return (
    <span class="tags">
      <Value of={props.of} label={"sources: " + props.tags.map((tag) => tag.tag).join(", ")}>
        {shown.map((tag) => tag.tag).join(", ")}{props.tags.length > shown.length ? " and " + (props.tags.length - shown.length) + " more" : ""}
      </Value>
    </span>
  );
}

export function spaced(code: string): string {
  return code.replace(/_/g, " ");
}

export function counted(count: number, what: string): string {
  return `${count.toLocaleString("en")} ${what}${count === 1 ? "" : "s"}`;
}

export function Mark(props: { code: string; children?: ComponentChildren }) {
  return <span class={"mark mark-" + props.code}>{props.children ?? spaced(props.code)}</span>;
}

export function Empty(props: { children: ComponentChildren }) {
  return <p class="empty">{props.children}</p>;
}

export function Trouble(props: { error?: string }) {
  return props.error ? <p class="trouble" role="alert">{props.error}</p> : null;
}

// What a reviewer decided on a row; a row that took in another one says on which it was.
export function Verdict(props: { of?: Reviewed | null }) {
  if (!props.of) return null;
  return <span class="quiet"> {props.of.decision.replace("_", " ")} by {props.of.reviewer}{props.of.was && ` as ${props.of.was}, part of it now`}</span>;
}

// The word that counts beside reports, said once a view.
export function AboutOrigins() {
  return <p class="quiet">Origins are those who could know: each named speaker or document once, wherever quoted, and each text that names nobody; copies of a text are one.</p>;
}
