// The session ends while one types, others sign in, one signs out: nothing typed is lost, and nothing is anybody else's.
import assert from 'node:assert/strict'
import { checkPage, nettleserens, paaHverDatabase } from './huset.mjs'
import * as s from './steg.mjs'
import { Maskin, YRKE, antall, apneYrke, endSession, klar, paaServeren, rader, skrivForgjeves } from './utkast-hus.mjs'

const HOLDT = 'Du må logge inn igjen. Teksten er tatt vare på.'
const status = async (page) => s.enkel(await page.locator('[data-lagrestatus-tekst]').innerText())
const sier = (page, text) => s.until(`"${text}"`, async () => (await status(page)) === text, 15_000)

paaHverDatabase('Utkast', (hus) => {
  hus.sjekk('A4: økten tar slutt mens man skriver, man logger inn i ny fane, alt er der', async () => {
    const berit = await hus.person(s.BERIT)
    const { page, context } = berit
    const samtale = await s.startSamtale(berit, '2020 900651 03', 'Imdi_Y')
    const felt = await apneYrke(page, samtale)
    await felt.fill('Har vært baker')
    await s.lagret(berit)
    await endSession(context, hus.demo.address)
    await felt.pressSequentially(' i ti år', { delay: 20 })
    await sier(page, HOLDT)
    await felt.pressSequentially(' og kokk', { delay: 20 })
    assert.ok(await felt.isEditable(), 'one can go on writing')
    await berit.seAlle('the session has ended')
    const [fane] = await Promise.all([context.waitForEvent('page'), page.getByRole('link', { name: 'Logg inn i ny fane' }).click()])
    const lukket = fane.waitForEvent('close')
    await fane.getByRole('button', { name: s.BERIT, exact: true }).click()
    await lukket // the new tab goes by itself
    await s.until('the text to be saved', async () => /^Lagret/.test(await status(page)), 15_000)
    assert.equal(await felt.inputValue(), 'Har vært baker i ti år og kokk')
    assert.equal(await paaServeren(context, hus.demo.address, samtale), 'Har vært baker i ti år og kokk')
    await s.until('nothing to be left on the machine', async () => (await rader(page)).length === 0)
    // In the same tab: the text comes back with the page.
    await endSession(context, hus.demo.address)
    await felt.pressSequentially(' igjen', { delay: 20 })
    await sier(page, HOLDT)
    await page.goto(`${samtale}/yrke`)
    await page.getByRole('button', { name: s.BERIT, exact: true }).click()
    await s.until('the text to be saved', async () => (await paaServeren(context, hus.demo.address, samtale)) === 'Har vært baker i ti år og kokk igjen', 15_000)
  })

  hus.sjekk('A5: en annen logger inn i nettleseren', async () => {
    const berit = await hus.person(s.BERIT)
    const { page, context } = berit
    const samtale = await s.startSamtale(berit, '2020 900632 05', 'Imdi_W')
    const felt = await apneYrke(page, samtale)
    await felt.fill('Vært lærer')
    await s.lagret(berit)
    await endSession(context, hus.demo.address)
    await felt.pressSequentially(' HEMMELIG', { delay: 20 })
    await sier(page, HOLDT)
    const nokkel = (await rader(page))[0].nokkel
    const sent = []
    context.on('request', (r) => sent.push(r.postData() ?? ''))
    const fane = await context.newPage()
    await fane.goto('/logg-inn')
    await fane.getByRole('button', { name: s.BJORN, exact: true }).click()
    await fane.waitForURL(/arbeidsflate/)
    await s.until('the page to be empty', async () => /En annen har logget inn/.test(await page.getByRole('main').innerText()))
    assert.doesNotMatch(await page.content(), /lærer|HEMMELIG/)
    await fane.goto(`${samtale}/yrke`)
    await klar(fane)
    await fane.waitForTimeout(1500)
    assert.equal(await s.felt(fane, YRKE).inputValue(), 'Vært lærer')
    assert.ok(sent.every((body) => !body.includes('HEMMELIG')), 'the text was sent in the other one\'s session')
    const answer = await context.request.get(`/utkast/${samtale.split('/')[2]}/${nokkel}`, { headers: { Accept: 'application/json' } })
    assert.equal(answer.status(), 404, 'another one got the key')
    assert.equal((await rader(fane)).length, 1, 'the draft was taken from the one who wrote it')
    // He signs out, and she is back: it is all there.
    await fane.getByRole('button', { name: 'Logg ut' }).click()
    await fane.waitForURL(/logg-inn/)
    await fane.getByRole('button', { name: s.BERIT, exact: true }).click()
    await fane.getByRole('heading', { name: 'Du har tekst som ikke er lagret' }).waitFor()
    await hus.noter(() => checkPage({ ...berit, page: fane }, 'something typed earlier is found'))
    await fane.getByRole('link', { name: 'Åpne «Yrke»' }).click()
    await s.until('the text to be saved', async () => (await paaServeren(context, hus.demo.address, samtale)) === 'Vært lærer HEMMELIG', 15_000)
    assert.equal(await s.felt(fane, YRKE).inputValue(), 'Vært lærer HEMMELIG')
  })

  hus.sjekk('A18: etter utlogging ligger ingenting lesbart igjen', async () => {
    const maskin = new Maskin(hus.demo.address)
    try {
      await ingenSpor(maskin)
    } finally {
      maskin.remove()
    }
  })

  hus.sjekk('en rad som aldri nådde serveren, og et felt som andre har endret siden', async () => {
    const berit = await hus.person(s.BERIT)
    const bjorn = await hus.person(s.BJORN)
    const samtale = await s.startSamtale(berit, '2020 900642 01', 'Imdi_X')
    await klar(berit.page)
    await berit.context.route('**/svar', (route) => route.abort())
    await s.svar(berit.page, s.VENNER, 'Ja')
    await skrivForgjeves(berit.page, s.felt(s.kjent(berit.page, 1), s.NAVN), 'Ola Nordmann')
    await s.until('the row to lie on the machine', async () => (await rader(berit.page)).some((r) => r.rad))
    await apneYrke(berit.page, samtale)
    await skrivForgjeves(berit.page, s.felt(berit.page, YRKE), 'Beriths tekst')
    await berit.page.goto('/arbeidsflate')
    await apneYrke(bjorn.page, samtale)
    assert.equal(await s.felt(bjorn.page, YRKE).inputValue(), '', 'the text was to be on her machine only')
    await s.felt(bjorn.page, YRKE).fill('Bjørns tekst')
    await s.lagret(bjorn)
    await berit.context.unroute('**/svar')
    await berit.page.goto(`${samtale}/bosettingsinformasjon`)
    await s.until('the row to be saved', async () => (await rader(berit.page)).every((r) => r.sti.endsWith('/yrke')), 15_000)
    await berit.page.reload()
    assert.equal(await s.felt(s.kjent(berit.page, 1), s.NAVN).inputValue(), 'Ola Nordmann')
    assert.equal(await s.kjent(berit.page, 2).count(), 0, 'the row stands there twice')
    await berit.page.goto(`${samtale}/yrke`)
    await berit.page.getByRole('button', { name: 'Behold min' }).waitFor()
    const tekst = await berit.page.getByRole('main').innerText()
    assert.ok(tekst.includes('Bjørns tekst') && tekst.includes('Bjørn Berg') && tekst.includes('Beriths tekst'), tekst)
    await berit.page.getByRole('button', { name: 'Behold min' }).click()
    await s.until('the text to be saved', async () => (await paaServeren(berit.context, hus.demo.address, samtale)) === 'Beriths tekst', 15_000)
    berit.faults.length = 0 // the browser says by itself that requests failed
  })

  hus.sjekk('utlogging spør når noe ikke er lagret', async () => {
    const berit = await hus.person(s.BERIT)
    const { page, context } = berit
    const samtale = await s.startSamtale(berit, '2020 900651 03', 'Imdi_Y')
    const felt = await apneYrke(page, samtale)
    await context.route('**/svar', (route) => route.abort())
    await felt.fill('Ikke lagret ennå')
    await s.until('the text to lie on the machine', async () => (await rader(page)).length === 1)
    const loggUt = () => page.getByRole('button', { name: 'Logg ut', exact: true }).first().click()
    await loggUt()
    const sporsmal = page.getByRole('dialog', { name: 'Du har tekst som ikke er lagret' })
    await sporsmal.waitFor()
    await berit.seAlle('signing out with something unsaved')
    await sporsmal.getByRole('button', { name: 'Bli her' }).click()
    assert.equal(await felt.inputValue(), 'Ikke lagret ennå')
    await loggUt()
    await sporsmal.getByRole('button', { name: 'Logg ut og behold teksten' }).click()
    await page.waitForURL(/logg-inn/)
    await context.unroute('**/svar')
    await page.getByRole('button', { name: s.BERIT, exact: true }).click()
    await page.waitForURL(/arbeidsflate/)
    await page.goto(`${samtale}/yrke`)
    await s.until('the text to be saved', async () => (await paaServeren(context, hus.demo.address, samtale)) === 'Ikke lagret ennå', 15_000)
    berit.faults.length = 0
  })

  for (const dager of [1, -1]) {
    hus.sjekk(`A15: klokken på maskinen går ${dager > 0 ? 'et døgn foran' : 'et døgn etter'}`, async () => {
      const berit = await hus.person(s.BERIT)
      const { page, context } = berit
      await context.addInitScript((ms) => {
        const Riktig = Date
        window.Date = class extends Riktig {
          constructor(...args) { args.length ? super(...args) : super(Riktig.now() + ms) }
          static now() { return Riktig.now() + ms }
        }
      }, dager * 86_400_000)
      const samtale = await s.startSamtale(berit, '2020 900632 05', 'Imdi_W')
      const felt = await apneYrke(page, samtale)
      const tekst = `Klokken går ${dager}`
      await felt.fill(tekst)
      await s.lagret(berit)
      const klokke = new Intl.DateTimeFormat('nb-NO', { timeZone: 'Europe/Oslo', hour: '2-digit', minute: '2-digit' })
      const naa = [0, -60_000].map((d) => `Lagret kl. ${klokke.format(Date.now() + d).replace(':', '.')}`)
      assert.ok(naa.includes(await status(page)), `the server's clock: ${await status(page)}, ${naa}`)
      await context.route('**/svar', (route) => route.abort())
      await felt.pressSequentially(' feil', { delay: 10 })
      await s.until('the text to lie on the machine', async () => (await rader(page)).length === 1)
      await page.close()
      await context.unroute('**/svar')
      berit.page = await context.newPage()
      await apneYrke(berit.page, samtale)
      await s.until('the text to be saved', async () => (await paaServeren(context, hus.demo.address, samtale)) === `${tekst} feil`, 15_000)
      await s.until('nothing to be left on the machine', async () => (await rader(berit.page)).length === 0)
      assert.equal(await berit.page.getByRole('dialog').count(), 0, 'a warning that depends on the clock')
      berit.faults.length = 0
    })
  }

  hus.sjekk('A19: skjermleseren forstyrres sjelden, og en feil sies én gang', async () => {
    const berit = await hus.person(s.BERIT)
    const { page, context } = berit
    const samtale = await s.startSamtale(berit, '2020 900642 01', 'Imdi_X')
    const felt = await apneYrke(page, samtale)
    await page.evaluate(() => {
      window.sagt = []
      const live = (e) => e.closest('[aria-live], [role="status"], [role="alert"]')
      new MutationObserver((all) => {
        for (const region of new Set(all.map((m) => live(m.target.nodeType === 1 ? m.target : m.target.parentElement)))) {
          if (region && region.getAttribute('aria-live') !== 'off') window.sagt.push([region.getAttribute('aria-live') ?? region.role, region.innerText.trim()])
        }
      }).observe(document.body, { subtree: true, childList: true, characterData: true })
    })
    const sekunder = antall(60, 16)
    const end = Date.now() + sekunder * 1000
    for (let n = 0; Date.now() < end; n++) {
      await felt.pressSequentially(`ord${n} `, { delay: 30 })
      if (n % 5 === 4) await page.waitForTimeout(1200) // a pause, in which it is saved
    }
    const rolig = await page.evaluate(() => window.sagt.splice(0))
    assert.ok(rolig.length <= Math.ceil((6 * sekunder) / 60) + 1, `too much is said: ${JSON.stringify(rolig)}`)
    await context.setOffline(true)
    await felt.pressSequentially(' uten nett', { delay: 30 })
    await page.waitForTimeout(6000) // several attempts
    await felt.pressSequentially(' lenge', { delay: 30 })
    await page.waitForTimeout(2000)
    const feil = (await page.evaluate(() => window.sagt.splice(0))).filter(([live]) => live === 'assertive')
    assert.equal(feil.length, 1, JSON.stringify(feil))
    await context.setOffline(false)
    await s.lagret(berit)
    berit.faults.length = 0
  })
}, nettleserens)

/** What is not saved lies there unreadable; after signing out it is gone, and so is the key. */
async function ingenSpor(maskin) {
  const spor = `KANARI${Math.random().toString(36).slice(2)}`
  await maskin.start()
  await maskin.login(s.BERIT)
  const { page, context, address } = maskin
  const samtale = await s.startSamtale({ page, javaScript: true }, '2020 900651 03', 'Imdi_Y')
  const felt = await apneYrke(page, `${address}${samtale}`)
  await context.route('**/svar', (route) => route.abort())
  await felt.fill(`${spor} er skrevet, men ikke lagret`)
  await s.until('the text to lie on the machine', async () => (await rader(page)).length === 1)
  const [rad] = await rader(page)
  assert.ok(!JSON.stringify(rad).includes(spor) && !Buffer.from(rad.data).includes(spor), 'the text lies there in clear')
  await page.getByRole('button', { name: 'Logg ut', exact: true }).first().click()
  await page.getByRole('button', { name: 'Logg ut og slett teksten' }).click()
  await page.waitForURL(/logg-inn/)
  const left = await page.evaluate(async () => ({
    stores: (await indexedDB.databases()).map((d) => d.name), caches: await caches.keys(), local: localStorage.length, session: sessionStorage.length,
  }))
  assert.deepEqual({ ...left, stores: [] }, { stores: [], caches: [], local: 0, session: 0 })
  assert.equal((await rader(page)).length, 0, 'drafts lie there after signing out')
  await maskin.login(s.BERIT)
  const answer = await context.request.get(`${address}/utkast/${samtale.split('/')[2]}/${rad.nokkel}`, { headers: { Accept: 'application/json' } })
  assert.equal(answer.status(), 404, 'the key lives after signing out')
  await maskin.stop()
  assert.deepEqual(maskin.find(spor), [], 'the text lies on the disk in clear')
  assert.ok(maskin.find('bosett').length > 0, 'the search finds nothing at all')
}
