import { type Connection, type Model, Schema } from 'mongoose';
import type { FixedContent } from '../domain/documents/content.ts';
import type { DocumentTemplate } from '../domain/documents/template.ts';

/** A document as it was issued: its number, and everything it is made of that might be another later. */
export interface IssuedDocument {
  /** `case|epoch|seq|template` */
  _id: string;
  case: string;
  /** The place that numbers it, the sign of its kind, the year and the number: unique together. */
  place: string;
  code: string;
  year: number;
  n: number;
  /** The template it was first made with, by hash. */
  template: string;
  /** Hash of the event it rests on. */
  event: string;
  content: FixedContent;
  issuedAt: Date;
  issuedBy: string;
  /** The place of its case. */
  scope: string;
  /** That place and every place above it. */
  within: string[];
  /** Pieces of the number, for search by part of it. */
  grams: string[];
}

/** A template as some document was made with it, kept once by its hash. */
export interface KeptTemplateDocument {
  _id: string;
  template: DocumentTemplate;
}

export interface DocumentModels {
  issued: Model<IssuedDocument>;
  templates: Model<KeptTemplateDocument>;
}

/** Documents of one space, and the templates they were made with; both are written once and never changed. */
export function documentModels(db: Connection): DocumentModels {
  const options = { strict: false, minimize: false, versionKey: false } as const;
  const issued = new Schema<IssuedDocument>({ _id: String }, options);
  issued.index({ place: 1, code: 1, year: 1, n: -1 }, { unique: true });
  issued.index({ case: 1 });
  issued.index({ grams: 1, issuedAt: -1, _id: 1 });
  issued.index({ template: 1 });
  const templates = new Schema<KeptTemplateDocument>({ _id: String }, options);
  templates.index({ 'template.id': 1 });
  return {
    issued: db.model<IssuedDocument>('IssuedDocument', issued, 'issuedDocuments'),
    templates: db.model<KeptTemplateDocument>('KeptTemplate', templates, 'documentTemplates'),
  };
}
