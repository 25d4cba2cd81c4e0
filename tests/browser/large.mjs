// Writes a log of 100,000 events: six windows of the harbour plan that fail again and again.
//   node large.mjs LOG
import { writeFileSync } from 'node:fs';

const keys = ['F1-1.1.1', 'F1-1.1.2', 'F1-1.1.3', 'F1-1.1.4', 'F1-1.3.1', 'F1-1.4.1'];
const lines = [];
for (let at = 0; at < 100_000; at += 1) {
  const second = Math.floor(at / 12) * 7 + (at % 12 < 6 ? 0 : 5);
  const time = new Date(Date.UTC(2026, 2, 2) + second * 1000).toISOString();
  lines.push(JSON.stringify({ v: 1, at: time, event: at % 12 < 6 ? 'start' : 'fail', subtask: keys[at % 6], window: at % 6 + 1, note: `try number ${at}` }));
}
writeFileSync(process.argv[2], `${lines.join('\n')}\n`);
