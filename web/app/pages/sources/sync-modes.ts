export const SYNC_MODES = [
  { value: 'continuous', label: 'Continuous', help: 'Events appear in lineage within about a second. Good for almost everyone.' },
  { value: 'manual', label: 'Manual', help: 'Events are stored at once; the catalog changes when someone presses Sync metadata.' },
] as const

export const SQL_MODES = [
  { value: 'on', label: 'On', help: 'Where a job sends its SQL and no columns, they are read out of the SQL and shown as inferred.' },
  { value: 'off', label: 'Off', help: 'Column lineage is what its jobs say, and no more.' },
] as const
