// Bundles the extension into dist/extension.js, or with --tests the tests into out/, where a stand-in takes the place of the editor.

import { readdirSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const common = { absWorkingDir: root, bundle: true, platform: "node", target: "node18", logLevel: "warning" };

if (process.argv.includes("--tests")) {
  rmSync(new URL("../out", import.meta.url), { recursive: true, force: true });
  const tests = readdirSync(new URL("../test", import.meta.url)).filter((name) => name.endsWith(".test.ts"));
  await build({
    ...common,
    entryPoints: tests.map((name) => `test/${name}`),
    outdir: "out",
    format: "cjs",
    alias: { vscode: "./test/editor.ts", "vscode-languageclient/node": "./test/client.ts" },
    sourcemap: "inline",
  });
} else {
  await build({
    ...common,
    entryPoints: ["src/extension.ts"],
    outfile: "dist/extension.js",
    format: "cjs",
    external: ["vscode"],
    minify: true,
  });
}
