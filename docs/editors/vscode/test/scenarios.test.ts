import assert from "node:assert/strict";
import { test } from "node:test";
import { scenarioAt } from "../src/scenarios";

const TEXT = `policy x "X {" {
    version "1"
}

scenario "one } two" { # {
    given a = { b: 1, c: { d: 2 } }
    given e = {
        f: 1
    }
    as of 2016-01-01
}

情景 “重大｛隐患” ｛
    已知 a = ｛ b：1 ｝
    预期 x 适用
｝

rule y "Y" {
    when a
}
`.split("\n");

const at = (line: number): string | undefined => scenarioAt(TEXT, line - 1);

test("anywhere in a scenario it is that one", () => {
  for (const line of [5, 6, 7, 8, 9, 10, 11]) {
    assert.equal(at(line), "one } two", `line ${line}`);
  }
  for (const line of [13, 14, 15, 16]) {
    assert.equal(at(line), "重大｛隐患", `line ${line}`);
  }
});

test("elsewhere it is none", () => {
  for (const line of [1, 2, 3, 4, 12, 17, 18, 19, 20, 21, 99]) {
    assert.equal(at(line), undefined, `line ${line}`);
  }
  assert.equal(scenarioAt([], 0), undefined);
});
