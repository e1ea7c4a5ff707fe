/** Multipart forms that are damaged in ways a reader tells more than once, or late. */
export function damagedForms(boundary: string): Record<string, string> {
  const part = (header: string) => `--${boundary}\r\n${header}\r\n\r\n`;
  const file = (field: string) => part(`content-disposition: form-data; name="${field}"; filename="a.csv"`);
  const long = 'a'.repeat(100_000);
  return {
    'two damaged headers': `${part('\u0001')}x\r\n${part('\u0001')}x\r\n--${boundary}--\r\n`,
    'a file by another name that is cut off': `${file('other')}${long}`,
    'a file that is cut off': `${file('file')}${long}`,
    'a damaged header after a file': `${file('file')}x\r\n${part('\u0001')}x\r\n${part('\u0001')}`,
  };
}
