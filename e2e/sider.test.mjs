// The pages around the work: signing in, the workspace of every role, help, kommuner, and
// a centre's own information, edited by two at once and with the keyboard.
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

paaHverDatabase('Sidene', (hus) => {
  hus.sjekk('innlogging, hjelp og arbeidsflaten til hver rolle', async () => {
    const ingen = await hus.person()
    await ingen.page.goto('/')
    const knapper = ingen.page.getByRole('main').getByRole('button')
    assert.equal(await knapper.count(), KNAPPER.length)
    for (const navn of KNAPPER) assert.equal(await ingen.page.getByRole('button', { name: navn, exact: true }).count(), 1, navn)
    await ingen.seAlle('the login page')
    await ingen.page.getByRole('link', { name: 'Hjelp og kontakt' }).click()
    await ingen.page.getByRole('heading', { level: 1, name: 'Hjelp i Bosett' }).waitFor()
    await ingen.seAlle('help for somebody who is not signed in')
    for (const navn of KNAPPER) await arbeidsflaten(hus, navn)
  })
  hus.sjekk('kommuner og bydeler', async () => kommuner(await hus.person('Siv Solli, IMDiSaksbehandler, IMDi')))
  hus.sjekk('mottaksinformasjon rettes av to samtidig', async () => informasjon(await hus.person(ASTRID), await hus.person(ASTRID)))
  hus.sjekk('kontaktinformasjon med tastaturet', async () => kontakt(await hus.person('Berit Bø, MottakBosettingsansvarlig, Hå asylmottak')))
  hus.sjekk('nynorsk og bytte av organisasjon', async () => byttene(await hus.person('Dag Dobbel, MottakBosettingsansvarlig, Hå asylmottak og Toten mottak')))
})

/** Every way on from the workspace leads to a page. */
async function arbeidsflaten(hus, knapp) {
  const person = await hus.person(knapp)
  const { page } = person
  await person.seAlle(`the workspace of ${knapp}`, [[1280, 'light'], [320, 'dark']])
  await page.getByText(`Din bruker: ${knapp.split(',')[0]}`).first().waitFor()
  const veier = await page.getByRole('main').getByRole('link').evaluateAll((all) => all.map((a) => a.getAttribute('href')))
  assert.ok(veier.includes('/hjelp') && veier.includes('/kommuner'), `${knapp}: ${veier}`)
  for (const vei of new Set(veier.filter((v) => v.startsWith('/')))) {
    assert.equal((await page.goto(vei)).status(), 200, `${knapp}: ${vei}`)
  }
  await person.close()
  hus.people.splice(hus.people.indexOf(person), 1)
}

async function kommuner(siv) {
  const { page } = siv
  await page.getByRole('link', { name: 'Kommuner' }).first().click()
  await siv.seAlle('all kommuner')
  const sok = page.getByRole('searchbox', { name: 'Kommune eller bydel' })
  await sok.fill('herøy')
  await sok.press('Enter')
  await page.getByText('2 treff').waitFor()
  const treff = page.getByRole('main').getByRole('listitem')
  assert.deepEqual((await treff.allInnerTexts()).map((t) => t.replace(/\s+/g, ' ').trim()), ['Herøy Møre og Romsdal', 'Herøy Nordland - Nordlánnda'])
  await siv.se('kommuner of the same name')
  await sok.fill('finnes ikke')
  await sok.press('Enter')
  await page.getByText('Ingen kommuner eller bydeler passer til søket').waitFor()
  await siv.seAlle('no kommune found')
  await page.goto('/kommuner/0301')
  await siv.seAlle('a kommune with bydeler')
  await page.getByRole('link', { name: 'Grünerløkka' }).click()
  await page.getByRole('heading', { level: 1, name: 'Grünerløkka' }).waitFor()
  await siv.seAlle('a bydel')
}

async function informasjon(forst, sist) {
  for (const { page } of [forst, sist]) {
    await page.goto('/mottak')
    await page.getByRole('link', { name: /^Rediger/ }).click()
    await page.getByRole('heading', { level: 1 }).waitFor()
  }
  await sist.seAlle('the form of the centre')
  await forst.page.getByLabel('Hovedtelefon').fill('51 11 11 11')
  await forst.page.getByRole('button', { name: 'Lagre' }).click()
  await forst.page.getByText('Kontaktinfoen er lagret.').waitFor()
  await forst.seAlle('the centre, where MOT and Bosett differ')

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
  await berit.seAlle('the contacts')
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

async function byttene(dag) {
  const { page } = dag
  await page.locator('summary').filter({ hasText: 'Bokmål' }).click()
  await page.getByRole('button', { name: 'Nynorsk' }).first().click()
  await page.getByRole('heading', { name: 'Dette kan du gjere' }).waitFor()
  assert.equal(await page.locator('html').getAttribute('lang'), 'nn')
  await dag.seAlle('the workspace in nynorsk')
  await page.getByRole('link', { name: 'Byt organisasjon' }).click()
  await dag.seAlle('the choice of organisation')
  await page.getByRole('button', { name: /^Toten mottak, / }).click()
  await page.getByText('Du arbeider for Toten mottak.').waitFor()
  for (const vei of ['/hjelp', '/kommuner/0301', '/mottak/informasjon', '/mottak/informasjon/rediger', '/mottak/kontakt']) {
    assert.equal((await page.goto(vei)).status(), 200, vei)
    await dag.seAlle(`${vei} in nynorsk`)
  }
}
