// Annotations as the toolkit of GitHub writes them: a list of [kind, message, properties] in, the commands out.
import * as core from "@actions/core";
import { readFileSync } from "node:fs";

for (const [kind, message, properties] of JSON.parse(readFileSync(0, "utf-8"))) {
  core[kind](message, properties);
}
