import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Checks of index.html. `facts` is the plan.json beside it, if there is one. */
export async function plan({ path, open, check, facts }) {
  const inPage = async (run, options, argument) => {
    const { page, close } = await open(path, options);
    const found = await page.evaluate(run, argument);
    await close();
    return found;
  };

  await check('without scripts: every subtask has a visible row, pictures are there, controls are not', () => inPage((count) => {
    const rows = [...document.querySelectorAll('#tasks-table tbody tr')];
    return [
      ...(count && rows.length !== count ? [`${rows.length} rows for ${count} subtasks`] : []),
      ...(rows.length <= 1000 ? rows.filter((row) => !row.getClientRects().length).map((row) => row.id) : []),
      ...[...document.querySelectorAll('svg')].filter((svg) => svg.getBoundingClientRect().height < 40 && !svg.closest('.way')).map((svg) => svg.outerHTML.slice(0, 80)),
      ...[...document.querySelectorAll('.js')].filter((e) => e.getClientRects().length).map((e) => e.outerHTML),
    ];
  }, { javaScriptEnabled: false }, facts && facts.subtasks.length));

  await check('bars of a window never overlap', () => inPage(() => {
    const lanes = new Map();
    for (const bar of document.querySelectorAll('.gantt a .b')) {
      const y = `${bar.closest('[id^=lanes-]').id} ${bar.getAttribute('y')}`;
      lanes.set(y, [...(lanes.get(y) || []), [Number(bar.getAttribute('x')), Number(bar.getAttribute('width'))]]);
    }
    return [...lanes.values()].flatMap((bars) => bars.sort((a, b) => a[0] - b[0]).filter(([x], at) => at && x < bars[at - 1][0] + bars[at - 1][1]));
  }));

  await check('words stay inside their bar or box', () => inPage(() => [...document.querySelectorAll('svg a')].flatMap((mark) => {
    const box = mark.querySelector('rect');
    if (!box) return [];
    const outer = box.getBoundingClientRect();
    return [...mark.querySelectorAll('text')].filter((text) => {
      const inner = text.getBoundingClientRect();
      return inner.left < outer.left - 0.5 || inner.right > outer.right + 0.5 || inner.top < outer.top - 1 || inner.bottom > outer.bottom + 1;
    }).map((text) => text.textContent);
  })));

  await check('words of a box do not overlap each other', () => inPage(() => [...document.querySelectorAll('.graph a')].flatMap((mark) => {
    const texts = [...mark.querySelectorAll('text')].map((text) => text.getBoundingClientRect());
    return texts.some((a, at) => texts.slice(at + 1).some((b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 4 && b.top < a.bottom - 4)) ? [mark.textContent] : [];
  })));

  await check('arrows run around the boxes of others, and from left to right', () => inPage(() => {
    const graph = document.querySelector('.graph');
    if (!graph) return [];
    const rows = [...document.querySelectorAll('#tasks-table tbody tr')].map((row) => `#${row.id}`);
    const boxes = [...graph.querySelectorAll('a')].map((mark) => {
      const { e, f } = mark.transform.baseVal.consolidate().matrix;
      const rect = mark.querySelector('rect');
      return { row: rows.indexOf(mark.getAttribute('href')), x: e, y: f, w: Number(rect.getAttribute('width')), h: Number(rect.getAttribute('height')) };
    });
    const wrong = [];
    for (const [at, a] of boxes.entries()) {
      for (const b of boxes.slice(at + 1)) if (a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h) wrong.push([a, b]);
    }
    for (const edge of graph.querySelectorAll('[data-e]')) {
      const ends = edge.dataset.e.split(' ').map(Number);
      const [from, to] = ends.map((row) => boxes.find((box) => box.row === row));
      if (!(from.x + from.w <= to.x)) wrong.push(`${ends} runs back`);
      const length = edge.getTotalLength();
      for (let step = 0; step <= 200; step += 1) {
        const { x, y } = edge.getPointAtLength((length * step) / 200);
        const hit = boxes.find((b) => !ends.includes(b.row) && x > b.x + 1 && x < b.x + b.w - 1 && y > b.y + 1 && y < b.y + b.h - 1);
        if (hit) { wrong.push(`${ends} crosses ${hit.row}`); break; }
      }
    }
    return wrong;
  }));

  await check('every mark is a link whose label begins with its words', () => inPage(() => [...document.querySelectorAll('svg a')].filter((mark) => {
    const words = [...mark.querySelectorAll('text')].map((text) => text.textContent).join(' ');
    const label = mark.getAttribute('aria-label') || words;
    return !mark.getAttribute('href').startsWith('#') || !label || !label.startsWith(words);
  }).map((mark) => mark.outerHTML)));


  await check('bars stand where schedule.json says, the last one ends with the makespan', async () => {
    const file = join(dirname(path), 'schedule.json');
    if (!existsSync(file)) return [];
    const { executions } = JSON.parse(readFileSync(file, 'utf8'));
    return inPage((all) => {
      return [...document.querySelectorAll('[id^=lanes-]')].flatMap((picture) => {
        const mode = picture.id.slice('lanes-'.length);
        const { slots, makespan_minutes: makespan } = all.find((execution) => execution.mode === mode);
        const lane = picture.querySelector('.lane');
        const [left, wide] = ['x', 'width'].map((name) => Number(lane.getAttribute(name)));
        const bars = new Map([...picture.querySelectorAll('.gantt a')].map((mark) => [mark.getAttribute('href'), mark.querySelector('rect')]));
        if (!bars.size) return [];
        const wrong = slots.filter((slot) => {
          const bar = bars.get(`#t-${slot.key}`);
          const x = left + (wide * slot.start) / makespan;
          const width = (wide * (slot.end - slot.start)) / makespan - 1;
          return !bar || Math.abs(Number(bar.getAttribute('x')) - x) > 0.1 || Math.abs(Number(bar.getAttribute('width')) - Math.max(width, 1)) > 0.1;
        });
        return [...wrong, ...(Math.max(...slots.map((slot) => slot.end)) === makespan ? [] : ['makespan']), ...(bars.size === slots.length ? [] : ['count'])];
      });
    }, {}, executions);
  });

  for (const javaScriptEnabled of [true, false]) {
    await check(`the reader switches between executions, scripts ${javaScriptEnabled ? 'on' : 'off'}`, async () => {
      const { page, close } = await open(path, { javaScriptEnabled });
      const wrong = [];
      for (const choice of await page.locator('.switch input').all()) {
        await choice.check();
        const wanted = (await choice.getAttribute('id')).replace('way-', 'lanes-');
        const shown = await page.locator('.way:visible').evaluateAll((ways) => ways.map((way) => way.id));
        if (shown.join() !== wanted) wrong.push([wanted, shown]);
      }
      if (await page.locator('.gantt:visible').count() > 1) wrong.push('two pictures');
      await close();
      return wrong;
    });
  }

  await check('a mark says what it stands for, with its whole title, by mouse and by keyboard', async () => {
    const { page, close } = await open(path);
    const marks = page.locator('.gantt:visible a');
    if (!await marks.count()) { await close(); return []; }
    const wrong = [];
    const mark = marks.first();
    const row = page.locator(`#tasks-table tr[id="${(await mark.getAttribute('href')).slice(1)}"]`);
    const title = await row.evaluate((tr) => [...tr.cells[1].childNodes].filter((part) => part.nodeName !== 'SMALL').map((part) => part.textContent).join('').trim());
    for (const way of ['hover', 'focus']) {
      await mark[way]();
      const tip = page.locator('.tip');
      if (!await tip.isVisible() || !(await tip.textContent()).includes(title)) wrong.push(way);
      const box = await tip.boundingBox();
      if (box.x < 0 || box.x + box.width > 1400) wrong.push(box);
    }
    await page.keyboard.press('Escape');
    if (await page.locator('.tip').isVisible()) wrong.push('Escape');
    await close();
    return wrong;
  });

  await check('the curve never rises, never falls below its bound, and has a dot per row', () => inPage(() => {
    const rows = [...document.querySelectorAll('#curve-table tbody tr')].map((row) => [...row.cells].map((cell) => parseFloat(cell.textContent)));
    const dots = [...document.querySelectorAll('.curve a')].map((dot) => dot.getAttribute('href'));
    return [
      ...rows.filter(([, minutes, bound], at) => minutes < bound || (at && minutes > rows[at - 1][1])),
      ...dots.filter((href) => !document.querySelector(href)),
      ...(dots.length === new Set(dots).size ? [] : ['dots']),
    ];
  }));

  await check('/ goes to the filter, Esc clears it, the hash keeps it over a reload', async () => {
    const { page, close } = await open(path);
    const count = () => page.evaluate(() => [...document.querySelectorAll('#tasks-table tbody tr')].filter((row) => !row.hidden).length);
    const all = await count();
    const name = await page.evaluate(() => document.querySelector('#tasks-table tbody th').firstChild.textContent.trim());
    await page.keyboard.press('/');
    await page.keyboard.type(name);
    const some = await count();
    const hash = await page.evaluate(() => location.hash);
    await page.reload();
    const again = await count();
    await page.focus('#q');
    await page.keyboard.press('Escape');
    const cleared = await count();
    await close();
    return (some >= 1 && (some < all || all === 1) && again === some && cleared === all && hash.startsWith('#tasks?q=')) || [all, some, hash, again, cleared];
  });

  await check('columns sort by number and naturally, and say so', async () => {
    const { page, close } = await open(path);
    const wrong = await page.evaluate(() => {
      const table = document.getElementById('tasks-table');
      const heads = [...table.tHead.rows[0].cells];
      const found = [];
      if (table.tBodies[0].rows.length < 6) return found;
      const natural = new Intl.Collator('en', { numeric: true });
      for (const head of heads) {
        head.querySelector('button').click();
        if (head.getAttribute('aria-sort') !== 'ascending' || heads.filter((h) => h.hasAttribute('aria-sort')).length !== 1) found.push(head.textContent);
        const cells = [...table.tBodies].flatMap((body) => [...body.rows]).map((row) => row.cells[head.cellIndex].textContent.trim());
        const numbers = head.classList.contains('n');
        const value = (text) => { const n = parseFloat(text.replace('≈', '')); return Number.isNaN(n) ? -Infinity : n; };
        if (cells.some((cell, at) => at && (numbers ? value(cells[at - 1]) > value(cell) : natural.compare(cells[at - 1], cell) > 0))) found.push(`${head.textContent}: ${cells.slice(0, 9)}`);
      }
      return found;
    });
    await close();
    return wrong;
  });

  await check('a link to a subtask brings its row into view', async () => {
    const id = await inPage(() => [...document.querySelectorAll('#tasks-table tbody tr')].at(-1).id);
    const { page, close } = await open(path, { hash: `#${id}` });
    await page.waitForTimeout(150);
    const seen = await page.evaluate((row) => { const { top } = document.getElementById(row).getBoundingClientRect(); return top >= 0 && top < innerHeight; }, id);
    await close();
    return seen;
  });

  await check('focus shows exactly what leads to a subtask and what follows from it', async () => {
    const { page, close } = await open(path);
    const wrong = await page.evaluate(() => {
      if (!document.getElementById('needs')) return [];
      const needs = JSON.parse(document.getElementById('needs').textContent);
      const rows = [...document.querySelectorAll('#tasks-table tbody tr')].map((row) => `#${row.id}`);
      const ancestors = needs.map(() => null);
      const up = (at) => { ancestors[at] ??= new Set(needs[at].flatMap((n) => [n, ...up(n)])); return ancestors[at]; };
      const related = (a, b) => a === b || up(a).has(b) || up(b).has(a);
      const found = [];
      for (const mark of [...document.querySelectorAll('.gantt a')].filter((a) => a.getClientRects().length).slice(0, 40)) {
        mark.focus();
        const at = rows.indexOf(mark.getAttribute('href'));
        for (const other of document.querySelectorAll('.gantt a, .graph a')) {
          if (other.classList.contains('on') !== related(at, rows.indexOf(other.getAttribute('href')))) found.push([rows[at], other.getAttribute('href')]);
        }
      }
      return found;
    });
    await close();
    return wrong;
  });

  await check('many marks are one tab stop per picture, arrow keys walk', async () => {
    const { page, close } = await open(path);
    const wrong = await page.evaluate(() => {
      if (document.querySelectorAll('svg a').length <= 60) return [];
      return [...document.querySelectorAll('svg')].filter((svg) => svg.querySelector('a') && svg.querySelectorAll('a[tabindex="0"]').length !== 1).map((svg) => svg.getAttribute('class'));
    });
    const walks = await page.evaluate(() => document.querySelectorAll('.gantt a').length > 60);
    if (walks) {
      await page.locator('.gantt:visible a').first().focus();
      await page.keyboard.press('ArrowRight');
      if (!await page.evaluate(() => document.activeElement === document.activeElement.closest('svg').querySelectorAll('a')[1])) wrong.push('arrow');
    }
    await close();
    return wrong;
  });

  if (facts && facts.subtasks.length <= 31) {
    await check('at most 8 pages of paper for 31 subtasks', async () => {
      const { page, close } = await open(path);
      const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
      await close();
      const pages = (pdf.match(/\/Type\s*\/Page[^s]/g) || []).length;
      return pages <= 8 || pages;
    });
  }
}
