// What the tabs of one browser tell each other, and what a page with something unsaved wants to be asked about.

const channel = 'BroadcastChannel' in window ? new BroadcastChannel('bosett') : null;

export const tellTabs = (message) => channel?.postMessage(message);
export const hearTabs = (listener) => channel?.addEventListener('message', (event) => listener(event.data));

// interview is set by the page that saves while one types.
export const interview = { here: false, knows: () => false, dirty: () => false, flush: async () => {}, ended: () => {}, back: () => {}, other: () => {}, leave: () => {} };
