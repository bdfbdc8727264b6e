import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { beforeEach, test } from "node:test";
import { activate, deactivate } from "../src/extension";
import { clients } from "./client";
import { asked, commands, document, state, type Task } from "./editor";

const folder = mkdtempSync(path.join(tmpdir(), "pingan-"));
const bin = program(path.join(folder, "bin"), "pingan", 'echo "<svg>$*</svg>"');
const SCENARIO = 'rule x {\n}\nscenario "-first" {\n    as of 2016\n}\n\nscenario "second" {\n    as of 2017\n}\n';

function program(where: string, name: string, body: string): string {
  mkdirSync(where, { recursive: true });
  const file = path.join(where, name);
  writeFileSync(file, `#!/bin/sh\n${body}\n`);
  chmodSync(file, 0o755);
  return file;
}

function context() {
  return { extensionPath: folder, subscriptions: [] as unknown[] } as never;
}

function tasksRun(): Task[] {
  return asked.filter((one) => one.what === "task").map((one) => one.with[0] as Task);
}

beforeEach(async () => {
  await deactivate();
  asked.length = 0;
  clients.length = 0;
  Object.assign(state, { trusted: true, global: {}, workspace: {}, folders: [], editor: undefined });
  process.env.PATH = path.dirname(bin);
});

test("the server is started with an absolute path, outside the workspace", async () => {
  await activate(context());
  assert.equal(clients.length, 1);
  assert.deepEqual(clients[0].server, { command: bin, args: ["lsp"], options: { cwd: folder } });
  assert.ok(clients[0].running);
  await deactivate();
  assert.ok(!clients[0].running);
});

test("a folder that is not trusted starts nothing until it is", async () => {
  state.trusted = false;
  await activate(context());
  assert.equal(clients.length, 0);
  state.trusted = true;
  await state.granted?.();
  assert.equal(clients.length, 1);
});

test("a workspace cannot name the program", async () => {
  state.workspace = { executable: "/tmp/evil", python: "/tmp/evil-python" };
  await activate(context());
  assert.equal(clients[0].server.command, bin);
});

test("a program inside an open folder is not found on the PATH", async () => {
  state.folders = [folder];
  await activate(context());
  assert.equal(clients.length, 0);
  assert.match(String(asked[0].with[0]), /not on the PATH/);
});

test("a Python of one's own is asked for the module", async () => {
  const python = program(path.join(folder, "env"), "python", "true");
  state.global = { python };
  await activate(context());
  assert.deepEqual(clients[0].server.args, ["-m", "pingan", "lsp"]);
  assert.equal(clients[0].server.command, python);
});

test("relative paths and missing files are refused with a reason", async () => {
  for (const [global, why] of [
    [{ executable: "bin/pingan" }, /absolute/],
    [{ executable: "/nowhere/pingan" }, /no file/],
    [{ python: "python" }, /absolute/],
  ] as const) {
    asked.length = 0;
    state.global = global;
    await activate(context());
    assert.equal(clients.length, 0);
    assert.match(String(asked[0].with[0]), why);
  }
});

test("restarting starts another client", async () => {
  await activate(context());
  await commands.executeCommand("pingan.restartServer");
  assert.equal(clients.length, 2);
  assert.deepEqual(clients.map((client) => client.running), [false, true]);
});

test("the scenario at the cursor runs, as one argument and without a shell", async () => {
  await activate(context());
  state.editor = { document: document("/p/x.rules", SCENARIO), selection: { active: { line: 3 } } };
  await commands.executeCommand("pingan.runScenario");
  const [task] = tasksRun();
  assert.deepEqual(task.execution.args, ["test", "/p/x.rules", "--verbose", "-k-first"]);
  assert.equal(task.execution.process, bin);
  assert.equal(task.execution.options.cwd, folder);
});

test("a code lens names the file and the scenario", async () => {
  await activate(context());
  await commands.executeCommand("pingan.runScenario", "file:///p/y.rules", 'a "$(title)"');
  assert.deepEqual(tasksRun()[0].execution.args, ["test", "/p/y.rules", "--verbose", '-ka "$(title)"']);
});

test("outside a scenario nothing runs", async () => {
  await activate(context());
  state.editor = { document: document("/p/x.rules", SCENARIO), selection: { active: { line: 0 } } };
  await commands.executeCommand("pingan.runScenario");
  assert.equal(tasksRun().length, 0);
  assert.match(String(asked[0].with[0]), /no scenario/);
});

test("all scenarios of a file run; what cannot be saved does not", async () => {
  await activate(context());
  state.editor = { document: document("/p/x.rules", SCENARIO, true), selection: { active: { line: 0 } } };
  await commands.executeCommand("pingan.runScenarios");
  assert.deepEqual(tasksRun()[0].execution.args, ["test", "/p/x.rules"]);
  state.editor = { document: document("/readonly/x.rules", SCENARIO, true), selection: { active: { line: 0 } } };
  await commands.executeCommand("pingan.runScenarios");
  assert.equal(tasksRun().length, 1);
  state.editor = undefined;
  await commands.executeCommand("pingan.runScenarios");
  assert.equal(tasksRun().length, 1);
});

test("the decision graph is an image on a page that runs and loads nothing", async () => {
  await activate(context());
  state.editor = { document: document("/p/x<y.rules", SCENARIO), selection: { active: { line: 0 } } };
  await commands.executeCommand("pingan.showGraph");
  const [panel, , title, , options] = asked.find((one) => one.what === "panel")?.with as [
    { webview: { html: string } }, string, string, unknown, { enableScripts: boolean; localResourceRoots: unknown[] },
  ];
  assert.equal(title, "Decision graph: x<y.rules");
  assert.deepEqual(options, { enableScripts: false, localResourceRoots: [] });
  assert.match(panel.webview.html, /default-src 'none'; img-src data:; style-src 'nonce-[0-9a-f]{32}'"/);
  assert.ok(!panel.webview.html.includes("x<y"));
  const [, picture] = /base64,([^"]+)"/.exec(panel.webview.html) ?? [];
  assert.equal(Buffer.from(picture, "base64").toString().trim(), "<svg>graph /p/x<y.rules --format=svg</svg>");
  await commands.executeCommand("pingan.showGraph", "file:///p/y.rules", "y.closing");
  const [one, , named] = asked.at(-1)?.with as [{ webview: { html: string } }, string, string];
  assert.equal(named, "Decision graph: y.closing");
  const drawn = Buffer.from(/base64,([^"]+)"/.exec(one.webview.html)?.[1] ?? "", "base64").toString();
  assert.equal(drawn.trim(), "<svg>graph /p/y.rules --format=svg --rule=y.closing</svg>");
});

test("a graph that cannot be drawn is said so", async () => {
  state.global = { executable: program(path.join(folder, "bad"), "pingan", 'echo "no such policy" >&2; exit 2') };
  await activate(context());
  state.editor = { document: document("/p/x.rules", SCENARIO), selection: { active: { line: 0 } } };
  await commands.executeCommand("pingan.showGraph");
  assert.match(String(asked.at(-1)?.with[0]), /could not be drawn: no such policy/);
});
