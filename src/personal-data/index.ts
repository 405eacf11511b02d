export { countErasures, type Erasure, erase, erased, isErased, isKnown, listErasures } from './erasures.js';
export { createPersonalData, type PersonalData } from './personal-data.js';
export { hasSealed, isSealed } from './sealed-text.js';
export type { PersonalDataTables } from './tables.js';
export { exportPersons, importPersons, type PersonRecord } from './transfer.js';
