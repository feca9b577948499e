// The questions on the page: what stands in them, what the server is known to have, and which version that was.

export const main = document.querySelector('[data-samtale]');
export const form = main.querySelector('[data-lagreskjema]');
export const ord = JSON.parse(main.dataset.ord);
export const fields = new Map(); // by question and row

// parts are what the saving can do without, and what comes after it: drafts, conflicts.
export const parts = {};

// tilstand is the page's own: when it last saved, and the sentence that ended the saving.
export const tilstand = { lastSaved: '', stopped: null };

export const say = (key, values = {}) =>
  Object.entries(values).reduce((text, [name, value]) => text.replace(`%${name}`, () => value), ord[key]);
export const keyOf = (question, row) => `${question}|${row}`;
const controls = (question, row) =>
  [...form.querySelectorAll(`[data-sporsmal="${CSS.escape(question)}"][data-rad="${CSS.escape(row)}"]:not([data-radmerke])`)];

const chosen = (c, as) => (c.type === 'radio' || c.type === 'checkbox' ? c[as] : true);

export function read({ controls: all }) {
  return (all.length > 1 ? all.find((c) => c.checked) : chosen(all[0], 'checked') && all[0])?.value ?? '';
}

// stored is what the page came with, also where somebody was quicker to type than the script to load.
function stored({ controls: all }) {
  const [first] = all;
  if (first.tagName === 'SELECT') return [...first.options].find((o) => o.defaultSelected)?.value ?? first.options[0]?.value ?? '';
  if (first.type === 'radio') return all.find((c) => c.defaultChecked)?.value ?? '';
  if (first.type === 'checkbox') return first.defaultChecked ? first.value : '';
  return first.defaultValue;
}

export function write(f, value) {
  for (const c of f.controls) {
    if (c.type === 'radio' || c.type === 'checkbox') c.checked = c.value === value;
    else c.value = value;
  }
  follow();
}

export function register(root) {
  for (const c of root.querySelectorAll('[data-sporsmal]:not([data-radmerke])')) {
    const key = keyOf(c.dataset.sporsmal, c.dataset.rad);
    if (fields.has(key)) continue;
    const f = { question: c.dataset.sporsmal, row: c.dataset.rad, version: Number(c.dataset.versjon), refused: null };
    f.controls = controls(f.question, f.row);
    f.saved = stored(f);
    fields.set(key, f);
  }
}

export const everything = () => [...fields.values()];
export const fieldOf = (el) => fields.get(keyOf(el.dataset.sporsmal ?? '', el.dataset.rad ?? ''));
const gone = (f) => f.controls[0].closest('[data-radid]')?.hasAttribute('data-borte');
export const unsaved = (f) => !gone(f) && read(f) !== f.saved;
export const waiting = (f) => unsaved(f) && !f.panel && read(f) !== f.refused;
export const dirty = () => everything().some((f) => f.sending || unsaved(f));
// kept: all that is not saved lies encrypted on this machine, letter for letter.
export const kept = () => everything().every((f) => (!f.sending && !unsaved(f)) || parts.draft?.holds(f));

export const rowsOf = (group) => [...group.querySelectorAll('[data-rader] > [data-radid]:not([data-borte])')];

// follow shows and hides the questions that follow an answer, and opens the next row where one is due.
export function follow() {
  for (const el of form.querySelectorAll('[data-vis]')) {
    el.hidden = !el.dataset.vis.split(';').every((each) => {
      const [question, value] = each.split('=');
      const f = fields.get(keyOf(question, el.dataset.visRad)) ?? fields.get(keyOf(question, ''));
      return f && read(f) === value;
    });
  }
  for (const group of form.querySelectorAll('[data-neste]:not([data-neste=""])')) {
    const next = rowsOf(group).map((row) => fields.get(keyOf(group.dataset.neste, row.dataset.radid)));
    if (next.every((f) => f && read(f) === 'ja')) parts.rows?.add(group);
  }
}

// uuid makes a UUIDv7; a row's id comes after that of the row above, whatever the clock says.
export function uuid(after) {
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
