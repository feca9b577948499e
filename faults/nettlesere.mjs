// Two people in real browsers write in the same family's interviews, each in a tab of
// their own and both in a third, while somebody else breaks the network and the program.
// One line of JSON on standard output for everything that a screen has said is stored, a
// line when the typing begins, and one at the end with what the screens show then.
import { createInterface } from 'node:readline'
import { chromium } from 'playwright-core'

const { address, cookies, felles, egne, frist } = JSON.parse(process.env.BOSETT_TEST_NETTLESERE)
const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`)
let ended = false
createInterface({ input: process.stdin }).on('line', () => (ended = true)).on('close', () => (ended = true))

// What the page calls saved, with what stood in its fields at that moment.
function watch() {
  addEventListener('DOMContentLoaded', () => {
    const line = document.querySelector('[data-lagrestatus]')
    new MutationObserver(() => {
      if (line.dataset.state !== 'saved' || !/^Lagret kl/.test(line.innerText.trim())) return
      const eier = location.pathname.split('/')[2]
      for (const el of document.querySelectorAll('textarea[data-sporsmal]')) {
        globalThis.noter({ eier, sporsmal: el.dataset.sporsmal, verdi: el.value })
      }
    }).observe(line, { attributes: true, childList: true, subtree: true, characterData: true })
  })
}

async function screen(browser, cookie, path) {
  const context = await browser.newContext({ baseURL: address, locale: 'nb-NO' })
  await context.addCookies([{ name: 'bosett-okt', value: cookie, url: address }])
  await context.exposeBinding('noter', (_, note) => say(note))
  await context.addInitScript(watch)
  const page = await context.newPage()
  page.on('dialog', (d) => d.accept())
  await page.goto(path, { waitUntil: 'load' })
  return page
}

async function write(page, name) {
  for (let n = 0; !ended; n++) {
    const choices = page.locator('[data-velg]:visible')
    const panels = await choices.count()
    if (panels > 0) {
      await choices.nth(n % panels).click({ timeout: 2000 }).catch(() => {})
      continue
    }
    const field = page.locator('textarea[data-sporsmal]').first()
    if (n % 12 === 0) await field.fill('')
    await field.press('End')
    await field.pressSequentially(` ${name}${n}`, { delay: 15 })
    await page.waitForTimeout(n % 3 === 0 ? 900 : 100)
  }
}

// A screen is at rest when it says that all is stored and no choice is open.
async function rest(page) {
  for (const end = Date.now() + frist; ; ) {
    const choices = page.locator('[data-velg]:visible')
    if (await choices.count()) await choices.first().click({ timeout: 2000 }).catch(() => {})
    // Whoever comes back to the window does not wait out the script's pause.
    await page.evaluate(() => { document.activeElement?.blur(); dispatchEvent(new Event('focus')) })
    await page.waitForTimeout(300)
    const state = await page.evaluate(() => document.querySelector('[data-lagrestatus]').dataset.state)
    if (state === 'saved' && (await choices.count()) === 0) return
    if (Date.now() > end) throw new Error(`a screen never says that all is stored: ${state}: ${await page.locator('[data-lagrestatus]').innerText()}`)
  }
}

const browsers = []
try {
  const pages = []
  for (const [i, cookie] of cookies.entries()) {
    const browser = await chromium.launch({ executablePath: process.env.BOSETT_CHROMIUM, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] })
    browsers.push(browser)
    pages.push(await screen(browser, cookie, felles), await screen(browser, cookie, egne[i]))
  }
  say({ begynt: true })
  await Promise.all(pages.map((page, i) => write(page, 'abcd'[i])))
  for (const page of pages) await rest(page)
  const slutt = []
  for (const page of pages) {
    await page.reload({ waitUntil: 'load' })
    slutt.push(await page.evaluate(() => {
      const el = document.querySelector('textarea[data-sporsmal]')
      return { eier: location.pathname.split('/')[2], sporsmal: el.dataset.sporsmal, verdi: el.value }
    }))
  }
  say({ slutt })
} catch (e) {
  console.error(String(e.stack ?? e))
  process.exitCode = 1
} finally {
  for (const b of browsers) await b.close()
  process.exit()
}
