import { readFile } from 'node:fs/promises';
import type { TLSConfig } from '@temporalio/client';
import type { Config } from '../config.ts';

/** Where Temporal listens when nothing else is configured. */
export const defaultTemporalAddress = '127.0.0.1:7233';

type TemporalConfig = Pick<Config['temporal'], 'address' | 'tls' | 'tlsCert' | 'tlsKey' | 'tlsCa' | 'apiKey'>;

/**
 * What client and worker connections have in common: address, TLS and API key.
 *
 * @throws Error naming the variable when a PEM file cannot be read.
 */
export async function connectionOptions({ temporal }: { temporal: TemporalConfig }) {
  const tls = await tlsOptions(temporal);
  return {
    address: temporal.address ?? defaultTemporalAddress,
    ...(tls === undefined ? {} : { tls }),
    ...(temporal.apiKey === undefined ? {} : { apiKey: temporal.apiKey }),
  };
}

async function tlsOptions(temporal: TemporalConfig): Promise<TLSConfig | boolean | undefined> {
  const { tls, tlsCert, tlsKey, tlsCa } = temporal;
  if (tls === false) return false;
  if (tlsCert === undefined && tlsCa === undefined) return (tls ?? temporal.apiKey !== undefined) || undefined;
  return {
    ...(tlsCa === undefined ? {} : { serverRootCACertificate: await pem('TEMPORAL_TLS_CA', tlsCa) }),
    ...(tlsCert === undefined || tlsKey === undefined
      ? {}
      : {
          clientCertPair: { crt: await pem('TEMPORAL_TLS_CERT', tlsCert), key: await pem('TEMPORAL_TLS_KEY', tlsKey) },
        }),
  };
}

async function pem(variable: string, file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new Error(`${variable}: the file ${file} cannot be read`, { cause });
  }
}
