// The house the browser tests run in: a fresh demo on each database, a browser, and axe
// on every page and state with nothing excluded.
import { spawn, execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import assert from 'node:assert/strict'
import { chromium } from 'playwright-core'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const program = join(import.meta.dirname, '..', 'bin', 'bosett')

/** The databases to run on: SQLite always, PostgreSQL when a server is named. */
export const databaser = process.env.BOSETT_TEST_POSTGRES ? ['sqlite', 'postgres'] : ['sqlite']
if (!process.env.BOSETT_TEST_POSTGRES) {
  if (process.env.CI === 'true') throw new Error('BOSETT_TEST_POSTGRES is not set')
  console.warn('*** The browser tests run on SQLite only: no PostgreSQL server is named. ***')
}

async function freePort() {
  const s = createServer()
  await new Promise((done) => s.listen(0, '127.0.0.1', done))
  const { port } = s.address()
  await new Promise((done) => s.close(done))
  return port
}

/** Starts the program with demo data on a fresh database; returns its address and how to stop it. */
export async function startDemo(database) {
  const dir = mkdtempSync(join(tmpdir(), 'bosett-e2e-'))
  let url = `sqlite:${join(dir, 'demo.db')}`
  if (database === 'postgres') {
    const name = `bosett_e2e_${process.pid}_${Date.now()}`
    const server = new URL(process.env.BOSETT_TEST_POSTGRES)
    execFileSync('psql', [server.href, '-qc', `CREATE DATABASE ${name}`])
    server.pathname = `/${name}`
    url = server.href
  }
  const port = await freePort()
  const address = `http://localhost:${port}`
  const child = spawn(program, ['serve', '--demo'], {
    env: { ...process.env, BOSETT_ADDR: `127.0.0.1:${port}`, BOSETT_BASE_URL: address, BOSETT_DATABASE_URL: url, BOSETT_SHUTDOWN_DELAY: '0s', BOSETT_LOG_LEVEL: 'warn', BOSETT_TEST_POSTGRES: '' },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  for (let i = 0; ; i++) {
    try {
      if ((await fetch(`${address}/readyz`)).ok) break
    } catch { /* not listening yet */ }
    if (i > 300 || child.exitCode !== null) throw new Error('the program did not start')
    await new Promise((done) => setTimeout(done, 100))
  }
  return {
    address,
    async stop() {
      child.kill('SIGTERM')
      await new Promise((done) => child.once('exit', done))
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

/** One browser for a whole file of tests. */
export async function startBrowser() {
  return chromium.launch({
    executablePath: process.env.BOSETT_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  })
}

/**
 * A person at a screen: every request to another host and every message of the browser's
 * console (also a breach of the security policy) is a failure.
 */
export async function openPerson(browser, address, { width = 1280, javaScript = true, locale = 'nb-NO', dark = false } = {}) {
  const context = await browser.newContext({
    viewport: { width, height: 900 }, javaScriptEnabled: javaScript, locale, colorScheme: dark ? 'dark' : 'light', baseURL: address, bypassCSP: false,
  })
  context.setDefaultTimeout(10_000)
  const page = await context.newPage()
  const faults = []
  page.on('console', (m) => { if (m.type() === 'error' && !/status of 4\d\d/.test(m.text())) faults.push(m.text()) })
  page.on('pageerror', (e) => faults.push(String(e)))
  page.on('request', (r) => { if (!r.url().startsWith(address) && !r.url().startsWith('data:')) faults.push(`request to ${r.url()}`) })
  return {
    page,
    javaScript,
    width,
    async login(button) {
      await page.goto('/logg-inn')
      await page.getByRole('button', { name: button, exact: true }).click()
      await page.getByRole('heading', { level: 1 }).waitFor()
    },
    async close() {
      await context.close()
      assert.deepEqual(faults, [], 'the browser complained')
    },
  }
}

/** Runs axe on the page as it is, also without JavaScript in the page itself. */
export async function checkPage(person, what) {
  const { page } = person
  const session = person.javaScript ? null : await page.context().newCDPSession(page)
  // The page's own scripts are off, but the test may run its own through the debugger.
  if (session) {
    const found = await session.send('Runtime.evaluate', { expression: '1' }).catch(() => null)
    if (found) await evaluateAxe(async (expression) => {
      const r = await session.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true })
      if (r.exceptionDetails) throw new Error(r.exceptionDetails.exception?.description ?? r.exceptionDetails.text)
      return r.result.value
    }, what)
    await session.detach()
  } else {
    await evaluateAxe((expression) => page.evaluate(expression), what)
  }
  await checkReflow(person, what)
}

async function evaluateAxe(evaluate, what) {
  await evaluate(`if (!window.axe) { ${axeSource} }; 0`)
  const violations = await evaluate(`axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'] })
    .then((r) => r.violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.target.join(' ') + ' ' + (n.failureSummary || '').split('\\n')[1]).slice(0, 3).join(' | ')))`)
  runs++
  assert.deepEqual(violations, [], `axe: ${what}`)
}

/** No page may need to be moved sideways. */
async function checkReflow({ page, width }, what) {
  const wide = await page.locator('html').evaluate((html) => html.scrollWidth).catch(() => null)
  if (wide !== null) assert.ok(wide <= width, `${what}: ${wide} px wide on a ${width} px screen`)
}

let runs = 0
/** How many times axe has run. */
export const axeRuns = () => runs
