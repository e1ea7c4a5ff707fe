export { composite } from '../../trial/workflows/composite.ts';
