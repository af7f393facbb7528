// Where is the reader? In the address: the path names the view, the parameters
// its state, so that every view can be linked to and the back key works.
import { useEffect, useState } from "preact/hooks";

export type Route = { path: string[]; get: (key: string) => string };

function read(): Route {
  const parameters = new URLSearchParams(location.search);
  return { path: location.pathname.split("/").filter((part) => part !== ""), get: (key) => parameters.get(key) ?? "" };
}

const listeners = new Set<() => void>();

export function go(href: string, replace = false): void {
  if (replace) history.replaceState(null, "", href);
  else history.pushState(null, "", href);
  for (const listener of listeners) listener();
}

// What goes along from view to view: the day, and what the reader looks at.
const kept = ["as_of", "from", "to", "actor", "place"];

// Those parameters of the address that are set.
export function chosen(route: Route, keys: string[]): Record<string, string> {
  return Object.fromEntries(keys.filter((key) => route.get(key) !== "").map((key) => [key, route.get(key)]));
}

// The present address with some parameters changed; an empty value takes one away.
export function href(changes: Record<string, string>, path = location.pathname): string {
  const parameters = path === location.pathname ? new URLSearchParams(location.search) : new URLSearchParams();
  if (path !== location.pathname)
    for (const key of kept) {
      const value = new URLSearchParams(location.search).get(key);
      if (value) parameters.set(key, value);
    }
  for (const [key, value] of Object.entries(changes)) {
    if (value === "") parameters.delete(key);
    else parameters.set(key, value);
  }
  const text = parameters.toString();
  return path + (text ? "?" + text : "");
}

export function useRoute(): Route {
  const [route, set] = useState(read);
  useEffect(() => {
    const update = () => set(read());
    listeners.add(update);
    addEventListener("popstate", update);
    return () => { listeners.delete(update); removeEventListener("popstate", update); };
  }, []);
  return route;
}
