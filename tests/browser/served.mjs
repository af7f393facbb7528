// How does a test look at the page as a reader does? It builds a record of the
// sample reports, serves it, and opens it in a real browser; every request that
// would leave the server is refused and remembered.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

export const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const program = process.env.HUDNA ?? join(root, "build", "release", "hudna");
const browser_path = process.env.CHROMIUM ?? "/usr/bin/chromium";
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

// What this machine lacks for these tests, or an empty text.
export function lacking() {
  if (!existsSync(program)) return `${program} is not built`;
  if (!existsSync(browser_path)) return `there is no browser at ${browser_path} (Debian package chromium, or set CHROMIUM)`;
  return "";
}

export class Served {
  // `files`: what `hudna build` reads; `record`: a record that is there already, in their place.
  static async open({ files = [join(root, "samples")], record = "" } = {}) {
    const served = new Served();
    served.folder = mkdtempSync(join(tmpdir(), "hudna-browser-"));
    served.record = record || join(served.folder, "record.hudna");
    if (!record) {
      const meta = join(files[0], "meta.csv");
      const built = spawnSync(program, ["build", ...files, ...(existsSync(meta) ? ["--meta", meta] : []), "--out", served.record], { encoding: "utf8" });
      if (built.status !== 0) throw new Error("hudna build: " + built.stderr);
    }
    served.server = spawn(program, ["serve", served.record], { stdio: ["ignore", "pipe", "inherit"] });
    served.address = await new Promise((found, failed) => {
      let text = "";
      served.server.stdout.on("data", (bytes) => {
        text += bytes;
        const address = /https?:\/\/\S+/.exec(text);
        if (address) found(new URL(address[0]));
      });
      served.server.on("exit", (code) => failed(new Error(`hudna serve ended with ${code}`)));
    });
    served.browser = await chromium.launch({
      executablePath: browser_path,
      args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    });
    return served;
  }

  async page({ width = 1280, height = 900, dark = false } = {}) {
    const context = await this.browser.newContext({ viewport: { width, height }, colorScheme: dark ? "dark" : "light", acceptDownloads: true });
    const page = await context.newPage();
    page.setDefaultTimeout(10000);
    page.outside = [];
    page.troubles = [];
    await page.route((url) => url.host !== this.address.host, (route) => {
      page.outside.push(route.request().url());
      return route.abort();
    });
    page.on("pageerror", (error) => page.troubles.push(String(error)));
    page.on("console", (message) => message.type() === "error" && page.troubles.push(message.text()));
    return page;
  }

  // The address of a view; what the server was opened with (a token, say) is kept.
  at(path) {
    const url = new URL(path, this.address);
    for (const [key, value] of this.address.searchParams) url.searchParams.set(key, value);
    url.hash = this.address.hash;
    return url.href;
  }

  async close() {
    await this.browser?.close();
    this.server?.removeAllListeners("exit");
    this.server?.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

// What axe finds against WCAG 2.2 A and AA and its best practices, a line each.
export async function barriers(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  return found.violations.map((one) => `${one.id}: ${one.help} (${one.nodes.slice(0, 3).map((node) => node.target.join(" ")).join("; ")})`);
}
