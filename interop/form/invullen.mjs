// Fills in the form as a person does, in headless Chromium: node invullen.mjs FOLDER [PICTURE]
// What it sees and what the form gives back goes to standard output as JSON.
import { createServer } from "node:http";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { argv, env } from "node:process";
import { chromium } from "playwright-core";

const [folder, picture] = argv.slice(2);
const TYPES = { ".html": "text/html", ".css": "text/css", ".js": "text/javascript" };
const OPTIONS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A server of the folder on this machine, and its address. */
async function served() {
  const server = createServer((request, response) => {
    const name = request.url === "/" ? "index.html" : request.url.slice(1);
    response.setHeader("content-type", `${TYPES[extname(name)]}; charset=utf-8`);
    response.end(readFileSync(join(folder, name)));
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return { server, address: `http://127.0.0.1:${server.address().port}/` };
}

/** A block of the form by its heading; a heading also holds the sign of a duty and the buttons. */
function block(within, heading) {
  return within.getByRole("group", { name: new RegExp(`^${heading}(?![\\w-])`) }).first();
}

function field(within, label) {
  return within.getByLabel(new RegExp(`^${label}\\*?$`)).first();
}

/** One row more in a list of the form. */
async function newRow(list) {
  await list.getByRole("button", { name: "Toevoegen" }).last().click();
}

async function send(page) {
  await page.getByRole("button", { name: "Naar het planbestand" }).click();
}

async function optionsOf(select) {
  return (await select.locator("option").allInnerTexts()).filter((label) => label.trim());
}

/** A plan with three mistakes in it: no title, a key with a space, an amount below zero. */
async function fillIn(page) {
  const form = page.locator("form");
  await field(form, "Editie").selectOption({ label: "GALA en brede SPUK 2023-2026" });
  await field(form, "Kenmerk").fill("Zonnedorp 2024");
  await field(form, "Datum").fill("2024");

  const period = block(form, "Periode");
  await period.getByRole("button", { name: "Invullen" }).click();
  await field(period, "Van").fill("2024");
  await field(period, "Tot en met").fill("2026");

  const municipality = block(form, "Gemeente");
  await field(municipality, "Gemeentecode").fill("GM0050");
  await field(municipality, "Naam").fill("Zeewolde");

  const requests = block(form, "Aanvraag");
  await newRow(requests);
  const component = field(requests, "SPUK-onderdeel");
  await component.selectOption({ label: "Valpreventie" });
  await block(requests, "Bedragen").getByRole("button", { name: "Invullen" }).click();
  await field(requests, "2024").fill("50700");
  await field(requests, "2025").fill("-50700");
  await field(requests, "2026").fill("52300");

  const actions = block(form, "Acties");
  await newRow(actions);
  await field(actions, "Kenmerk").fill("valtraining");
  await field(actions, "Titel").fill("Valtraining in het dorpshuis");
  await field(actions, "Start").fill("2024-03-01");
  const costs = block(actions, "Kosten");
  await newRow(costs);
  await field(costs, "Kenmerk").fill("trainers");
  await field(costs, "2024").fill("30000");
  const groups = block(actions, "Doelgroepen");
  await newRow(groups);
  const group = groups.locator("select").last();
  await group.selectOption({ label: "Ouderen met valrisico" });
  return { "spuk-onderdeel": await optionsOf(component), risicogroep: await optionsOf(group) };
}

async function mend(page) {
  const form = page.locator("form");
  await field(form, "Kenmerk").fill("zonnedorp-2024");
  await field(form, "Titel").fill("Plan van aanpak Zonnedorp");
  await field(block(form, "Aanvraag"), "2025").fill("50700");
}

async function session(page) {
  const labels = await page.locator("form label, form legend").allInnerTexts();
  const options = await fillIn(page);
  await send(page);
  const faults = await page.locator(".error-detail li").allInnerTexts();
  const early = await page.locator("#planbestand").count();
  await mend(page);
  await send(page);
  const descriptions = await page.locator(".field-description").allInnerTexts();
  const plan = JSON.parse(await page.locator("#planbestand").innerText());
  return { labels, descriptions, options, faults, early, plan };
}

const { server, address } = await served();
const profile = mkdtempSync(join(tmpdir(), "form-"));
const browser = await chromium.launchPersistentContext(profile, {
  executablePath: env.CHROMIUM ?? "/usr/bin/chromium",
  headless: true,
  args: OPTIONS,
  viewport: { width: 900, height: 1200 },
});
try {
  const page = await browser.newPage();
  page.setDefaultTimeout(10_000);
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("request", (request) => request.url().startsWith(address) || complaints.push(request.url()));
  await page.goto(address);
  const seen = await session(page);
  if (picture) await page.screenshot({ path: picture, fullPage: true });
  console.log(JSON.stringify({ ...seen, complaints }));
} finally {
  await browser.close();
  server.close();
  rmSync(profile, { recursive: true, force: true });
}
