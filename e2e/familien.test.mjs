// The guide's family of four: boxes, the note that all share, one completed and then the rest.
import assert from 'node:assert/strict'
import { paaHverDatabase } from './huset.mjs'
import * as s from './steg.mjs'

const NAVN = 'SyntatDufAsylFamilie-OK'
const FAR = '2020 900472 07'

paaHverDatabase('Familien', (hus) => {
  hus.sjekk('Berit gjennomfører bosettingssamtalen med hele familien', async () => {
    const berit = await hus.person(s.BERIT)
    const { page } = berit
    await enOppgave(berit)
    await page.getByRole('button', { name: /^Gjennomfør bosettingssamtale/ }).click()
    await page.getByRole('heading', { level: 1, name: 'Bosettingsinformasjon' }).waitFor()
    await boksene(berit)
    await kompassBareForDemOver16(page)
    await familiemerknaden(berit)
    await farAlene(berit)
    await resten(berit)
    await fordelingsklare(page)
  })
})

/** A member's box. */
const boks = (page, rolle) => page.getByRole('list', { name: /amilie/ }).getByRole('link', { name: new RegExp(`^${rolle}`) })

async function bytt(page, rolle) {
  await boks(page, rolle).click()
  await page.getByRole('region', { name: new RegExp(`^${rolle} `) }).waitFor()
}

async function enOppgave(berit) {
  const { page } = berit
  await s.tilListe(page, 'Oppgaveliste')
  await s.sok(page, NAVN)
  assert.equal(await s.antall(page), 4, 'persons, not rows')
  assert.equal(await s.rader(page, NAVN).count(), 1, 'a family is one task')
  assert.match(await s.celle(page, s.rader(page, NAVN), 'DUF-nummer'), /^2020 ?900472 ?07$/)
  await s.visDetaljer(berit, NAVN)
  const medlemmer = page.getByRole('table').getByRole('listitem')
  const tekster = (await medlemmer.allInnerTexts()).map(s.enkel)
  assert.equal(tekster.length, 4)
  for (const [i, rolle] of ['Far', 'Mor', 'Sønn', 'Datter'].entries()) assert.ok(tekster[i].startsWith(`${NAVN}, ${rolle}`), tekster[i])
  assert.ok(tekster[0].includes(`${s.alder('1984-11-08')} år`), tekster[0])
  await berit.seAlle('a family in the task list')
}

async function boksene(berit) {
  const { page } = berit
  assert.equal((await s.fakta(page.getByRole('region', { name: /^Far / })))['Reg-nummer'], '935811771')
  for (const rolle of ['Mor', 'Sønn', 'Datter']) assert.equal(await boks(page, rolle).getAttribute('aria-current'), null)
  assert.equal(await boks(page, 'Far').getAttribute('aria-current'), 'true')
  await s.tilDel(page, 'Tilretteleggingsbehov')
  await bytt(page, 'Mor')
  await page.getByRole('heading', { level: 1, name: 'Tilretteleggingsbehov' }).waitFor()
  assert.equal(await boks(page, 'Mor').getAttribute('aria-current'), 'true')
  assert.equal(await boks(page, 'Far').getAttribute('aria-current'), null)
  await s.tilDel(page, 'Andre ferdigheter')
  await page.getByText('Det er ikke registrert førerkort på denne personen').waitFor()
  await page.getByText('Det er ikke registrert regneferdigheter på denne personen').waitFor()
  await s.tilDel(page, 'Bosettingsinformasjon')
}

async function kompassBareForDemOver16(page) {
  for (const [rolle, spurt] of [['Far', 1], ['Sønn', 1], ['Datter', 0], ['Mor', 1]]) {
    await bytt(page, rolle)
    assert.equal(await page.getByRole('combobox', { name: s.KOMPASS }).count(), spurt, rolle)
    assert.equal(await s.spm(page, s.BOFELLESSKAP).count(), 0, 'only those who are alone are asked whom to share a home with')
  }
}

async function familiemerknaden(berit) {
  const { page } = berit
  await bytt(page, 'Mor')
  const notes = s.merknader(page, 'Bosettingsmerknad for familien')
  await notes.getByRole('button', { name: /^Legg til/ }).click()
  await notes.getByRole('textbox').fill('Sønnen ønsker å bo sammen med familien.')
  await notes.getByRole('button', { name: /^Opprett/ }).click()
  await s.lagret(berit)
  for (const rolle of ['Far', 'Sønn', 'Datter']) {
    await bytt(page, rolle)
    assert.equal(await notes.getByRole('textbox').inputValue(), 'Sønnen ønsker å bo sammen med familien.', rolle)
  }
  // What is written on one is not on the others.
  await bytt(page, 'Far')
  await s.svar(page, s.VENNER, 'Nei')
  await s.lagret(berit)
  await bytt(page, 'Mor')
  assert.ok(!(await s.spm(page, s.VENNER).getByRole('radio', { name: 'Nei' }).isChecked()))
  await berit.seAlle('the interview of a family')
}

async function ingenTilrettelegging(berit, rolle) {
  await bytt(berit.page, rolle)
  await s.tilDel(berit.page, 'Tilretteleggingsbehov')
  await s.svar(berit.page, s.TILRETTELEGGING, 'Nei')
  await s.lagret(berit)
}

async function farAlene(berit) {
  const { page } = berit
  await ingenTilrettelegging(berit, 'Far')
  await page.getByRole('button', { name: s.FERDIGSTILL }).click()
  await page.getByRole('heading', { level: 1, name: s.FERDIGSTILL }).waitFor()
  assert.ok((await page.getByRole('main').innerText()).includes('Sønnen ønsker å bo sammen med familien.'))
  await page.getByRole('button', { name: s.FERDIGSTILL }).click()
  await page.getByText('Bosettingssamtalen er ferdigstilt for 1 av 4 personer').waitFor()
  // A tick, and words for those who do not see it.
  assert.match(await boks(page, 'Far').innerText(), /erdigstilt/)
  assert.doesNotMatch(await boks(page, 'Mor').innerText(), /erdigstilt/)
  await berit.se('one of the family is completed')
  // The note that all share stands as it was read through.
  await bytt(page, 'Far')
  assert.equal(await page.getByRole('main').getByRole('textbox').count(), 0)
  await s.tilListe(page, 'Oppgaveliste')
  assert.equal(await s.rader(page, NAVN).count() > 0, true, 'the task stays until all are done')
  const oppgave = await s.rader(page, NAVN).first().innerText()
  assert.match(s.enkel(oppgave), /1 av 4/)
  await s.tilListe(page, 'Oversikt mottaksbeboere')
  await s.sok(page, FAR)
  assert.equal(await s.celle(page, s.rader(page, NAVN).first(), 'Bosettingssakstatus'), 'Under kartlegging')
}

async function resten(berit) {
  const { page } = berit
  await s.tilListe(page, 'Oppgaveliste')
  if (!(await page.getByRole('button', { name: /^Skjul detaljer/ }).filter({ hasText: NAVN }).count())) await s.visDetaljer(berit, NAVN)
  await page.getByRole('button', { name: /^Gjennomfør bosettingssamtale/ }).click()
  await page.getByRole('heading', { level: 1, name: 'Bosettingsinformasjon' }).waitFor()
  for (const rolle of ['Mor', 'Sønn', 'Datter']) await ingenTilrettelegging(berit, rolle)
  await page.getByRole('button', { name: s.FERDIGSTILL }).click()
  await page.getByRole('heading', { level: 1, name: s.FERDIGSTILL }).waitFor()
  // Datter was the last; the two others are ready too and go in the same step.
  for (const rolle of ['Mor', 'Sønn']) await page.getByRole('checkbox', { name: new RegExp(`^${rolle} `) }).check()
  await berit.seAlle('several to complete at once')
  await page.getByRole('button', { name: s.FERDIGSTILL }).click()
  await page.getByText('Bosettingssamtalen er ferdigstilt for 4 av 4 personer').waitFor()
  await s.tilListe(page, 'Oppgaveliste')
  assert.equal(await s.rader(page, NAVN).count(), 0)
  await s.sok(page, '')
  assert.equal(await s.antall(page), 80, '84 without the four')
}

async function fordelingsklare(page) {
  await s.tilListe(page, 'Oversikt mottaksbeboere')
  await s.sok(page, NAVN)
  assert.equal(await s.antall(page), 4)
  const medlemmer = s.rader(page, NAVN)
  assert.equal(await medlemmer.count(), 4)
  for (let i = 0; i < 4; i++) assert.equal(await s.celle(page, medlemmer.nth(i), 'Bosettingssakstatus'), 'Fordelingsklar')
}
