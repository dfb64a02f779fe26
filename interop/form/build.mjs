// Makes the page: node build.mjs gemeente.schema.json FOLDER
import { copyFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { argv } from "node:process";
import { build } from "esbuild";

const [schema, folder] = argv.slice(2);
const here = import.meta.dirname;
await build({
  entryPoints: [join(here, "form.jsx")],
  outdir: folder,
  bundle: true,
  minify: true,
  jsx: "automatic",
  alias: { "galaplan-schema": resolve(schema) },
  define: { "process.env.NODE_ENV": '"production"' },
});
copyFileSync(join(here, "index.html"), join(folder, "index.html"));
