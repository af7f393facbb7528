// Which rows does a view show? Time, actor, place, kind, outlet and words, all
// in the address; time, actor and place go along from view to view.
import { useEffect, useState } from "preact/hooks";
import { query, useAnswer } from "./api";
import { spaced } from "./parts";
import { chosen, go, href, type Route } from "./route";

type Facet = { value: string; name?: string; rows: number };
type Facets = { facets: Record<string, Record<string, Facet[]>> };

const keys = ["from", "to", "actor", "place", "type", "flag", "status", "outlet", "agreement", "report", "q", "order"];

// The path of a list with the filters of the address.
export function listPath(list: string, route: Route, more: Record<string, string> = {}): string {
  return query(list, { ...chosen(route, ["as_of", ...keys, "skip"]), ...more });
}

export function filtered(route: Route): boolean {
  return keys.some((key) => key !== "order" && route.get(key) !== "");
}

// A field that is asked for only when its reader pauses.
function Pause(props: { label: string; type: "search" | "date"; value: string; set: (to: string) => void }) {
  const [text, write] = useState(props.value);
  useEffect(() => write(props.value), [props.value]);
  useEffect(() => {
    if (text === props.value) return;
    const timer = setTimeout(() => props.set(text), 200);
    return () => clearTimeout(timer);
  }, [text]);
  const onInput = (event: InputEvent) => write((event.target as HTMLInputElement).value);
  return <label>{props.label} {props.type === "date" ? <input type="date" value={text} onInput={onInput} /> : <input type="search" value={text} onInput={onInput} />}</label>;
}

// `kind`: whose menus are offered (incident, agreement, claim, …); `show`: which filters the view has.
export function Filters(props: { route: Route; kind: string; show: string[] }) {
  const { value } = useAnswer<Facets>("facets");
  const of = (name: string) => value?.facets[props.kind]?.[name] ?? [];
  const set = (key: string, to: string) => go(href({ [key]: to, skip: "", words: "", at: "" }), true);
  const menu = (key: string, label: string) => props.show.includes(key) && (
    <label>{label} <select value={props.route.get(key)} onChange={(event) => set(key, (event.target as HTMLSelectElement).value)}>
      <option value="">any</option>
      {props.route.get(key) && !of(key).some((one) => one.value === props.route.get(key)) && <option value={props.route.get(key)}>{spaced(props.route.get(key))}</option>}
      {of(key).map((one) => <option key={one.value} value={one.value}>{one.name ?? spaced(one.value)} ({one.rows})</option>)}
    </select></label>);
  return (
    <form class="filters" role="search" aria-label="Filters" onSubmit={(event) => event.preventDefault()}>
      {props.show.includes("q") && <Pause label="Words" type="search" value={props.route.get("q")} set={(to) => set("q", to)} />}
      <Pause label="From" type="date" value={props.route.get("from")} set={(to) => set("from", to)} />
      <Pause label="To" type="date" value={props.route.get("to")} set={(to) => set("to", to)} />
      {menu("type", "Type")}
      {menu("flag", "Mode")}
      {props.show.includes("status") && (
        <label>State <select value={props.route.get("status")} onChange={(event) => set("status", (event.target as HTMLSelectElement).value)}>
          <option value="">any</option>
          {["negotiating", "agreed", "signed", "in_force", "suspended", "collapsed", "expired", "completed", "denied"].map((one) => <option key={one} value={one}>{spaced(one)}</option>)}
        </select></label>)}
      {menu("actor", "Actor")}
      {menu("place", "Place")}
      {menu("outlet", "Outlet")}
      {filtered(props.route) && <button type="button" onClick={() => go(href(Object.fromEntries(keys.map((key) => [key, ""]))), true)}>Clear filters</button>}
    </form>
  );
}

const page = 50;

// From which row to which, and the way on.
export function Pager(props: { route: Route; total: number; shown: number; what: string }) {
  const skip = Number(props.route.get("skip")) || 0;
  const to = (at: number) => go(href({ skip: at > 0 ? String(at) : "", words: "", at: "" }));
  return (
    <p class="pager" role="status">
      <span>{props.total === 0 ? "none" : `${skip + 1} to ${skip + props.shown} of ${props.total.toLocaleString("en")}`} {props.what}</span>
      {props.total > props.shown && <>
        <button disabled={skip === 0} onClick={() => to(Math.max(0, skip - page))}>Earlier rows</button>
        <button disabled={skip + props.shown >= props.total} onClick={() => to(skip + page)}>Further rows</button></>}
    </p>
  );
}
