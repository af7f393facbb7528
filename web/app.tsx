// The page of `hudna serve`: a view beside the words that it rests on.
import { render } from "preact";
import { Agreements, OneAgreement } from "./agreements";
import { useAnswer, type Summary } from "./api";
import "./app.css";
import { Evidence } from "./evidence";
import { Claims, Contradictions, Deadlines, Incidents, Sources } from "./lists";
import { Places } from "./map";
import { A, Empty, Trouble } from "./parts";
import { href, useRoute } from "./route";
import { Timeline } from "./timeline";

const views: [string, string, string][] = [
  ["agreements", "Agreements", "agreements"], ["deadlines", "Deadlines", "deadlines"], ["incidents", "Incidents", "incidents"],
  ["contradictions", "Differences", "contradictions"], ["claims", "Claims", "claims"], ["timeline", "Timeline", ""], ["map", "Map", ""],
  ["sources", "Sources", "reports"],
];

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
      </header>
      <div class={open ? "two" : "one"}>
        <main id="main" tabIndex={-1}>
          <Trouble error={error} />
          {value && (view === "agreements" ? (route.path[1] ? <OneAgreement key={route.path[1]} route={route} id={route.path[1]} summary={value} /> : <Agreements route={route} />)
            : view === "incidents" ? <Incidents route={route} />
            : view === "contradictions" ? <Contradictions route={route} />
            : view === "deadlines" ? <Deadlines route={route} />
            : view === "claims" ? <Claims route={route} />
            : view === "timeline" ? <Timeline route={route} />
            : view === "map" ? <Places route={route} />
            : view === "sources" ? <Sources route={route} />
            : <Empty>There is no such view.</Empty>)}
        </main>
        <Evidence route={route} />
      </div>
      {value && <footer>{value.counts.reports} reports, {value.counts.texts} texts, {value.counts.statements} statements · {value.tool} · {value.policies}</footer>}
    </>
  );
}

render(<App />, document.getElementById("app")!);
