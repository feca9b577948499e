// Autosave of the interview. What is on the screen is either stored ("Lagret kl. …") or said not to be. One request in
// flight per answer; an attempt whose outcome is unknown is sent again under the same key until it is known. All words
// come from the page, and nothing is written as HTML.

const main = document.querySelector('[data-samtale]');
const form = main.querySelector('[data-lagreskjema]');
const ord = JSON.parse(main.dataset.ord);
const line = document.querySelector('[data-lagrestatus]');
const fields = new Map(); // by question and row
let lastSaved = '';
let stopped = null; // the sentence that ended it
let lastSaid = 0;

const say = (key, values = {}) =>
  Object.entries(values).reduce((text, [name, value]) => text.replace(`%${name}`, value), ord[key]);
const keyOf = (question, row) => `${question}|${row}`;
const controls = (question, row) =>
  [...form.querySelectorAll(`[data-sporsmal="${CSS.escape(question)}"][data-rad="${CSS.escape(row)}"]:not([data-radmerke])`)];

// Values -----------------------------------------------------------------------------

function read(f) {
  const [first] = f.controls;
  if (first.type === 'radio') return f.controls.find((c) => c.checked)?.value ?? '';
  if (first.type === 'checkbox') return first.checked ? first.value : '';
  return first.value;
}

function write(f, value) {
  for (const c of f.controls) {
    if (c.type === 'radio' || c.type === 'checkbox') c.checked = c.value === value;
    else c.value = value;
  }
  follow();
}

// What an answer says to a reader: a choice says its label.
function words(f, value) {
  if (!value) return ord.tom;
  const [first] = f.controls;
  if (first.tagName === 'SELECT') return [...first.options].find((o) => o.value === value)?.text ?? value;
  if (first.type === 'radio') return f.controls.find((c) => c.value === value)?.labels[0]?.textContent ?? value;
  return value;
}

function register(root) {
  for (const c of root.querySelectorAll('[data-sporsmal]:not([data-radmerke])')) {
    const key = keyOf(c.dataset.sporsmal, c.dataset.rad);
    if (fields.has(key)) continue;
    const f = { question: c.dataset.sporsmal, row: c.dataset.rad, version: Number(c.dataset.versjon), refused: null };
    f.controls = controls(f.question, f.row);
    f.saved = read(f);
    fields.set(key, f);
  }
}

const fieldOf = (el) => fields.get(keyOf(el.dataset.sporsmal ?? '', el.dataset.rad ?? ''));
const gone = (f) => f.controls[0].closest('[data-radid]')?.hasAttribute('data-borte');
const unsaved = (f) => !gone(f) && read(f) !== f.saved;
const waiting = (f) => unsaved(f) && !f.panel && read(f) !== f.refused;

// Sending ----------------------------------------------------------------------------

let wake = () => {};
const nudged = () => new Promise((done) => (wake = done));
for (const event of ['online', 'focus']) addEventListener(event, () => wake());

function pause(tries) {
  const longest = Math.min(30000, 500 * 2 ** tries);
  return Promise.race([nudged(), new Promise((done) => setTimeout(done, 100 + Math.random() * longest))]);
}

// attempt asks until the outcome is known, and returns it: {status, data}.
async function attempt(f, version, body) {
  const text = JSON.stringify(body);
  const key = uuid();
  for (let tries = 1; ; tries++) {
    const answer = await put(key, version, text);
    f.login = answer?.status === 401 && answer.data.feil === 'logg_inn';
    if (answer && !f.login) {
      f.tries = 0;
      return answer;
    }
    f.tries = tries;
    status();
    await pause(tries);
  }
}

async function put(key, version, body) {
  try {
    const response = await fetch(main.dataset.samtale, {
      method: 'PUT',
      headers: {
        Accept: 'application/json', 'Content-Type': 'application/json',
        'Bosett-Bruker': main.dataset.bruker, 'If-Match': `"${version}"`, 'Idempotency-Key': key,
      },
      body,
      keepalive: body.length < 15000,
      signal: AbortSignal.timeout(10000),
    });
    const data = await response.json();
    if (response.status === 429 || response.status >= 500) return null;
    return { status: response.status, data };
  } catch {
    return null;
  }
}

function send(f) {
  clearTimeout(f.timer);
  if (f.sending) return f.sending;
  if (stopped || !waiting(f)) return Promise.resolve(status());
  f.sending = save(f).finally(() => {
    f.sending = null;
    f.since = 0;
    if (!stopped && waiting(f)) later(f);
    status();
  });
  status();
  return f.sending;
}

async function save(f) {
  const value = read(f);
  const { status: code, data } = await attempt(f, f.version, { sporsmal: f.question, rad: f.row, verdi: value });
  f.error = '';
  f.refused = null;
  if (code === 200) {
    f.version = data.versjon;
    f.saved = value;
    lastSaved = data.klokke;
    progress(data);
  } else if (code === 409 && data.feil === 'konflikt') {
    conflict(f, data);
  } else if (code === 413 || code === 422 || code === 428) {
    f.refused = value;
    f.error = say('avvist', { tekst: data.tekst ?? '' });
  } else {
    stop(data.feil === 'ferdigstilt' ? say('stengt', { navn: data.av }) : data.feil === 'annen_bruker' ? ord['annen-bruker'] : ord.borte);
    if (data.feil === 'annen_bruker') wipe();
  }
}

// Somebody else has signed in here: what this page shows and what was typed are not theirs.
function wipe() {
  const note = document.createElement('p');
  note.setAttribute('role', 'alert');
  note.textContent = stopped;
  main.replaceChildren(note);
  document.querySelectorAll('.b-band, .b-body__side').forEach((el) => el.remove());
}

function stop(sentence) {
  stopped = sentence;
  status();
}

// 800 ms after the last key, at the latest 3 s into continuous typing.
function later(f) {
  clearTimeout(f.timer);
  f.since ||= Date.now();
  f.timer = setTimeout(() => send(f), Math.min(800, Math.max(0, f.since + 3000 - Date.now())));
  status();
}

const everything = () => [...fields.values()];
const dirty = () => everything().some((f) => f.sending || unsaved(f));

// flush sends all that waits and resolves when it is stored or has to wait for the user.
async function flush(longest) {
  const sent = (async () => {
    while (!stopped && everything().some((f) => f.sending || waiting(f))) await Promise.all(everything().map(send));
  })();
  await Promise.race([sent, new Promise((done) => setTimeout(done, longest))]);
}

// The sentence -----------------------------------------------------------------------

function status() {
  const all = everything();
  const tries = Math.max(0, ...all.map((f) => f.tries ?? 0));
  if (stopped) return tell('failed', stopped);
  if (all.some((f) => f.login)) return tell('failed', ord['logg-inn']);
  if (all.some((f) => f.panel)) return tell('failed', ord.konflikt);
  const wrong = all.find((f) => f.error && unsaved(f));
  if (wrong) return tell('failed', wrong.error);
  if (tries && !navigator.onLine) return tell('offline', ord.frakoblet);
  if (tries) return tell('failed', say('prover', { n: tries + 1 }));
  if (dirty()) return tell('pending', ord.lagrer);
  if (lastSaved) return tell('saved', say('lagret', { tid: lastSaved }));
}

// Read out at most every ten seconds; what went wrong at once, and once.
function tell(state, text) {
  const target = line.querySelector('[data-lagrestatus-tekst]');
  if (target.textContent === text) return;
  const wrong = state === 'failed' && line.dataset.state !== 'failed';
  const aloud = wrong || (state === 'saved' && Date.now() - lastSaid > 10000);
  line.setAttribute('aria-live', wrong ? 'assertive' : aloud ? 'polite' : 'off');
  if (aloud) lastSaid = Date.now();
  line.dataset.state = state;
  target.textContent = text;
}

// How far one is stands in the menu and at the foot of the form.
function progress(data) {
  const put = (where, text) => text && document.querySelectorAll(where).forEach((el) => (el.textContent = text));
  put('[data-gjenstar]', data.gjenstar);
  put('.b-submenu__link[aria-current] .b-submenu__count [aria-hidden="true"]:not(svg)', data.framdrift);
  put('.b-submenu__link[aria-current] .b-submenu__count .b-sr', data.framdriftOrd);
  put('.b-member[aria-current] .b-member__line', data.utfylt);
  for (const fold of document.querySelectorAll('.b-interviewfold__text')) {
    fold.textContent = fold.textContent.replace(/[^·]*$/, ` ${data.framdrift}`);
  }
}

// Conflicts --------------------------------------------------------------------------

function conflict(f, data) {
  f.panel?.remove();
  const panel = form.querySelector('[data-konfliktmal]').content.cloneNode(true).firstElementChild;
  const put = (name, text) => (panel.querySelector(`[data-konflikt-${name}]`).textContent = text);
  put('hvem', say(data.slettet ? 'rad-fjernet' : 'konflikt-hvem', { navn: data.av, tid: data.klokke }));
  put('navn', data.av);
  put('deres', words(f, data.deres));
  put('mine', words(f, read(f)));
  if (data.slettet || !/text/.test(f.controls[0].type)) panel.querySelector('[data-velg="sammen"]').remove();
  panel.addEventListener('click', (event) => {
    const choice = event.target.closest('[data-velg]')?.dataset.velg;
    if (!choice) return;
    event.preventDefault();
    choose(f, data, choice);
  });
  f.panel = panel;
  f.controls[0].closest('.b-field').append(panel);
  if (!f.controls.includes(document.activeElement)) panel.focus();
}

async function choose(f, data, choice) {
  f.panel.remove();
  f.panel = null;
  f.controls[0].focus();
  lastSaved ||= data.klokke; // what the other wrote is stored
  if (data.slettet) {
    const row = f.controls[0].closest('[data-radid]');
    if (choice === 'deres') row.setAttribute('data-borte', '');
    else await restore(row, data.versjon);
  } else {
    const mine = read(f);
    f.version = data.versjon;
    f.saved = data.deres ?? '';
    if (choice === 'deres') write(f, f.saved);
    if (choice === 'sammen') write(f, `${f.saved}\n\n${mine}`);
  }
  send(f);
}

// Rows -------------------------------------------------------------------------------

const fieldsIn = (row) => everything().filter((f) => f.row === row.dataset.radid);
const markOf = (row) => row.querySelector('[data-radmerke]');

// A row's version is its own and those of its answers together.
const versionOf = (row) => Number(row.dataset.grunn) + fieldsIn(row).reduce((sum, f) => sum + f.version, 0);

function prepare(row) {
  register(row);
  row.querySelector('a[data-avbryt]')?.setAttribute('role', 'button');
  row.dataset.grunn = Number(markOf(row).dataset.versjon) - fieldsIn(row).reduce((sum, f) => sum + f.version, 0);
}

function add(group) {
  const holder = group.querySelector('[data-rader]');
  const last = holder.lastElementChild?.dataset.radid;
  const id = uuid(last);
  const row = group.querySelector('[data-radmal]').content.cloneNode(true).firstElementChild;
  for (const el of [row, ...row.querySelectorAll('*')]) {
    for (const { name, value } of [...el.attributes]) {
      if (value.includes('__rad__')) el.setAttribute(name, value.replaceAll('__rad__', id));
    }
  }
  holder.append(row);
  prepare(row);
  number(group);
  return row;
}

function number(group) {
  rowsOf(group).forEach((row, i) => {
    const numbered = (text) => text.replace(/\d+(?=\s*$)/, i + 1);
    const note = row.querySelector('[data-radtittel]') ? [] : row.querySelectorAll('.b-label');
    for (const el of [...note, ...row.querySelectorAll('[data-radtittel], .b-actions .b-sr')]) el.textContent = numbered(el.textContent);
    if (row.ariaLabel) row.ariaLabel = numbered(row.ariaLabel);
  });
}

const rowsOf = (group) => [...group.querySelectorAll('[data-rader] > [data-radid]:not([data-borte])')];

async function rowOp(row, remove, version) {
  const mark = markOf(row).dataset;
  const op = fieldsIn(row)[0];
  return attempt(op, version, { sporsmal: mark.sporsmal, rad: mark.rad, verdi: '', slett: remove });
}

async function remove(row) {
  const group = row.closest('[data-gruppe]');
  await Promise.all(fieldsIn(row).map((f) => f.sending));
  const stored = versionOf(row) !== 0;
  let none;
  if (!stored) {
    for (const f of fieldsIn(row)) fields.delete(keyOf(f.question, f.row));
    row.remove();
    none = noMore(group);
  } else {
    const { status: code, data } = await rowOp(row, true, versionOf(row));
    if (code !== 200) return location.reload(); // somebody has written here since: look again
    row.dataset.grunn = Number(row.dataset.grunn) + 1;
    row.setAttribute('data-borte', '');
    lastSaved = data.klokke;
    progress(data);
    const note = form.querySelector('[data-fjernetmal]').content.cloneNode(true).firstElementChild;
    row.after(note);
    none = noMore(group);
    note.querySelector('[data-angre]').addEventListener('click', async () => {
      await restore(row, versionOf(row));
      if (none) answer(none, 'ja');
      note.remove();
      fieldsIn(row)[0].controls[0].focus();
    });
    note.focus();
  }
  number(group);
  open(group, null);
  follow();
  status();
  if (stored) return;
  const next = none?.controls.find((c) => c.checked) ?? group.querySelector('[data-leggtil-knapp]') ?? firstIn(rowsOf(group).at(-1));
  next?.focus();
}

const firstIn = (row) => row && fieldsIn(row)[0].controls[0];

function answer(f, value) {
  write(f, value);
  send(f);
}

// noMore answers no to "do you know more" where it said yes to the row that is taken away.
function noMore(group) {
  const last = group.dataset.neste && rowsOf(group).at(-1);
  const f = last && fields.get(keyOf(group.dataset.neste, last.dataset.radid));
  if (!f || read(f) !== 'ja') return undefined;
  answer(f, 'nei');
  return f;
}

async function restore(row, version) {
  const { status: code, data } = await rowOp(row, false, version);
  if (code !== 200) return location.reload();
  progress(data);
  row.dataset.grunn = version + 1 - fieldsIn(row).reduce((sum, f) => sum + f.version, 0);
  row.removeAttribute('data-borte');
  number(row.closest('[data-gruppe]'));
}

// open shows the new note's buttons instead of "Legg til", or the other way round.
function open(group, row) {
  for (const other of group.querySelectorAll('[data-rader] > [data-ny]')) if (other !== row) other.removeAttribute('data-ny');
  group.toggleAttribute('data-apen', Boolean(row));
  if (row) fieldsIn(row)[0].controls[0].focus();
}

async function pressed(button) {
  const group = button.closest('[data-gruppe]');
  const row = button.closest('[data-radid]') ?? group.querySelector('[data-rader] > [data-ny]');
  if (button.matches('[data-leggtil-knapp]')) return open(group, add(group));
  if (button.matches('[data-fjern], [data-avbryt]') || !row || fieldsIn(row).every((f) => !read(f))) return row && remove(row);
  await Promise.all(fieldsIn(row).map(send)); // Opprett, Lukk
  open(group, null);
  group.querySelector('[data-leggtil-knapp]')?.focus();
}

// What follows an answer -----------------------------------------------------------------

function follow() {
  for (const el of form.querySelectorAll('[data-vis]')) {
    el.hidden = !el.dataset.vis.split(';').every((each) => {
      const [question, value] = each.split('=');
      const f = fields.get(keyOf(question, el.dataset.visRad)) ?? fields.get(keyOf(question, ''));
      return f && read(f) === value;
    });
  }
  for (const group of form.querySelectorAll('[data-neste]:not([data-neste=""])')) {
    const next = rowsOf(group).map((row) => fields.get(keyOf(group.dataset.neste, row.dataset.radid)));
    if (next.every((f) => f && read(f) === 'ja')) add(group);
  }
}

// UUIDv7; a row's id comes after that of the row above, whatever the clock says.
function uuid(after) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  let time = Date.now();
  if (after) time = Math.max(time, Number.parseInt(after.replaceAll('-', '').slice(0, 12), 16) + 1);
  for (let i = 5; i >= 0; i--) {
    bytes[i] = time % 256;
    time = Math.floor(time / 256);
  }
  bytes[6] = (bytes[6] & 15) | 112;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((b) => b.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

// Events -----------------------------------------------------------------------------

form.addEventListener('input', (event) => {
  const f = fieldOf(event.target);
  if (f) later(f);
});
form.addEventListener('change', (event) => {
  const f = fieldOf(event.target);
  if (!f) return;
  follow();
  send(f);
});
form.addEventListener('focusout', (event) => {
  const f = fieldOf(event.target);
  if (f) send(f);
});
form.addEventListener('click', (event) => {
  const button = event.target.closest('[data-leggtil-knapp], [data-lukk], [data-opprett], [data-avbryt], [data-fjern]');
  if (!button) return;
  event.preventDefault();
  pressed(button);
});
// A link that acts as a button answers to the space bar.
form.addEventListener('keydown', (event) => {
  if (event.key !== ' ' || !event.target.matches('a[data-avbryt]')) return;
  event.preventDefault();
  event.target.click();
});
form.addEventListener('submit', async (event) => {
  if (event.submitter?.closest('[data-konflikt]')) return; // a panel that the server drew
  event.preventDefault();
  await flush(5000);
  const to = event.submitter?.dataset.ferdigstill;
  if (to && dirty()) lead();
  else if (to) location.assign(to);
});
// lead goes to what has to be settled before one can go on.
function lead() {
  const held = everything().find((f) => f.panel) ?? everything().find((f) => f.error && unsaved(f));
  (held?.panel ?? held?.controls[0])?.focus();
}

// Whoever leaves by a link takes everything along.
document.addEventListener('click', async (event) => {
  const link = event.target.closest('a[href]');
  if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  if (link.target || link.origin !== location.origin || (link.pathname === location.pathname && link.hash) || !dirty()) return;
  event.preventDefault();
  await flush(3000);
  location.assign(link.href);
});
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden') everything().forEach(send);
  else wake();
});
addEventListener('pagehide', () => everything().forEach(send));
addEventListener('beforeunload', (event) => {
  if (dirty() && !stopped) event.preventDefault();
});

register(form);
for (const row of form.querySelectorAll('[data-rader] > [data-radid]')) prepare(row);
for (const group of form.querySelectorAll('[data-gruppe]')) {
  group.toggleAttribute('data-apen', group.dataset.neste === '' && Boolean(group.querySelector('[data-rader] > [data-ny]')));
}
form.querySelector('[data-uten-skript]').hidden = true;
follow();
// A long menu opens where one is.
const here = document.querySelector('.b-body__side .b-interview [aria-current="page"]');
const side = here?.closest('.b-body__side');
if (side) side.scrollTop = Math.max(0, here.getBoundingClientRect().bottom - side.getBoundingClientRect().bottom + 8);

// A link from the completion leads to a field: the label in sight, ready to type.
const aim = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
if (aim && form.contains(aim)) {
  (aim.matches('fieldset') ? aim.querySelector('input') : aim).focus({ preventScroll: true });
  (aim.closest('.b-field') ?? aim).scrollIntoView();
}
