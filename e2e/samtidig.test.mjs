// Two people in the same interview: different questions never disturb each other, the same
// question shows both texts and lets the user choose, and nothing typed is lost.
import assert from 'node:assert/strict'
import { paaHverDatabase } from './huset.mjs'
import * as s from './steg.mjs'

paaHverDatabase('Samtidig', (hus) => {
  hus.sjekk('ulike spørsmål forstyrrer ikke, samme spørsmål gir et valg', async () => {
    const berit = await hus.person(s.BERIT)
    const bjorn = await hus.person(s.BJORN)
    const samtale = await s.startSamtale(berit, '2020 900632 05', 'Imdi_W')
    await bjorn.page.goto(`${samtale}/bosettingsinformasjon`)
    await ulike(berit, bjorn)
    for (const valg of [behold, brukDeres, settSammen]) await valg(berit, bjorn, samtale)
    await ferdigstiltUnderveis(berit, bjorn, samtale)
  })

  hus.sjekk('det som skrives mens nettet er borte, blir lagret', async () => {
    const berit = await hus.person(s.BERIT)
    const { page, context } = berit
    await s.startSamtale(berit, '2020 900642 01', 'Imdi_X')
    await s.tilDel(page, 'Yrke')
    const felt = s.felt(page, /Merknader for yrke/)
    await felt.fill('Har vært baker.')
    await s.lagret(berit)
    await context.setOffline(true)
    await felt.fill('Har vært baker i ti år.')
    await s.until('the page to say that it is not saved', async () => !/^Lagret/.test(s.enkel(await s.lagrestatus(page).innerText())))
    await berit.se('offline')
    await context.setOffline(false)
    await s.lagret(berit)
    await page.reload()
    assert.equal(await felt.inputValue(), 'Har vært baker i ti år.')
    berit.faults.length = 0 // a browser says by itself that the net is away
  })
})

async function ulike(berit, bjorn) {
  await s.svar(berit.page, s.VENNER, 'Nei')
  await s.svar(bjorn.page, s.ANDRE, 'Ja')
  await s.felt(bjorn.page, /^Beskriv forholdene/).fill('Har tilbud om jobb i Sandnes.')
  await s.svar(berit.page, s.BOFELLESSKAP, 'Nei')
  await s.lagret(bjorn)
  await s.lagret(berit)
  for (const p of [berit, bjorn]) {
    assert.equal(await p.page.getByRole('button', { name: 'Behold min' }).count(), 0, 'different questions do not disturb')
    await p.page.reload()
    assert.ok(await s.spm(p.page, s.VENNER).getByRole('radio', { name: 'Nei' }).isChecked())
    assert.ok(await s.spm(p.page, s.BOFELLESSKAP).getByRole('radio', { name: 'Nei' }).isChecked())
    assert.equal(await s.felt(p.page, /^Beskriv forholdene/).inputValue(), 'Har tilbud om jobb i Sandnes.')
  }
}

/** Both have the page open; Berit's text is saved first, then Bjørn writes another. Returns Bjørn's field. */
async function sammeFelt(berit, bjorn, samtale, deres, min) {
  for (const p of [berit, bjorn]) await p.page.goto(`${samtale}/utdanning`)
  const felt = s.felt(bjorn.page, /Merknader for utdanning/)
  await s.felt(berit.page, /Merknader for utdanning/).fill(deres)
  await s.lagret(berit)
  await felt.fill(min)
  await bjorn.page.getByRole('button', { name: 'Behold min' }).waitFor()
  const tekst = await bjorn.page.getByRole('main').innerText()
  assert.ok(tekst.includes('Berit Bø') && tekst.includes(deres), tekst)
  assert.equal(await felt.inputValue(), min, 'what one has written stands')
  assert.doesNotMatch(s.enkel(await s.lagrestatus(bjorn.page).innerText()), /^Lagret/)
  return felt
}

/** Both see the same text after a reload. */
async function begge(berit, bjorn, tekst) {
  for (const p of [berit, bjorn]) {
    await p.page.reload()
    assert.equal(await s.felt(p.page, /Merknader for utdanning/).inputValue(), tekst)
  }
}

async function velg(bjorn, knapp, felt) {
  await bjorn.page.getByRole('button', { name: knapp }).click()
  await s.until('the panel to go', async () => (await bjorn.page.getByRole('button', { name: 'Behold min' }).count()) === 0)
  await s.synligFokus(bjorn.page, `after ${knapp}`)
  await s.harFokus(felt, 'the field')
}

async function behold(berit, bjorn, samtale) {
  const felt = await sammeFelt(berit, bjorn, samtale, 'Grunnskole i seks år.', 'Grunnskole i ni år.')
  await bjorn.seAlle('a conflict')
  await bjorn.page.getByRole('button', { name: s.FERDIGSTILL }).click()
  await bjorn.noter(() => s.harFokus(bjorn.page.getByRole('button', { name: 'Behold min' }).locator('xpath=ancestor::*[@tabindex="-1"][1]'), 'the choice that has to be made before completing'))
  assert.ok(s.sti(bjorn.page).endsWith('/utdanning'), 'one cannot complete with a conflict')
  await velg(bjorn, 'Behold min', felt)
  await s.lagret(bjorn)
  await begge(berit, bjorn, 'Grunnskole i ni år.')
}

async function brukDeres(berit, bjorn, samtale) {
  const felt = await sammeFelt(berit, bjorn, samtale, 'Videregående skole.', 'Fagbrev.')
  await velg(bjorn, 'Bruk deres', felt)
  assert.equal(await felt.inputValue(), 'Videregående skole.')
  await bjorn.noter(() => s.lagret(bjorn))
  // Berit writes on in what stands: that Bjørn gave way is no conflict for her.
  await s.felt(berit.page, /Merknader for utdanning/).fill('Videregående skole, to år.')
  await s.lagret(berit)
  assert.equal(await berit.page.getByRole('button', { name: 'Behold min' }).count(), 0)
  await begge(berit, bjorn, 'Videregående skole, to år.')
  await hentTilbake(berit, bjorn)
}

/** What gave way is found under the question, and comes back from there. */
async function hentTilbake(berit, bjorn) {
  const { page } = bjorn
  await page.getByRole('link', { name: /^Tidligere svar/ }).click()
  await page.getByRole('heading', { level: 1, name: 'Tidligere svar' }).waitFor()
  await bjorn.seAlle('earlier texts of an answer')
  const mitt = page.getByRole('listitem').filter({ hasText: 'Fagbrev.' })
  assert.match(s.enkel(await mitt.innerText()), /Bjørn Berg/)
  await mitt.getByRole('button', { name: /^Bruk denne teksten/ }).click()
  await page.getByText('Teksten er hentet tilbake').waitFor()
  await begge(berit, bjorn, 'Fagbrev.')
}

async function settSammen(berit, bjorn, samtale) {
  const felt = await sammeFelt(berit, bjorn, samtale, 'Et år på universitet.', 'Kurs i norsk.')
  await velg(bjorn, 'Sett sammen', felt)
  const sammen = await felt.inputValue()
  assert.ok(sammen.includes('Et år på universitet.') && sammen.includes('Kurs i norsk.'), sammen)
  await s.lagret(bjorn)
  await begge(berit, bjorn, sammen)
}

/** Berit completes while Bjørn writes: his text is refused, and he still sees it. */
async function ferdigstiltUnderveis(berit, bjorn, samtale) {
  await berit.page.goto(`${samtale}/bosettingsinformasjon`)
  await berit.page.getByRole('checkbox', { name: /^Ingen bosettingsmerknad/ }).check()
  await s.lagret(berit)
  await s.tilDel(berit.page, 'Tilretteleggingsbehov')
  await s.svar(berit.page, s.TILRETTELEGGING, 'Nei')
  await s.lagret(berit)
  await bjorn.page.goto(`${samtale}/interesser`)
  await berit.page.getByRole('button', { name: s.FERDIGSTILL }).click()
  await berit.page.getByRole('heading', { level: 1, name: s.FERDIGSTILL }).waitFor()
  await berit.page.getByRole('button', { name: s.FERDIGSTILL }).click()
  await berit.page.getByText('Bosettingssamtalen er ferdigstilt for 1 av 1 personer').waitFor()
  await s.felt(bjorn.page, /Merknader for interesser/).fill('Liker å gå på ski.')
  await s.until('the page to say that the interview is completed', async () => /ferdigstilt/i.test(await bjorn.page.locator('body').innerText()))
  const synlig = await bjorn.page.evaluate(() => document.body.innerText + [...document.querySelectorAll('textarea')].map((e) => e.value).join())
  assert.ok(synlig.includes('Liker å gå på ski.'), 'what Bjørn wrote is gone')
  await bjorn.se('completed by another while writing')
  await berit.page.goto(`${samtale}/interesser`)
  assert.ok(!(await berit.page.getByRole('main').innerText()).includes('ski'), 'a completed interview was changed')
}
