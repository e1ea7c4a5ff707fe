import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ApiProblem } from '../../api/client.ts';

interface Steps<Report> {
  /** Hands the file in; `dryRun` only says what would come of it. */
  send: (file: File, dryRun: boolean) => Promise<Report>;
  /** After it was written. */
  written: () => unknown;
}

/** A table file on its way in: chosen, tried at once, written when somebody says so. */
export function useFileImport<Report>({ send, written }: Steps<Report>) {
  const [file, setFile] = useState<File>();
  const trial = useMutation<Report, ApiProblem, File>({ mutationFn: (chosen) => send(chosen, true) });
  const commit = useMutation<Report, ApiProblem, File>({
    mutationFn: (chosen) => send(chosen, false),
    onSuccess: written,
  });
  return {
    file,
    choose: (chosen: File) => {
      commit.reset();
      setFile(chosen);
      trial.mutate(chosen);
    },
    checking: trial.isPending,
    writing: commit.isPending,
    problem: commit.error ?? trial.error,
    /** What the trial says. */
    report: trial.data,
    /** What was written. */
    done: commit.data,
    write: () => {
      if (file) commit.mutate(file);
    },
  };
}

/** A file as the form the API takes; its name is kept with it. */
export function formOf(file: File): FormData {
  const form = new FormData();
  form.append('file', file, file.name);
  return form;
}
