import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { lazy, StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiProblem } from './api/client.ts';
import './base.css';
import { SessionGate } from './session/SessionGate.tsx';

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // What was refused is refused again; what was unreachable may come back.
      retry: (count, error) => count < 3 && !(error instanceof ApiProblem && error.status >= 400 && error.status < 500),
      refetchOnWindowFocus: true,
    },
  },
});

const Ballot = lazy(() => import('./ballot/Ballot.tsx').then((module) => ({ default: module.Ballot })));
/** The address voters are given: nobody signs in for it. */
const paper = /^\/ballot\/([^/]+)\/?$/.exec(location.pathname)?.[1];

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        {paper === undefined ? (
          <SessionGate />
        ) : (
          <Suspense>
            <Ballot paper={decodeURIComponent(paper)} />
          </Suspense>
        )}
      </QueryClientProvider>
    </StrictMode>,
  );
}
