// Rows of repeated questions: persons and notes.
import { dirty, everything, fields, follow, form, keyOf, parts, read, register, rowsOf, tilstand, uuid, write } from './felt.js';
import { attempt, flush, lead, send } from './sending.js';
import { progress } from './side.js';
import { status } from './status.js';

const fieldsIn = (row) => everything().filter((f) => f.row === row.dataset.radid);
const markOf = (row) => row.querySelector('[data-radmerke]');
const firstIn = (row) => row && fieldsIn(row)[0].controls[0];

// A row's version is its own and those of its answers together.
const sum = (row) => fieldsIn(row).reduce((n, f) => n + f.version, 0);
const versionOf = (row) => Number(row.dataset.grunn) + sum(row);

function prepare(row) {
  register(row);
  row.querySelector('a[data-avbryt]')?.setAttribute('role', 'button');
  row.dataset.grunn = Number(markOf(row).dataset.versjon) - sum(row);
}

export function add(group, id) {
  const holder = group.querySelector('[data-rader]');
  id ??= uuid(holder.lastElementChild?.dataset.radid);
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

// missing adds the row that a draft was written in and the server never heard of, in place of the empty one.
function missing(question, id) {
  const mark = `[data-sporsmal="${CSS.escape(question)}"]`;
  const group = [...form.querySelectorAll('[data-gruppe]')].find((g) => g.querySelector('[data-radmal]').content.querySelector(mark));
  if (!group) return;
  const empty = rowsOf(group).find((row) => row.hasAttribute('data-ny') && fieldsIn(row).every((f) => !read(f)));
  if (empty) forget(empty);
  const row = add(group, id);
  group.toggleAttribute('data-apen', group.dataset.neste === '');
  row.removeAttribute('data-borte');
}

function forget(row) {
  row.setAttribute('data-borte', '');
  for (const f of fieldsIn(row)) {
    fields.delete(keyOf(f.question, f.row));
    parts.draft?.changed(f);
  }
  row.remove();
}

function number(group) {
  rowsOf(group).forEach((row, i) => {
    const numbered = (text) => text.replace(/\d+(?=\s*$)/, i + 1);
    const note = row.querySelector('[data-radtittel]') ? [] : row.querySelectorAll('.b-label');
    for (const el of [...note, ...row.querySelectorAll('[data-radtittel], .b-actions .b-sr')]) el.textContent = numbered(el.textContent);
    if (row.ariaLabel) row.ariaLabel = numbered(row.ariaLabel);
  });
}

async function rowOp(row, remove, version) {
  const mark = markOf(row).dataset;
  return attempt(fieldsIn(row)[0], version, { sporsmal: mark.sporsmal, rad: mark.rad, verdi: '', slett: remove });
}

async function remove(row) {
  const group = row.closest('[data-gruppe]');
  await Promise.all(fieldsIn(row).map((f) => f.sending));
  const isStored = versionOf(row) !== 0;
  let none;
  if (!isStored) {
    forget(row);
    none = noMore(group);
  } else {
    const { status: code, data } = await rowOp(row, true, versionOf(row));
    if (code !== 200) return location.reload(); // somebody has written here since: look again
    row.dataset.grunn = Number(row.dataset.grunn) + 1;
    row.setAttribute('data-borte', '');
    fieldsIn(row).forEach((f) => parts.draft?.changed(f));
    tilstand.lastSaved = data.klokke;
    progress(data);
    none = noMore(group);
    undo(row, none);
  }
  number(group);
  open(group, null);
  follow();
  status();
  if (isStored) return;
  const next = none?.controls.find((c) => c.checked) ?? group.querySelector('[data-leggtil-knapp]') ?? firstIn(rowsOf(group).at(-1));
  next?.focus();
}

// undo offers the removed row back. none was answered no because of it.
function undo(row, none) {
  const note = form.querySelector('[data-fjernetmal]').content.cloneNode(true).firstElementChild;
  row.after(note);
  note.querySelector('[data-angre]').addEventListener('click', async () => {
    await restore(row, versionOf(row));
    if (none) answer(none, 'ja');
    note.remove();
    firstIn(row).focus();
  });
  note.focus();
}

function answer(f, value) {
  write(f, value);
  parts.draft?.changed(f);
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

export async function restore(row, version) {
  const { status: code, data } = await rowOp(row, false, version);
  if (code !== 200) return location.reload();
  progress(data);
  row.dataset.grunn = version + 1 - sum(row);
  row.removeAttribute('data-borte');
  number(row.closest('[data-gruppe]'));
}

// open shows the new note's buttons instead of "Legg til", or the other way round.
function open(group, row) {
  for (const other of group.querySelectorAll('[data-rader] > [data-ny]')) if (other !== row) other.removeAttribute('data-ny');
  group.toggleAttribute('data-apen', Boolean(row));
  if (row) firstIn(row).focus();
}

async function pressed(button) {
  const group = button.closest('[data-gruppe]');
  const row = button.closest('[data-radid]') ?? group.querySelector('[data-rader] > [data-ny]');
  if (button.matches('[data-leggtil-knapp]')) return open(group, add(group));
  const empty = row && fieldsIn(row).every((f) => !read(f));
  if (empty && button.matches('[data-opprett]')) {
    await flush(5000);
    return dirty() ? lead() : post(button); // the server says what is missing
  }
  if (button.matches('[data-fjern], [data-avbryt]') || !row || empty) return row && remove(row);
  await Promise.all(fieldsIn(row).map(send)); // Opprett, Lukk
  open(group, null);
  group.querySelector('[data-leggtil-knapp]')?.focus();
}

// post sends the form as without the script, by a button that the server answers. What the fields are based on has
// been saved since the page was made.
function post(button) {
  const set = (question, id, version) => {
    const input = form.elements[`versjon:${question}:${id}`];
    if (input) input.value = version;
  };
  for (const f of everything()) set(f.question, f.row, f.version);
  for (const row of form.querySelectorAll('[data-rader] > [data-radid]')) set(markOf(row).dataset.sporsmal, row.dataset.radid, versionOf(row));
  const what = document.createElement('input');
  Object.assign(what, { type: 'hidden', name: button.name, value: button.value });
  form.append(what);
  form.submit();
}

export function start() {
  parts.rows = { add, missing, post };
  for (const row of form.querySelectorAll('[data-rader] > [data-radid]')) prepare(row);
  for (const group of form.querySelectorAll('[data-gruppe]')) {
    group.toggleAttribute('data-apen', group.dataset.neste === '' && Boolean(group.querySelector('[data-rader] > [data-ny]')));
  }
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
  follow();
}
