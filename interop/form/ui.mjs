// How the form shows what the schema says: labels of codes in drop-downs, large fields for long texts, and only the
// blocks that somebody opens. Follows the references of the schema, which form no circle but in free values.

const LONG_TEXTS = new Set(["tekst", "omschrijving"]);

/** The uiSchema of react-jsonschema-form for a JSON Schema of galaplan with plain references. */
export function uiSchemaOf(schema) {
  return {
    ...shown(schema, schema, ""),
    "ui:enableOptionalDataFieldForType": [],
    "ui:globalOptions": { enableOptionalDataFieldForType: ["object"] },
  };
}

/**
 * The schema with plain references. A property of the published schema has its own title beside `allOf` with one
 * reference, which every reader of draft 7 understands; react-jsonschema-form 6 forgets codes that are chosen there.
 */
export function withPlainReferences(schema) {
  if (Array.isArray(schema)) return schema.map(withPlainReferences);
  if (typeof schema !== "object" || schema === null) return schema;
  const { allOf, ...rest } = schema;
  const flat = allOf?.length === 1 && allOf[0].$ref ? { ...rest, ...allOf[0] } : schema;
  return Object.fromEntries(Object.entries(flat).map(([key, value]) => [key, withPlainReferences(value)]));
}

/** What is settled in every file of this kind: keys that take one value only. */
export function settled(schema) {
  const fixed = Object.entries(schema.properties).filter(([, property]) => property.enum?.length === 1);
  return Object.fromEntries(fixed.map(([key, property]) => [key, property.enum[0]]));
}

function shown(part, root, name) {
  const value = resolved(part, root);
  const ui = {};
  if (value.enumNames) ui["ui:enumNames"] = value.enumNames;
  // Below its first paragraph a description lists the codes, for editors; here the drop-down does.
  if (value.description?.includes("\n\n")) ui["ui:description"] = value.description.split("\n\n")[0];
  if (value.enum?.length === 1 || isFree(value)) ui["ui:widget"] = "hidden";
  if (isMoment(value)) ui["ui:widget"] = "moment";
  if (LONG_TEXTS.has(name) && value.type === "string") ui["ui:widget"] = "textarea";
  if (value.items) ui.items = shown(value.items, root, name);
  if (value.anyOf) ui.anyOf = value.anyOf.map((option) => shown(option, root, name));
  for (const [key, property] of Object.entries(value.properties ?? {})) ui[key] = shown(property, root, key);
  if (value.additionalProperties && !isFree(value)) {
    ui.additionalProperties = shown(value.additionalProperties, root, name);
  }
  return ui;
}

/** A value with what it refers to. */
function resolved({ $ref, ...own }, root) {
  return $ref ? { ...resolved(root.definitions[$ref.replace("#/definitions/", "")], root), ...own } : own;
}

/** Tables of other tools, which no form can know. */
function isFree(value) {
  return value.additionalProperties?.$ref === "#/definitions/vrije-waarde";
}

function isMoment(value) {
  return Array.isArray(value.type) && value.type.includes("integer") && value.type.includes("string");
}
