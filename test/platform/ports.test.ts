import { createServer, type Server } from 'node:net';
import { jest } from '@jest/globals';
import { choosePorts, portIsFree } from '../../platform/ports.ts';
import { UserError } from '../../platform/userError.ts';

describe('choosing ports', () => {
  let taken: Server;
  let port: number;

  beforeAll(async () => {
    // With a free neighbour below it, so that a range can run into it.
    port = (await choosePorts(2, { variable: 'X', port: 0 })) + 1;
    taken = createServer();
    await new Promise<void>((listening) => taken.listen(port, '127.0.0.1', listening));
  });

  afterAll(() => new Promise((closed) => taken.close(closed)));

  it('takes free ones below those of outgoing connections', async () => {
    const first = await choosePorts(8, { variable: 'TEMPORAL_PORT', port: 0 });
    expect(first).toBeLessThan(32_768);
    for (let next = first; next < first + 8; next += 1) expect(await portIsFree(next)).toBe(true);
  });

  it('gives none twice, since whoever was given it may not listen yet', async () => {
    const chance = jest.spyOn(Math, 'random').mockReturnValueOnce(0.5).mockReturnValueOnce(0.5);
    const first = await choosePorts(8, { variable: 'TEMPORAL_PORT', port: 0 });
    const next = await choosePorts(1, { variable: 'MONGODB_PORT', port: 0 });
    chance.mockRestore();
    expect(next < first || next >= first + 8).toBe(true);
  });

  it('keeps those of the last run while they are free', async () => {
    const remembered = await choosePorts(2, { variable: 'TEMPORAL_PORT', port: 0 });
    await expect(choosePorts(2, { variable: 'TEMPORAL_PORT', port: 0, remembered })).resolves.toBe(remembered);
    await expect(choosePorts(2, { variable: 'TEMPORAL_PORT', port: 0, remembered: port - 1 })).resolves.not.toBe(
      port - 1,
    );
  });

  it('says which configured port is taken and which variable to change', async () => {
    const choosing = choosePorts(2, { variable: 'TEMPORAL_PORT', port: port - 1 });
    await expect(choosing).rejects.toThrow(UserError);
    await expect(choosing).rejects.toThrow(
      `Port ${port} is already in use; set TEMPORAL_PORT to the first of 2 free ports`,
    );
  });
});
