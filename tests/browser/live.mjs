// Watches a plan with planc and a page of it with Chromium: the page shows a change without anybody touching it.
//   node live.mjs PLANC FOLDER   (the folder is made)
// CHROMIUM names the browser (default /usr/bin/chromium). Prints what failed; exit 1 on failure.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const [planc, folder] = process.argv.slice(2).map((path) => resolve(path));
const plan = (title) => `# Feature 1: Ferry\n\n## SUBTASK 1.1.1: Timetable\n\n## SUBTASK 1.1.2: ${title}\n`;
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'planc.toml'), '');
writeFileSync(join(folder, 'plan.md'), plan('Fares'));
const watch = spawn(planc, ['watch', '-o', 'OUT', '--for', '3m'], { cwd: folder, stdio: 'ignore' });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});

/** Waits until something holds. */
async function until(what, holds) {
  for (const end = Date.now() + 60000; Date.now() < end;) {
    if (await holds().catch(() => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`no ${what} after a minute`);
}

try {
  const page = await browser.newPage();
  const said = [];
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(String(error)));
  const shows = (text) => async () => (await page.textContent('body')).includes(text);
  await until('page', async () => existsSync(join(folder, 'OUT/index.html')));
  await page.goto(pathToFileURL(join(folder, 'OUT/index.html')).href);
  await until('title', shows('Fares'));
  writeFileSync(join(folder, 'plan.md'), plan('Season tickets'));
  await until('changed title', shows('Season tickets'));
  execFileSync(planc, ['log', 'start', '1.1.1'], { cwd: folder });
  await until('page of the run', async () => existsSync(join(folder, 'OUT/run.html')));
  await page.goto(pathToFileURL(join(folder, 'OUT/run.html')).href);
  const verdict = await page.textContent('.verdict');
  execFileSync(planc, ['log', 'done', '1.1.1'], { cwd: folder });
  await until('changed verdict', async () => (await page.textContent('.verdict')) !== verdict);
  if (said.length) throw new Error(said.join('\n'));
} catch (error) {
  console.error(`watched pages: ${error}`);
  process.exitCode = 1;
} finally {
  await browser.close();
  watch.kill();
}
