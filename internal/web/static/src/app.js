// Everything here makes a page quicker or kinder; nothing needs it. Each part looks for its own marks in the page.
import { openDetails } from './detaljer.js';
import { focusErrors } from './feil.js';
import { closeMenus, showCurrent } from './meny.js';
import { shortcuts } from './hurtigtast.js';
import { session } from './okt.js';

openDetails(document);
focusErrors(document);
closeMenus(document);
showCurrent(document);
shortcuts(document);
session(document);

// Autosave is a chunk of its own: only pages with a conversation fetch it. It starts itself when it is loaded.
if (HAS_AUTOSAVE && document.querySelector('[data-samtale]')) import('./lagring.js');
// Who else is here is asked apart from what is typed: one never waits for the other.
if (document.querySelector('[data-tilstede]')) import('./tilstede.js');
