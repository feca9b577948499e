// The browser's store of encrypted drafts (IndexedDB). A row says whose it is, where the text was typed and which key
// it is under; the text itself is ciphertext.

const name = 'bosett-utkast';
let opened = null;

function open() {
  opened ??= new Promise((done, failed) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore('utkast', { keyPath: 'id' });
    request.onerror = () => failed(request.error);
    request.onblocked = () => failed(new Error('blocked'));
    request.onsuccess = () => {
      const db = request.result;
      // Signing out in another tab clears the storage; the next one who writes opens it again.
      db.onclose = db.onversionchange = () => {
        opened = null;
        db.close();
      };
      done(db);
    };
  });
  opened.catch(() => (opened = null));
  return opened;
}

// inStore runs fn on the store and resolves, with what its request gave, when all is on the disk.
async function inStore(mode, fn) {
  const db = await open();
  return new Promise((done, failed) => {
    const tx = db.transaction('utkast', mode, { durability: 'strict' });
    const request = fn(tx.objectStore('utkast'));
    tx.oncomplete = () => done(request?.result);
    tx.onabort = tx.onerror = () => failed(tx.error);
  });
}

// exists tells whether anything was ever kept in this browser, without making the store.
export async function exists() {
  if (!window.isSecureContext || !window.indexedDB) return false;
  if (!indexedDB.databases) return true;
  return (await indexedDB.databases()).some((db) => db.name === name);
}

export const all = () => inStore('readonly', (store) => store.getAll());
export const put = (row) =>
  inStore('readwrite', (store) => {
    const request = store.put(row);
    store.transaction.commit(); // at once: a tab that closes now does not undo it
    return request;
  });

// remove takes a row away if it is still the one that is meant: another tab may have written a newer one.
export const remove = ({ id, iv }) =>
  inStore('readwrite', (store) => {
    const request = store.get(id);
    request.onsuccess = () => {
      const row = request.result;
      if (row && same(row.iv, iv)) store.delete(id);
    };
  });

const same = (a, b) => a.length === b.length && a.every((n, i) => n === b[i]);

// found is what lies there of the person's, and sweeps away what no key opens any more.
export async function found(bruker, levende) {
  const rows = await all();
  for (const row of rows) if (levende && !levende.includes(row.nokkel)) await remove(row);
  return rows.filter((row) => row.bruker === bruker && (!levende || levende.includes(row.nokkel)));
}
