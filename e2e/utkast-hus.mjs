// What the tests of unsaved text need besides the house: a browser that can be killed, what
// the server has, and what lies on the machine.
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import * as s from './steg.mjs'

/** Full counts where it is asked for; else few, so that an ordinary run stays short. */
export const antall = (full, kort) => (process.env.BOSETT_FEIL === 'full' ? full : kort)

/** The field that most of the tests type in: Imdi_Y's note about work. */
export const YRKE = /Merknader for yrke/

/** Opens the section with the field; returns its locator. */
export async function apneYrke(page, samtale) {
  await page.goto(`${samtale}/yrke`)
  await klar(page)
  return s.felt(page, YRKE)
}

/** Waits until the scripts have begun, and the draft's key is there. */
export async function klar(page, { utkast = true } = {}) {
  await page.locator('main[data-lagring="klar"]').waitFor()
  if (utkast) await page.locator('form[data-utkast="klar"]').waitFor()
}

/** What the server has in the section's first field of text; undefined where it shows none. */
export async function paaServeren(context, address, samtale, seksjon = 'yrke') {
  const html = await (await context.request.get(`${address}${samtale}/${seksjon}`)).text()
  const [, text] = html.match(/<textarea[^>]*>([^<]*)<\/textarea>/) ?? []
  return text === undefined ? undefined : decode(text)
}

const decode = (t) => t.replace(/^\n/, '').replaceAll('&#34;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

/** The rows of drafts in the browser, as they lie there: the text is ciphertext. */
export const rader = (page) => page.evaluate(async () => {
  if (!(await indexedDB.databases()).some((d) => d.name === 'bosett-utkast')) return []
  const db = await new Promise((done, failed) => {
    const r = indexedDB.open('bosett-utkast')
    r.onsuccess = () => done(r.result)
    r.onerror = () => failed(r.error)
  })
  const rows = await new Promise((done) => {
    if (!db.objectStoreNames.contains('utkast')) return done([])
    const r = db.transaction('utkast').objectStore('utkast').getAll()
    r.onsuccess = () => done(r.result)
  })
  db.close()
  return rows.map((row) => ({ ...row, iv: [...row.iv], data: [...new Uint8Array(row.data)] }))
})

/**
 * Types a text that does not reach the server, which the test has cut off, and waits until it lies on the machine and has
 * been sent in vain. Not before: what a page sends as it is left goes past the test and reaches the server.
 */
export async function skrivForgjeves(page, felt, tekst) {
  const failed = page.waitForEvent('requestfailed', (r) => r.method() === 'PUT' && (r.postData() ?? '').includes(tekst))
  await felt.fill(tekst)
  await failed
  const before = page.url()
  await s.until('the text to lie on the machine', async () => (await rader(page)).some((r) => before.endsWith(r.sti)))
}

/** Ends the session on the server as an operator would, while the browser knows nothing of it. */
export async function endSession(context, address) {
  const cookies = (await context.cookies()).filter((c) => c.name.endsWith('okt')).map((c) => `${c.name}=${c.value}`).join('; ')
  const answer = await fetch(`${address}/logg-ut`, {
    method: 'POST', redirect: 'manual', body: new URLSearchParams({ behold: 'ja' }), headers: { Cookie: cookies, 'Sec-Fetch-Site': 'same-origin' },
  })
  if (answer.status !== 303) throw new Error(`the session was not ended: ${answer.status}`)
}

/** A machine with a profile on its disk: its browser can be started, killed and started again. */
export class Maskin {
  constructor(address, dir = mkdtempSync(join(tmpdir(), 'bosett-maskin-'))) {
    this.address = address
    this.dir = dir
  }

  async start() {
    const child = spawn(process.env.BOSETT_CHROMIUM ?? '/usr/bin/chromium', [
      '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
      '--disable-sync', '--disable-dev-shm-usage', '--lang=nb-NO', '--remote-debugging-port=0', `--user-data-dir=${this.dir}`, 'about:blank',
    ], { detached: true, stdio: ['ignore', 'ignore', 'pipe'] })
    this.child = child
    const stray = () => this.kill()
    process.once('exit', stray)
    child.once('exit', () => process.off('exit', stray))
    const endpoint = await new Promise((done, failed) => {
      let text = ''
      const timer = setTimeout(() => failed(new Error(`the browser did not start: ${text}`)), 60_000)
      child.stderr.on('data', (d) => {
        text += d
        const m = text.match(/DevTools listening on (ws:\S+)/)
        if (m) {
          clearTimeout(timer)
          done(m[1])
        }
      })
    })
    this.browser = await chromium.connectOverCDP(endpoint)
    this.context = this.browser.contexts()[0]
    this.context.setDefaultTimeout(30_000)
    this.page = this.context.pages()[0] ?? (await this.context.newPage())
    await this.page.setViewportSize({ width: 1280, height: 900 })
    return this
  }

  async login(button) {
    await this.page.goto(`${this.address}/logg-inn`)
    if (!this.page.url().endsWith('/logg-inn')) return this // signed in already
    await this.page.getByRole('button', { name: button, exact: true }).click()
    await this.page.waitForURL((u) => u.pathname !== '/logg-inn')
    return this
  }

  /** Ends the browser as a loss of power does: every process of it at once, with no word of goodbye. */
  kill() {
    try {
      process.kill(-this.child.pid, 'SIGKILL')
    } catch { /* gone already */ }
  }

  /** Kills it and waits until all of it is dead. */
  async killed() {
    const dead = new Promise((done) => this.child.once('exit', done))
    this.kill()
    await dead
    await this.browser.close().catch(() => {})
  }

  /** Ends it as a user does. */
  async stop() {
    const dead = new Promise((done) => this.child.once('exit', done))
    const cdp = await this.browser.newBrowserCDPSession()
    await cdp.send('Browser.close').catch(() => {})
    await Promise.race([dead, new Promise((done) => setTimeout(done, 10_000))])
    this.kill()
  }

  /** The files of the profile that hold the text, in either way that browsers write letters. */
  find(text) {
    const needles = [Buffer.from(text), Buffer.from(text, 'utf16le')]
    const found = []
    for (const e of readdirSync(this.dir, { recursive: true, withFileTypes: true })) {
      if (!e.isFile()) continue
      const path = join(e.parentPath ?? e.path, e.name)
      let bytes
      try {
        bytes = readFileSync(path)
      } catch {
        continue
      }
      if (needles.some((n) => bytes.includes(n))) found.push(path.slice(this.dir.length))
    }
    return found
  }

  remove() {
    this.kill()
    for (let i = 0; i < 5; i++) {
      try {
        return rmSync(this.dir, { recursive: true, force: true, maxRetries: 5 })
      } catch { /* a process is still writing */ }
    }
  }
}
