// Runs the tests of the page in a browser; ends with 77 where this machine has
// none, which the test runner shows as skipped. usage: node tests/browser/run.mjs
import { spawnSync } from "node:child_process";
import { lacking, root } from "./served.mjs";

const missing = lacking();
if (missing) {
  console.log("browser tests are skipped: " + missing);
  process.exit(77);
}
process.exit(spawnSync(process.execPath, ["--test", "--test-reporter=spec", root + "/tests/browser/"], { stdio: "inherit" }).status ?? 1);
