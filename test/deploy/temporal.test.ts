import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { connectTemporal } from '../../temporal/connection.ts';
import { searchAttributes } from '../../temporal/namespaces.ts';
import { configFor, servers } from '../support/servers.ts';
import { composeFile, inProject, projectFile } from './files.ts';

type Dynamic = Record<string, { value: unknown; constraints?: { namespace?: string } }[]>;

describe('Temporal in production', () => {
  it('allows time to be skipped in the rehearsal namespace alone', async () => {
    const dynamic = parse(await projectFile('deploy/temporal/dynamic-config.yaml')) as Dynamic;
    const { services } = await composeFile();
    const skipping = Object.entries(dynamic).filter(([key]) => key.includes('TimeSkipping'));
    expect(skipping.length).toBe(2);
    for (const [, values] of skipping) {
      expect(values.map(({ constraints }) => constraints?.namespace)).toEqual([
        services['worker']?.environment['TEMPORAL_NAMESPACE_REHEARSAL'],
      ]);
    }
  });

  it('gets its namespaces and search attributes by a step that can be repeated', async () => {
    const addresses = await servers();
    const space = randomUUID().slice(0, 8);
    const namespaces = { TEMPORAL_NAMESPACE_LIVE: `live-${space}`, TEMPORAL_NAMESPACE_REHEARSAL: `rehearsal-${space}` };
    const environment = { ...process.env, TEMPORAL_ADDRESS: addresses.temporalAddress, ...namespaces };
    const prepare = () =>
      spawnSync(process.execPath, ['--import', 'tsx', inProject('temporal/prepare.ts')], {
        env: environment,
        encoding: 'utf8',
      });
    expect(prepare()).toMatchObject({ status: 0, stdout: expect.stringContaining(`live-${space}`) });
    expect(prepare().status).toBe(0);
    const connection = await connectTemporal(configFor(addresses));
    try {
      for (const namespace of Object.values(namespaces)) {
        const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
        expect(Object.keys(customAttributes)).toEqual(
          expect.arrayContaining(Object.values(searchAttributes).map(({ name }) => name)),
        );
      }
    } finally {
      await connection.close();
    }
  });
});
