// How does the record leave? In the shapes of the field, with a preview of what
// goes out and what is held back.
import { useState } from "preact/hooks";
import { query, useAnswer } from "./api";
import { Trouble } from "./parts";
import { chosen, type Route } from "./route";

export function Exports(props: { route: Route }) {
  const formats = useAnswer<{ formats: { name: string; about: string }[] }>("exports");
  const [unreviewed, setUnreviewed] = useState(false), [hxl, setHxl] = useState(false);
  const [sharing, setSharing] = useState("public");
  const parameters = { sharing, unreviewed: unreviewed ? "1" : "", hxl: hxl ? "1" : "", ...chosen(props.route, ["as_of", "agreement"]) };
  const preview = useAnswer<{ text: string }>(query("export/preview", parameters));
  return (
    <div>
      <h1>Exports</h1>
      <form class="filters" aria-label="What goes out" onSubmit={(event) => event.preventDefault()}>
        <label>For <select value={sharing} onChange={(event) => setSharing((event.target as HTMLSelectElement).value)}>
          <option value="public">the public</option><option value="partner">partners</option><option value="internal">ourselves</option></select></label>
        <label><input type="checkbox" checked={unreviewed} onChange={() => setUnreviewed(!unreviewed)} /> with rows that nobody reviewed</label>
        <label><input type="checkbox" checked={hxl} onChange={() => setHxl(!hxl)} /> HXL row below the headers</label>
      </form>
      <Trouble error={formats.error ?? preview.error} />
      {preview.value && <><h2>What goes out</h2><pre class="preview" tabIndex={0} aria-label="Preview">{preview.value.text}</pre></>}
      <h2>Files</h2>
      <ul class="plain">{formats.value?.formats.map((one) => (
        <li key={one.name}><a href={query("/api/export/" + encodeURIComponent(one.name), parameters)} download={one.name}>{one.name}</a> <span class="quiet">{one.about}</span></li>))}</ul>
    </div>
  );
}
