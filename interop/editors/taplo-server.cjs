// The language server of Even Better TOML (npm package @taplo/lsp), spoken to over standard input and output.
//
// The extension talks to it inside VS Code; here a test does, with the usual headers of the Language Server Protocol.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { fileURLToPath } = require("node:url");
const { TaploLsp } = require("@taplo/lsp");

// The server logs to the console; standard output is for messages alone.
for (const level of ["log", "info", "debug", "warn"]) console[level] = console.error;

// Its catalogue of other people's schemas stays where it is: only files of this machine are read.
const outside = () => {
  throw new Error("this test stays on this machine");
};

globalThis.fetch = () => Promise.reject(new Error("no network"));

const surroundings = {
  now: () => new Date(),
  envVar: (name) => process.env[name],
  envVars: () => Object.entries(process.env),
  stdErrAtty: () => false,
  stdin: process.stdin,
  stdout: process.stderr,
  stderr: process.stderr,
  glob: () => [],
  readFile: (name) => fs.promises.readFile(name),
  writeFile: outside,
  // Also asked for addresses that are no file; it takes no refusal.
  urlToFilePath: (url) => (url.startsWith("file:") ? fileURLToPath(url) : url),
  isAbsolute: (name) => path.isAbsolute(name),
  cwd: () => process.cwd(),
  findConfigFile: () => undefined,
  fetch: { fetch: outside, Headers, Request, Response },
};

const say = (message) => {
  const body = Buffer.from(JSON.stringify(message));
  process.stdout.write(`Content-Length: ${body.length}\r\n\r\n`);
  process.stdout.write(body);
};

const listen = (server) => {
  let received = Buffer.alloc(0);
  process.stdin.on("data", (chunk) => {
    received = Buffer.concat([received, chunk]);
    for (;;) {
      const end = received.indexOf("\r\n\r\n");
      if (end < 0) return;
      const length = Number(/Content-Length: *(\d+)/i.exec(received.subarray(0, end).toString())[1]);
      if (received.length < end + 4 + length) return;
      const body = received.subarray(end + 4, end + 4 + length);
      received = received.subarray(end + 4 + length);
      server.send(JSON.parse(body));
    }
  });
  process.stdin.on("end", () => process.exit(0));
};

TaploLsp.initialize(surroundings, { onMessage: say }).then(listen);
