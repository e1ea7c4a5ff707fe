import { type Text, text } from '../../domain/text.ts';
import type { Lack, PackedFile } from './packedFiles.ts';

/** Why a file is not in the package as it was uploaded. */
export const lacks: Record<Lack, Text> = {
  gone: text('存储中已没有此文件', 'the store no longer has it'),
  tooLarge: text(
    '超出归档包容量（4 GB），须单独下载',
    'beyond the 4 GB that a package holds: to be downloaded by itself',
  ),
  damaged: text('存储中的内容与上传时不一致', 'what is stored is not what was uploaded'),
};

/** What is missing, in plain words, with the sums by which a copy found elsewhere can be recognised. */
export function missingText(files: readonly PackedFile[]): string {
  const lines = files.flatMap(({ id, name, path, size, sha256, lack }) =>
    lack === undefined
      ? []
      : [
          `${path}`,
          `  ${lacks[lack].zh} / ${lacks[lack].en}`,
          `  ${[id, name, size === null ? null : `${size} bytes`].filter((each) => each !== null).join(' · ')}`,
          `  SHA-256 ${sha256}`,
          '',
        ],
  );
  return [
    '以下文件不在本归档包内，或与上传时不一致。',
    'These files are not in this package, or not as they were uploaded.',
    '',
    ...lines,
  ].join('\n');
}
