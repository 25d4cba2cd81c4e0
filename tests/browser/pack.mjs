/** Checks of prompts.html. `facts` is the plan.json beside it, if there is one. */
export async function pack({ path, open, check, facts }) {
  const stored = async () => {
    const { page, close } = await open(path);
    const found = await page.evaluate(() => JSON.parse(document.getElementById('prompts').textContent));
    await close();
    return found;
  };

  if (facts) {
    await check('the page holds the prompts of plan.json', async () => {
      const wanted = facts.subtasks.filter((subtask) => subtask.prompt !== null);
      const found = await stored();
      return [
        ...wanted.filter(({ key, prompt }) => found[key] !== prompt).map(({ key }) => key),
        ...(Object.keys(found).length === wanted.length ? [] : ['count']),
      ];
    });
  }

  for (const way of ['clipboard', 'execCommand']) {
    await check(`every prompt is copied byte for byte, by ${way}`, async () => {
      const prompts = await stored();
      const { page, said, close } = await open(path);
      const reader = await page.context().newPage();
      await reader.goto(page.url());
      if (way === 'execCommand') await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
      const wrong = [];
      for (const [key, prompt] of Object.entries(prompts)) {
        await page.bringToFront();
        const button = page.locator('button[data-copy]').and(page.locator(`[data-copy=${JSON.stringify(key)}]`));
        await button.focus();
        await page.keyboard.press('Enter');
        await page.waitForFunction((name) => document.getElementById('status').textContent.includes(`Copied ${name}, `), key, { timeout: 4000 });
        await reader.bringToFront();
        const got = await reader.evaluate(() => navigator.clipboard.readText());
        if (got !== prompt) wrong.push([key, got.length, prompt.length]);
      }
      await close();
      return [...wrong, ...said];
    });
  }

  await check('labels are copied', async () => {
    const { page, close } = await open(path);
    const wrong = [];
    for (const button of (await page.locator('[data-copy-label]').all()).slice(0, 5)) {
      await button.click();
      await page.waitForFunction(() => document.getElementById('status').textContent.startsWith('Copied the label'));
      const got = await page.evaluate(() => navigator.clipboard.readText());
      if (got !== await button.getAttribute('data-copy-label')) wrong.push(got);
    }
    await close();
    return wrong;
  });

  await check('copied marks, tallies and ticks survive a reload and can be reset', async () => {
    const { page, close } = await open(path);
    const state = () => page.evaluate(() => [
      document.querySelectorAll('.card.copied').length,
      document.querySelectorAll('.card input:checked').length,
      [...document.querySelectorAll('.tally')].map((tally) => parseInt(tally.textContent, 10)).reduce((a, b) => a + b, 0),
    ].join());
    const buttons = Math.min(2, await page.locator('[data-copy]').count());
    for (let at = 0; at < buttons; at += 1) await page.locator('[data-copy]').nth(at).click();
    const boxes = Math.min(1, await page.locator('.card input').count());
    if (boxes) await page.locator('.card input').first().check();
    await page.waitForTimeout(100);
    await page.reload();
    const kept = await state();
    await page.click('#reset');
    const gone = await state();
    await close();
    return (kept === [buttons, boxes, buttons].join() && gone === '0,0,0') || [kept, gone];
  });

  await check('cards of a later phase are marked until the phase before is validated', async () => {
    const { page, close } = await open(path);
    const locks = () => page.locator('.lock:visible').count();
    const all = await locks();
    const boxes = page.locator('[data-validates]');
    const steps = await boxes.count();
    if (steps) await boxes.first().check();
    await page.waitForTimeout(100);
    await page.reload();
    const fewer = await locks();
    await close();
    return (steps === 0 ? all === 0 : all >= steps && fewer === all - 1) || [steps, all, fewer];
  });

  await check('no phase waits for one that the log knows to be validated', async () => {
    const { page, close } = await open(path);
    const wrong = await page.evaluate(() => [...document.querySelectorAll('.lock')].map((lock) => lock.dataset.after).filter((name) => {
      const step = [...document.querySelectorAll('.step')].find((section) => section.querySelector('h2').textContent.startsWith(name));
      return [...step.querySelectorAll('.card')].every((card) => card.textContent.includes('validated by the log'));
    }));
    await close();
    return wrong;
  });

  await check('every label stands in the list of its window', async () => {
    const { page, close } = await open(path);
    const wrong = await page.evaluate(() => {
      const table = document.getElementById('label-table');
      if (!table) return [];
      const listed = new Set([...table.tBodies[0].rows].flatMap((row) => row.cells[1].textContent.split(', ').map((label) => `${row.cells[0].textContent} ${label.trim()}`)));
      return [...document.querySelectorAll('.card')].map((card) => `${card.querySelector('.window b').textContent} ${card.dataset.key}`).filter((label) => !listed.has(label));
    });
    await close();
    return wrong;
  });

  await check('without scripts: every card and prompt is readable, no dead button', async () => {
    const prompts = await stored();
    const { page, close } = await open(path, { javaScriptEnabled: false });
    const wrong = await page.evaluate((count) => {
      const cards = [...document.querySelectorAll('.card')];
      const texts = cards.map((card) => card.querySelector('pre')).filter(Boolean);
      return [
        ...(texts.length === count ? [] : [`${texts.length} texts for ${count} prompts`]),
        ...cards.filter((card) => !card.getClientRects().length || !card.querySelector('h3').textContent).map((card) => card.id),
        ...cards.filter((card) => !card.querySelector('pre') && !card.textContent.includes('no prompt')).map((card) => card.id),
        ...[...document.querySelectorAll('button')].filter((button) => button.getClientRects().length).map((button) => button.outerHTML),
      ];
    }, Object.keys(prompts).length);
    await close();
    return wrong;
  });
}
