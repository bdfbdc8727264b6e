// What the TextMate grammar makes of files, as editors do it: `node scripts/tokens.mjs GRAMMAR FILE…` prints, as JSON, for each
// file its lines, each a list of [scopes, text]. The tests of the Python package hold it against the lexer for Pygments.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import oniguruma from "vscode-oniguruma";
import textmate from "vscode-textmate";

const [grammarPath, ...files] = process.argv.slice(2);
const wasm = createRequire(import.meta.url).resolve("vscode-oniguruma/release/onig.wasm");
await oniguruma.loadWASM(readFileSync(wasm).buffer);

const registry = new textmate.Registry({
  onigLib: Promise.resolve({
    createOnigScanner: (sources) => new oniguruma.OnigScanner(sources),
    createOnigString: (text) => new oniguruma.OnigString(text),
  }),
  loadGrammar: async () => textmate.parseRawGrammar(readFileSync(grammarPath, "utf8"), grammarPath),
});
const grammar = await registry.loadGrammar("source.pingan");

function tokensOf(text) {
  let state = textmate.INITIAL;
  return text.split(/\r?\n/).map((line) => {
    const found = grammar.tokenizeLine(line, state);
    state = found.ruleStack;
    return found.tokens.map((token) => [
      token.scopes.slice(1).join(" "),
      line.slice(token.startIndex, token.endIndex),
    ]);
  });
}

process.stdout.write(JSON.stringify(files.map((file) => tokensOf(readFileSync(file, "utf8")))));
