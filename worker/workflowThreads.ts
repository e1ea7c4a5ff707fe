import workerThreads, { Worker } from 'node:worker_threads';

/**
 * What a workflow thread runs first. The SDK notes for every promise of a workflow where it was made, and looks each line up
 * in the source map, in order to answer the query `__stack_trace`. That is a third of a thread's work, and nobody asks it
 * here; where the hook cannot be set, as on other engines, the SDK goes without it too.
 */
const first = `import v8 from 'node:v8'; v8.promiseHooks.createHook = () => () => {};`;

/** The SDK starts its threads with the flags of the process and takes no others, hence by this detour. */
export function startWorkflowThreadsPlain(): void {
  const execArgv = [...process.execArgv, '--import', `data:text/javascript,${encodeURIComponent(first)}`];
  workerThreads.Worker = class extends Worker {
    constructor(file: string | URL, options?: workerThreads.WorkerOptions) {
      super(file, String(file).includes('workflow-worker-thread') ? { ...options, execArgv } : options);
    }
  };
}
