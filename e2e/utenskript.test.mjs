// The main job without JavaScript: forms, links and the server's own pages are enough.
import assert from 'node:assert/strict'
import { paaHverDatabase } from './huset.mjs'
import * as s from './steg.mjs'

const HVEM = 'Imdi_X'
const UTEN = { javaScript: false }

paaHverDatabase('Uten JavaScript', (hus) => {
  hus.sjekk('Berit gjennomfører bosettingssamtalen med Imdi_X', async () => {
    const berit = await hus.person(s.BERIT, UTEN)
    const { page } = berit
    const samtale = await s.startSamtale(berit, '2020 900642 01', HVEM)
    await tilknytning(berit)
    await merknad(berit)
    await konflikt(hus, berit)
    await mangler(berit, samtale)
    await page.getByRole('button', { name: s.FERDIGSTILL }).click()
    const lest = await page.getByRole('main').innerText()
    for (const tekst of ['Maryam Prøve', 'Hassan Prøve', 'Vet ikke', 'Vil bo nær søsteren.', 'Trappefri bolig.', 'Heis eller første etasje.']) {
      assert.ok(lest.includes(tekst), `the page to read through lacks «${tekst}»`)
    }
    await berit.se('the page to read through')
    await page.getByRole('button', { name: s.FERDIGSTILL }).click()
    await page.getByText('Bosettingssamtalen er ferdigstilt for 1 av 1 personer').waitFor()
    await berit.seAlle('completed')
    await page.goto(`${samtale}/bosettingsinformasjon`)
    await page.getByText('Maryam Prøve').waitFor()
    assert.equal(await page.getByRole('main').getByRole('textbox').count(), 0)
    await s.tilListe(page, 'Oversikt mottaksbeboere')
    await s.sok(page, HVEM)
    assert.equal(await s.celle(page, s.rader(page, HVEM).first(), 'Bosettingssakstatus'), 'Fordelingsklar')
  })
})

/** Saves by the button and waits for the next page. */
async function lagre(page) {
  await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Lagre', exact: true }).click()])
}

async function tilknytning(berit) {
  const { page } = berit
  // What follows an answer comes when the answer is saved.
  await s.svar(page, s.VENNER, 'Ja')
  await lagre(page)
  await s.fyllKjent(page, 1, { type: 'Søster', navn: 'Maryam Prøve', kommune: 'Hå', merknad: 'Vil bo nær søsteren.', flere: 'Ja' })
  await berit.se('a person that the resident knows')
  await lagre(page)
  await s.fyllKjent(page, 2, { type: 'Venn', navn: 'Hassan Prøve', kommune: 'Vet ikke', merknad: 'Bor hos ulike slektninger.', flere: 'Ja' })
  await lagre(page)
  await s.felt(s.kjent(page, 3), s.NAVN).fill('Skal bort')
  await lagre(page)
  assert.equal(await s.felt(s.kjent(page, 3), s.NAVN).inputValue(), 'Skal bort')
  await Promise.all([page.waitForEvent('load'), s.kjent(page, 3).getByRole('button', { name: /^Fjern/ }).click()])
  await s.svar(s.kjent(page, 2), s.FLERE, 'Nei')
  await lagre(page)
  await page.reload()
  assert.equal(await s.kjent(page, 3).count(), 0)
  assert.equal(await s.felt(s.kjent(page, 1), s.NAVN).inputValue(), 'Maryam Prøve')
  assert.equal(await s.felt(s.kjent(page, 2), s.NAVN).inputValue(), 'Hassan Prøve')
  assert.equal(await s.kjent(page, 1).getByRole('combobox', { name: s.KOMMUNE }).evaluate((e) => e.selectedOptions[0].text), 'Hå')
}

async function merknad(berit) {
  const { page } = berit
  const notes = s.merknader(page)
  await Promise.all([page.waitForEvent('load'), notes.getByRole('button', { name: /^Legg til/ }).click()])
  await notes.getByRole('textbox').fill('Ønsker fotball.')
  await Promise.all([page.waitForEvent('load'), notes.getByRole('button', { name: /^Opprett/ }).click()])
  assert.equal(await notes.getByRole('textbox').inputValue(), 'Ønsker fotball.')
  await berit.seAlle('Bosettingsinformasjon without scripts')
}

/** Somebody else changes the same question while the page is open. */
async function konflikt(hus, berit) {
  const { page } = berit
  await s.tilDel(page, 'Tilretteleggingsbehov')
  await s.svar(page, s.TILRETTELEGGING, 'Ja')
  await lagre(page)
  const bjorn = await hus.person(s.BJORN, UTEN)
  await bjorn.page.goto(s.sti(page))
  await s.felt(bjorn.page, s.UTFYLLENDE).fill('Trappefri bolig.')
  await lagre(bjorn.page)
  await s.felt(page, s.UTFYLLENDE).fill('Heis eller første etasje.')
  await lagre(page)
  const panel = page.getByRole('main').getByRole('button', { name: 'Sett sammen' }).locator('xpath=ancestor::form')
  const tekst = await panel.innerText()
  assert.ok(tekst.includes('Bjørn Berg'), tekst)
  assert.ok(tekst.includes('Trappefri bolig.'), tekst)
  assert.equal(await s.felt(page, s.UTFYLLENDE).inputValue(), 'Heis eller første etasje.', 'what I wrote stands')
  assert.ok(await page.getByRole('button', { name: 'Behold min' }).isVisible())
  assert.ok(await page.getByRole('button', { name: 'Bruk deres' }).isVisible())
  await berit.seAlle('a conflict without scripts')
  await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Sett sammen' }).click()])
  const begge = await s.felt(page, s.UTFYLLENDE).inputValue()
  assert.ok(begge.includes('Trappefri bolig.') && begge.includes('Heis eller første etasje.'), begge)
  await lagre(page)
  await bjorn.page.reload()
  assert.equal((await s.felt(bjorn.page, s.UTFYLLENDE).inputValue()).replaceAll('\r', ''), begge)
}

/** A link from the summary of errors leads to the field, also where the field is a group. */
async function mangler(berit, samtale) {
  const { page } = berit
  await page.goto(`${samtale}/tilretteleggingsbehov`)
  await s.felt(page, s.UTFYLLENDE).fill('')
  await page.getByRole('button', { name: s.FERDIGSTILL }).click()
  await page.getByRole('link', { name: 'Skriv hvilken tilrettelegging personen trenger' }).click()
  assert.equal(await s.felt(page, s.UTFYLLENDE).getAttribute('aria-invalid'), 'true')
  await berit.se('a field with an error without scripts')
  await s.felt(page, s.UTFYLLENDE).fill('Trappefri bolig.\nHeis eller første etasje.')
  await lagre(page)
}
