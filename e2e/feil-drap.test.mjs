// The browser is killed in the middle of a word (A9), and the machine loses its power (A10): after a new login the text
// stands there again, and is saved.
import assert from 'node:assert/strict'
import { cpSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { paaHverDatabase } from './huset.mjs'
import * as s from './steg.mjs'
import { Maskin, antall, apneYrke, klar, paaServeren } from './utkast-hus.mjs'

const GANGER = { drap: antall(50, 2), strom: antall(50, 1) }

paaHverDatabase('Drept', (hus) => {
  hus.sjekk('A9 og A10: nettleseren drepes, teksten kommer tilbake etter ny innlogging', async () => {
    const maskin = new Maskin(hus.demo.address)
    try {
      const samtale = await begin(maskin)
      const a9 = await many(GANGER.drap, maskin, samtale, (m) => m)
      console.log(`A9 ${hus.database}: ${a9}/${GANGER.drap} recovered`)
      assert.equal(a9, GANGER.drap, 'A9: text was lost when the browser was killed')
      const a10 = await many(GANGER.strom, maskin, samtale, copied)
      console.log(`A10 ${hus.database}: ${a10}/${GANGER.strom} recovered`)
      assert.ok(a10 >= GANGER.strom - (GANGER.strom >= 50 ? 1 : 0), 'A10: text was lost with the power')
    } finally {
      maskin.remove()
    }
  })
})

// A machine that has been in use: closed as usual once, so that it is known as the same device.
async function begin(maskin) {
  await maskin.start()
  await maskin.login(s.BERIT)
  const samtale = await s.startSamtale({ page: maskin.page, javaScript: true }, '2020 900651 03', 'Imdi_Y')
  await maskin.stop()
  return samtale
}

/** Types, kills, starts the machine that `next` gives, and counts how often the text came back. */
async function many(n, maskin, samtale, next) {
  let back = 0
  for (let i = 0; i < n; i++) {
    await maskin.start()
    await maskin.login(s.BERIT)
    const felt = await apneYrke(maskin.page, `${maskin.address}${samtale}`)
    const before = await felt.inputValue()
    const ord = ` drept ${i} ${Math.random().toString(36).slice(2, 10)}`
    await felt.focus()
    await maskin.page.keyboard.press('Control+End')
    await maskin.page.keyboard.type(ord, { delay: 8 })
    await new Promise((done) => setTimeout(done, 50)) // the promise: at most 50 ms of typing
    await maskin.killed()
    const other = next(maskin)
    await other.start()
    try {
      await other.login(s.BERIT)
      const read = () => paaServeren(other.context, maskin.address, samtale)
      assert.doesNotMatch(await read(), new RegExp(ord), 'the server had it already: nothing is tested')
      await other.page.goto(`${maskin.address}${samtale}/yrke`)
      await klar(other.page)
      await s.until('the text to be back and saved', async () => (await read()) === before + ord, 15_000)
      assert.equal(await s.felt(other.page, /Merknader for yrke/).inputValue(), before + ord)
      back++
    } catch (e) {
      console.log(`round ${i}: ${e.message}`)
    }
    await other.stop()
    if (other !== maskin) other.remove()
  }
  return back
}

/** The disk as it was when the power went, in another machine. */
function copied(maskin) {
  const dir = mkdtempSync(join(tmpdir(), 'bosett-kopi-'))
  cpSync(maskin.dir, dir, { recursive: true, filter: (f) => !/Singleton|\.lock$/.test(f) })
  return new Maskin(maskin.address, dir)
}
