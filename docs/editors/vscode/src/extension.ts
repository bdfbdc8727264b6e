// The glue between the editor and pingan: starts the language server, and runs commands of the command line.

import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import * as path from "node:path";
import * as vscode from "vscode";
import { LanguageClient, type LanguageClientOptions, type ServerOptions } from "vscode-languageclient/node";
import { type CommandLine, NoProgram, commandLine } from "./command";
import { graphPage } from "./graph";
import { scenarioAt } from "./scenarios";

const LANGUAGE = "pingan";
const LONGEST_GRAPH = 60_000;

let client: LanguageClient | undefined;
let home: string;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  // INVARIANT: programs never run in a folder of the workspace, where somebody else may have put files.
  home = context.extensionPath;
  const commands: Record<string, (...given: unknown[]) => unknown> = {
    "pingan.runScenario": runScenario,
    "pingan.runScenarios": runScenarios,
    "pingan.showGraph": showGraph,
    "pingan.restartServer": restart,
  };
  for (const [name, command] of Object.entries(commands)) {
    context.subscriptions.push(vscode.commands.registerCommand(name, command));
  }
  context.subscriptions.push(
    vscode.workspace.onDidChangeConfiguration(async (change) => {
      if (change.affectsConfiguration("pingan.executable") || change.affectsConfiguration("pingan.python")) {
        await restart();
      }
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(start),
  );
  await start();
}

export async function deactivate(): Promise<void> {
  const running = client;
  client = undefined;
  await running?.stop();
}

async function restart(): Promise<void> {
  await deactivate();
  await start();
}

async function start(): Promise<void> {
  // A folder that is not trusted gets colours and snippets; no program is started for it.
  if (client !== undefined || !vscode.workspace.isTrusted) {
    return;
  }
  const line = asked(["lsp"]);
  if (line === undefined) {
    return;
  }
  const server: ServerOptions = { command: line.command, args: line.arguments, options: { cwd: home } };
  const options: LanguageClientOptions = {
    documentSelector: [
      { scheme: "file", language: LANGUAGE },
      { scheme: "untitled", language: LANGUAGE },
    ],
    // The server asks for the settings and for news of files itself.
    synchronize: { configurationSection: LANGUAGE },
    initializationOptions: vscode.workspace.getConfiguration(LANGUAGE),
  };
  client = new LanguageClient(LANGUAGE, "pingan", server, options);
  try {
    await client.start();
  } catch (problem) {
    client = undefined;
    await complain(vscode.l10n.t("The language server did not start: {0}", said(problem)));
  }
}

/** `pingan …given` by the user's own settings; says why where there is no such program. */
function asked(given: string[]): CommandLine | undefined {
  const settings = vscode.workspace.getConfiguration(LANGUAGE);
  const own = (name: string): string => {
    // Whatever a workspace says of a program does not count, even where the editor should let it through.
    const known = settings.inspect<string>(name);
    return known?.globalValue ?? known?.defaultValue ?? "";
  };
  const folders = (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri.fsPath);
  try {
    return commandLine({ executable: own("executable"), python: own("python") }, given, process.env, folders);
  } catch (problem) {
    const text = problem instanceof NoProgram ? vscode.l10n.t(problem.template, ...problem.parts) : said(problem);
    void complain(text);
    return undefined;
  }
}

async function complain(text: string): Promise<void> {
  const settings = vscode.l10n.t("Open Settings");
  if ((await vscode.window.showErrorMessage(text, settings)) === settings) {
    await vscode.commands.executeCommand("workbench.action.openSettings", "@ext:pingan.pingan");
  }
}

function said(problem: unknown): string {
  return problem instanceof Error ? problem.message : String(problem);
}

/** The file that a command is about: the one it was given, else that of the editor; saved. */
async function saved(given?: unknown): Promise<vscode.TextDocument | undefined> {
  const named = typeof given === "string" ? vscode.Uri.parse(given, true) : given instanceof vscode.Uri ? given : undefined;
  const document = named ? await vscode.workspace.openTextDocument(named) : vscode.window.activeTextEditor?.document;
  if (document?.languageId !== LANGUAGE || document.uri.scheme !== "file") {
    void vscode.window.showInformationMessage(vscode.l10n.t("Open a policy file first."));
    return undefined;
  }
  if (document.isDirty && !(await document.save())) {
    const text = "Save the file first: scenarios and graphs are made of what is on disk.";
    void vscode.window.showInformationMessage(vscode.l10n.t(text));
    return undefined;
  }
  return document;
}

/** From the cursor, or from a code lens with the file and the title. */
async function runScenario(file?: unknown, title?: unknown): Promise<void> {
  const document = await saved(typeof title === "string" ? file : undefined);
  if (document === undefined) {
    return;
  }
  const line = vscode.window.activeTextEditor?.selection.active.line ?? 0;
  const wanted = typeof title === "string" ? title : scenarioAt(document.getText().split(/\r?\n/), line);
  if (wanted === undefined) {
    void vscode.window.showInformationMessage(vscode.l10n.t("There is no scenario at the cursor."));
    return;
  }
  // As one argument: a title that begins with a hyphen is no option.
  await runInTerminal(["test", document.uri.fsPath, "--verbose", `-k${wanted}`], wanted);
}

async function runScenarios(): Promise<void> {
  const document = await saved();
  if (document !== undefined) {
    await runInTerminal(["test", document.uri.fsPath], path.basename(document.uri.fsPath));
  }
}

async function runInTerminal(given: string[], name: string): Promise<void> {
  const line = asked(given);
  if (line === undefined) {
    return;
  }
  const program = new vscode.ProcessExecution(line.command, line.arguments, { cwd: home });
  const task = new vscode.Task({ type: LANGUAGE }, vscode.TaskScope.Workspace, name, "pingan", program);
  task.presentationOptions = { clear: true, reveal: vscode.TaskRevealKind.Always, panel: vscode.TaskPanelKind.Shared };
  await vscode.tasks.executeTask(task);
}

/** Of the whole file, or from a code lens of one rule: the file and the key of the rule. */
async function showGraph(file?: unknown, rule?: unknown): Promise<void> {
  const document = await saved(typeof rule === "string" ? file : undefined);
  const chosen = typeof rule === "string" ? [`--rule=${rule}`] : [];
  const line = document && asked(["graph", document.uri.fsPath, "--format=svg", ...chosen]);
  if (document === undefined || line === undefined) {
    return;
  }
  try {
    const svg = await output(line);
    const title = vscode.l10n.t("Decision graph: {0}", typeof rule === "string" ? rule : path.basename(document.uri.fsPath));
    const panel = vscode.window.createWebviewPanel("pingan.graph", title, vscode.ViewColumn.Beside, {
      enableScripts: false,
      localResourceRoots: [],
    });
    panel.webview.html = graphPage(svg, title, randomBytes(16).toString("hex"));
  } catch (problem) {
    void vscode.window.showErrorMessage(vscode.l10n.t("The graph could not be drawn: {0}", said(problem)));
  }
}

function output(line: CommandLine): Promise<string> {
  const limits = { cwd: home, encoding: "utf8" as const, maxBuffer: 64 * 1024 * 1024, timeout: LONGEST_GRAPH };
  return new Promise((resolve, reject) => {
    execFile(line.command, line.arguments, limits, (problem, out, complaint) => {
      if (problem) {
        reject(new Error(complaint.trim() || problem.message));
      } else {
        resolve(out);
      }
    });
  });
}
