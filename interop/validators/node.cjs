// ajv: `node node.cjs unicode|plain|formats SCHEMA DOCUMENTS` prints a line for each document, `true` or `false`.
// Strict: a keyword that ajv does not know stops it, save the labels of choices, which the schema has for forms.
"use strict";

const { readFileSync } = require("node:fs");
const path = require("node:path");
const modules = path.join(__dirname, "..", "node_modules");
const Ajv = require(path.join(modules, "ajv")).default;

const [mode, schema, documents] = process.argv.slice(2);
const ajv = new Ajv({
  strict: true,
  allowUnionTypes: true, // a moment is a date or a year
  unicodeRegExp: mode !== "plain",
  validateFormats: mode === "formats",
});
if (mode === "formats") require(path.join(modules, "ajv-formats")).default(ajv);
ajv.addVocabulary(["enumNames"]);
const validate = ajv.compile(JSON.parse(readFileSync(schema, "utf8")));
for (const line of readFileSync(documents, "utf8").split("\n").slice(0, -1)) {
  console.log(validate(JSON.parse(line)));
}
