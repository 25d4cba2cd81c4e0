// Writes a plan whose words try to break out of pages and whose prompts are hard to copy, or a log of its run with
// such words: node hostile.mjs PLAN.md, node hostile.mjs LOG.jsonl
import { writeFileSync } from 'node:fs';

const titles = [
  '<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '" onmouseover="alert(1)', "' autofocus onfocus='alert(1)",
  '</title></style></textarea><svg/onload=alert(1)>', '`</script><!--<script>', '[x](javascript:alert(1))', ']]> &lt;b&gt; &amp;',
  'right \u202Eleft\u202C to \u200Bleft', 'family 👩‍❤️‍👨 🏳️‍🌈 日本語 עברית', 'a'.repeat(300), '{{ 7*7 }} {% raw %} ${7*7}',
];
const prompts = [
  '\n\nTwo empty lines first.\n', 'Carriage\r\nreturns\r\nhere\r\n', '\tTabs\tand trailing spaces   \n\n\n',
  '</script><script>alert(1)</script></pre>\n', '<!-- <script> -->\n&amp; &lt; &#10;\n', 'emoji 👩‍❤️‍👨 🏳️‍🌈 and עברית \u202E\u200B\n',
  'line\u2028separator\u2029here\n', '```sh\necho "$(date)" `id`\n```\n', `${'0123456789abcdef\n'.repeat(12800)}`,
  '"quotes" \\backslashes\\ \\n \\u0041\n', '__proto__ constructor\n', '  leading spaces\n',
];
const text = ['# Feature 1: <b>Hostile</b> & "quoted"', ''];
for (let phase = 0; phase < 3; phase += 1) {
  text.push(`## PHASE ${phase + 1}: <i>phase</i> (~20 minutes)`, '');
  for (let at = phase * 4; at < phase * 4 + 4; at += 1) {
    const needs = phase ? ` (needs 1.1.${at - 3})` : '';
    text.push(`Window ${(at % 4) + 1}: SUBTASK 1.1.${at + 1} - ${titles[at]}${needs}`);
  }
  text.push('');
}
prompts.forEach((prompt, at) => {
  text.push(`## SUBTASK 1.1.${at + 1}: ${titles[at]}`, '', '**Estimated time:** 10 minutes', '', '**Agent Prompt:**', '`````', `${prompt}`, '`````', '');
});
const at = (minute) => `2026-03-02T09:${String(minute).padStart(2, '0')}:00Z`;
const log = titles.flatMap((title, n) => {
  const event = (minute, kind, more) => JSON.stringify({ v: 1, at: at(minute), event: kind, subtask: `1.1.${n + 1}`, window: n % 4 + 1, note: title, writer: title, ...more });
  return [event(n * 3, 'start'), event(n * 3 + 1, 'wait'), event(n * 3 + 2, n % 3 ? 'done' : 'fail', { validated: '1/2' }), event(n * 3 + 2, 'note', { subtask: title })];
});
log.unshift(JSON.stringify({ v: 1, at: at(0), event: 'begin', note: titles.join(' ') }), titles[4]);
writeFileSync(process.argv[2], process.argv[2].endsWith('.jsonl') ? log.join('\n') : text.join('\n'));
