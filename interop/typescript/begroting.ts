// What a plan spends: whole euros of the brede SPUK per component and year, from the funding lines of its costs.
// node begroting.js plan.json
import { readFileSync } from "node:fs";
import type { Bedragen, CodeSpukOnderdeel, Jaar, Planbestand } from "./plan.js";

type Begroting = Partial<Record<CodeSpukOnderdeel, Bedragen>>;

function begroting(plan: Planbestand): Begroting {
  const totaal: Begroting = {};
  for (const actie of plan.acties ?? []) {
    for (const kosten of actie.kosten ?? []) {
      for (const dekking of kosten.dekking ?? []) {
        if (dekking.bron !== "spuk" || dekking.onderdeel === undefined) continue;
        totaal[dekking.onderdeel] = som(totaal[dekking.onderdeel] ?? {}, dekking.bedragen);
      }
    }
  }
  return totaal;
}

function som(een: Bedragen, ander: Bedragen): Bedragen {
  const totaal: Bedragen = { ...een };
  for (const jaar of Object.keys(ander) as Jaar[]) {
    totaal[jaar] = (totaal[jaar] ?? 0) + (ander[jaar] ?? 0);
  }
  return totaal;
}

const [bestand] = process.argv.slice(2);
if (bestand === undefined) throw new Error("begroting.js plan.json");
const plan: Planbestand = JSON.parse(readFileSync(bestand, "utf-8"));
console.log(JSON.stringify(begroting(plan)));
