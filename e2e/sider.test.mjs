// The ways on from the workspace of every demo user, and a centre's own information edited
// by two at once and with the keyboard only. How the pages look is seen in the other files.
import assert from 'node:assert/strict'
import { paaHverDatabase } from './huset.mjs'

const ASTRID = 'Astrid Ås, Mottaksadministrator, Hå asylmottak'
// Of demo.md: every demo user's button.
const KNAPPER = [
  ASTRID,
  'Berit Bø, MottakBosettingsansvarlig, Hå asylmottak',
  'Bjørn Berg, MottakBosettingsansvarlig, Hå asylmottak',
  'Kåre Kvam, MottakKompass, Hå asylmottak',
  'Tora Toten, MottakBosettingsansvarlig, Toten mottak',
  'Inger Ihle, IntegreringsmottakBosettingsansvarlig, Kristiansand integreringsmottak',
  'Ivar Ines, IntegreringsmottakKompass, Kristiansand integreringsmottak',
  'Dag Dobbel, MottakBosettingsansvarlig, Hå asylmottak og Toten mottak',
  'Tuva Tveit, MottakBosettingsansvarlig, Solbakken tilrettelagt avdeling',
  'Siv Solli, IMDiSaksbehandler, IMDi',
  'Arne Aas, IMDiAdministrator, IMDi',
  'Rita Rud, IMDiRevisor, IMDi',
  'Nils Navn, IMDiSaksbehandler, IMDi',
  'Kari Kvåle, KommuneBosetterSkriv, Hå kommune',
  'Leif Lid, KommuneBosetterLes, Hå kommune',
  'Anne Aune, KommuneAdministrator, Hå kommune',
  'Hedda Hove, KommuneKompass, Hå kommune',
  'Ola Oen, KommuneBosetterSkriv, Gjesdal kommune',
]

paaHverDatabase('Veiene', (hus) => {
  hus.sjekk('arbeidsflaten til hver bruker', async () => {
    for (const navn of KNAPPER) await arbeidsflaten(hus, navn)
  })
  hus.sjekk('mottaksinformasjon rettes av to samtidig', async () => informasjon(await hus.person(ASTRID), await hus.person(ASTRID)))
  hus.sjekk('kontaktinformasjon med tastaturet', async () => kontakt(await hus.person('Berit Bø, MottakBosettingsansvarlig, Hå asylmottak')))
}, ['sqlite'])

/** Every way on from the workspace leads to a page. */
async function arbeidsflaten(hus, knapp) {
  const person = await hus.person(knapp)
  const { page } = person
  await page.getByText(`Din bruker: ${knapp.split(',')[0]}`).first().waitFor()
  const veier = await page.getByRole('main').getByRole('link').evaluateAll((all) => all.map((a) => a.getAttribute('href')))
  assert.ok(veier.includes('/hjelp') && veier.includes('/kommuner'), `${knapp}: ${veier}`)
  for (const vei of new Set(veier.filter((v) => v.startsWith('/')))) {
    assert.equal((await page.goto(vei)).status(), 200, `${knapp}: ${vei}`)
  }
  hus.notes.push(...person.faults.map((f) => `${knapp}: ${f}`))
  await person.close()
  hus.people.splice(hus.people.indexOf(person), 1)
}

async function informasjon(forst, sist) {
  for (const { page } of [forst, sist]) {
    await page.goto('/mottak')
    await page.getByRole('link', { name: /^Rediger/ }).click()
    await page.getByRole('heading', { level: 1 }).waitFor()
  }
  await forst.page.getByLabel('Hovedtelefon').fill('51 11 11 11')
  await forst.page.getByRole('button', { name: 'Lagre' }).click()
  await forst.page.getByText('Kontaktinfoen er lagret.').waitFor()

  const { page } = sist
  await page.getByLabel('Hovedtelefon').fill('52 22 22 22')
  await page.getByLabel('Vakttelefon').fill('53 33 33 33')
  await page.getByRole('button', { name: 'Lagre' }).click()
  await page.getByRole('heading', { name: 'Noen andre lagret mens du skrev' }).waitFor()
  await sist.seAlle('a conflict about the centre')
  assert.equal(await page.getByLabel('Hovedtelefon').inputValue(), '52 22 22 22')
  assert.equal(await page.getByLabel('Vakttelefon').inputValue(), '53 33 33 33')
  await page.getByRole('link', { name: 'Hovedtelefon: Astrid Ås har lagret 51 11 11 11 her.' }).click()
  assert.equal(await page.evaluate(() => document.activeElement.id), 'hovedtelefon')
  await page.getByRole('button', { name: 'Lagre' }).click()
  await page.getByText('Kontaktinfoen er lagret.').waitFor()
  await page.getByText('52 22 22 22').waitFor()
}

/** Tab and Enter only; after an error the summary has the focus and leads to the field. */
async function kontakt(berit) {
  const { page } = berit
  await page.goto('/mottak/kontakt')
  assert.equal(await page.getByRole('link', { name: /^Rediger/ }).count(), 1, 'only her own')
  await page.getByRole('link', { name: 'Rediger Bosettingsansvarlig' }).focus()
  await page.keyboard.press('Enter')
  await page.getByLabel('Navn').focus()
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.type('Berit Bø Berg')
  await page.keyboard.press('Tab')
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.type('abc')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Rett dette før du lagrer' }).waitFor()
  await berit.seAlle('a wrong telephone number')
  assert.match(await page.title(), /^Feil: /)
  assert.ok(await page.evaluate(() => document.activeElement.matches('[data-feiloppsummering]')), 'the summary has the focus')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  assert.equal(await page.evaluate(() => document.activeElement.id), 'telefon')
  assert.equal(await page.getByLabel('Navn').inputValue(), 'Berit Bø Berg')
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.type('40 00 00 01')
  await page.keyboard.press('Enter')
  await page.getByText('Kontaktinformasjonen er lagret.').waitFor()
  await page.getByText(/^\d\d\.\d\d\.\d{4} av Berit Bø$/).waitFor()
}
