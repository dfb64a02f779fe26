// TypeScript types of a plan file: node types.mjs plan.schema.json > plan.d.ts
//
// json-schema-to-typescript does the work. It calls a type after its title where there is one, which suits a form and
// makes poor names for types; the definitions of the schema have better ones. So titles become the first words of the
// comments, and what TypeScript can say more exactly than the tool does is said in `tsType`.
import { readFileSync } from "node:fs";
import { argv, stdout } from "node:process";
import { compile } from "json-schema-to-typescript";

const EXTRA_TYPES = `
/** Een kalenderjaar als sleutel van een tabel. */
export type Jaar = \`20\${number}\`;

/** Een tabel met kalenderjaren als sleutels; 2024 en "2024" zijn dezelfde sleutel. */
export interface PerJaar<Waarde> {
  [jaar: Jaar]: Waarde;
  [jaar: number]: Waarde;
}

/** Een eigen toevoeging aan een open codelijst. */
export type EigenToevoeging = \`eigen:\${string}\`;
`;

/** "gemeentelijk-plan" is GemeentelijkPlan. */
function typeName(definition) {
  return definition.replace(/(?:^|-)([a-z0-9])/g, (_, first) => first.toUpperCase());
}

/** What the schema says of this value for people. */
function comment({ title, description }) {
  return [title, description].filter(Boolean).join("\n\n").replaceAll("*/", "* /");
}

/** A type that says more than the tool makes of the schema, if there is one. */
function exactType({ pattern, propertyNames, additionalProperties }) {
  if (pattern?.startsWith("^eigen:")) return "EigenToevoeging";
  const perYear = { integer: "number", number: "number", string: "string" }[additionalProperties?.type];
  if (perYear && propertyNames?.pattern?.startsWith("^20")) return `PerJaar<${perYear}>`;
}

/** The schema of one value, ready for the tool. */
function prepared(schema) {
  const { title, properties, items, additionalProperties, anyOf, ...rest } = schema;
  if (rest.$ref) return rest;
  const result = { ...rest, description: comment(schema), tsType: exactType(schema) };
  if (items) result.items = prepared(items);
  if (anyOf) result.anyOf = anyOf.map(prepared);
  if (properties) result.properties = mapped(properties, prepared);
  result.additionalProperties =
    typeof additionalProperties === "object" ? prepared(additionalProperties) : additionalProperties;
  return result;
}

function mapped(object, change) {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}

/** The root and its name: of both kinds one or the other, of a bundle the kind that is its title. */
function root({ $id, definitions, ...schema }) {
  if (!schema.allOf) return [prepared(schema), typeName(schema.title.replaceAll(" ", "-").toLowerCase())];
  return [{ anyOf: schema.allOf.map((branch) => branch.then), description: comment(schema) }, "Planbestand"];
}

const schema = JSON.parse(readFileSync(argv[2], "utf-8"));
const [kinds, name] = root(schema);
const types = await compile({ ...kinds, definitions: mapped(schema.definitions, prepared) }, name, {
  bannerComment: "// Made from the JSON Schema of galaplan; change the schema, not this file.\n" + EXTRA_TYPES,
  customName: (_, definition) => definition && typeName(definition),
  style: { printWidth: 120 },
});
stdout.write(types);
