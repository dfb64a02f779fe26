// The words of react-jsonschema-form itself in Dutch.
import { TranslatableString as Text, englishStringTranslator } from "@rjsf/utils";

const WORDS = {
  [Text.ArrayItemTitle]: "Rij",
  [Text.EmptyArray]: "Nog geen rijen.",
  [Text.YesLabel]: "Ja",
  [Text.NoLabel]: "Nee",
  [Text.ErrorsLabel]: "Nog te verbeteren",
  [Text.NewStringDefault]: "",
  [Text.AddButton]: "Toevoegen",
  [Text.AddItemButton]: "Rij toevoegen",
  [Text.CopyButton]: "Kopiëren",
  [Text.MoveDownButton]: "Omlaag",
  [Text.MoveUpButton]: "Omhoog",
  [Text.RemoveButton]: "Verwijderen",
  [Text.ClearLabel]: "Leegmaken",
  [Text.ClearButton]: "leegmaken",
  [Text.OptionalObjectAdd]: "Invullen",
  [Text.OptionalObjectRemove]: "Weghalen",
  [Text.OptionalObjectEmptyMsg]: "Nog niet ingevuld",
  [Text.Type]: "Soort",
  [Text.Value]: "Waarde",
  [Text.KeyLabel]: "Sleutel van %1",
  [Text.OptionPrefix]: "Keuze %1",
  [Text.TitleOptionPrefix]: "%1, keuze %2",
};

/** What the form says in Dutch; what is not in the list stays English. */
export function dutch(text, parameters) {
  return englishStringTranslator(WORDS[text] ?? text, parameters);
}

const FAULTS = { required: "nog niet ingevuld", pattern: "niet geschreven zoals gevraagd" };

/** The faults as the form tells them: each with the name of its field, and none of the signs of a pattern. */
export function dutchMessages(errors) {
  return errors
    .filter(({ name }) => !["not", "anyOf"].includes(name))
    .map((error) => ({ ...error, message: `${error.title}: ${FAULTS[error.name] ?? error.message}` }));
}
