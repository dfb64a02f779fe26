// What the types refuse. Each directive covers the one line below it: when the types become too lax to see the fault,
// the directive is left over, and that is an error.
import type { Aanvraag, Actie, Dekking, GemeentelijkPlan, Kosten, Planbestand, RegionaalBestand } from "./plan.js";

const hoofd = { galaplan: "1.0", editie: "spuk-2023", kenmerk: "zonnedorp-2024", titel: "Plan" } as const;
const gemeente = { code: "GM0050", naam: "Zeewolde" };

// What is good stays good: without this a type that refuses everything would pass.
export const goed: GemeentelijkPlan = {
  ...hoofd,
  soort: "gemeente",
  gemeente,
  aanvraag: [{ onderdeel: "valpreventie", bedragen: { 2024: 50_700, "2025": 50_700 } }],
  acties: [
    { id: "tuin", titel: "Tuin", partners: [{ naam: "De Wieg", soort: "eigen:tuinclub" }], start: "2024-03-01" },
  ],
};

export const onbekendeCode: Aanvraag = {
  // @ts-expect-error a letter is missing
  onderdeel: "valpreventi",
};

export const onbekendeCodeInLijst: Actie = {
  id: "tuin",
  titel: "Tuin",
  // @ts-expect-error one of the two codes does not exist
  gala_doelen: ["sociale-basis", "sociale-bais"],
};

export const eigenCodeInGeslotenLijst: Aanvraag = {
  // @ts-expect-error the list of components is closed
  onderdeel: "eigen:dorpstuin",
};

export const andereCodeInOpenLijst: Actie = {
  id: "tuin",
  titel: "Tuin",
  // @ts-expect-error an open list takes other words only behind eigen:
  doelgroepen: ["tuiniers"],
};

export const onbekendeSleutel: Actie = {
  id: "tuin",
  titel: "Tuin",
  // @ts-expect-error the key is doelgroepen
  doelgroep: ["alle-inwoners"],
};

export const onbekendeSleutelInTabel: GemeentelijkPlan = {
  ...hoofd,
  soort: "gemeente",
  gemeente,
  // @ts-expect-error the code of the chain is gli-volwassenen
  ketens: { gli: { status: "gestart" } },
};

export const bedragAlsTekst: Kosten = {
  id: "tuinman",
  // @ts-expect-error an amount is a number
  bedragen: { 2024: "60.000" },
};

export const bedragAlsTekstBijJaarAlsTekst: Kosten = {
  id: "tuinman",
  // @ts-expect-error an amount is a number
  bedragen: { "2024": "60.000" },
};

export const bedragZonderJaar: Kosten = {
  id: "tuinman",
  // @ts-expect-error an amount stands under its year
  bedragen: 60_000,
};

export const sleutelIsGeenJaar: Kosten = {
  id: "tuinman",
  // @ts-expect-error amounts are per calendar year
  bedragen: { totaal: 60_000 },
};

export const jaNeeAlsTekst: Actie = {
  id: "tuin",
  titel: "Tuin",
  // @ts-expect-error yes or no is true or false
  structureel: "ja",
};

export const rijInPlaatsVanLijst: Kosten = {
  id: "tuinman",
  bedragen: { 2024: 60_000 },
  // @ts-expect-error dekking is a list of rows
  dekking: { bron: "gemeente", bedragen: { 2024: 60_000 } },
};

// @ts-expect-error without bedragen
export const verplichteSleutelOntbreekt: Dekking = { bron: "spuk", onderdeel: "valpreventie" };

// @ts-expect-error without gemeente
export const planZonderGemeente: GemeentelijkPlan = { ...hoofd, soort: "gemeente" };

// @ts-expect-error a regional file names its region, not a municipality
export const verkeerdeSoort: Planbestand = { ...hoofd, soort: "regio", gemeente };

export const andereVersie: GemeentelijkPlan = {
  ...hoofd,
  // @ts-expect-error the types are those of format 1.0
  galaplan: "2.0",
  soort: "gemeente",
  gemeente,
};

export const aanvraagVanGemeenteInRegio: RegionaalBestand = {
  ...hoofd,
  soort: "regio",
  regio: { naam: "Zonneland", gemeenten: ["GM0050"] },
  // @ts-expect-error the application of a region is aanvraag_iza
  aanvraag: [{ onderdeel: "valpreventie" }],
};

export function lezer(plan: Planbestand): string {
  // @ts-expect-error only a municipal plan has a municipality: look at soort first
  plan.gemeente;
  return plan.soort === "gemeente" ? plan.gemeente.naam : plan.regio.naam;
}
