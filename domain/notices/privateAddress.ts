import { type Text, text } from '../text.ts';

const notPublic = text('不是公网地址', 'is not a public address');

type Bytes = readonly number[];

/** Networks that are not the public internet, as prefix and its length (RFC 6890 and the IANA special-purpose registries). */
const reserved4: readonly [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
];
/** Within 2000::/3, which alone is public; addresses that carry an IPv4 address are judged by that. */
const reserved6: readonly [string, number][] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['3fff::', 20],
];

/** Whether an IP address is not a public one: loopback, private, link-local, reserved. What is no address is not public either. */
export function isPrivateAddress(address: string): boolean {
  const four = bytes4(address);
  if (four) return reserved4.some(([prefix, length]) => covers(bytes4(prefix) ?? [], length, four));
  const six = bytes6(address);
  if (!six) return true;
  const carried = carried4(six);
  if (carried) return isPrivateAddress(carried.join('.'));
  if (!covers([0x20], 3, six)) return true;
  return reserved6.some(([prefix, length]) => covers(bytes6(prefix) ?? [], length, six));
}

/** The IPv4 address inside of a mapped (::ffff:0:0/96), translated (64:ff9b::/96) or 6to4 (2002::/16) address. */
function carried4(six: Bytes): Bytes | undefined {
  const ends = six.slice(12);
  if (covers(bytes6('::ffff:0:0') ?? [], 96, six) || covers(bytes6('64:ff9b::') ?? [], 96, six)) return ends;
  return six[0] === 0x20 && six[1] === 0x02 ? six.slice(2, 6) : undefined;
}

function covers(prefix: Bytes, length: number, address: Bytes): boolean {
  for (let bit = 0; bit < length; bit += 1) {
    const at = bit >> 3;
    const mask = 0x80 >> (bit & 7);
    if (((prefix[at] ?? 0) & mask) !== ((address[at] ?? 0) & mask)) return false;
  }
  return true;
}

function bytes4(text: string): number[] | undefined {
  if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) return undefined;
  const bytes = text.split('.').map(Number);
  return bytes.every((byte) => byte <= 255) ? bytes : undefined;
}

function bytes6(text: string): number[] | undefined {
  const [address = '', zone] = text.split('%');
  if (zone !== undefined || !/^[0-9a-f:.]+$/i.test(address) || !address.includes(':')) return undefined;
  const tail = /[\d.]+$/.exec(address)?.[0] ?? '';
  const four = tail.includes('.') ? bytes4(tail) : undefined;
  if (tail.includes('.') && !four) return undefined;
  const groups = four ? `${address.slice(0, -tail.length)}${hex(four, 0)}:${hex(four, 2)}` : address;
  const [before = '', after, more] = groups.split('::');
  if (more !== undefined) return undefined;
  const [left, right] = [before, after ?? ''].map((part) => (part === '' ? [] : part.split(':')));
  if (!left || !right || [...left, ...right].some((group) => !/^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  const missing = 8 - left.length - right.length;
  if (after === undefined ? missing !== 0 : missing < 1) return undefined;
  const filled = [...left, ...Array<string>(missing).fill('0'), ...right];
  return filled.flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255]);
}

function hex(bytes: Bytes, at: number): string {
  return (((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)).toString(16);
}

/**
 * Why a webhook may not be sent to an address as it is written, if so; what a name resolves to is judged when it is sent.
 *
 * @param allowPrivate whether addresses inside of the own network are allowed
 */
export function refuseWebhookUrl(url: string, allowPrivate: boolean): Text | undefined {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    return text('不是网址', 'is not an address');
  }
  if (parsed.protocol !== 'https:' && parsed.protocol !== 'http:')
    return text('须以 https:// 或 http:// 开头', 'must begin with https:// or http://');
  if (parsed.username !== '' || parsed.password !== '')
    return text('不得含用户名或密码', 'must not hold a user name or password');
  if (allowPrivate) return undefined;
  const literal = literalAddress(parsed.hostname);
  if (literal !== undefined && isPrivateAddress(literal)) return notPublic;
  return /(^|\.)localhost\.?$/i.test(parsed.hostname) ? notPublic : undefined;
}

/** The IP address that a host name of a URL is, if it is one; `URL` has brought odd spellings of it into the usual form. */
export function literalAddress(hostname: string): string | undefined {
  if (hostname.startsWith('[')) return hostname.slice(1, -1);
  return bytes4(hostname) ? hostname : undefined;
}
