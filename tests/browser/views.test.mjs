// Can every view be read, by keyboard and by assistive programs, and does the
// page ask nobody but its own server?
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Served, barriers } from "./served.mjs";

const views = ["agreements", "deadlines", "incidents", "contradictions", "claims", "timeline", "map", "sources", "search?q=truce", "compare", "changes?since=2018-05-30", "exports",
  "review", "review/log", "review/coding"];
let served;
before(async () => { served = await Served.open(); });
after(async () => { await served?.close(); });

for (const view of views)
  test(`${view}: wide and narrow, light and dark`, async () => {
    const page = await served.page();
    await page.goto(served.at("/" + view));
    await page.waitForSelector("main h1");
    await page.waitForLoadState("networkidle");
    for (const width of [1280, 390])
      for (const colorScheme of ["light", "dark"]) {
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme });
        assert.deepEqual(await barriers(page), [], `${width} px, ${colorScheme}`);
        // Wide tables scroll in themselves, the page does not.
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), `the page scrolls sideways at ${width} px`);
      }
    assert.deepEqual(page.troubles, []);
    assert.deepEqual(page.outside, []);
    await page.context().close();
  });

test("one agreement: the day moves past a deadline, the words open and close by keyboard", async () => {
  const page = await served.page();
  await page.goto(served.at("/agreements"));
  await page.locator("main .card a").first().focus();
  await page.keyboard.press("Enter");
  await page.waitForSelector("main article h1");
  assert.deepEqual(await barriers(page), []);
  // Words of a value, by keyboard alone.
  const value = page.locator("main article a.value").first();
  await value.focus();
  await page.keyboard.press("Enter");
  await page.waitForSelector("aside.evidence mark");
  assert.deepEqual(await barriers(page), []);
  const quote = await page.locator("aside.evidence blockquote").innerText();
  const marked = (await page.locator("aside.evidence mark").allInnerTexts()).join("");
  assert.ok(quote.startsWith(marked.slice(0, 20)), `${quote} | ${marked}`);
  await page.keyboard.press("Escape");
  await page.waitForSelector("aside.evidence", { state: "detached" });
  assert.equal(await page.evaluate(() => document.activeElement?.className), "value");
  assert.deepEqual(page.outside, []);
  await page.context().close();
});

test("a deadline is not due before its day and has passed after it", async () => {
  const page = await served.page();
  await page.goto(served.at("/deadlines"));
  await page.waitForSelector("main tbody tr");
  const link = await page.locator("main tbody td a[href^='/agreements/']").first().getAttribute("href");
  const states = async (day) => {
    await page.goto(served.at(link.split("?")[0] + "?as_of=" + day));
    await page.waitForSelector("main article .state");
    return page.locator("main article .state").allInnerTexts();
  };
  const early = await states("2000-01-01");
  const late = await states("2040-01-01");
  assert.ok(!early.some((state) => /overdue/.test(state)), early.join());
  assert.notDeepEqual(early, late);
  await page.context().close();
});
