// How long the session lasts: a warning two minutes before it ends, one press to go on, tabs in step, and the question
// about unsaved text at signing out. Durations only: the clock of a PC may be wrong.
import { hearTabs, interview, tellTabs } from './kanal.js';

const warnAt = 120; // s before the end
const contactEvery = 60000; // ms between two times the server is told that somebody types
const checkEvery = 2000; // ms, at most, when the page comes into sight

let root;
let bruker;
let ends; // performance.now() when nothing more is done
let endsAtLast; // whatever is done
let contact = 0; // when the server last heard of somebody doing something here
let checked = 0;
let timer;
let dialog;

const now = () => performance.now();
const at = (seconds) => now() + seconds * 1000;

async function ask(method) {
  try {
    const response = await fetch('/okt', { method, headers: { Accept: 'application/json' }, signal: AbortSignal.timeout(10000) });
    if (response.status === 401) return null;
    return response.ok ? await response.json() : undefined;
  } catch {
    return undefined;
  }
}

// whoIsHere is the mark of who is signed in now, null for nobody, undefined when it cannot be known. It prolongs nothing.
export const whoIsHere = async () => {
  const okt = await ask('GET');
  return okt && okt.bruker;
};

// alive notes that the server has just heard of somebody at work here.
export function alive() {
  if (!root) return;
  const first = now() - contact > 20000;
  contact = now();
  if (first) know({ igjen: Math.min(JSON.parse(root.dataset.okt).igjen, (endsAtLast - now()) / 1000), senest: (endsAtLast - now()) / 1000 }, true);
}

// know takes in how long there is, and tells the other tabs.
function know({ igjen, senest }, tell) {
  ends = at(igjen);
  endsAtLast = at(senest);
  if (tell) tellTabs({ type: 'her', bruker, igjen, senest });
  clearTimeout(timer);
  const left = Math.min(igjen, senest);
  timer = setTimeout(check, Math.max(1, left > warnAt ? left - warnAt : left) * 1000);
  if (left > warnAt && dialog.open) dialog.close();
  if (left <= warnAt) warn(senest <= igjen ? 'senest' : 'inaktiv');
}

// check asks the server how it stands.
async function check() {
  checked = now();
  const okt = await ask('GET');
  if (okt === null) return ended();
  if (okt === undefined) return void (timer = setTimeout(check, 15000));
  if (okt.bruker !== bruker) return other();
  know(okt, false);
}

async function goOn() {
  const okt = await ask('POST');
  if (okt === null) return ended();
  if (okt && okt.bruker !== bruker) return other();
  if (okt) {
    contact = now();
    know(okt, true);
  }
}

// The dialog ------------------------------------------------------------------------------

const part = (name) => dialog.querySelector(`[data-okt-${name}]`);
const title = () => dialog.querySelector('h2');
const text = () => dialog.querySelector('p');

function warn(kind) {
  const words = text().dataset;
  title().textContent = title().dataset[kind];
  part('fortsett').hidden = kind !== 'inaktiv';
  part('loggut').hidden = kind !== 'inaktiv';
  part('lukk').hidden = kind !== 'senest';
  part('logginn').hidden = true;
  const count = () => {
    const left = Math.max(0, Math.round((Math.min(ends, endsAtLast) - now()) / 1000));
    // Whole minutes, then tens of seconds: a text that changes every second cannot be read aloud.
    const minutes = Math.ceil(left / 60);
    const tens = Math.ceil(left / 10) * 10;
    const time = left > 60 ? words.minutter.replace('%n', minutes) : left > 50 ? words.minutt : words.sekunder.replace('%n', tens);
    const sentence = words[kind].replace('%tid', time);
    if (text().textContent !== sentence) text().textContent = sentence;
    if (dialog.open) setTimeout(count, 1000);
  };
  const seen = dialog.dataset.kind === kind;
  if (!dialog.open && !(seen && kind === 'senest')) dialog.showModal();
  dialog.dataset.kind = kind;
  count();
}

// ended: nobody is signed in any more. A page where something is typed stays; any other is taken off the screen.
function ended() {
  clearTimeout(timer);
  if (interview.here) {
    dialog.close();
    return interview.ended();
  }
  if (!changedForm()) return location.replace(`/logg-inn?retur=${encodeURIComponent(location.pathname + location.search)}`);
  title().textContent = title().dataset.slutt;
  text().textContent = text().dataset.slutt;
  for (const name of ['fortsett', 'loggut']) part(name).hidden = true;
  for (const name of ['logginn', 'lukk']) part(name).hidden = false;
  if (!dialog.open) dialog.showModal();
}

// other: somebody else is signed in in this browser now. Nothing here is theirs.
function other() {
  clearTimeout(timer);
  if (interview.here) return interview.other();
  location.replace('/');
}

const changedForm = () =>
  [...document.querySelectorAll('main form :is(input, textarea)')].some((c) => c.type !== 'hidden' && (c.value !== c.defaultValue || c.checked !== c.defaultChecked));

// Signing out -------------------------------------------------------------------------------

async function signOut(form) {
  await interview.flush(5000);
  const drafts = await import('./lager.js');
  const mine = async () => ((await drafts.exists()) ? drafts.found(bruker) : []);
  let left = await mine().catch(() => []);
  let choice = 'slett';
  if (left.length || interview.dirty()) choice = await askAbout(left.length > 0);
  if (choice === 'bli') return;
  interview.leave();
  const body = new URLSearchParams(choice === 'behold' ? { behold: 'ja' } : {});
  const answer = await fetch(form.action, { method: 'POST', body, redirect: 'manual', signal: AbortSignal.timeout(10000) }).catch(() => null);
  // Whoever is signed out is sent on. Anything else is no signing out, and must not look like one: the browser asks
  // again itself, and shows what the server says, or that it is away.
  if (answer?.type !== 'opaqueredirect') return submit(form, body);
  if (choice === 'slett') for (const row of left) await drafts.remove(row).catch(() => {});
  tellTabs({ type: 'ut' });
  location.replace('/logg-inn');
}

function submit(form, body) {
  for (const [name, value] of body) {
    const field = document.createElement('input');
    Object.assign(field, { type: 'hidden', name, value });
    form.append(field);
  }
  form.submit();
}

// askAbout lets the user choose what becomes of text that is not saved. Without a draft there is nothing to keep.
function askAbout(held) {
  const question = root.querySelector('[data-okt-ulagret]');
  question.querySelector('[data-ulagret="behold"]').hidden = !held;
  question.showModal();
  return new Promise((done) => {
    question.addEventListener('close', () => done(question.returnValue || 'bli'), { once: true });
    for (const button of question.querySelectorAll('[data-ulagret]')) button.onclick = () => question.close(button.dataset.ulagret);
  });
}

// What lies unsaved ---------------------------------------------------------------------------

// levende are the keys that exist; undefined when that cannot be known, and nothing is swept away.
async function levende() {
  const okt = await ask('GET');
  return okt?.bruker === bruker ? (okt.levende ?? []) : undefined;
}

// notice says that something typed earlier on this machine was never saved, and leads to it. What is being typed in
// another tab just now is not meant: it is gone, or another, when one looks again.
async function notice() {
  if (!root.hasAttribute('data-utkast-lokalt')) return;
  const drafts = await import('./lager.js');
  if (!(await drafts.exists())) return;
  const homeless = (row) => row.sti !== location.pathname || !interview.knows(row);
  const seen = (await drafts.found(bruker)).filter(homeless);
  if (!seen.length) return void (await drafts.found(bruker, await levende()));
  await new Promise((done) => setTimeout(done, 4000));
  const same = (row) => seen.some((s) => s.id === row.id && String(s.iv) === String(row.iv));
  const alive = await levende();
  const left = (await drafts.found(bruker, alive)).filter(homeless).filter(same);
  const places = new Map(left.filter((row) => row.sti !== location.pathname).map((row) => [row.sti, row.sted]));
  const here = left.filter((row) => row.sti === location.pathname);
  // Only the interview itself can tell that a question is gone: a page that could not be shown tells nothing.
  if (here.length && !document.querySelector('[data-feilside]')) await showHere(here, alive);
  if (!places.size) return;
  const box = root.querySelector('[data-okt-funnet]').content.cloneNode(true).firstElementChild;
  const item = box.querySelector('li');
  for (const [sti, sted] of places) {
    const li = item.cloneNode(true);
    const link = li.querySelector('a');
    link.href = sti;
    link.textContent = link.dataset.tekst.replace('%sted', () => sted);
    item.before(li);
  }
  item.remove();
  box.setAttribute('role', 'status');
  document.querySelector('main').prepend(box);
}

// showHere shows what was typed on this very page and has no field on it any more.
async function showHere(rows, alive) {
  const box = root.querySelector('[data-okt-funnet]').content.cloneNode(true).firstElementChild;
  const text = box.querySelector('p');
  text.textContent = text.dataset.her;
  box.setAttribute('role', 'status');
  document.querySelector('main').prepend(box);
  const { show } = await import('./rest.js');
  if (!(await show(box, rows, bruker, alive))) box.remove();
}

// Start ----------------------------------------------------------------------------------------

export function session(page) {
  root = page.querySelector('[data-okt]');
  if (!root) return;
  dialog = root.querySelector('[data-okt-varsel]');
  const okt = JSON.parse(root.dataset.okt);
  bruker = okt.bruker;
  contact = now();
  know(okt, true);
  part('fortsett').addEventListener('click', goOn);
  part('lukk').addEventListener('click', () => dialog.close());
  // Escape is an answer too: somebody is there.
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault();
    if (part('fortsett').hidden) dialog.close();
    else goOn();
  });
  for (const form of page.querySelectorAll('[data-logg-ut], [data-okt-loggut]')) {
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      signOut(form);
    });
  }
  for (const event of ['input', 'keydown']) {
    page.addEventListener(event, () => {
      if (now() - contact < contactEvery || dialog.open) return;
      contact = now();
      goOn();
    });
  }
  const look = () => document.visibilityState === 'visible' && now() - checked > checkEvery && check();
  page.addEventListener('visibilitychange', look);
  addEventListener('focus', look);
  addEventListener('pageshow', (event) => event.persisted && check());
  hearTabs(({ type, bruker: who, igjen, senest }) => {
    if (type === 'ut') {
      if (interview.here && interview.dirty()) return interview.ended();
      interview.leave();
      return location.replace('/logg-inn');
    }
    if (who !== bruker) return other();
    know({ igjen, senest }, false);
    interview.back();
  });
  if (page.querySelector('[data-innlogget]') && window.opener) setTimeout(() => window.close(), 300);
  setTimeout(() => notice().catch(() => {}), 500);
}
