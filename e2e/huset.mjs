// The house the browser tests run in: a fresh demo on each database, a browser, and axe
// on every page and state with nothing excluded.
import { spawn, execFileSync } from 'node:child_process'
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { after, before, describe, test } from 'node:test'
import assert from 'node:assert/strict'
import { chromium } from 'playwright-core'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const program = resolve(process.env.BOSETT_PROGRAM ?? join(import.meta.dirname, '..', 'bin', 'bosett'))

/** The databases to run on: SQLite always, PostgreSQL when a server is named. */
export const databaser = process.env.BOSETT_TEST_POSTGRES ? ['sqlite', 'postgres'] : ['sqlite']
if (!process.env.BOSETT_TEST_POSTGRES) {
  if (process.env.CI === 'true') throw new Error('BOSETT_TEST_POSTGRES is not set')
  console.warn('*** The browser tests run on SQLite only: no PostgreSQL server is named. ***')
}

/** For what the browser alone decides: once is enough, but in the full runs of `make faults` on both. */
export const nettleserens = process.env.BOSETT_FEIL === 'full' ? databaser : ['sqlite']

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
  const server = process.env.BOSETT_TEST_POSTGRES
  const name = `bosett_e2e_${process.pid}_${Date.now()}`
  let url = `sqlite:${join(dir, 'demo.db')}`
  if (database === 'postgres') {
    execFileSync('psql', [server, '-qc', `CREATE DATABASE ${name}`])
    const own = new URL(server)
    own.pathname = `/${name}`
    url = own.href
  }
  const port = await freePort()
  const address = `http://localhost:${port}`
  // Nothing of the developer's own settings reaches the demo.
  const env = Object.fromEntries(Object.entries(process.env).filter(([key]) => !key.startsWith('BOSETT_')))
  const child = spawn(program, ['serve', '--demo'], {
    env: { ...env, BOSETT_ADDR: `127.0.0.1:${port}`, BOSETT_BASE_URL: address, BOSETT_DATABASE_URL: url, BOSETT_SHUTDOWN_DELAY: '0s', BOSETT_LOG_LEVEL: 'warn', BOSETT_IMDI_EPOST: 'postkasse@imdi.example' },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  // Nothing is left behind where the tests are broken off.
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  let log = ''
  child.stderr.on('data', (d) => { log += d })
  child.on('error', (e) => { log += e })
  for (let i = 0; ; i++) {
    try {
      if ((await fetch(`${address}/readyz`)).ok) break
    } catch { /* not listening yet */ }
    if (i > 300 || child.exitCode !== null || !child.pid) throw new Error(`the program did not start: ${log}`)
    await new Promise((done) => setTimeout(done, 100))
  }
  return {
    address,
    /** What the program has complained about: the demo's own lines and requests are no complaints. */
    complaints: () => log.split('\n').filter((l) => /"level":"ERROR"/.test(l)),
    async stop() {
      child.kill('SIGTERM')
      if (child.exitCode === null) await new Promise((done) => child.once('exit', done))
      process.off('exit', kill)
      rmSync(dir, { recursive: true, force: true })
      if (database === 'postgres') execFileSync('psql', [server, '-qc', `DROP DATABASE ${name} WITH (FORCE)`])
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
export async function openPerson(browser, address, options = {}) {
  const { width = 1280, height = 900, javaScript = true, locale = 'nb-NO', dark = false, forcedColors = 'none', reducedMotion = 'reduce' } = options
  const looks = { viewport: { width, height }, locale, colorScheme: dark ? 'dark' : 'light', forcedColors, reducedMotion }
  const context = await browser.newContext({ ...looks, javaScriptEnabled: javaScript, baseURL: address, bypassCSP: false })
  context.setDefaultTimeout(10_000)
  const page = await context.newPage()
  const faults = []
  page.on('console', (m) => { if (m.type() === 'error' && !/status of 4\d\d/.test(m.text())) faults.push(m.text()) })
  page.on('pageerror', (e) => faults.push(String(e)))
  page.on('request', (r) => { if (!r.url().startsWith(address) && !r.url().startsWith('data:')) faults.push(`request to ${r.url()}`) })
  // What is being saved by the script, so that a test can wait for it.
  const saves = { pending: 0, last: 0 }
  const isSave = (r) => r.method() === 'PUT'
  page.on('request', (r) => { if (isSave(r)) saves.pending++ })
  for (const end of ['requestfinished', 'requestfailed']) {
    page.on(end, (r) => { if (isSave(r)) { saves.pending--; saves.last = Date.now() } })
  }
  // Where the page's scripts are off, axe cannot run either: it looks at the same HTML in a browser of its own.
  let mirror
  return {
    page,
    context,
    javaScript,
    faults,
    saves,
    async mirror() {
      mirror ??= await browser.newContext({ ...looks, baseURL: address })
      const other = mirror.pages()[0] ?? (await mirror.newPage())
      const html = (await page.content()).replace(/<script\b[^>]*>.*?<\/script>/gs, '')
      await other.setViewportSize(page.viewportSize())
      await other.unrouteAll()
      await other.route(page.url().replace(/#.*/, ''), (r) => r.fulfill({ contentType: 'text/html; charset=utf-8', body: html }))
      await other.goto(page.url(), { waitUntil: 'load' })
      return other
    },
    /** Signs in by the demo button, whose text is the person, the role and the organisation. */
    async login(button) {
      await page.goto('/logg-inn')
      await page.getByRole('button', { name: button, exact: true }).click()
      await page.waitForURL((u) => u.pathname !== '/logg-inn')
      await page.getByRole('heading', { level: 1 }).waitFor()
      return this
    },
    async close() {
      await mirror?.close()
      await context.close()
    },
  }
}

/**
 * Runs axe on the page as it is, also where the page's own scripts are off, and what axe
 * leaves out: no page is moved sideways, has two elements of one name, or shows the name
 * of a text instead of the text.
 */
export async function checkPage(person, what) {
  await inspect(await looked(person), what)
}

/** The page that axe can run in. */
const looked = (person) => (person.javaScript ? person.page : person.mirror())

async function inspect(page, what) {
  await page.evaluate(`if (!window.axe) { ${axeSource} }; 0`)
  // From the top, so that nothing is under the band that stays there only because of where one happened to be.
  const down = await page.evaluate(() => { const y = scrollY; scrollTo(0, 0); return y })
  // In forced colours the browser draws the user's own colours but reports the page's, so contrast cannot be measured.
  const violations = await page.evaluate(`axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'],
    rules: { 'color-contrast': { enabled: !matchMedia('(forced-colors: active)').matches } } })
    .then((r) => r.violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.target.join(' ') + ' ' + (n.failureSummary || '').split('\\n')[1]).slice(0, 3).join(' | ')))`)
  runs++
  violations.push(...(await page.evaluate(structure)))
  const { width } = page.viewportSize()
  const wide = await page.evaluate(() => document.documentElement.scrollWidth)
  await page.evaluate((y) => scrollTo(0, y), down)
  if (wide > width) violations.push(`reflow: ${wide} px wide on a ${width} px screen: ${await page.evaluate(tooWide)}`)
  assert.deepEqual(violations, [], `${what} (${new URL(page.url()).pathname}, ${width} px)`)
}

/** Runs in the page: what must hold on every one of ours. */
function structure() {
  const found = []
  const ids = [...document.querySelectorAll('[id]')].map((e) => e.id)
  const twice = ids.filter((id, i) => ids.indexOf(id) !== i)
  if (twice.length) found.push(`ids that stand twice: ${twice}`)
  const h1 = [...document.querySelectorAll('h1')].filter((e) => e.checkVisibility())
  if (h1.length !== 1) found.push(`${h1.length} main headings`)
  if (!document.title.includes('Bosett')) found.push(`title: ${document.title}`)
  const text = document.body.innerText
  const key = text.match(/(?<![\w@.])[a-z_]+\.[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?[a-z0-9_-]+(?![\w@.])/g)
    ?.filter((k) => !/\.(no|com|org)$/.test(k))
  if (key?.length) found.push(`names of texts: ${key}`)
  if (/\{[a-z]+\}|%!|<nil>|undefined|NaN/.test(text)) found.push(`not filled in: ${text.match(/.{0,40}(\{[a-z]+\}|%!|<nil>|undefined|NaN).{0,40}/)[0]}`)
  return found
}

/** Runs in the page: which elements stick out at the right. */
function tooWide() {
  return [...document.body.querySelectorAll('*')]
    .filter((e) => e.checkVisibility() && e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .map((e) => `${e.tagName.toLowerCase()}.${e.className}`)
    .slice(0, 3)
    .join(', ')
}

/** Wide and narrow, light and dark: the same page four times. */
export const hele = [[1280, 'light'], [1280, 'dark'], [320, 'light'], [320, 'dark']]

/** Runs checkPage on the page in several shapes, and says all that is wrong at once. */
export async function checkShapes(person, what, shapes = hele) {
  const page = await looked(person)
  const before = page.viewportSize()
  const wrong = []
  for (const [width, colorScheme] of shapes) {
    await page.setViewportSize({ width, height: before.height })
    await page.emulateMedia({ colorScheme })
    await inspect(page, `${what}, ${colorScheme}`).catch((e) => wrong.push(e.message))
  }
  await page.setViewportSize(before)
  await page.emulateMedia({ colorScheme: 'light' })
  assert.equal(wrong.length, 0, wrong.join('\n\n'))
}

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1))

let runs = 0
/** How many times axe has run in this process. */
export const axeRuns = () => runs
process.on('exit', () => {
  if (process.env.BOSETT_E2E_TELLER) appendFileSync(process.env.BOSETT_E2E_TELLER, `${runs}\n`)
})

const pictures = process.env.BOSETT_E2E_BILDER

/**
 * The same tests on every database. tester gets a house: `sjekk(name, test)` is a test
 * whose people, opened with `person(button, options)`, are seen out afterwards. A person's
 * `se` and `seAlle` are checkPage and checkShapes that let the journey go on; how pages look
 * does not depend on the database, so all shapes are for one of them.
 */
export function paaHverDatabase(navn, tester, valgte = databaser) {
  for (const database of valgte) {
    describe(`${navn}, ${database}`, () => {
      const hus = { database, people: [], notes: [] }
      before(async () => {
        hus.demo = await startDemo(database)
        hus.browser = await startBrowser()
      })
      after(async () => {
        await hus.browser?.close()
        await hus.demo?.stop()
      })
      /** Notes what is wrong and lets the journey go on, so that one fault does not hide the next. */
      hus.noter = async (check) => {
        try {
          await check()
        } catch (e) {
          hus.notes.push(e.message)
        }
      }
      hus.person = async (button, options) => {
        const person = await openPerson(hus.browser, hus.demo.address, options)
        hus.people.push(person)
        person.noter = hus.noter
        person.se = (what) => hus.noter(() => checkPage(person, what))
        person.seAlle = (what, shapes) => hus.noter(() => checkShapes(person, what, database === 'sqlite' ? shapes : [[1280, 'light']]))
        return button ? person.login(button) : person
      }
      hus.sjekk = (name, run) => test(name, { timeout: process.env.BOSETT_FEIL === 'full' ? 7_200_000 : 300_000 }, async () => {
        try {
          await run()
          hus.notes.push(...hus.people.flatMap((p) => p.faults.map((f) => `the browser complained: ${f}`)))
          hus.notes.push(...hus.demo.complaints().map((f) => `the program complained: ${f}`))
          if (hus.notes.length) throw new Error(`${hus.notes.length} faults`)
        } catch (e) {
          await takePictures(`${navn}-${database}-${name}`, hus.people)
          const where = hus.people.map((p) => p.page.url()).join(' and ')
          throw new Error([e.stack, `at ${where}`, ...hus.notes].join('\n\n'))
        } finally {
          hus.notes = []
          for (const p of hus.people.splice(0)) await p.close()
        }
      })
      tester(hus)
    })
  }
}

/** Keeps what the screens showed when something failed, in the folder of BOSETT_E2E_BILDER. */
async function takePictures(name, people) {
  if (!pictures) return
  mkdirSync(pictures, { recursive: true })
  for (const [i, p] of people.entries()) {
    await p.page.screenshot({ path: join(pictures, `${name.replace(/[^\p{L}\d]+/gu, '-')}-${i}.png`), fullPage: true }).catch(() => {})
  }
}
