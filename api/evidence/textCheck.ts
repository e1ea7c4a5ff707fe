import { TextDecoder } from 'node:util';
import { type Text, text } from '../../domain/text.ts';

/** Whether bytes that come piece by piece are text in UTF-8, or else in GB18030, without control characters. */
export class TextCheck {
  private decoders = ['utf-8', 'gb18030'].map((encoding) => new TextDecoder(encoding, { fatal: true }));

  /** The encoding that fits, UTF-8 before GB18030. */
  get encoding(): string {
    return this.decoders[0]?.encoding ?? 'utf-8';
  }

  /** False once the bytes so far are no text in either encoding. */
  accepts(chunk: Buffer): boolean {
    return this.keep((decoder) => decoder.decode(chunk, { stream: true }));
  }

  /** False when the text ends within a character. */
  ends(): boolean {
    return this.keep((decoder) => decoder.decode());
  }

  private keep(decode: (decoder: TextDecoder) => string): boolean {
    this.decoders = this.decoders.filter((decoder) => {
      try {
        return !hasControl(decode(decoder));
      } catch {
        return false;
      }
    });
    return this.decoders.length > 0;
  }
}

function hasControl(text: string): boolean {
  // Tab, line feed, form feed, carriage return, and the end-of-file mark old systems append are text.
  // oxlint-disable-next-line no-control-regex -- this is what is looked for
  return /[\u0000-\u0008\u000b\u000e-\u0019\u001b-\u001f]/.test(text);
}

/** Why a text file is refused although it is text: a browser or an editor might run it. */
export function refuseMarkup(head: Buffer): Text | undefined {
  const content = head
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart()
    .toLowerCase();
  const markup = ['<!doctype', '<html', '<svg', '<?xml', '<script', '<head', '<body', '<iframe', '#!', '<?php'];
  const found = markup.find((each) => content.startsWith(each));
  return found === undefined && !content.includes('<script')
    ? undefined
    : text('这是标记或脚本，不是纯文本', 'this is markup or a script, not plain text');
}
