/** Checks of run.html. */
export async function run({ path, open, check }) {
  const inPage = async (run, options) => {
    const { page, close } = await open(path, options);
    const found = await page.evaluate(run);
    await close();
    return found;
  };

  await check('without scripts: the picture, its table and every subtask are there', () => inPage(() => [
    ...[...document.querySelectorAll('svg')].filter((svg) => svg.getBoundingClientRect().height < 40).map((svg) => svg.outerHTML.slice(0, 80)),
    ...(document.querySelectorAll('svg.run').length ? [] : ['no picture']),
    ...['#window-table', '#causes', '#tasks-table', '#run-path'].filter((css) => !document.querySelector(`${css} tbody tr`)?.getClientRects().length),
    ...[...document.querySelectorAll('.js')].filter((e) => e.getClientRects().length).map((e) => e.outerHTML),
  ], { javaScriptEnabled: false }));

  await check('every bar links to its row, and its label begins with its words', () => inPage(() => [...document.querySelectorAll('svg a')].filter((mark) => {
    const label = mark.getAttribute('aria-label') || '';
    const words = [...mark.querySelectorAll('text')].map((text) => text.textContent).join(' ');
    return !document.querySelector(`#tasks-table tr[id="${mark.getAttribute('href').slice(1)}"]`) || !label.startsWith(words);
  }).map((mark) => mark.outerHTML.slice(0, 200))));

  await check('words stay inside their bar', () => inPage(() => [...document.querySelectorAll('svg a')].flatMap((mark) => {
    const outer = mark.querySelector('rect').getBoundingClientRect();
    return [...mark.querySelectorAll('text')].filter((text) => {
      const inner = text.getBoundingClientRect();
      return inner.left < outer.left - 0.5 || inner.right > outer.right + 0.5 || inner.top < outer.top - 1 || inner.bottom > outer.bottom + 1;
    }).map((text) => text.textContent);
  })));

  await check('words of the picture do not overlap', () => inPage(() => {
    const texts = [...document.querySelectorAll('svg.run > text')].map((text) => [text.textContent, text.getBoundingClientRect()]);
    return texts.flatMap(([words, a], at) => texts.slice(at + 1)
      .filter(([, b]) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 3 && b.top < a.bottom - 3)
      .map(([other]) => `${words} / ${other}`));
  }));

  await check('idle time of a window adds up', () => inPage(() => [...document.querySelectorAll('#window-table tbody tr')].filter((row) => {
    const cells = [...row.cells].map((cell) => Number(cell.textContent));
    return Math.abs(cells[10] - cells.slice(11).reduce((a, b) => a + b, 0)) > 0.05;
  }).map((row) => row.textContent)));

  await check('tables sort by number and back', async () => {
    const { page, close } = await open(path);
    await page.click('#tasks-table thead th:nth-child(7) button');
    await page.click('#tasks-table thead th:nth-child(7) button');
    const found = await page.evaluate(() => [...document.querySelectorAll('#tasks-table tbody tr')].map((row) => parseFloat(row.cells[6].textContent.replace('≈', ''))));
    await close();
    return found.every((value, at) => !at || value <= found[at - 1] || Number.isNaN(value)) || found;
  });

  await check('the page is usable within two seconds', async () => {
    const start = Date.now();
    const { page, close } = await open(path);
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    const took = Date.now() - start;
    await close();
    return took < 2000 || took;
  });
}
