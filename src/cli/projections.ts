import { runCommand, withStorage } from './command-line.js';
import { onRecord } from './on-record.js';
import { readArguments } from './projections/arguments.js';
import { findProjection } from './projections/known-projections.js';
import { listProjections } from './projections/list-projections.js';
import { listParked, replayOne } from './projections/parked.js';
import { rebuildTable } from './projections/rebuild-table.js';
import { verifyRows } from './projections/verify-rows.js';

await runCommand((args) => {
  const command = readArguments(args);
  if (command.kind === 'list') return withStorage(listProjections);
  const known = findProjection(command.name);
  return withStorage((storage) => {
    switch (command.kind) {
      case 'rebuild':
        return onRecord(storage, 'projections rebuild', known.name, () => rebuildTable(storage, known));
      case 'verify':
        return verifyRows(storage, known, command.sample);
      case 'parked':
        return listParked(storage, known);
      case 'replay':
        return onRecord(storage, 'projections replay', command.eventId, () =>
          replayOne(storage, known, command.eventId),
        );
    }
  });
});
