// Inter, cut down to the letters that names and Norwegian text need, weights 400–700, and the layout features in use.
// Two files by unicode-range: nearly every page needs the first only.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import subsetFont from 'subset-font';

const range = (from, to) => String.fromCodePoint(...Array.from({ length: to - from + 1 }, (_, i) => from + i));

// Basic Latin, the letters of Latin-1, and the punctuation that our texts use. Arrows are icons, not letters.
const basic = range(0x20, 0x7e) + '\u00a0§«»·°×' + range(0xc0, 0xd6) + range(0xd8, 0xf6) + range(0xf8, 0xff) + '–—‘’“”…•−€';
// The letters outside Latin-1 that names here carry most: Sámi, Turkish and Azeri, Polish, Czech and South Slavic,
// Romanian. Anything else falls back to the system's font, letter by letter.
const extended = 'ŊŋŦŧĐđČčŠšŽžĞğİıŞşƏəĄąĆćĘęŁłŃńŚśŹźŻżŘřĚěŮůŇňŤťĎďĂăȘșȚț';

export async function buildFonts(root, cache) {
  const from = path.join(root, 'node_modules/@fontsource-variable/inter');
  const version = JSON.parse(readFileSync(path.join(from, 'package.json'), 'utf8')).version;
  const key = createHash('sha256').update([version, basic, extended, buildFonts].join()).digest('hex').slice(0, 16);
  mkdirSync(cache, { recursive: true });
  const files = {};
  for (const [name, source, letters, features] of [
    ['inter', 'inter-latin-wght-normal.woff2', basic, ['kern', 'locl', 'tnum']],
    ['inter-ext', 'inter-latin-ext-wght-normal.woff2', extended, ['locl', 'tnum']],
  ]) {
    const out = path.join(cache, `${name}-${key}.woff2`);
    if (!existsSync(out)) {
      const font = readFileSync(path.join(from, 'files', source));
      writeFileSync(
        out,
        await subsetFont(font, letters, {
          targetFormat: 'woff2',
          keepFeatures: features,
          variationAxes: { wght: { min: 400, max: 700, default: 400 } },
          noHinting: true,
        }),
      );
    }
    files[name] = out;
  }
  return files;
}
