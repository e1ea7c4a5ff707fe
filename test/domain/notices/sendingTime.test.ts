import { describe, expect, test } from '@jest/globals';
import { buildCalendar } from '../../../domain/calendar/calendar.ts';
import { pauseAfter } from '../../../domain/notices/backoff.ts';
import { isPrivateAddress, refuseWebhookUrl } from '../../../domain/notices/privateAddress.ts';
import { sendingTime } from '../../../domain/notices/sendingTime.ts';
import type { Digest, Quiet } from '../../../domain/notices/settings.ts';

const calendar = buildCalendar([
  {
    year: 2026,
    source: 'test',
    status: 'official',
    off: [{ from: '2026-10-01', to: '2026-10-07', name: { zh: '国庆节', en: 'National Day' } }],
    work: ['2026-09-26', '2026-10-10'],
  },
]);
const atOnce: Digest = { every: 'minute' };
const nights: Quiet = { from: '20:00', to: '08:00', restDays: true };
/** A moment of Shanghai. */
const shanghai = (text: string) => Date.parse(`${text}+08:00`);

describe('a message is sent', () => {
  test.each<[string, Digest, Quiet | null, string, string]>([
    ['with what else comes within the minute', atOnce, nights, '2026-09-23T10:00:01', '2026-09-23T10:01'],
    ['a minute later when it comes on the stroke of one', atOnce, nights, '2026-09-23T10:00:00', '2026-09-23T10:01'],
    ['in the morning when it comes at night', atOnce, nights, '2026-09-23T23:30:00', '2026-09-24T08:00'],
    ['in the morning when it comes before that', atOnce, nights, '2026-09-23T03:00:00', '2026-09-23T08:00'],
    ['on Monday when it comes on Friday evening', atOnce, nights, '2026-09-18T21:00:00', '2026-09-21T08:00'],
    ['on a Saturday that is worked', atOnce, nights, '2026-09-25T21:00:00', '2026-09-26T08:00'],
    ['after the holidays', atOnce, nights, '2026-09-30T20:00:00', '2026-10-08T08:00'],
    ['on rest days if asked for', atOnce, { ...nights, restDays: false }, '2026-10-03T09:00:30', '2026-10-03T09:01'],
    ['at any hour without quiet hours', atOnce, null, '2026-10-03T03:00:30', '2026-10-03T03:01'],
    [
      'after quiet hours in the middle of the day',
      atOnce,
      { from: '12:00', to: '14:00', restDays: false },
      '2026-09-23T12:30:00',
      '2026-09-23T14:00',
    ],
    ['with the digest of the day', { every: 'day', at: '09:00' }, nights, '2026-09-23T08:59:59', '2026-09-23T09:00'],
    [
      'with that of tomorrow once it is out',
      { every: 'day', at: '09:00' },
      nights,
      '2026-09-23T09:00:00',
      '2026-09-24T09:00',
    ],
    [
      'with the digest after the holidays',
      { every: 'day', at: '09:00' },
      nights,
      '2026-09-30T10:00:00',
      '2026-10-08T09:00',
    ],
    [
      'with the digest of the week',
      { every: 'week', weekday: 1, at: '09:00' },
      nights,
      '2026-09-23T10:00:00',
      '2026-09-28T09:00',
    ],
    [
      'with that of a week whose day is a holiday when that is over',
      { every: 'week', weekday: 7, at: '09:00' },
      nights,
      '2026-09-28T10:00:00',
      '2026-10-08T09:00',
    ],
  ])('%s', (_what, digest, quiet, now, then) => {
    const sent = sendingTime({ digest, quiet }, false, shanghai(now), calendar);
    expect(new Date(sent).toISOString()).toBe(new Date(shanghai(then)).toISOString());
  });

  test('at any time and past any digest when it is urgent', () => {
    const settings = { digest: { every: 'week', weekday: 1, at: '09:00' } as const, quiet: nights };
    expect(sendingTime(settings, true, shanghai('2026-10-03T03:00:30'), calendar)).toBe(shanghai('2026-10-03T03:01'));
  });
});

test('attempts are a minute apart at first, a day at last, and end', () => {
  const pauses = Array.from({ length: 9 }, (_, index) => pauseAfter(index + 1));
  expect(pauses[0]).toBe(60_000);
  expect(pauses[7]).toBe(24 * 3_600_000);
  expect(pauses[8]).toBeUndefined();
  expect(pauses.slice(0, 8)).toEqual(pauses.slice(0, 8).toSorted((a, b) => Number(a) - Number(b)));
});

describe('an address', () => {
  const inside = [
    '127.0.0.1',
    '127.1.2.3',
    '0.0.0.0',
    '10.0.0.1',
    '100.64.0.1',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    'fe80::1',
    'fe80::1%eth0',
    'fc00::1',
    'fd12:3456::1',
    'ff02::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '64:ff9b::10.0.0.1',
    '2002:7f00:1::',
    '2001:db8::1',
    '2001::1',
    '100::1',
    'none',
    '1.2.3',
    '',
  ];
  const outside = [
    '1.1.1.1',
    '172.15.0.1',
    '172.32.0.1',
    '192.169.0.1',
    '223.255.255.255',
    '2400:3200::1',
    '2606:4700::1111',
    '::ffff:1.1.1.1',
    '2002:101:101::',
  ];
  test.each(inside)('%s is not public', (address) => expect(isPrivateAddress(address)).toBe(true));
  test.each(outside)('%s is public', (address) => expect(isPrivateAddress(address)).toBe(false));

  test.each([
    'ftp://example.com',
    'file:///etc/passwd',
    'example.com',
    'http://user:pw@example.com',
    'http://localhost:1',
    'http://a.LOCALHOST.',
    'http://127.0.0.1/',
    'http://0x7f.1/',
    'http://2130706433/',
    'http://017700000001/',
    'http://[::1]/',
    'http://[::ffff:169.254.169.254]/',
  ])('%s is refused for a webhook', (url) => expect(refuseWebhookUrl(url, false)).toBeDefined());
  test.each(['https://example.com/hook?key=1', 'http://1.1.1.1:8080/'])('%s is accepted', (url) => {
    expect(refuseWebhookUrl(url, false)).toBeUndefined();
  });
  test('inside of the own network is accepted where that is allowed, other schemes are not', () => {
    expect(refuseWebhookUrl('http://127.0.0.1/', true)).toBeUndefined();
    expect(refuseWebhookUrl('ftp://127.0.0.1/', true)).toBeDefined();
  });
});
