// A stand-in for the editor: enough of its interface for the glue to run, and a record of what it asked for.

export const asked: { what: string; with: unknown[] }[] = [];
const handlers = new Map<string, (...given: unknown[]) => unknown>();

export const state = {
  trusted: true,
  global: {} as Record<string, unknown>,
  workspace: {} as Record<string, unknown>,
  folders: [] as string[],
  editor: undefined as undefined | { document: unknown; selection: { active: { line: number } } },
  granted: undefined as undefined | (() => unknown),
};

function note(what: string, ...given: unknown[]): void {
  asked.push({ what, with: given });
}

export class Uri {
  constructor(readonly fsPath: string, readonly scheme = "file") {}
  static parse(text: string): Uri {
    return new Uri(decodeURIComponent(text.replace(/^file:\/\//, "")));
  }
}

export const l10n = {
  t: (text: string, ...parts: unknown[]) => text.replace(/\{(\d)\}/g, (_: string, at: string) => String(parts[Number(at)])),
};

export const workspace = {
  get isTrusted() {
    return state.trusted;
  },
  get workspaceFolders() {
    return state.folders.map((folder) => ({ uri: new Uri(folder) }));
  },
  getConfiguration: () => ({
    get: (name: string) => state.workspace[name] ?? state.global[name],
    inspect: (name: string) => ({
      defaultValue: name === "executable" ? "pingan" : "",
      globalValue: state.global[name],
      workspaceValue: state.workspace[name],
    }),
  }),
  onDidChangeConfiguration: () => ({ dispose() {} }),
  onDidGrantWorkspaceTrust: (then: () => unknown) => {
    state.granted = then;
    return { dispose() {} };
  },
  createFileSystemWatcher: (glob: string) => ({ glob }),
  openTextDocument: async (uri: Uri) => document(uri.fsPath, ""),
};

export const window = {
  get activeTextEditor() {
    return state.editor;
  },
  showErrorMessage: async (text: string) => note("error", text),
  showInformationMessage: async (text: string) => note("information", text),
  createWebviewPanel: (...given: unknown[]) => {
    const panel = { webview: { html: "" } };
    note("panel", panel, ...given);
    return panel;
  },
};

export const commands = {
  registerCommand: (name: string, handler: (...given: unknown[]) => unknown) => {
    handlers.set(name, handler);
    return { dispose() {} };
  },
  executeCommand: async (name: string, ...given: unknown[]) => handlers.get(name)?.(...given),
};

export class ProcessExecution {
  constructor(readonly process: string, readonly args: string[], readonly options: { cwd: string }) {}
}

export class Task {
  presentationOptions: unknown;
  constructor(
    readonly definition: unknown,
    readonly scope: unknown,
    readonly name: string,
    readonly source: string,
    readonly execution: ProcessExecution,
  ) {}
}

export const tasks = { executeTask: async (task: Task) => note("task", task) };
export const TaskScope = { Workspace: 2 };
export const TaskRevealKind = { Always: 1 };
export const TaskPanelKind = { Shared: 1 };
export const ViewColumn = { Beside: -2 };

export function document(fsPath: string, text: string, isDirty = false) {
  return { uri: new Uri(fsPath), languageId: "pingan", isDirty, getText: () => text, save: async () => !fsPath.includes("readonly") };
}
