/** With the number before it and the folder above it, short enough for every file system. */
const bytesAtMost = 120;

/**
 * A name for a file of the package: no path, nothing a file system or a reader could take for something else, and by its
 * number unlike every other.
 */
export function safeName(number: number, given: string): string {
  const base = given.normalize('NFC').split(/[\\/]/).at(-1) ?? '';
  const plain = Buffer.from(base, 'utf8')
    .toString('utf8')
    // oxlint-disable-next-line no-control-regex -- control and direction characters are what is taken out
    .replaceAll(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffd]/g, '')
    .replaceAll(/[<>:"|?*]/g, '_')
    .replaceAll(/\s+/g, ' ');
  const [, stem = '', ending = ''] = /^(.*?)((?:\.[A-Za-z0-9]{1,8})?)$/.exec(plain) ?? [];
  const kept = cut(stem.replace(/^[. ]+/, ''), bytesAtMost - ending.length).replace(/[. ]+$/, '');
  return `${String(number).padStart(3, '0')}-${kept || 'file'}${ending}`;
}

/** So much of a text as fits, in whole characters. */
function cut(text: string, bytes: number): string {
  let kept = '';
  let length = 0;
  for (const character of text) {
    length += Buffer.byteLength(character);
    if (length > bytes) break;
    kept += character;
  }
  return kept;
}
