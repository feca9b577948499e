// What people do, in the words of the user guide: everything is found by its role and its
// visible name, as a person finds it.
import assert from 'node:assert/strict'

/** The demo users' buttons. */
export const BERIT = 'Berit Bø, MottakBosettingsansvarlig, Hå asylmottak'
export const BJORN = 'Bjørn Berg, MottakBosettingsansvarlig, Hå asylmottak'
export const ASTRID = 'Astrid Ås, Mottaksadministrator, Hå asylmottak'
export const KARE = 'Kåre Kvam, MottakKompass, Hå asylmottak'
export const TORA = 'Tora Toten, MottakBosettingsansvarlig, Toten mottak'
export const INGER = 'Inger Ihle, IntegreringsmottakBosettingsansvarlig, Kristiansand integreringsmottak'

/** The questions, as the guide writes them. */
export const KOMPASS = 'Hva er årsaken til dette?'
export const VENNER = 'Har du venner eller familie i Norge?'
export const TYPE = 'Hvilken type tilknytning?'
export const NAVN = 'Hva heter vedkommende?'
export const KONTAKT = 'Kontaktinformasjon (adresse, telefon)?'
export const KOMMUNE = 'Vet du hvilken kommune vedkommende bor i?'
export const MERKNADSFELT = 'Merknadsfelt'
export const FLERE = 'Kjenner du flere personer i Norge?'
export const ANDRE = 'Er det andre forhold som gjør at du har tilhørighet til en kommune i Norge, som utdanning eller arbeid?'
export const BOFELLESSKAP = 'Kjenner du noen du kunne tenke deg å dele bolig med?'
export const TILRETTELEGGING = 'Har du behov for spesiell tilrettelegging ved bosetting?'
export const UTFYLLENDE = 'Utfyllende opplysninger'
export const FERDIGSTILL = 'Ferdigstill bosettingssamtale'

/** Asks again and again until the answer is yes; what tells what was waited for. */
export async function until(what, probe, timeout = 10_000) {
  const end = Date.now() + timeout
  for (;;) {
    let last
    try {
      if (await probe()) return
    } catch (e) { last = e }
    if (Date.now() > end) throw new Error(`waited in vain for ${what}${last ? `: ${last.message}` : ''}`)
    await new Promise((done) => setTimeout(done, 50))
  }
}

/** Where the browser is. */
export const sti = (page) => new URL(page.url()).pathname

/** Today in Norway, 2026-11-22. */
export const idag = () => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Oslo' }).format(new Date())

/** Whole years from a day of birth to today. */
export function alder(fodt) {
  const [y, rest] = [Number(idag().slice(0, 4)) - Number(fodt.slice(0, 4)), idag().slice(5) < fodt.slice(5)]
  return rest ? y - 1 : y
}

/** Days from today to a day, negative when it has passed. */
export const dagerTil = (dag) => Math.round((Date.parse(dag) - Date.parse(idag())) / 86_400_000)

/** Text with every kind of space as one plain space. */
export const enkel = (text) => text.replace(/\s+/g, ' ').trim()

/** Labels and values of a part of the page: { Fornavn: 'Imdi_Y' }. */
export async function fakta(part) {
  const pairs = await part.locator('dt:visible').evaluateAll((all) => all.map((dt) => [dt.innerText, dt.nextElementSibling.innerText]))
  return Object.fromEntries(pairs.map(([k, v]) => [enkel(k), enkel(v)]))
}

/** Goes to Mottak and one of its lists through the menus. */
export async function tilListe(page, navn) {
  const mottak = page.getByRole('navigation', { name: 'Hovedmeny' }).getByRole('link', { name: 'Mottak' })
  if (!(await mottak.isVisible())) await page.locator('summary:visible').filter({ hasText: 'Meny' }).click()
  await mottak.click()
  await page.getByRole('navigation', { name: 'Mottak' }).getByRole('link', { name: navn }).click()
  await page.getByRole('heading', { level: 1, name: navn }).waitFor()
}

/** The number in "Antall personer: 84". */
export async function antall(page) {
  const text = enkel(await page.getByRole('main').getByText(/^Antall personer:/).innerText())
  return Number(text.replace(/\D/g, ''))
}

/** Searches in a list by its own field. */
export async function sok(page, tekst) {
  const search = page.getByRole('main').getByRole('search')
  await search.getByRole('searchbox', { name: 'Søk på DUF-nummer eller navn' }).fill(tekst)
  await Promise.all([page.waitForEvent('load'), search.getByRole('button', { name: 'Søk' }).click()])
}

/** The rows of the list that hold the text: without scripts, and with, the same. */
export const rader = (page, tekst) => page.getByRole('table').getByRole('row').filter({ hasText: tekst })

/** The text of a row's cell in the column with the heading. */
export async function celle(page, rad, kolonne) {
  const headings = (await page.getByRole('columnheader').allInnerTexts()).map(enkel)
  const i = headings.indexOf(kolonne)
  assert.ok(i >= 0, `no column ${kolonne}: ${headings.join(', ')}`)
  return enkel(await rad.getByRole('cell').nth(i).innerText())
}

/** The DUF numbers of the list's rows, in their order. */
export async function dufnumre(page) {
  const rows = await page.getByRole('table').getByRole('row').filter({ has: page.getByRole('cell') }).allInnerTexts()
  return rows.map((r) => r.match(/\b\d{4} \d{6} \d{2}\b/)?.[0]).filter(Boolean)
}

/** Opens a row's details: a button with scripts, a link without. */
export async function visDetaljer(person, hvem) {
  const role = person.javaScript ? 'button' : 'link'
  await person.page.getByRole(role, { name: new RegExp(`^Vis detaljer.*${hvem}`) }).click()
  await person.page.getByRole(role, { name: new RegExp(`^Skjul detaljer.*${hvem}`) }).waitFor()
}

/** From the task list into the interview of a person; returns the resident's address. */
export async function startSamtale(person, sokeord, hvem = sokeord) {
  const { page } = person
  await tilListe(page, 'Oppgaveliste')
  await sok(page, sokeord)
  await visDetaljer(person, hvem)
  await page.getByRole('button', { name: /^Gjennomfør bosettingssamtale/ }).click()
  await page.waitForURL(/\/samtale\//)
  await page.getByRole('heading', { level: 1, name: 'Bosettingsinformasjon' }).waitFor()
  return sti(page).split('/').slice(0, 3).join('/')
}

/** A yes/no question. */
export const spm = (part, tekst) => part.getByRole('radiogroup', { name: tekst })

/** Answers a yes/no question. */
export const svar = (part, tekst, verdi) => spm(part, tekst).getByRole('radio', { name: verdi, exact: true }).check()

/** A field, by its label. */
export const felt = (part, etikett) => part.getByRole('textbox', { name: etikett })

/** One of the persons that the resident knows in Norway. */
export const kjent = (page, n) => page.getByRole('group', { name: `Person ${n}`, exact: true })

/** The rows of notes. */
export const merknader = (page, navn = 'Personlig bosettingsmerknad') => page.getByRole('group', { name: navn, exact: true })

/** The interview's own menu. */
export async function tilDel(page, navn) {
  await page.getByRole('main').waitFor()
  await page.getByRole('link', { name: new RegExp(`^${navn}`) }).click()
  await page.getByRole('heading', { level: 1, name: navn }).waitFor()
}

/** The sentence about saving, "Lagret kl. 14.03". */
export const lagrestatus = (page) => page.getByRole('status').filter({ hasText: /agret|Lagrer|Frakoblet|logge inn/ }).first()

/** Waits until the page says that all is saved and nothing is on its way. */
export async function lagret(person) {
  const { page } = person
  await page.evaluate(() => document.activeElement?.blur())
  let sier = ''
  await until('all to be saved', async () => {
    sier = enkel(await lagrestatus(page).innerText())
    return person.saves.pending === 0 && Date.now() - person.saves.last > 150 && /^Lagret kl\. \d\d\.\d\d/.test(sier)
  }).catch((e) => { throw new Error(`${e.message}; ${person.saves.pending} on their way, and the page says "${sier}"`) })
}

/** Fills in a person that the resident knows: everything with a star, and the kommune. */
export async function fyllKjent(page, n, { type = 'Bror', navn, kontakt = 'Prøveveien 1, tlf. 00001234', kommune = 'Hå', merknad = 'Har god kontakt.', flere }) {
  const p = kjent(page, n)
  await p.getByRole('combobox', { name: TYPE }).selectOption(type)
  await felt(p, NAVN).fill(navn)
  await felt(p, KONTAKT).fill(kontakt)
  await p.getByRole('combobox', { name: KOMMUNE }).selectOption(kommune)
  await felt(p, MERKNADSFELT).fill(merknad)
  await svar(p, FLERE, flere)
}

/** Asserts that the focus is on or inside something. */
export async function harFokus(part, what) {
  await until(`focus on ${what}`, () => part.evaluate((e) => e === document.activeElement || e.contains(document.activeElement)), 3000)
    .catch(async (e) => { throw new Error(`${e.message}; it is on ${await part.page().evaluate(() => document.activeElement.outerHTML.slice(0, 200))}`) })
}

/** Runs in the page: what is wrong with where the focus is; '' for nothing. */
function focusFault() {
  const e = document.activeElement
  if (!e || e === document.body) return 'the focus is nowhere'
  const style = getComputedStyle(e)
  const drawn = (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== 'none'
  if (!drawn) return `the focus is not seen on ${e.outerHTML.slice(0, 120)}`
  const box = e.getBoundingClientRect()
  const points = [[0.5, 0.5], [0.1, 0.2], [0.9, 0.2], [0.1, 0.8], [0.9, 0.8]]
  const seen = points.some(([x, y]) => {
    const hit = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y)
    return hit && (e.contains(hit) || hit.contains(e) && hit !== document.body && hit !== document.documentElement && hit.id !== 'innhold')
  })
  return seen ? '' : `what has the focus is covered or outside the window: ${e.outerHTML.slice(0, 120)}`
}

/** Asserts that one sees where the focus is. */
export async function synligFokus(page, what) {
  let fault = ''
  await until('a visible focus', async () => (fault = await page.evaluate(focusFault)) === '', 1500).catch(() => {})
  assert.equal(fault, '', what)
}

/** Presses Tab until the focus is on what one wants, seeing it at every stop. */
export async function tab(page, part, what) {
  for (let i = 0; i < 150; i++) {
    if (await part.evaluate((e) => e === document.activeElement)) return
    await page.keyboard.press('Tab')
    if (await page.evaluate(() => document.activeElement === document.body)) continue // past the end, round again
    await synligFokus(page, `on the way to ${what}`)
  }
  throw new Error(`${what} is not reached by Tab`)
}
