import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

/** The path of a file of the project. */
export function inProject(path: string): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url));
}

export function projectFile(path: string): Promise<string> {
  return readFile(inProject(path), 'utf8');
}

export interface ComposeService {
  image: string;
  build?: { context: string; dockerfile: string; target: string };
  command?: string[];
  user?: string;
  environment: Record<string, string>;
  volumes: string[];
  networks: string[];
  ports?: string[];
  profiles?: string[];
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: object;
  restart: string;
  read_only: boolean;
  cap_drop: string[];
  security_opt: string[];
}

export interface ComposeFile {
  services: Record<string, ComposeService>;
  networks: Record<string, { internal?: boolean }>;
  volumes: Record<string, object>;
}

export async function composeFile(): Promise<ComposeFile> {
  return parse(await projectFile('docker-compose.yml'), { merge: true }) as ComposeFile;
}

/** The variables a text takes from `.env`, with the operator that says whether they must be there. */
export function interpolated(text: string): { name: string; required: boolean }[] {
  return [...text.matchAll(/\$\{([A-Z_]+)(:[?-])?/g)].map(([, name = '', operator]) => ({
    name,
    required: operator !== ':-',
  }));
}
