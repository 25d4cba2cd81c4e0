// Opens pages of planc in Chromium and checks what people rely on.
//   npm ci && node check.mjs OUT/index.html OUT/prompts.html …
// CHROMIUM names the browser (default /usr/bin/chromium). Prints what failed and "N passed, M failed"; exit 1 on failure.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { plan } from './plan.mjs';
import { pack } from './pack.mjs';
import { run } from './run.mjs';

const paths = process.argv.slice(2).map((path) => resolve(path));
if (!paths.length) {
  console.error('usage: node check.mjs PAGE…');
  process.exit(2);
}
let passed = 0;
const failures = [];
const scratch = mkdtempSync(join(tmpdir(), 'planc-pages-'));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});

/** Opens a page and collects everything it says and asks for. */
async function open(path, { hash = '', ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 }, ...options });
  if (options.javaScriptEnabled !== false) await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = await context.newPage();
  const said = [];
  const requests = [];
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(String(error)));
  page.on('dialog', (dialog) => { said.push(`dialog ${dialog.message()}`); dialog.dismiss(); });
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(pathToFileURL(path).href + hash);
  return { page, said, requests, close: () => context.close() };
}

for (const path of paths) {
  const check = async (name, run) => {
    try {
      const wrong = await run();
      if (wrong === undefined || wrong === true || (Array.isArray(wrong) && !wrong.length)) passed += 1;
      else failures.push(`${path}: ${name}: ${JSON.stringify(wrong).slice(0, 600)}`);
    } catch (error) {
      failures.push(`${path}: ${name}: ${String(error).slice(0, 600)}`);
    }
  };
  const html = readFileSync(path, 'utf8');
  const plans = join(dirname(path), 'plan.json');
  const facts = existsSync(plans) ? JSON.parse(readFileSync(plans, 'utf8')) : null;

  for (const colorScheme of ['light', 'dark']) {
    await check(`asks for itself only and is silent, ${colorScheme}`, async () => {
      const { page, said, requests, close } = await open(path, { colorScheme });
      await page.waitForTimeout(100);
      await close();
      return [...said, ...requests.slice(1)];
    });
    await check(`text on its background has a contrast of 4.5, ${colorScheme}`, async () => {
      const { page, close } = await open(path, { colorScheme });
      const wrong = await page.evaluate(lowContrast);
      await close();
      return wrong;
    });
  }
  await check('links to files beside the page lead somewhere', async () => {
    const { page, close } = await open(path);
    const links = await page.evaluate(() => [...document.querySelectorAll('a:not([href^="#"])')].map((a) => a.getAttribute('href')));
    await close();
    return links.filter((href) => !existsSync(join(dirname(path), href)));
  });
  await check('focus is seen: every link and control has an outline or a thick border', async () => {
    const { page, close } = await open(path);
    const wrong = await page.evaluate(() => [...document.querySelectorAll('a, button, input, select, summary, [tabindex="0"]')]
      .filter((e) => e.getClientRects().length).slice(0, 300).filter((e) => {
        e.focus();
        if (document.activeElement !== e || !e.matches(':focus-visible')) return false;
        const own = getComputedStyle(e);
        const mark = e.querySelector('.b, .dot');
        return own.outlineStyle === 'none' && !(mark && parseFloat(getComputedStyle(mark).strokeWidth) >= 3);
      }).map((e) => e.outerHTML.slice(0, 120)));
    await close();
    return wrong;
  });
  await check('the figures leave no hole', async () => {
    const { page, close } = await open(path, { viewport: { width: 390, height: 800 } });
    const wrong = await page.evaluate(() => {
      const box = document.querySelector('.figures');
      if (!box) return [];
      const paper = getComputedStyle(document.body).backgroundColor;
      const own = getComputedStyle(box).backgroundColor;
      return own === paper || own === 'rgba(0, 0, 0, 0)' ? [] : [own];
    });
    await close();
    return wrong;
  });
  for (const width of [320, 700, 1400]) {
    for (const javaScriptEnabled of [true, false]) {
      await check(`no sideways scroll at ${width} px, scripts ${javaScriptEnabled ? 'on' : 'off'}`, async () => {
        const { page, close } = await open(path, { viewport: { width, height: 800 }, javaScriptEnabled });
        const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        await close();
        return over <= 0 || over;
      });
    }
  }
  await check('ids are unique, links have targets, one h1, landmarks', async () => {
    const { page, close } = await open(path);
    const wrong = await page.evaluate(() => {
      const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
      const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
      const lost = [...document.querySelectorAll('a[href^="#"]')].map((a) => a.getAttribute('href').slice(1)).filter((id) => !document.getElementById(id));
      const missing = ['h1', 'header', 'nav', 'main', 'footer', '.skip'].filter((css) => !document.querySelector(css));
      const outside = [...document.querySelectorAll('a')].filter((a) => !/^(#|(index|run|prompts[\w.-]*)\.html$|(plan|schedule|findings)\.json$|map\.md$|tracking\.csv$)/.test(a.getAttribute('href'))).map((a) => a.outerHTML);
      return [...twice, ...lost, ...missing, ...outside, ...(document.querySelectorAll('h1').length === 1 ? [] : ['h1'])];
    });
    await close();
    return wrong;
  });
  await check('nothing but what planc writes: no image, frame, handler, foreign script', async () => {
    const { page, close } = await open(path);
    const wrong = await page.evaluate(() => [
      ...[...document.querySelectorAll('img,iframe,object,embed,foreignObject,base,form[action],video,audio,b script,i script')].map((e) => e.outerHTML),
      ...[...document.querySelectorAll('*')].filter((e) => [...e.attributes].some((a) => a.name.startsWith('on') || a.name === 'style')).map((e) => e.outerHTML),
      ...([...document.scripts].filter((s) => s.type !== 'application/json').length === 1 ? [] : ['scripts']),
    ]);
    await close();
    return wrong;
  });
  await check('the policy stops a script that was added to the file', async () => {
    const copy = join(scratch, 'doctored.html');
    writeFileSync(copy, html.replace('</main>', '<script>window.owned = 1</script><img src=x onerror="window.owned = 2"></main>'));
    const { page, close } = await open(copy);
    const owned = await page.evaluate(() => window.owned);
    await close();
    return owned === undefined || owned;
  });
  await check('the theme switch is kept', async () => {
    const { page, close } = await open(path);
    await page.click('#theme');
    await page.click('#theme');
    await page.reload();
    const found = await page.evaluate(() => [document.documentElement.dataset.theme, document.getElementById('theme').textContent]);
    await close();
    return found.join() === 'dark,Theme: dark' || found;
  });
  await check('on paper: no controls, nothing wider than the page', async () => {
    const { page, close } = await open(path, { viewport: { width: 1046, height: 700 } });
    await page.emulateMedia({ media: 'print' });
    const wrong = await page.evaluate(() => [
      ...[...document.querySelectorAll('nav, .js, .skip')].filter((e) => e.offsetParent || e.getClientRects().length).map((e) => e.outerHTML.slice(0, 80)),
      ...[...document.querySelectorAll('svg, table, pre')].filter((e) => e.getBoundingClientRect().right > innerWidth + 1).map((e) => e.outerHTML.slice(0, 80)),
      ...[...document.querySelectorAll('th')].filter((e) => e.textContent.trim() === '' || !e.getClientRects().length && !e.closest('details, .long')).map((e) => e.outerHTML),
    ]);
    await close();
    return wrong;
  });
  const own = html.includes('id="prompts"') ? pack : html.includes('<body class="run">') ? run : plan;
  await own({ path, open, check, facts });
}

await browser.close();
rmSync(scratch, { recursive: true });
for (const failure of failures) console.log(`FAILED ${failure}`);
console.log(`${passed} passed, ${failures.length} failed`);
process.exit(failures.length ? 1 : 0);

/** Runs in the page: words whose colour is too near to what lies behind them. */
function lowContrast() {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgb = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, at) => sum + v * [0.2126, 0.7152, 0.0722][at], 0);
  const behind = (element) => {
    if (element instanceof SVGElement && element.closest('a')) {
      const box = element.closest('a').querySelector('rect, path');
      if (box) return rgb(getComputedStyle(box).fill);
    }
    for (let at = element; at; at = at.parentElement) {
      const colour = rgb(getComputedStyle(at).backgroundColor);
      if (colour[3] > 250) return colour;
    }
    return rgb(getComputedStyle(document.documentElement).colorScheme.includes('dark') ? '#000' : '#fff');
  };
  const seen = new Set();
  const wrong = [];
  for (const element of [...document.querySelectorAll('body *')].slice(0, 6000)) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!own || !element.getClientRects().length || element.closest('script, style')) continue;
    const style = getComputedStyle(element);
    const front = rgb(element instanceof SVGElement ? style.fill : style.color);
    const back = behind(element);
    const key = [front, back].join();
    if (seen.has(key)) continue;
    seen.add(key);
    const [a, b] = [light(front), light(back)].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) wrong.push(`${ratio.toFixed(2)} ${element.outerHTML.slice(0, 120)}`);
  }
  return wrong;
}
