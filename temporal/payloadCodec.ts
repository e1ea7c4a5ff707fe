import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import {
  type DataConverter,
  METADATA_ENCODING_KEY,
  type Payload,
  type PayloadCodec,
  ValueError,
} from '@temporalio/common';
import proto from '@temporalio/proto';

const encoding = 'binary/encrypted';
const ivBytes = 12;
const tagBytes = 16;
const utf8 = new TextEncoder();

/**
 * Encrypts everything Temporal stores of a case with AES-256-GCM, in the layout of Temporal's own encryption samples:
 * the whole payload, metadata included, is the plain text; iv, cipher text and tag are the data. The key's id travels
 * with each payload, so that a payload of another key is named as such instead of failing as corrupt.
 */
export function encryptingCodec(key: Uint8Array): PayloadCodec {
  const keyId = createHash('sha256').update(key).digest('hex').slice(0, 16);
  return {
    encode: async (payloads) => payloads.map((payload) => encrypt(key, keyId, payload)),
    decode: async (payloads) => payloads.map((payload) => decrypt(key, keyId, payload)),
  };
}

/**
 * The data converter of client and worker alike.
 *
 * @param payloadKey 32 bytes in base64, or undefined to store payloads as plain JSON.
 */
export function dataConverter(payloadKey: string | undefined): DataConverter {
  return payloadKey === undefined ? {} : { payloadCodecs: [encryptingCodec(Buffer.from(payloadKey, 'base64'))] };
}

function encrypt(key: Uint8Array, keyId: string, payload: Payload): Payload {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const plain = proto.temporal.api.common.v1.Payload.encode(payload).finish();
  return {
    metadata: {
      [METADATA_ENCODING_KEY]: utf8.encode(encoding),
      'encryption-cipher': utf8.encode('AES-256-GCM'),
      'encryption-key-id': utf8.encode(keyId),
    },
    data: Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]),
  };
}

function decrypt(key: Uint8Array, keyId: string, payload: Payload): Payload {
  // What was written before a key was set stays readable.
  if (metadata(payload, METADATA_ENCODING_KEY) !== encoding) return payload;
  const usedKey = metadata(payload, 'encryption-key-id');
  if (usedKey !== keyId) throw new ValueError(`The payload was encrypted with key ${usedKey}, PAYLOAD_KEY is ${keyId}`);
  const data = Buffer.from(payload.data ?? []);
  const decipher = createDecipheriv('aes-256-gcm', key, data.subarray(0, ivBytes));
  decipher.setAuthTag(data.subarray(-tagBytes));
  const plain = Buffer.concat([decipher.update(data.subarray(ivBytes, -tagBytes)), decipher.final()]);
  return proto.temporal.api.common.v1.Payload.decode(plain);
}

function metadata(payload: Payload, key: string): string | undefined {
  const value = payload.metadata?.[key];
  return value && Buffer.from(value).toString('utf8');
}
