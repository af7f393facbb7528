// How soon does the page of a large record answer? usage: node
// bench/page_speed.mjs RECORD: the first view, each view, and filters, in a
// real browser on this machine; milliseconds until the rows stand, best and
// middle of five. `make_reports record --count 100000 --out F` makes a record.
import { Served } from "../tests/browser/served.mjs";

const [record] = process.argv.slice(2);
const served = await Served.open({ record });
const took = (times) => { times.sort((a, b) => a - b); return `${times[0].toFixed(0).padStart(6)} ${times[2].toFixed(0).padStart(6)}`; };
const print = (what, times) => console.log(`${took(times)}  ${what}`);
const ready = { agreements: ".card", timeline: "svg a.bar", map: "svg.map a", changes: "main h1", review: ".queue-card", search: "main .passage mark", contradictions: ".differ", claims: "main .pager" };

console.log("  best middle  ms");
for (const view of ["agreements", "incidents", "deadlines", "contradictions", "claims", "timeline", "map", "sources", "search?q=fighters", "review"]) {
  const times = [];
  for (let i = 0; i < 5; ++i) {
    const page = await served.page();
    const begin = performance.now();
    await page.goto(served.at("/" + view), { waitUntil: "commit" });
    await page.waitForSelector(ready[view.split("?")[0]] ?? "main tbody tr", { state: "attached" });
    times.push(performance.now() - begin);
    await page.context().close();
  }
  print("open /" + view, times);
}
// A filter: from the choice to the new rows, measured in the page.
for (const [view, label] of [["incidents", "Type"], ["incidents", "Actor"], ["incidents", "Place"], ["agreements", "State"], ["agreements", "Outlet"], ["timeline", "Actor"], ["map", "Actor"]]) {
  const times = [];
  const page = await served.page();
  await page.goto(served.at("/" + view));
  const menu = page.locator(`main form label:has-text("${label}") select`);
  await page.waitForFunction((name) => [...document.querySelectorAll("main form label")].some((one) => one.textContent.startsWith(name) && one.querySelectorAll("option").length > 5), label);
  for (let i = 0; i < 5; ++i) {
    const value = await menu.locator("option").nth(i + 1).getAttribute("value");
    times.push(await page.evaluate(async ([name, chosen]) => {
      const select = [...document.querySelectorAll("main form label")].find((one) => one.textContent.startsWith(name)).querySelector("select");
      const main = document.querySelector("main");
      const begin = performance.now();
      return new Promise((done) => {
        let last = 0;
        const watch = new MutationObserver(() => { last = performance.now(); });
        watch.observe(main, { subtree: true, childList: true, characterData: true, attributes: true });
        select.value = chosen;
        select.dispatchEvent(new Event("change", { bubbles: true }));
        const wait = setInterval(() => {
          if (performance.now() - Math.max(last, begin) < 400) return;
          clearInterval(wait);
          watch.disconnect();
          done(last - begin);
        }, 20);
      });
    }, [label, value]));
  }
  print(`filter ${view} by ${label.toLowerCase()}`, times);
  await page.context().close();
}
// The work of a day once: an agreement, its day, its words, a decision, the log, a comparison, an export's preview. The record is
// written to: give a copy.
const page = await served.page();
page.setDefaultTimeout(60000);
const step = async (what, act) => {
  const begin = performance.now();
  await act();
  console.log(`${(performance.now() - begin).toFixed(0).padStart(13)}  ${what}`);
};
await page.goto(served.at("/agreements"));
await page.waitForSelector("main .card a");
await step("open an agreement", async () => { await page.locator("main .card a").first().click(); await page.waitForSelector("main article h1"); });
const agreement = page.url().split("/agreements/")[1].split("?")[0];
await step("move its day by a year", async () => {
  const day = await page.locator(".as-of input[type=date]").inputValue();
  await page.locator(".as-of input[type=date]").fill(`${Number(day.slice(0, 4)) + 1}${day.slice(4)}`);
  await page.waitForFunction((before) => document.querySelector("main article .as-of input[type=date]").value !== before && location.search.includes("as_of="), day);
});
await step("open the words of a value", async () => { await page.locator("main article a.value").first().click(); await page.waitForSelector("aside.evidence mark"); });
await page.goto(served.at("/review?kind=contradiction"));
await page.waitForSelector(".queue-card");
await page.getByLabel("Your name or initials").fill("bench");
await page.locator("main h1").click();
await step("accept a difference, and see that it is logged", async () => {
  await page.keyboard.press("a");
  await page.waitForFunction(() => /logged as rv-/.test(document.querySelector("main [role=status]:not(.pager)")?.textContent ?? ""));
});
await step("see the log", async () => { await page.goto(served.at("/review/log")); await page.waitForSelector("main tbody tr"); });
await step("compare two agreements", async () => {
  await page.goto(served.at("/compare"));
  await page.waitForFunction(() => document.querySelectorAll("main select option").length > 6);
  await page.locator("main select").nth(0).selectOption({ index: 1 });
  await page.locator("main select").nth(1).selectOption({ index: 2 });
  await page.waitForSelector("main table.compare tbody tr");
});
await step("preview the export of one agreement", async () => {
  await page.goto(served.at("/exports?agreement=" + agreement));
  await page.waitForSelector("main pre.preview");
});
await served.close();
