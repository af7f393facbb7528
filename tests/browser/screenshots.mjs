// Pictures of every view of the sample reports' record, light and dark, wide
// and narrow. usage: node tests/browser/screenshots.mjs FOLDER [--all]; without
// --all one wide picture a view.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Served } from "./served.mjs";

const views = ["agreements", "deadlines", "incidents", "contradictions", "claims", "timeline", "map", "sources", "search?q=truce", "review", "compare", "changes?since=2018-05-30", "exports"];
const [folder, all] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const served = await Served.open();
const looks = all === "--all" ? [[1280, false], [1280, true], [390, false], [390, true]] : [[1280, false]];
for (const [width, dark] of looks) {
  const page = await served.page({ width, dark });
  const take = async (name) => {
    await page.waitForLoadState("networkidle");
    await page.screenshot({ path: join(folder, `${name}-${width}-${dark ? "dark" : "light"}.png`) });
  };
  for (const view of views) {
    await page.goto(served.at("/" + view));
    await page.waitForSelector("main h1");
    await take(view.split("?")[0]);
  }
  await page.goto(served.at("/agreements"));
  await page.locator("main .card a").first().click();
  await page.waitForSelector("main article h1");
  await take("agreement");
  await page.locator("main article a.value").first().click();
  await page.waitForSelector("aside.evidence mark");
  await take("evidence");
  await page.context().close();
}
await served.close();
