import { existsSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { composeFile, inProject, projectFile } from './files.ts';

const dockerfile = await projectFile('deploy/Dockerfile');
const ignore = (await projectFile('.dockerignore')).split('\n');
const { services } = await composeFile();

/** The source of a program under `dist/`. */
const sourceOf = (program: string) => program.replace(/^dist\//, '').replace(/\.js$/, '.ts');

describe('the images of API and worker', () => {
  it('have the stages that docker-compose.yml builds', () => {
    const stages = [...dockerfile.matchAll(/^FROM .* AS (\S+)$/gm)].map(([, stage]) => stage);
    for (const { build } of Object.values(services)) {
      if (build) expect(stages).toContain(build.target);
    }
  });

  it('run programs that exist', () => {
    const inImage = [...dockerfile.matchAll(/^CMD \["node", "(dist\/[^"]+)"\]$/gm)].map(([, program = '']) => program);
    const commanded = Object.values(services).flatMap(({ build, command }) => (build && command?.[1]) ?? []);
    expect(inImage).toEqual(['dist/worker/main.js', 'dist/api/main.js']);
    for (const program of [...inImage, ...commanded]) expect(existsSync(inProject(sourceOf(program)))).toBe(true);
  });

  it('are built from files that exist and reach the builder', () => {
    const copied = [...dockerfile.matchAll(/^COPY (?!--from|\. )(.+) \S+$/gm)].flatMap(([, files = '']) =>
      files.split(' '),
    );
    expect(copied).toContain('policies');
    for (const file of copied) {
      expect(existsSync(inProject(file))).toBe(true);
      expect(ignore).toContain(`!${file}`);
    }
  });

  it('get everything that the build compiles, and no keys', async () => {
    const { include } = JSON.parse(await projectFile('tsconfig.build.json')) as { include: string[] };
    for (const folder of include) expect(ignore).toContain(`!${folder}`);
    expect(ignore).toContain('*');
    expect(ignore).not.toContain('!deploy');
    expect(ignore).not.toContain('!.env');
  });

  it('run as a user without rights', () => {
    expect(dockerfile).toContain('\nUSER node\n');
  });
});
