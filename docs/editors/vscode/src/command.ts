// Which program is started, and with which arguments. Nothing here knows the editor.

import { accessSync, constants, realpathSync, statSync } from "node:fs";
import * as path from "node:path";

/** What the user's own settings say. */
export interface Settings {
  executable: string;
  python: string;
}

/** A program and its arguments: never a line for a shell. */
export interface CommandLine {
  command: string;
  arguments: string[];
}

/** Why no program can be started: a message with its parts, to be translated. */
export class NoProgram extends Error {
  constructor(readonly template: string, readonly parts: string[]) {
    super(template.replace(/\{(\d)\}/g, (_, index) => parts[Number(index)]));
  }
}

/**
 * The command line of `pingan …given`.
 *
 * A name without a folder is looked for on the PATH, by us: the system's own search would also look where the program runs, and on
 * Windows that may be a folder somebody else has filled. For the same reason no relative entry of the PATH counts, and none inside
 * a folder that is open.
 */
export function commandLine(
  settings: Settings,
  given: string[],
  environment: NodeJS.ProcessEnv,
  openFolders: string[],
  platform: NodeJS.Platform = process.platform,
): CommandLine {
  const python = settings.python.trim();
  if (python) {
    return { command: existing(python, "pingan.python"), arguments: ["-m", "pingan", ...given] };
  }
  const name = settings.executable.trim() || "pingan";
  if (/[\\/]/.test(name)) {
    return { command: existing(name, "pingan.executable"), arguments: given };
  }
  return { command: onPath(name, environment, openFolders, platform), arguments: given };
}

function existing(file: string, setting: string): string {
  if (!path.isAbsolute(file)) {
    throw new NoProgram('The setting {0} must be an absolute path, not "{1}".', [setting, file]);
  }
  if (!isProgram(file)) {
    throw new NoProgram("There is no file {0}.", [file]);
  }
  return file;
}

function onPath(name: string, environment: NodeJS.ProcessEnv, openFolders: string[], platform: NodeJS.Platform): string {
  const windows = platform === "win32";
  const entry = Object.keys(environment).find((key) => (windows ? key.toUpperCase() : key) === "PATH");
  const folders = (entry ? environment[entry] ?? "" : "").split(windows ? ";" : ":");
  // Windows runs `.cmd` and `.bat` files through a shell, which reads arguments in its own way: only true programs count.
  const names = windows && !/\.exe$/i.test(name) ? [`${name}.exe`] : [name];
  for (const folder of folders) {
    if (!path.isAbsolute(folder) || openFolders.some((open) => isInside(folder, open))) {
      continue;
    }
    for (const candidate of names.map((each) => path.join(folder, each))) {
      if (isProgram(candidate)) {
        return candidate;
      }
    }
  }
  throw new NoProgram(
    '"{0}" is not on the PATH. Install pingan with its extra `lsp`, or say in the settings where it is.',
    [name],
  );
}

function isInside(folder: string, open: string): boolean {
  const relative = path.relative(real(open), real(folder));
  return relative === "" || (!relative.startsWith("..") && !path.isAbsolute(relative));
}

function real(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return path.resolve(folder);
  }
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
