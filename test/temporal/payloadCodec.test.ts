import { randomBytes } from 'node:crypto';
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import { dataConverter, encryptingCodec } from '../../temporal/payloadCodec.ts';

const key = randomBytes(32);
const decision = { stage: 'planReview', comment: '同意，请按时整改' };
const payload = defaultPayloadConverter.toPayload(decision) as Payload;

describe('the payload codec', () => {
  it('gives back what it was given', async () => {
    const codec = encryptingCodec(key);
    const [decoded] = await codec.decode(await codec.encode([payload]));
    expect(defaultPayloadConverter.fromPayload(decoded as Payload)).toEqual(decision);
  });

  it('leaves nothing readable, metadata included', async () => {
    const [encoded] = await encryptingCodec(key).encode([payload]);
    const stored = Buffer.from(encoded?.data ?? []);
    expect(stored.includes('planReview')).toBe(false);
    expect(stored.includes('json/plain')).toBe(false);
    expect(Buffer.from(encoded?.metadata?.['encoding'] ?? []).toString()).toBe('binary/encrypted');
  });

  it('never encrypts the same payload to the same bytes twice', async () => {
    const [first, second] = await encryptingCodec(key).encode([payload, payload]);
    expect(Buffer.from(first?.data ?? []).equals(Buffer.from(second?.data ?? []))).toBe(false);
  });

  it('refuses a payload that was altered', async () => {
    const codec = encryptingCodec(key);
    const [encoded] = await codec.encode([payload]);
    const data = Buffer.from(encoded?.data ?? []);
    data[20] = (data[20] ?? 0) ^ 1;
    await expect(codec.decode([{ ...encoded, data }])).rejects.toThrow();
  });

  it('names the key when a payload was encrypted with another one', async () => {
    const encoded = await encryptingCodec(randomBytes(32)).encode([payload]);
    await expect(encryptingCodec(key).decode(encoded)).rejects.toThrow(
      /was encrypted with key [0-9a-f]{16}, PAYLOAD_KEY is/,
    );
  });

  it('reads what was stored before a key was set', async () => {
    await expect(encryptingCodec(key).decode([payload])).resolves.toEqual([payload]);
  });

  it('is left out when there is no key', () => {
    expect(dataConverter(undefined)).toEqual({});
    expect(dataConverter(key.toString('base64')).payloadCodecs).toHaveLength(1);
  });
});
