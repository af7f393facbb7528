// The page of `hudna serve`: a view beside the words that it rests on.
import { render } from "preact";
import { Agreements, OneAgreement } from "./agreements";
import { takeToken, useAnswer, type Summary } from "./api";
import "./app.css";
import { WhatChanged } from "./changes";
import { Compare } from "./compare";
import { Evidence } from "./evidence";
import { Exports } from "./exports";
import { Claims, Contradictions, Deadlines, Incidents } from "./lists";
import { Places } from "./map";
import { A, Empty, Trouble } from "./parts";
import { DoubleCoding, Log, Review } from "./review";
import { href, useRoute, type Route } from "./route";
import { Search, SearchBox } from "./search";
import { OneReport, Sources } from "./sources";
import { Timeline } from "./timeline";

const views: [string, string, string][] = [
  ["agreements", "Agreements", "agreements"], ["deadlines", "Deadlines", "deadlines"], ["incidents", "Incidents", "incidents"],
  ["contradictions", "Differences", "contradictions"], ["claims", "Claims", "claims"], ["timeline", "Timeline", ""], ["map", "Map", ""],
  ["sources", "Sources", "reports"], ["review", "Review", ""], ["compare", "Compare", ""], ["changes", "Changes", ""], ["exports", "Exports", ""],
];

// A view does not wait for the summary: its own rows are on the way at once.
function View(props: { route: Route; summary?: Summary }) {
  const [view = "agreements", id] = props.route.path;
  switch (view) {
    case "agreements": return id ? <OneAgreement key={id} route={props.route} id={id} summary={props.summary} /> : <Agreements route={props.route} />;
    case "incidents": return <Incidents route={props.route} />;
    case "contradictions": return <Contradictions route={props.route} />;
    case "deadlines": return <Deadlines route={props.route} />;
    case "claims": return <Claims route={props.route} />;
    case "timeline": return <Timeline route={props.route} />;
    case "map": return <Places route={props.route} />;
    case "sources": return <Sources route={props.route} />;
    case "reports": return id ? <OneReport key={id} id={id} /> : <Sources route={props.route} />;
    case "search": return <Search route={props.route} />;
    case "compare": return <Compare route={props.route} />;
    case "changes": return <WhatChanged route={props.route} summary={props.summary} />;
    case "exports": return <Exports route={props.route} />;
    case "review": return id === "log" ? <Log route={props.route} /> : id === "coding" ? <DoubleCoding /> : <Review route={props.route} />;
    default: return <Empty>There is no such view.</Empty>;
  }
}

function App() {
  const route = useRoute();
  const { value, error } = useAnswer<Summary>("record");
  const view = route.path[0] ?? "agreements";
  const open = route.get("words") !== "";
  return (
    <>
      <a class="skip" href="#main">Skip to the view</a>
      <header>
        <p class="name">hudna</p>
        <nav aria-label="Views"><ul>
          {views.map(([path, label, count]) => (
            <li key={path}><A to={href({ words: "", at: "" }, "/" + path)} current={view === path}>{label}
              {count && value && <span class="count"> {value.counts[count]}</span>}</A></li>))}
        </ul></nav>
        <SearchBox route={route} />
      </header>
      <div class={open ? "two" : "one"}>
        <main id="main" tabIndex={-1}>
          <Trouble error={error} />
          <View route={route} summary={value} />
        </main>
        <Evidence route={route} />
      </div>
      {value && <footer>{value.counts.reports} reports, {value.counts.texts} texts, {value.counts.statements} statements · {value.tool} · {value.policies}</footer>}
    </>
  );
}

takeToken();
render(<App />, document.getElementById("app")!);
