// Looks at every page of the gallery in a browser: `npm run build && npm run test:ui`. Fails on a finding of axe, a page
// wider than its window, a target smaller than 24 by 24, a message in the console (a breach of the policy is one), a
// style sheet or script over budget, or a script that does not do what it should. PICTURES=folder keeps screenshots.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../../..');
const axe = readFileSync(path.join(root, 'node_modules/axe-core/axe.min.js'), 'utf8');
const pages = ['deler', 'liste', 'tom', 'samtale', 'feil', 'logginn', 'beboer'];
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const budgets = [
  [['app.css'], 25_000],
  [['app.js'], 8_000],
  [['inter.woff2', 'inter-ext.woff2'], 25_000],
];
const pictures = process.env.PICTURES;
const findings = [];
const check = (ok, what) => ok || findings.push(what);

async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

async function serve() {
  const binary = path.join(root, 'bin', 'galleri');
  await new Promise((done, fail) =>
    spawn('go', ['build', '-o', binary, './internal/web/ui/galleri/vis'], { cwd: root, stdio: 'inherit' }).on('exit', (code) =>
      code === 0 ? done() : fail(new Error('the gallery does not build')),
    ),
  );
  const port = await freePort();
  const child = spawn(binary, ['-adresse', `127.0.0.1:${port}`], { stdio: 'ignore' });
  const base = `http://127.0.0.1:${port}/komponenter/`;
  for (let tries = 0; tries < 100; tries++) {
    if (await fetch(base).then((r) => r.ok, () => false)) return { base, child };
    await new Promise((done) => setTimeout(done, 50));
  }
  child.kill();
  throw new Error('the gallery does not answer');
}

async function look(page, where) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  check(!wide, `${where}: wider than the window`);
  const small = await page.evaluate(() =>
    [...document.querySelectorAll('a, button, summary, input:not([type=hidden]), select, textarea')]
      .filter((e) => e.checkVisibility())
      .map((e) => [e, e.getBoundingClientRect()])
      .filter(([, box]) => box.width > 1 && (box.width < 24 || box.height < 24))
      .map(([e, box]) => `${e.className} ${Math.round(box.width)}x${Math.round(box.height)}`),
  );
  check(small.length === 0, `${where}: small targets ${small}`);
  await page.evaluate(axe);
  const { violations } = await page.evaluate((values) => window.axe.run({ runOnly: values }), rules);
  for (const v of violations) findings.push(`${where}: ${v.id} at ${v.nodes.map((n) => n.target).join(', ')}`);
}

async function lookAtAll(browser, base) {
  for (const colorScheme of ['light', 'dark']) {
    for (const width of [1280, 1024, 390, 320]) {
      const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
      for (const name of pages) {
        const where = `${name}-${width}-${colorScheme}`;
        const page = await context.newPage();
        page.on('console', (message) => findings.push(`${where}: console: ${message.text()}`));
        page.on('pageerror', (error) => findings.push(`${where}: ${error}`));
        await page.goto(base + name, { waitUntil: 'networkidle' });
        if (pictures) await page.screenshot({ path: path.join(pictures, `${where}.png`), fullPage: true });
        await look(page, where);
        await page.close();
      }
      await context.close();
    }
  }
}

/** The list opens rows in place, keeps the address, and answers to the keyboard. */
async function tryList(browser, base) {
  const page = await browser.newPage();
  await page.goto(`${base}liste?sorter=navn`);
  const link = page.locator('[data-detaljer="p2"]');
  await link.focus();
  await page.keyboard.press('Space');
  check(await page.locator('#p2-detaljer').isVisible(), 'list: Space opens a row');
  check((await link.textContent()).startsWith('Skjul detaljer'), 'list: an open row can be closed');
  check(page.url().endsWith('?sorter=navn&vis=p2'), `list: the address keeps the row: ${page.url()}`);
  check(await page.evaluate(() => document.activeElement.dataset.detaljer === 'p2'), 'list: focus stays');
  await page.keyboard.press('Enter');
  check(!(await page.locator('#p2-detaljer').isVisible()), 'list: Enter closes it');
  const all = page.locator('[data-alle-detaljer]');
  await all.click();
  check((await page.locator('.b-detail:visible').count()) === 6, 'list: all rows open');
  check(page.url().endsWith('vis=alle'), 'list: the address says all');
  await link.click();
  check(!page.url().includes('alle') && page.url().includes('vis=p3'), 'list: closing one keeps the others in the address');
  check((await all.textContent()) === 'Vis alle detaljer', 'list: not all are open any more');
  await page.keyboard.press('/');
  check(await page.evaluate(() => document.activeElement.hasAttribute('data-hurtigsok')), 'list: / goes to the search');
  await page.close();
}

async function tryMenusAndErrors(browser, base) {
  const page = await browser.newPage({ viewport: { width: 390, height: 800 } });
  await page.goto(`${base}liste`);
  await page.click('.b-narrowmenu__button');
  await look(page, 'menu open');
  await page.keyboard.press('Escape');
  check(!(await page.locator('.b-narrowmenu__panel').isVisible()), 'menu: Escape closes it');
  check(await page.evaluate(() => document.activeElement.className === 'b-narrowmenu__button'), 'menu: focus returns');
  await page.goto(`${base}samtale`);
  await page.click('.b-interviewfold > summary');
  await look(page, 'interview unfolded');
  await page.keyboard.press('Escape');
  await page.locator('.b-help__button').first().click();
  check(await page.locator('#venner-hjelp').isVisible(), 'help: opens in the page');
  await look(page, 'help open');
  await page.goto(`${base}feil`);
  check(await page.evaluate(() => document.activeElement.hasAttribute('data-feiloppsummering')), 'errors: the summary has focus');
  await page.click('[href="#f-ja"]');
  check(await page.evaluate(() => document.activeElement.id === 'f-ja-1'), 'errors: a group leads to its first choice');
  await page.close();
}

async function tryWithoutScript(browser, base) {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 800 } });
  const page = await context.newPage();
  await page.goto(`${base}samtale`);
  await page.locator('.b-help__button').first().click();
  check(await page.locator('#venner-hjelp').isVisible(), 'without script: help opens');
  await page.click('.b-narrowmenu__button');
  check(await page.locator('.b-menu--narrow').isVisible(), 'without script: the menu opens');
  await context.close();
}

/** No tab stop on the interview may lie under the band that stays at the top. */
async function tryFocusNotObscured(browser, base) {
  for (const width of [1280, 390]) {
    const page = await browser.newPage({ viewport: { width, height: 700 } });
    await page.goto(`${base}samtale`);
    await page.keyboard.press('End');
    const stops = await page.locator(':is(a, button, input, select, textarea, summary):visible').count();
    for (const key of ['Tab', 'Shift+Tab']) {
      for (let i = 0; i < stops + 2; i++) {
        await page.keyboard.press(key);
        const hidden = await page.evaluate(() => {
          const e = document.activeElement;
          if (e === document.body || e.closest('.b-band, .b-header, .b-interviewfold, .ds-skip-link')) return '';
          const box = e.getBoundingClientRect();
          const cover = Math.max(...[...document.querySelectorAll('.b-band__row, .b-interviewfold')].map((c) => c.getBoundingClientRect().bottom));
          return box.bottom <= cover && box.top >= -1e6 ? `${e.tagName} ${e.id || e.textContent.trim().slice(0, 20)}` : '';
        });
        check(hidden === '', `focus at ${width}, ${key}: ${hidden} lies under the band`);
      }
    }
    await page.close();
  }
}

function weigh() {
  const dist = path.join(root, 'internal/web/static/dist');
  const manifest = JSON.parse(readFileSync(path.join(dist, 'manifest.json'), 'utf8'));
  const size = (name) => readFileSync(path.join(dist, manifest[name] + (name.endsWith('.woff2') ? '' : '.gz'))).length;
  for (const [names, most] of budgets) {
    const bytes = names.reduce((sum, name) => sum + size(name), 0);
    check(bytes <= most, `${names.join(' and ')}: ${bytes} bytes, at most ${most}`);
  }
}

weigh();
if (pictures) mkdirSync(pictures, { recursive: true });
const { base, child } = await serve();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
});
try {
  await lookAtAll(browser, base);
  await tryList(browser, base);
  await tryMenusAndErrors(browser, base);
  await tryWithoutScript(browser, base);
  await tryFocusNotObscured(browser, base);
} finally {
  await browser.close();
  child.kill();
}
for (const finding of findings) console.error(finding);
console.log(findings.length === 0 ? 'gallery: nothing to mend' : `gallery: ${findings.length} findings`);
process.exitCode = findings.length === 0 ? 0 : 1;
