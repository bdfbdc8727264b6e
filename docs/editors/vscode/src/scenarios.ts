// Where scenarios stand in a text.

const SCENARIO = /^\s*(?:[^\s"“#＃]+)\s*(?:"([^"]*)"|“([^”]*)”)\s*[{｛]/;

/** The title of the scenario that line *line* of *lines* belongs to, undefined when it belongs to none. */
export function scenarioAt(lines: readonly string[], line: number): string | undefined {
  let depth = 0;
  for (let at = Math.min(line, lines.length - 1); at >= 0; at--) {
    const bare = withoutTexts(lines[at]);
    const found = SCENARIO.exec(lines[at]);
    const opened = count(bare, /[{｛]/g);
    const closed = count(bare, /[}｝]/g);
    // A brace that closes on the line asked about still belongs to what it closes.
    depth += opened - (at === line && opened === 0 ? 0 : closed);
    if (found && (depth > 0 || at === line)) {
      return found[1] ?? found[2];
    }
    if (depth > 0 && !found && /^\S/.test(lines[at])) {
      return undefined; // another declaration
    }
  }
  return undefined;
}

function withoutTexts(line: string): string {
  return line.replace(/"[^"]*"|“[^”]*”/g, '""').replace(/[#＃].*$/, "");
}

function count(text: string, pattern: RegExp): number {
  return (text.match(pattern) ?? []).length;
}
