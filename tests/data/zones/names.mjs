// Makes names.tsv: time zones as programs show them, from the npm packages `rails-timezone` (the names of Ruby on Rails, which
// Zendesk, Pipedrive and others show) and `timezones.json` (what Windows shows).
//
//     npm install rails-timezone@1.2.0 timezones.json@1.7.2 && node names.mjs > names.tsv
//
// A line holds who shows the name, the name, and a zone of the IANA database, with tabs between them.

import { createRequire } from "node:module";

const require = createRequire(process.cwd() + "/");
const rails = require("rails-timezone");
const windows = require("timezones.json");

console.log("# Names of time zones, from rails-timezone 1.2.0 (MIT) and timezones.json 1.7.2 (MIT), made by names.mjs.");
for (const name of rails.list()) {
  console.log(["rails", name, rails.from(name)].join("\t"));
}
for (const { text, utc } of windows) {
  console.log(["windows", text, utc[0]].join("\t"));
}
