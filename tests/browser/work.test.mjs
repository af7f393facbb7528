// Can an analyst work in the page? Filter, search, compare, decide, undo, take
// the record away: each as a person would, in a record of its own.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { Served, barriers } from "./served.mjs";

let served;
before(async () => { served = await Served.open(); });
after(async () => { await served?.close(); });

async function open(path, ready = "main h1") {
  const page = await served.page();
  await page.goto(served.at(path));
  await page.waitForSelector(ready);
  return page;
}

test("the right to write goes out of the address at once, and stays for the tab", async () => {
  const page = await open("/agreements");
  assert.equal(new URL(page.url()).hash, "");
  assert.match(await page.evaluate(() => sessionStorage.getItem("hudna-token")), /^[0-9a-f]{16,}$/);
  await page.context().close();
});

test("a filter narrows incidents and goes along to the map", async () => {
  const page = await open("/incidents", "main tbody tr");
  const total = async () => Number(/of ([\d,]+)/.exec(await page.locator("main .pager").innerText())[1].replace(",", ""));
  const all = await total();
  await page.locator("main form label:has-text('Actor') select").selectOption({ index: 1 });
  await page.waitForFunction((before) => !document.querySelector("main .pager").textContent.includes("of " + before), all);
  assert.ok((await total()) < all);
  await page.locator("header a", { hasText: "Map" }).click();
  await page.waitForSelector("main svg.map");
  assert.match(page.url(), /[?&]actor=/);
  await page.getByRole("button", { name: "Clear filters" }).click();
  assert.doesNotMatch(page.url(), /[?&]actor=/);
  await page.context().close();
});

test("search finds a report by its words, and opens it", async () => {
  const page = await open("/agreements");
  await page.locator("header input[type=search]").fill("shelling");
  await page.keyboard.press("Enter");
  await page.waitForSelector("main .passage mark");
  assert.ok((await page.locator("main .passage mark").first().innerText()).toLowerCase().startsWith("shell"));
  await page.locator("main ol.plain a").first().click();
  await page.waitForSelector("main article .report .block");
  assert.deepEqual(await barriers(page), []);
  await page.context().close();
});

test("two agreements stand side by side, with what each lacks", async () => {
  const page = await open("/compare");
  await page.waitForFunction(() => document.querySelectorAll("main select option").length > 6);
  await page.locator("main select").nth(0).selectOption({ index: 1 });
  await page.locator("main select").nth(1).selectOption({ index: 2 });
  await page.waitForSelector("main table.compare tbody tr");
  assert.ok((await page.locator("main table.compare .lack").count()) > 0);
  assert.ok(!(await page.locator("main table.compare").innerText()).includes("[object"));
  assert.deepEqual(await barriers(page), []);
  assert.deepEqual(page.troubles, []);
  await page.context().close();
});

test("who says what of an agreement: said, denied, silent", async () => {
  const page = await open("/agreements", "main .card a");
  await page.locator("main .card a").first().click();
  await page.getByRole("link", { name: "Who says what" }).click();
  await page.waitForSelector("main table.matrix tbody tr");
  assert.ok((await page.locator("main table.matrix .stance-said").count()) > 0);
  assert.deepEqual(await barriers(page), []);
  await page.context().close();
});

test("a difference is decided by keyboard, logged, and taken back by a new decision", async () => {
  const page = await open("/review?kind=contradiction", ".queue-card");
  const about = await page.locator(".queue-card h2").innerText();
  await page.keyboard.press("d");
  assert.match(await page.locator("main [role=status].trouble").innerText(), /who decides/);
  await page.getByLabel("Your name or initials").fill("R. Tester");
  await page.locator("main h1").click();
  await page.keyboard.press("d");
  await page.waitForSelector("form.asked");
  await page.locator("form.asked input").fill("two sources, one event");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => /logged as rv-/.test(document.querySelector("main [role=status]:not(.pager)")?.textContent ?? ""));
  await page.waitForFunction((before) => document.querySelector(".queue-card h2")?.innerText !== before, about);
  await page.goto(served.at("/review/log"));
  await page.waitForSelector("main tbody tr");
  assert.match(await page.locator("main tbody tr").first().innerText(), /R\. Tester[\s\S]*mark disputed[\s\S]*two sources, one event/);
  await page.getByRole("button", { name: /^Undo rv-/ }).first().click();
  await page.waitForFunction(() => document.querySelectorAll("main tbody tr").length === 2);
  assert.match(await page.locator("main tbody tr").first().innerText(), /undo/);
  assert.deepEqual(await barriers(page), []);
  await page.context().close();
});

test("what changed since a day is told by agreement", async () => {
  const page = await open("/changes?since=2018-05-30", "main section");
  assert.ok((await page.locator("main section li").count()) > 0);
  await page.context().close();
});

test("an export is a file: nothing that nobody reviewed, unless asked for", async () => {
  const page = await open("/exports", "main ul.plain a");
  const take = async () => {
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "incidents-acled.csv" }).click()]);
    return readFileSync(await download.path(), "utf8").trim().split("\n").length;
  };
  const reviewed = await take();
  await page.getByLabel("with rows that nobody reviewed").check();
  await page.waitForFunction(() => [...document.querySelectorAll("main ul.plain a")].every((one) => one.href.includes("unreviewed=1")));
  assert.ok((await take()) > reviewed);
  await page.context().close();
});

test("dragging over the strip of times narrows timeline and lists", async () => {
  const page = await open("/timeline", "svg.strip");
  const strip = await page.locator("svg.strip").boundingBox();
  await page.mouse.move(strip.x + strip.width * 0.5, strip.y + 20);
  await page.mouse.down();
  await page.mouse.move(strip.x + strip.width * 0.7, strip.y + 20, { steps: 4 });
  await page.mouse.up();
  await page.waitForFunction(() => /[?&]from=\d{4}-\d\d-\d\d/.test(location.search) && /[?&]to=/.test(location.search));
  await page.locator("header a", { hasText: "Incidents" }).click();
  assert.match(page.url(), /[?&]from=/);
  await page.context().close();
});
