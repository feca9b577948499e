// Keys of drafts, and reading a draft with one. A key cannot be taken out of the page: it has it to use, not to see.

// fetchKey asks for a key; null is one that does not exist, undefined that nobody can tell now, 'other' that somebody
// else is signed in.
export async function fetchKey(method, path, bruker) {
  try {
    const response = await fetch(path, { method, headers: { Accept: 'application/json' }, signal: AbortSignal.timeout(10000) });
    if (response.status === 404) return null;
    if (!response.ok) return undefined;
    const data = await response.json();
    if (data.bruker !== bruker) return 'other';
    const bytes = Uint8Array.from(atob(data.nokkel), (c) => c.charCodeAt(0));
    const key = await crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
    bytes.fill(0);
    return { id: data.id, key, levende: data.levende ?? [], at: performance.now() };
  } catch {
    return undefined;
  }
}

// boundTo is what the ciphertext is bound to: moved to another place it cannot be read.
export const boundTo = (row) => new TextEncoder().encode([row.bruker, row.beboer, row.sporsmal, row.rad, row.versjon].join('|'));

// unseal gives {verdi, sendt}, null where it can never be read again, undefined where it cannot be read now. keys are
// those that are known; fetched gives another.
export async function unseal(row, keys, fetched) {
  if (!keys.has(row.nokkel)) keys.set(row.nokkel, await fetched(row.nokkel));
  const found = keys.get(row.nokkel);
  if (!found?.key) return found === null ? null : undefined;
  try {
    const text = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: row.iv, additionalData: boundTo(row) }, found.key, row.data);
    return JSON.parse(new TextDecoder().decode(text));
  } catch {
    return null;
  }
}
