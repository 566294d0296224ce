// MiniSearch over the first posts of the corpus: `node minisearch.mjs corpus.jsonl size`.
// Reads queries from standard input, one JSON string a line; answers {"ids": [...], "ms": ...}, one a line.
// The first line that it writes says that all posts are taken in.
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import MiniSearch from "minisearch";

const [path, size] = process.argv.slice(2);
const index = new MiniSearch({ fields: ["text"], searchOptions: { fuzzy: 0.2, prefix: true } });

let taken = 0;
for await (const line of createInterface({ input: createReadStream(path) })) {
  if (taken === Number(size)) break;
  const { id, text } = JSON.parse(line);
  index.add({ id, text });
  taken += 1;
}
console.log(JSON.stringify({ taken }));

for await (const line of createInterface({ input: process.stdin })) {
  const query = JSON.parse(line);
  const start = performance.now();
  const found = index.search(query);
  const ids = found.slice(0, 10).map((hit) => hit.id);
  console.log(JSON.stringify({ ids, ms: performance.now() - start }));
}
