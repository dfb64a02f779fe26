// A form for a municipal plan. Fields, labels, limits and code lists come from the JSON Schema of galaplan; what stands
// here is what no schema can say.
import Form from "@rjsf/core";
import { customizeValidator } from "@rjsf/validator-ajv8";
import localize from "ajv-i18n/localize/nl";
import { useState } from "react";
import { createRoot } from "react-dom/client";

import "./form.css";
import published from "galaplan-schema";
import { Moment } from "./moment.jsx";
import { dutch, dutchMessages } from "./nl.mjs";
import { settled, uiSchemaOf, withPlainReferences } from "./ui.mjs";

const schema = withPlainReferences(published);
const uiSchema = {
  ...uiSchemaOf(schema),
  "ui:label": false,
  "ui:submitButtonOptions": { submitText: "Naar het planbestand" },
};
const validator = customizeValidator({}, localize);

const start = settled(schema);

function Plan() {
  const [file, setFile] = useState();
  return (
    <>
      <h1>{schema.title}</h1>
      <Form
        schema={schema}
        uiSchema={uiSchema}
        validator={validator}
        initialFormData={start}
        onChange={() => setFile(undefined)}
        onError={() => setFile(undefined)}
        onSubmit={({ formData }) => setFile(JSON.stringify(formData, null, 2))}
        widgets={{ moment: Moment }}
        transformErrors={dutchMessages}
        translateString={dutch}
        focusOnFirstError
        noHtml5Validate
      />
      {file && <pre id="planbestand">{file}</pre>}
    </>
  );
}

createRoot(document.getElementById("root")).render(<Plan />);
