// The warning before the session ends: in time, one press to go on, tabs in step; typing is activity, asking is not.
// The server's clock cannot be moved from here: what it says about the session is changed on the way to the browser
// (that it says it right is shown in internal/app/okt_test.go).
import assert from 'node:assert/strict'
import { nettleserens, paaHverDatabase } from './huset.mjs'
import * as s from './steg.mjs'
import { apneYrke, endSession, paaServeren, rader, skrivForgjeves } from './utkast-hus.mjs'

const DAG = 'Dag Dobbel, MottakBosettingsansvarlig, Hå asylmottak og Toten mottak'

/** Says to the browser that so many seconds are left, until somebody goes on. */
async function igjen(context, sekunder, senest = 36_000) {
  const sagt = { get: 0, post: 0, left: sekunder }
  await context.route('**/okt', async (route) => {
    const answer = await route.fetch()
    const body = await answer.json()
    if (route.request().method() === 'POST') {
      sagt.post++
      sagt.left = 1800
    } else sagt.get++
    await route.fulfill({ response: answer, json: { ...body, igjen: sagt.left, senest } })
  })
  return sagt
}

/** The page comes into sight, and asks how it stands. */
const seHit = (page) => page.waitForTimeout(2100).then(() => page.evaluate(() => window.dispatchEvent(new Event('focus'))))

paaHverDatabase('Økten', (hus) => {
  hus.sjekk('varselet kommer, ett trykk forlenger, fanene følger hverandre', async () => {
    const berit = await hus.person(s.BERIT)
    const { page, context } = berit
    const annen = await context.newPage()
    await annen.goto('/kommuner')
    const sagt = await igjen(context, 110)
    await seHit(page)
    const varsel = page.getByRole('dialog', { name: 'Er du her fortsatt?' })
    await varsel.waitFor()
    assert.match(s.enkel(await varsel.innerText()), /blir du logget ut om 2 minutter/)
    await s.harFokus(varsel.getByRole('button', { name: 'Fortsett' }), 'the button that goes on')
    await berit.seAlle('the warning')
    await seHit(annen)
    await annen.getByRole('dialog', { name: 'Er du her fortsatt?' }).waitFor()
    assert.equal(sagt.post, 0, 'the warning went on by itself')
    await page.keyboard.press('Enter')
    await varsel.waitFor({ state: 'hidden' })
    assert.equal(sagt.post, 1)
    await annen.getByRole('dialog', { name: 'Er du her fortsatt?' }).waitFor({ state: 'hidden' })
  })

  hus.sjekk('å skrive er aktivitet, å spørre er det ikke', async () => {
    const berit = await hus.person()
    await berit.page.clock.install()
    await berit.login(s.ASTRID)
    const { page } = berit
    const spurt = []
    page.on('request', (r) => { if (new URL(r.url()).pathname === '/okt') spurt.push(r.method()) })
    await page.goto('/mottak/informasjon/rediger')
    const felt = page.getByRole('textbox').first()
    await felt.press('End')
    await page.clock.fastForward(61_000)
    await felt.press('x')
    await s.until('the server to hear of it', async () => spurt.includes('POST'))
    await felt.press('y')
    assert.equal(spurt.filter((m) => m === 'POST').length, 1, 'at most once a minute')
    await page.clock.fastForward(29 * 60_000)
    await s.until('the page to ask before the end', async () => spurt.includes('GET'))
    assert.equal(spurt.filter((m) => m === 'POST').length, 1, 'it asked, and that prolonged the session')
  })

  hus.sjekk('når økten er slutt, går en side uten tekst bort, og et skjema med tekst blir stående', async () => {
    const berit = await hus.person(s.ASTRID)
    const { page, context } = berit
    await page.goto('/mottak/informasjon/rediger')
    await page.getByRole('textbox').first().fill('Ny verdi')
    await endSession(context, hus.demo.address)
    await seHit(page)
    const slutt = page.getByRole('dialog', { name: 'Du er logget ut' })
    await slutt.waitFor()
    await berit.se('the session has ended on a form')
    const [fane] = await Promise.all([context.waitForEvent('page'), slutt.getByRole('link', { name: /Logg inn igjen/ }).click()])
    const lukket = fane.waitForEvent('close')
    await fane.getByRole('button', { name: s.ASTRID, exact: true }).click()
    await lukket
    await slutt.waitFor({ state: 'hidden' })
    assert.equal(await page.getByRole('textbox').first().inputValue(), 'Ny verdi')
    await page.goto('/mottak/informasjon')
    await endSession(context, hus.demo.address)
    await seHit(page)
    await page.waitForURL(/logg-inn\?retur=/)
    await page.getByRole('button', { name: s.ASTRID, exact: true }).click()
    await page.waitForURL(/mottak\/informasjon$/)
  })

  hus.sjekk('en utlogging som ikke lyktes, ser ikke ut som en', async () => {
    const berit = await hus.person(s.BERIT)
    const { page, context } = berit
    const samtale = await s.startSamtale(berit, '2020 900632 05', 'Imdi_W')
    const felt = await apneYrke(page, samtale)
    const annen = await context.newPage()
    await annen.goto('/mottak/oppgaveliste')
    await context.route('**/svar', (route) => route.abort())
    await skrivForgjeves(page, felt, 'Ikke lagret ennå')
    const sendt = []
    await context.route('**/logg-ut', (route) => {
      sendt.push(route.request().postData() ?? '')
      return route.fulfill({ status: 503, contentType: 'text/html; charset=utf-8', body: '<!doctype html><title>Nede</title><h1>Nede akkurat nå</h1>' })
    })
    const loggUt = async (valg) => {
      await page.getByRole('button', { name: 'Logg ut', exact: true }).first().click()
      await page.getByRole('button', { name: valg }).click()
      await page.getByRole('heading', { name: 'Nede akkurat nå' }).waitFor()
      assert.equal(s.sti(page), '/logg-ut')
      assert.equal((await rader(annen)).length, 1, 'the text was thrown away')
    }
    await loggUt('Logg ut og behold teksten')
    assert.ok(sendt.length === 2 && sendt.every((b) => b === 'behold=ja'), `what was to be kept is not: ${sendt}`)
    await annen.waitForTimeout(500)
    assert.equal(s.sti(annen), '/mottak/oppgaveliste', 'the other tab took it for a signing out')
    await apneYrke(page, samtale)
    await loggUt('Logg ut og slett teksten')
    // She is still signed in, and the text is there.
    await context.unroute('**/svar')
    await apneYrke(page, samtale)
    await s.until('the text to be saved', async () => (await paaServeren(context, hus.demo.address, samtale)) === 'Ikke lagret ennå', 15_000)
    // Without a network it is no better.
    await context.unroute('**/logg-ut')
    await context.route('**/logg-ut', (route) => route.abort())
    await page.getByRole('button', { name: 'Logg ut', exact: true }).first().click()
    await page.waitForTimeout(1500)
    assert.notEqual(s.sti(page), '/logg-inn')
    assert.equal(s.sti(annen), '/mottak/oppgaveliste')
    await context.unroute('**/logg-ut')
    await annen.getByRole('button', { name: 'Logg ut', exact: true }).first().click()
    await annen.waitForURL(/logg-inn/)
    berit.faults.length = 0 // the browser says by itself that requests failed
  })

  hus.sjekk('to mottak: det som ikke er lagret på det ene, tåler et besøk fra det andre', async () => {
    const dag = await hus.person(DAG)
    const { page, context } = dag
    const samtale = await s.startSamtale(dag, '2020 900651 03', 'Imdi_Y')
    const felt = await apneYrke(page, samtale)
    await context.route('**/svar', (route) => route.abort())
    await skrivForgjeves(page, felt, 'Skrevet på Hå')
    assert.equal(await paaServeren(context, hus.demo.address, samtale), '')
    const velg = async (mottak) => {
      await page.goto('/organisasjon')
      await page.getByRole('main').getByRole('button', { name: mottak }).click()
      await page.waitForURL(/arbeidsflate|\/$/)
    }
    await velg(/Toten mottak/)
    for (let n = 0; n < 2; n++) {
      await page.goto(`${samtale}/yrke`)
      await page.getByRole('heading', { level: 1, name: 'Vi finner ikke siden' }).waitFor()
      await page.waitForTimeout(6000) // the page has looked for what lies unsaved
      assert.equal((await rader(page)).length, 1, 'the text was thrown away')
      assert.equal(await page.getByText('Skrevet på Hå').count(), 0)
    }
    await context.unroute('**/svar')
    // The session ends and he signs in again: still at Toten, where his page is.
    await page.goto('/mottak/kontakt')
    await endSession(context, hus.demo.address)
    await seHit(page)
    await page.waitForURL(/logg-inn\?retur=/)
    await page.getByRole('button', { name: DAG, exact: true }).click()
    await page.waitForURL(/mottak\/kontakt$/)
    assert.match(await page.title(), /Toten mottak/)
    await velg(/Hå asylmottak/)
    await apneYrke(page, samtale)
    await s.until('the text to be saved', async () => (await paaServeren(context, hus.demo.address, samtale)) === 'Skrevet på Hå', 15_000)
    dag.faults.length = 0
  })

  hus.sjekk('utlogging i én fane tømmer de andre', async () => {
    const berit = await hus.person(s.BERIT)
    const annen = await berit.context.newPage()
    await annen.goto('/mottak/oppgaveliste')
    await berit.page.getByRole('button', { name: 'Logg ut', exact: true }).first().click()
    await berit.page.waitForURL(/logg-inn/)
    await annen.waitForURL(/logg-inn/)
  })
}, nettleserens)
