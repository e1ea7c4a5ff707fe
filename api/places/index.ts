import { createPlace } from './createPlace.ts';
import { listPlaces } from './listPlaces.ts';

export const placeEndpoints = [listPlaces, createPlace];
