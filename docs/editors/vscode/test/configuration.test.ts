import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const read = JSON.parse(readFileSync("language-configuration.json", "utf8"));
const grows = new RegExp(read.indentationRules.increaseIndentPattern);
const shrinks = new RegExp(read.indentationRules.decreaseIndentPattern);

test("a word is a whole name, in both scripts", () => {
  const word = new RegExp(read.wordPattern.pattern, `g${read.wordPattern.flags}`);
  const words = (text: string): string[] => [...text.matchAll(word)].map((found) => found[0]);
  assert.deepEqual(words("当 单位.隐患数_2 ≥ 3 且 非 非法行医"), ["当", "单位", "隐患数_2", "3", "且", "非", "非法行医"]);
  assert.deepEqual(words('when pool.bathers >= 99.5% # "é"'), ["when", "pool", "bathers", "99.5%", "é"]);
});

test("lines that open braces indent the next, those that close them come back", () => {
  for (const line of ['policy pool "Pool {" {', "情景 “一” ｛", "    given a = {  # why {", "    close("]) {
    assert.ok(grows.test(line), line);
  }
  for (const line of ["    given a = { b: 1 }", '    note "{"', "# {", "    note “｛”", "x"]) {
    assert.ok(!grows.test(line), line);
  }
  for (const line of ["}", "    ）", "\t｝"]) {
    assert.ok(shrinks.test(line), line);
  }
});

test("no pattern takes long on a long line", () => {
  const started = performance.now();
  for (const unit of ["a", '"', '"a" ', "{", "“", " ", "#"]) {
    grows.test(unit.repeat(20_000));
    shrinks.test(unit.repeat(20_000));
  }
  assert.ok(performance.now() - started < 2_000);
});
