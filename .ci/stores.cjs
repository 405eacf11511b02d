// Where SQL may stand: in the engine, beside the tables it is about, and in the root files of the master data
// slices, which are their store: they have no events, their rows are the truth.
module.exports = [
  '^src/event-store/[^/]+\\.ts$',
  '^src/processors/(projector|rebuild)/',
  '^src/database/',
  '^src/[^/]+/projections/',
  '^src/[^/]+/tables\\.ts$',
  '^src/order-fulfilment/processes/',
  '^src/(catalogue|customers|personal-data)/[^/]+\\.ts$',
  '^src/audit/(write-entry|read-entries)\\.ts$',
];
