import { type Connection, type Model, Schema } from 'mongoose';

/** A list as somebody filtered and sorted it, to come back to; kept in the space whose things it lists. */
export interface SavedViewDocument {
  _id: string;
  name: string;
  /** The page it belongs to, such as `cases`. */
  page: string;
  /** The page's address query. */
  query: Record<string, string>;
  by: { id: string; name: string };
  /** The office whose members see it too. */
  shared?: { office: string; scope: string };
  createdAt: Date;
  updatedAt: Date;
}

export function savedViewModel(db: Connection): Model<SavedViewDocument> {
  const schema = new Schema<SavedViewDocument>({ _id: String }, { strict: false, minimize: false, versionKey: false });
  schema.index({ 'by.id': 1, page: 1, name: 1, _id: 1 });
  schema.index({ 'shared.office': 1, 'shared.scope': 1, page: 1, name: 1, _id: 1 });
  return db.model<SavedViewDocument>('SavedView', schema, 'savedViews');
}
