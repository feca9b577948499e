// The tab is closed, or one goes elsewhere, less than 60 ms after the last key (A8); and with a text that is too long
// for a browser to carry past the end of the page (A13).
import assert from 'node:assert/strict'
import { nettleserens, paaHverDatabase } from './huset.mjs'
import * as s from './steg.mjs'
import { YRKE, antall, apneYrke, klar, paaServeren, rader } from './utkast-hus.mjs'

const GANGER = antall(100, 6)

// The ways to leave a page. Each returns the page where the work goes on.
const MAATER = [
  async function lukket({ page, context }) {
    await page.close()
    return context.newPage()
  },
  async function vekk({ page }) {
    await page.goto('/arbeidsflate')
    return page
  },
  // Away and back: from the browser's memory where it keeps pages, else from the server.
  async function tilbake({ page }) {
    await page.goto('/kommuner')
    await page.goBack()
    return page
  },
]

paaHverDatabase('Fanen lukkes', (hus) => {
  hus.sjekk('A8: lukket eller forlatt under 60 ms etter siste tast', async () => {
    const berit = await hus.person(s.BERIT)
    const samtale = await s.startSamtale(berit, '2020 900651 03', 'Imdi_Y')
    let { page } = berit
    let paaPlass = 0
    const slow = []
    for (let i = 0; i < GANGER; i++) {
      const maate = MAATER[i % MAATER.length]
      const felt = await apneYrke(page, samtale)
      const tekst = `${maate.name} ${i} ${Math.random().toString(36).slice(2, 10)}`
      await felt.fill('')
      await page.keyboard.type(tekst, { delay: 5 })
      const last = Date.now()
      page = await maate({ page, context: berit.context })
      if (maate.name === 'lukket' && Date.now() - last > 60) slow.push(Date.now() - last)
      await s.until('the text to be on the server', async () => (await paaServeren(berit.context, hus.demo.address, samtale)) === tekst, 5000)
        .then(() => paaPlass++, (e) => console.log(`round ${i} (${maate.name}): ${e.message}`))
      if (maate.name === 'tilbake') {
        await s.until('the text to stand there', async () => (await s.felt(page, YRKE).inputValue()) === tekst)
      }
    }
    console.log(`A8 ${hus.database}: ${paaPlass}/${GANGER} on the server${slow.length ? `; closing took up to ${Math.max(...slow)} ms in ${slow.length}` : ''}`)
    assert.equal(paaPlass, GANGER)
    berit.faults.length = 0 // requests that outlive their page
  })

  hus.sjekk('A8: lukket mens noe eldre er på vei', async () => {
    const berit = await hus.person(s.BERIT)
    const samtale = await s.startSamtale(berit, '2020 900632 05', 'Imdi_W')
    const felt = await apneYrke(berit.page, samtale)
    // The first save is held back in the net until the tab is gone.
    let first
    const held = new Promise((done) => (first = done))
    await berit.context.route('**/svar', async (route) => {
      const body = route.request().postDataJSON()
      if (body.verdi === 'Eldre') {
        first()
        await new Promise((done) => setTimeout(done, 400))
      }
      await route.continue().catch(() => {})
    })
    await felt.fill('Eldre')
    await held
    await felt.fill('Eldre og nyere')
    await berit.page.close()
    berit.page = await berit.context.newPage()
    await s.until('the newest text to be on the server or put back', async () => {
      await apneYrke(berit.page, samtale)
      return (await paaServeren(berit.context, hus.demo.address, samtale)) === 'Eldre og nyere'
    }, 15_000)
    assert.equal(await berit.page.getByRole('button', { name: 'Behold min' }).count(), 0, 'a conflict with oneself')
    berit.faults.length = 0
  })

  hus.sjekk('A13: 70 KiB og lukket fane', async () => {
    const berit = await hus.person(s.BERIT)
    const samtale = await s.startSamtale(berit, '2020 900642 01', 'Imdi_X')
    const felt = await apneYrke(berit.page, samtale)
    const tekst = `${'Har vært baker i mange år. '.repeat(2600)}Slutt.` // 70,208 letters, more in bytes
    assert.ok(Buffer.byteLength(tekst) > 70 * 1024 - 1500)
    await felt.evaluate((e, t) => {
      e.removeAttribute('maxlength')
      e.value = t
      e.dispatchEvent(new Event('input', { bubbles: true }))
    }, tekst)
    await s.until('the text to lie on the machine', async () => (await rader(berit.page)).length === 1)
    await berit.page.close()
    const page = await berit.context.newPage()
    await page.goto(`${samtale}/yrke`)
    await klar(page)
    await s.until('the text to be back', async () => (await s.felt(page, YRKE).inputValue()) === tekst)
    // It is longer than the field takes, and the page says that it is not saved.
    await s.until('the page to say so', async () => /Ikke lagret/.test(await s.lagrestatus(page).innerText()))
    berit.faults.length = 0
  })
}, nettleserens)
