export { concurrent } from '../../trial/workflows/concurrent.ts';
