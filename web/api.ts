// What does the server answer? The shapes of src/app/record_api.cpp, and one
// way to ask for them.
import { useEffect, useState } from "preact/hooks";

export type List<T> = { as_of: string; total: number; skip: number; rows: T[] };
export type Tag = { id: string; tag: string };
export type Sourced = { statements: string[]; origins: number; accord: string; rule: string };
export type Named = Sourced & { id: string; name: string };
export type Place = { id: string; name: string; lat: number | null; lon: number | null; precision: string; country: string; admin1: string };
export type Period = Sourced & { edtf: string; min: string; max: string };
export type Link = { id: string; title: string };

export type AgreementLine = {
  id: string; title: string; kind: string; standing: string; state: string; since: string; status: string;
  alleged_violations: string[]; last_evidence: string; evidence_age_days: number | null; sides: string;
  places: (Place & Sourced)[]; declared: Period | null; effective: Period | null; ended: Period | null;
  provisions: number; overdue: number; contradictions: number; incidents: number; reports: number; origins: number;
};
export type Deadline = {
  id: string; due: string; min: string; max: string; words: string; basis: string; hardness: string;
  statements: string[]; tags: Tag[]; agreement: Link | null; provision?: { id: string; words: string }; state?: string; status?: string;
};
export type Provision = {
  id: string; type: string; words: string; detail: string; modality: string; text_status: string; obligors: Named[];
  objects: (Sourced & { text: string })[]; places: (Place & Sourced)[];
  figures: { words: string; reported: { statement: string; tag: string; text: string }[] }[];
  statements: string[]; tags: Tag[]; origins: number;
  compliance: { state: string; words: string; reported: boolean; due: string; statements: string[] }; deadlines: Deadline[];
};
export type Stage = { id: string; type: string; words: string; modality: string; time: string; dated: boolean; actors: Named[]; statements: string[]; tags: Tag[] };
export type Claim = { id: string; act: string; words: string; speaker: string; subjects: string[]; modality: string; interest: string; agreement: string | null; statements: string[]; tags: Tag[]; quote: string };
export type Contradiction = {
  id: string; kind: string; about: string; agreement: Link | null; significance: string; explanation: string; why: string;
  positions: { value: string; speakers: string[]; origins: number; first_seen: string; last_seen: string; statements: string[]; tags: Tag[] }[];
};
export type Incident = {
  id: string; type: string; line: string; date: string; min: string; max: string; condition: boolean; aggregate: boolean; denied: boolean;
  modality: string; places: (Place & Sourced)[]; perpetrators: (Named & { attribution: string; denied: boolean })[];
  statements: string[]; tags: Tag[]; origins: number; relation?: string; tests?: string; review?: Reviewed | null;
};
export type Report = {
  id: string; tag: string; title: string; outlet: string; agency: string; url: string; source: string; published: string;
  published_basis: string; published_rule: string; statements: number; group: string; copy: string; copies: number;
};
export type Agreement = AgreementLine & {
  as_of: string; review?: Reviewed | null; parties: (Named & { side: string; group: string })[]; third_parties: (Named & { role: string; modality: string })[];
  term: (Sourced & { iso: string; words: string }) | null; terms: Provision[]; stages: Stage[]; claims: Claim[]; differ: Contradiction[];
  happened: Incident[]; relations: { kind: string; id: string; title: string; statements: string[] }[]; told_by: Report[];
  checklist: { element: string; answer: string; statements: string[] }[];
};
export type Statement = {
  id: string; kind: string; type: string; words: string; modality: string; quote: string; directness: string; certainty_words: string[];
  chain: { text: string; name: string; role: string }[]; rule: string; section: string;
  slots: { name: string; text: string; value?: string; how?: string; precision?: string }[]; report: Report;
};
export type FullReport = Report & {
  sha256: string; authors: string[]; dateline: string; tool: string;
  blocks: { kind: string; block: string; reason: string; pieces: { text: string; statements: string[] }[] }[];
};
export type Summary = { as_of: string; tool: string; policies: string; first_report: string; last_report: string; counts: Record<string, number> };
export type PlaceRow = Place & { incidents: number; agreements: number };
export type Item = { lane: string; id: string; line: string; min: string; max: string; style: string; statements: string[] };

export type Reviewed = { decision: string; reviewer: string; at: string; was: string };
export type Decision = {
  id: string; decision: string; target: string; now: string; effect: string; field: string; before: string; after: string;
  others: string[]; reason: string; reviewer: string; role: string; at: string;
};
export type Sentence = { statement: string; quote: string; speaker: string; outlet: string; published: string; report: string };

// The path of an answer; parameters without a value are left out.
export function query(path: string, parameters: Record<string, string>): string {
  const text = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== "")).toString();
  return path + (text ? "?" + text : "");
}

const cache = new Map<string, Promise<unknown>>();

export function ask<T>(path: string): Promise<T> {
  let found = cache.get(path);
  if (!found) {
    found = fetch("/api/" + path).then(async (answer) => {
      const body = await answer.json();
      if (!answer.ok) throw new Error(body.error ?? answer.statusText);
      return body;
    });
    found.catch(() => cache.delete(path));
    if (cache.size > 200) cache.delete(cache.keys().next().value as string);
    cache.set(path, found);
  }
  return found as Promise<T>;
}

// The right to write: the token stands behind # in the address that `hudna
// serve` prints. It is taken out of the address, so that no copied link gives it away.
const kToken = "hudna-token";
export function takeToken(): void {
  const token = new URLSearchParams(location.hash.slice(1)).get("token");
  if (!token) return;
  sessionStorage.setItem(kToken, token);
  history.replaceState(null, "", location.pathname + location.search);
}
export const mayWrite = () => sessionStorage.getItem(kToken) !== null;

const renewed = new Set<() => void>();

// One decision of a reviewer. Whatever was known before is asked for anew, since rows and their ids may have changed.
export async function decide(decision: Record<string, unknown>): Promise<Decision> {
  const answer = await fetch("/api/review", {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Hudna-Token": sessionStorage.getItem(kToken) ?? "" },
    body: JSON.stringify(decision),
  });
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.error ?? answer.statusText);
  cache.clear();
  for (const again of renewed) again();
  return body;
}

// The answer, or what went wrong; the last answer stays while the next is on its way.
export function useAnswer<T>(path: string | null): { value?: T; error?: string } {
  const [state, set] = useState<{ value?: T; error?: string }>({});
  const [round, next] = useState(0);
  useEffect(() => {
    const again = () => next((count) => count + 1);
    renewed.add(again);
    return () => { renewed.delete(again); };
  }, []);
  useEffect(() => {
    if (path === null) return;
    let current = true;
    ask<T>(path).then(
      (value) => current && set({ value }),
      (error: Error) => current && set({ error: error.message }),
    );
    return () => { current = false; };
  }, [path, round]);
  return state;
}
