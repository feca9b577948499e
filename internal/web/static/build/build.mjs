// Builds everything the browser gets into internal/web/static/dist: names carry the hash of their content, manifest.json
// says which name stands for which source, and every text file also lies there as .gz and .br.
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { buildFonts } from './font.mjs';
import { pruneProperties } from './prune.mjs';
import { buildTheme } from './theme.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const source = path.resolve(here, '../src');
const dist = path.resolve(here, '../dist');
const root = path.resolve(here, '../../../..');
const cache = path.join(root, 'node_modules/.cache/bosett');
const address = '/static/';
const target = ['chrome111', 'edge111', 'firefox115', 'safari16.4'];

const manifest = {};
const hashOf = (bytes) => createHash('sha256').update(bytes).digest('hex').slice(0, 12);

/** Writes bytes under a hashed name, notes it in the manifest and returns the name. */
function put(name, bytes) {
  const { name: stem, ext } = path.parse(name);
  const hashed = `${stem}-${hashOf(bytes)}${ext}`;
  write(hashed, bytes);
  manifest[name] = hashed;
  return hashed;
}

function write(name, bytes) {
  writeFileSync(path.join(dist, name), bytes);
  if (name.endsWith('.woff2')) return;
  writeFileSync(path.join(dist, `${name}.gz`), gzipSync(bytes, { level: 9 }));
  writeFileSync(
    path.join(dist, `${name}.br`),
    brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
  );
}

async function styles() {
  const theme = buildTheme(root, path.join(source, 'theme/designsystemet.config.json'), cache);
  const fonts = await buildFonts(root, cache);
  const addresses = Object.fromEntries(
    Object.entries(fonts).map(([name, file]) => [name, address + put(`${name}.woff2`, readFileSync(file))]),
  );
  // The style sheet says bosett:theme, bosett:inter and so on; what they stand for is made here.
  const generated = {
    name: 'generated',
    setup(b) {
      b.onResolve({ filter: /^bosett:/ }, ({ path: name }) => {
        const what = name.slice('bosett:'.length);
        if (what === 'theme') return { path: theme };
        if (what === 'blocks-few') return { path: what, namespace: 'written' };
        return { path: addresses[what], external: true };
      });
      // A container query cannot ask for one of two containers, so the block layout is written once for each.
      b.onLoad({ filter: /^blocks-few$/, namespace: 'written' }, () => ({
        contents: readFileSync(path.join(source, 'css/blocks.css'), 'utf8')
          .replaceAll('manycolumns', 'fewcolumns')
          .replaceAll('width < 55rem', 'width < 36rem'),
        loader: 'css',
      }));
    },
  };
  const result = await build({
    entryPoints: [path.join(source, 'app.css')],
    bundle: true,
    minify: true,
    write: false,
    target,
    plugins: [generated],
    logLevel: 'warning',
  });
  put('app.css', Buffer.from(pruneProperties(result.outputFiles[0].text)));
}

async function scripts() {
  const result = await build({
    entryPoints: [path.join(source, 'app.js')],
    bundle: true,
    splitting: true,
    format: 'esm',
    minify: true,
    write: false,
    target,
    outdir: dist,
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    charset: 'utf8',
    // The autosave script is a chunk of its own, fetched only by pages that write.
    define: { HAS_AUTOSAVE: String(existsSync(path.join(source, 'lagring.js'))) },
    logLevel: 'warning',
  });
  for (const file of result.outputFiles) {
    const name = path.basename(file.path);
    write(name, file.contents);
    const plain = name.replace(/-[A-Z0-9]{8}\.js$/, '.js');
    manifest[plain in manifest ? name : plain] = name; // shared chunks are all called chunk.js
  }
}

function report() {
  for (const [name, hashed] of Object.entries(manifest)) {
    const gz = path.join(dist, `${hashed}.gz`);
    const bytes = readFileSync(existsSync(gz) ? gz : path.join(dist, hashed)).length;
    console.log(`${name.padEnd(18)} ${String(bytes).padStart(6)} bytes${existsSync(gz) ? ' gz' : ''}`);
  }
}

mkdirSync(dist, { recursive: true });
for (const old of readdirSync(dist)) if (old !== '.placeholder') rmSync(path.join(dist, old), { recursive: true });
await styles();
await scripts();
put('favicon.svg', readFileSync(path.join(source, 'favicon.svg')));
writeFileSync(path.join(dist, 'manifest.json'), `${JSON.stringify(manifest, null, 1)}\n`);
report();
