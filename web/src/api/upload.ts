import { type Answer, ApiProblem, addressOf, refused } from './client.ts';

interface Upload {
  file: File;
  /** Of the case. */
  id: string;
  stage?: string | undefined;
  idempotencyKey: string;
  /** Share sent so far, from 0 to 100. */
  progress: (percent: number) => void;
}

/**
 * Sends a file to a case, and tells how far it is: `fetch` cannot.
 *
 * @throws ApiProblem
 */
export function uploadEvidence({ file, id, stage, idempotencyKey, progress }: Upload): Promise<Answer<'addEvidence'>> {
  const form = new FormData();
  if (stage !== undefined) form.append('stage', stage);
  form.append('file', file);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', addressOf('addEvidence', { path: { id } }));
    request.setRequestHeader('Accept', 'application/json');
    request.setRequestHeader('Accept-Language', document.documentElement.lang);
    request.setRequestHeader('X-Zhengzhi-Request', '1');
    request.setRequestHeader('Idempotency-Key', idempotencyKey);
    request.upload.onprogress = ({ loaded, total }) => progress(Math.floor((loaded / total) * 100));
    request.onerror = () => reject(refused(new ApiProblem({})));
    request.onload = () => {
      const body = parsed(request.responseText);
      if (request.status < 300) resolve(body as Answer<'addEvidence'>);
      else reject(refused(new ApiProblem({ code: 'internal-error', status: request.status, ...(body as object) })));
    };
    request.send(form);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return {};
  }
}
