// What the user has to choose: somebody else has written in the same field, or the interview was completed meanwhile.
import { form, ord, parts, read, say, tilstand, write } from './felt.js';
import { give, send } from './sending.js';
import { status } from './status.js';

// words is what an answer says to a reader: a choice says its label.
function words(f, value) {
  if (!value) return ord.tom;
  const [first] = f.controls;
  if (first.tagName === 'SELECT') return [...first.options].find((o) => o.value === value)?.text ?? value;
  if (first.type === 'radio') return f.controls.find((c) => c.value === value)?.labels[0]?.textContent ?? value;
  return value;
}

const isText = (f) => /text/.test(f.controls[0].type);

// show puts the panel below the field. Nobody who is writing in the field loses the focus.
function show(f, panel) {
  f.panel?.remove();
  f.panel = panel;
  f.controls[0].closest('.b-field').append(panel);
  status();
  if (!f.controls.includes(document.activeElement)) panel.focus();
}

// conflict shows both texts and the choice.
export function conflict(f, data) {
  f.error = '';
  f.refused = null;
  const panel = form.querySelector('[data-konfliktmal]').content.cloneNode(true).firstElementChild;
  const put = (name, text) => (panel.querySelector(`[data-konflikt-${name}]`).textContent = text);
  put('hvem', say(data.slettet ? 'rad-fjernet' : 'konflikt-hvem', { navn: data.av, tid: data.klokke }));
  put('navn', data.av);
  put('deres', words(f, data.deres));
  put('mine', words(f, read(f)));
  if (data.slettet || !isText(f)) panel.querySelector('[data-velg="sammen"]').remove();
  panel.addEventListener('click', (event) => {
    const choice = event.target.closest('[data-velg]')?.dataset.velg;
    if (!choice) return;
    event.preventDefault();
    choose(f, data, choice);
  });
  // What is typed on while the panel stands is what "mine" means.
  f.controls[0].addEventListener('input', () => panel.isConnected && put('mine', words(f, read(f))));
  show(f, panel);
}

async function choose(f, data, choice) {
  const mine = read(f);
  // A row that is to be sealed has no history: what stands there is this person's own, from another page.
  const keeps = !f.controls[0].closest('[data-forseglet]');
  if (choice === 'deres' && keeps && mine.trim() && (data.slettet || mine !== data.deres)) {
    // The panel stands until the server has the text: what is given up is not lost either.
    if (f.giving) return;
    f.giving = give(f, data.versjon).finally(() => (f.giving = null));
    const answer = await f.giving;
    if (!answer) return; // they have written more, or it was completed: said already
    Object.assign(data, { deres: answer.deres, versjon: answer.versjon, klokke: answer.klokke });
    const link = f.controls[0].closest('.b-field').nextElementSibling;
    if (link?.matches('[data-tidligere]')) link.hidden = false;
  }
  f.panel.remove();
  f.panel = null;
  f.controls[0].focus();
  tilstand.lastSaved ||= data.klokke; // what the other wrote is stored
  if (data.slettet) {
    const row = f.controls[0].closest('[data-radid]');
    const { restore } = await import('./rader.js');
    if (choice === 'deres') row.setAttribute('data-borte', '');
    else await restore(row, data.versjon);
  } else {
    const now = read(f);
    f.version = data.versjon;
    f.saved = data.deres ?? '';
    // What was typed after the choice was made is newer than the choice.
    if (choice === 'deres' && now === mine) write(f, f.saved);
    if (choice === 'sammen') write(f, `${f.saved}\n\n${mine}`);
  }
  parts.draft?.changed(f);
  send(f);
}

// closed keeps what came too late in sight, and offers the guide's own way: a note to IMDi.
export function closed(f, data) {
  f.closed = true;
  const panel = document.createElement('div');
  panel.className = 'b-konflikt b-konflikt--stengt';
  panel.tabIndex = -1;
  panel.append(document.createElement('p'));
  panel.firstChild.textContent = f.error;
  const note = data.merknad && document.querySelector('[data-merknadmal]')?.content.cloneNode(true).firstElementChild;
  if (note) {
    note.action = data.merknad;
    note.addEventListener('submit', (event) => {
      event.preventDefault();
      note.querySelector('[data-til-merknad-tekst]').value = `${label(f)}\n${words(f, read(f))}`;
      toNote(f, note);
    });
    panel.append(note);
  }
  show(f, panel);
}

const label = (f) => (f.controls[0].closest('fieldset')?.querySelector('legend') ?? f.controls[0].labels[0])?.firstChild.textContent.trim() ?? '';

// toNote makes the text a note to IMDi. The draft lies there until the server has it.
async function toNote(f, note) {
  try {
    const answer = await fetch(note.action, { method: 'POST', body: new URLSearchParams(new FormData(note)) });
    if (!answer.ok) return note.submit(); // the server's page says what is wrong, with the text on it
    f.saved = read(f);
    f.error = '';
    parts.draft?.changed(f);
    await f.writing;
    location.assign(answer.url);
  } catch {
    f.error = ord.frakoblet;
    status();
  }
}
