// The page around the form: how far one is, where one is, and nothing at all when it is somebody else's turn.
import { form, main, ord, tilstand } from './felt.js';

// progress says how far one is, in the menu and at the foot of the form.
export function progress(data) {
  const put = (where, text) => text && document.querySelectorAll(where).forEach((el) => (el.textContent = text));
  put('[data-gjenstar]', data.gjenstar);
  put('.b-submenu__link[aria-current] .b-submenu__count [aria-hidden="true"]:not(svg)', data.framdrift);
  put('.b-submenu__link[aria-current] .b-submenu__count .b-sr', data.framdriftOrd);
  put('.b-member[aria-current] .b-member__line', data.utfylt);
  if (!data.framdrift) return;
  for (const fold of document.querySelectorAll('.b-interviewfold__text')) {
    fold.textContent = fold.textContent.replace(/[^·]*$/, ` ${data.framdrift}`);
  }
}

// wipe takes everything off the screen: somebody else has signed in here, and none of it is theirs.
export function wipe() {
  if (tilstand.stopped === ord['annen-bruker']) return;
  tilstand.stopped = ord['annen-bruker'];
  const note = document.createElement('p');
  note.setAttribute('role', 'alert');
  note.textContent = tilstand.stopped;
  main.replaceChildren(note);
  document.querySelectorAll('.b-band, .b-body__side').forEach((el) => el.remove());
  document.title = 'Bosett';
}

// place opens the page where one is.
export function place() {
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
}
